from projects.admin import exchange, ledger, reference, registers

__all__ = ["exchange", "ledger", "reference", "registers"]
