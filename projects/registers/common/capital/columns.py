"""What a project of a register of events has, column by column."""

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from portal.text.display import date
from projects import columns as c
from projects.exchange import fields
from projects.exchange.layout import UNIT_NOTE
from projects.models import AdministrativeUnit, Industry, Zone


def _status(record, names):
    code, label = record.status(names.when.as_of)
    return str(code), label


def _end(record, language, when):
    """When it was ended and how, or the last day of the term that still holds or has passed."""
    life = record.life
    if life.ended_on:
        _code, state = record.status(when.as_of)
        return _("Ended on"), f"{date(life.ended_on, get_language())} ({state})"
    return _("Last day of the term"), _day(life.term_ends_on)


def _day(value):
    return value and date(value, get_language())


STATE = [
    c.told("status_code", gettext_lazy("Operating state: code"), lambda r, n: _status(r, n)[0]),
    c.told("status", gettext_lazy("Operating state"), lambda r, n: str(_status(r, n)[1])),
]
WHERE = [
    c.link(
        "industry",
        gettext_lazy("Sector (VSIC)"),
        Industry,
        code=("industry_code", gettext_lazy("VSIC code")),
        in_sheet=gettext_lazy("Industry (VSIC)"),
        note=gettext_lazy("Code or name."),
    ),
    c.place(
        gettext_lazy("Place as recorded"),
        lambda r, n: [r.project.unit_id],
        fields.link("unit", gettext_lazy("Place as recorded"), AdministrativeUnit, note=UNIT_NOTE),
    ),
    c.link("zone", gettext_lazy("Zone"), Zone),
    c.text("address", gettext_lazy("Address"), key="site", as_fact=True),
    c.area("land_area", gettext_lazy("Land area"), places=6),
]


def life(first):
    """first: what its first document is called."""
    return [
        c.told(
            "first_certificate_on",
            first,
            lambda r, n: r.life.first_on,
            "date",
            fact=lambda r, language, when: (first, _day(r.life.first_on)),
        ),
        c.told(
            "last_event_on",
            gettext_lazy("Last event"),
            lambda r, n: r.events[-1].effective_on,
            "date",
        ),
        c.told(
            "term_ends_on",
            gettext_lazy("Last day of the term"),
            lambda r, n: r.life.term_ends_on,
            "date",
            fact=_end,
        ),
        c.told(
            "not_valid_from",
            gettext_lazy("No longer valid from"),
            lambda r, n: r.not_valid_from(n.when.as_of),
            "date",
        ),
    ]
