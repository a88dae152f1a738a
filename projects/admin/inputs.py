"""How numbers and dates are typed at the desk: the Vietnamese way or the English, never guessed."""

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.exchange.fields import DateField, NumberField
from portal.exchange.numbers import parse_number
from portal.exchange.units import written_area
from projects.admin.amounts import AmountField
from projects.models import money


class DayInput(forms.TextInput):
    """Typed, as in Excel: the admin's own calendar warns of time zones, which no date has."""

    def __init__(self, attrs=None):
        super().__init__({"class": "day", "placeholder": _("dd/mm/yyyy"), **(attrs or {})})


class AreaField(NumberField):
    """Hectares, or an area with its unit: “5000 m2” is 0.5."""

    def to_python(self, value):
        if isinstance(value, str) and (found := written_area(value)):
            number, hectares = found
            return (parse_number(number) * hectares).normalize() + 0
        return super().to_python(value)


#: For `formfield_overrides` of a ModelAdmin or an inline.
TYPED_BY_HAND = {
    money.AmountField: {"form_class": AmountField},
    models.DecimalField: {"form_class": NumberField},
    models.DateField: {"form_class": DateField, "widget": DayInput},
}
