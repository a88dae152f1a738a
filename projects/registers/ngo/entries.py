from django.utils.translation import gettext_lazy

from projects.entries import AS_STATED, END, OWN_AMOUNT, held, of_record
from projects.exchange import fields, measured
from projects.exchange.layout import number_of_record
from projects.figures import Unit
from projects.models import NgoYear
from projects.registers.common.aid import entries as aid
from projects.registers.ngo.columns import NUMBER

COLUMNS = [
    of_record(number_of_record(NUMBER)),
    *aid.year(NgoYear.Measure),
    held(
        measured.money("usd", gettext_lazy("Amount"), unit="USD"),
        "number",
        Unit.USD,
        note=AS_STATED,
    ),
    held(fields.yes_or_no("is_floor", gettext_lazy("“Above” this amount")), "boolean"),
    *OWN_AMOUNT,
    aid.NUMBER,
    *END,
]
RELATED = ("project",)
contents, found, ruling = aid.contents, aid.found, aid.ruling
