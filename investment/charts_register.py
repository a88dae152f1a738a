"""The charts of the registers: from statistics to a Chart in one language."""

from decimal import Decimal

from django.utils.translation import gettext as _

from portal.charts import shapes
from portal.charts.chart import About, Series
from portal.text import display

MILLION = Decimal(1_000_000)
#: Bars of a ranking; the others are added up in one.
MOST = 10


def about(facts, language, subtitle, unit, **values):
    """Who says so and as of when, for figures of the registers."""
    told = {
        "language": language,
        "subtitle": subtitle,
        "unit": unit,
        "source": _("Source: register of the department."),
        "dates": dates(facts.when, language),
    }
    return About(**(told | values))


def dates(when, language):
    """“As of 30 November 2022”, with the moment of what was known where it was asked for."""
    as_of = _("As of %(day)s") % {"day": display.date(when.as_of, language)}
    if when.known_at is None:
        return as_of
    known = _("as known at %(moment)s") % {"moment": display.datetime_(when.known_at, language)}
    return f"{as_of}, {known}"


def unfinished(when):
    """The year of a flow that is not over on the day asked about; empty on its last."""
    return "" if (when.as_of.month, when.as_of.day) == (12, 31) else when.as_of.year


def millions(value):
    return value / MILLION


def by_year(about, by_year, names, scale=millions):
    """Stacked columns over all years from the first to the last; a year without records is 0.

    by_year: year → {measure: Figure}; names: measure → name, in the order of the stack.
    """
    return shapes.columns(about, _series(by_year, names, scale))


def beside(about, by_year, names, scale=millions):
    """Lines of {measure: name} over the years of by_year."""
    return shapes.lines(about, _series(by_year, names, scale))


def _series(by_year, names, scale):
    years = range(min(by_year), max(by_year) + 1)
    return [
        Series(
            name,
            {
                year: scale(by_year[year][measure].value) if year in by_year else Decimal(0)
                for year in years
            },
        )
        for measure, name in names.items()
    ]


def ranking(about, values, *, share=True):
    """Bars of {name: value} of which the largest are told apart.

    share: whether the values add up to a whole.
    """
    ordered = dict(sorted(values.items(), key=lambda item: -item[1]))
    whole = sum(ordered.values(), Decimal(0)) if share else None
    rest = ""
    if share and len(ordered) > MOST + 1:
        rest = _("Others")
        first = list(ordered.items())[:MOST]
        ordered = dict(first) | {rest: whole - sum(value for _name, value in first)}
    elif len(ordered) > MOST + 1:
        ordered = dict(list(ordered.items())[:MOST])
    return shapes.bars(about, ordered, rest=rest, whole=whole)
