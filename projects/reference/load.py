"""Brings the reference files into the database and leaves alone what staff made of them."""

import csv
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from django.db import models, transaction

from portal.publishing import workflow
from portal.text.fold import fold
from projects.models import (
    AdministrativeUnit,
    Agency,
    Country,
    CountryAlias,
    Industry,
    Organisation,
    Sector,
    Shipped,
    Zone,
)

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class File:
    """A file of one model. `identity`: the columns that tell its rows apart, and make their keys;
    `links`: column → the file that its values are keys of."""

    name: str
    model: type[models.Model]
    identity: tuple[str, ...]
    links: dict[str, str] = field(default_factory=dict)

    def rows(self):
        with (FOLDER / f"{self.name}.csv").open(encoding="utf-8", newline="") as lines:
            yield from csv.DictReader(lines)

    def key(self, row):
        return "@".join(row[column] for column in self.identity if row[column])

    def mark(self, values):
        """What a row or an object is recognised by, however it is spelled."""
        return tuple(fold(str(value or "")) for value in values)


#: In the order in which they refer to each other.
FILES = [
    File("units", AdministrativeUnit, ("code", "valid_from"), {"parent": "units"}),
    File("zones", Zone, ("name_vi",), {"unit": "units", "inside": "zones"}),
    File("industries", Industry, ("version", "code"), {"section": "industries"}),
    File("sectors", Sector, ("code",), {"group": "sectors"}),
    File("countries", Country, ("code",)),
    File("country_aliases", CountryAlias, ("name",), {"country": "countries"}),
    File("organisations", Organisation, ("name_vi",), {"country": "countries"}),
    File("agencies", Agency, ("name_vi",)),
]


class Loader:
    """Adds what is missing. A row that staff changed stays as it is unless `overwrite`; one that
    they merged or deleted never comes back.

    say(text) hears of every file with news.
    """

    def __init__(self, say, *, overwrite=False):
        self.say = say
        self.overwrite = overwrite
        self.counts = Counter()
        #: One line for each row that differs from its file.
        self.differences = []
        #: File → key → primary key, None for what is no more.
        self.known = {file.name: {} for file in FILES}

    @transaction.atomic
    def load(self):
        """Returns the counts: added, differing, overwritten, removed."""
        for file in FILES:
            before = self.counts.copy()
            self._load(file)
            if news := self.counts - before:
                words = ", ".join(f"{count} {word}" for word, count in news.items())
                self.say(f"{file.name.replace('_', ' ')}: {words}")
        if self.counts["added"] or self.counts["overwritten"]:
            workflow.touch_public()
        return self.counts

    def _load(self, file):
        objects = file.model.objects.in_bulk()
        shipped = dict(Shipped.objects.filter(kind=file.name).values_list("key", "object_id"))
        marks = {
            file.mark(getattr(obj, column) for column in file.identity): obj.pk
            for obj in objects.values()
        }
        rows, added = list(file.rows()), []
        while rows:
            ready = [row for row in rows if self._is_ready(file, row)]
            if not ready:
                raise ValueError(f"{file.name}.csv: row {file.key(rows[0])} leads nowhere")
            new = []
            for row in ready:
                pk = shipped.get(file.key(row)) or marks.get(
                    file.mark(row[column] for column in file.identity)
                )
                if pk is None:
                    new.append(row)
                else:
                    self._meet(file, row, objects.get(pk))
            self._add(file, new)
            added += new
            rows = [row for row in rows if row not in ready]
        self._remember(file, shipped)
        self._link_successors(file, added)

    def _is_ready(self, file, row):
        return all(
            not row[column] or row[column] in self.known[to] for column, to in file.links.items()
        )

    def _values(self, file, row):
        values = {}
        for column, text in row.items():
            if column == "successor":
                continue
            if column in file.links:
                values[f"{column}_id"] = self.known[file.links[column]][text] if text else None
            else:
                values[column] = _parsed(file.model._meta.get_field(column), text)
        return values

    def _add(self, file, rows):
        made = [file.model(**self._values(file, row)) for row in rows]
        for obj in made:
            obj.index()
        file.model.objects.bulk_create(made)
        for row, obj in zip(rows, made, strict=True):
            self.known[file.name][file.key(row)] = obj.pk
        self.counts["added"] += len(made)

    def _meet(self, file, row, obj):
        """A row that was loaded before, and the object it became, if that still is."""
        self.known[file.name][file.key(row)] = obj and obj.pk
        if obj is None:
            self.counts["removed by staff"] += 1
            return
        differing = {
            name: value
            for name, value in self._values(file, row).items()
            if getattr(obj, name) != value
        }
        if not differing:
            return
        if self.overwrite:
            for name, value in differing.items():
                setattr(obj, name, value)
            obj.save()
            self.counts["overwritten"] += 1
            return
        self.counts["differing"] += 1
        self.differences += [
            f"{obj}: {name} is {getattr(obj, name)!r}, shipped {value!r}"
            for name, value in differing.items()
        ]

    def _remember(self, file, shipped):
        Shipped.objects.bulk_create(
            Shipped(kind=file.name, key=key, object_id=pk)
            for key, pk in self.known[file.name].items()
            if key not in shipped
        )

    def _link_successors(self, file, rows):
        """Only from rows that are new: what staff did to a successor stays done."""
        known = self.known[file.name]
        for row in rows:
            if successor := known.get(row.get("successor")):
                obj = file.model(pk=known[file.key(row)])
                obj.successors.add(successor)


def _parsed(column, text):
    if text:
        return column.to_python(text)
    return None if column.null else column.get_default()
