"""The valid projects at the end of each year, in three queries however many years there are."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Count, Min, Q, Sum
from django.db.models.functions import ExtractYear

from projects.figures import Measure
from projects.registers.common.capital.totals import adds, stock_figures


def stock_by_year(selection, when):
    """year → {measure: Figure} at each year's end (the last: as of the date), oldest first.

    What comes in and what ends is added up from the first certificate on. A selection by partner
    has no such series: projects change partners.
    """
    if getattr(selection, "partner", None) or selection.status:
        raise ValueError("a series of stocks is not by partner or status")
    at = replace(when, since=None)
    ledger = selection.ledger
    capital = ledger.objects.as_of(at).capital().filter(project__in=selection.projects(at))
    by_year = capital.values(key=ExtractYear("effective_on")).order_by("key")
    moved = list(by_year.annotate(n=Count("pk", filter=Q(type="new")), capital=Sum(adds(ledger))))
    if not moved:
        return {}
    left_projects, left_capital = _ended_by_year(selection, at)
    projects, total, found = 0, Decimal(0), {}
    came = {row["key"]: row for row in moved}
    for year in range(moved[0]["key"], when.as_of.year + 1):
        row = came.get(year, {"n": 0, "capital": Decimal(0)})
        projects += row["n"] - left_projects[year]
        total += row["capital"] - left_capital[year]
        values = {Measure.VALID_PROJECTS.value: projects, Measure.VALID_CAPITAL.value: total}
        found[year] = stock_figures(
            values, selection, selection, at.at(min(date(year, 12, 31), at.as_of))
        )
    return found


def _ended_by_year(selection, at):
    """(projects, capital) that ended in each year."""
    ended = selection.projects(at).ended(at)
    ledger = selection.ledger
    events = ledger.objects.filter(project__in=ended)
    # The first day on which a project past its term is no longer valid.
    expired = events.expired(at).values_list("project", "term_ends_on")
    expired = {pk: day + timedelta(days=1) for pk, day in expired}
    rows = events.as_of(at).values("project").order_by()
    rows = rows.annotate(
        capital=Sum(adds(ledger), filter=Q(type__in=ledger.CAPITAL)),
        ended_on=Min("effective_on", filter=Q(type__in=ledger.ENDS)),
    )
    projects, total = Counter(), Counter()
    for row in rows:
        year = (row["ended_on"] or expired[row["project"]]).year
        projects[year] += 1
        total[year] += row["capital"]
    return projects, total
