from investment.admin import pci, tables

__all__ = ["pci", "tables"]
