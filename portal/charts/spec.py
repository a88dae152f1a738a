"""What all charts share: colours, scales, axes and text, as pieces of Vega-Lite."""

import math
from dataclasses import dataclass

from portal.charts import measure
from portal.charts.chart import WIDE

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"

#: A token of the stylesheet and its value on white paper, which pictures are drawn with.
SERIES = (
    "var(--chart-1, #0b6b63)",
    "var(--chart-2, #b4540a)",
    "var(--chart-3, #3d4fa3)",
    "var(--chart-4, #8f2c6d)",
    "var(--chart-5, #5c5a00)",
)
REST = "var(--chart-rest, #62998e)"
INK = "var(--ink, #10201f)"
INK_2 = "var(--ink-2, #475654)"
GRID = "var(--chart-grid, #d8d9d1)"
LINE_2 = "var(--line-2, #81908c)"
PAPER = "var(--raise, #ffffff)"
#: Patterns that svg.py defines; the first series is plain.
FILLS = (SERIES[0], "url(#fill-2)", "url(#fill-3)", "url(#fill-4)", "url(#fill-5)")
MISSING = "url(#fill-missing)"
DASHES = ([1, 0], [7, 3], [2, 2.5], [9, 3, 2, 3], [4, 4])
SHAPES = ("circle", "square", "triangle-up", "diamond", "cross")

LINE_HEIGHT = 1.3  # of the size of the text; Vietnamese stacks two marks on a letter


class TooManySeries(ValueError):
    """More series than can be told apart."""

    def __init__(self):
        super().__init__(f"a chart has at most {len(SERIES)} series")


def check_series(series):
    if len(series) > len(SERIES):
        raise TooManySeries


@dataclass(frozen=True)
class Box:
    """The plot within a drawing: its own size and the room around it, in pixels."""

    total: int  # width of the drawing
    height: float
    left: float = 0
    right: float = 0
    top: float = 0
    bottom: float = 0

    @property
    def width(self):
        return self.total - self.left - self.right


def is_wide(total):
    return total >= WIDE


def text_size(total):
    return 13 if is_wide(total) else 12


def line_height(total):
    return round(text_size(total) * LINE_HEIGHT)


def chart(box, layers, **more):
    """A whole spec; nothing in it is placed by the renderer."""
    return {"$schema": SCHEMA, **view(box, layers), "config": _config(box.total), **more}


def view(box, layers):
    return {
        "width": box.width,
        "height": box.height,
        "padding": {
            "left": box.left,
            "right": box.right,
            "top": box.top,
            "bottom": box.bottom,
        },
        "autosize": "none",
        "layer": layers,
    }


def _config(total):
    size = text_size(total)
    axis = {
        "labelFont": measure.FAMILY,
        "labelFontSize": size - 1,
        "labelColor": INK_2,
        "labelOverlap": False,
        "labelFlush": False,
        "labelBound": False,
        "domainColor": LINE_2,
        "gridColor": GRID,
        "title": None,
    }
    return {
        "aria": False,
        "background": None,
        "font": measure.FAMILY,
        "view": {"stroke": None},
        "axis": axis,
        "text": {"font": measure.FAMILY, "fontSize": size, "fill": INK},
    }


# --- scales and axes ------------------------------------------------------------------


def ticks(low, high, count):
    """About `count` round numbers, evenly spaced, from at or below low to at or above high."""
    low, high = float(low), float(high)
    if low == high:
        low, high = (low - 1, high + 1) if low else (0.0, 1.0)
    rough = (high - low) / count
    magnitude = 10 ** math.floor(math.log10(rough))
    step = next(m * magnitude for m in (1, 2, 2.5, 5, 10) if m * magnitude >= rough * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(number * step, 10) for number in range(first, last + 1)]


def places(marks):
    """The decimals that the ticks of an axis need."""
    for decimals in range(6):
        if all(abs(mark - round(mark, decimals)) < 1e-9 for mark in marks):
            return decimals
    return 6


def y_axis(marks, low=None):
    """A value axis with a grid and no line of its own; it begins at `low` or the first tick."""
    return {
        "field": "value",
        "type": "quantitative",
        "scale": {
            "domain": [marks[0] if low is None else low, marks[-1]],
            "nice": False,
            "zero": False,
        },
        "axis": {
            "values": marks,
            "format": f",.{places(marks)}f",
            "domain": False,
            "ticks": False,
            "labelPadding": 8,
            "grid": True,
        },
    }


def axis_room(marks, total):
    """The width of the labels of y_axis(marks)."""
    decimals = places(marks)
    return 10 + max(measure.width(f"{mark:,.{decimals}f}", text_size(total)) for mark in marks)


def thinned(widths, step):
    """The positions of labels that fit beside each other, the last always among them."""
    every = max(1, math.ceil((max(widths, default=0) + 6) / step))
    last = len(widths) - 1
    return [index for index in range(len(widths)) if (last - index) % every == 0]


# --- things at a place ------------------------------------------------------------------


def _at(field):
    return {"field": field, "type": "quantitative", "scale": None, "axis": None}


def placed(mark, rows, **encoding):
    """Marks at pixels of the plot: each row has x and y, for a span x2 and y2 too."""
    spans = {name: {"field": name} for name in ("x2", "y2") if rows and name in rows[0]}
    where = {"x": _at("x"), "y": _at("y"), **spans}
    return {"data": {"values": rows}, "mark": mark, "encoding": where | encoding}


def texts(rows, **mark):
    """Rows with x, y and text; the mark says how they are set."""
    return placed({"type": "text", **mark}, rows, text={"field": "text"})


def block(x, middle, lines, total):
    """The rows of a text's lines around a middle, for texts() with the baseline "middle"."""
    step = line_height(total)
    top = middle - step * (len(lines) - 1) / 2
    return [{"x": x, "y": top + step * index, "text": line} for index, line in enumerate(lines)]


def rule(x, y, x2, y2, **mark):
    return placed({"type": "rule", **mark}, [{"x": x, "y": y, "x2": x2, "y2": y2}])


# --- the key above a plot ---------------------------------------------------------------


def key_rows(names, total):
    """[(row, x, name)] of the names beside their swatches, wrapped to the width of the drawing."""
    size, answer = text_size(total), []
    x, row = 0.0, 0
    for name in names:
        needed = 20 + measure.width(name, size)
        if x and x + needed > total:
            x, row = 0.0, row + 1
        answer.append((row, x, name))
        x += needed + 20
    return answer


def key_height(rows):
    """The room that key_rows() take at the top of a drawing."""
    return 22 * (rows[-1][0] + 1) + 10 if rows else 0


def key(rows, box):
    """The layer of a key's names, and the middle of the swatch of each as (x, y)."""
    spots = [(x - box.left + 7, 22 * row + 9 - box.top) for row, x, _name in rows]
    labels = [
        {"x": x + 13, "y": y, "text": name}
        for (x, y), (_row, _x, name) in zip(spots, rows, strict=True)
    ]
    return texts(labels, align="left", baseline="middle"), spots


# --- labels that push one another away --------------------------------------------------


def apart(wanted, heights, low, high):
    """Middles as near to those wanted as can be, in their order, none overlapping.

    wanted, heights: of each label; low, high: the room they share. Where they do not all fit, the
    last ones hang out at the bottom.
    """
    order = sorted(range(len(wanted)), key=lambda index: wanted[index])
    answer = [0.0] * len(wanted)
    edge = low
    for index in order:
        answer[index] = max(wanted[index], edge + heights[index] / 2)
        edge = answer[index] + heights[index] / 2
    edge = max(high, low + sum(heights))
    for index in reversed(order):
        answer[index] = min(answer[index], edge - heights[index] / 2)
        edge = answer[index] - heights[index] / 2
    return answer
