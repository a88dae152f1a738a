from investment.admin import datasets, pci, tables

__all__ = ["datasets", "pci", "tables"]
