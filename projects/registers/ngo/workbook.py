from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from projects.columns import sheet
from projects.exchange import fields, measured
from projects.exchange.layout import (
    DOCUMENT,
    KEY,
    STATE,
    Sheet,
    Workbook,
    number_of_record,
)
from projects.models import (
    NgoAid,
    NgoStage,
    NgoYear,
)
from projects.registers.aid.workbook import stages
from projects.registers.ngo.columns import COLUMNS, NUMBER

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
        (
            number_of_record(NUMBER),
            fields.year("year", _("Year"), needed=True),
            fields.choice("measure", _("Measure"), NgoYear.Measure, needed=True),
            fields.day("effective_on", _("Date of the document"), needed=True),
            measured.money("usd", _("Amount"), unit="USD"),
            fields.yes_or_no("is_floor", _("“Above” this amount")),
            fields.number("amount", _("Amount in its own currency"), places=2),
            fields.currency("currency", _("Currency")),
            fields.text("number", _("Number of the document")),
            *DOCUMENT,
            KEY,
            STATE,
        ),
        "years",
    ),
    day="decision_on",
)
