"""An uploaded table as rows of values, each with what is wrong in it and where."""

import io
from dataclasses import dataclass, field
from functools import cache

from django.core.exceptions import ValidationError
from django.utils.text import Truncator
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _

from portal.exchange.addresses import column_number
from portal.exchange.errors import TableError
from portal.exchange.heading import parsed
from portal.exchange.numbers import parse_number
from portal.exchange.reading import LIMITS, SENTENCES, Fault, read_table, say_converted
from portal.text import display
from portal.text.fold import fold
from projects.exchange import lines, mapping, synonyms
from projects.exchange.comparing import AMOUNTS
from projects.exchange.fields import bare
from projects.exchange.layout import NUMBER, RECORD, Sheet, Workbook
from projects.exchange.names import Names
from projects.exchange.published import refuse_published

HIDDEN = gettext_lazy("hidden in the file, as by a filter")
STRUCK = gettext_lazy("struck out in the file")
AS_ABOVE = gettext_lazy("“%(text)s” was read as above: %(value)s.")
STRUCK_CELL = gettext_lazy("It is struck out in the file: is it still right?")
SAID = 80  # letters of a row that was left out


@dataclass
class Choices:
    """What the importer decided about a file.

    `sheet`: which one is read of a workbook that is not ours; `columns`: key of a sheet →
    {letters: target of mapping.targets()}; `hidden`, `struck`: whether such rows are imported;
    `clear`: ["key of a sheet.column"] whose empty cells empty the field; `doubles`: row of the
    first sheet → "new", "skip" or the key of the record that it is; `named`: see names.Names;
    `kept`: what of that was answered of the file that this one corrects;
    `sure`: keys of Plan.doubted that are as the document says.
    """

    sheet: str | None = None
    columns: dict = field(default_factory=dict)
    hidden: bool = False
    struck: bool = False
    clear: list = field(default_factory=list)
    doubles: dict = field(default_factory=dict)
    named: dict = field(default_factory=dict)
    kept: dict = field(default_factory=dict)
    sure: list = field(default_factory=list)


@dataclass
class Row:
    """`values`: column of the model → what it is to hold, for the columns that the table has.

    `place`: the sheet as the file names it; `cells`: column → address;
    `wrong`: [(address, sentence)].
    """

    sheet: Sheet
    place: str
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
        if not named and name in AMOUNTS:
            named = next((self.cells[other] for other in AMOUNTS if other in self.cells), None)
        return named or next(iter(self.cells.values()))

    def note(self, name, sentence):
        self.notes.append((self.cell(name), str(sentence)))

    def refuse(self, name, sentence):
        """Say why a cell is wrong; of several reasons the first is enough."""
        cell = self.cell(name)
        if cell not in {wrong for wrong, _sentence in self.wrong}:
            self.wrong.append((cell, str(sentence)))


@dataclass
class Opened:
    """The tables of a file by Sheet, and the Layout of each."""

    register: Workbook
    tables: dict
    layouts: dict

    @property
    def is_settled(self):
        return all(layout.is_settled for layout in self.layouts.values())


@dataclass
class Reading:
    """The rows of all sheets that a file has, and the names that they were read with.

    `skipped`: [(sheet, row number, reason)] of filled rows that are no data or were left out;
    `aside`: {"hidden": number of such rows, "struck": …}, imported or not.
    """

    register: Workbook
    names: Names
    rows: dict
    skipped: list
    aside: dict
    choices: Choices


def open_tables(data, register, choices, *, limits=LIMITS):
    """The Opened file of bytes. Raises TableError where it is no table."""
    tables = _tables(data, register, limits, choices.sheet)
    layouts = {}
    for sheet, table in tables.items():
        refuse_published(table)
        layouts[sheet] = mapping.layout(
            register, sheet, table, choices.columns.get(mapping.key_of(sheet))
        )
        if not _is_ours(sheet, table):
            layouts[sheet].other_sheets = list(table.other_sheets)
    return Opened(register, tables, layouts)


def read(opened, choices):
    """The Reading of an Opened file whose columns are settled."""
    names = Names(choices.named)
    found = Reading(opened.register, names, {}, [], {"hidden": 0, "struck": 0}, choices)
    for sheet, table in opened.tables.items():
        _read_sheet(found, sheet, table, opened.layouts[sheet])
    return found


# --- sheets ----------------------------------------------------------------------------


def _tables(data, register, limits, chosen):
    """Sheet → Table, of those that the workbook has and that are not empty.

    CSV, and a workbook that has none of our sheets, is a table of projects.
    """
    found, empty = {}, None
    for sheet in register.sheets if chosen is None else ():
        for name in _names_of(sheet):
            try:
                table = _read(data, register, sheet, name, limits)
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
    return found or {register.records: _read(data, register, register.records, chosen, limits)}


def _read(data, register, sheet, name, limits):
    known = {fold(title) for column in sheet.fields for title in column.titles()}
    if sheet is register.records:
        known |= {word for column in sheet.fields for word in synonyms.of(register, column.name)}
        known |= {word for column in register.foreign
                  for word in synonyms.of(register, column.name)}  # fmt: skip

    def is_known(text):
        spelled = {fold(text), bare(text)}
        return bool(spelled & known) or any(one.startswith(f"{fold(text)} ") for one in known)

    return read_table(io.BytesIO(data), headings=is_known, sheet=name, limits=limits, tolerant=True)


def _is_ours(sheet, table):
    return table.sheet in _names_of(sheet)


@cache
def _names_of(sheet):
    names = []
    for language in ("vi", "en"):
        with override(language):
            names.append(str(sheet.name))
    return list(dict.fromkeys(names))


def _in_sheet(error, name):
    """The error, with the sheet that it is about; some are about the whole file."""
    if not name or (error.code in SENTENCES and error.code != "outside"):
        return error
    sentence = _("Sheet “%(sheet)s”: %(problem)s") % {"sheet": name, "problem": error}
    return TableError("%(sentence)s", code=error.code, params={"sentence": sentence})


# --- rows ------------------------------------------------------------------------------


def _read_sheet(found, sheet, table, layout):
    targets = mapping.targets(found.register, sheet)
    columns = [
        (index, column.heading, *targets[column.target][:2])
        for index, column in enumerate(layout.columns)
        if column.target
    ]
    where = {column.name: index for index, _heading, column, _size in columns}
    read = set(where.values())
    number = found.register.number if sheet is found.register.records else NUMBER
    data, others = lines.told_apart(table.rows, where.get(number), where.get(RECORD))
    skipped = [(line.number, line.reason, line.text) for line in table.skipped]
    skipped += [(row.number, reason, _longest(row.values)) for row, reason in others]
    data, left_out = _taken(found, table, data)
    skipped += left_out
    # A figure is never “as above”: who reads it must see it.
    but = {index for index, _heading, column, _size in columns if column.kind == "number"}
    but.add(where.get(number))
    found.rows[sheet] = []
    for row, ditto in lines.written_out(data, but):
        made = _row(found, sheet, table, columns, row)
        made.notes += [(made.cell(number), str(reason)) for _mark, reason in _marks(table, row)]
        made.notes += [
            (
                table.address(row, at),
                AS_ABOVE % {"text": text, "value": mapping.shown(row.values[at])},
            )
            for at, text in ditto.items()
            if at in read
        ]
        found.rows[sheet].append(made)
    found.skipped += [
        (table.sheet, at, _quoted(reason, text)) for at, reason, text in sorted(skipped)
    ]


def _taken(found, table, rows):
    """(the rows that are imported, those left out as hidden or struck out, as `skipped` has them);
    both are counted."""
    taken, left_out = [], []
    for row in rows:
        marks = _marks(table, row)
        for mark, _reason in marks:
            found.aside[mark] += 1
        reasons = [reason for mark, reason in marks if not getattr(found.choices, mark)]
        if reasons:
            left_out.append((row.number, reasons[0], _longest(row.values)))
        else:
            taken.append(row)
    return taken, left_out


def _marks(table, row):
    marks = (("hidden", table.hidden, HIDDEN), ("struck", table.struck, STRUCK))
    return [(mark, reason) for mark, numbers, reason in marks if row.number in numbers]


def _longest(values):
    return max((value for value in values if isinstance(value, str)), key=len, default="")


def _quoted(reason, text):
    shown = Truncator(" ".join(text.split())).chars(SAID)
    return f"{reason}: “{shown}”" if shown else str(reason)


def _row(found, sheet, table, columns, row):
    made = Row(sheet, table.sheet, row.number)
    day = _day(found.register.day_of(sheet), columns, row)
    zones = next((str(field.heading) for field in sheet.fields if field.name == "zone_id"), "")
    for index, heading, column, size in columns:
        name, value = column.name, row.values[index]
        made.cells[name] = table.address(row, index)
        made.values[name] = column.empty
        if value is None:
            if column.needed and sheet is not found.register.records:
                made.refuse(name, _("“%(heading)s” is missing.") % {"heading": column.heading})
            continue
        made.filled.add(name)
        if isinstance(value, Fault):
            made.refuse(name, SENTENCES[value.code] % {"cells": made.cells[name]})
            continue
        _note_text(made, table, name, value)
        names = found.names.of_row(day, zones, heading)
        try:
            made.values[name] = _value(sheet, column, size, names, value)
        except ValidationError as error:
            made.refuse(name, " ".join(error.messages))
        for sentence in names.told:
            made.note(name, sentence)
    _refuse_merged(made, table)
    _spread_nationality(made)
    return made


def _day(name, columns, row):
    """The day that a row states, before its other cells are read; None for none or a wrong one."""
    for index, _heading, column, _size in columns:
        value = row.values[index]
        if column.name == name and value is not None and not isinstance(value, Fault):
            try:
                return column.parse(value, None)
            except ValidationError:
                return None
    return None


def _note_text(row, table, name, value):
    if said := say_converted([value]):
        row.note(name, said)
    if row.cells[name] in table.struck_cells:
        row.note(name, STRUCK_CELL)


def _refuse_merged(row, table):
    """A cell that belongs to several rows or columns says nothing sure about this one."""
    if row.number not in table.merged:
        return
    cells = parsed(table.merged[row.number])
    for name, address in row.cells.items():
        if cells.left <= column_number(address.rstrip("0123456789")) <= cells.right:
            said = _("Cells %(cells)s are merged: unmerge them and fill in every row.")
            row.refuse(name, said % {"cells": cells.text})
            return


def _spread_nationality(row):
    """A nationality is that of every investor without one, and the partner where none is named."""
    cell, country = row.cells.pop("nationality_id", None), row.values.pop("nationality_id", None)
    if cell is None:
        return
    if "partner_id" not in row.cells:
        row.cells["partner_id"], row.values["partner_id"] = cell, country
        if "nationality_id" in row.filled:
            row.filled.add("partner_id")
    row.filled.discard("nationality_id")
    if investors := row.values.get("investors"):
        row.values["investors"] = tuple((name, of or country) for name, of in investors)


def _value(sheet, column, size, names, value):
    if column.measure:
        value = column.measure.digits(value, size, names)
    value = column.parse(value, names)
    if column.measure:
        value = _measured(column, value, size)
    model = column.model or sheet.model
    if column.plain and column.name not in (NUMBER, RECORD):
        model._meta.get_field(column.name).run_validators(value)
    return value


def _measured(column, value, size):
    """An amount in the unit of the model; refused where that unit does not hold it exactly."""
    held = parse_number(value * size)
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
