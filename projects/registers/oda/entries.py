from django.utils.translation import gettext_lazy

from portal.exchange.writing import Column
from projects.entries import FIRST, LAST
from projects.figures import Unit
from projects.models import OdaYear
from projects.registers.aid.entries import YEAR, year_told


def tell(entry, _language, ruling):
    return {
        **year_told(entry, ruling),
        "foreign": entry.foreign,
        "counterpart": entry.counterpart,
    }


def contents(asked):
    """What more is in the file than in the list: nothing."""
    return ""


def found(selection, when):
    """The entries that count of the public records of a selection."""
    return OdaYear.objects.as_of(when).filter(project__in=selection.listed(when))


def ruling(selection, when):
    """The entries that the totals are made of."""
    return OdaYear.objects.ruling(when)


COLUMNS = [
    *FIRST,
    *YEAR,
    Column("foreign", gettext_lazy("Foreign capital"), "number", Unit.MILLION_VND),
    Column("counterpart", gettext_lazy("Counterpart funds"), "number", Unit.MILLION_VND),
    *LAST,
]
RELATED = ("project",)
