"""What the numbers say, in sentences: for titles, and for readers who see no chart.

Every function answers in the language of `about`, whatever language is active.
"""

from decimal import ROUND_HALF_UP, Decimal
from functools import wraps
from itertools import pairwise

from babel.lists import format_list
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portal.text import display

MOST_NAMED = 3  # that stand first together, in a title
_LISTS = {"vi": "vi", "en": "en_GB"}


def _in_its_language(function):
    @wraps(function)
    def inside(about, *args, **kwargs):
        with translation.override(about.language):
            return function(about, *args, **kwargs)

    return inside


# --- numbers -----------------------------------------------------------------------------


def number(about, value, decimals=None):
    """1.628,89 or 1,628.89, with a true minus; `missing` for None."""
    if value is None:
        return about.missing
    places = about.decimals if decimals is None else decimals
    return display.number(_rounded(value, places), about.language, places).replace("-", "−")


def brief(about, value, among):
    """A number for a label in a chart whose numbers are `among`: the larger, the fewer decimals."""
    largest = max(map(abs, among), default=0)
    spare = 2 if largest >= 1000 else 1 if largest >= 100 else 0
    return number(about, value, max(0, about.decimals - spare))


def signed(about, value):
    """A change with its sign: +0,44, −1.20; a change that rounds to nothing has none."""
    text = number(about, value)
    return f"+{text}" if value > 0 and rounded(about, value) else text


def amount(about, value):
    """A number with its unit."""
    return f"{number(about, value)} {about.unit}".strip()


def share(about, part, whole):
    """Whole percents of a positive whole: 31%; a small part is never 0%."""
    percent = (100 * part / whole).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    return "<1%" if part > 0 and not percent else f"{number(about, percent, 0)}%"


def rounded(about, value):
    """A value as it is shown, so that a sentence never calls two equal numbers different."""
    return _rounded(value, about.decimals)


def _rounded(value, places):
    # Adding nothing takes the sign off a zero.
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP) + 0


def listed(about, names):
    """A, B and C."""
    return format_list([str(name) for name in names], locale=_LISTS[about.language])


# --- one series over time ------------------------------------------------------------------


def _shown(about, values):
    """(label, value) of what may be compared; of a single period that is not over, even that."""
    shown = [(label, rounded(about, value)) for label, value in values.items() if value is not None]
    return [point for point in shown if point[0] != about.unfinished] or shown


def since_break(values, breaks):
    """The values measured in the way of the last one, and the Break before them or None."""
    last = max((label for label, value in values.items() if value is not None), default=None)
    passed = [found for found in breaks if last is not None and found.year <= last]
    if not passed:
        return values, None
    latest = max(passed, key=lambda found: found.year)
    return {label: v for label, v in values.items() if label >= latest.year}, latest


@_in_its_language
def trend(about, values, breaks=()):
    """How a value moved between its first label and its last, where it turned, what is missing."""
    comparable, latest = since_break(values, breaks)
    points = _shown(about, comparable)
    said = [*_movement(about, points), *_turns(about, points), *_gaps(about, values)]
    said += _so_far(about, values)
    if latest is not None:
        said.append(
            _("The method changed in %(year)s: earlier figures are not compared.")
            % {"year": latest.year}
        )
    return " ".join(said)


def _so_far(about, values):
    """The value of the period that is not over, which stands beside the others only."""
    value = values.get(about.unfinished)
    if value is not None and len(_shown(about, values)) < len(values):
        facts = {"when": about.unfinished, "value": amount(about, value)}
        yield _("%(when)s is not over: %(value)s so far.") % facts


@_in_its_language
def methods(about, breaks):
    """The years from which the figures were measured in another way; empty without any."""
    if not breaks:
        return ""
    years = listed(about, sorted(found.year for found in breaks))
    return _("The method changed in %(years)s.") % {"years": years}


def _movement(about, points):
    if not points:
        return [_("No figures are published.")]
    (first, start), (last, end) = points[0], points[-1]
    facts = {
        "first": first,
        "last": last,
        "start": number(about, start),
        "end": amount(about, end),
        "change": number(about, abs(end - start)),
    }
    if len(points) == 1:
        return [_("In %(last)s: %(end)s.") % facts]
    if all(value == end for _label, value in points):
        return [_("From %(first)s to %(last)s: unchanged at %(end)s.") % facts]
    if start == end:
        return [_("%(first)s and %(last)s are equal, at %(end)s.") % facts]
    if start < end:
        return [
            _("From %(first)s to %(last)s: up by %(change)s, from %(start)s to %(end)s.") % facts
        ]
    return [_("From %(first)s to %(last)s: down by %(change)s, from %(start)s to %(end)s.") % facts]


def _turns(about, points):
    """A highest or lowest value between the ends; a rise or fall without a turn."""
    if len(points) < 3:
        return
    values = [value for _label, value in points]
    steps = list(pairwise(values))
    if all(a < b for a, b in steps):
        yield _("It rose every time.")
    elif all(a > b for a, b in steps):
        yield _("It fell every time.")
    else:
        ends = (values[0], values[-1])
        if max(values) not in ends:
            yield _("It was highest in %(when)s, at %(value)s.") % _extreme(about, points, max)
        if min(values) not in ends:
            yield _("It was lowest in %(when)s, at %(value)s.") % _extreme(about, points, min)


def _extreme(about, points, pick):
    best = pick(value for _label, value in points)
    labels = [label for label, value in points if value == best]
    return {"when": listed(about, labels), "value": number(about, best)}


def _gaps(about, values):
    """The labels without a value; years that follow one another as a span."""
    missing = [label for label, value in values.items() if value is None]
    if missing and len(missing) < len(values):
        yield _("No figure for %(when)s.") % {"when": listed(about, _spans(missing))}


def _spans(labels):
    spans = []
    for label in labels:
        if spans and isinstance(label, int) and spans[-1][-1] == label - 1:
            spans[-1].append(label)
        else:
            spans.append([label])
    for span in spans:
        if len(span) < 3:
            yield from span
        else:
            yield f"{span[0]}–{span[-1]}"


@_in_its_language
def finding(about, values, breaks=()):
    """The last value as a title: the highest or lowest in years, or its change."""
    comparable, _latest = since_break(values, breaks)
    points = _shown(about, comparable)
    if len(points) < 2:
        return _movement(about, points)[0].removesuffix(".")
    *before, (last, end) = points
    facts = {"last": last, "end": amount(about, end), "first": points[0][0]}
    if len(before) > 1 and all(value < end for _label, value in before):
        return _("%(last)s is the highest since %(first)s: %(end)s") % facts
    if len(before) > 1 and all(value > end for _label, value in before):
        return _("%(last)s is the lowest since %(first)s: %(end)s") % facts
    facts |= {"previous": before[-1][0], "change": number(about, abs(end - before[-1][1]))}
    if end > before[-1][1]:
        return _("%(last)s: %(end)s, up by %(change)s on %(previous)s") % facts
    if end < before[-1][1]:
        return _("%(last)s: %(end)s, down by %(change)s on %(previous)s") % facts
    return _("%(last)s: %(end)s, the same as %(previous)s") % facts


# --- several beside each other -----------------------------------------------------------


@_in_its_language
def compared(about, series):
    """The last label at which every series has a value: each with its value, the highest first."""
    labels = [
        label
        for label in series[0].values
        if label != about.unfinished and all(one.values.get(label) is not None for one in series)
    ]
    if len(series) < 2 or not labels:
        return ""
    last = labels[-1]
    ordered = sorted(series, key=lambda one: one.values[last], reverse=True)
    parts = [f"{one.name} {number(about, one.values[last])}" for one in ordered]
    return _("In %(last)s: %(list)s.") % {"last": last, "list": listed(about, parts)}


def movements(about, series, breaks=()):
    """{name: change} from the first to the last value of each series that has two to compare."""
    moved = {}
    for one in series:
        points = _shown(about, since_break(one.values, breaks)[0])
        if len(points) > 1:
            moved[one.name] = points[-1][1] - points[0][1]
    return moved


@_in_its_language
def changes(about, moved):
    """What {name: change} says: how many rose and fell, who gained and lost most."""
    moved = {name: rounded(about, value) for name, value in moved.items()}
    up = {name: change for name, change in moved.items() if change > 0}
    down = {name: change for name, change in moved.items() if change < 0}
    facts = {"up": len(up), "down": len(down), "same": len(moved) - len(up) - len(down)}
    if facts["same"]:
        said = [_("%(up)s rose, %(down)s fell, %(same)s did not change.") % facts]
    else:
        said = [_("%(up)s rose, %(down)s fell.") % facts]
    if up:
        name = max(up, key=up.get)
        said.append(
            _("The largest rise: %(name)s (%(change)s).")
            % {"name": name, "change": signed(about, up[name])}
        )
    if down:
        name = min(down, key=down.get)
        said.append(
            _("The largest fall: %(name)s (%(change)s).")
            % {"name": name, "change": signed(about, down[name])}
        )
    return " ".join(said)


@_in_its_language
def balance(about, moved):
    """{name: change} as a title."""
    shown = [rounded(about, change) for change in moved.values()]
    up, down = sum(change > 0 for change in shown), sum(change < 0 for change in shown)
    facts = {"up": up, "down": down, "count": len(shown)}
    return _("%(up)s of %(count)s rose, %(down)s fell") % facts


# --- parts and ranks ---------------------------------------------------------------------


@_in_its_language
def leading(about, values, whole):
    """Who of {name: value} stands first, as a title; whole: the total, or None without shares."""
    if not values:
        return _("No figures are published.").removesuffix(".")
    first = max(rounded(about, value) for value in values.values())
    names = [name for name, value in values.items() if rounded(about, value) == first]
    facts = {"name": listed(about, names), "value": amount(about, first)}
    if len(names) > MOST_NAMED:
        facts = {"count": len(names), "value": number(about, first)}
        return _("%(count)s lead together, with %(value)s each") % facts
    if len(names) > 1:
        return capfirst(_("%(name)s lead together, with %(value)s each") % facts)
    if not whole or whole < 0:
        return capfirst(_("%(name)s leads with %(value)s") % facts)
    facts["share"] = share(about, values[names[0]], whole)
    return capfirst(_("%(name)s leads, with %(share)s") % facts)


@_in_its_language
def ranking(about, values, whole):
    """Who of {name: value} stands first, who follows, and what they add up to."""
    ordered = sorted(values.items(), key=lambda item: -item[1])
    if not ordered:
        return _("No figures are published.")
    said = [_("First: %(name)s, %(value)s.") % _entry(about, ordered[0])]
    following = [f"{name} ({number(about, value)})" for name, value in ordered[1:4]]
    if following:
        said.append(_("Then %(list)s.") % {"list": listed(about, following)})
    if whole is not None:
        said.append(_("All together: %(total)s.") % {"total": amount(about, whole)})
    return " ".join(said)


def _entry(about, item):
    return {"name": item[0], "value": amount(about, item[1])}
