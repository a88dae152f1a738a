"""Columns over time, stacked where there are several series; negative parts hang below zero."""

from decimal import Decimal
from functools import partial

from django.utils import translation
from django.utils.translation import gettext as _

from portal.charts import colours, marks, measure, scales, words
from portal.charts.chart import Chart, Series, Table
from portal.charts.scales import Bands, Linear
from portal.charts.shapes import years


def columns(about, series, totals=None):
    """A Chart of Series with the same labels; where there are several, they add up.

    totals: label → the total that the source itself states, which rounded parts may miss.
    """
    colours.check_series(series)
    about = years.footnoted(about, series)
    totals = totals or _totals(series)
    floors, incomplete = (
        frozenset().union(*(getattr(one, name) for one in series)) for name in ("floors", "partial")
    )
    whole = Series("", totals, series[0].kind, floors, partial=incomplete)
    with translation.override(about.language):
        description = _("Column chart, %(first)s to %(last)s.") % {
            "first": next(iter(totals)),
            "last": list(totals)[-1],
        }
        total_name = _("Total")
    return Chart(
        about=about,
        title=about.title or words.finding(about, whole),
        trend=words.trend(about, whole),
        description=description,
        table=_table(about, series, totals, total_name),
        draw=partial(_draw, about, series, totals, total_name),
    )


def _totals(series):
    """Label → sum; None only where every series lacks the value."""
    totals = {}
    for label in series[0].values:
        values = [one.values.get(label) for one in series]
        known = [value for value in values if value is not None]
        totals[label] = sum(known, Decimal(0)) if known else None
    return totals


def _table(about, series, totals, total_name):
    if len(series) == 1:
        return years.table(about, series)
    table = years.table(about, series)
    rows = zip(table.rows, totals.values(), strict=True)
    return Table(
        (*table.columns, total_name),
        tuple((*row, words.number(about, total)) for row, total in rows),
    )


# --- the picture ---------------------------------------------------------------------


def _draw(about, series, totals, total_name, total):
    parts = _parts(series)
    names = [one.name for one in series] if len(series) > 1 else []
    net = _net_of_two_sides(totals, parts) if names else {}
    gaps = [label for label, value in totals.items() if value is None]
    key_names = [
        *names,
        *([years.missing_name(about)] if gaps else []),
        *([total_name] if net else []),
    ]
    key_rows = marks.key_rows(key_names, total)
    low, ticks = _scale(parts, 5 if marks.is_wide(total) else 4)
    box = marks.Box(
        total,
        height=290 if marks.is_wide(total) else 210,
        left=marks.axis_room(about, ticks, total),
        right=2,
        top=marks.key_height(key_rows) + 20,
        bottom=26,
    )
    plot = _Plot(box, list(totals), Linear(low, ticks[-1], box.height, 0))
    fills = [*colours.FILLS[: len(names)], *([colours.MISSING] if gaps else [])]
    return box.drawing(
        [
            *marks.value_axis(about, ticks, plot.y, box),
            *_labels(about, plot),
            *years.missing_bands([plot.band(label) for label in gaps], box),
            *_bars(parts, plot),
            marks.rule(0, plot.y(0), box.width, plot.y(0), colours.LINE_2),
            *(_diamond(plot.x(label), plot.y(value)) for label, value in net.items()),
            *_values(about, totals, plot, parts, net),
            *_key(key_rows, box, fills),
        ]
    )


def _scale(parts, count):
    """Where the value axis begins, and its ticks; little below zero needs no tick there."""
    low = min([0.0, *(part["to"] for part in parts)])
    high = max([0.0, *(part["to"] for part in parts)])
    ticks = scales.ticks(low, high, count)
    if low < 0:
        low -= (ticks[-1] - low) * 0.02
        ticks = [tick for tick in ticks if tick >= low]
    return low, ticks


def _net_of_two_sides(totals, parts):
    """The totals of the columns that reach below zero."""
    below = {part["label"] for part in parts if part["to"] < 0}
    return {label: value for label, value in totals.items() if label in below}


class _Plot:
    """Where each label has its column, and each value its height."""

    def __init__(self, box, labels, y):
        self.box, self.labels, self.y = box, labels, y
        self.bands = Bands(len(labels), box.width)
        self.step = self.bands.step

    def x(self, label):
        return self.bands.middle(self.labels.index(label))

    def band(self, label):
        return self.bands.band(self.labels.index(label))

    def column(self, label):
        return self.bands.column(self.labels.index(label))


def _parts(series):
    """A row for each part of each column: positive ones pile up, negative ones hang down."""
    rows = []
    tops = {}
    for index, one in enumerate(series):
        for label, value in one.values.items():
            if value is None:
                continue
            side = (label, value < 0)
            base = tops.get(side, 0.0)
            tops[side] = base + float(value)
            rows.append({"label": label, "from": base, "to": tops[side], "part": index})
    if len(series) == 1:
        last = rows[-1]["label"] if rows else None
        fills = [colours.SERIES[0] if row["label"] == last else colours.REST for row in rows]
    else:
        fills = [colours.FILLS[row["part"]] for row in rows]
    return [{**row, "fill": fill} for row, fill in zip(rows, fills, strict=True)]


def _labels(about, plot):
    """The labels of the columns under the plot, as many as have room."""
    size = marks.text_size(plot.box.total) - 1
    said = [(plot.x(label), years.starred(about, label)) for label in plot.labels]
    widths = [measure.width(text, size) for _x, text in said]
    shown = scales.thinned(widths, plot.step)
    return marks.labels_below([said[index] for index in shown], plot.box)


def _bars(parts, plot):
    drawn = []
    for part in parts:
        left, right = plot.column(part["label"])
        corners = left, plot.y(part["from"]), right, plot.y(part["to"])
        drawn.append(marks.rect(*corners, part["fill"], stroke=colours.PAPER))
    return drawn


def _diamond(x, y):
    """Where the parts above and below zero come out."""
    look = {"fill": colours.INK, "stroke": colours.PAPER, "stroke_width": 1.5}
    return marks.symbol("diamond", x, y, 60, **look)


def _values(about, totals, plot, parts, net):
    """The totals above the columns, where they fit; else the highest and the last."""
    size = marks.text_size(plot.box.total) - 1
    known = {label: value for label, value in totals.items() if value is not None}
    said = {label: words.brief(about, value, known.values()) for label, value in known.items()}
    tops = dict.fromkeys(known, 0.0)
    for part in parts:
        tops[part["label"]] = max(tops[part["label"]], part["to"])
    rows = [
        {
            "x": plot.x(label),
            "y": plot.y(max(tops[label], float(known[label]))) - (9 if label in net else 5),
            "text": said[label],
            "width": measure.width(said[label], size, 600),
        }
        for label in known
    ]
    look = {"anchor": "middle", "baseline": "bottom", "weight": 600}
    return [
        marks.text(row["x"], row["y"], row["text"], size, **look)
        for row in _that_fit(rows, plot, size)
    ]


def _that_fit(rows, plot, size):
    if all(row["width"] + 4 <= plot.step for row in rows):
        return rows
    kept = []
    candidates = [min(rows, key=lambda row: row["y"]), rows[-1]]
    for row in candidates:
        left = min(max(row["x"], row["width"] / 2), plot.box.width - row["width"] / 2)
        near = [
            other
            for other in rows
            if other is not row and abs(other["x"] - left) < row["width"] / 2 + plot.step / 2
        ]
        covers = any(other["y"] < row["y"] + 5 for other in near)
        if not covers and row not in kept and not _touches(row, kept, size):
            kept.append({**row, "x": left})
    return kept


def _touches(row, kept, size):
    return any(
        abs(row["x"] - other["x"]) < (row["width"] + other["width"]) / 2 + 4
        and abs(row["y"] - other["y"]) < size * 1.4
        for other in kept
    )


def _key(rows, box, fills):
    """A square for each fill; the diamond of the totals comes last."""
    labels, spots = marks.key(rows, box)
    squares = years.swatches(spots[: len(fills)], fills)
    return [*labels, *squares, *(_diamond(x, y) for x, y in spots[len(fills) :])]
