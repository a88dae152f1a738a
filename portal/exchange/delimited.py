"""CSV files as rows of texts. Runs in the child process, without Django."""

import codecs
import csv
import io
import sys

from portal.exchange.addresses import column_letters
from portal.exchange.cells import text_cells, unescape
from portal.exchange.limits import Unreadable

_DELIMITERS = ";,\t"
_SAMPLE_ROWS = 20


def read(data, limits):
    """{"rows": [[row number, [cell, …]], …]} of CSV bytes, every cell "t" and its text.

    Raises Unreadable.
    """
    text = _decode(data)
    if text.lstrip()[:1] == "<":
        raise Unreadable("not_table")
    if len(text) > limits.characters:
        raise Unreadable("too_much")
    csv.field_size_limit(sys.maxsize)
    rows, cells = [], 0
    for number, row in enumerate(_records(text, _delimiter(text)), 1):
        if not any(cell.strip() for cell in row):
            continue
        cells += len(row)
        if number > limits.rows or len(row) > limits.columns:
            cell = f"{column_letters(len(row))}{number}"
            raise Unreadable("outside", cell=cell, rows=limits.rows, columns=limits.columns)
        if cells > limits.cells:
            raise Unreadable("too_much")
        rows.append([number, [unescape(text) for text in row]])
    read = iter(text_cells([text for _number, row in rows for text in row])[0])
    rows = [[number, [next(read) for _text in row]] for number, row in rows]
    none = {key: [] for key in ("other_sheets", "merged", "hidden", "struck")}
    return {"sheet": "", **none, "rows": rows, "faults": {}}


def _decode(data):
    is_utf16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = data.decode("utf-16" if is_utf16 else "utf-8-sig")
    except UnicodeDecodeError:
        raise Unreadable("encoding") from None
    if "\0" in text:
        raise Unreadable("encoding")
    return text


def _delimiter(text):
    """The one that cuts the first rows into equally many cells, at least two."""
    regular = [mark for mark in _DELIMITERS if _is_regular(text, mark)]
    several = regular or [mark for mark in _DELIMITERS if mark in text]
    if len(several) != 1:
        raise Unreadable("delimiter")
    return several[0]


def _is_regular(text, delimiter):
    widths = set()
    try:
        for _number, row in zip(range(_SAMPLE_ROWS), _records(text, delimiter), strict=False):
            if row:
                widths.add(len(row))
    except Unreadable:
        return False
    return len(widths) == 1 and widths != {1}


def _records(text, delimiter):
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        yield from reader
    except csv.Error:
        raise Unreadable("quotes", line=reader.line_num) from None
