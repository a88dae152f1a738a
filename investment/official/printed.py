"""What a table of official figures printed, as it was read: sheets, lines, and what an earlier
document said of the same day; handed on from a preview to what enters it.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Subquery
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from investment.official.models import STOCKS, Breakdown, Indicator, OfficialFigure
from investment.official.names import Names
from investment.official.tables import Earlier
from portal.exchange.writing import digits
from portal.text import display
from portal.text.fold import fold

#: A stock that is so many times the one before it, or such a part of it, is warned of, from a
#: size on: a partner's first project may well make five of one.
JUMP = 4
LEAST_JUMPING = {Indicator.STOCK_PROJECTS: 40, Indicator.STOCK_CAPITAL: Decimal(200)}


@dataclass
class Line:
    """What a table says of one locality, partner or sector.

    key: of the thing in the reference data, None for what is no unit; values, and before: what an
    earlier document printed for the same day, by indicator.
    """

    label: str
    key: int | None
    name: str
    values: dict = field(default_factory=dict)
    before: dict = field(default_factory=dict)

    @property
    def is_renamed(self):
        """Whether the reference data call it otherwise."""
        return bool(self.name) and fold(self.name) != fold(self.label)


@dataclass
class Part:
    """One sheet: a breakdown, its indicators in their order, its lines."""

    sheet: str
    breakdown: Breakdown
    indicators: list
    lines: list = field(default_factory=list)

    @property
    def rows(self):
        """(line, [(value, what it revises or ""), …]) in words."""
        for line in self.lines:
            yield line, [_told(line, indicator) for indicator in self.indicators]

    @property
    def revised(self):
        """“Hà Nội, valid projects: 5 → 6” of each figure that differs from the one it revises."""
        return [
            f"{line.label}, {indicator.label}: {before} → {value}"
            for line, told in self.rows
            for indicator, (value, before) in zip(self.indicators, told, strict=True)
            if before
        ]


def _told(line, indicator):
    value, before = line.values.get(indicator), line.before.get(indicator)
    revised = before if before != value else None
    return written(value) or "–", written(revised)


def written(value):
    """A number as the desk shows it; "" for none."""
    language = get_language()
    return "" if value is None else display.number(Decimal(digits(value)), language)


@dataclass
class Reading:
    """What a file says: parts, or problems, sentences with the cell; nothing is entered while there
    is one. warned: what a person should know of the file; revision: of an earlier document."""

    parts: list = field(default_factory=list)
    problems: list = field(default_factory=list)
    warned: list = field(default_factory=list)
    revision: str = ""

    @property
    def notes(self):
        return [*self.warned, *filter(None, [self.revision])]

    @property
    def count(self):
        return sum(len(line.values) for part in self.parts for line in part.lines)


# --- beside an earlier document -----------------------------------------------------------


def compare_with_earlier(reading, day):
    """Sets what an earlier document printed for the same day, and tells of it."""
    earlier, changed, same = Earlier(day), 0, 0
    for part in reading.parts:
        _check_names(reading, part, earlier)
        for line in part.lines:
            for indicator, value in line.values.items():
                old = earlier.of(indicator, part.breakdown, line.key, line.label)
                if old is None:
                    continue
                line.before[indicator] = old.value
                same += old.value == value
                changed += old.value != value
    if changed or same:
        reading.revision = said_of_revision(changed, same)


def warn_of_jumps(reading, day):
    """Warns of stocks that are many times what the document before printed, or a small part."""
    for part in reading.parts:
        before = _latest_stocks(part.breakdown, day)
        for line in part.lines:
            for indicator in STOCKS:
                old, value = before.get((indicator, line.key)), line.values.get(indicator)
                if old and value is not None and _jumps(indicator, old.value, value):
                    said = _("%(name)s, %(what)s: %(value)s, after %(before)s as of %(day)s. Are "
                             "unit and decimal comma right?")  # fmt: skip
                    reading.warned.append(
                        said
                        % {
                            "name": line.name or line.label,
                            "what": indicator.label,
                            "value": written(value),
                            "before": written(old.value),
                            "day": display.date(old.as_of, get_language()),
                        }
                    )


def _latest_stocks(breakdown, day):
    """(indicator, key) → the figure of the latest document of an earlier day."""
    earlier = OfficialFigure.objects.counted().filter(
        breakdown=breakdown, indicator__in=STOCKS, as_of__lt=day
    )
    latest = earlier.order_by("-as_of").values("as_of")[:1]
    found = earlier.filter(as_of=Subquery(latest))
    keyed = ((one, one.province_id or one.partner_id or one.sector_id) for one in found)
    return {(Indicator(one.indicator), key): one for one, key in keyed if key}


def _jumps(indicator, old, new):
    larger, smaller = max(old, new), min(old, new)
    return larger >= LEAST_JUMPING[indicator] and larger >= JUMP * max(smaller, 0)


def said_of_revision(changed, same):
    """How many figures of an earlier document for the same day differ, and how many do not."""
    return _("An earlier document has figures of this day, which these revise: %(changed)s "
             "differ, %(same)s are the same.") % {"changed": changed, "same": same}  # fmt: skip


def _check_names(reading, part, earlier):
    """One row cannot revise two: the second would go on counting."""
    there = {(line.key, fold(line.label)) for line in part.lines}
    for line in part.lines:
        names = {name for i in line.values for name in earlier.names(i, part.breakdown, line.key)}
        if len(names) > 1 and any((line.key, fold(name)) not in there for name in names):
            reading.problems.append(
                _("The earlier document of this day has several rows for %(name)s: %(names)s. Keep "
                  "a row for each.")
                % {"name": line.name or line.label, "names": "; ".join(sorted(names))}
            )  # fmt: skip


# --- between preview and entering ---------------------------------------------------------


def packed(reading, day):
    """What a preview hands on to be entered, as JSON values."""
    return {
        "day": day.isoformat(),
        "warned": reading.warned,
        "parts": [
            [
                part.sheet,
                part.breakdown.value,
                [
                    [line.label, line.key, {i.value: str(v) for i, v in line.values.items()}]
                    for line in part.lines
                ],
            ]
            for part in reading.parts
        ],
    }


def unpacked(data):
    """The (Reading, day) that packed() gave, to be shown once more."""
    day = date.fromisoformat(data["day"])
    names, reading = Names(day), Reading(warned=data["warned"])
    for sheet, code, lines in data["parts"]:
        breakdown = Breakdown(code)
        part = Part(sheet, breakdown, [])
        for label, key, figures in lines:
            _key, name = names.find(breakdown, label)
            line = Line(label, key, name, {Indicator(i): Decimal(v) for i, v in figures.items()})
            part.indicators += [i for i in line.values if i not in part.indicators]
            part.lines.append(line)
        reading.parts.append(part)
    compare_with_earlier(reading, day)
    return reading, day
