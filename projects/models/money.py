"""Amounts that every database adds exactly."""

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models

#: ISO 4217, and XDR, in which the World Bank lends; name in CLDR.
CURRENCIES = ["USD", "VND", "EUR", "JPY", "KRW", "CNY", "TWD", "HKD", "SGD", "GBP", "AUD", "CHF",
              "CAD", "DKK", "NOK", "SEK", "THB", "MYR", "XDR"]  # fmt: skip


class AmountField(models.DecimalField):
    """A decimal kept as a whole number of its smallest unit.

    SQLite adds decimals as binary floating point and would lose cents; whole numbers it adds
    exactly. Up to 18 digits fit.
    """

    def __init__(self, *args, max_digits=18, decimal_places=2, **kwargs):
        super().__init__(*args, max_digits=max_digits, decimal_places=decimal_places, **kwargs)

    def get_internal_type(self):
        return "BigIntegerField"

    def get_db_prep_value(self, value, connection, prepared=False):
        value = self.to_python(value)
        if value is None:
            return None
        scaled = value.scaleb(self.decimal_places)
        if scaled != scaled.to_integral_value():
            raise ValueError(f"{value} has more than {self.decimal_places} decimal places")
        return int(scaled)

    def get_db_prep_save(self, value, connection):
        if hasattr(value, "as_sql"):
            return value
        return self.get_db_prep_value(value, connection)

    def from_db_value(self, value, expression, connection):
        return None if value is None else Decimal(int(value)).scaleb(-self.decimal_places)


def amount(verbose_name, **kwargs):
    """A column for an amount that is not negative."""
    return AmountField(verbose_name, validators=[MinValueValidator(Decimal(0))], **kwargs)


def optional_amount(verbose_name, **kwargs):
    return amount(verbose_name, null=True, blank=True, **kwargs)


def currency(**kwargs):
    return models.CharField(
        max_length=3, choices=[(code, code) for code in CURRENCIES], default="USD", **kwargs
    )
