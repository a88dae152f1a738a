"""Tables out as CSV and JSON: streamed, exact, and harmless in a spreadsheet."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext_lazy, pgettext_lazy

from portal.exchange.cells import escape

_CHUNK = 2**16
_BOM = "\ufeff"
#: Kind of a column → the types of its numbers.
NUMBERS = {"number": int | Decimal, "integer": int, "year": int}

#: Kind of a column → what readers are told of it.
KINDS = {
    "text": gettext_lazy("text"),
    "number": gettext_lazy("number"),
    "integer": gettext_lazy("whole number"),
    "year": pgettext_lazy("kind of column", "year"),
    "date": gettext_lazy("date"),
    "boolean": gettext_lazy("true or false"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: `key` names its value in a row, `unit` is shown in its heading.

    `note` and `choices` (what may be filled in) are for templates.
    """

    key: str
    heading: str
    kind: Literal["text", "number", "date", "integer", "year", "boolean"] = "text"
    unit: str = ""
    note: str = ""
    choices: Sequence[str] = ()

    @property
    def unit_in_words(self):
        return getattr(self.unit, "label", self.unit)  # of a choice its word, not its code

    @property
    def title(self):
        unit = self.unit_in_words
        return f"{self.heading} ({unit})" if unit else str(self.heading)


type Rows = Iterable[Mapping[str, Any]]


def csv_rows(columns: Sequence[Column], rows: Rows) -> Iterator[bytes]:
    """A CSV file in pieces: UTF-8 with BOM, CRLF, decimals with a dot, ISO dates, true or false.

    No number has zeros at its end that say nothing: “76.820” is 76,820 to a Vietnamese Excel.

    Texts that a spreadsheet would run as formulas get an apostrophe; numbers do not.
    """
    yield from _in_chunks(_csv_lines(columns, rows))


def json_rows(meta: Mapping[str, Any], columns: Sequence[Column], rows: Rows) -> Iterator[bytes]:
    """{"meta": {…}, "columns": […], "rows": [{key: value}, …]} in pieces; dates are ISO texts.

    Decimals are written digit by digit as JSON numbers, never through a float.
    """
    yield from _in_chunks(_json_lines(meta, columns, rows))


def json_object(columns: Sequence[Column], row: Mapping[str, Any]) -> str:
    """A row as {key: value}, written as json_rows() writes it."""
    members = (f"{_json(c.key)}: {_json_cell(row[c.key], c.kind)}" for c in columns)
    return f"{{{', '.join(members)}}}"


def digits(number):
    """A number with the decimals that say something: 76.82 of 76.820, 2 of 2.000."""
    text = f"{Decimal(number):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def plain(value, kind):
    """What a cell of that kind holds: None, str, int, Decimal, date or bool.

    Raises ValueError for another type, or a number that is not finite.
    """
    if value is None:
        return None
    if kind == "text":
        return str(value)
    if (kind == "date" and isinstance(value, date)) or (
        kind == "boolean" and isinstance(value, bool)
    ):
        return value
    is_number = kind in NUMBERS and isinstance(value, NUMBERS[kind]) and not isinstance(value, bool)
    if not is_number or not Decimal(value).is_finite():
        raise ValueError(f"{value!r} does not belong in a column of kind {kind}")
    return value


def _csv_lines(columns, rows):
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    buffer.write(_BOM)
    writer.writerow([escape(column.title) for column in columns])
    for row in rows:
        writer.writerow([_csv_cell(row[column.key], column.kind) for column in columns])
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    # The heading alone, of a table without rows.
    yield buffer.getvalue()


def _csv_cell(value, kind):
    value = plain(value, kind)
    if isinstance(value, str):
        return escape(value)
    if isinstance(value, bool):
        return _json(value)
    return value.isoformat() if isinstance(value, date) else _digits(value)


def _digits(number):
    return "" if number is None else digits(number)


def _json_lines(meta, columns, rows):
    described = [
        {"key": c.key, "heading": c.heading, "kind": c.kind, "unit": c.unit} for c in columns
    ]
    yield f'{{"meta": {_json(meta)},\n"columns": {_json(described)},\n"rows": ['
    separator = "\n"
    for row in rows:
        yield separator + json_object(columns, row)
        separator = ",\n"
    yield "\n]}\n"


def _json_cell(value, kind):
    value = plain(value, kind)
    if value is None or isinstance(value, str | date | bool):
        return _json(value)
    return digits(value)


def _json(value):
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)


def _in_chunks(lines):
    """Pieces large enough that the server does not spend its time handing them on."""
    parts, size = [], 0
    for line in lines:
        parts.append(line)
        size += len(line)
        if size >= _CHUNK:
            yield "".join(parts).encode()
            parts, size = [], 0
    if parts:
        yield "".join(parts).encode()
