from django.utils.translation import gettext_lazy as _

from projects.exchange import fields
from projects.models import Country, FdiEvent, FdiProject
from projects.registers.common.capital.workbook import first_capital, workbook
from projects.registers.fdi.columns import COLUMNS
from projects.registers.fdi.entries import COLUMNS as ENTRIES

WORKBOOK = workbook(
    FdiProject,
    FdiEvent,
    COLUMNS,
    ENTRIES,
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
    foreign=(
        fields.link(
            "nationality",
            _("Nationality of the investors (and statistical partner)"),
            Country,
        ),
    ),
)
