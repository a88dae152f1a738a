"""The workbook of a register of events: projects with their first certificate, and events."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from projects.columns import sheet
from projects.exchange import fields, measured
from projects.exchange.layout import PRESENT, Sheet, Workbook


def workbook(model, ledger, columns, entries, *, stated, **options):
    """columns, entries: of the register. stated: the fields of the first certificate besides its
    days. options: of Workbook."""
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
            tuple(sheet(entries)),
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
