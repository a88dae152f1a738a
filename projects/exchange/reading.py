"""An uploaded table as rows of values, each with what is wrong in it and where."""

import io
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache

from django.core.exceptions import ValidationError
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from portal.exchange.errors import TableError
from portal.exchange.numbers import parse_number
from portal.exchange.reading import LIMITS, SENTENCES, Converted, read_table
from portal.text import display
from portal.text.fold import fold
from projects.exchange.fields import factor
from projects.exchange.names import Names
from projects.exchange.published import refuse_published
from projects.exchange.registers import NUMBER, RECORD, Register, Sheet

#: Columns that only count the rows.
COUNTING = {"stt", "tt", "so thu tu", "no"}
#: Of what the child process refuses, what is about one sheet.
ABOUT_CELLS = {"formulas", "errors", "outside", "scaled"}


@dataclass
class Row:
    """`values`: column of the model → what it is to hold, for the columns that the table has.

    `cells`: column → address; `wrong`: [(address, sentence)].
    """

    sheet: Sheet
    number: int
    values: dict = field(default_factory=dict)
    cells: dict = field(default_factory=dict)
    filled: set = field(default_factory=set)
    wrong: list = field(default_factory=list)
    # What planning.py finds out:
    record: object = None
    key: tuple | None = None
    verdict: str = ""
    about: str = ""
    notes: list = field(default_factory=list)

    def cell(self, name):
        """Where a column of the model stands, the row's first cell where it has none."""
        named = self.cells.get(name) or self.cells.get(f"{name}_id")
        return named or next(iter(self.cells.values()))

    def note(self, name, sentence):
        self.notes.append((self.cell(name), str(sentence)))

    def refuse(self, name, sentence):
        """Say why a cell is wrong; of several reasons the first is enough."""
        cell = self.cell(name)
        if cell not in {wrong for wrong, _sentence in self.wrong}:
            self.wrong.append((cell, str(sentence)))


@dataclass
class Reading:
    """The rows of all sheets that a file has, and the names that they were read with.

    `skipped`: [(sheet, row number, reason)] of filled rows that are no data.
    """

    register: Register
    names: Names
    rows: dict
    skipped: list


def read(data, register, *, limits=LIMITS, progress=None):
    """The Reading of a file's bytes. Raises TableError where it is no such table."""
    names = Names()
    rows, skipped = {}, []
    for sheet, table in _tables(data, register, limits).items():
        refuse_published(table)
        try:
            columns = _columns(register, sheet, table)
        except TableError as error:
            raise _in_sheet(error, table.sheet) from error
        rows[sheet] = [_row(sheet, table, columns, names, row) for row in table.rows]
        skipped += [(table.sheet, line.number, str(line.reason)) for line in table.skipped]
    return Reading(register, names, rows, skipped)


# --- sheets ----------------------------------------------------------------------------


def _tables(data, register, limits):
    """Sheet → Table, of those that the workbook has and that are not empty.

    CSV, and a workbook that has none of our sheets, is a table of projects.
    """
    found, empty = {}, None
    for sheet in register.sheets:
        for name in _names_of(sheet):
            try:
                table = _read(data, sheet, name, limits)
            except TableError as error:
                if error.code == "sheet":
                    continue
                if error.code != "no_rows":
                    raise _in_sheet(error, name if data.startswith(b"PK") else "") from error
                empty = error
                break
            if not table.sheet:
                return {register.records: table}
            found[sheet] = table
            break
    if not found and empty is not None:
        raise empty
    return found or {register.records: _read(data, register.records, None, limits)}


def _read(data, sheet, name, limits):
    headings = [title for column in sheet.fields for title in column.titles()]
    return read_table(io.BytesIO(data), headings=headings, sheet=name, limits=limits)


@cache
def _names_of(sheet):
    names = []
    for language in ("vi", "en"):
        with override(language):
            names.append(str(sheet.name))
    return list(dict.fromkeys(names))


def _in_sheet(error, name):
    """The error, with the sheet that it is about; some are about the whole file."""
    if not name or (error.code in SENTENCES and error.code not in ABOUT_CELLS):
        return error
    sentence = _("Sheet “%(sheet)s”: %(problem)s") % {"sheet": name, "problem": error}
    return TableError("%(sentence)s", code=error.code, params={"sentence": sentence})


# --- headings --------------------------------------------------------------------------


def _columns(register, sheet, table):
    """[(index, Field, what numbers are multiplied by)]. Raises TableError for what is unknown."""
    columns, seen = [], {}
    for index, heading in enumerate(table.headings):
        if fold(heading.text) in COUNTING:
            continue
        address = f"{heading.letters}{table.header_rows[-1]}"
        found, scale = _field(sheet, heading.text, address)
        if found.name in seen:
            raise _refused(
                address,
                _("“%(heading)s” is there twice, also in %(cell)s."),
                heading=heading.text,
                cell=seen[found.name],
            )
        seen[found.name] = address
        if not found.told:
            columns.append((index, found, scale))
    wanted = {register.number if sheet is register.records else NUMBER, RECORD}
    if not wanted & seen.keys():
        heading = next(column.heading for column in sheet.fields if column.name in wanted)
        raise TableError(
            _("The column “%(heading)s” is missing: by it a row finds its project."),
            code="no_number",
            params={"heading": heading},
        )
    for column in sheet.fields:
        if column.needed and column.name not in seen and sheet is not register.records:
            raise TableError(
                _("The column “%(heading)s” is missing."),
                code="no_column",
                params={"heading": column.heading},
            )
    return columns


def _field(sheet, heading, address):
    """The Field of a heading and what its numbers are multiplied by."""
    for candidate in sheet.fields:
        try:
            scale = factor(candidate, heading)
        except ValidationError as error:
            raise _refused(address, "%(problem)s", problem=" ".join(error.messages)) from error
        if scale is not None:
            return candidate, scale
    known = {fold(str(column.heading)): str(column.heading) for column in sheet.fields}
    if near := get_close_matches(fold(heading), known, n=1, cutoff=0.6):
        raise _refused(
            address,
            _("the column “%(heading)s” is not known. Is it “%(near)s”?"),
            heading=heading,
            near=known[near[0]],
        )
    raise _refused(
        address,
        _("the column “%(heading)s” is not known: remove it, or name it as in the template."),
        heading=heading,
    )


def _refused(address, sentence, **params):
    params["address"] = address
    return TableError(f"%(address)s: {sentence}", code="heading", params=params)


# --- rows ------------------------------------------------------------------------------


def _row(sheet, table, columns, names, row):
    read_row = Row(sheet, row.number)
    for index, column, scale in columns:
        name, value = column.name, row.values[index]
        read_row.cells[name] = table.address(row, index)
        read_row.values[name] = column.empty
        if value is None:
            if column.needed:
                read_row.refuse(name, _("“%(heading)s” is missing.") % {"heading": column.heading})
            continue
        read_row.filled.add(name)
        if isinstance(value, Converted):
            read_row.note(
                name, _("“%(text)s”: converted from a TCVN3 or VNI font.") % {"text": value}
            )
        try:
            read_row.values[name] = _value(sheet, column, scale, names, value)
        except ValidationError as error:
            read_row.refuse(name, " ".join(error.messages))
    return read_row


def _value(sheet, column, scale, names, value):
    value = column.parse(value, names)
    if column.measure:
        value = _measured(column, value, scale)
    model = column.model or sheet.model
    if column.plain and column.name not in (NUMBER, RECORD):
        model._meta.get_field(column.name).run_validators(value)
    return value


def _measured(column, value, scale):
    """An amount in the unit of the model; refused where that unit does not hold it exactly."""
    held = parse_number(value * scale)
    if round(held, column.measure.places) != held:
        raise ValidationError(
            _("%(held)s %(unit)s: the register holds at most %(places)s decimals of it."),
            params={
                "held": display.number(held.normalize(), get_language()[:2]),
                "unit": column.unit,
                "places": column.measure.places,
            },
        )
    return held
