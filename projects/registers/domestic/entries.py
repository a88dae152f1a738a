from projects.entries import END, of_record
from projects.exchange.layout import number_of_record
from projects.models import DomesticEvent
from projects.registers.common.capital import entries as capital
from projects.registers.domestic.columns import NUMBER

RELATED = ("project",)
COLUMNS = [
    of_record(number_of_record(NUMBER)),
    *capital.event(DomesticEvent.Type),
    *capital.amount(DomesticEvent, "amount_vnd"),
    capital.TERM,
    *END,
]
contents, found, ruling = capital.contents, capital.found, capital.ruling
