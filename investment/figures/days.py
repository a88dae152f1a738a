"""The days whose charts are drawn: those on which something happened, and there are few."""

from datetime import date, timedelta

from django.db.models.functions import TruncMonth
from django.utils import timezone

from investment.figures.ledger import LEDGERS

#: Of months and of years, the latest; of all other days pages show the tables alone.
MOST_MONTHS, MOST_YEARS = 12, 12


def offered(group):
    """The ends of months and years with public entries up to today, latest first; one query.

    group: "fdi", "oda" or "ngo".
    """
    today = timezone.localdate()
    ends = [_end_of_month(month) for month in _months(group, today)]
    months = [day for day in ends if day <= today]
    years = sorted({date(day.year, 12, 31) for day in ends}, reverse=True)
    past = [day for day in years if day <= today]
    return sorted({*months[:MOST_MONTHS], *past[:MOST_YEARS]}, reverse=True)


def _months(group, today):
    """The first days of months in which a public entry took effect, latest first."""
    model, projects = LEDGERS[group]
    rows = model.objects.counted().filter(project__in=projects.objects.public())
    months = rows.filter(effective_on__lte=today).annotate(month=TruncMonth("effective_on"))
    return months.order_by("-month").values_list("month", flat=True).distinct()


def _end_of_month(day):
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
