from django.utils.translation import gettext_lazy as _

from projects.exchange import fields
from projects.exchange.layout import number_of_record
from projects.models import AdministrativeUnit, Country, FdiEvent, FdiProject, Industry
from projects.registers.capital.workbook import amount, first_capital, workbook
from projects.registers.fdi.columns import ALSO, CODE_IN_SHEET, COLUMNS

WORKBOOK = workbook(
    FdiProject,
    FdiEvent,
    COLUMNS,
    number=number_of_record(
        CODE_IN_SHEET, _("Empty only for a share-purchase notice that stands alone."), also=ALSO
    ),
    stated=(
        first_capital(FdiEvent),
        fields.number(
            "amount",
            _("Capital of the first certificate in its own currency"),
            places=2,
            note=_("May stay empty when the currency is USD."),
            model=FdiEvent,
        ),
        fields.link("partner", _("Statistical partner"), Country, needed=True),
    ),
    amounts=(
        amount(FdiEvent),
        fields.number("amount", _("Amount in its own currency"), places=2),
        fields.currency("currency", _("Currency")),
        fields.link("partner", _("Statistical partner"), Country),
    ),
    further=(
        fields.text("company", _("Company"), note=_("For a notice that stands alone.")),
        fields.link("industry", _("Industry (VSIC)"), Industry),
        fields.link("unit", _("Place as recorded"), AdministrativeUnit),
    ),
    foreign=(
        fields.link(
            "nationality",
            _("Nationality of the investors (and statistical partner)"),
            Country,
        ),
    ),
)
