"""Tables out as Excel workbooks: exact numbers, no formulas, the same bytes for the same table."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from textwrap import shorten

import xlsxwriter
from django.utils.translation import gettext as _

from portal.exchange.writing import Column, Rows, digits, plain

MAX_ROWS = 1_048_576
_MAX_TEXT = 32_767
_EXCEL_DIGITS = 15
_EXCEL_BEGINS = date(1900, 3, 1)  # before it, Excel counts a day that never was
_WIDTHS = {"text": 24, "number": 16, "integer": 12, "year": 12, "date": 12, "boolean": 12}
_PATTERNS = {
    "text": "@",
    "date": "dd/mm/yyyy",
    "integer": "#,##0",
    "year": "0",
    "number": "General",
    "boolean": "General",
}
_MAX_NAME = 31
_NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_MAX_WIDTH = 50
_FORM_OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
_OPTIONS = {"constant_memory": True, **_FORM_OPTIONS}


@dataclass(frozen=True, slots=True)
class Sheet:
    name: str
    columns: Sequence[Column]
    rows: Rows


def xlsx_file(file, sheets: Iterable[Sheet]):
    """Write the sheets to a path or binary file, row by row in constant memory.

    A number of more than 15 digits, which Excel cannot hold, is written as text; a text of
    more than 32,767 characters is cut and ends with "…". Raises ValueError for more rows
    than a sheet has.
    """
    with _workbook(file, _OPTIONS) as workbook:
        formats = _Formats(workbook)
        for sheet in sheets:
            worksheet = workbook.add_worksheet(sheet_name(sheet.name))
            _write_headings(worksheet, sheet.columns, formats)
            for number, row in enumerate(sheet.rows, 1):
                if number >= MAX_ROWS:
                    raise ValueError(f"a sheet has {MAX_ROWS} rows")
                for index, column in enumerate(sheet.columns):
                    _write(worksheet, (number, index), row[column.key], column.kind, formats)


def sheet_name(title):
    """A title as Excel lets a sheet be called; one too long is cut between two words."""
    return shorten(str(title).translate(_NOT_IN_NAMES), _MAX_NAME, placeholder="…").strip("'")


def metadata_sheet(facts: Mapping[str, str], columns: Sequence[Column]) -> Sheet:
    """A sheet that says what a table is: `facts` (source, date, licence …), then the units and
    notes of its columns."""
    told = {
        column.heading: "; ".join(str(text) for text in (column.unit, column.note) if text)
        for column in columns
        if column.unit or column.note
    }
    rows = [{"name": name, "value": value} for name, value in {**facts, **told}.items()]
    return Sheet(
        _("About this table"),
        [Column("name", _("Item")), Column("value", _("Value"))],
        rows,
    )


def form_file(file, sheets: Iterable[Sheet], *, empty_rows=1000):
    """Write tables to fill in or to edit, to a path or binary file; without rows, a template.

    Each sheet has the headings with their notes as comments, the columns formatted, and lists of
    the allowed values, also for `empty_rows` rows more than it has; the notes and the values stand
    on two further sheets.
    """
    sheets = list(sheets)
    with _workbook(file, _FORM_OPTIONS) as workbook:
        formats = _Formats(workbook)
        tables = [workbook.add_worksheet(sheet_name(sheet.name)) for sheet in sheets]
        _write_notes(workbook.add_worksheet(_("Notes")), sheets, formats)
        sources = _Choices(workbook.add_worksheet(_("Allowed values")), formats)
        for table, sheet in zip(tables, sheets, strict=True):
            last = _write_rows(table, sheet, formats) + empty_rows
            for index, column in enumerate(sheet.columns):
                _prepare_column(table, index, column, formats)
                if column.choices:
                    _allow(table, index, last, sources.of(column))


def _workbook(file, options):
    workbook = xlsxwriter.Workbook(file, options)
    workbook.set_properties({"created": datetime(2000, 1, 1)})
    return workbook


class _Formats:
    """The cell formats of a workbook, each made once."""

    def __init__(self, workbook):
        self.workbook, self.by_pattern = workbook, {}
        self.heading = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"})

    def of_column(self, kind):
        return self.pattern(_PATTERNS[kind])

    def of_decimals(self, places):
        return self.pattern("#,##0" + (f".{'0' * places}" if places else ""))

    def pattern(self, pattern):
        if pattern not in self.by_pattern:
            self.by_pattern[pattern] = self.workbook.add_format({"num_format": pattern})
        return self.by_pattern[pattern]


def _write_headings(worksheet, columns, formats):
    worksheet.freeze_panes(1, 0)
    for index, column in enumerate(columns):
        worksheet.set_column(index, index, _width(column))
        worksheet.write_string(0, index, column.title, formats.heading)


def _width(column):
    return min(max(_WIDTHS[column.kind], len(column.title) + 2), _MAX_WIDTH)


def _write(worksheet, place, value, kind, formats):
    value = plain(value, kind)
    if value is None:
        return
    if isinstance(value, date):
        _write_date(worksheet, *place, value, formats)
    elif isinstance(value, str):
        worksheet.write_string(*place, _cut(value))
    elif kind == "boolean":
        worksheet.write_boolean(*place, value)
    elif kind == "year":
        worksheet.write_number(*place, value, formats.of_column(kind))
    else:
        _write_number(worksheet, *place, Decimal(value), formats)


def _write_date(worksheet, row, index, value, formats):
    day = value.date() if isinstance(value, datetime) else value
    if day < _EXCEL_BEGINS:
        worksheet.write_string(row, index, day.isoformat())
    else:
        worksheet.write_datetime(row, index, day, formats.of_column("date"))


def _write_number(worksheet, row, index, number, formats):
    text = digits(number)
    if len(text.strip("-0.").replace(".", "")) > _EXCEL_DIGITS:
        worksheet.write_string(row, index, text)
    else:
        places = len(text.partition(".")[2])
        worksheet.write_number(row, index, float(number), formats.of_decimals(places))


def _cut(text):
    return text if len(text) <= _MAX_TEXT else text[: _MAX_TEXT - 1] + "…"


def _write_rows(worksheet, sheet, formats):
    """Headings and rows; gives the number of the last row."""
    number = 0
    _write_headings(worksheet, sheet.columns, formats)
    for number, row in enumerate(sheet.rows, 1):
        for index, column in enumerate(sheet.columns):
            _write(worksheet, (number, index), row[column.key], column.kind, formats)
    return number


def _prepare_column(worksheet, index, column, formats):
    worksheet.set_column(index, index, _width(column), formats.of_column(column.kind))
    if column.note:
        worksheet.write_comment(0, index, str(column.note))


def _allow(worksheet, index, last, source):
    worksheet.data_validation(1, index, last, index, {"validate": "list", "source": source})


def _write_notes(worksheet, sheets, formats):
    described = [
        Column("sheet", _("Sheet")),
        Column("title", _("Column")),
        Column("note", _("Note")),
    ]
    _write_headings(worksheet, described, formats)
    lines = [(str(sheet.name), column) for sheet in sheets for column in sheet.columns]
    for number, (name, column) in enumerate(lines, 1):
        worksheet.write_string(number, 0, name)
        worksheet.write_string(number, 1, column.title)
        worksheet.write_string(number, 2, str(column.note))


class _Choices:
    """The allowed values below the heading of their column, each list once."""

    def __init__(self, worksheet, formats):
        self.worksheet, self.formats, self.places = worksheet, formats, {}

    def of(self, column):
        """Where the allowed values of a column stand."""
        choices = tuple(str(choice) for choice in column.choices)
        if choices not in self.places:
            self.places[choices] = self._write(len(self.places), column, choices)
        return self.places[choices]

    def _write(self, index, column, choices):
        self.worksheet.set_column(index, index, _width(column))
        self.worksheet.write_string(0, index, column.title, self.formats.heading)
        for number, choice in enumerate(choices, 1):
            self.worksheet.write_string(number, index, choice)
        letters = xlsxwriter.utility.xl_col_to_name(index)
        name = self.worksheet.get_name().replace("'", "''")
        return f"='{name}'!${letters}$2:${letters}${len(choices) + 1}"
