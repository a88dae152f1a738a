"""What a figure of the portal is: its permanent words, and its answer for a date."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from django.db import models
from django.utils.translation import pgettext_lazy

from investment.opendata.dataset import Basis
from portal.charts.chart import Chart
from portal.exchange.writing import Column
from projects.figures import Told


class Unit(models.TextChoices):
    PROJECTS = "projects", pgettext_lazy("unit", "projects")
    ITEMS = "items", pgettext_lazy("unit", "items")
    USD = "USD", pgettext_lazy("unit", "USD")
    MILLION_USD = "million USD", pgettext_lazy("unit", "million USD")
    VND = "VND", pgettext_lazy("unit", "VND")
    BILLION_VND = "billion VND", pgettext_lazy("unit", "billion VND")
    MILLION_VND = "million VND", pgettext_lazy("unit", "million VND")
    POINTS = "points", pgettext_lazy("unit", "points")
    RANK = "rank", pgettext_lazy("unit", "rank")


class Absence(StrEnum):
    """Why a figure has no value: a gap in our data is not what its source does not tell."""

    NOT_IN_DATA = "not_in_data"
    NOT_PUBLISHED = "not_published"
    NOT_SURVEYED = "not_surveyed"
    NOT_YET = "not_yet"  # what it is of was established later
    ENDED = "ended"  # what it is of is no more


@dataclass(frozen=True)
class Headline:
    """The one number of a figure.

    value: exact, None where no document tells it. since: the first day of the period, None for
    what holds on a day. of: among how many a rank is. records: (register, GET parameters) of the
    list behind it. official: the primary key of the OfficialFigure that it repeats. told_of: how
    far documents tell what is stated for a year. absence: why there is no value.
    """

    value: Decimal | int | None
    unit: Unit
    as_of: date
    known_at: datetime | None = None
    since: date | None = None
    year: int | None = None
    is_floor: bool = False
    of: int | None = None
    records: tuple | None = None
    official: int | None = None
    told_of: Told | None = None
    absence: Absence = Absence.NOT_IN_DATA


@dataclass(frozen=True)
class Source:
    """A document that a figure was taken from, with its day; vintage: which issue of it."""

    name: str
    on: date | None
    url: str = ""
    vintage: str = ""
    lang: str = ""  # of the name, where it stands in one language alone
    note: str = ""  # of how many entries that name it so it is the latest

    def __str__(self):
        return f"{self.name} ({self.note})" if self.note else self.name


@dataclass(frozen=True)
class Revision:
    """What changed a figure: when the department knew it, and in which document or entry."""

    on: date
    text: str
    url: str = ""


@dataclass(frozen=True)
class Content:
    """What stands under a headline: charts, one table in full, documents.

    rows hold exact values by the keys of columns, see portal.exchange.writing.
    """

    charts: list[Chart]
    columns: list[Column]
    rows: list[dict]
    warnings: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Answer:
    """A figure in one language at one time. before: its headline a year earlier, or None."""

    page: "FigurePage"
    language: str
    headline: Headline
    before: Headline | None
    finding: str
    charts: list[Chart]
    columns: list[Column]
    rows: list[dict]
    warnings: list[str]

    @property
    def change(self):
        """What the headline changed by on the year, in its unit; None without two values."""
        values = (self.headline.value, self.before and self.before.value)
        return None if None in values else values[0] - values[1]


@dataclass(frozen=True)
class FigurePage:
    """A figure with a permanent address: statistics/<slug>/.

    headline(facts, year) gives a Headline, before(facts, headline) the one a year earlier or None,
    content(facts, headline, language) the Content. years(facts) lists what `year` may be, latest
    first. dataset: its key in the catalogue. sources(facts, headline) and
    revisions(page, facts, headline, language) tell of the documents of exactly this figure, and
    added(facts, headline) in a sentence of what came after its day without correcting anything.
    corrected(facts) gives the years in which something of the figure was corrected.
    """

    key: str
    group: str
    slugs: dict[str, str]
    title: str
    definition: str
    method: str
    unit: Unit
    basis: Basis
    dataset: str
    parameters: tuple[str, ...]
    headline: Callable = field(repr=False)
    before: Callable = field(repr=False)
    content: Callable = field(repr=False)
    sources: Callable = field(repr=False)
    revisions: Callable = field(repr=False)
    added: Callable = field(repr=False, default=lambda facts, headline: "")
    years: Callable = field(repr=False, default=lambda facts: [])
    corrected: Callable = field(repr=False, default=lambda facts: ())
    section: str = ""  # what it is about, where that is more than the headline

    @property
    def subject(self):
        """What links to the page and its chart say it is about."""
        return self.section or self.title

    def slug(self, language):
        return self.slugs[language]


def page_of(key, slugs, title, definition, functions, **values):
    """A FigurePage; slugs: (vi, en); functions: (headline, before, content)."""
    headline, before, content = functions
    return FigurePage(
        key=key,
        slugs=dict(zip(("vi", "en"), slugs, strict=True)),
        title=title,
        definition=definition,
        headline=headline,
        before=before,
        content=content,
        **values,
    )


def nothing_recorded(facts, unit, register, year=None):
    """What a register answers where no document says anything: no figure, which is not zero."""
    when = facts.when
    records = (register, when.query)
    return Headline(None, unit, when.as_of, when.known_at, year=year, records=records)


def year_before(day):
    """The same day a year earlier; the 28th for the 29th of February."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)
