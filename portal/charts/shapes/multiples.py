"""Small charts of one series each, all on the same scales."""

import math

from django.utils import translation
from django.utils.translation import gettext as _

from portal.charts import measure, spec, words
from portal.charts.chart import WIDTHS, Chart
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
        specs={width: _spec(about, series, breaks, width) for width in WIDTHS},
    )


def _columns(count, total):
    if not spec.is_wide(total):
        return min(2, count)
    return min(count, 4)


def _spec(about, series, breaks, total):
    grid = _Grid(about, series, total)
    breaks = [found for found in breaks if grid.first < found.year <= grid.last]
    box = spec.Box(total, height=grid.height)
    return spec.chart(
        box,
        [
            *_axes(grid),
            *_break_rules(breaks, grid),
            _lines(series, breaks, grid),
            _points(series, breaks, grid),
            _names(grid),
            *_last_values(about, series, grid),
        ],
    )


class _Grid:
    """Where each panel stands, and its points, in pixels of the drawing."""

    def __init__(self, about, series, total):
        self.size = spec.text_size(total) - 1
        self.columns = _columns(len(series), total)
        values = [value for one in series for value in one.values.values() if value is not None]
        self.marks = spec.ticks(min(values, default=0), max(values, default=1), 4)
        self.left = spec.axis_room(self.marks, total)
        said = [words.brief(about, value, values) for value in values]
        self.right = 9 + widest(said, self.size, 600)
        self.panel = (total - self.left - _GAP * (self.columns - 1)) / self.columns
        self.names = [measure.balanced(one.name, self.size, self.panel, 600) for one in series]
        most = max(len(lines) for lines in self.names)
        self.line = round(self.size * spec.LINE_HEIGHT)
        self.top = most * self.line + 12
        self.plot = 96 if spec.is_wide(total) else 84
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
        low, high = self.marks[0], self.marks[-1]
        return self.y0(index) + self.plot * (1 - (float(value) - low) / (high - low))


def _axes(grid):
    rules, values, ends = [], [], {"left": [], "right": []}
    decimals = spec.places(grid.marks)
    for index in range(grid.count):
        x, edge = grid.x0(index), grid.x(index, grid.last) + 4
        for mark in grid.marks:
            y = grid.y(index, mark)
            rules.append({"x": x, "x2": edge, "y": y, "y2": y})
            if index % grid.columns == 0:
                values.append({"x": x - 8, "y": y, "text": mark})
        bottom = grid.y0(index) + grid.plot + 8
        ends["left"].append({"x": x, "y": bottom, "text": str(grid.first)})
        ends["right"].append({"x": edge, "y": bottom, "text": str(grid.last)})
    quiet = {"fontSize": grid.size - 1, "fill": spec.INK_2}
    numbers = spec.texts(values, align="right", baseline="middle", **quiet)
    numbers["encoding"]["text"] |= {"type": "quantitative", "format": f",.{decimals}f"}
    return [
        spec.placed({"type": "rule", "stroke": spec.GRID}, rules),
        numbers,
        *(
            spec.texts(rows, align=side, baseline="line-top", **quiet)
            for side, rows in ends.items()
            if side == "left" or grid.first != grid.last
        ),
    ]


def _break_rules(breaks, grid):
    rows = [
        {
            "x": grid.x(index, found.year - 0.5),
            "x2": grid.x(index, found.year - 0.5),
            "y": grid.y0(index) - 3,
            "y2": grid.y0(index) + grid.plot,
        }
        for index in range(grid.count)
        for found in breaks
    ]
    mark = {"type": "rule", "stroke": spec.INK_2, "strokeDash": [3, 3], "strokeWidth": 0.75}
    return [spec.placed(mark, rows)] if rows else []


def _runs(series, breaks):
    for index, one in enumerate(series):
        for number, run in enumerate(segments(one.values, breaks)):
            yield index, f"{index}-{number}", run


def _lines(series, breaks, grid):
    rows = [
        {"x": grid.x(index, year), "y": grid.y(index, value), "run": name}
        for index, name, run in _runs(series, breaks)
        for year, value in run
    ]
    mark = {"type": "line", "stroke": spec.SERIES[0], "strokeWidth": 2, "strokeJoin": "round"}
    return spec.placed(mark, rows, detail={"field": "run", "type": "nominal"})


def _points(series, breaks, grid):
    """Values that no line shows, and the last of each panel."""
    rows = [
        {"x": grid.x(index, run[0][0]), "y": grid.y(index, run[0][1])}
        for index, _name, run in _runs(series, breaks)
        if len(run) == 1
    ]
    rows += [
        {"x": grid.x(index, year), "y": grid.y(index, value)}
        for index, year, value in _last_points(series)
    ]
    mark = {"type": "point", "size": 28, "fill": spec.SERIES[0], "stroke": spec.PAPER}
    return spec.placed({**mark, "strokeWidth": 1, "opacity": 1}, rows)


def _last_points(series):
    for index, one in enumerate(series):
        points = [(year, value) for year, value in one.values.items() if value is not None]
        if points:
            yield index, *points[-1]


def _names(grid):
    rows = [
        {"x": grid.x0(index), "y": grid.name_y(index) + grid.line * number, "text": line}
        for index, lines in enumerate(grid.names)
        for number, line in enumerate(lines)
    ]
    return spec.texts(rows, align="left", baseline="middle", fontSize=grid.size, fontWeight=600)


def _last_values(about, series, grid):
    shown = [value for one in series for value in one.values.values() if value is not None]
    rows = [
        {
            "x": grid.x(index, year) + 7,
            "y": grid.y(index, value),
            "text": words.brief(about, value, shown),
        }
        for index, year, value in _last_points(series)
    ]
    mark = {"align": "left", "baseline": "middle", "fontSize": grid.size, "fontWeight": 600}
    return [spec.texts(rows, **mark, fill=spec.SERIES[0])]
