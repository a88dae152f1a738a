"""What the rows of a sheet are: titles, a heading, data, totals. Understood or refused."""

import re
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from portal.exchange.addresses import column_letters, column_number
from portal.exchange.dates import FIRST_YEAR, LAST_YEAR
from portal.exchange.errors import TableError
from portal.text.fold import fold

_HEADING_WITHIN = 30
_HEADING_DEPTH = 4
_MAX_NAMED = 5
_TOTALS = {"tong cong", "tong so", "tong", "cong", "total", "totals", "grand total"}
_NUMBERING = re.compile(r"\(?([0-9]{1,3})\)?")
_RANGE = re.compile(r"([A-Z]+)([0-9]+):([A-Z]+)([0-9]+)")


@dataclass(frozen=True, slots=True)
class Heading:
    """A column: its letters in the sheet and its text, "Vốn / Triệu USD" if of two rows.

    The text is "" where a column without a heading was allowed.
    """

    letters: str
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row of data: its number in the sheet and a value for each heading.

    Values are None, str (clean, never empty), bool, Decimal, date or datetime.
    """

    number: int
    values: tuple


@dataclass(frozen=True, slots=True)
class Skipped:
    """A filled row that is no data, and why; values: of a total, one for each heading."""

    number: int
    reason: str
    values: tuple = ()


@dataclass(frozen=True, slots=True)
class Table:
    """`sheet` is "" for CSV; `other_sheets` are the visible ones that were not read."""

    sheet: str
    other_sheets: tuple[str, ...]
    header_rows: tuple[int, ...]
    headings: tuple[Heading, ...]
    rows: tuple[Row, ...]
    skipped: tuple[Skipped, ...]

    def address(self, row, index):
        """Where the value with that index stands: D17."""
        return f"{self.headings[index].letters}{row.number}"


@dataclass(frozen=True, slots=True)
class _Merged:
    """A merged range by column and row numbers, inclusive."""

    text: str
    left: int
    top: int
    right: int
    bottom: int

    @property
    def is_wide(self):
        return self.right > self.left


def understand(sheet, rows, merged, headings=(), other_sheets=(), *, loose=False):
    """The Table in [(row number, [value, …])] and merged ranges. Raises TableError.

    Rows above the heading, a row that numbers the columns, totals at the end and a merged line
    below them are skipped, and named as such. headings, loose: see read_table().
    """
    rows = [(number, values) for number, values in rows if any(v is not None for v in values)]
    ranges = [_parsed(cells) for cells in merged]
    first = _first_header_row(rows, _knowing(headings))
    last = _last_header_row(first, ranges)
    header_rows = tuple(range(first, last + 1))
    columns = _columns([r for r in rows if first <= r[0] <= last], ranges, header_rows)
    titles = [Skipped(n, _("above the heading")) for n, _values in rows if n < first]
    body = [row for row in rows if row[0] > last]
    if loose:
        columns = _with_nameless(columns, body)
    else:
        _check_distinct(columns)
    body, numbering = _without_numbering(body, columns)
    body, foot = _without_foot(body, ranges)
    body, totals = _without_totals(body, columns)
    _check_merged(body, ranges)
    _check_named(body, columns)
    if not body:
        raise TableError(
            _("There are no rows below the heading: fill in the table."), code="no_rows"
        )
    return Table(
        sheet=sheet,
        other_sheets=tuple(other_sheets),
        header_rows=header_rows,
        headings=tuple(Heading(column_letters(n), text) for n, text in columns.items()),
        rows=tuple(Row(n, tuple(_at(values, c) for c in columns)) for n, values in body),
        skipped=(*titles, *numbering, *totals, *foot),
    )


def _parsed(cells):
    left, top, right, bottom = _RANGE.fullmatch(cells).groups()
    return _Merged(cells, column_number(left), int(top), column_number(right), int(bottom))


def _at(values, column):
    """The value in a column counted from 1; rows end with their last filled cell."""
    return values[column - 1] if column <= len(values) else None


# --- The heading -------------------------------------------------------------------


def _first_header_row(rows, is_known):
    """Where the first two texts are that are known; a year alone is no heading."""
    for number, values in rows[:_HEADING_WITHIN]:
        texts = [value for value in values if isinstance(value, str)]
        if sum(map(is_known, texts)) > 1:
            return number
    raise TableError(
        _("No heading was found: the first row must name the columns as in the template."),
        code="no_heading",
    )


def _knowing(headings):
    """A function that knows the texts of a heading, also the upper part of one of two rows."""
    if callable(headings):
        return headings
    known = {fold(text) for text in headings}

    def is_known(text):
        folded = fold(text)
        return any(heading == folded or heading.startswith(f"{folded} ") for heading in known)

    return is_known if known else lambda text: True


def _last_header_row(first, ranges):
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


def _columns(rows, ranges, header_rows):
    """{column number: text} of the heading; texts of several rows are joined by " / "."""
    values = {
        (number, column): value
        for number, row in rows
        for column, value in enumerate(row, 1)
        if value is not None
    }
    if not all(isinstance(value, str) or _is_year(value) for value in values.values()):
        raise _unclear_heading(header_rows[0])
    _spread(values, ranges, header_rows)
    parts = {}
    for (_number, column), value in sorted(values.items()):
        texts = parts.setdefault(column, [])
        if str(value) not in texts:
            texts.append(" ".join(str(value).split()))
    return {column: " / ".join(parts[column]) for column in sorted(parts)}


def _with_nameless(columns, body):
    filled = {
        column
        for _number, values in body
        for column, value in enumerate(values, 1)
        if value is not None
    }
    return {column: columns.get(column, "") for column in sorted(filled | columns.keys())}


def _is_year(value):
    return isinstance(value, Decimal) and FIRST_YEAR <= value <= LAST_YEAR


def _spread(values, ranges, header_rows):
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
            if cells.is_wide and not is_named:
                raise _unclear_heading(cells.text)


def _check_distinct(columns):
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


# --- The rows below it -------------------------------------------------------------


def _without_numbering(body, columns):
    """Some forms number their columns in a row below the heading: (1), (2), (3)."""
    if not body or len(columns) < 3:
        return body, []
    number, values = body[0]
    found = [_NUMBERING.fullmatch(str(_at(values, column))) for column in columns]
    if [match and int(match[1]) for match in found] != list(range(1, len(columns) + 1)):
        return body, []
    return body[1:], [Skipped(number, _("numbers the columns"))]


def _without_foot(body, ranges):
    """Without lines at the end that are one cell merged sideways: "Nguồn: VCCI"."""
    wide = {cells.top for cells in ranges if cells.is_wide and cells.top == cells.bottom}
    foot = []
    while body and body[-1][0] in wide and _is_one_text(body[-1][1]):
        foot.append(Skipped(body[-1][0], _("below the table")))
        body = body[:-1]
    return body, foot[::-1]


def _is_one_text(values):
    filled = [value for value in values if value is not None]
    return len(filled) == 1 and isinstance(filled[0], str)


def _without_totals(body, columns):
    totals = []
    while body and _is_total(body[-1][1]):
        number, values = body[-1]
        printed = tuple(_at(values, column) for column in columns)
        totals.append(Skipped(number, _("total of the rows above"), printed))
        body = body[:-1]
    return body, totals[::-1]


def _is_total(values):
    """A word for "total" first and nothing but numbers behind it: Total is also a company."""
    first, *others = [value for value in values if value is not None]
    is_named = isinstance(first, str) and fold(first) in _TOTALS
    return is_named and all(_is_numeric(value) for value in others)


def _is_numeric(value):
    return isinstance(value, Decimal) or not re.search(r"[^\W\d_]", str(value))


def _check_merged(body, ranges):
    numbers = {number for number, _values in body}
    merged = [
        cells.text
        for cells in ranges
        if any(number in numbers for number in range(cells.top, cells.bottom + 1))
    ]
    if merged:
        raise TableError(
            _("Cells %(cells)s are merged: unmerge them and fill in every row."),
            code="merged",
            params={"cells": _listed(merged)},
        )


def _check_named(body, columns):
    nameless = [
        f"{column_letters(column)}{number}"
        for number, values in body
        for column, value in enumerate(values, 1)
        if value is not None and column not in columns
    ]
    if nameless:
        raise TableError(
            _("Cells %(cells)s have no heading above them: name the column or empty them."),
            code="nameless",
            params={"cells": _listed(nameless)},
        )


def _listed(cells):
    return ", ".join(cells[:_MAX_NAMED]) + ("…" if len(cells) > _MAX_NAMED else "")
