"""Horizontal bars, the largest first, with their values beside them."""

from decimal import Decimal

from django.utils import translation
from django.utils.translation import gettext as _

from portal.charts import spec, words
from portal.charts.chart import WIDTHS, Chart, Table
from portal.charts.shapes.rows import Rows, widest


def bars(about, values, last=(), highlight="", whole=None, *, compete=True):
    """A Chart of {name: Decimal}, sorted.

    last: the names that gather all others, or what is not told: they stay last and never lead.
    highlight: the name drawn in the strong colour; default the first.
    whole: what all add up to, to show shares; None where the values are no parts of anything.
    compete: whether one can lead: stages and places within each other cannot, and need a title.
    """
    ordered = dict(sorted(values.items(), key=lambda item: (item[0] in last, -item[1])))
    named = {name: value for name, value in ordered.items() if name not in last}
    shares = _shares(about, ordered, whole)
    strong = highlight or next(iter(named), "")
    with translation.override(about.language):
        description = _described(ordered, last)
    return Chart(
        about=about,
        title=about.title or words.leading(about, named, whole if shares else None),
        trend=(words.ranking if compete else words.told)(about, named, whole),
        description=description,
        table=_table(about, ordered, shares),
        specs={width: _spec(about, ordered, shares, strong, width) for width in WIDTHS},
    )


def _described(ordered, last):
    gathered = "; ".join(name for name in ordered if name in last)
    if not gathered:
        return _("Bar chart with %(count)s bars, sorted by size.") % {"count": len(ordered)}
    text = _("Bar chart with %(count)s bars, sorted by size; at the end: %(gathered)s.")
    return text % {"count": len(ordered), "gathered": gathered}


def _shares(about, values, whole):
    if whole is None or whole <= 0 or any(value < 0 for value in values.values()):
        return {}
    return {name: words.share(about, value, whole) for name, value in values.items()}


def _table(about, values, shares):
    with translation.override(about.language):
        columns = [about.heading or _("Name"), _("Value")]
        if shares:
            columns.append(_("Share"))
    rows = [
        (name, words.number(about, value), *([shares[name]] if shares else []))
        for name, value in values.items()
    ]
    return Table(tuple(columns), tuple(rows))


# --- the picture ---------------------------------------------------------------------


def _spec(about, values, shares, strong, total):
    rows = Rows(values, total)
    said = [words.brief(about, value, values.values()) for value in values.values()]
    numbers = widest(said, rows.size, 600) + 8
    share_room = widest(shares.values(), rows.size) + 12 if shares else 0
    low, high = min([Decimal(0), *values.values()]), max([Decimal(0), *values.values()])
    box = spec.Box(
        total,
        height=rows.height,
        left=rows.left + (numbers if low < 0 else 0),
        right=numbers + share_room,
    )

    def x(value):
        return box.width * float((value - low) / ((high - low) or 1))

    layers = [
        _bars(values, strong, rows, x),
        rows.rules([x(0)], stroke=spec.LINE_2),
        rows.name_layer(box),
        *_value_layers(values, said, rows, x),
    ]
    if shares:
        layers.append(_share_layer(shares, rows, box))
    return spec.chart(box, layers)


def _bars(values, strong, rows, x):
    half = 9 if rows.is_wide else 7
    drawn = [
        {
            "x": x(min(value, 0)),
            "x2": x(max(value, 0)),
            "y": rows.middle(index) - half,
            "y2": rows.middle(index) + half,
            "fill": spec.SERIES[0] if name == strong else spec.REST,
        }
        for index, (name, value) in enumerate(values.items())
    ]
    fill = {"field": "fill", "type": "nominal", "scale": None}
    return spec.placed({"type": "rect"}, drawn, fill=fill)


def _value_layers(values, said, rows, x):
    """The values at the ends of their bars, right of positive and left of negative ones."""
    sides = {"left": [], "right": []}
    for index, (value, text) in enumerate(zip(values.values(), said, strict=True)):
        side, gap = ("left", 6) if value >= 0 else ("right", -6)
        sides[side].append({"x": x(value) + gap, "y": rows.middle(index), "text": text})
    return [
        spec.texts(placed, align=side, baseline="middle", fontWeight=600)
        for side, placed in sides.items()
        if placed
    ]


def _share_layer(shares, rows, box):
    placed = [
        {"x": box.width + box.right, "y": rows.middle(index), "text": text}
        for index, text in enumerate(shares.values())
    ]
    return spec.texts(placed, align="right", baseline="middle", fill=spec.INK_2)
