from django.utils.translation import gettext_lazy as _

from portal.exchange.writing import Column
from projects.entries import AS_STATED, FIRST, LAST
from projects.figures import Unit
from projects.models import DomesticEvent
from projects.registers.capital import entries as capital

RELATED = ("project",)
COLUMNS = [
    *FIRST,
    *capital.event(DomesticEvent.Type),
    Column("amount_vnd", _("Amount"), "number", Unit.VND, note=AS_STATED),
    Column("change_vnd", _("Change of the registered capital"), "number", Unit.VND),
    capital.RULES,
    capital.TERM,
    *LAST,
]
contents, found, ruling = capital.contents, capital.found, capital.ruling


def tell(event, language, ruling):
    said = {"amount_vnd": event.amount, "change_vnd": event.change}
    return {**capital.tell(event, ruling), **said}
