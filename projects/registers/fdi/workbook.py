from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from projects.columns import sheet
from projects.exchange import fields
from projects.exchange.layout import (
    DOCUMENT,
    KEY,
    PRESENT,
    STATE,
    Sheet,
    Workbook,
    number_of_record,
)
from projects.models import (
    AdministrativeUnit,
    Country,
    FdiEvent,
    FdiProject,
    Industry,
)
from projects.registers.fdi.columns import ALSO, CODE_IN_SHEET, COLUMNS

Type = FdiEvent.Type
_FIRST = (
    fields.day("effective_on", _("Day of the first certificate"), needed=True, model=FdiEvent),
    fields.money(
        "usd",
        _("Capital of the first certificate"),
        unit="USD",
        note=_("A later change is a row of the sheet “Events”."),
        needed=True,
        model=FdiEvent,
    ),
    fields.number(
        "amount",
        _("Capital of the first certificate in its own currency"),
        places=2,
        note=_("May stay empty when the currency is USD."),
        model=FdiEvent,
    ),
    fields.link("partner", _("Statistical partner"), Country, needed=True),
    fields.day("term_ends_on", _("Last day of the term"), model=FdiEvent),
)

#: The first certificate stands behind the name.
_BEFORE, _AFTER = sheet(COLUMNS[:3]), sheet(COLUMNS[3:])
WORKBOOK = Workbook(
    FdiProject,
    "certificate_number",
    Sheet(
        pgettext_lazy("sheet", "Projects"),
        FdiProject,
        (
            *_BEFORE,
            *_FIRST,
            fields.told(
                PRESENT,
                _("Present registered capital, only to look at"),
                "number",
                unit="USD",
                note=_("Never read: a change is a row of the sheet “Events”."),
            ),
            *_AFTER,
        ),
    ),
    (),
    Sheet(
        pgettext_lazy("sheet", "Events"),
        FdiEvent,
        (
            number_of_record(
                CODE_IN_SHEET,
                _("Empty only for a share-purchase notice that stands alone."),
                also=ALSO,
            ),
            fields.choice(
                "type",
                _("Type of event"),
                [kind for kind in Type if kind != Type.NEW],
                needed=True,
                note=_("The first certificate stands in the sheet of the projects."),
            ),
            fields.day("effective_on", _("Effective date"), needed=True),
            fields.text("number", _("Number of the certificate or document")),
            fields.money("usd", _("Amount"), unit="USD"),
            fields.number("amount", _("Amount in its own currency"), places=2),
            fields.currency("currency", _("Currency")),
            fields.link("partner", _("Statistical partner"), Country),
            fields.day("term_ends_on", _("Last day of the term")),
            *DOCUMENT,
            fields.text("company", _("Company"), note=_("For a notice that stands alone.")),
            fields.link("industry", _("Industry (VSIC)"), Industry),
            fields.link("unit", _("Place as recorded"), AdministrativeUnit),
            KEY,
            STATE,
        ),
        "events",
    ),
    _FIRST,
    foreign=(
        fields.link(
            "nationality",
            _("Nationality of the investors (and statistical partner)"),
            Country,
        ),
    ),
)
