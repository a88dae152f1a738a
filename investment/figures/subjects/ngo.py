"""The figures of the register of foreign NGO aid. Amounts in USD, floors as “above”."""

from dataclasses import replace
from decimal import Decimal
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from investment.figures import charts as charts_register
from investment.figures import ledger, told
from investment.figures.facts import NGO
from investment.figures.page import Content, Headline, Unit, nothing_recorded, page_of, year_before
from investment.figures.revisions import of_the_year
from investment.opendata.dataset import Basis
from portal.exchange.writing import Column
from projects.figures import Measure
from projects.models import AdministrativeUnit, NgoStage, NgoYear


def _of_figure(figure, unit, **values):
    when, records = figure.when, ("ngo", figure.records)
    return Headline(
        figure.value, unit, when.as_of, when.known_at, is_floor=figure.is_floor, records=records,
        told_of=figure.told, **values,
    )  # fmt: skip


# --- running items --------------------------------------------------------------------


def _running(facts, _year):
    if facts.span("ngo").last is None:
        return nothing_recorded(facts, Unit.ITEMS, "ngo")
    figures = facts.ngo_running(facts.told("ngo").as_of)
    return _of_figure(figures[Measure.NGO_ITEMS], Unit.ITEMS)


def _running_before(facts, headline):
    if headline.value is None or year_before(headline.as_of) < facts.span("ngo").first:
        return None
    figures = facts.ngo_running(year_before(headline.as_of))
    return _of_figure(figures[Measure.NGO_ITEMS], Unit.ITEMS)


def _running_content(facts, _headline, language):
    about = charts_register.about(
        facts.told("ngo"), language, _("Items of NGO aid by their status"), _("items"),
        unit_of_one=_("item"), decimals=0, heading=_("Status"),
    )  # fmt: skip
    stages = facts.ngo_stages
    # Before the first document no status has anything, which is not zero.
    reached = stages.items() if facts.span("ngo").last else ()
    rows = [{"name": stage.label, "items": figure.value} for stage, figure in reached]
    values = {row["name"]: Decimal(row["items"]) for row in rows if row["items"]}
    title = _implemented(
        stages[NgoStage.Stage.IMPLEMENTING].value, sum(row["items"] for row in rows)
    )
    charts = [charts_register.stages(about, values, title)] if values else []
    lapsed = ledger.lapsed(facts, "ngo")
    return Content(charts, [Column("name", _("Status")), _items()], rows, lapsed)


def _implemented(running, everything):
    if everything == 1:
        texts = [_("The one item of aid is not being implemented"),
                 _("The one item of aid is being implemented")]  # fmt: skip
        return texts[running]
    text = ngettext("%(n)s of %(all)s items of aid is being implemented",
                    "%(n)s of %(all)s items of aid are being implemented", running)  # fmt: skip
    return text % {"n": running, "all": everything}


def _items():
    return Column("items", _("Items"), "integer")


# --- breakdowns -----------------------------------------------------------------------


def _breakdown(dimension, heading, subtitle, untold, *, adds_up=True):
    """content of the running items by a dimension; untold names what no record tells."""

    def content(facts, headline, language):
        parts = facts.ngo_by(dimension)
        about = charts_register.about(
            facts.told("ngo"), language, str(subtitle), _("items"), unit_of_one=_("item"),
            decimals=0, heading=str(heading),
        )  # fmt: skip
        rows = [
            {
                "name": _name(part.thing, dimension, language) or str(untold),
                "items": part.figures[Measure.NGO_ITEMS].value,
                "total": part.figures[Measure.NGO_TOTAL].value or None,
                "total_above": part.figures[Measure.NGO_TOTAL].is_floor,
            }
            for part in parts
        ]
        rows.sort(key=lambda row: -row["items"])
        values = {row["name"]: Decimal(row["items"]) for row in rows}
        wide = _province_wide(parts) if dimension == "place" else 0
        if wide:
            about = replace(about, title=_for_the_province(wide, headline.value))
        charts = [
            charts_register.ranking(
                about, values, share=adds_up, compete=not wide, untold=str(untold)
            )
        ] if rows else []  # fmt: skip
        columns = [
            Column("name", heading),
            _items(),
            Column("total", _("Commitment, life-time"), "number", Unit.USD),
            Column(
                "total_above",
                _("Commitment, life-time: at least, not every amount is known"),
                "boolean",
            ),
        ]
        return Content(charts, columns, rows, _floors(rows))

    return content


def _floors(rows):
    names = [row["name"] for row in rows if row["total_above"]]
    if not names:
        return []
    text = _("Documents give amounts of these as “above”, or none; their sums are lower limits or "
             "empty: %(names)s.")  # fmt: skip
    return [text % {"names": "; ".join(names)}]


def _province_wide(parts):
    """The items for the whole province, of which its communes are parts."""
    level = AdministrativeUnit.Level.PROVINCE
    wide = [part for part in parts if part.thing is not None and part.thing.level == level]
    return sum(part.figures[Measure.NGO_ITEMS].value for part in wide)


def _for_the_province(count, whole):
    if whole == 1:
        return _("The one item is for the whole province")
    text = ngettext("%(n)s of %(all)s items is for the whole province",
                    "%(n)s of %(all)s items are for the whole province", count)  # fmt: skip
    return text % {"n": count, "all": whole}


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
    """Of a year, default the last for which something was committed, see told.default_year()."""
    by_year = facts.ngo_years
    years = [y for y in _years(facts) if by_year[y][Measure.NGO_COMMITTED].value is not None]
    year = year or told.default_year(years, facts.when.as_of.year)
    if year in by_year:
        return _of_figure(by_year[year][Measure.NGO_COMMITTED], Unit.USD, year=year)
    return nothing_recorded(facts, Unit.USD, "ngo", year)


def _committed_before(facts, headline):
    known = facts.ngo_years.get(headline.year - 1)
    if known is None:
        return None
    return replace(_of_figure(known[Measure.NGO_COMMITTED], Unit.USD), year=headline.year - 1)


def _committed_content(facts, headline, language):
    by_year = facts.ngo_years
    about = charts_register.about(
        facts.told("ngo"),
        language,
        _("NGO aid committed and disbursed by year, USD"),
        _("USD"),
        decimals=0,
        year=headline.year,
    )
    names = {Measure.NGO_COMMITTED: _("Committed"), Measure.NGO_DISBURSED: _("Disbursed")}
    headings = {
        Measure.NGO_COMMITTED: ("committed", names[Measure.NGO_COMMITTED]),
        Measure.NGO_DISBURSED: ("disbursed", names[Measure.NGO_DISBURSED]),
    }
    columns, rows = told.table(by_year, headings, Unit.USD, _("number of items"))
    charts = [charts_register.beside(about, by_year, names, Decimal)] if by_year else []
    floors = [str(row["year"]) for row in rows if row["committed_above"]]
    return Content(charts, columns, rows, _lower_limits(floors))


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


# --- the pages ------------------------------------------------------------------------

TIMES = ("as_of", "known_at")


_page = partial(
    page_of,
    unit=Unit.ITEMS,
    parameters=TIMES,
    method=gettext_lazy(
        "Published items that were being implemented on the day are counted. The total "
        "commitment is what donors promised for the whole period of an item, not for a year."
    ),
    group="ngo",
    basis=Basis.REGISTER,
    dataset="ngo",
    sources=ledger.sources(ledger.at_stage(NGO, NGO.running)),
    revisions=ledger.never_moved,
)


def _of_year(headline):
    return {"year": headline.year}


def _of_commitment(headline):
    return {"year": headline.year, "measure": NgoYear.Measure.COMMITTED}


FIGURES = [
    _page(
        "ngo-items",
        ("khoan-vien-tro-phi-chinh-phu", "ngo-items"),
        gettext_lazy("Items of NGO aid being implemented"),
        gettext_lazy("Items of foreign non-governmental aid by their status on a day."),
        (_running, _running_before, _running_content),
        method=gettext_lazy(
            "A published item counts once, with the last status that a document gives it by the "
            "day; one being implemented whose period is over without a completion counts apart. "
            "The figure at the top counts the items being implemented."
        ),
        section=gettext_lazy("Items of NGO aid by status"),
    ),
    _page(
        "ngo-committed",
        ("cam-ket-vien-tro-theo-nam", "ngo-commitments"),
        gettext_lazy("NGO aid committed for a year"),
        gettext_lazy(
            "What organisations committed for a year; beside it, what was disbursed in it."
        ),
        (_committed, _committed_before, _committed_content),
        unit=Unit.USD,
        parameters=(*TIMES, "year"),
        years=_years,
        method=gettext_lazy(
            "The commitment for a year is not the life-time commitment of an item. The latest "
            "dated document about each year counts; where one says “above”, the sum is a lower "
            "limit and shown as such. The figure at the top is that of the commitments."
        ),
        sources=ledger.sources(ledger.of_year(NGO, NgoYear.Measure.COMMITTED, "usd")),
        revisions=ledger.revisions("ngo", _of_year, of_the_year),
        section=gettext_lazy("NGO aid committed and disbursed"),
        added=ledger.added("ngo", _of_commitment),
        corrected=ledger.corrected("ngo", "year", "usd", "is_floor"),
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
