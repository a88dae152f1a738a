"""The figures of the register of domestic projects, in VND; charts in billion VND."""

from functools import partial

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from investment.figures import ledger
from investment.figures.charts import billions
from investment.figures.page import Unit, page_of
from investment.figures.revisions import of_the_year
from investment.figures.subjects.capital import TIMES, YEAR_METHOD, Subject, columns
from investment.opendata.dataset import Basis
from projects.figures import Measure
from projects.models import DomesticEvent as Event

DOMESTIC = Subject(
    kind="domestic",
    unit=Unit.VND,
    scale=billions,
    in_charts=_("billion VND"),
    added_up={
        Measure.NEW_CAPITAL: _("New projects"),
        Measure.ADJUSTED_CAPITAL: _("Added capital, net"),
    },
    columns=columns(Unit.VND),
    of_stock=(*Event.CAPITAL, *Event.ENDS, Event.Type.OTHER),
    of_flow=Event.CAPITAL,
    of_year=(*Event.CAPITAL, Event.Type.OTHER),
)
_page = partial(
    page_of,
    method=_(
        "The capital of the first decision or certificate with all increases and decreases since. "
        "Only approved entries of published projects are counted."
    ),
    unit=Unit.VND,
    parameters=TIMES,
    group="domestic",
    basis=Basis.REGISTER,
    dataset="domestic",
    sources=ledger.sources(DOMESTIC.made_of_capital),
    revisions=ledger.revisions("domestic", DOMESTIC.touching_stock),
    added=ledger.added("domestic", DOMESTIC.adding_to_stock),
)
_over_time = _("Registered capital of valid projects at the end of each year, billion VND")
_by_year = _("Registered capital by year: new projects and added capital; billion VND")
_SECTOR = (
    "industry",
    pgettext_lazy("filter", "Sector"),
    _("Registered capital of valid projects by sector, billion VND"),
    pgettext_lazy("sector", "not told"),
)
FIGURES = [
    _page(
        "domestic-capital",
        ("von-trong-nuoc-luy-ke", "domestic-capital"),
        _("Registered domestic capital, cumulative"),
        _("The registered capital of all valid domestic projects on a day."),
        (
            *DOMESTIC.stock(Measure.VALID_CAPITAL, Unit.VND),
            DOMESTIC.capital_over_time(_over_time),
        ),
    ),
    _page(
        "domestic-projects",
        ("du-an-trong-nuoc-con-hieu-luc", "domestic-projects"),
        _("Valid domestic projects"),
        _(
            "Projects are valid if they have an investment decision or certificate and were not "
            "terminated, revoked or past their term on that day. Suspended projects count."
        ),
        (*DOMESTIC.stock(Measure.VALID_PROJECTS, Unit.PROJECTS), DOMESTIC.projects_over_time),
        unit=Unit.PROJECTS,
    ),
    _page(
        "domestic-by-year",
        ("von-trong-nuoc-theo-nam", "domestic-by-year"),
        _("Domestic capital registered in a year"),
        _("The capital of new projects and the net of increases and decreases of older ones."),
        (
            DOMESTIC.flow_headline,
            DOMESTIC.flow_before,
            DOMESTIC.flow_content(_by_year, _("Registered in the year: new and added net")),
        ),
        method=YEAR_METHOD,
        parameters=(*TIMES, "year"),
        years=DOMESTIC.years,
        sources=ledger.sources(DOMESTIC.made_of_flow),
        revisions=ledger.revisions("domestic", DOMESTIC.touching_year, of_the_year),
        added=ledger.added("domestic", DOMESTIC.touching_year),
        corrected=DOMESTIC.corrected(),
    ),
    _page(
        "domestic-by-sector",
        ("von-trong-nuoc-theo-nganh", "domestic-by-sector"),
        _("Registered domestic capital by sector"),
        _("The valid projects by section of the industrial classification VSIC."),
        (*DOMESTIC.stock(Measure.VALID_CAPITAL, Unit.VND), DOMESTIC.breakdown(*_SECTOR)),
        revisions=DOMESTIC.revised_by("industry", _SECTOR[-1]),
    ),
]
