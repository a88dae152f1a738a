"""The registers. One more is a folder here and a line below; what they share is in `common`."""

from projects.registers.domestic import DOMESTIC
from projects.registers.fdi import FDI
from projects.registers.ngo import NGO
from projects.registers.oda import ODA

#: kind → Register, in the order in which readers meet them.
REGISTERS = {register.kind: register for register in (FDI, DOMESTIC, ODA, NGO)}
OF_MODEL = {register.model: register for register in REGISTERS.values()}
OF_LEDGER = {register.ledger: register for register in REGISTERS.values()}
#: name of the model → Workbook, for imports and exports.
WORKBOOKS = {register.workbook.name: register.workbook for register in REGISTERS.values()}
