"""What all charts share: marks at a place, axes and keys, in pixels of the plot."""

import math
from dataclasses import dataclass

from portal.charts import measure
from portal.charts.chart import WIDE
from portal.charts.colours import GRID, INK, INK_2
from portal.charts.scales import places
from portal.charts.svg import Drawing, element, joined, number
from portal.text import display

LINE_HEIGHT = 1.3  # of the size of the text; Vietnamese stacks two marks on a letter
#: From where a text is placed to the line that its letters stand on, in parts of its size.
_BASELINES = {"top": 0.79, "middle": 0.3, "bottom": -0.21, "baseline": 0}


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

    def drawing(self, marks):
        """The Drawing of marks that stand at pixels of the plot; later ones lie on top."""
        place = f"translate({number(self.left)},{number(self.top)})"
        plot = element("g", joined(marks), fill="none", transform=place)
        return Drawing(self.total, self.top + self.height + self.bottom, plot)


def is_wide(total):
    return total >= WIDE


def text_size(total):
    return 13 if is_wide(total) else 12


def line_height(total):
    return round(text_size(total) * LINE_HEIGHT)


# --- marks ------------------------------------------------------------------------------


def text(x, y, words, size, *, anchor=None, baseline="middle", fill=INK, weight=None):
    """A line of words. anchor: "middle" or "end", where x is not its beginning."""
    y += round(_BASELINES[baseline] * size)
    look = {"text_anchor": anchor, "font_size": size, "font_weight": weight, "fill": fill}
    return element("text", words, x=x, y=y, **look)


def block(x, middle, lines, total, **look):
    """The lines of a text, one beneath the other around a middle."""
    step, size = line_height(total), text_size(total)
    top = middle - step * (len(lines) - 1) / 2
    return [text(x, top + step * index, line, size, **look) for index, line in enumerate(lines)]


def rect(x, y, x2, y2, fill, **look):
    """A rectangle between two corners, whichever they are."""
    size = {"width": abs(x2 - x), "height": abs(y2 - y)}
    return element("rect", x=min(x, x2), y=min(y, y2), **size, fill=fill, **look)


def rule(x, y, x2, y2, stroke, **look):
    """A straight line."""
    return element("line", x1=x, y1=y, x2=x2, y2=y2, stroke=stroke, **look)


def line(points, stroke, **look):
    """A line through points (x, y)."""
    d = "M" + "L".join(f"{number(x)},{number(y)}" for x, y in points)
    return element("path", d=d, stroke=stroke, stroke_linejoin="round", **look)


def symbol(shape, x, y, area, **look):
    """A marker: a circle, or a square, triangle, diamond, cross or bar around (x, y)."""
    r = math.sqrt(area) / 2
    if shape == "circle":
        return element("circle", cx=x, cy=y, r=r, **look)
    if shape == "bar":
        return rule(x, y - r, x, y + r, **look)
    d = "M" + "L".join(f"{number(x + r * dx)},{number(y + r * dy)}" for dx, dy in _CORNERS[shape])
    return element("path", d=f"{d}Z", **look)


_HIGH, _ARM = math.sqrt(3) / 2, 0.4
_CORNERS = {
    "square": ((-1, -1), (1, -1), (1, 1), (-1, 1)),
    "triangle": ((0, -_HIGH), (-1, _HIGH), (1, _HIGH)),
    "diamond": ((-1, 0), (0, -1), (1, 0), (0, 1)),
    "cross": (
        *((-1, -_ARM), (-1, _ARM), (-_ARM, _ARM), (-_ARM, 1), (_ARM, 1), (_ARM, _ARM)),
        *((1, _ARM), (1, -_ARM), (_ARM, -_ARM), (_ARM, -1), (-_ARM, -1), (-_ARM, -_ARM)),
    ),
}


# --- axes -------------------------------------------------------------------------------


def tick_labels(about, marks):
    """The numbers of ticks in the language of a chart."""
    decimals = places(marks)
    return [display.number(mark, about.language, decimals) for mark in marks]


def axis_room(about, marks, total):
    """The width of the labels of value_axis()."""
    return 10 + max(measure.width(label, text_size(total)) for label in tick_labels(about, marks))


def sharp(pixel):
    """The middle of the nearest pixel: a thin line there is not blurred."""
    return round(pixel) + 0.5


def value_axis(about, marks, y, box, inset=0):
    """A grid line and a number for each tick, without a line of its own.

    y: the scale of the values; inset: pixels of the plot that the grid leaves out at both sides.
    """
    size, right = text_size(box.total) - 1, box.width - inset
    grid = [rule(inset, sharp(y(mark)), right, sharp(y(mark)), GRID) for mark in marks]
    numbers = [
        text(-8, y(mark), label, size, anchor="end", fill=INK_2)
        for mark, label in zip(marks, tick_labels(about, marks), strict=True)
    ]
    return [*grid, *numbers]


def labels_below(spots, box, gap=8):
    """Labels under the plot: spots are (x of the middle, text)."""
    size = text_size(box.total) - 1
    look = {"anchor": "middle", "baseline": "top", "fill": INK_2}
    return [text(x, box.height + gap, label, size, **look) for x, label in spots]


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
    """The names of a key, and the middle of the swatch of each as (x, y)."""
    spots = [(x - box.left + 7, 22 * row + 9 - box.top) for row, x, _name in rows]
    size = text_size(box.total)
    labels = [
        text(x + 13, y, name, size) for (x, y), (_row, _x, name) in zip(spots, rows, strict=True)
    ]
    return labels, spots
