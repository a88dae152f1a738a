"""Two values of each row and the way between them, with further marks to measure them by."""

from django.utils import translation
from django.utils.translation import gettext as _

from portal.charts import measure, spec, words
from portal.charts.chart import WIDTHS, Chart, Table
from portal.charts.shapes.rows import Rows, widest

#: How the markers look, in their order: before, now, and what they are measured by.
_MARKS = (
    {"shape": "circle", "fill": spec.PAPER, "stroke": spec.SERIES[0], "strokeWidth": 2},
    {"shape": "circle", "fill": spec.SERIES[0], "stroke": spec.PAPER, "strokeWidth": 1},
    {"shape": "stroke", "angle": 90, "stroke": spec.SERIES[1], "strokeWidth": 3},
    {"shape": "diamond", "fill": spec.SERIES[2], "stroke": spec.PAPER, "strokeWidth": 1},
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
        specs={width: _spec(about, rows, markers, column, width) for width in WIDTHS},
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


def _spec(about, values, markers, column, total):
    """column: what the ways are called, and each of them in numbers."""
    rows = Rows(values, total)
    shown = [value for row in values.values() for value in row.values() if value is not None]
    marks = spec.ticks(min(shown, default=0), max(shown, default=1), 5 if rows.is_wide else 4)
    key_rows = spec.key_rows(markers, total)
    edge = measure.width(f"{marks[-1]:.{spec.places(marks)}f}", rows.size - 1) / 2 + 2
    box = spec.Box(
        total,
        height=rows.height,
        left=rows.left + edge,
        right=edge + widest(column[1:], rows.size, 600) + 8,
        top=spec.key_height(key_rows) + 4 + spec.line_height(total),
        bottom=26,
    )
    low, high = marks[0], marks[-1]

    def x(value):
        return box.width * (float(value) - low) / (high - low)

    labels, spots = spec.key(key_rows, box)
    return spec.chart(
        box,
        [
            rows.rules([x(mark) for mark in marks], stroke=spec.GRID),
            _axis(marks),
            *_ways(values, markers, rows, x),
            *_points(values, markers, rows, x),
            rows.name_layer(box),
            _column(column, rows, box),
            labels,
            *(_mark(index, [{"x": x, "y": y}], rows) for index, (x, y) in enumerate(spots)),
        ],
    )


def _axis(marks):
    """The value axis; Vega wants a mark to hang it on."""
    axis = spec.y_axis(marks)
    axis["axis"] |= {"orient": "bottom", "grid": False}
    return {
        "data": {"values": [{"value": marks[0]}]},
        "mark": {"type": "point", "opacity": 0, "size": 0},
        "encoding": {"x": axis},
    }


def _ways(values, markers, rows, x):
    """A thin line over all of a row's marks, a thick one from before to now."""
    thin, thick = [], []
    for index, row in enumerate(values.values()):
        y = rows.middle(index)
        shown = [row[marker] for marker in markers if row.get(marker) is not None]
        if len(shown) > 1:
            thin.append({"x": x(min(shown)), "x2": x(max(shown)), "y": y, "y2": y})
        before, now = (row.get(marker) for marker in markers[:2])
        if before is not None and now is not None:
            thick.append({"x": x(before), "x2": x(now), "y": y, "y2": y})
    return [
        spec.placed({"type": "rule", "stroke": stroke, "strokeWidth": width}, drawn)
        for stroke, width, drawn in ((spec.LINE_2, 1, thin), (spec.REST, 4, thick))
        if drawn
    ]


def _points(values, markers, rows, x):
    """What values are measured by first, so that the values themselves lie on top."""
    layers = []
    for index, marker in reversed(list(enumerate(markers))):
        drawn = [
            {"x": x(row[marker]), "y": rows.middle(place)}
            for place, row in enumerate(values.values())
            if row.get(marker) is not None
        ]
        if drawn:
            layers.append(_mark(index, drawn, rows))
    return layers


def _mark(index, drawn, rows):
    size = 110 if rows.is_wide else 80
    return spec.placed({"type": "point", "size": size, "opacity": 1, **_MARKS[index]}, drawn)


def _column(column, rows, box):
    heights = [-spec.line_height(box.total) / 2, *map(rows.middle, range(len(column) - 1))]
    placed = [
        {"x": box.width + box.right, "y": y, "text": text}
        for y, text in zip(heights, column, strict=True)
    ]
    return spec.texts(placed, align="right", baseline="middle", fontWeight=600)
