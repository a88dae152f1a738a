from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from projects.columns import sheet
from projects.exchange import fields, measured
from projects.exchange.layout import (
    KEY,
    UPDATED,
    Sheet,
    Workbook,
    number_of_record,
)
from projects.models import (
    OdaFund,
    OdaProject,
    OdaStage,
    OdaYear,
    Organisation,
)
from projects.registers.common.aid.workbook import stages
from projects.registers.oda.columns import COLUMNS, NUMBER
from projects.registers.oda.entries import COLUMNS as ENTRIES

_NO_DONOR = _("Empty for counterpart funds.")
WORKBOOK = Workbook(
    OdaProject,
    "code",
    Sheet(
        pgettext_lazy("sheet", "Projects"),
        OdaProject,
        tuple(sheet(COLUMNS)),
    ),
    (
        Sheet(
            pgettext_lazy("sheet", "Funds"),
            OdaFund,
            (
                number_of_record(NUMBER, UPDATED),
                fields.choice("kind", _("Kind of funds"), OdaFund.Kind, needed=True),
                fields.link("donor", _("Donor"), Organisation, note=_NO_DONOR),
                fields.number("amount", _("Amount in its own currency"), places=2),
                fields.currency("currency", _("Currency")),
                measured.money("usd", _("Amount"), unit="USD"),
                KEY,
            ),
            "funds",
            ("kind", "donor_id"),
        ),
        stages(pgettext_lazy("sheet", "Stages"), OdaStage, _("Stage"), NUMBER),
    ),
    Sheet(
        pgettext_lazy("sheet", "Years"),
        OdaYear,
        tuple(sheet(ENTRIES)),
        "years",
    ),
)
