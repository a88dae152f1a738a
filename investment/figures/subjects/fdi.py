"""The figures of the FDI register. Capital in USD as licensed, charts in million USD."""

from functools import partial

from django.utils.translation import gettext_lazy, pgettext_lazy

from investment.figures import ledger
from investment.figures.charts import millions
from investment.figures.page import Unit, page_of
from investment.figures.revisions import of_the_year
from investment.figures.subjects.capital import TIMES, YEAR_METHOD, Subject, columns
from investment.opendata.dataset import Basis
from projects.figures import Measure
from projects.models import FdiEvent
from projects.registers.fdi import partners as fdi

Type = FdiEvent.Type
_FLOW = (*FdiEvent.CAPITAL, Type.SHARES)
FDI = Subject(
    kind="fdi",
    unit=Unit.USD,
    scale=millions,
    in_charts=gettext_lazy("million USD"),
    added_up={
        Measure.NEW_CAPITAL: gettext_lazy("New projects"),
        Measure.ADJUSTED_CAPITAL: gettext_lazy("Added capital, net"),
        Measure.SHARE_VALUE: pgettext_lazy("capital", "Share purchases"),
    },
    columns=columns(
        Unit.USD,
        ("share_turns", gettext_lazy("Share purchases"), False),
        ("share_value", gettext_lazy("Value of share purchases"), True),
        ("disbursed_capital", gettext_lazy("Disbursed capital"), True),
    ),
    of_stock=(*FdiEvent.CAPITAL, *FdiEvent.ENDS, Type.OTHER, Type.TRANSFER),
    of_flow=_FLOW,
    of_year=(*_FLOW, Type.OTHER, Type.DISBURSEMENT),
    stock_by=fdi.stock_by,
)

CAPITAL_METHOD = gettext_lazy(
    "The capital of the first certificate with all increases and decreases since, in US dollars as "
    "licensed. Share purchases and disbursed capital never enter it. Only approved entries of "
    "published projects are counted."
)
_page = partial(
    page_of,
    method=CAPITAL_METHOD,
    unit=Unit.USD,
    parameters=TIMES,
    group="fdi",
    basis=Basis.REGISTER,
    dataset="fdi",
    sources=ledger.sources(FDI.made_of_capital),
    revisions=ledger.revisions("fdi", FDI.touching_stock),
    added=ledger.added("fdi", FDI.adding_to_stock),
)
_capital = FDI.stock(Measure.VALID_CAPITAL, Unit.USD)
_projects = FDI.stock(Measure.VALID_PROJECTS, Unit.PROJECTS)

FIGURES = [
    _page(
        "fdi-capital",
        ("von-fdi-luy-ke", "fdi-capital"),
        gettext_lazy("Registered FDI capital, cumulative"),
        gettext_lazy("The registered capital of all valid FDI projects on a day."),
        (
            *_capital,
            FDI.capital_over_time(
                gettext_lazy(
                    "Registered capital of valid projects at the end of each year, million USD"
                )
            ),
        ),
    ),
    _page(
        "fdi-projects",
        ("du-an-fdi-con-hieu-luc", "fdi-projects"),
        gettext_lazy("Valid FDI projects"),
        gettext_lazy(
            "Projects are valid if they have an investment registration certificate and were not "
            "terminated, revoked or past their term on that day. Suspended projects count."
        ),
        (*_projects, FDI.projects_over_time),
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
        (
            FDI.flow_headline,
            FDI.flow_before,
            FDI.flow_content(
                gettext_lazy(
                    "Registered capital by year: new projects, added capital, share purchases; "
                    "million USD"
                ),
                gettext_lazy("Registered in the year: new, added net and share purchases"),
            ),
        ),
        method=YEAR_METHOD,
        parameters=(*TIMES, "year"),
        years=FDI.years,
        sources=ledger.sources(FDI.made_of_flow),
        revisions=ledger.revisions("fdi", FDI.touching_year, of_the_year),
        added=ledger.added("fdi", FDI.touching_year),
        corrected=FDI.corrected(),
    ),
    _page(
        "fdi-by-partner",
        ("von-fdi-theo-doi-tac", "fdi-by-partner"),
        gettext_lazy("Registered FDI capital by partner"),
        gettext_lazy("The valid projects by the country or territory that invests."),
        (
            *_capital,
            FDI.breakdown(
                "partner",
                gettext_lazy("Country or territory"),
                gettext_lazy("Registered capital of valid projects by partner, million USD"),
                pgettext_lazy("partner", "not told"),
            ),
        ),
        revisions=FDI.revised_by("partner", pgettext_lazy("partner", "not told")),
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
            FDI.breakdown(
                "industry",
                pgettext_lazy("filter", "Sector"),
                gettext_lazy("Registered capital of valid projects by sector, million USD"),
                pgettext_lazy("sector", "not told"),
            ),
        ),
        revisions=FDI.revised_by("industry", pgettext_lazy("sector", "not told")),
        method=gettext_lazy("Each project belongs to the section of its main activity."),
    ),
    _page(
        "fdi-by-locality",
        ("von-fdi-theo-dia-ban", "fdi-by-locality"),
        gettext_lazy("Registered FDI capital by locality"),
        gettext_lazy("The valid projects by district, as recorded before the districts ended."),
        (
            *_capital,
            FDI.breakdown(
                "unit",
                gettext_lazy("Locality"),
                gettext_lazy("Registered capital of valid projects by district, million USD"),
                gettext_lazy("not recorded by district"),
            ),
        ),
        revisions=FDI.revised_by("unit", gettext_lazy("not recorded by district")),
        method=gettext_lazy(
            "A project lies where its certificate says. Districts were abolished on 1 July 2025, "
            "and later projects are recorded by commune; the register's list shows the place today."
        ),
    ),
]
