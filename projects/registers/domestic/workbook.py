from projects.exchange.layout import number_of_record
from projects.models import DomesticEvent, DomesticProject
from projects.registers.capital.workbook import amount, first_capital, workbook
from projects.registers.domestic.columns import COLUMNS, NUMBER

WORKBOOK = workbook(
    DomesticProject,
    DomesticEvent,
    COLUMNS,
    number=number_of_record(NUMBER),
    stated=(first_capital(DomesticEvent),),
    amounts=(amount(DomesticEvent),),
)
