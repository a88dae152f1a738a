"""The workbook of a register of events: projects with their first certificate, and events."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from projects.columns import sheet
from projects.exchange import fields, measured
from projects.exchange.layout import (
    DOCUMENT,
    KEY,
    PRESENT,
    STATE,
    Sheet,
    Workbook,
)
from projects.models.capital import EventType


def workbook(model, ledger, columns, *, number, stated, amounts, further=(), **options):
    """stated: the fields of the first certificate besides its days; amounts: those of an event
    from its amount to its term; further: what more an event may say; number: its heading, or a
    field; options: of Workbook."""
    first = (
        fields.day("effective_on", _("Day of the first certificate"), needed=True, model=ledger),
        *stated,
        fields.day("term_ends_on", _("Last day of the term"), model=ledger),
    )
    present = fields.told(
        PRESENT,
        _("Present registered capital, only to look at"),
        "number",
        unit=ledger.counted_currency,
        note=_("Never read: a change is a row of the sheet “Events”."),
    )
    # The first certificate stands behind the name.
    before, after = sheet(columns[:3]), sheet(columns[3:])
    return Workbook(
        model,
        "certificate_number",
        Sheet(pgettext_lazy("sheet", "Projects"), model, (*before, *first, present, *after)),
        (),
        Sheet(
            pgettext_lazy("sheet", "Events"),
            ledger,
            (
                number,
                fields.choice(
                    "type",
                    _("Type of event"),
                    [kind for kind in ledger.Type if kind != EventType.NEW],
                    needed=True,
                    note=_("The first certificate stands in the sheet of the projects."),
                ),
                fields.day("effective_on", _("Effective date"), needed=True),
                fields.text("number", _("Number of the certificate or document")),
                *amounts,
                fields.day("term_ends_on", _("Last day of the term")),
                *DOCUMENT,
                *further,
                KEY,
                STATE,
            ),
            "events",
        ),
        first,
        **options,
    )


def first_capital(ledger):
    """The field of the capital that the first certificate states."""
    return measured.money(
        ledger.counted_in,
        _("Capital of the first certificate"),
        unit=ledger.counted_currency,
        currency=ledger.counted_currency,
        note=_("A later change is a row of the sheet “Events”."),
        needed=True,
        model=ledger,
    )


def amount(ledger):
    """The field of the amount of an event."""
    currency = ledger.counted_currency
    return measured.money(ledger.counted_in, _("Amount"), unit=currency, currency=currency)
