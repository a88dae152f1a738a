"""The figures of the register of foreign NGO aid. Amounts in USD, floors as “above”."""

from dataclasses import replace
from decimal import Decimal
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from investment import charts_register
from investment.figures import ledger, shown
from investment.figures.page import Basis, Content, Headline, Unit, page_of, year_before
from portal.exchange.writing import Column
from projects.statistics.figures import Measure

YEAR = Column("year", gettext_lazy("Year"), "integer")


def _of_figure(figure, unit, **values):
    when, records = figure.when, ("ngo", figure.records)
    return Headline(
        figure.value, unit, when.as_of, when.known_at, is_floor=figure.is_floor, records=records,
        **values,
    )  # fmt: skip


# --- running items --------------------------------------------------------------------


def _running(facts, _year):
    figures = facts.ngo_running(facts.when.as_of)
    return _of_figure(figures[Measure.NGO_ITEMS], Unit.ITEMS)


def _running_before(facts, headline):
    figures = facts.ngo_running(year_before(headline.as_of))
    return _of_figure(figures[Measure.NGO_ITEMS], Unit.ITEMS)


def _running_content(facts, _headline, language):
    about = charts_register.about(
        facts, language, _("Items of NGO aid by their status"), "", decimals=0,
        heading=_("Status"),
    )  # fmt: skip
    stages = facts.ngo_stages
    rows = [{"name": stage.label, "items": figure.value} for stage, figure in stages.items()]
    values = {row["name"]: Decimal(row["items"]) for row in rows if row["items"]}
    charts = [charts_register.ranking(about, values)] if values else []
    return Content(charts, [Column("name", _("Status")), _items()], rows)


def _items():
    return Column("items", _("Items"), "integer")


# --- breakdowns -----------------------------------------------------------------------


def _breakdown(dimension, heading, subtitle, untold, *, adds_up=True):
    """content of the running items by a dimension; untold names what no record tells."""

    def content(facts, _headline, language):
        about = charts_register.about(
            facts, language, str(subtitle), "", decimals=0, heading=str(heading)
        )
        rows = [
            {
                "name": _name(part.thing, dimension, language) or str(untold),
                "items": part.figures[Measure.NGO_ITEMS].value,
                "total": part.figures[Measure.NGO_TOTAL].value,
            }
            for part in facts.ngo_by(dimension)
        ]
        rows.sort(key=lambda row: -row["items"])
        values = {row["name"]: Decimal(row["items"]) for row in rows}
        charts = [charts_register.ranking(about, values, share=adds_up)] if rows else []
        total = Column("total", _("Commitment, life-time"), "number", Unit.USD)
        return Content(charts, [Column("name", heading), _items(), total], rows)

    return content


def _name(thing, dimension, language):
    if thing is None:
        return ""
    if dimension == "field":
        return str(thing.label)
    return thing.full_name_in(language) if dimension == "place" else thing.name_in(language)


# --- commitments and disbursements ----------------------------------------------------


def _years(facts):
    return sorted(facts.ngo_years, reverse=True)


def _committed(facts, year):
    """Of a year, default the last for which something was committed."""
    by_year = facts.ngo_years
    years = [y for y in _years(facts) if by_year[y][Measure.NGO_COMMITTED].value]
    year = year or (years[0] if years else facts.when.as_of.year)
    if year in by_year:
        return _of_figure(by_year[year][Measure.NGO_COMMITTED], Unit.USD, year=year)
    when = facts.when
    return Headline(Decimal(0), Unit.USD, when.as_of, when.known_at, year=year)


def _committed_before(facts, headline):
    known = facts.ngo_years.get(headline.year - 1)
    if known is None:
        return None
    return replace(_of_figure(known[Measure.NGO_COMMITTED], Unit.USD), year=headline.year - 1)


def _committed_content(facts, headline, language):
    by_year = facts.ngo_years
    about = charts_register.about(
        facts, language, _("NGO aid committed and disbursed by year, USD"), _("USD"), decimals=0,
        unfinished=charts_register.unfinished(facts.when),
        title=_lower_limit(headline, language),
    )  # fmt: skip
    names = {Measure.NGO_COMMITTED: _("Committed"), Measure.NGO_DISBURSED: _("Disbursed")}
    rows = [
        {
            "year": year,
            "committed": by_year[year][Measure.NGO_COMMITTED].value,
            "committed_above": _yes_or_no(by_year[year][Measure.NGO_COMMITTED].is_floor),
            "disbursed": by_year[year][Measure.NGO_DISBURSED].value,
            "disbursed_above": _yes_or_no(by_year[year][Measure.NGO_DISBURSED].is_floor),
        }
        for year in _years(facts)
    ]
    above = _("At least: a document says “above”")
    columns = [
        YEAR,
        Column("committed", _("Committed"), "number", Unit.USD),
        Column("committed_above", f"{_('Committed')}: {above}"),
        Column("disbursed", _("Disbursed"), "number", Unit.USD),
        Column("disbursed_above", f"{_('Disbursed')}: {above}"),
    ]
    charts = [charts_register.beside(about, by_year, names, Decimal)] if by_year else []
    floors = [str(row["year"]) for row in rows if row["committed_above"] == _yes_or_no(True)]
    return Content(charts, columns, rows, _lower_limits(floors))


def _lower_limit(headline, language):
    """The title of a chart whose last value nothing may be compared with; empty for others."""
    if not headline.is_floor:
        return ""
    facts = {"year": headline.year, "value": shown.number(headline, language)}
    return _("%(year)s: %(value)s USD committed") % facts


def _lower_limits(years):
    if not years:
        return []
    return [
        _(
            "The commitments for %(years)s are lower limits: "
            "documents give parts of them as “above”."
        )
        % {"years": ", ".join(reversed(years))}
    ]


def _yes_or_no(value):
    return _("yes") if value else _("no")


# --- the pages ------------------------------------------------------------------------

TIMES = ("as_of", "known_at")


_page = partial(
    page_of,
    unit=Unit.ITEMS,
    parameters=TIMES,
    method=gettext_lazy(
        "Counted are published items that were being implemented on the day. The total "
        "commitment is what donors promised for the whole period of an item, not for a year."
    ),
    group="ngo",
    basis=Basis.REGISTER,
    dataset="ngo",
    sources=ledger.sources("ngo"),
    revisions=ledger.revisions("ngo"),
)


FIGURES = [
    _page(
        "ngo-items",
        ("khoan-vien-tro-phi-chinh-phu", "ngo-items"),
        gettext_lazy("Items of NGO aid being implemented"),
        gettext_lazy("Items of foreign non-governmental aid by their status on a day."),
        (_running, _running_before, _running_content),
    ),
    _page(
        "ngo-committed",
        ("cam-ket-vien-tro-theo-nam", "ngo-commitments"),
        gettext_lazy("NGO aid committed and disbursed"),
        gettext_lazy("What organisations committed for a year, and what was disbursed in it."),
        (_committed, _committed_before, _committed_content),
        unit=Unit.USD,
        parameters=(*TIMES, "year"),
        years=_years,
        method=gettext_lazy(
            "The commitment for a year is not the life-time commitment of an item. The latest "
            "dated document about each year counts; where one says “above”, the sum is a lower "
            "limit and shown as such."
        ),
    ),
    _page(
        "ngo-by-field",
        ("vien-tro-theo-linh-vuc", "ngo-by-field"),
        gettext_lazy("NGO aid by field"),
        gettext_lazy("Items being implemented by their field."),
        (
            _running,
            _running_before,
            _breakdown(
                "field",
                pgettext_lazy("ngo", "Field"),
                gettext_lazy("Items being implemented by field"),
                pgettext_lazy("field", "not told"),
            ),
        ),
    ),
    _page(
        "ngo-by-place",
        ("vien-tro-theo-dia-ban", "ngo-by-place"),
        gettext_lazy("NGO aid by place"),
        gettext_lazy("Items being implemented by the places they are for, as recorded."),
        (
            _running,
            _running_before,
            _breakdown(
                "place",
                gettext_lazy("Place"),
                gettext_lazy("Items being implemented by place"),
                pgettext_lazy("place", "not told"),
                adds_up=False,
            ),
        ),
    ),
    _page(
        "ngo-by-donor",
        ("vien-tro-theo-to-chuc", "ngo-by-donor"),
        gettext_lazy("NGO aid by donor"),
        gettext_lazy("Items being implemented by the organisation that gives."),
        (
            _running,
            _running_before,
            _breakdown(
                "donor",
                gettext_lazy("Donor"),
                gettext_lazy("Items being implemented by donor"),
                pgettext_lazy("donor", "not told"),
            ),
        ),
    ),
]
