"""What a register of events adds up to as a whole."""

from datetime import date

from projects.figures import Measure
from projects.registers.common.capital import totals
from projects.span import span
from projects.summary import Summary, as_of_label, named
from projects.when import When


def summary(everything, ask, when):
    """everything: the Selection of the whole register."""
    told = ask(span, everything, when)
    year = When.year_to(told.until(when.as_of), when.known_at)
    stock, flow = ask(totals.stock, everything, when), ask(totals.flow, everything, year)
    return Summary(when, stock, flow, {}, told)


def is_empty(found):
    """Whether the register has nothing that a sentence could tell of."""
    return not any(figure.value for figure in found.stock.values())


def count(found):
    """How many records the list of the whole register has."""
    return found.stock[Measure.VALID_PROJECTS].value


def desk(selection, when, years):
    found = named(totals.stock(selection, when), as_of_label(when))
    for year in years:
        period = When.year_to(min(date(year, 12, 31), when.as_of), when.known_at)
        figures = totals.flow(selection, period) | totals.ended(selection, period)
        found |= named(figures, str(year))
    return found
