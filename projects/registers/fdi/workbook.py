from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from projects.exchange import fields
from projects.exchange.layout import (
    DOCUMENT,
    FINDS,
    KEY,
    PRESENT,
    SOURCES,
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
    Zone,
)

Type = FdiEvent.Type
_FDI_NUMBER = _("Project code (certificate number)")
_FDI_ALSO = (_("Project code"),)
_FDI_FIRST = (
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

_UNIT_NOTE = _(
    "Name with what it belongs to, as “xã Vũ Đông, thành phố Thái Bình”; one that is no more with "
    "its last day in brackets, as the export writes it."
)

WORKBOOK = Workbook(
    FdiProject,
    "certificate_number",
    Sheet(
        pgettext_lazy("sheet", "Projects"),
        FdiProject,
        (
            fields.text("certificate_number", _FDI_NUMBER, note=FINDS, also=_FDI_ALSO),
            *fields.texts("title", _("Project name"), needed=True),
            *_FDI_FIRST,
            fields.told(
                PRESENT,
                _("Present registered capital, only to look at"),
                "number",
                unit="USD",
                note=_("Never read: a change is a row of the sheet “Events”."),
            ),
            fields.currency("capital_currency", _("Currency")),
            fields.investors(
                "investors",
                _("Investors"),
                note=_("Name (country); several are separated by semicolons."),
            ),
            fields.link("industry", _("Industry (VSIC)"), Industry, note=_("Code or name.")),
            fields.link("unit", _("Place as recorded"), AdministrativeUnit, note=_UNIT_NOTE),
            fields.link("zone", _("Zone"), Zone),
            *fields.texts("address", _("Address")),
            fields.area("land_area", _("Land area"), places=6),
            *fields.texts("objectives", _("Objectives")),
            *fields.texts("scale", _("Scale")),
            *fields.texts("incentives", _("Incentives")),
            *fields.texts("conditions", _("Conditions")),
            *SOURCES,
            KEY,
        ),
    ),
    (),
    Sheet(
        pgettext_lazy("sheet", "Events"),
        FdiEvent,
        (
            number_of_record(
                _FDI_NUMBER,
                _("Empty only for a share-purchase notice that stands alone."),
                also=_FDI_ALSO,
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
    _FDI_FIRST,
    foreign=(
        fields.link(
            "nationality",
            _("Nationality of the investors (and statistical partner)"),
            Country,
        ),
    ),
)
