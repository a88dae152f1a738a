"""A dataset that the portal publishes, as the room declares it whose facts it holds."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from django.db import models
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from portal.exchange.writing import Column

#: Rows that are read from the database at a time.
CHUNK = 500


class Basis(models.TextChoices):
    """Where a figure comes from; every page that shows one says so."""

    REGISTER = "register", _("register of the department")
    OFFICIAL = "official", _("official figure")
    DERIVED = "derived", _("computed by the portal from official figures")


@dataclass(frozen=True)
class Table:
    """A dataset in one language at one time.

    as_of() gives the day that its facts are of, None without any; count() the number of its rows;
    rows(start=0, stop=None) a part of them in their order, each a dictionary by the keys of
    columns.
    """

    columns: list[Column]
    as_of: Callable[[], date | None]
    count: Callable[[], int]
    rows: Callable


@dataclass(frozen=True)
class Dataset:
    """A table that the portal publishes at a permanent address: data/<slug>/, by a key for ever.

    source: whose facts they are; frequency: a code of the European list, "" where releases follow
    no rule; themes: codes of the European list. pages: (view, label) of the pages that show it.
    register: whose list has the downloads, "" where the catalogue has them.

    table(language, when) gives its Table, stands(when) rows of which one tells that anything is in
    it, span(when) the (first, last) day that its facts are about, latest(when, ask) the day of a
    register's latest entry, has_activities(when) whether the IATI file has any of it.
    What changes it: records, the publishable kind that it is made of; entries, their ledger;
    tables(), the official tables that count.
    """

    key: str
    slugs: dict[str, str]
    title: str
    description: str
    basis: Basis
    source: str
    licence: str
    keywords: tuple[str, ...]
    pages: tuple[str, str]
    table: Callable = field(repr=False)
    stands: Callable = field(repr=False)
    span: Callable = field(repr=False)
    latest: Callable = field(repr=False, default=lambda when, ask: None)
    has_activities: Callable = field(repr=False, default=lambda when: False)
    records: type | None = None
    entries: type | None = None
    tables: Callable | None = field(repr=False, default=None)
    register: str = ""
    frequency: str = ""
    themes: tuple[str, ...] = ("ECON",)

    def slug(self, language):
        return self.slugs[language]


def last(rows, column):
    """The latest day in a column, None without any."""
    return rows.aggregate(last=Max(column))["last"]
