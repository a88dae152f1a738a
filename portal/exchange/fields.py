"""Form fields for numbers and dates that show and read the ways of the active language."""

from datetime import date
from decimal import Decimal

from django import forms
from django.utils.translation import get_language

from portal.exchange.dates import parse_date, show_date
from portal.exchange.numbers import parse_number, show_number


class NumberField(forms.DecimalField):
    """A Decimal typed the Vietnamese or the English way; what could be both is refused."""

    widget = forms.TextInput

    def to_python(self, value):
        if value in self.empty_values or (isinstance(value, str) and not value.strip()):
            return None
        return parse_number(value, places=self.decimal_places)

    def prepare_value(self, value):
        if isinstance(value, int | float | Decimal):
            return show_number(parse_number(value))
        return value

    def widget_attrs(self, widget):
        return {**super().widget_attrs(widget), "inputmode": "decimal"}


class DateField(forms.DateField):
    """A date with the day first, or ISO; it shows 30/11/2022, in English 2022-11-30."""

    widget = forms.TextInput

    def to_python(self, value):
        if value in self.empty_values or (isinstance(value, str) and not value.strip()):
            return None
        return parse_date(value)

    def prepare_value(self, value):
        if isinstance(value, date):
            return show_date(value, get_language())
        return value
