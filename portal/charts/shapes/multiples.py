"""Small charts of one series each, all on the same scales."""

import math
from functools import partial

from django.utils import translation
from django.utils.translation import gettext as _

from portal.charts import colours, marks, measure, scales, words
from portal.charts.chart import Chart
from portal.charts.shapes import years
from portal.charts.shapes.lines import segments
from portal.charts.shapes.rows import widest

_GAP = 24  # pixels between panels


def multiples(about, series, breaks=()):
    """A Chart with a panel for each Series by year, in their order."""
    labels = series[0].values
    with translation.override(about.language):
        description = _("%(count)s small line charts, %(first)s to %(last)s, on one scale.") % {
            "count": len(series),
            "first": min(labels),
            "last": max(labels),
        }
    moved = words.movements(about, series, breaks)
    return Chart(
        about=about,
        title=about.title or words.balance(about, moved),
        trend=f"{words.changes(about, moved)} {words.methods(about, breaks)}".strip(),
        description=description,
        table=years.table(about, series, breaks),
        draw=partial(_draw, about, series, breaks),
    )


def _columns(count, total):
    if not marks.is_wide(total):
        return min(2, count)
    return min(count, 4)


def _draw(about, series, breaks, total):
    grid = _Grid(about, series, total)
    breaks = [found for found in breaks if grid.first < found.year <= grid.last]
    return marks.Box(total, height=grid.height).drawing(
        [
            *_axes(about, grid),
            *_break_rules(breaks, grid),
            *_lines(series, breaks, grid),
            *_points(series, breaks, grid),
            *_names(grid),
            *_last_values(about, series, grid),
        ]
    )


class _Grid:
    """Where each panel stands, and its points, in pixels of the drawing."""

    def __init__(self, about, series, total):
        self.size = marks.text_size(total) - 1
        self.columns = _columns(len(series), total)
        values = [value for one in series for value in one.values.values() if value is not None]
        self.ticks = scales.ticks(min(values, default=0), max(values, default=1), 4)
        self.tick_labels = marks.tick_labels(about, self.ticks)
        self.left = marks.axis_room(about, self.ticks, total)
        said = [words.brief(about, value, values) for value in values]
        self.right = 9 + widest(said, self.size, 600)
        self.panel = (total - self.left - _GAP * (self.columns - 1)) / self.columns
        self.names = [measure.balanced(one.name, self.size, self.panel, 600) for one in series]
        most = max(len(lines) for lines in self.names)
        self.line = round(self.size * marks.LINE_HEIGHT)
        self.top = most * self.line + 12
        self.plot = 96 if marks.is_wide(total) else 84
        self.height_of = scales.Linear(self.ticks[0], self.ticks[-1], self.plot, 0)
        self.pitch = self.top + self.plot + 34
        all_years = [year for one in series for year in one.values]
        self.first, self.last = min(all_years), max(all_years)
        self.count = len(series)

    @property
    def height(self):
        return math.ceil(self.count / self.columns) * self.pitch - 8

    def x0(self, index):
        return self.left + (index % self.columns) * (self.panel + _GAP)

    def y0(self, index):
        return (index // self.columns) * self.pitch + self.top

    def name_y(self, index):
        """The middle of the first line of a name; its last stands right above the panel."""
        return self.y0(index) - 12 - self.line * (len(self.names[index]) - 0.5)

    def x(self, index, year):
        room = self.panel - self.right - 4
        return self.x0(index) + 4 + room * (year - self.first) / max(1, self.last - self.first)

    def y(self, index, value):
        return self.y0(index) + self.height_of(value)

    def at(self, index, year, value):
        return self.x(index, year), self.y(index, value)

    def quiet(self, x, y, words, **look):
        """The text of an axis."""
        return marks.text(x, y, words, self.size - 1, fill=colours.INK_2, **look)


def _axes(about, grid):
    rules, numbers = [], []
    for index in range(grid.count):
        x, edge = grid.x0(index), grid.x(index, grid.last) + 4
        rules += [
            marks.rule(x, grid.y(index, tick), edge, grid.y(index, tick), colours.GRID)
            for tick in grid.ticks
        ]
        bottom = grid.y0(index) + grid.plot + 9
        ends = [(x, grid.first, None)]
        if grid.first != grid.last:
            ends.append((edge, grid.last, "end"))
        numbers += [
            grid.quiet(x, bottom, str(year), anchor=anchor, baseline="top")
            for x, year, anchor in ends
        ]
        if index % grid.columns == 0:
            numbers += [
                grid.quiet(x - 8, grid.y(index, tick), label, anchor="end")
                for tick, label in zip(grid.ticks, grid.tick_labels, strict=True)
            ]
    return [*rules, *numbers]


def _break_rules(breaks, grid):
    look = {"stroke_dasharray": "3,3", "stroke_width": 0.75}
    drawn = []
    for index in range(grid.count):
        top, bottom = grid.y0(index) - 3, grid.y0(index) + grid.plot
        for found in breaks:
            x = grid.x(index, found.year - 0.5)
            drawn.append(marks.rule(x, top, x, bottom, colours.INK_2, **look))
    return drawn


def _runs(series, breaks):
    """(index of the panel, points) of what may be joined."""
    for index, one in enumerate(series):
        for run in segments(one.values, breaks):
            yield index, run


def _lines(series, breaks, grid):
    return [
        marks.line([grid.at(index, *point) for point in run], colours.SERIES[0], stroke_width=2)
        for index, run in _runs(series, breaks)
        if len(run) > 1
    ]


def _points(series, breaks, grid):
    """Values that no line shows, and the last of each panel."""
    spots = [grid.at(index, *run[0]) for index, run in _runs(series, breaks) if len(run) == 1]
    spots += [grid.at(*point) for point in _last_points(series)]
    look = {"fill": colours.SERIES[0], "stroke": colours.PAPER}
    return [marks.symbol("circle", *spot, 28, **look) for spot in dict.fromkeys(spots)]


def _last_points(series):
    for index, one in enumerate(series):
        points = [(year, value) for year, value in one.values.items() if value is not None]
        if points:
            yield index, *points[-1]


def _names(grid):
    return [
        marks.text(
            grid.x0(index), grid.name_y(index) + grid.line * number, line, grid.size, weight=600
        )
        for index, lines in enumerate(grid.names)
        for number, line in enumerate(lines)
    ]


def _last_values(about, series, grid):
    shown = [value for one in series for value in one.values.values() if value is not None]
    drawn = []
    for index, year, value in _last_points(series):
        x, y = grid.at(index, year, value)
        said = words.brief(about, value, shown)
        drawn.append(marks.text(x + 7, y, said, grid.size, fill=colours.SERIES[0], weight=600))
    return drawn
