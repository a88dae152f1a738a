"""Entries of the ledgers in the words and numbers of the people at the desk."""

from decimal import Decimal

from django.utils.html import format_html_join
from django.utils.text import capfirst
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from portal.text import display
from projects import consistency
from projects.admin.amounts import in_words
from projects.models import FdiEvent, NgoYear, OdaYear

Type = FdiEvent.Type
#: Shown apart from what an entry states.
APART = ("void", "project", "document")


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


def what(entry):
    """What an entry states: the type of an event, or the measure and its year."""
    if isinstance(entry, FdiEvent):
        return capfirst(entry.get_type_display())
    return capfirst(f"{entry.get_measure_display()} {entry.year}")


def figures(entry):
    """What an entry says in numbers: amounts with unit and sign, the partner, the term."""
    parts = {FdiEvent: _event, OdaYear: _oda_year, NgoYear: _ngo_year}[type(entry)](entry)
    return format_html_join(
        "", '<span class="figure">{}</span> ', ((part,) for part in parts if part)
    )


def _event(entry):
    sign = {Type.INCREASE: "+", Type.DECREASE: "−"}.get(entry.type, "")
    if entry.usd is not None:
        yield f"{sign}{money(entry.usd)} USD"
    yield _in_own_currency(entry)
    if entry.partner_id:
        yield str(entry.partner)
    if entry.term_ends_on:
        yield _("term until %(day)s") % {"day": day(entry.term_ends_on)}


def _oda_year(entry):
    unit = pgettext("unit", "million VND")
    if entry.foreign is not None:
        yield _("foreign capital: %(amount)s") % {"amount": f"{money(entry.foreign)} {unit}"}
    if entry.counterpart is not None:
        yield _("counterpart funds: %(amount)s") % {"amount": f"{money(entry.counterpart)} {unit}"}


def _ngo_year(entry):
    amount = f"{money(entry.usd)} USD"
    yield _("above %(amount)s") % {"amount": amount} if entry.is_floor else amount
    yield _in_own_currency(entry)


def _in_own_currency(entry):
    if entry.amount is None or entry.currency == "USD":
        return ""
    return f"{money(entry.amount)} {entry.currency}"


def read_aloud(entry):
    """(label, words) of each amount of an entry, in which a wrong scale is heard."""
    for name, unit in _AMOUNTS[type(entry)]:
        if (value := getattr(entry, name)) is not None:
            currency = unit or entry.currency
            currency = _("dong") if currency == "VND" else currency
            label = _label(entry._meta.get_field(name))
            scaled = value * 10**6 if isinstance(entry, OdaYear) else value
            yield label, in_words(scaled, currency)


_AMOUNTS = {
    FdiEvent: [("amount", ""), ("usd", "USD")],
    OdaYear: [("foreign", "VND"), ("counterpart", "VND")],
    NgoYear: [("amount", ""), ("usd", "USD")],
}


def remarks(entry):
    """Sentences about what may be right, but is worth a second look."""
    return doubts(entry) + _foreign_partner(entry)


def doubts(entry):
    """Sentences about an amount that is more likely a slip."""
    is_asked = isinstance(entry, FdiEvent) and not entry.void
    return consistency.doubts(entry.usd) if is_asked else []


def _foreign_partner(entry):
    """That the statistical partner is not where the investors are from."""
    if not isinstance(entry, FdiEvent) or entry.partner_id is None or entry.project_id is None:
        return []
    found = list(entry.project.investors.select_related("country").exclude(country=None))
    if not found or entry.partner_id in {investor.country_id for investor in found}:
        return []
    return [
        _("The statistical partner is %(partner)s, the investors are from: %(countries)s.")
        % {
            "partner": entry.partner,
            "countries": ", ".join(dict.fromkeys(str(one.country) for one in found)),
        }
    ]


def about(entry):
    """The record that an entry belongs to; the company where it stands alone."""
    return entry.project if entry.project_id else entry.company


def differences(old, new):
    """(label, before, after) of what a correction changes of an entry."""
    found = []
    for field in new._meta.concrete_fields:
        if not field.editable or field.primary_key or field.name in ("void", "project"):
            continue
        before, after = read(old, field), read(new, field)
        if before != after:
            found.append((_label(field), before, after))
    return found


def statements(entry):
    """(label, text) of all that an entry says, in the order of its form."""
    for field in entry._meta.concrete_fields:
        if field.editable and not field.primary_key and field.name not in APART:
            text = read(entry, field)
            if text and not (field.name == "currency" and entry.amount is None):
                yield _label(field), text


def read(entry, field):
    """One field of an entry as a person reads it; "" where it is empty."""
    value = getattr(entry, field.name)
    if value is None or value == "":
        return ""
    if field.choices:
        return str(getattr(entry, f"get_{field.name}_display")())
    if isinstance(value, bool):
        return _("yes") if value else ""
    if isinstance(value, Decimal):
        return money(value)
    return day(value) if hasattr(value, "isoformat") else str(value)


def _label(field):
    return capfirst(str(field.verbose_name))
