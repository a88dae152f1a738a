"""What a chart is: its words, its numbers and, for each width, a Vega-Lite spec."""

import hashlib
import json
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cached_property
from importlib.metadata import version

from portal.text.html.inline import tidy_text

WIDE, NARROW = 680, 300  # pixels
WIDTHS = (WIDE, NARROW)
#: Raise it when svg.py draws differently or reads other words of a job: what is stored or waits is
#: then made anew.
REVISION = 3
ENGINE = version("vl-convert-python")


@dataclass(frozen=True)
class About:
    """What the maker of a chart says about its numbers, in one language."""

    language: str
    subtitle: str  # what is measured, with its unit
    unit: str  # as it follows a number: "million USD"; may be empty
    source: str
    dates: str  # as-of and known-at, in words
    title: str = ""  # left empty, the finding is computed from the numbers
    unit_of_one: str = ""  # where it differs: "project"
    decimals: int = 2
    heading: str = ""  # of the table's first column; left empty, "Year" or "Name"
    missing: str = "–"  # shown for a number that is not there: "not published"
    unfinished: str | int = ""  # the label of a period that is not over: shown, never compared
    until: date | None = None  # the day up to which that period is told
    # What a picture without its page says, too:
    subject: str = ""  # what it is about, and where
    publisher: str = ""
    address: str = ""  # of the page
    warning: str = ""  # that its numbers are not what they look like: made up


class Kind(Enum):
    """What the value of a year is: it decides what may be said of it."""

    FLOW = "what happened in it"
    STOCK = "what stood at its end, or on a day of it"
    STATED = "what a document states for it: a plan, a commitment"


@dataclass(frozen=True)
class Series:
    """A name and its Decimals by label, in the order of the labels; None is a missing value.

    floors: the labels of values that are lower limits. days: label → the day of a stock.
    is_proper: the name is that of a place or a body, which keeps its capital within a sentence.
    notes: label → how far a value is told: “up to 30 November 2022, 5 of 9 projects”; no line joins
    it to whole ones. partial: the labels of values that leave out some of what others count.
    told_of: label → of how many records its value tells: “4 projects”; values that tell of
    different numbers are not compared.
    """

    name: str
    values: dict[str | int, Decimal | None]
    kind: Kind = Kind.FLOW
    floors: frozenset = frozenset()
    days: dict[int, date] = field(default_factory=dict)
    is_proper: bool = False
    notes: dict[int, str] = field(default_factory=dict)
    partial: frozenset = frozenset()
    told_of: dict[int, str] = field(default_factory=dict)

    @property
    def differs(self):
        """Whether its values tell of different numbers of records."""
        return len(set(self.told_of.values())) > 1


@dataclass(frozen=True)
class Break:
    """From this year on the figures were measured in another way."""

    year: int
    label: str


@dataclass(frozen=True)
class Table:
    """The numbers of a chart as text; the first column names the row."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Chart:
    about: About
    title: str
    trend: str  # what the numbers say, for readers who see no chart
    description: str  # what the picture is
    table: Table
    specs: dict[int, dict] = field(repr=False)  # width → Vega-Lite

    @cached_property
    def key(self):
        """Equal for charts that are drawn the same, in any process."""
        words = [self.title, self.trend, self.description, self.about.subtitle]
        words += [self.about.language, self.about.source, self.about.dates]
        words += [self.about.subject, self.about.publisher, self.about.address]
        words.append(self.about.warning)
        content = json.dumps([REVISION, ENGINE, words, self.specs], sort_keys=True)
        return hashlib.sha256(content.encode()).hexdigest()

    def published(self, subject, publisher, address, **more):
        """This chart, with a picture that says what it shows, who publishes it and where.

        more: what else of About its maker did not know.
        """
        told = {"subject": subject, "publisher": publisher, "address": address, **more}
        return replace(self, about=replace(self.about, **told))

    def job(self, width):
        """What the renderer needs to draw this chart, as JSON values."""
        return {
            "revision": REVISION,
            "spec": _tidied(self.specs[width]),
            "width": width,
            "language": self.about.language,
            "subject": tidy_text(self.about.subject),
            "warning": tidy_text(self.about.warning),
            "title": tidy_text(self.title),
            "subtitle": tidy_text(self.about.subtitle),
            "description": tidy_text(self.description),
            "trend": tidy_text(self.trend),
            "notes": [tidy_text(note) for note in self._notes],
        }

    @property
    def _notes(self):
        about = self.about
        return [about.source, about.dates, about.publisher, about.address]


def _tidied(value):
    """JSON values with every string in NFC and without characters that no SVG may hold."""
    if isinstance(value, str):
        return tidy_text(value)
    if isinstance(value, dict):
        return {key: _tidied(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_tidied(item) for item in value]
    return value
