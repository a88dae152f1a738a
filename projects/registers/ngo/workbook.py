from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from projects.columns import sheet
from projects.exchange.layout import (
    Sheet,
    Workbook,
)
from projects.models import (
    NgoAid,
    NgoStage,
    NgoYear,
)
from projects.registers.common.aid.workbook import stages
from projects.registers.ngo.columns import COLUMNS, NUMBER
from projects.registers.ngo.entries import COLUMNS as ENTRIES

WORKBOOK = Workbook(
    NgoAid,
    "decision_number",
    Sheet(
        pgettext_lazy("sheet", "Aid"),
        NgoAid,
        tuple(sheet(COLUMNS)),
    ),
    (stages(pgettext_lazy("sheet", "Statuses"), NgoStage, _("Status"), NUMBER),),
    Sheet(
        pgettext_lazy("sheet", "Years"),
        NgoYear,
        tuple(sheet(ENTRIES)),
        "years",
    ),
    day="decision_on",
)
