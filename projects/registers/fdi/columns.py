"""What an FDI project has, column by column."""

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from portal.exchange.writing import Column as FileColumn
from portal.text.display import date
from projects import columns as c
from projects.downloads import Field
from projects.exchange import fields
from projects.exchange.layout import FINDS, UNIT_NOTE
from projects.figures import Unit
from projects.models import AdministrativeUnit, FdiEvent, Industry, Zone
from projects.views.facts import name_of

CODE_IN_SHEET = gettext_lazy("Project code (certificate number)")
ALSO = (gettext_lazy("Project code"),)


def _status(record, names):
    code, label = record.status(names.when.as_of)
    return str(code), label


def _investor(investor, country):
    return f"{investor.name} ({country})" if country else investor.name


def _investors(record, language, when):
    """Investors have no dates: a transfer names the new partner, and nobody in their place."""
    is_transferred = any(event.type == FdiEvent.Type.TRANSFER for event in record.events)
    told = (_investor(one, name_of(one.country)) for one in record.investors)
    label = _("Investors at the first certificate") if is_transferred else _("Investors")
    return label, "; ".join(told)


def _partner(record, language, when):
    return _("Statistical partner"), name_of(record.partner)


def _first(record, language, when):
    first_on = record.life.first_on
    return _("First certificate"), first_on and date(first_on, get_language())


def _end(record, language, when):
    """When it was ended and how, or the last day of the term that still holds or has passed."""
    life = record.life
    if life.ended_on:
        _code, state = record.status(when.as_of)
        return _("Ended on"), f"{date(life.ended_on, get_language())} ({state})"
    return _("Last day of the term"), life.term_ends_on and date(life.term_ends_on, get_language())


COLUMNS = [
    c.identity("fdi"),
    c.number(
        "certificate_number",
        gettext_lazy("Project code"),
        key="code",
        in_sheet=CODE_IN_SHEET,
        note=FINDS,
        also=ALSO,
    ),
    c.name(gettext_lazy("Project name")),
    c.told("status_code", gettext_lazy("Operating state: code"), lambda r, n: _status(r, n)[0]),
    c.told("status", gettext_lazy("Operating state"), lambda r, n: str(_status(r, n)[1])),
    c.told(
        "capital_usd",
        gettext_lazy("Registered capital"),
        lambda r, n: r.life.capital,
        "number",
        Unit.USD,
    ),
    c.told(
        "disbursed_usd",
        gettext_lazy("Disbursed capital"),
        lambda r, n: r.disbursed,
        "number",
        Unit.USD,
    ),
    c.currency(
        "capital_currency",
        gettext_lazy("Currency of the capital"),
        key="currency",
        in_sheet=gettext_lazy("Currency"),
    ),
    c.told(
        "partner_code",
        gettext_lazy("Code of the statistical partner"),
        lambda r, n: n.countries[r.life.partner_id].code,
    ),
    c.told(
        "partner",
        gettext_lazy("Statistical partner"),
        lambda r, n: n.country(r.life.partner_id),
        fact=_partner,
    ),
    c.Column(
        (
            fields.investors(
                "investors",
                gettext_lazy("Investors"),
                note=gettext_lazy("Name (country); several are separated by semicolons."),
            ),
        ),
        (
            Field(
                FileColumn(
                    "investors",
                    gettext_lazy("Investors"),
                    note=gettext_lazy("of a transferred project those of its first certificate"),
                ),
                lambda r, n: (
                    "; ".join(_investor(one, n.country(one.country_id)) for one in r.investors)
                    or None
                ),
            ),
        ),
        _investors,
    ),
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
    c.told(
        "first_certificate_on",
        gettext_lazy("First certificate"),
        lambda r, n: r.life.first_on,
        "date",
        fact=_first,
    ),
    c.told(
        "last_event_on", gettext_lazy("Last event"), lambda r, n: r.events[-1].effective_on, "date"
    ),
    c.told(
        "term_ends_on",
        gettext_lazy("Last day of the term"),
        lambda r, n: r.life.term_ends_on,
        "date",
        fact=_end,
    ),
    c.told("ended_on", gettext_lazy("Ended on"), lambda r, n: r.ended_on(n.when.as_of), "date"),
    c.text("objectives", gettext_lazy("Objectives")),
    c.text("scale", gettext_lazy("Scale")),
    c.text("incentives", gettext_lazy("Incentives")),
    c.text("conditions", gettext_lazy("Conditions")),
    c.END,
]
