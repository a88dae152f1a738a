from django.utils.translation import gettext_lazy

from portal.exchange.writing import Column
from projects.entries import AS_STATED, FIRST, LAST, own_amount
from projects.figures import Unit
from projects.models import NgoYear
from projects.registers.aid import entries as aid


def tell(entry, _language, ruling):
    return {
        **aid.year_told(entry, ruling),
        "usd": entry.usd,
        "is_floor": entry.is_floor,
        **own_amount(entry),
    }


COLUMNS = [
    *FIRST,
    *aid.year(NgoYear.Measure),
    Column("usd", gettext_lazy("Amount"), "number", Unit.USD, note=AS_STATED),
    Column("is_floor", gettext_lazy("“Above” this amount"), "boolean"),
    Column("amount", gettext_lazy("Amount in its own currency"), "number"),
    Column("currency", gettext_lazy("Currency")),
    *LAST,
]
RELATED = ("project",)
contents, found, ruling = aid.contents, aid.found, aid.ruling
