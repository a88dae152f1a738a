from projects.models import DomesticEvent, DomesticProject
from projects.registers.common.capital.workbook import first_capital, workbook
from projects.registers.domestic.columns import COLUMNS
from projects.registers.domestic.entries import COLUMNS as ENTRIES

WORKBOOK = workbook(
    DomesticProject, DomesticEvent, COLUMNS, ENTRIES, stated=(first_capital(DomesticEvent),)
)
