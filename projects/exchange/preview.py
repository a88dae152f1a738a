"""How a row that was compared looks in the preview."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from projects.exchange.comparing import brief
from projects.exchange.plan import CHANGED, NEW, WRONG, Line
from projects.exchange.registers import NUMBER
from projects.models import FdiEvent, FdiProject

#: (column, least, most, remark) of each model.
_CAPITAL = (
    "usd", 1_000, 10**10, gettext_noop("A capital of %(value)s USD: is the unit right?"),
)  # fmt: skip
_LAND = ("land_area", 0, 1_000, gettext_noop("An area of %(value)s ha: is the unit right?"))
DOUBTS = {FdiProject: (_CAPITAL, _LAND), FdiEvent: (_CAPITAL,)}


def line_of(row, register, names):
    """The Line of a Row."""
    name = _joined(_named(row, register), row.about)
    if row.wrong:
        return Line(row.place, row.number, WRONG, name, _once(row.wrong))
    _doubt(row)
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


def _doubt(row):
    """Remark on what is right only rarely: a wrong unit makes it a thousandfold wrong."""
    for name, least, most, sentence in DOUBTS.get(row.sheet.model, ()):
        value = row.values.get(name) if name in row.filled else None
        if value and row.verdict in (NEW, CHANGED) and not least <= value <= most:
            row.note(name, _(sentence) % {"value": brief(value)})


def _once(notes):
    return [list(note) for note in dict.fromkeys(notes)]
