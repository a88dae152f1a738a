"""Columns over time, stacked where there are several series; negative parts hang below zero."""

from decimal import Decimal

from django.utils import translation
from django.utils.translation import gettext as _

from portal.charts import measure, spec, words
from portal.charts.chart import WIDTHS, Chart, Series, Table
from portal.charts.shapes import years


def columns(about, series, totals=None):
    """A Chart of Series with the same labels; where there are several, they add up.

    totals: label → the total that the source itself states, which rounded parts may miss.
    """
    spec.check_series(series)
    about = years.footnoted(about, series)
    totals = totals or _totals(series)
    floors, partial = (
        frozenset().union(*(getattr(one, name) for one in series)) for name in ("floors", "partial")
    )
    whole = Series("", totals, series[0].kind, floors, partial=partial)
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
        specs={width: _spec(about, series, totals, total_name, width) for width in WIDTHS},
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


def _spec(about, series, totals, total_name, total):
    parts = _parts(series)
    names = [one.name for one in series] if len(series) > 1 else []
    net = _net_of_two_sides(totals, parts) if names else {}
    gaps = [label for label, value in totals.items() if value is None]
    key_names = [
        *names,
        *([years.missing_name(about)] if gaps else []),
        *([total_name] if net else []),
    ]
    key_rows = spec.key_rows(key_names, total)
    low, marks = _scale(parts, 5 if spec.is_wide(total) else 4)
    box = spec.Box(
        total,
        height=290 if spec.is_wide(total) else 210,
        left=spec.axis_room(marks, total),
        right=2,
        top=spec.key_height(key_rows) + 20,
        bottom=26,
    )
    plot = _Plot(box, list(totals), marks, low)
    fills = [*spec.FILLS[: len(names)], *([spec.MISSING] if gaps else [])]
    return spec.chart(
        box,
        [
            *years.missing_bands([plot.span(label) for label in gaps], box),
            _bars(about, parts, plot),
            spec.rule(0, plot.y(0), box.width, plot.y(0), stroke=spec.LINE_2),
            *_net_marks(net, plot),
            _values(about, totals, plot, parts, net),
            *_key(key_rows, box, fills),
        ],
    )


def _scale(parts, count):
    """Where the value axis begins, and its ticks; little below zero needs no tick there."""
    low = min([0.0, *(part["value"] for part in parts)])
    high = max([0.0, *(part["value"] for part in parts)])
    marks = spec.ticks(low, high, count)
    if low < 0:
        low -= (marks[-1] - low) * 0.02
        marks = [mark for mark in marks if mark >= low]
    return low, marks


def _net_of_two_sides(totals, parts):
    """The totals of the columns that reach below zero."""
    below = {part["label"] for part in parts if part["value"] < 0}
    return {label: value for label, value in totals.items() if str(label) in below}


class _Plot:
    """Pixels of a band scale with outer padding half the inner, as _bars() declares it."""

    def __init__(self, box, labels, marks, low):
        self.box, self.labels, self.marks, self.low = box, labels, marks, low
        self.step = box.width / len(labels)

    def x(self, label):
        return self.step * (self.labels.index(label) + 0.5)

    def span(self, label):
        return self.x(label) - self.step / 2, self.x(label) + self.step / 2

    def y(self, value):
        above = (float(value) - self.low) / (self.marks[-1] - self.low)
        return self.box.height * (1 - above)


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
            rows.append({"label": str(label), "base": base, "value": tops[side], "part": index})
    if len(series) == 1:
        last = rows[-1]["label"] if rows else None
        fills = [spec.SERIES[0] if row["label"] == last else spec.REST for row in rows]
    else:
        fills = [spec.FILLS[row["part"]] for row in rows]
    return [{**row, "fill": fill} for row, fill in zip(rows, fills, strict=True)]


def _bars(about, parts, plot):
    starred = years.starred(about, about.unfinished)
    labels = [str(label) for label in plot.labels]
    size = spec.text_size(plot.box.total) - 1
    shown = spec.thinned([measure.width(label, size) for label in labels], plot.step)
    return {
        "data": {"values": parts},
        "mark": {"type": "bar", "stroke": spec.PAPER, "strokeWidth": 1},
        "encoding": {
            "x": {
                "field": "label",
                "type": "nominal",
                "scale": {"domain": labels, "paddingInner": 0.3, "paddingOuter": 0.15},
                "axis": {
                    "values": [labels[index] for index in shown],
                    "labelExpr": f"datum.label == '{about.unfinished}' ? '{starred}' : datum.label",
                    "labelAngle": 0,
                    "labelPadding": 8,
                    "ticks": False,
                    "domain": False,
                },
            },
            "y": spec.y_axis(plot.marks, plot.low),
            "y2": {"field": "base"},
            "fill": {"field": "fill", "type": "nominal", "scale": None, "legend": None},
        },
    }


def _net_marks(net, plot):
    """A diamond where the parts above and below zero come out."""
    rows = [{"x": plot.x(label), "y": plot.y(value)} for label, value in net.items()]
    return [spec.placed(_diamond(), rows)] if rows else []


def _diamond():
    return {
        "type": "point",
        "shape": "diamond",
        "size": 60,
        "fill": spec.INK,
        "stroke": spec.PAPER,
        "strokeWidth": 1.5,
        "opacity": 1,
    }


def _values(about, totals, plot, parts, net):
    """The totals above the columns, where they fit; else the highest and the last."""
    size = spec.text_size(plot.box.total) - 1
    known = {label: value for label, value in totals.items() if value is not None}
    said = {label: words.brief(about, value, known.values()) for label, value in known.items()}
    tops = {str(label): 0.0 for label in known}
    for part in parts:
        tops[part["label"]] = max(tops[part["label"]], part["value"])
    rows = [
        {
            "x": plot.x(label),
            "y": plot.y(max(tops[str(label)], float(known[label]))) - (9 if label in net else 5),
            "text": said[label],
            "width": measure.width(said[label], size, 600),
        }
        for label in known
    ]
    return spec.texts(
        _that_fit(rows, plot, size),
        align="center",
        baseline="bottom",
        fontSize=size,
        fontWeight=600,
    )


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
    if not rows:
        return []
    labels, spots = spec.key(rows, box)
    totals = [{"x": x, "y": y} for x, y in spots[len(fills) :]]
    squares = years.swatches(spots[: len(fills)], fills)
    return [labels, squares, *([spec.placed(_diamond(), totals)] if totals else [])]
