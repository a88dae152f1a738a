"""Workbooks of the registers as clerks fill them in, and imports of them."""

import io
from datetime import date

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.exchange.writing import Column
from projects.exchange import batches, shelf


def book(sheets):
    """The bytes of a workbook of {name: [row of cells, …]}; dates are dates, numbers numbers."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"default_date_format": "dd/mm/yyyy"}) as workbook:
        for name, rows in sheets.items():
            sheet = workbook.add_worksheet(name)
            for number, row in enumerate(rows):
                for index, value in enumerate(row):
                    write(sheet, number, index, value)
    return file.getvalue()


def write(sheet, number, index, value):
    if isinstance(value, str):
        sheet.write_string(number, index, value)
    elif isinstance(value, date):
        sheet.write_datetime(number, index, value)
    elif value is not None:
        sheet.write_number(number, index, float(value))


def heading(sheet, name):
    """The heading of a column of the template, in the active language."""
    field = next(field for field in sheet.fields if field.name == name)
    return Column("", field.heading, unit=str(field.unit)).title


def table(sheet, rows):
    """Heading and cells of rows given as {column of the model: cell}."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    head = [heading(sheet, name) for name in names]
    return [head, *([row.get(name) for name in names] for row in rows)]


def filled(register, records=(), entries=(), **parts):
    """The bytes of a register's workbook with rows given by column; parts by accessor."""
    rows = {register.records: records, register.entries: entries}
    rows |= {sheet: parts.get(sheet.accessor, ()) for sheet in register.parts}
    return book({str(sheet.name): table(sheet, some) for sheet, some in rows.items() if some})


def uploaded(data, register, by, name="bang.xlsx"):
    return batches.upload(SimpleUploadedFile(name, data), register, by=by)


def imported(data, register, by):
    """A batch that was read and written; everything in it must be right, and amounts are sure."""
    batch = uploaded(data, register, by)
    assert problems(batch) == []
    if doubted := shelf.preview(batch).doubted:
        batches.choose(batch, by=by, sure=[doubt["key"] for doubt in doubted])
        batch.refresh_from_db()
    batches.write(batch, by=by)
    batch.refresh_from_db()
    assert (batch.state, batch.problem) == ("done", "")
    return batch


def lines(batch):
    return shelf.preview(batch).lines


def verdicts(batch):
    return [line.verdict for line in lines(batch)]


def problems(batch):
    """[(cell, sentence), …] of all wrong rows."""
    return [tuple(note) for line in lines(batch) if line.verdict == "wrong" for note in line.notes]
