"""Horizontal bars, the largest first, with their values beside them."""

from decimal import Decimal
from functools import partial
from itertools import pairwise

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.charts import colours, marks, words
from portal.charts.chart import Chart, Table
from portal.charts.scales import Linear
from portal.charts.shapes.rows import Rows, widest


def bars(about, values, last=(), highlight="", whole=None, *, compete=True, places=None):
    """A Chart of {name: Decimal}, sorted.

    last: the names that gather all others, or what is not told: they stay last and never lead.
    highlight: the name drawn in the strong colour; default the first.
    whole: what all add up to, to show shares; None where the values are no parts of anything.
    compete: whether one can lead: stages and places within each other cannot, and need a title.
    places: {name: its place}, where the bars are some of a longer ranking.
    """
    ordered = dict(sorted(values.items(), key=lambda item: (item[0] in last, -item[1])))
    named = {name: value for name, value in ordered.items() if name not in last}
    shares = _shares(about, ordered, whole)
    strong = highlight or next(iter(named), "")
    with translation.override(about.language):
        description = _described(ordered, last, places)
    return Chart(
        about=about,
        title=about.title or words.leading(about, named, whole if shares else None),
        trend=(words.ranking if compete else words.told)(about, named, whole),
        description=description,
        table=_table(about, ordered, shares, places),
        draw=partial(
            _draw,
            about,
            {_with_place(name, places): value for name, value in ordered.items()},
            shares,
            _with_place(strong, places),
        ),
    )


def _with_place(name, places):
    return f"{places[name]}. {name}" if places and name in places else name


def _described(ordered, last, places):
    if places:
        return _described_with_places([(places[name], name) for name in ordered])
    gathered = "; ".join(name for name in ordered if name in last)
    if not gathered:
        text = ngettext(
            "Bar chart with one bar.",
            "Bar chart with %(count)s bars, sorted by size.",
            len(ordered),
        )
        return text % {"count": len(ordered)}
    text = _("Bar chart with %(count)s bars, sorted by size; at the end: %(gathered)s.")
    return text % {"count": len(ordered), "gathered": gathered}


def _described_with_places(ranked):
    """Where a ranking is not shown whole, a reader must not count the bars."""
    text = ngettext(
        "Bar chart with one bar, named with its place.",
        "Bar chart with %(count)s bars, sorted by size, each named with its place.",
        len(ranked),
    )
    said = [text % {"count": len(ranked)}]
    for count, ((_before, above), (place, below)) in enumerate(pairwise(ranked), 1):
        if place > count + 1:
            text = ngettext(
                "%(count)s is left out between %(above)s and %(below)s.",
                "%(count)s are left out between %(above)s and %(below)s.",
                place - count - 1,
            )
            said.append(text % {"count": place - count - 1, "above": above, "below": below})
    return " ".join(said)


def _shares(about, values, whole):
    if whole is None or whole <= 0 or any(value < 0 for value in values.values()):
        return {}
    return {name: words.share(about, value, whole) for name, value in values.items()}


def _table(about, values, shares, places):
    with translation.override(about.language):
        columns = [about.heading or _("Name"), *([_("Rank")] if places else []), _("Value")]
        if shares:
            columns.append(_("Share"))
    rows = [
        (
            name,
            *([str(places[name])] if places else []),
            words.number(about, value),
            *([shares[name]] if shares else []),
        )
        for name, value in values.items()
    ]
    return Table(tuple(columns), tuple(rows))


# --- the picture ---------------------------------------------------------------------


def _draw(about, values, shares, strong, total):
    rows = Rows(values, total)
    said = [words.brief(about, value, values.values()) for value in values.values()]
    numbers = widest(said, rows.size, 600) + 8
    share_room = widest(shares.values(), rows.size) + 12 if shares else 0
    low, high = min([Decimal(0), *values.values()]), max([Decimal(0), *values.values()])
    box = marks.Box(
        total,
        height=rows.height,
        left=rows.left + (numbers if low < 0 else 0),
        right=numbers + share_room,
    )
    x = Linear(float(low), float(high) if high > low else float(low) + 1, 0, box.width)
    return box.drawing(
        [
            *_bars(values, strong, rows, x),
            *rows.rules([x(0)], colours.LINE_2),
            *rows.name_marks(box),
            *_value_marks(values, said, rows, x),
            *rows.column(shares.values(), box, fill=colours.INK_2),
        ]
    )


def _bars(values, strong, rows, x):
    half = 9 if rows.is_wide else 7
    return [
        marks.rect(
            *(x(0), rows.middle(index) - half, x(value), rows.middle(index) + half),
            colours.SERIES[0] if name == strong else colours.REST,
        )
        for index, (name, value) in enumerate(values.items())
    ]


def _value_marks(values, said, rows, x):
    """The values at the ends of their bars, right of positive and left of negative ones."""
    drawn = []
    for index, (value, text) in enumerate(zip(values.values(), said, strict=True)):
        gap, anchor = (6, None) if value >= 0 else (-6, "end")
        place = x(value) + gap, rows.middle(index)
        drawn.append(marks.text(*place, text, rows.size, anchor=anchor, weight=600))
    return drawn
