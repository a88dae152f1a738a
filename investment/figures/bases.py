"""Register and official figures of the same thing never stand alone: how they differ, by year."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from investment.figures import shown
from investment.figures.facts import Facts
from investment.figures.page import Unit
from investment.figures.subjects.fdi import FDI
from investment.figures.subjects.official import lacking
from investment.official import questions as official
from investment.official.models import Indicator
from investment.opendata.dataset import Basis
from investment.opendata.notes import note
from portal.charts import words
from portal.delivery.shared import answers
from projects.figures import Measure
from projects.filters import query
from projects.when import written

PAGE = "figures:bases"
FLOW, STOCK = "flow", "stock"
COMPARED = {
    "total": Indicator.TOTAL_CAPITAL,
    "stock": Indicator.STOCK_CAPITAL,
    "projects": Indicator.STOCK_PROJECTS,
}


@dataclass(frozen=True)
class Year:
    """Both bases up to one day of a year, money in million USD; None where one has no record.

    days: of each pair, the last of the year of which the Agency tells. lacks: the parts that its
    total leaves out.
    """

    as_of: date
    official: dict
    register: dict
    days: dict
    lacks: list


def years(facts):
    """A Year for each year of which official tables tell, the latest first; each costs queries."""
    days = {}
    for figures in facts.official.values():
        for figure in figures:
            days[figure.as_of.year] = max(figure.as_of, days.get(figure.as_of.year, figure.as_of))
    return (_year(facts, day) for day in sorted(days.values(), reverse=True))


def _year(facts, as_of):
    found = {key: _last_of_year(facts, indicator, as_of) for key, indicator in COMPARED.items()}
    days = {key: figure.as_of if figure else as_of for key, figure in found.items()}
    return Year(
        as_of,
        {key: figure and figure.value for key, figure in found.items()},
        {
            "total": _flow(facts, days["total"]),
            "stock": _stock(facts, days["stock"], Measure.VALID_CAPITAL),
            "projects": _stock(facts, days["projects"], Measure.VALID_PROJECTS),
        },
        days,
        lacking(facts, found["total"]) if found["total"] else [],
    )


def _last_of_year(facts, indicator, as_of):
    figures = [one for one in facts.official.get(indicator, ()) if one.as_of.year == as_of.year]
    return figures[-1] if figures else None


def _is_told(facts, day):
    """Whether the register had begun."""
    first = facts.span("fdi").first
    return first is not None and first <= day


def _flow(facts, day):
    """What the register shows of the year up to a day."""
    if not _is_told(facts, day):
        return None
    figures = facts.flow("fdi", date(day.year, 1, 1), day)
    return sum((figures[measure].value for measure in FDI.added_up), Decimal(0)) / official.MILLION


def _stock(facts, day, measure):
    if not _is_told(facts, day):
        return None
    value = facts.stock("fdi", day)[measure].value
    return value / official.MILLION if measure == Measure.VALID_CAPITAL else value


# --- the standing sentence ------------------------------------------------------------------


#: dataset → the basis of its figures, where the other one tells of the same thing, too.
BASES = {"fdi": Basis.REGISTER, "fia": Basis.OFFICIAL}


def about(request, dataset, when, told=(FLOW, STOCK)):
    """What stands beside figures of a dataset: how the other basis tells of the same thing, where
    it does, and what staff want readers to know.

    told: what the page shows; of less than the whole it is nothing, and no number is quoted, nor
    any that is later than `when`.
    """
    found = _beside(request, BASES[dataset], when, told) if dataset in BASES else ""
    return found or note(answers(request), dataset)


def _beside(request, basis, when, told):
    facts = Facts(when, answers(request))
    said = [sentence for one in told or SAY if (sentence := SAY[one](facts))]
    if not said:
        return ""
    if not told:
        said = []
    if basis == Basis.REGISTER:
        datasets = ["fdi"]
        opening = _(
            "FDI figures from the department's register are not the official ones of the "
            "Foreign Investment Agency."
        )
    else:
        datasets = ["fdi", "fia"]
        opening = _(
            "Official FDI figures of the Foreign Investment Agency are not those of the "
            "department's register."
        )
    notes = [note(facts.ask, key) for key in datasets]
    return format_html(
        '{} <a href="{}">{}</a>',
        " ".join(filter(None, [opening, *said, *notes])),
        reverse(PAGE) + query(_known(when)),
        _("Register and official figures by year"),
    )


def _known(when):
    return {"known_at": written(when.known_at)} if when.known_at else {}


def _say_flow(facts):
    """Of the last whole year of which both tell, or of the part of one that is asked about."""
    figures, end = facts.official.get(Indicator.TOTAL_CAPITAL, ()), facts.span("fdi").end
    figures = [one for one in figures if one.as_of.month == 12 or one.as_of == facts.when.as_of]
    # Of days after its latest entry the register tells nothing, which is not zero.
    figures = [one for one in figures if end and one.as_of <= end and not lacking(facts, one)]
    figure = _last_of(figures, facts)
    if figure is None:
        return ""
    text = _(
        "For the year up to %(day)s the register shows %(register)s of registered capital, the "
        "Agency %(official)s."
    )
    return _compared(text, figure, _flow(facts, figure.as_of))


def _say_stock(facts):
    figure = _last_of(facts.official.get(Indicator.STOCK_CAPITAL, ()), facts)
    if figure is None:
        return ""
    text = _(
        "As of %(day)s the register shows %(register)s of capital of valid projects, the Agency "
        "%(official)s."
    )
    return _compared(text, figure, _stock(facts, figure.as_of, Measure.VALID_CAPITAL))


SAY = {FLOW: _say_flow, STOCK: _say_stock}


def _last_of(figures, facts):
    """The last that is not later than what is asked, if the register had begun by then."""
    known = [figure for figure in figures if figure.as_of <= facts.when.as_of]
    return known[-1] if known and _is_told(facts, known[-1].as_of) else None


def _compared(text, figure, register):
    return text % {
        "day": words.named(figure.as_of),
        "register": _million(register),
        "official": _million(figure.value),
    }


def _million(value):
    amount = shown.amount(value, Unit.MILLION_USD, get_language())
    return f"{amount} {Unit.MILLION_USD.label}"
