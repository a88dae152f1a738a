"""Amounts and days as the people at the desk read them."""

from decimal import Decimal

from django.utils.html import format_html_join
from django.utils.text import capfirst
from django.utils.translation import get_language

from portal.text import display
from projects.models.capital import CapitalEvent


def money(value):
    """An amount as it is read: 67.810.000 or 67.810.000,50; "–" where there is none."""
    if value is None:
        return "–"
    value = Decimal(value)
    if value == value.to_integral_value():
        value = value.to_integral_value()
    return display.number(value, get_language()[:2])


def day(value):
    """A date as it is read; "–" where there is none."""
    return display.date(value, get_language()[:2]) if value else "–"


def in_own_currency(entry):
    if entry.amount is None or entry.currency == "USD":
        return ""
    return f"{money(entry.amount)} {entry.currency}"


def what(entry):
    """What an entry states: the type of an event, or the measure and its year."""
    if isinstance(entry, CapitalEvent):
        return capfirst(entry.get_type_display())
    return capfirst(f"{entry.get_measure_display()} {entry.year}")


def about(entry):
    """The record that an entry belongs to; the company where it stands alone; else ""."""
    return entry.project if entry.project_id else getattr(entry, "company", "")


def together(parts):
    """Figures beside each other, without the empty ones."""
    return format_html_join(
        "", '<span class="figure">{}</span> ', ((part,) for part in parts if part)
    )
