from django.utils.translation import gettext_lazy

from portal.exchange.writing import Column
from projects.entries import AS_STATED, FIRST, LAST, own_amount
from projects.figures import Unit
from projects.models import NgoYear
from projects.registers.aid.entries import YEAR, year_told


def tell(entry, _language, ruling):
    return {
        **year_told(entry, ruling),
        "usd": entry.usd,
        "is_floor": entry.is_floor,
        **own_amount(entry),
    }


def contents(asked):
    """What more is in the file than in the list: nothing."""
    return ""


def found(selection, when):
    """The entries that count of the public records of a selection."""
    return NgoYear.objects.as_of(when).filter(project__in=selection.listed(when))


def ruling(selection, when):
    """The entries that the totals are made of."""
    return NgoYear.objects.ruling(when)


COLUMNS = [
    *FIRST,
    *YEAR,
    Column("usd", gettext_lazy("Amount"), "number", Unit.USD, note=AS_STATED),
    Column("is_floor", gettext_lazy("“Above” this amount"), "boolean"),
    Column("amount", gettext_lazy("Amount in its own currency"), "number"),
    Column("currency", gettext_lazy("Currency")),
    *LAST,
]
RELATED = ("project",)
