"""The table of what documents state for each year, with how far they do."""

from django.utils.translation import gettext as _

from investment.figures.page import Unit
from portal.exchange.writing import Column
from projects.views.words import OUTCOMES


def default_year(years, current):
    """The last of years, the latest first, that has begun; one to come where there is no other."""
    return next((year for year in years if year <= current), years[0] if years else current)


def table(by_year, headings, unit, records):
    """(columns, rows) of year → {measure: Figure}, the latest year first.

    headings: measure → (key of its column, what it is called); records: what it is told of.
    """
    columns = [Column("year", _("Year"), "year")]
    for measure, (key, heading) in headings.items():
        columns += _columns(measure, key, heading, unit, records)
    keys = {column.key for column in columns}
    rows = [
        {key: cell for key, cell in _cells(year, by_year[year], headings).items() if key in keys}
        for year in sorted(by_year, reverse=True)
    ]
    return columns, rows


def _columns(measure, key, heading, unit, records):
    yield Column(key, heading, "number", unit)
    if unit == Unit.USD:
        above = _("At least: a document says “above”")
        yield Column(f"{key}_above", f"{heading}: {above}", "boolean")
    if measure in OUTCOMES:
        first = _("%(heading)s: first document of") % {"heading": heading}
        last = _("%(heading)s: last document of") % {"heading": heading}
        yield Column(f"{key}_from", first, "date")
        yield Column(f"{key}_to", last, "date")
    yield Column(f"{key}_records", f"{heading}: {records}", "integer")


def _cells(year, figures, headings):
    cells = {"year": year}
    for measure, (key, _heading) in headings.items():
        figure = figures[measure]
        cells |= {
            key: figure.value,
            f"{key}_above": figure.is_floor,
            f"{key}_from": figure.told and figure.told.first,
            f"{key}_to": figure.told and figure.told.last,
            f"{key}_records": figure.told and figure.told.records,
        }
    return cells
