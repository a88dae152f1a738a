"""What the rows of a sheet are: titles, a heading, data, totals. Understood or refused."""

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from portal.exchange import heading
from portal.exchange.addresses import column_letters
from portal.exchange.errors import TableError
from portal.text.fold import fold

_MAX_NAMED = 5
_TOTALS = {"tong cong", "tong so", "tong", "cong", "total", "totals", "grand total"}
_NUMBERING = re.compile(r"\(?([0-9]{1,3})\)?")
#: Also letters, and a column that is the sum of others: (3) = (1) + (2).
_FREE_NUMBERING = re.compile(r"\(?(?:[0-9]{1,3}|[A-Z])\)?(?:\s*=.*)?")


@dataclass(frozen=True, slots=True)
class Heading:
    """A column: its letters in the sheet and its text, "Vốn / Triệu USD" if of two rows.

    The text is "" where a column without a heading was allowed, a Converted where a part of it was.
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
    """A filled row that is no data, and why; `texts`: all that it says; `values`: of a total, one
    for each heading."""

    number: int
    reason: str
    texts: tuple = ()
    values: tuple = ()

    @property
    def text(self):
        """The longest that it says."""
        return max(self.texts, key=len, default="")


@dataclass(frozen=True, slots=True)
class Table:
    """`sheet` is "" for CSV; `other_sheets` are the visible ones that were not read.

    `hidden`, `struck`: numbers of rows that are hidden, or struck out for the greater part;
    `struck_cells`: addresses of others that are; `merged`: row number → a merged range in it.
    """

    sheet: str
    other_sheets: tuple[str, ...]
    header_rows: tuple[int, ...]
    headings: tuple[Heading, ...]
    rows: tuple[Row, ...]
    skipped: tuple[Skipped, ...]
    hidden: frozenset[int] = frozenset()
    struck: frozenset[int] = frozenset()
    struck_cells: frozenset[str] = frozenset()
    merged: dict[int, str] = field(default_factory=dict)

    def address(self, row, index):
        """Where the value with that index stands: D17."""
        return f"{self.headings[index].letters}{row.number}"


@dataclass(frozen=True, slots=True)
class Sheet:
    """What was found in a sheet: [(row number, [value, …])], merged ranges; `struck`: row number →
    columns, counted from 1."""

    name: str
    rows: list
    merged: list
    other_sheets: tuple = ()
    hidden: frozenset = frozenset()
    struck: dict = field(default_factory=dict)


def understand(sheet, headings=(), *, loose=False, tolerant=False):
    """The Table in a Sheet. Raises TableError.

    Rows above the heading, a row that numbers the columns, totals at the end and a merged line
    below them are skipped, and named as such. headings, loose, tolerant: see read_table().
    """
    rows = [(n, values) for n, values in sheet.rows if any(v is not None for v in values)]
    ranges = [heading.parsed(cells) for cells in sheet.merged]
    found = heading.find(rows, ranges, headings, tolerant=tolerant)
    columns, (first, *_rest, last) = found.columns, (*found.rows, found.rows[-1])
    titles = [_skipped(row, _("above the heading")) for row in rows if row[0] < first]
    body = [row for row in rows if row[0] > last]
    if loose or tolerant:
        columns = heading.with_nameless(columns, body)
    else:
        heading.check_distinct(columns)
    body, numbering = _without_numbering(body, columns, tolerant)
    body, foot = _without_foot(body, ranges)
    body, totals = _without_totals(body, columns)
    if not tolerant:
        _check_merged(body, ranges)
    _check_named(body, columns)
    if not body:
        raise TableError(
            _("There are no rows below the heading: fill in the table."), code="no_rows"
        )
    struck = _struck(body, sheet.struck)
    return Table(
        sheet=sheet.name,
        other_sheets=sheet.other_sheets,
        header_rows=found.rows,
        headings=tuple(Heading(column_letters(n), text) for n, text in columns.items()),
        rows=tuple(Row(n, tuple(_at(values, c) for c in columns)) for n, values in body),
        skipped=(*titles, *numbering, *totals, *foot),
        hidden=sheet.hidden & {number for number, _values in body},
        struck=struck,
        struck_cells=frozenset(
            f"{column_letters(column)}{number}"
            for number, columns in sheet.struck.items()
            if number not in struck
            for column in columns
        ),
        merged=_merged(body, ranges),
    )


def _at(values, column):
    """The value in a column counted from 1; rows end with their last filled cell."""
    return values[column - 1] if column <= len(values) else None


def _skipped(row, reason):
    number, values = row
    return Skipped(number, reason, tuple(value for value in values if isinstance(value, str)))


def _struck(body, struck):
    return frozenset(
        number
        for number, values in body
        if 2 * len(struck.get(number, ())) >= sum(value is not None for value in values)
    )


# --- The rows below it -------------------------------------------------------------


def _without_numbering(body, columns, tolerant):
    """Some forms number their columns in a row below the heading: (1), (2), (3)."""
    if not body or len(columns) < 3:
        return body, []
    is_numbering = _numbers_freely if tolerant else _numbers_all
    if not is_numbering(body[0][1], columns):
        return body, []
    return body[1:], [_skipped(body[0], _("numbers the columns"))]


def _numbers_all(values, columns):
    found = [_NUMBERING.fullmatch(str(_at(values, column))) for column in columns]
    return [match and int(match[1]) for match in found] == list(range(1, len(columns) + 1))


def _numbers_freely(values, columns):
    """Whether most columns have a small number or a letter, and the numbers grow."""
    found = [str(value) for value in values if value is not None]
    digits = [int(match[0]) for text in found if (match := re.search("[0-9]+", text))]
    return (
        len(found) > max(2, len(columns) // 2)
        and all(_FREE_NUMBERING.fullmatch(text) for text in found)
        and len(digits) > 1
        and digits == list(range(digits[0], digits[0] + len(digits)))
    )


def _without_foot(body, ranges):
    """Without lines at the end that are one cell merged sideways: "Nguồn: VCCI"."""
    wide = {cells.top for cells in ranges if cells.is_wide and cells.top == cells.bottom}
    foot = []
    while body and body[-1][0] in wide and _is_one_text(body[-1][1]):
        foot.append(_skipped(body[-1], _("below the table")))
        body = body[:-1]
    return body, foot[::-1]


def _is_one_text(values):
    filled = [value for value in values if value is not None]
    return len(filled) == 1 and isinstance(filled[0], str)


def _without_totals(body, columns):
    totals = []
    while body and _is_total(body[-1][1]):
        total = _skipped(body[-1], _("total of the rows above"))
        printed = tuple(_at(body[-1][1], column) for column in columns)
        totals.append(replace(total, values=printed))
        body = body[:-1]
    return body, totals[::-1]


def _is_total(values):
    """A word for "total" first and nothing but numbers behind it: Total is also a company."""
    first, *others = [value for value in values if value is not None]
    is_named = isinstance(first, str) and fold(first) in _TOTALS
    return is_named and all(_is_numeric(value) for value in others)


def _is_numeric(value):
    return isinstance(value, Decimal) or not re.search(r"[^\W\d_]", str(value))


def _merged(body, ranges):
    """row number → the first merged range that it has a part in."""
    numbers = {number for number, _values in body}
    found = {}
    for cells in ranges:
        for number in numbers.intersection(range(cells.top, cells.bottom + 1)):
            found.setdefault(number, cells.text)
    return found


def _check_merged(body, ranges):
    if merged := list(dict.fromkeys(_merged(body, ranges).values())):
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
