"""Lines over the years, each named at its end; broken where figures are missing or changed."""

from functools import partial

from django.utils import translation
from django.utils.translation import gettext as _

from portal.charts import colours, marks, measure, scales, words
from portal.charts.chart import Chart
from portal.charts.shapes import years


def lines(about, series, breaks=(), *, from_zero=False):
    """A Chart of Series by year, the first of them the one it is about.

    breaks: of the method; lines are interrupted there, and nothing is compared across them.
    from_zero: of amounts, whose heights are compared.
    """
    colours.check_series(series)
    main = series[0].values
    with translation.override(about.language):
        description = _described(series, breaks) % {"first": min(main), "last": max(main)}
    subject = series[0].name if _are_named(series) else ""
    said = [words.trend(about, series[0], breaks, subject), words.compared(about, series)]
    return Chart(
        about=about,
        title=about.title or words.finding(about, series[0], breaks, subject),
        trend=" ".join(sentence for sentence in said if sentence),
        description=description,
        table=years.table(about, series, breaks),
        draw=partial(_draw, about, series, breaks, from_zero),
    )


def _described(series, breaks):
    if len(series[0].values) == 1:
        return _("Chart of one year, %(first)s.")
    if any(len(run) > 1 for one in series for run in _runs(one, breaks)):
        return _("Line chart, %(first)s to %(last)s.")
    return _("Chart of points, %(first)s to %(last)s.")


def _are_named(series):
    """Whether a line is told by its name: one of several, or of a place among others."""
    return len(series) > 1 or series[0].is_proper


def segments(values, breaks, apart=(), told=None):
    """The runs of (year, value) that may be joined: whole years, one method, the same records.

    apart: the years whose values are joined to none. told: see Series.
    """
    answer, of = [[]], told or {}
    starts = {found.year for found in breaks}
    starts |= {year for year in of if year - 1 in of and of[year] != of[year - 1]}
    for year in range(min(values), max(values) + 1):
        value = values.get(year)
        if value is None or year in starts or year in apart:
            answer.append([])
        if value is not None:
            answer[-1].append((year, value))
        if year in apart:
            answer.append([])
    return [run for run in answer if run]


def _runs(one, breaks):
    return segments(one.values, breaks, one.notes.keys() | one.floors, one.told)


def value_ticks(series, count, *, from_zero=False):
    """Ticks around all values; from zero where asked for or where they are not far from it."""
    values = [value for one in series for value in one.values.values() if value is not None]
    low, high = min(values, default=0), max(values, default=1)
    if from_zero:
        low, high = min(0, low), max(0, high)
    return scales.ticks(0 if 0 < low < high * 2 / 5 else low, high, count)


# --- the picture ---------------------------------------------------------------------


def _draw(about, series, breaks, from_zero, total):
    all_years = {year for one in series for year in one.values}
    first, last = min(all_years), max(all_years)
    inner = sorted(
        (found for found in breaks if first < found.year <= last), key=lambda found: found.year
    )
    ticks = value_ticks(series, 5 if marks.is_wide(total) else 4, from_zero=from_zero)
    ends = _ends(about, series, total)
    left = marks.axis_room(about, ticks, total)
    breadth = _breadth(inner, ends, first, last, total - left)
    gaps = _gaps(series, first, last)
    key_rows = marks.key_rows([years.missing_name(about)] if gaps else [], total)
    plot = _Plot(breadth, first, last, ticks, 300 if marks.is_wide(total) else 220)
    labels = _break_labels(inner, plot, marks.text_size(total) - 1)
    box = marks.Box(
        total,
        height=plot.height,
        left=left,
        right=total - left - breadth,
        top=marks.key_height(key_rows)
        + 10
        + 17 * (1 + max((row for row, *_ in labels), default=-1)),
        bottom=26,
    )
    return box.drawing(
        [
            *marks.value_axis(about, ticks, plot.y, box, plot.inset),
            *_year_axis(plot, box),
            *_gap_bands(gaps, plot, box, key_rows),
            *_break_marks(labels, plot, total),
            *(
                mark
                for index, one in reversed(list(enumerate(series)))
                for mark in _line(index, one, breaks, plot, total)
            ),
            *_end_labels(ends, plot, total),
        ]
    )


class _Plot:
    """Where each year stands, and each value."""

    inset = 8

    def __init__(self, width, first, last, ticks, height):
        self.width, self.height = width, height
        self.first, self.last = first, last
        self.y = scales.Linear(ticks[0], ticks[-1], height, 0)

    @property
    def step(self):
        return (self.width - 2 * self.inset) / max(1, self.last - self.first)

    def x(self, year):
        if self.first == self.last:
            return self.width / 2
        return self.inset + self.step * (year - self.first)

    def at(self, year, value):
        return self.x(year), self.y(value)


def _breadth(breaks, ends, first, last, room):
    """The width of the plot that leaves room for the names at its right and of its breaks."""
    breadth = room - 14 - max((end["width"] for end in ends), default=0)
    for found in breaks:
        along = (found.year - 0.5 - first) / (last - first)
        needed = 4 + measure.width(found.label, 12) + _Plot.inset * (1 - 2 * along)
        breadth = min(breadth, (room - needed) / along)
    return breadth


def _gaps(series, first, last):
    """The years that no series has."""
    known = {year for one in series for year, value in one.values.items() if value is not None}
    return [year for year in range(first, last + 1) if year not in known]


def _gap_bands(gaps, plot, box, key_rows):
    if not gaps:
        return []
    half = plot.step / 2
    spans = [(max(0, plot.x(y) - half), min(plot.width, plot.x(y) + half)) for y in gaps]
    labels, spots = marks.key(key_rows, box)
    return [*years.missing_bands(spans, box), *labels, *years.swatches(spots, [colours.MISSING])]


def _line(index, one, breaks, plot, total):
    runs = _runs(one, breaks)
    stroke = {
        "stroke_width": 2 if index else 3,
        "stroke_dasharray": colours.DASHES[index],
        "stroke_linecap": None if index else "round",
    }
    look = {"fill": colours.SERIES[index], "stroke": colours.PAPER}
    shown = runs if index == 0 or plot.last - plot.first < 8 else map(_ends_of, runs)
    area = 46 if marks.is_wide(total) else 28
    return [
        *(
            marks.line([plot.at(*point) for point in run], colours.SERIES[index], **stroke)
            for run in runs
            if len(run) > 1
        ),
        *(
            marks.symbol(colours.SHAPES[index], *plot.at(*point), area, **look)
            for run in shown
            for point in run
        ),
    ]


def _ends_of(run):
    """The first and last point: without them a single year would not be seen."""
    return run if len(run) == 1 else [run[0], run[-1]]


def _year_axis(plot, box):
    labels = list(range(plot.first, plot.last + 1))
    size = marks.text_size(box.total) - 1
    thinned = scales.thinned([measure.width(str(year), size) for year in labels], plot.step)
    shown = [labels[index] for index in thinned]
    y = marks.sharp(plot.height)
    ticks = [
        marks.rule(marks.sharp(plot.x(year)), y, marks.sharp(plot.x(year)), y + 4, colours.LINE_2)
        for year in shown
    ]
    return [
        *ticks,
        *marks.labels_below([(plot.x(year), str(year)) for year in shown], box, gap=10),
        marks.rule(plot.inset, y, plot.width - plot.inset, y, colours.LINE_2),
    ]


# --- breaks of the method --------------------------------------------------------------


def _break_labels(breaks, plot, size):
    """(row, x of the rule, text) of each break, from the last to the first.

    An earlier label that has no room stands higher, so that no rule crosses a label.
    """
    labels, begins = [], []  # begins: per row, the leftmost rule that reaches it
    for found in reversed(breaks):
        x = plot.x(found.year - 0.5)
        end = x + 4 + measure.width(found.label, size) + 8
        row = next((row for row, begin in enumerate(begins) if end <= begin), len(begins))
        begins[: row + 1] = [x] * (row + 1)
        labels.append((row, x, found.label))
    return labels


def _break_marks(labels, plot, total):
    size = marks.text_size(total) - 1
    drawn = []
    for row, x, text in labels:
        dashed = {"stroke_dasharray": "4,3"}
        drawn += [
            marks.rule(x, -8 - 17 * row, x, plot.height, colours.INK_2, **dashed),
            marks.text(x + 4, -12 - 17 * row, text, size, fill=colours.INK_2),
        ]
    return drawn


# --- names at the ends of lines ----------------------------------------------------------


def _ends(about, series, total):
    """The label of each line that has a value: its lines of text, size and place in the data."""
    size = marks.text_size(total)
    room = total * (0.24 if marks.is_wide(total) else 0.3)
    shown = [value for one in series for value in one.values.values() if value is not None]
    last_years = {_last_year(one) for one in series} - {None}
    ends = []
    for index, one in enumerate(series):
        points = [(year, value) for year, value in one.values.items() if value is not None]
        if not points:
            continue
        year, value = points[-1]
        said = words.brief(about, value, shown, is_floor=year in one.floors)
        text = f"{one.name} {said}" if _are_named(series) else said
        note = one.notes.get(year) or (one.told_of.get(year, "") if one.differs else "")
        # One year in one set of labels, unless they say so.
        if len(last_years) > 1 and str(year) not in note:
            note = f"{year}, {note}" if note else year
        text = f"{text} ({note})" if note else text
        weight = 400 if index else 600
        wrapped = measure.wrap(text, size, room, weight)
        ends.append(
            {
                "index": index,
                "year": year,
                "value": value,
                "lines": wrapped,
                "width": max(measure.width(line, size, weight) for line in wrapped),
                "height": len(wrapped) * marks.line_height(total) + 2,
            }
        )
    return ends


def _last_year(one):
    return max((year for year, value in one.values.items() if value is not None), default=None)


_NO_DATA = {"stroke": colours.LINE_2, "stroke_dasharray": "1,4"}


def _end_labels(ends, plot, total):
    """Each label beside its line's end, or led to it by a thin line where it had to give way; by
    dots without its colour over the years that it has no value for."""
    wanted = [plot.y(end["value"]) for end in ends]
    middles = scales.apart(wanted, [end["height"] for end in ends], -8, plot.height + 8)
    drawn = []
    for end, y, middle in zip(ends, wanted, middles, strict=True):
        x, colour = plot.x(end["year"]), colours.SERIES[end["index"]]
        if abs(y - middle) > 5 or plot.width - x > 12:
            look = _NO_DATA if end["year"] < plot.last else {"stroke": colour}
            drawn.append(marks.rule(x + 6, y, plot.width + 8, middle, **look, stroke_width=0.75))
        weight = None if end["index"] else 600
        look = {"fill": colour, "weight": weight}
        drawn += marks.block(plot.width + 11, middle, end["lines"], total, **look)
    return drawn
