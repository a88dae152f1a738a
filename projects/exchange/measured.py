"""Columns whose heading names the unit of their numbers: money and areas."""

import re
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from portal.exchange.numbers import AmbiguousNumber, parse_number, show_number
from portal.exchange.units import area_unit, money_unit, written_area, written_unit
from projects.exchange.fields import Field, Measure, as_is


def money(name, heading, *, unit, currency="USD", scale=1, **options):
    """An amount whose heading names its unit; `scale`: of which unit the model holds how many."""

    def find(heading):
        named = money_unit(heading)
        if named.currency != currency:
            raise ValidationError(
                _("“%(heading)s”: these amounts must be in %(currency)s."),
                params={"heading": heading, "currency": currency},
            )
        return named.factor / scale

    measure = Measure(find, _units(currency, scale), digits=_digits(currency, scale))
    return _measured(name, heading, measure, unit, options)


def area(name, heading, *, places, **options):
    """An area that the model holds in hectares."""
    units = {Decimal(1): "ha", Decimal("0.0001"): "m²", Decimal(100): "km²"}

    def digits(value, size, names):
        found = written_area(value) if isinstance(value, str) else None
        if found is None:
            return value
        number, hectares = found
        return _in_unit(value, number, hectares / size, units[size], names)

    measure = Measure(area_unit, units, places, digits)
    return _measured(name, heading, measure, pgettext_lazy("unit", "ha"), options)


def _measured(name, heading, measure, unit, options):
    def parse(value, names):
        return parse_number(value, language="vi")

    return Field(name, heading, parse, as_is, "number", measure=measure, unit=unit, **options)


def _digits(currency, scale):
    """What takes the words from an amount; of another unit than its column's it is converted."""
    units = _units(currency, scale)

    def digits(value, size, names):
        found = written_unit(value) if isinstance(value, str) else None
        if found is None:
            return value
        number, factor, code = found
        if code not in ("", currency):
            raise ValidationError(
                _(
                    "The cell says “%(text)s”, and its column is in %(unit)s: convert it, write "
                    "digits alone."
                ),
                params={"text": value.strip(), "unit": units[size]},
            )
        return _in_unit(value, number, factor / (size * scale), units[size], names)

    return digits


def _in_unit(text, number, ratio, unit, names):
    """The digits of a text in the unit of its column, which holds `ratio` of the text's."""
    if ratio == 1:
        return number
    said = {"text": text.strip(), "unit": unit}
    try:
        held = parse_number(number, language="vi") * ratio
    except AmbiguousNumber:
        readings = parse_number(f"{number}0"), Decimal(re.sub("[., ]", "", number))
        shown = [show_number(reading * ratio, "vi") for reading in readings]
        raise ValidationError(
            _(
                "The cell says “%(text)s”, and its column is in %(unit)s: write digits alone, "
                "%(one)s or %(other)s."
            ),
            params={**said, "one": shown[0], "other": shown[1]},
        ) from None
    read = _("“%(text)s” was read as %(number)s %(unit)s.")
    names.told.append(read % {**said, "number": show_number(held, "vi")})
    return held


def _units(currency, scale):
    sizes = {
        1: "{}",
        10**3: gettext_lazy("thousand {}"),
        10**6: gettext_lazy("million {}"),
        10**9: gettext_lazy("billion {}"),
    }
    return {Decimal(size) / scale: format_lazy(name, currency) for size, name in sizes.items()}
