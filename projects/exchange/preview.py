"""How a row that was compared looks in the preview."""

from projects.exchange.comparing import brief
from projects.exchange.layout import NUMBER
from projects.exchange.plan import NEW, WRONG, Line


def line_of(row, register, names):
    """The Line of a Row."""
    name = _joined(_named(row, register), row.about)
    if row.wrong:
        return Line(row.place, row.number, WRONG, name, _once(row.wrong))
    return Line(
        row.place,
        row.number,
        row.verdict,
        name,
        _once(row.notes),
        _read(row, names) if row.verdict == NEW else [],
    )


def _named(row, register):
    """The record; what a row says itself where it has none, or another's."""
    is_first = row.sheet is register.records
    if row.record is not None and (not is_first or row.record.row is row):
        return str(row.record)
    number = row.values.get(register.number if is_first else NUMBER)
    return _joined(number, row.values.get("title_vi") if is_first else "")


def _joined(*parts):
    return " – ".join(filter(None, parts))


def _read(row, names):
    return [
        [
            row.cells[column.name],
            column.column(names).title if column.measure else str(column.heading),
            brief(column.show(row.values[column.name], names)),
        ]
        for column in row.sheet.fields
        if column.name in row.filled
    ]


def _once(notes):
    return [list(note) for note in dict.fromkeys(notes)]
