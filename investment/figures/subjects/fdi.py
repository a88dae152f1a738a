"""The figures of the FDI register. Capital in USD as licensed, charts in million USD."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial

from django.db.models import Q
from django.utils.translation import get_language, gettext_lazy, pgettext, pgettext_lazy
from django.utils.translation import gettext as _

from investment.figures import charts as charts_register
from investment.figures import ledger
from investment.figures.facts import FDI, last_day, period_before
from investment.figures.page import Content, Headline, Unit, nothing_recorded, page_of, year_before
from investment.figures.revisions import of_the_year
from investment.opendata.dataset import Basis
from portal.exchange.writing import Column
from projects.figures import Measure
from projects.models import FdiEvent
from projects.registers.capital.selection import Status
from projects.registers.fdi.selection import FdiCounted

YEAR = Column("year", gettext_lazy("Year"), "year")
PROJECTS = Column("projects", gettext_lazy("Valid projects"), "integer")
CAPITAL = Column("capital", gettext_lazy("Registered capital"), "number", Unit.USD)


def _of_figure(figure, unit, **values):
    when = figure.when
    return Headline(
        figure.value,
        unit,
        when.as_of,
        when.known_at,
        when.since,
        records=("fdi", figure.records),
        **values,
    )


# --- stocks ---------------------------------------------------------------------------


def _stock(measure, unit):
    def headline(facts, _year):
        if facts.span("fdi").last is None:
            return nothing_recorded(facts, unit, "fdi")
        return _of_figure(facts.fdi_stock(facts.when.as_of)[measure], unit)

    def before(facts, headline):
        if headline.value is None or year_before(headline.as_of) < facts.span("fdi").first:
            return None
        return _of_figure(facts.fdi_stock(year_before(headline.as_of))[measure], unit)

    return headline, before


def _capital_over_time(facts, _headline, language):
    return _over_time(
        facts,
        charts_register.about(
            facts.when,
            language,
            _("Registered capital of valid projects at the end of each year, million USD"),
            _("million USD"),
            last=facts.span("fdi").last,
        ),
        {Measure.VALID_CAPITAL: _("Registered capital")},
        charts_register.millions,
    )


def _projects_over_time(facts, _headline, language):
    return _over_time(
        facts,
        charts_register.about(
            facts.when,
            language,
            _("Valid projects at the end of each year"),
            _("projects"),
            unit_of_one=_("project"),
            decimals=0,
            last=facts.span("fdi").last,
        ),
        {Measure.VALID_PROJECTS: _("Valid projects")},
        Decimal,
    )


def _over_time(facts, about, names, scale):
    by_year = facts.fdi_stocks
    rows = [
        {
            "year": year,
            "as_of": last_day(year, facts.when),
            "projects": figures[Measure.VALID_PROJECTS].value,
            "capital": figures[Measure.VALID_CAPITAL].value,
        }
        for year, figures in sorted(by_year.items(), reverse=True)
    ]
    charts = [charts_register.beside(about, by_year, names, scale)] if by_year else []
    columns = [YEAR, Column("as_of", _("As of"), "date"), PROJECTS, CAPITAL]
    return Content(charts, columns, rows, ledger.latest(facts, "fdi", about.language))


# --- flows ----------------------------------------------------------------------------

ADDED_UP = (Measure.NEW_CAPITAL, Measure.ADJUSTED_CAPITAL, Measure.SHARE_VALUE)


def _years(facts):
    return sorted(facts.fdi_years, reverse=True)


def _flow_headline(facts, year):
    """Of a year, default the last in which something happened."""
    years = _years(facts)
    year = year or (years[0] if years else facts.when.as_of.year)
    first, last = date(year, 1, 1), facts.fdi_end(year)
    figures = facts.fdi_years.get(year)
    value = _added_up(figures) if figures else None
    when = replace(facts.when, since=first, as_of=last)
    records = ("fdi", {"counted": FdiCounted.REGISTERED.value, **when.query})
    return Headline(value, Unit.USD, last, facts.when.known_at, first, year, records=records)


def _added_up(figures):
    return sum((figures[measure].value for measure in ADDED_UP), Decimal(0))


def _flow_before(facts, headline):
    """The same period a year earlier."""
    first, last = period_before(headline.since, headline.as_of)
    if (last.month, last.day) == (12, 31):
        return _flow_headline(facts, first.year)
    figures = facts.fdi_flow(first, last)
    value = _added_up(figures) if any(figure.value for figure in figures.values()) else None
    return replace(headline, value=value, as_of=last, since=first, year=first.year, records=None)


FLOW_MEASURES = [
    Column("new_projects", gettext_lazy("New projects"), "integer"),
    Column("new_capital", gettext_lazy("Capital of new projects"), "number", Unit.USD),
    Column("adjusted_turns", gettext_lazy("Turns of adjustment"), "integer"),
    Column("adjusted_projects", gettext_lazy("Projects adjusted"), "integer"),
    Column("raised_projects", gettext_lazy("Of them raised their capital"), "integer"),
    Column("raised_capital", gettext_lazy("Capital added by increases"), "number", Unit.USD),
    Column("lowered_capital", gettext_lazy("Capital taken away"), "number", Unit.USD),
    Column("adjusted_capital", gettext_lazy("Added capital, net"), "number", Unit.USD),
    Column("share_turns", gettext_lazy("Share purchases"), "integer"),
    Column("share_value", gettext_lazy("Value of share purchases"), "number", Unit.USD),
    Column("disbursed_capital", gettext_lazy("Disbursed capital"), "number", Unit.USD),
]
FLOW_COLUMNS = [
    YEAR,
    Column("as_of", gettext_lazy("As of"), "date"),
    Column(
        "total",
        gettext_lazy("Registered in the year: new, added net and share purchases"),
        "number",
        Unit.USD,
    ),
    *FLOW_MEASURES,
]


def _flow_content(facts, _headline, language):
    by_year = facts.fdi_years
    told = facts.when.at(facts.fdi_end(max(by_year, default=facts.when.as_of.year)))
    about = charts_register.about(
        facts.when,
        language,
        _("Registered capital by year: new projects, added capital, share purchases; million USD"),
        _("million USD"),
        last=facts.span("fdi").last,
        unfinished=charts_register.unfinished(told),
        until=told.as_of,
    )
    names = {
        Measure.NEW_CAPITAL: _("New projects"),
        Measure.ADJUSTED_CAPITAL: _("Added capital, net"),
        Measure.SHARE_VALUE: pgettext("capital", "Share purchases"),
    }
    rows = [
        {"year": year, "as_of": facts.fdi_end(year), "total": _added_up(by_year[year])}
        | {column.key: by_year[year][Measure(column.key)].value for column in FLOW_MEASURES}
        for year in _years(facts)
    ]
    for row in rows:
        # Certificates are all in the register; of disbursements a year may have no document.
        row["disbursed_capital"] = row["disbursed_capital"] or None
    charts = [charts_register.by_year(about, by_year, names)] if by_year else []
    return Content(charts, FLOW_COLUMNS, rows)


# --- breakdowns -----------------------------------------------------------------------


def _breakdown(dimension, heading, subtitle, untold):
    """content of the valid capital by a dimension; untold names what no record tells."""

    def content(facts, _headline, language):
        parts = facts.fdi_by(dimension)
        rows = [
            {
                "name": name_of(part.thing, dimension, language) or str(untold),
                "code": getattr(part.thing, "code", None),
                "projects": part.figures[Measure.VALID_PROJECTS].value,
                "capital": part.figures[Measure.VALID_CAPITAL].value,
            }
            for part in parts
        ]
        about = charts_register.about(
            facts.when, language, str(subtitle), _("million USD"), heading=str(heading),
            last=facts.span("fdi").last,
        )  # fmt: skip
        values = {row["name"]: charts_register.millions(row["capital"]) for row in rows}
        charts = [charts_register.ranking(about, values, untold=str(untold))] if rows else []
        columns = [Column("name", heading), Column("code", _("Code")), PROJECTS, CAPITAL]
        return Content(charts, columns, rows, ledger.latest(facts, "fdi", language))

    return content


def name_of(thing, dimension, language):
    if thing is None:
        return ""
    return thing.full_name_in(language) if dimension == "unit" else thing.name_in(language)


# --- the pages ------------------------------------------------------------------------

VALID = gettext_lazy(
    "Valid are projects that have an investment registration certificate and were not terminated, "
    "revoked or past their term on that day. Suspended projects count."
)
CAPITAL_METHOD = gettext_lazy(
    "The capital of the first certificate with all increases and decreases since, in US dollars as "
    "licensed. Share purchases and disbursed capital never enter it. Counted are approved entries "
    "of published projects."
)
TIMES = ("as_of", "known_at")


# --- the entries behind them --------------------------------------------------------------

Type = FdiEvent.Type
#: What the capital, the number and the parts of the valid projects follow from.
OF_STOCK = (*FdiEvent.CAPITAL, *FdiEvent.ENDS, Type.OTHER, Type.TRANSFER)
OF_FLOW = (*FdiEvent.CAPITAL, Type.SHARES)
#: What the table tells of a year.
OF_YEAR = {*OF_FLOW, *FdiEvent.ADJUSTMENTS, Type.DISBURSEMENT}


def _made_of_capital(facts, headline):
    when = facts.when.at(headline.as_of)
    projects = replace(FDI, status=Status.VALID).listed(when)
    return ledger.named(FdiEvent.objects.as_of(when).capital().filter(project__in=projects))


def _made_of_flow(facts, headline):
    when = replace(facts.when, since=headline.since, as_of=headline.as_of)
    shown = Q(project=None) | Q(project__in=FDI.model.objects.public())
    return ledger.named(FDI.events(when).during(when).filter(shown, type__in=OF_FLOW))


def _touching_stock(headline):
    return {"type__in": OF_STOCK, "effective_on__lte": headline.as_of}


def _adding_to_stock(headline):
    return {"type__in": (*FdiEvent.CAPITAL, *FdiEvent.ENDS)}


def _touching_flow(headline):
    return {"type__in": OF_FLOW, "effective_on__range": (headline.since, headline.as_of)}


def _touching_year(headline):
    return _touching_flow(headline) | {"type__in": OF_YEAR}


def _parts(dimension, untold):
    """{name: Headline} of a breakdown, for what moved within it."""

    def parts(_page, facts, _headline):
        return {
            name_of(part.thing, dimension, get_language()) or str(untold): _of_figure(
                part.figures[Measure.VALID_CAPITAL], Unit.USD
            )
            for part in facts.fdi_by(dimension)
        }

    return parts


def _revised_by(dimension, untold):
    return ledger.revisions("fdi", _touching_stock, _parts(dimension, untold))


_page = partial(
    page_of,
    method=CAPITAL_METHOD,
    unit=Unit.USD,
    parameters=TIMES,
    group="fdi",
    basis=Basis.REGISTER,
    dataset="fdi",
    sources=ledger.sources(_made_of_capital),
    revisions=ledger.revisions("fdi", _touching_stock),
    added=ledger.added("fdi", _adding_to_stock),
)


_capital = _stock(Measure.VALID_CAPITAL, Unit.USD)
_projects = _stock(Measure.VALID_PROJECTS, Unit.PROJECTS)

FIGURES = [
    _page(
        "fdi-capital",
        ("von-fdi-luy-ke", "fdi-capital"),
        gettext_lazy("Registered FDI capital, cumulative"),
        gettext_lazy("The registered capital of all valid FDI projects on a day."),
        (*_capital, _capital_over_time),
    ),
    _page(
        "fdi-projects",
        ("du-an-fdi-con-hieu-luc", "fdi-projects"),
        gettext_lazy("Valid FDI projects"),
        VALID,
        (*_projects, _projects_over_time),
        method=gettext_lazy(
            "Published projects count once each, by their approved entries. The capital beside "
            "their number is that of the first certificate with all increases and decreases "
            "since, in US dollars as licensed."
        ),
        unit=Unit.PROJECTS,
    ),
    _page(
        "fdi-by-year",
        ("von-fdi-theo-nam", "fdi-by-year"),
        gettext_lazy("FDI capital registered in a year"),
        gettext_lazy(
            "The capital of new projects, the net of increases and decreases of older ones, and "
            "the value of share purchases, added up as the national statistics do and each told "
            "separately."
        ),
        (_flow_headline, _flow_before, _flow_content),
        method=gettext_lazy(
            "An event belongs to the year of its certificate or notice. One certificate or notice "
            "is one turn, whatever it changes; projects are counted once. A year in which more was "
            "taken away than added shows below zero. A year, or its part up to the day asked "
            "about, is told whole once an entry of a later day is recorded; until then it is told "
            "up to its latest entry and compared with the same period of the year before."
        ),
        parameters=(*TIMES, "year"),
        years=_years,
        sources=ledger.sources(_made_of_flow),
        revisions=ledger.revisions("fdi", _touching_year, of_the_year),
        added=ledger.added("fdi", _touching_year),
        corrected=ledger.corrected("fdi", "effective_on__year", type__in=OF_YEAR),
    ),
    _page(
        "fdi-by-partner",
        ("von-fdi-theo-doi-tac", "fdi-by-partner"),
        gettext_lazy("Registered FDI capital by partner"),
        gettext_lazy("The valid projects by the country or territory that invests."),
        (
            *_capital,
            _breakdown(
                "partner",
                gettext_lazy("Country or territory"),
                gettext_lazy("Registered capital of valid projects by partner, million USD"),
                pgettext_lazy("partner", "not told"),
            ),
        ),
        revisions=_revised_by("partner", pgettext_lazy("partner", "not told")),
        method=gettext_lazy(
            "Each project has one statistical partner on a day; a transfer changes it from its day "
            "on, so that past breakdowns stay as they were."
        ),
    ),
    _page(
        "fdi-by-sector",
        ("von-fdi-theo-nganh", "fdi-by-sector"),
        gettext_lazy("Registered FDI capital by sector"),
        gettext_lazy("The valid projects by section of the industrial classification VSIC."),
        (
            *_capital,
            _breakdown(
                "industry",
                pgettext_lazy("filter", "Sector"),
                gettext_lazy("Registered capital of valid projects by sector, million USD"),
                pgettext_lazy("sector", "not told"),
            ),
        ),
        revisions=_revised_by("industry", pgettext_lazy("sector", "not told")),
        method=gettext_lazy("Each project belongs to the section of its main activity."),
    ),
    _page(
        "fdi-by-locality",
        ("von-fdi-theo-dia-ban", "fdi-by-locality"),
        gettext_lazy("Registered FDI capital by locality"),
        gettext_lazy("The valid projects by district, as recorded before the districts ended."),
        (
            *_capital,
            _breakdown(
                "unit",
                gettext_lazy("Locality"),
                gettext_lazy("Registered capital of valid projects by district, million USD"),
                gettext_lazy("not recorded by district"),
            ),
        ),
        revisions=_revised_by("unit", gettext_lazy("not recorded by district")),
        method=gettext_lazy(
            "A project lies where its certificate says. Districts were abolished on 1 July 2025, "
            "and later projects are recorded by commune; the register's list shows the place today."
        ),
    ),
]
