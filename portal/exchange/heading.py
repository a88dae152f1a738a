"""Where the heading of a table is, and what its columns are called."""

import re
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from portal.exchange.addresses import column_letters, column_number
from portal.exchange.cells import Converted
from portal.exchange.dates import FIRST_YEAR, LAST_YEAR
from portal.exchange.errors import TableError
from portal.text.fold import fold

_HEADING_WITHIN = 30
_HEADING_DEPTH = 4
_RANGE = re.compile(r"([A-Z]+)([0-9]+):([A-Z]+)([0-9]+)")
_UNIT = re.compile(r"\(.*\)")
_NUMBERED = re.compile(r"\(?[0-9]{1,3}\)?")


@dataclass(frozen=True, slots=True)
class Merged:
    """A merged range by column and row numbers, inclusive."""

    text: str
    left: int
    top: int
    right: int
    bottom: int

    @property
    def is_wide(self):
        return self.right > self.left


def parsed(cells):
    """The Merged of a range."""
    left, top, right, bottom = _RANGE.fullmatch(cells).groups()
    return Merged(cells, column_number(left), int(top), column_number(right), int(bottom))


@dataclass(frozen=True, slots=True)
class Found:
    """`rows` of the heading, first to last; `columns`: {column number: text}."""

    rows: tuple
    columns: dict


def find(rows, ranges, headings, *, tolerant):
    """The heading in filled rows as understand() has them. Raises TableError.

    tolerant: where no text is known, the first row that looks like one is taken.
    """
    first = _first_row(rows, _knowing(headings), tolerant)
    last = _last_row(first, ranges)
    if tolerant:
        last = _with_rows_below(rows, first, last)
    numbers = tuple(range(first, last + 1))
    own = [row for row in rows if first <= row[0] <= last]
    return Found(numbers, _columns(own, ranges, numbers, tolerant))


def _first_row(rows, is_known, tolerant):
    """Where the first two texts are that are known; a year alone is no heading."""
    for number, values in rows[:_HEADING_WITHIN]:
        texts = [value for value in values if isinstance(value, str)]
        if sum(map(is_known, texts)) > 1:
            return number
    if tolerant and (number := _first_row_of_texts(rows[:_HEADING_WITHIN])):
        return number
    raise TableError(
        _("No heading was found: the first row must name the columns as in the template."),
        code="no_heading",
    )


def _first_row_of_texts(rows):
    """The first that is wide and has nothing but texts; a letterhead has few."""
    widest = max((len(_filled(values)) for _number, values in rows), default=0)
    for number, values in rows:
        filled = _filled(values)
        if len(filled) > max(1, widest // 2) and all(isinstance(one, str) for one in filled):
            return number
    return None


def _filled(values):
    return [value for value in values if value is not None]


def _with_rows_below(rows, first, last):
    """The last row of a heading whose cells nobody merged: below it stand units in brackets, and
    the parts of what is named above the first of them. A row of data begins where the heading does.
    """
    above = next(values for number, values in rows if number == first)
    begin = next(at for at, value in enumerate(above) if value is not None)
    for number, values in rows:
        if number != last + 1 or last - first + 1 >= _HEADING_DEPTH:
            continue
        filled = {at: value for at, value in enumerate(values) if value is not None}
        if begin not in filled and all(_is_part(at, filled, above) for at in filled):
            last = number
    return last


def _is_part(at, filled, above):
    text = filled[at]
    if not isinstance(text, str) or _NUMBERED.fullmatch(text):
        return False
    has_name = [column < len(above) and above[column] is not None for column in (at, at + 1)]
    is_first_part = not has_name[1] and at + 1 in filled
    return bool(_UNIT.fullmatch(text)) or not has_name[0] or is_first_part


def _knowing(headings):
    """A function that knows the texts of a heading, also the upper part of one of two rows."""
    if callable(headings):
        return headings
    known = {fold(text) for text in headings}

    def is_known(text):
        folded = fold(text)
        return any(heading == folded or heading.startswith(f"{folded} ") for heading in known)

    return is_known if known else lambda text: True


def _last_row(first, ranges):
    """A cell merged downwards belongs to the heading; one merged sideways has parts below."""
    last = first
    while any(
        first <= cells.top <= last
        and (cells.bottom > last or (cells.is_wide and cells.bottom == last))
        for cells in ranges
    ):
        last += 1
        if last - first >= _HEADING_DEPTH:
            raise _unclear_heading(first)
    return last


def _columns(rows, ranges, header_rows, tolerant):
    """{column number: text} of the heading; texts of several rows are joined by " / "."""
    values = {
        (number, column): value
        for number, row in rows
        for column, value in enumerate(row, 1)
        if value is not None
    }
    is_clear = all(isinstance(value, str) or _is_year(value) for value in values.values())
    if not (tolerant or is_clear):
        raise _unclear_heading(header_rows[0])
    _spread(values, ranges, header_rows, tolerant)
    parts, converted = {}, set()
    for (_number, column), value in sorted(values.items()):
        texts = parts.setdefault(column, [])
        if str(value) not in texts:
            texts.append(" ".join(str(value).split()))
        if isinstance(value, Converted):
            converted.add(column)
    joined = {column: " / ".join(parts[column]) for column in sorted(parts)}
    return {at: Converted(text) if at in converted else text for at, text in joined.items()}


def with_nameless(columns, body):
    filled = {
        column
        for _number, values in body
        for column, value in enumerate(values, 1)
        if value is not None
    }
    return {column: columns.get(column, "") for column in sorted(filled | columns.keys())}


def _is_year(value):
    return isinstance(value, Decimal) and FIRST_YEAR <= value <= LAST_YEAR


def _spread(values, ranges, header_rows, tolerant):
    """Write the text of each merged range of the heading into its cells; parts must be named."""
    for cells in ranges:
        if cells.top not in header_rows:
            continue
        value = values.get((cells.top, cells.left))
        for column in range(cells.left, cells.right + 1) if value is not None else ():
            values[cells.top, column] = value
            is_named = cells.bottom == header_rows[-1] or any(
                (number, column) in values
                for number in range(cells.bottom + 1, header_rows[-1] + 1)
            )
            if cells.is_wide and not (is_named or tolerant):
                raise _unclear_heading(cells.text)


def check_distinct(columns):
    folded = Counter(fold(text) for text in columns.values())
    twice = [column for column, text in columns.items() if folded[fold(text)] > 1]
    if twice:
        raise TableError(
            _("Columns %(columns)s have the same heading: each needs its own."),
            code="same_heading",
            params={"columns": ", ".join(column_letters(column) for column in twice)},
        )


def _unclear_heading(where):
    return TableError(
        _("The merged heading at %(where)s cannot be read: unmerge it and name each column."),
        code="unclear_heading",
        params={"where": where},
    )
