from datetime import date

from projects.figures import Measure
from projects.registers.fdi import statistics as fdi
from projects.registers.fdi.selection import FdiSelection
from projects.span import span
from projects.totals import Totals, as_of_label, named
from projects.when import When


def totals(ask, when):
    year = When.year_to(when.as_of, when.known_at)
    everything = FdiSelection()
    stock, flow = ask(fdi.stock, everything, when), ask(fdi.flow, everything, year)
    return Totals(when, stock, flow, {}, ask(span, everything, when))


def is_empty(found):
    """Whether the register has nothing that a sentence could tell of."""
    return not any(figure.value for figure in found.stock.values())


def count(found):
    """How many records the list of the whole register has, where the totals say so; else None."""
    return found.stock[Measure.VALID_PROJECTS].value


def desk(selection, when, years):
    found = named(fdi.stock(selection, when), as_of_label(when))
    for year in years:
        period = When.year_to(min(date(year, 12, 31), when.as_of), when.known_at)
        figures = fdi.flow(selection, period) | fdi.ended(selection, period)
        found |= named(figures, str(year))
    return found
