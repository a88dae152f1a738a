"""The days whose charts are drawn: those that can be counted; of others pages show the tables."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils import timezone

from investment.figures.ledger import LEDGERS

#: The ends of months and of years that pages offer, the latest.
MOST_MONTHS, MOST_YEARS = 12, 12
#: Of the days of a register on which something changed, those drawn before anybody asks.
MOST_CHANGES = 3


@dataclass(frozen=True)
class Citations:
    """What public texts cite. days: those they link to; figures: (key, When, year)."""

    days: set = field(default_factory=set)
    figures: set = field(default_factory=set)


#: What rooms above have texts in: they put a function here that gives their Citations.
CITING = []


def citations():
    """The Citations of all public texts."""
    found = Citations()
    for cite in CITING:
        one = cite()
        found.days.update(one.days)
        found.figures.update(one.figures)
    return found


def changed(group):
    """The days up to today on which a public entry took effect, latest first; one query.

    group: "fdi", "oda" or "ngo".
    """
    model, projects = LEDGERS[group]
    rows = model.objects.counted().filter(project__in=projects.objects.public())
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
