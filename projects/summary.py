"""What a whole register adds up to as of a date: for its page, and for the desk."""

from dataclasses import dataclass

from portal.delivery.shared import answers
from projects.figures import Figure
from projects.span import Span, span
from projects.when import When


@dataclass(frozen=True)
class Summary:
    """measure or stage → Figure; `stock` as of the date, `flow` of its year until it is told.

    when: the times they are told for. What ODA and NGO documents state holds on the day of the
    latest of them. span: the days of the register's first and latest document. lapsed: the Figure
    of records whose period was over on the day asked about, with no completion recorded.
    """

    when: When
    stock: dict
    flow: dict
    of_year: dict
    span: Span
    lapsed: Figure | None = None

    @property
    def year(self):
        return self.when.as_of.year

    @property
    def until(self):
        """The day up to which the year is told."""
        return self.span.until(self.when.as_of)


def summary(request, register, when):
    """The Summary of a register; remembered for the dates that were asked for last."""
    at = When(when.as_of, when.known_at)
    return register.summary.summary(register.whole, answers(request), at)


def span_of(request, register, when):
    """The Span of a whole register's documents up to a day."""
    return answers(request)(span, register.whole, When(when.as_of, when.known_at))


def by_year(figures):
    """year → {measure: Figure} as the desk has totals: (label, year) → Figure."""
    found = {}
    for year, of_year in figures.items():
        found |= named(of_year, str(year))
    return found


def named(figures, period):
    """measure → Figure as the desk has totals: (label, period) → Figure."""
    return {(str(measure.label), period): figure for measure, figure in figures.items()}


def as_of_label(when):
    return f"{when.as_of:%d/%m/%Y}"
