"""The forms of charts: each takes About and numbers, and gives a Chart."""

from portal.charts.shapes.bars import bars
from portal.charts.shapes.columns import columns
from portal.charts.shapes.dumbbell import dumbbell
from portal.charts.shapes.lines import lines
from portal.charts.shapes.multiples import multiples

__all__ = ["bars", "columns", "dumbbell", "lines", "multiples"]
