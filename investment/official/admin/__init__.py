from investment.official.admin import tables

__all__ = ["tables"]
