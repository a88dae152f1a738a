from django.utils.translation import gettext_lazy

from projects.entries import END, held, of_record
from projects.exchange import measured
from projects.exchange.layout import number_of_record
from projects.figures import Unit
from projects.models import OdaYear
from projects.registers.common.aid import entries as aid
from projects.registers.oda.columns import NUMBER


def _in_millions(name, heading):
    field = measured.money(name, heading, unit=Unit.MILLION_VND.label, currency="VND", scale=10**6)
    return held(field, "number", Unit.MILLION_VND)


COLUMNS = [
    of_record(number_of_record(NUMBER)),
    *aid.year(OdaYear.Measure),
    _in_millions("foreign", gettext_lazy("Foreign capital")),
    _in_millions("counterpart", gettext_lazy("Counterpart funds")),
    aid.NUMBER,
    *END,
]
RELATED = ("project",)
contents, found, ruling = aid.contents, aid.found, aid.ruling
