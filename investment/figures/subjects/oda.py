"""The figures of the ODA register. Years in million VND, agreed funds in USD."""

from dataclasses import replace
from decimal import Decimal
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from investment.figures import charts as charts_register
from investment.figures import ledger, told
from investment.figures.facts import ODA
from investment.figures.page import Content, Headline, Unit, nothing_recorded, page_of, year_before
from investment.figures.revisions import of_the_year
from investment.opendata.dataset import Basis
from portal.exchange.writing import Column
from projects.figures import Measure
from projects.models import OdaStage, OdaYear

PROJECTS = Column("projects", gettext_lazy("Projects"), "integer")


def _of_figure(figure, unit, **values):
    when, records = figure.when, ("oda", figure.records)
    return Headline(
        figure.value, unit, when.as_of, when.known_at, is_floor=figure.is_floor, records=records,
        told_of=figure.told, **values,
    )  # fmt: skip


# --- by stage -------------------------------------------------------------------------


def _running(facts, _year):
    when = facts.told("oda")
    if facts.span("oda").last is None:
        return nothing_recorded(facts, Unit.PROJECTS, "oda")
    return _of_figure(facts.oda_stages(when.as_of)[OdaStage.Stage.IMPLEMENTATION], Unit.PROJECTS)


def _running_before(facts, headline):
    if headline.value is None or year_before(headline.as_of) < facts.span("oda").first:
        return None
    figures = facts.oda_stages(year_before(headline.as_of))
    return _of_figure(figures[OdaStage.Stage.IMPLEMENTATION], Unit.PROJECTS)


def _by_stage(facts, _headline, language):
    stages = facts.oda_stages(facts.told("oda").as_of)
    about = charts_register.about(
        facts.told("oda"), language, _("ODA projects by the stage they have reached"),
        _("projects"), unit_of_one=_("project"), decimals=0, heading=_("Stage"),
    )  # fmt: skip
    # Before the first document no stage has anything, which is not zero.
    reached = stages.items() if facts.span("oda").last else ()
    rows = [{"name": stage.label, "projects": figure.value} for stage, figure in reached]
    values = {row["name"]: Decimal(row["projects"]) for row in rows if row["projects"]}
    title = _in_implementation(
        stages[OdaStage.Stage.IMPLEMENTATION].value, sum(row["projects"] for row in rows)
    )
    charts = [charts_register.stages(about, values, title)] if values else []
    lapsed = ledger.lapsed(facts, "oda")
    return Content(charts, [Column("name", _("Stage")), PROJECTS], rows, lapsed)


def _in_implementation(running, everything):
    if everything == 1:
        texts = [_("The one ODA project is not in implementation"),
                 _("The one ODA project is in implementation")]  # fmt: skip
        return texts[running]
    text = ngettext("%(n)s of %(all)s ODA projects is in implementation",
                    "%(n)s of %(all)s ODA projects are in implementation", running)  # fmt: skip
    return text % {"n": running, "all": everything}


# --- by donor -------------------------------------------------------------------------


def _agreed(facts, _year):
    figure = facts.oda_agreed[Measure.ODA_COMMITTED]
    if figure.value is None:
        return nothing_recorded(facts, Unit.USD, "oda")
    return _of_figure(figure, Unit.USD)


def _by_donor(facts, _headline, language):
    about = charts_register.about(
        facts.told("oda"), language, _("Foreign funds agreed by donor, million USD"),
        _("million USD"), heading=_("Donor"),
    )  # fmt: skip
    rows = [
        {
            "name": part.thing.name_in(language) if part.thing else _("donor not told"),
            "projects": part.figures[Measure.ODA_PROJECTS].value,
            "committed": part.figures[Measure.ODA_COMMITTED].value or None,
            "committed_above": part.figures[Measure.ODA_COMMITTED].is_floor,
        }
        for part in facts.oda_donors
    ]
    known = {
        row["name"]: charts_register.millions(row["committed"]) for row in rows if row["committed"]
    }
    columns = [
        Column("name", _("Donor")),
        PROJECTS,
        Column("committed", _("Foreign funds agreed"), "number", Unit.USD),
        Column(
            "committed_above",
            _("Foreign funds agreed: at least, not every amount is known"),
            "boolean",
        ),
    ]
    floors = [row["name"] for row in rows if row["committed_above"]]
    warnings = []
    if floors:
        warnings.append(
            _("The documents do not give every amount of these donors, whose sums are lower "
              "limits or empty: %(names)s.") % {"names": "; ".join(floors)}
        )  # fmt: skip
    charts = [charts_register.ranking(about, known, share=not floors)] if known else []
    return Content(charts, columns, rows, warnings)


# --- plans and disbursements ----------------------------------------------------------

NAMES = {
    "foreign": (Measure.ODA_PLANNED_FOREIGN, Measure.ODA_DISBURSED_FOREIGN),
    "counterpart": (Measure.ODA_PLANNED_COUNTERPART, Measure.ODA_DISBURSED_COUNTERPART),
}
HEADINGS = {
    measure: (measure.value, heading)
    for measure, heading in {
        Measure.ODA_PLANNED_FOREIGN: gettext_lazy("Planned foreign capital"),
        Measure.ODA_DISBURSED_FOREIGN: gettext_lazy("Disbursed foreign capital"),
        Measure.ODA_PLANNED_COUNTERPART: gettext_lazy("Planned counterpart funds"),
        Measure.ODA_DISBURSED_COUNTERPART: gettext_lazy("Disbursed counterpart funds"),
    }.items()
}


def _years(facts):
    return sorted(facts.oda_years, reverse=True)


def _planned(money):
    planned = NAMES[money][0]

    def headline(facts, year):
        """Of a year, default the last for which there is a plan, see told.default_year()."""
        years = [y for y in _years(facts) if facts.oda_years[y][planned].value is not None]
        year = year or told.default_year(years, facts.when.as_of.year)
        if year in facts.oda_years:
            return _of_figure(facts.oda_years[year][planned], Unit.MILLION_VND, year=year)
        return nothing_recorded(facts, Unit.MILLION_VND, "oda", year)

    def before(facts, of):
        known = facts.oda_years.get(of.year - 1)
        if known is None:
            return None
        return replace(_of_figure(known[planned], Unit.MILLION_VND), year=of.year - 1)

    return headline, before


def _plan_and_result(money, subtitle):
    planned, disbursed = NAMES[money]

    def content(facts, headline, language):
        by_year = facts.oda_years
        about = charts_register.about(
            facts.told("oda"), language, str(subtitle), _("million VND"), decimals=0,
            year=headline.year,
        )  # fmt: skip
        names = {planned: _("Planned"), disbursed: _("Disbursed")}
        columns, rows = told.table(by_year, HEADINGS, Unit.MILLION_VND, _("number of projects"))
        charts = [charts_register.beside(about, by_year, names, Decimal)] if by_year else []
        return Content(charts, columns, rows)

    return content


# --- the pages ------------------------------------------------------------------------

TIMES = ("as_of", "known_at")
YEAR_METHOD = gettext_lazy(
    "The department states the plan and the disbursement of each year in dated documents; the "
    "latest of each up to the as-of date counts. Foreign capital and counterpart funds are never "
    "added up. The figure at the top is the plan."
)


_page = partial(
    page_of,
    unit=Unit.MILLION_VND,
    parameters=(*TIMES, "year"),
    years=_years,
    method=YEAR_METHOD,
    group="oda",
    basis=Basis.REGISTER,
    dataset="oda",
    revisions=ledger.never_moved,
)


def _documents(money):
    return ledger.sources(ledger.of_year(ODA, OdaYear.Measure.PLANNED, money))


def _of_plan(headline):
    return {"year": headline.year, "measure": OdaYear.Measure.PLANNED}


def _of_year(headline):
    return {"year": headline.year}


_revised = ledger.revisions("oda", _of_year, of_the_year)
_added = ledger.added("oda", _of_plan)
_STOCK = {"parameters": TIMES, "years": lambda facts: []}
FIGURES = [
    _page(
        "oda-projects",
        ("du-an-oda-theo-giai-doan", "oda-projects"),
        gettext_lazy("ODA projects in implementation"),
        gettext_lazy("ODA projects by the last stage they had reached on a day."),
        (_running, _running_before, _by_stage),
        section=gettext_lazy("ODA projects by stage"),
        sources=ledger.sources(ledger.at_stage(ODA, ODA.running)),
        unit=Unit.PROJECTS,
        method=gettext_lazy(
            "Stages: mobilisation, investment policy, investment decision, agreement, "
            "implementation, completed; also cancelled. A project counts in its last one; one in "
            "implementation whose period is over without a completion counts apart. The figure "
            "at the top counts the projects in implementation."
        ),
        **_STOCK,
    ),
    _page(
        "oda-by-donor",
        ("von-oda-theo-nha-tai-tro", "oda-by-donor"),
        gettext_lazy("ODA funds agreed, by donor"),
        gettext_lazy(
            "Grants and loans that donors agreed to, for the whole life of the projects whose "
            "agreement is signed and that were not cancelled."
        ),
        (_agreed, lambda facts, headline: None, _by_donor),
        unit=Unit.USD,
        method=gettext_lazy(
            "US dollar equivalents as agreed. Projects count from the signing of their agreement "
            "on, completed ones too; those before it and cancelled ones do not. Where a "
            "project has two donors it counts with both, and the numbers of projects do not add up."
        ),
        sources=ledger.descriptions("oda"),
        **_STOCK,
    ),
    _page(
        "oda-foreign",
        ("von-oda-nuoc-ngoai", "oda-foreign"),
        gettext_lazy("Foreign ODA capital planned"),
        gettext_lazy("What was planned from donors' funds for a year; beside it, what was "
                     "disbursed."),
        (*_planned("foreign"),
         _plan_and_result(
             "foreign",
             pgettext_lazy("chart", "Foreign ODA capital by year, million VND"),
         )),
        sources=_documents("foreign"),
        revisions=_revised,
        added=_added,
        corrected=ledger.corrected("oda", "year", "foreign"),
        section=gettext_lazy("Foreign ODA capital planned and disbursed"),
    ),
    _page(
        "oda-counterpart",
        ("von-doi-ung-oda", "oda-counterpart"),
        gettext_lazy("Counterpart funds for ODA planned"),
        gettext_lazy("What was planned from domestic funds for a year; beside it, what was "
                     "disbursed."),
        (*_planned("counterpart"),
         _plan_and_result(
             "counterpart",
             pgettext_lazy("chart", "Counterpart funds for ODA by year, million VND"),
         )),
        sources=_documents("counterpart"),
        revisions=_revised,
        added=_added,
        corrected=ledger.corrected("oda", "year", "counterpart"),
        section=gettext_lazy("Counterpart funds for ODA planned and disbursed"),
    ),
]  # fmt: skip
