from django.utils.translation import gettext_lazy

from portal.exchange.writing import Column
from projects.entries import FIRST, LAST
from projects.figures import Unit
from projects.models import OdaYear
from projects.registers.aid import entries as aid


def tell(entry, _language, ruling):
    return {
        **aid.year_told(entry, ruling),
        "foreign": entry.foreign,
        "counterpart": entry.counterpart,
    }


COLUMNS = [
    *FIRST,
    *aid.year(OdaYear.Measure),
    Column("foreign", gettext_lazy("Foreign capital"), "number", Unit.MILLION_VND),
    Column("counterpart", gettext_lazy("Counterpart funds"), "number", Unit.MILLION_VND),
    *LAST,
]
RELATED = ("project",)
contents, found, ruling = aid.contents, aid.found, aid.ruling
