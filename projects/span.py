"""From when to when a register tells anything: before, no record is not zero."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Min, Q, Value

from projects.unions import together


@dataclass(frozen=True)
class Span:
    """first: the day of the earliest document; last: of the latest up to the date, None before.

    end: of the latest whatever the date; what is later is not told yet.
    """

    first: date | None
    last: date | None
    end: date | None

    def until(self, day):
        """The day up to which the year of a day is told: that of the latest document of all where
        it lies in the year, as nothing shows more is told."""
        is_in_year = self.end is not None and self.end.year == day.year
        return min(day, self.end) if is_in_year else day


def span(selection, when):
    """The Span of the documents behind a selection; a query."""
    return _span(when, *selection.documents(when))


def _span(when, *documents):
    parts = [_ends(rows, day, when) for rows, day in documents]
    found = list(together(parts, "first", "last", "end"))
    first, last, end = ([row[at] for row in found if row[at]] for at in range(3))
    return Span(min(first, default=None), max(last, default=None), max(end, default=None))


def _ends(rows, day, when):
    """One row: the first day, the last to the day asked about, the last; Nones without rows."""
    until = Q(**{f"{day}__lte": when.as_of})
    rows = rows.order_by().annotate(one=Value(1)).values("one")
    return rows.annotate(first=Min(day), last=Max(day, filter=until), end=Max(day))
