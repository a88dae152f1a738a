"""The days that dashboards offer, out of all that they can be asked about."""

from datetime import date, timedelta

from django.utils import timezone

from projects.registers import REGISTERS

#: The ends of months and of years, the latest.
MOST_MONTHS, MOST_YEARS = 12, 12


def changed(group):
    """The days up to today on which a public entry took effect, latest first; one query.

    group: the kind of a register.
    """
    register = REGISTERS[group]
    public = register.model.objects.public()
    rows = register.ledger.objects.counted().filter(project__in=public)
    rows = rows.filter(effective_on__lte=timezone.localdate()).order_by("-effective_on")
    return list(rows.values_list("effective_on", flat=True).distinct())


def offered(changed):
    """Of what changed() gives, the ends of months and years up to today, latest first."""
    today = timezone.localdate()
    ends = dict.fromkeys(_end_of_month(day) for day in changed)
    months = [day for day in ends if day <= today]
    years = sorted({date(day.year, 12, 31) for day in ends}, reverse=True)
    past = [day for day in years if day <= today]
    return sorted({*months[:MOST_MONTHS], *past[:MOST_YEARS]}, reverse=True)


def _end_of_month(day):
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
