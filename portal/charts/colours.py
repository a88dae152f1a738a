"""What the parts of a chart are painted with, and by what else they differ.

A colour is a token of the stylesheet and its value on white paper, which files are drawn with.
"""

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

#: Ground, and the path and width of what is drawn on it in a square of 6 pixels.
PATTERNS = {
    "fill-2": (SERIES[1], "M-1,5L1,7M-1,-1L7,7M5,-1L7,1", 1.25),
    "fill-3": (SERIES[2], "M1.5,3h2M4.5,0h2M-1.5,0h2M4.5,6h2M-1.5,6h2", 1.75),
    "fill-4": (SERIES[3], "M0,3h6", 1.25),
    "fill-5": (SERIES[4], "M0,3h6M3,0v6", 1),
    "fill-missing": (None, "M-1,5L1,7M-1,-1L7,7M5,-1L7,1", 0.75),
}
#: Of the parts of a column; the first series is plain.
FILLS = (SERIES[0], "url(#fill-2)", "url(#fill-3)", "url(#fill-4)", "url(#fill-5)")
MISSING = "url(#fill-missing)"
#: Of lines and their markers.
DASHES = (None, "7,3", "2,2.5", "9,3,2,3", "4,4")
SHAPES = ("circle", "square", "triangle", "diamond", "cross")


class TooManySeries(ValueError):
    """More series than can be told apart."""

    def __init__(self):
        super().__init__(f"a chart has at most {len(SERIES)} series")


def check_series(series):
    if len(series) > len(SERIES):
        raise TooManySeries
