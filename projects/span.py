"""From when to when a register tells anything: before, no record is not zero."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Min, Q


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
    """The Span of the documents behind a selection; one or two queries."""
    return _span(when, *selection.documents(when))


def _span(when, *documents):
    found = [
        rows.aggregate(
            first=Min(day), last=Max(day, filter=Q(**{f"{day}__lte": when.as_of})), end=Max(day)
        )
        for rows, day in documents
    ]
    return Span(
        min((row["first"] for row in found if row["first"]), default=None),
        max((row["last"] for row in found if row["last"]), default=None),
        max((row["end"] for row in found if row["end"]), default=None),
    )
