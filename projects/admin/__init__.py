from projects.admin import exchange, ledger, reference, registers
from projects.registers.domestic import admin as domestic
from projects.registers.fdi import admin as fdi
from projects.registers.ngo import admin as ngo
from projects.registers.oda import admin as oda

__all__ = ["domestic", "exchange", "fdi", "ledger", "ngo", "oda", "reference", "registers"]
