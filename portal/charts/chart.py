"""What a chart is: its words, its numbers, and how it is drawn."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import cached_property

from django.utils import translation

from portal.charts import png, svg

WIDE, NARROW = 680, 300  # pixels
#: The kinds of a chart's files.
PICTURES = {"svg": "image/svg+xml", "png": "image/png"}


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
    year: int | None = None  # that a computed title tells of; left empty, the last
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
    told_of: label → of how many records its value tells: “4 projects”; records: of which. Values
    that tell of different ones are not compared.
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
    records: dict[int, frozenset] = field(default_factory=dict)

    @property
    def told(self):
        """label → what its value tells of: comparable are those for which it is the same."""
        return {label: (text, self.records.get(label)) for label, text in self.told_of.items()}

    @property
    def differs(self):
        """Whether its values tell of different records."""
        return len(set(self.told.values())) > 1


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
    """What the shapes give. draw(width) makes the Drawing of that many pixels."""

    about: About
    title: str
    trend: str  # what the numbers say, for readers who see no chart
    description: str  # what the picture is
    table: Table
    draw: Callable = field(repr=False, compare=False)

    @cached_property
    def name(self):
        """Begins the identifiers of this chart in a page; the same in any process."""
        with translation.override(self.about.language):
            return f"c{hashlib.sha256(repr(self).encode()).hexdigest()[:12]}"

    @property
    def wide(self):
        """The SVG for a page on a desk."""
        return self._svg(svg.for_page, WIDE)

    @property
    def narrow(self):
        """The SVG for a page on a phone."""
        return self._svg(svg.for_page, NARROW)

    def published(self, subject, publisher, address, **more):
        """This chart, with a picture that says what it shows, who publishes it and where.

        more: what else of About its maker did not know.
        """
        told = {"subject": subject, "publisher": publisher, "address": address, **more}
        return replace(self, about=replace(self.about, **told))

    def file(self, kind):
        """The bytes of the picture to download, "svg" or "png"."""
        picture = self._svg(svg.for_file, WIDE)
        return png.rasterised(picture) if kind == "png" else picture.encode()

    def _svg(self, write, width):
        """Names may be lazy: in the chart's language, whichever is active."""
        with translation.override(self.about.language):
            return write(self, width)
