"""What an FDI project has, column by column."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.exchange.writing import Column as FileColumn
from projects import columns as c
from projects.downloads import Field
from projects.exchange import fields
from projects.exchange.layout import FINDS
from projects.figures import Unit
from projects.models import FdiEvent
from projects.registers.common.capital.columns import STATE, WHERE, life
from projects.views.facts import name_of

CODE_IN_SHEET = gettext_lazy("Project code (certificate number)")
ALSO = (gettext_lazy("Project code"),)


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
    *STATE,
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
    *WHERE,
    *life(gettext_lazy("First certificate")),
    c.text("objectives", gettext_lazy("Objectives")),
    c.text("scale", gettext_lazy("Scale")),
    c.text("incentives", gettext_lazy("Incentives")),
    c.text("conditions", gettext_lazy("Conditions")),
    c.END,
]
