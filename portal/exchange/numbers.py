"""Numbers as people type them, for forms and imports alike: read exactly or refused."""

import math
import re
import unicodedata
from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.exchange.errors import Refusal
from portal.text import display

MAX_DIGITS = 28
_MAX_LENGTH = 100

FULL_WIDTH = str.maketrans("０１２３４５６７８９，．＋－", "0123456789,.+-")
_SIGNED = re.compile(r"([+\-\u2212]?) ?([0-9][0-9., ]*)")
_SCALES = {"nghìn": 3, "ngàn": 3, "thousand": 3, "triệu": 6, "tr": 6, "million": 6,
           "tỷ": 9, "tỉ": 9, "billion": 9}  # fmt: skip
_MONEY = r"usd|us\$|\$|vnd|vnđ|đồng|đ|đô[ -]la(?: mỹ)?"
_SCALED = re.compile(
    rf"(?:(?:{_MONEY}) ?)?([+\-\u2212]?[0-9](?:.*[0-9])?) ?({'|'.join(_SCALES)})\.?"
    rf"(?: ?(?:{_MONEY}))?",
    re.IGNORECASE,
)
_WITH_UNIT = re.compile(
    rf"(?:(?:{_MONEY}) ?)?([+\-\u2212]?[0-9](?:.*[0-9])?)(?: ?(?:{_MONEY}|ha|m2|m²))?",
    re.IGNORECASE,
)
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:([., ])[0-9]{3})(?:\1[0-9]{3})*")


class NumberError(Refusal):
    """Not a number, or not one that fits."""


class AmbiguousNumber(NumberError):
    """A number that the Vietnamese and the English way read differently, as 67.812."""


def parse_number(value, *, language=None, places=None):
    """The exact Decimal that a text, or the number in a cell, stands for.

    Both the Vietnamese (1.628,89) and the English way (1,628.89) are read, in either
    language; spaces may group thousands. What they read differently raises AmbiguousNumber,
    which shows both readings as `language` (default: the active one) writes them, unless one has
    more than `places` decimals: of money, 67.812 are sixty-seven thousand. Anything else that is no
    plain number, has more than `places` decimals or more than 28 digits raises NumberError. Zeros
    at the end of the decimals are dropped.
    """
    if isinstance(value, str):
        number = _parse_text(value, language, places)
    elif isinstance(value, float) and math.isfinite(value):
        number = Decimal(repr(value))
    elif isinstance(value, int | Decimal) and not isinstance(value, bool):
        number = Decimal(value)
    else:
        raise _no_number(value, places)
    if not number.is_finite():
        raise _no_number(value, places)
    _check_digits(number, value, places)
    return _plain(number)


def show_number(value, language=None):
    """The Decimal as a form shows it: what parse_number() reads back as the same number.

    As keyboards type it: below zero with a hyphen. Thousands are grouped unless that could be read
    another way: 1.628,89 but 67812, and 67,8120 for three decimals.
    """
    value, language = _plain(Decimal(value)), language or _language()
    text = display.number(value, language).replace("−", "-")
    if len(_readings(text.lstrip("-"))) < 2:
        return text
    if value == value.to_integral_value():
        return f"{value:f}"
    return display.number(value, language, decimals=4).replace("−", "-")


def _parse_text(text, language, places):
    if len(text) > _MAX_LENGTH:
        raise _no_number(text, places)
    plain = unicodedata.normalize("NFC", text).translate(FULL_WIDTH)
    plain = "".join(" " if c.isspace() else c for c in plain).strip()
    if not plain:
        raise NumberError(_("A number is missing."), code="missing")
    if plain.startswith("(") and plain.endswith(")"):
        raise NumberError(
            _("“%(text)s”: write a negative number with a minus sign, not in brackets."),
            code="brackets",
            params={"text": plain},
        )
    match = _SIGNED.fullmatch(plain)
    readings = _readings(match[2]) if match else set()
    if len(readings) > 1 and places is not None:
        readings = {number for number in readings if _decimals(number) <= places} or readings
    if not readings:
        _refuse_unit(plain, language)
        raise _no_number(text, places)
    sign = -1 if match[1] in {"-", "\u2212"} else 1
    # Unary minus would round to the precision of the context.
    values = sorted(number.copy_sign(Decimal(sign)) for number in readings)
    if len(values) > 1:
        raise _ambiguous(plain, values, language)
    return values[0]


def _refuse_unit(text, language):
    """Say what to write where words stand behind a number that can be read."""
    if match := _SCALED.fullmatch(text):
        number = parse_number(match[1], language=language)
        full = number.scaleb(_SCALES[match[2].lower()])
        raise NumberError(
            _(
                "“%(text)s” has the word “%(word)s”: write digits alone, %(full)s; where amounts "
                "are counted in that, %(number)s."
            ),
            code="scale",
            params={
                "text": text,
                "word": match[2],
                "number": show_number(number, language),
                "full": show_number(full, language),
            },
        )
    if (match := _WITH_UNIT.fullmatch(text)) and match[1] != text:
        raise NumberError(
            _("“%(text)s”: write digits alone, without the unit: %(number)s."),
            code="unit",
            params={
                "text": text,
                "number": show_number(parse_number(match[1], language=language), language),
            },
        )


def _readings(digits):
    """What digits with separators can mean: no, one or two Decimals."""
    readings = set()
    for mark in ",.":
        whole, found, fraction = digits.partition(mark)
        if found and not re.fullmatch("[0-9]+", fraction):
            continue
        grouped = _GROUPED.fullmatch(whole)
        if grouped is None and not re.fullmatch("[0-9]+", whole):
            continue
        if grouped and grouped[1] == mark:
            continue
        readings.add(Decimal(re.sub("[., ]", "", whole) + (f".{fraction}" if found else "")))
    return readings


def _decimals(number):
    return -_plain(number).as_tuple().exponent


def _check_digits(number, value, places):
    _sign, digits, exponent = number.as_tuple()
    # Measured first, because writing out 1E+999999 would fill the memory.
    is_long = len(digits) > _MAX_LENGTH or abs(exponent) > _MAX_LENGTH
    plain = None if is_long else _plain(number)
    if plain is None or max(len(plain.as_tuple().digits), -plain.as_tuple().exponent) > MAX_DIGITS:
        raise NumberError(
            _("“%(text)s” has too many digits: at most %(limit)s are possible."),
            code="digits",
            params={"text": str(number)[:_MAX_LENGTH], "limit": MAX_DIGITS},
        )
    if places is not None and -plain.as_tuple().exponent > places:
        raise NumberError(
            _("“%(text)s” has too many decimals: at most %(places)s are possible here."),
            code="places",
            params={
                "text": value if isinstance(value, str) else show_number(plain),
                "places": places,
            },
        )


def _plain(number):
    """The same number with no exponent and no zeros at the end of its decimals."""
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return Decimal("0" if text == "-0" else text)


def _ambiguous(text, values, language):
    fraction, whole = sorted(values, key=abs)
    return AmbiguousNumber(
        _(
            "“%(text)s” can be read as %(fraction)s (with decimals) or as %(whole)s (a whole "
            "number): write it in one of these two ways."
        ),
        code="ambiguous",
        params={
            "text": text,
            "fraction": show_number(fraction, language),
            "whole": show_number(whole, language),
        },
    )


def _no_number(value, places):
    text = "".join(c for c in str(value)[:_MAX_LENGTH] if c.isprintable())
    said = (
        _("“%(text)s” is not a whole number: write digits alone, as 12.")
        if places == 0
        else _("“%(text)s” is not a number: write digits alone, as 1.628,89 or 1,628.89.")
    )
    return NumberError(said, code="invalid", params={"text": text})


def _language():
    return (get_language() or "vi").partition("-")[0]
