"""The columns of the registers' tables: how a cell is read into a column of a model, and shown."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from portal.exchange.dates import parse_date, parse_year
from portal.exchange.numbers import parse_number
from portal.exchange.writing import Column
from portal.text.fold import fold
from portal.text.plain import clean_text
from projects.codes import tidy
from projects.models import Country
from projects.models.money import CURRENCIES

#: A cell of Excel holds no more, and says nothing when it cuts.
FULL_CELL = 32_767
_WITH_COUNTRY = re.compile(r"(.*\S)\s*\(([^()]*)\)", re.DOTALL)
#: Ten digits, or ten and three of a branch: Decree 123/2020 on invoices calls both so.
_TAX_CODE = re.compile(r"[0-9]{10}(?:-?[0-9]{3})?")
_SCIENTIFIC = re.compile(r"[0-9](?:[.,][0-9]+)?E[+-]?[0-9]+", re.IGNORECASE)
_UNIT_WORDS = {"ha", "hec", "ta", "hecta", "m2", "m²", "km2", "km²", "met", "vuong", "kilomet",
               "usd", "us", "do", "la", "my", "vnd", "dong", "d", "viet", "nam", "nghin",
               "ngan", "trieu", "tr", "ty", "ti", "1", "000", "thousand", "million",
               "millions", "mn", "billion", "billions", "bn", "dvt", "don", "vi",
               "tinh"}  # fmt: skip


@dataclass(frozen=True)
class Measure:
    """What the numbers of a column measure, in units that its heading names.

    find(heading) gives what they are multiplied by, or raises ValidationError; units: {that:
    name of the unit}; places: how many decimals remain where another unit may bring more;
    digits(value, size, names) gives the number of a cell in the unit of its column, and tells names
    (RowNames) where the cell named another, or raises ValidationError.
    """

    find: Callable
    units: dict
    places: int = 6
    digits: Callable = lambda value, size, names: value


@dataclass(frozen=True, eq=False)
class Field:
    """A column of a table. `name` is the column of the model.

    parse(value, names) gives what the model holds for a filled cell, or raises ValidationError;
    show(value, names) the cell for what the model holds.
    """

    name: str
    heading: str | Promise
    parse: Callable
    show: Callable
    kind: str = "text"
    note: str | Promise = ""
    choices: Callable | None = None
    #: Never emptied; in a sheet of parts or entries never empty.
    needed: bool = False
    empty: Any = None
    #: Where the heading must name a unit.
    measure: Measure | None = None
    unit: str | Promise = ""
    #: Written for people, never read.
    told: bool = False
    #: Whether the model's own validators look at it; whose, where it is not the sheet's model.
    plain: bool = True
    model: type | None = None
    #: Other headings that mean it.
    also: tuple = ()

    def same(self, stored, value):
        """Whether a column holds what the cell says."""
        if isinstance(value, str) or isinstance(stored, str):
            return clean_text(stored or "") == (value or "")
        return stored == value

    def column(self, names):
        """The column of a spreadsheet, in the active language."""
        choices = self.choices(names) if self.choices else ()
        return Column(
            self.name, self.heading, self.kind, str(self.unit), str(self.note), tuple(choices)
        )

    def titles(self):
        """Its headings in every language, with and without the unit."""
        return _titles(self)


@cache
def _titles(field):
    found = set()
    for language in ("vi", "en"):
        with override(language):
            found |= {str(field.heading), Column("", field.heading, unit=str(field.unit)).title}
            found |= {str(title) for title in field.also}
    return frozenset(found)


def factor(field, heading):
    """What a column's numbers are multiplied by; None if the heading is not that field's.

    Raises ValidationError where the heading names no unit of a measure, or the wrong one.
    """
    known = {fold(title) for title in field.titles()}
    if field.measure is None:
        return Decimal(1) if fold(heading) in known else None
    is_its = bare(heading) in known or fold(heading) in known
    return field.measure.find(heading) if is_its else None


def bare(heading):
    """A heading, folded, without the words for units at its end."""
    words = fold(heading).split()
    while words and words[-1] in _UNIT_WORDS:
        words.pop()
    return " ".join(words)


# --- kinds of fields -------------------------------------------------------------------


def text(name, heading, **options):
    return Field(name, heading, _text, lambda value, names: value or None, empty="", **options)


def _text(value, names):
    if isinstance(value, bool | date):
        raise ValidationError(_("Write a text: format the cell as text, then type it again."))
    if isinstance(value, Decimal):
        if value != value.to_integral_value():
            raise ValidationError(_("Write a text: this is a number with decimals."))
        value = f"{value:f}".partition(".")[0]
    if _SCIENTIFIC.fullmatch(value):
        raise ValidationError(
            _("“%(text)s”: Excel has cut it: format the cell as text, then type it again."),
            params={"text": value},
        )
    if len(value) >= FULL_CELL:
        raise ValidationError(_("The cell is full: Excel may have cut the text."))
    return value


def code(name, heading, **options):
    """A number of a project or a document, in the shape that codes.tidy() gives it."""
    return Field(name, heading, _code, lambda value, names: value or None, empty="", **options)


def _code(value, names):
    text = _text(value, names)
    if (tidied := tidy(text)) != text:
        names.told.append(_("“%(text)s” was read as “%(name)s”.") % {"text": text, "name": tidied})
    return tidied


def texts(name, heading, **options):
    """A text in Vietnamese and one in English."""
    return [
        text(f"{name}_vi", heading, **options),
        text(f"{name}_en", _in_english(heading), note=_TRANSLATION),
    ]


_TRANSLATION = gettext_lazy("May stay empty; a translator can add it later.")


def _in_english(heading):
    return format_lazy("{} ({})", heading, gettext_lazy("in English"))


def number(name, heading, *, places, **options):
    def parse(value, names):
        return parse_number(value, language="vi", places=places)

    return Field(name, heading, parse, as_is, "number", **options)


def day(name, heading, **options):
    return Field(name, heading, lambda value, names: parse_date(value), as_is, "date", **options)


def year(name, heading, **options):
    return Field(
        name, heading, lambda value, names: parse_year(value), lambda value, names: str(value),
        **options,
    )  # fmt: skip


def choice(name, heading, choices, **options):
    """One of TextChoices, by its words in either language."""
    kinds = {kind.value: kind for kind in choices}

    def parse(value, names):
        wanted = fold(str(value))
        for kind in kinds.values():
            if wanted in _words(kind):
                return kind.value
        raise ValidationError(
            _("“%(text)s” is none of: %(names)s."),
            params={"text": value, "names": "; ".join(labels())},
        )

    def show(value, names):
        return str(kinds[value].label) if value else None

    def labels():
        return [str(kind.label) for kind in kinds.values()]

    options = {"empty": "", **options}
    return Field(name, heading, parse, show, choices=lambda names: labels(), **options)


def _words(kind):
    words = {fold(kind.value)}
    for language in ("vi", "en"):
        with override(language):
            words.add(fold(str(kind.label)))
    return words


def currency(name, heading, **options):
    def parse(value, names):
        code = str(value).strip().upper()
        if code not in CURRENCIES:
            raise ValidationError(
                _("“%(text)s” is none of: %(names)s."),
                params={"text": value, "names": ", ".join(CURRENCIES)},
            )
        return code

    return Field(
        name, heading, parse, as_is, empty="USD", choices=lambda names: CURRENCIES,
        note=gettext_lazy("Empty means USD."), **options,
    )  # fmt: skip


def yes_or_no(name, heading, **options):
    def parse(value, names):
        if isinstance(value, bool):
            return value
        wanted = fold(str(value))
        if wanted not in ("co", "yes", "x", "khong", "no"):
            raise ValidationError(_("Write “có” or leave it empty."))
        return wanted in ("co", "yes", "x")

    return Field(
        name, heading, parse, lambda value, names: _("yes") if value else None, empty=False,
        choices=lambda names: [_("yes")], **options,
    )  # fmt: skip


def link(name, heading, model, **options):
    """One object of the reference data, by name or code."""

    def parse(value, names):
        return names.find(model, _text(value, names))

    return Field(
        f"{name}_id", heading, parse, lambda value, names: names.label(model, value),
        choices=lambda names: names.labels(model), plain=False, **options,
    )  # fmt: skip


def links(name, heading, model, **options):
    """Several objects, separated by semicolons or on lines of their own: a frozenset of keys."""

    def parse(value, names):
        return frozenset(names.find(model, part) for part in _several(_text(value, names)))

    def show(value, names):
        return "; ".join(sorted(names.label(model, pk) for pk in value)) or None

    return Field(
        name, heading, parse, show, empty=frozenset(), plain=False, **options,
    )  # fmt: skip


def investors(name, heading, **options):
    """“name (country)”, several separated by semicolons or lines: ((name, key of country), …)."""

    def parse(value, names):
        return tuple(_investor(part, names) for part in _several(_text(value, names)))

    def show(value, names):
        shown = (_shown_investor(investor, names) for investor in value)
        return "; ".join(shown) or None

    return Field(name, heading, parse, show, empty=(), plain=False, **options)


def coded_investors(name, heading, **options):
    """“name (tax code)”, several separated by semicolons or lines: ((name, tax code), …)."""

    def parse(value, names):
        return tuple(_with_code(part) for part in _several(_text(value, names)))

    def show(value, names):
        shown = (f"{name} ({code})" if code else clean_text(name) for name, code in value)
        return "; ".join(shown) or None

    return Field(name, heading, parse, show, empty=(), plain=False, **options)


def _with_code(part):
    name, code = part, ""
    if (match := _WITH_COUNTRY.fullmatch(part)) and (
        digits := _TAX_CODE.fullmatch(match[2].strip())
    ):
        name, code = match[1], digits[0]
    if len(name) > 250:
        raise ValidationError(_("“%(text)s”: at most 250 letters."), params={"text": name})
    return name, code


def _investor(part, names):
    if not (match := _WITH_COUNTRY.fullmatch(part)):
        investor = part, None
    else:
        investor = match[1], names.find(Country, match[2]) if match[2].strip() else None
    if len(investor[0]) > 250:
        raise ValidationError(_("“%(text)s”: at most 250 letters."), params={"text": investor[0]})
    return investor


def _shown_investor(investor, names):
    name, country = investor
    name = clean_text(name)
    if country is None:
        return f"{name} ()" if name.endswith(")") else name
    return f"{name} ({names.label(Country, country)})"


def _several(value):
    parts = value.split("\n") if "\n" in value else value.split(";")
    return [part.strip() for part in parts if part.strip()]


def as_is(value, names):
    return value


def told(name, heading, kind="text", **options):
    """A column that only tells people something."""
    return Field(name, heading, lambda value, names: None, as_is, kind, told=True, **options)
