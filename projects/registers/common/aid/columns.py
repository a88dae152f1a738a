"""What every record of aid has, column by column."""

from django.utils.translation import gettext_lazy

from projects import columns as c
from projects.exchange import fields
from projects.exchange.layout import PLACES_NOTE
from projects.models import AdministrativeUnit, Agency, Sector
from projects.registers.common.aid.page import period


def _state(record, names):
    """What lists say of it: a period that is over without a completion is a state of its own."""
    if record.stage is None:
        return None, None
    state, label = record.state(names.when.as_of)
    return state, str(label)


STAGE = [
    c.told("stage_code", gettext_lazy("Stage: code"), lambda r, n: _state(r, n)[0]),
    c.told("stage", gettext_lazy("Stage"), lambda r, n: _state(r, n)[1]),
    c.told(
        "stage_on",
        gettext_lazy("Latest recorded stage since"),
        lambda r, n: r.stage and r.stage.reached_on,
        "date",
    ),
]
PLACES = c.place(
    gettext_lazy("Place as recorded"),
    lambda r, n: n.places_of.get(r.project.pk, ()),
    fields.links("places", gettext_lazy("Places"), AdministrativeUnit, note=PLACES_NOTE),
)
SECTOR = c.link(
    "sector",
    gettext_lazy("Sector (DAC)"),
    Sector,
    code=("sector_code", gettext_lazy("DAC code")),
    note=gettext_lazy("Code or name."),
)
AGENCY = c.link("managing_agency", gettext_lazy("Managing agency"), Agency)


def period_of(label, starts, ends):
    """The columns of a period: two days in tables, one fact on the page."""
    return [
        c.day("starts_on", starts),
        c.day("ends_on", ends),
        c.Column(fact=lambda record, language, when: (label, period(record.project))),
    ]
