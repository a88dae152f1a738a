"""Form fields for a day with an hour, taken as people write them: 8h30 29/11/2026."""

from django import forms
from django.contrib.admin.widgets import AdminSplitDateTime
from django.core.exceptions import ValidationError
from django.forms.utils import from_current_timezone

from portal.exchange.dates import parse_date, parse_hour, parse_moment


class DayField(forms.DateField):
    def to_python(self, value):
        return parse_date(value) if isinstance(value, str) and value.strip() else None


class HourField(forms.TimeField):
    def to_python(self, value):
        return parse_hour(value) if isinstance(value, str) and value.strip() else None


class MomentField(forms.DateTimeField):
    """One input for both."""

    def to_python(self, value):
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        try:
            return from_current_timezone(parse_moment(value))
        except ValidationError as refusal:
            try:
                # As the desk shows it in the other language.
                moment = super().to_python(value)
            except ValidationError:
                raise refusal from None
            parse_date(moment.date())
            return moment


class SplitMomentWidget(AdminSplitDateTime):
    def decompress(self, value):
        """The two texts; one that an address gave is left for the day's field to read."""
        return [value, ""] if isinstance(value, str) else super().decompress(value)


class SplitMomentField(forms.SplitDateTimeField):
    """An input for the day, with its calendar, and one for the hour."""

    widget = SplitMomentWidget

    def __init__(self, *, input_date_formats=None, input_time_formats=None, **kwargs):
        fields = (DayField(), HourField())
        forms.MultiValueField.__init__(self, fields, **kwargs)
