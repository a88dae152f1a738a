"""Two values of each row and the way between them, with further marks to measure them by."""

from functools import partial

from django.utils import translation
from django.utils.translation import gettext as _

from portal.charts import colours, marks, measure, scales, words
from portal.charts.chart import Chart, Table
from portal.charts.shapes.rows import Rows, widest

#: How the markers look, in their order: before, now, and what they are measured by.
_MARKS = (
    ("circle", {"fill": colours.PAPER, "stroke": colours.SERIES[0], "stroke_width": 2}),
    ("circle", {"fill": colours.SERIES[0], "stroke": colours.PAPER}),
    ("bar", {"stroke": colours.SERIES[1], "stroke_width": 3}),
    ("diamond", {"fill": colours.SERIES[2], "stroke": colours.PAPER}),
)
MOST_MARKERS = len(_MARKS)


def dumbbell(about, rows, markers, way=""):
    """A Chart of {name: {marker: Decimal or None}}, the largest gain first.

    markers: two to four names; the first two are before and now, the others stand for comparison.
    way: what the way from the first to the second is called; left empty, a change.
    """
    if not 2 <= len(markers) <= MOST_MARKERS:
        raise ValueError(f"a dumbbell has 2 to {MOST_MARKERS} markers")
    before, now = markers[:2]
    moved = {name: _change(about, values, before, now) for name, values in rows.items()}
    known = {name: change for name, change in moved.items() if change is not None}
    ordered = sorted(rows, key=lambda name: (moved[name] is None, -(moved[name] or 0)))
    rows = {name: rows[name] for name in ordered}
    with translation.override(about.language):
        way = way or _("Change")
        description = _("Dot chart with %(count)s rows: %(markers)s.") % {
            "count": len(rows),
            "markers": words.listed(about, markers),
        }
    column = [way, *(_said(about, moved[name]) for name in rows)]
    return Chart(
        about=about,
        title=about.title or words.balance(about, known),
        trend=words.changes(about, known),
        description=description,
        table=_table(about, rows, markers, column),
        draw=partial(_draw, about, rows, markers, column),
    )


def _change(about, values, before, now):
    if values.get(before) is None or values.get(now) is None:
        return None
    return words.difference(about, values[now], values[before])


def _said(about, change):
    return "–" if change is None else words.signed(about, change)


def _table(about, rows, markers, column):
    with translation.override(about.language):
        columns = (about.heading or _("Name"), *markers, column[0])
    cells = [
        (name, *(words.number(about, values.get(marker)) for marker in markers), said)
        for (name, values), said in zip(rows.items(), column[1:], strict=True)
    ]
    return Table(columns, tuple(cells))


# --- the picture ---------------------------------------------------------------------


def _draw(about, values, markers, column, total):
    """column: what the ways are called, and each of them in numbers."""
    rows = Rows(values, total)
    shown = [value for row in values.values() for value in row.values() if value is not None]
    ticks = scales.ticks(min(shown, default=0), max(shown, default=1), 5 if rows.is_wide else 4)
    tick_labels = marks.tick_labels(about, ticks)
    key_rows = marks.key_rows(markers, total)
    edge = measure.width(tick_labels[-1], rows.size - 1) / 2 + 2
    box = marks.Box(
        total,
        height=rows.height,
        left=rows.left + edge,
        right=edge + widest(column[1:], rows.size, 600) + 8,
        top=marks.key_height(key_rows) + 4 + marks.line_height(total),
        bottom=26,
    )
    x = scales.Linear(ticks[0], ticks[-1], 0, box.width)
    key_labels, spots = marks.key(key_rows, box)
    return box.drawing(
        [
            *rows.rules(map(x, ticks), colours.GRID),
            *marks.labels_below(zip(map(x, ticks), tick_labels, strict=True), box),
            *_ways(values, markers, rows, x),
            *_points(values, markers, rows, x),
            *rows.name_marks(box),
            _heading(column[0], rows, box),
            *rows.column(column[1:], box, weight=600),
            *key_labels,
            *(_mark(index, *spot, rows) for index, spot in enumerate(spots)),
        ]
    )


def _ways(values, markers, rows, x):
    """A thin line over all of a row's marks, a thick one from before to now."""
    thin, thick = [], []
    for index, row in enumerate(values.values()):
        y = rows.middle(index)
        shown = [row[marker] for marker in markers if row.get(marker) is not None]
        if len(shown) > 1:
            thin.append(marks.rule(x(min(shown)), y, x(max(shown)), y, colours.LINE_2))
        before, now = (row.get(marker) for marker in markers[:2])
        if before is not None and now is not None:
            thick.append(marks.rule(x(before), y, x(now), y, colours.REST, stroke_width=4))
    return [*thin, *thick]


def _points(values, markers, rows, x):
    """What values are measured by first, so that the values themselves lie on top."""
    return [
        _mark(index, x(row[marker]), rows.middle(place), rows)
        for index, marker in reversed(list(enumerate(markers)))
        for place, row in enumerate(values.values())
        if row.get(marker) is not None
    ]


def _mark(index, x, y, rows):
    shape, look = _MARKS[index]
    return marks.symbol(shape, x, y, 110 if rows.is_wide else 80, **look)


def _heading(text, rows, box):
    place = box.width + box.right, -marks.line_height(box.total) / 2
    return marks.text(*place, text, rows.size, anchor="end", weight=600)
