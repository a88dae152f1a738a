"""What a series says: its last value, its way there, what is missing, what is not over."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.charts.chart import Kind
from portal.charts.words.numbers import amount, in_its_language, listed, number, rounded, share
from portal.charts.words.periods import moved, named, opening, stated, told_of

LEAST_RANKED = 3  # values of which one may be called the highest


@dataclass(frozen=True)
class Point:
    """A value as it is shown. when: its year, or the day on which a stock stood so."""

    label: int
    when: int | date
    value: Decimal
    is_floor: bool
    is_running: bool  # a stock on a day of a year that is not over
    told_of: str = ""  # of how many records it tells
    records: frozenset | None = None  # of which

    def step_to(self, other):
        """1, 0 or −1 from this value to another; None where a lower limit hides it."""
        rises = (other.value > self.value) - (other.value < self.value)
        if not (self.is_floor or other.is_floor):
            return rises
        if other.is_floor and not self.is_floor and rises >= 0:
            return 1
        return -1 if self.is_floor and not other.is_floor and rises <= 0 else None


def points_of(about, series, breaks):
    """What may be compared: whole values, of a flow years that are over, measured in one way."""
    values, _latest = since_break(series.values, breaks)
    return [
        Point(
            label,
            series.days.get(label, label),
            rounded(about, v),
            label in series.floors,
            series.kind == Kind.STOCK and label == about.unfinished,
            series.told_of.get(label, ""),
            series.records.get(label),
        )
        for label, v in values.items()
        if v is not None and label not in series.partial and not _is_running(about, series, label)
    ]


def _is_running(about, series, label):
    return series.kind == Kind.FLOW and label == about.unfinished


def since_break(values, breaks):
    """The values measured in the way of the last one, and the Break before them or None."""
    last = max((label for label, value in values.items() if value is not None), default=None)
    passed = [found for found in breaks if last is not None and found.year <= last]
    if not passed:
        return values, None
    latest = max(passed, key=lambda found: found.year)
    return {label: v for label, v in values.items() if label >= latest.year}, latest


@in_its_language
def finding(about, series, breaks=(), subject=""):
    """The last value as a title: the highest or lowest of its series, or its change.

    Of the year that is asked about the values up to it speak, where there are any.
    """
    points = points_of(about, _up_to(about.year, series), breaks)
    points = points or points_of(about, series, breaks)
    if not points:
        return _running(about, series, subject) or _alone(about, series, breaks, subject)
    rank, last = _rank(points), points[-1]
    if rank is not None:
        return f"{_opening(series, last, subject)}: {_value(about, last)}, {rank}"
    if len(points) > 1 and _differ(points[-2:]):
        return f"{_opening(series, last, subject)}: {_value(about, last)} ({last.told_of})"
    return _last(about, series, points, subject)


def _up_to(year, series):
    if year is None:
        return series
    return replace(series, values={k: v for k, v in series.values.items() if k <= year})


@in_its_language
def trend(about, series, breaks=(), subject=""):
    """The last value and its change, the way since the first, and what cannot be compared."""
    points = points_of(about, series, breaks)
    _values, latest = since_break(series.values, breaks)
    running = _running(about, series, subject)
    said = [_last(about, series, points, subject)] if points else []
    said += [*_way(about, points), *_limits(about, points)]
    if running:
        said.append(running)
    said = said or [_alone(about, series, breaks, subject)]
    said += [*_partial(about, series), *_gaps(about, series)]
    if latest is not None and any(
        value is not None for label, value in series.values.items() if label < latest.year
    ):
        said.append(
            _("The method changed in %(year)s: earlier figures are not compared")
            % {"year": latest.year}
        )
    return " ".join(f"{sentence}." for sentence in said)


@in_its_language
def methods(about, breaks):
    """The years from which the figures were measured in another way; empty without any."""
    if not breaks:
        return ""
    years = listed(about, sorted(found.year for found in breaks))
    return _("The method changed in %(years)s.") % {"years": years}


def _value(about, point):
    return amount(about, point.value, is_floor=point.is_floor)


def _opening(series, point, subject):
    if series.kind == Kind.STATED and subject:
        return stated(point.when, subject)
    return opening(point.when, subject)


def _last(about, series, points, subject):
    last = points[-1]
    text = f"{_opening(series, last, subject)}: {_value(about, last)}"
    if len(points) == 1 or last.is_floor or points[-2].is_floor:
        return text
    before = points[-2]
    by = last.value - before.value
    was = number(about, before.value)
    if _differ([before, last]):
        return f"{text}, {told_of(last.told_of, named(before.when), before.told_of, was)}"
    return f"{text}, {moved(by, amount(about, abs(by)), named(before.when), was)}"


def _differ(points):
    """Whether they tell of different records."""
    return len({(point.told_of, point.records) for point in points}) > 1


def _rank(points):
    """“the lowest of 2008 to 2025” of the last value; None where it is neither or not known."""
    *before, last = points
    if len(points) < LEAST_RANKED or last.is_running or _differ(points):
        return None
    steps = {point.step_to(last) for point in before}
    if steps not in ({1}, {-1}):
        return None
    first, end = points[0].label, last.label
    facts = {"first": first, "last": end, "n": len(points)}
    if len(points) == end - first + 1:
        if steps == {1}:
            return _("the highest of %(first)s to %(last)s") % facts
        return _("the lowest of %(first)s to %(last)s") % facts
    if steps == {1}:
        return _("the highest of the %(n)s figures from %(first)s to %(last)s") % facts
    return _("the lowest of the %(n)s figures from %(first)s to %(last)s") % facts


def _way(about, points):
    """How often it rose and fell, and when it was highest and lowest."""
    points = [point for point in points if not point.is_running]
    if len(points) < LEAST_RANKED:
        return
    if _differ(points):
        yield _told_of_each(about, points)
        return
    steps = [a.step_to(b) for a, b in pairwise(points)]
    if None in steps:
        return
    facts = {"first": points[0].label, "last": points[-1].label}
    if not any(steps):
        yield _("From %(first)s to %(last)s it did not change") % facts
    elif all(step > 0 for step in steps):
        yield _("From %(first)s to %(last)s each figure was higher than the one before") % facts
    elif all(step < 0 for step in steps):
        yield _("From %(first)s to %(last)s each figure was lower than the one before") % facts
    else:
        facts["moves"] = listed(about, _times(Counter(steps)))
        yield _("From %(first)s to %(last)s it %(moves)s") % facts
        yield from _extremes(about, points)


def _told_of_each(about, points):
    years = {}
    for point in points:
        years.setdefault(point.told_of, []).append(point.label)
    if len(years) == 1:
        text = _("Stated for %(told)s each year, not always the same ones: the years are not "
                 "ranked")  # fmt: skip
        return text % {"told": points[0].told_of}
    parts = [f"{told} ({listed(about, spans(labels))})" for told, labels in years.items()]
    return _("Stated for %(list)s: the years are not ranked") % {"list": listed(about, parts)}


def _times(steps):
    if n := steps[1]:
        often = ngettext("rose once", "rose %(n)s times", n) % {"n": n}
        yield _("rose twice") if n == 2 else often
    if n := steps[-1]:
        often = ngettext("fell once", "fell %(n)s times", n) % {"n": n}
        yield _("fell twice") if n == 2 else often
    if n := steps[0]:
        often = ngettext("stayed the same once", "stayed the same %(n)s times", n) % {"n": n}
        yield _("stayed the same twice") if n == 2 else often


def _extremes(about, points):
    """Left out where a lower limit might lie higher."""
    if any(point.is_floor for point in points):
        return
    high, low = (pick(point.value for point in points) for pick in (max, min))
    yield _("Highest: %(high)s (%(high_when)s); lowest: %(low)s (%(low_when)s)") % {
        "high": amount(about, high),
        "high_when": _labels(about, points, high),
        "low": amount(about, low),
        "low_when": _labels(about, points, low),
    }


def _labels(about, points, value):
    return listed(about, spans([point.label for point in points if point.value == value]))


def _limits(about, points):
    floors = [point.label for point in points if point.is_floor]
    if floors:
        yield _("Only lower limits are known for %(years)s: they are not compared") % {
            "years": listed(about, spans(floors))
        }


def _running(about, series, subject):
    """What a flow has come to in the year that is not over; empty without."""
    value = series.values.get(about.unfinished)
    if value is None or series.kind != Kind.FLOW:
        return ""
    facts = {
        "year": about.unfinished,
        "value": amount(about, rounded(about, value), is_floor=about.unfinished in series.floors),
        "day": named(about.until) if about.until else "",
        "subject": subject,
    }
    if about.until and subject:
        return _("%(subject)s in %(year)s, up to %(day)s: %(value)s") % facts
    if about.until:
        return _("In %(year)s, up to %(day)s: %(value)s") % facts
    return _("%(year)s is not over: %(value)s so far") % facts


def _alone(about, series, breaks, subject):
    """The last value where all leave out something, so that none is compared."""
    points = points_of(about, replace(series, partial=frozenset()), breaks)
    if not points:
        return _("No figures are recorded")
    return _last(about, series, points[-1:], subject)


def _partial(about, series):
    known = [label for label, value in series.values.items() if value is not None]
    labels = [label for label in known if label in series.partial]
    if labels and len(known) > 1:
        yield _("Not compared, since it leaves out some of what the others count: %(when)s") % {
            "when": listed(about, spans(labels))
        }


def _gaps(about, series):
    """The years without a value where others have one; those that follow one another as a span."""
    missing = [label for label, value in series.values.items() if value is None]
    if 0 < len(missing) < len(series.values):
        yield _("No figure for %(when)s") % {"when": listed(about, spans(missing))}


def spans(labels):
    """The labels; three years or more that follow one another as one: “2017–2023”."""
    found = []
    for label in labels:
        if found and isinstance(label, int) and found[-1][-1] == label - 1:
            found[-1].append(label)
        else:
            found.append([label])
    for span in found:
        if len(span) < 3:
            yield from span
        else:
            yield f"{span[0]}–{span[-1]}"


# --- several series beside each other ------------------------------------------------------


@in_its_language
def compared(about, series):
    """The series in the last year that all of them tell of; a plan with what came of it."""
    if len(series) < 2:
        return ""
    if series[0].kind == Kind.STATED and series[1].kind == Kind.FLOW:
        return _outcome(about, *series[:2])
    labels = [
        label
        for label in series[0].values
        if all(
            one.values.get(label) is not None
            and not _is_running(about, one, label)
            and label not in one.floors
            for one in series
        )
    ]
    if not labels:
        return ""
    last = labels[-1]
    ordered = sorted(series, key=lambda one: one.values[last], reverse=True)
    parts = [f"{_inside(one)} {number(about, one.values[last])}" for one in ordered]
    return f"{opening(last)}: {listed(about, parts)}."


def _outcome(about, stated, outcome):
    """The last year with both, and the last that was stated where nothing came of it yet."""
    known = [label for label, value in stated.values.items() if value is not None]
    both = [label for label in known if outcome.values.get(label) is not None]
    said = []
    if both:
        said.append(_beside(about, stated, outcome, both[-1]))
    if known and (not both or known[-1] > both[-1]):
        facts = {"name": outcome.name, "when": named(known[-1])}
        said.append(_("%(name)s for %(when)s: nothing recorded yet.") % facts)
    return " ".join(said)


def _inside(series):
    """The name of a series within a sentence."""
    return series.name if series.is_proper else series.name[:1].lower() + series.name[1:]


def _beside(about, stated, outcome, label):
    plan, result = stated.values[label], outcome.values[label]
    is_floor = label in stated.floors or label in outcome.floors
    said = amount(about, plan, is_floor=label in stated.floors)
    facts = {
        "when": opening(label),
        "stated": _inside(stated),
        "plan": f"{said} ({stated.notes[label]})" if label in stated.notes else said,
        "outcome": _inside(outcome),
        "result": amount(about, result, is_floor=label in outcome.floors),
    }
    text = _("%(when)s: %(stated)s %(plan)s, %(outcome)s %(result)s") % facts
    extra = [outcome.notes[label]] if label in outcome.notes else []
    if label == about.unfinished and about.until and not extra:
        extra = [_("up to %(day)s") % {"day": named(about.until)}]
    if plan > 0 and result >= 0 and not is_floor and label not in stated.partial | outcome.partial:
        extra.append(share(about, result, plan))
    return f"{text} ({', '.join(extra)})." if extra else f"{text}."
