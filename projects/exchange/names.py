"""What the cells of a table call countries, places, industries, organisations: found or refused."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.text.fold import fold
from portal.text.sorting import sort_key
from projects.exchange.known_names import Index, lower
from projects.models import (
    AdministrativeUnit,
    Zone,
)

AS_SAID = gettext_lazy("“%(text)s” was read as “%(name)s”, as the importer said.")
#: Comparing an unknown name with all known ones costs milliseconds.
COMPARED = 100
_OF_ZONE = re.compile(
    r"(kcn|ccn|kkt|kcx|khu (cong nghiep|kinh te|che xuat|cong nghe cao)|cum cong nghiep)(?!\w)"
)
LEVELS = {
    AdministrativeUnit.Level.DISTRICT: {"huyen", "quan", "thi_xa", "district"},
    AdministrativeUnit.Level.COMMUNE: {"xa", "phuong", "commune"},
}


class Names:
    """The reference data by every name that a table may use; each kind is read once.

    `answers`: which of several a name means, as the importer said for the whole table; `asked`:
    what there was to say, by the same keys, each {"key", "text", "kind", "rows", "options":
    [[answer, words]], "unknown", "answer", "proposed"}; unknown: the model, all of whose objects in
    force may be the answer too.
    """

    def __init__(self, answers=None):
        self._indexes, self._near = {}, {}
        self._answers, self.asked = answers or {}, {}

    def label(self, model, pk):
        """How the table writes an object: no two of a kind are written alike."""
        return self._index(model).labels.get(pk)

    def labels(self, model):
        """All labels of what is in force, in the order of the kind."""
        return list(self.in_force(model).values())

    def in_force(self, model):
        """{primary key: label}, in the order of the kind; where nothing is, of what was last."""
        index = self._index(model)
        return {pk: label for pk, label in index.labels.items() if pk in index.in_force}

    def of_row(self, day, zones, heading):
        """The names as a row of a day means them, see RowNames."""
        return RowNames(self, day, zones, heading)

    def find(self, model, text, day=None):
        """The primary key of what a text names; raises ValidationError with the nearest names."""
        found = self.all_named(model, text, day)
        if len(found) > 1:
            raise self.several(model, text, found)
        return next(iter(found))

    def all_named(self, model, text, day=None):
        """The primary keys of all that a text may mean; raises ValidationError where it is nothing.

        Of several only those in force on the day, if any, are meant.
        """
        index = self._index(model)
        for spelled in index.keys:
            if found := index.found(spelled, text) - index.withdrawn:
                break
        else:
            raise self._unknown(model, text)
        if len(found) > 1 and not index.strict:
            found = found & index.in_force or found
        if len(found) > 1 and day:
            then = {pk for pk in found if pk in index.dated and index.dated[pk].is_valid_on(day)}
            found = then or found
        return found

    def near(self, model, text):
        """The primary keys of what has nearly the name that a text gives; of too many none."""
        key = model, lower(text)
        if key not in self._near:
            is_too_much = len(self._near) >= COMPARED
            self._near[key] = [] if is_too_much else self._index(model).near(text)
        return self._near[key]

    def sorted(self, model, pks):
        return sorted(pks, key=lambda pk: sort_key(self.label(model, pk)))

    def is_zone(self, text):
        """Whether a text names a zone, known or not."""
        zones = self._index(Zone)
        return bool(
            _OF_ZONE.match(fold(text)) or any(zones.found(spelled, text) for spelled in zones.keys)
        )

    def settled(self, model, text, found, *, levels=None):
        """Which of those found the importer said that a text means; None while it is unsaid.

        levels: of what the heading speaks, where several have the name; None for an unknown name,
        which may also mean any in force.
        """
        is_unknown = levels is None
        options = {str(pk): self.label(model, pk) for pk in found}
        key = f"{model._meta.model_name} {'-'.join(map(str, sorted(found)))} {lower(text)}"
        if key not in self.asked:
            known = {*options, *(map(str, self._index(model).in_force) if is_unknown else ())}
            self.asked[key] = {
                "key": key,
                "text": text,
                "kind": str(model._meta.verbose_name),
                "rows": 0,
                "options": [*map(list, options.items())],
                "unknown": model._meta.model_name if is_unknown else "",
                "answer": answer if (answer := self._answers.get(key)) in known else "",
                "proposed": "" if is_unknown else self._only_of(model, found, levels),
            }
        question = self.asked[key]
        question["rows"] += 1
        return int(question["answer"]) if question["answer"] else None

    def are_of_another_level(self, model, then, found, levels):
        """Whether those in force on a day are none of what a heading speaks of, but others are: a
        commune under “Huyện/TP”, whose name a district had."""
        dated = self._index(model).dated
        meant = {pk for pk in found if getattr(dated.get(pk), "level", None) in levels}
        return bool(meant) and not meant & set(then)

    def _only_of(self, model, found, levels):
        """The key of the only one at some levels; "" for none or several."""
        dated = self._index(model).dated
        of_level = [pk for pk in found if getattr(dated.get(pk), "level", None) in levels]
        return str(of_level[0]) if len(of_level) == 1 else ""

    def several(self, model, text, found):
        return ValidationError(
            _("“%(text)s” names several: write one of: %(names)s."),
            params={"text": text, "names": self._index(model).listed(found)},
        )

    def _unknown(self, model, text):
        near = self.near(model, text)
        params = {"text": text, "kind": model._meta.verbose_name}
        if not near:
            return ValidationError(_("“%(text)s” is not known as %(kind)s."), params=params)
        return ValidationError(
            _("“%(text)s” is not known as %(kind)s. Is it one of: %(names)s?"),
            params={**params, "names": self._index(model).listed(near)},
        )

    def _index(self, model):
        if model not in self._indexes:
            self._indexes[model] = Index.of(model)
        return self._indexes[model]


class RowNames:
    """The Names for one row; `told`: sentences on what its day or its importer decided.

    zones: the heading under which its table names zones; "" where it has none; heading: of the
    column that is read.
    """

    def __init__(self, names, day, zones, heading):
        self._names, self._day, self._zones, self.told = names, day, zones, []
        self._levels = _levels(heading)

    def find(self, model, text):
        try:
            found = self._names.all_named(model, text)
        except ValidationError as unknown:
            return self._nearly(model, text, unknown)
        if len(found) == 1:
            return next(iter(found))
        then = self._names.all_named(model, text, self._day)
        if self._names.are_of_another_level(model, then, found, self._levels):
            then = found
        if len(then) == 1:
            pk = next(iter(then))
            said = _("“%(text)s” was read as “%(name)s”, in force on %(day)s.")
        else:
            pk = self._names.settled(
                model, text, self._names.sorted(model, then), levels=self._levels
            )
            if pk is None:
                raise self._names.several(model, text, then)
            said = AS_SAID
        return self._told(said, model, text, pk)

    def _nearly(self, model, text, unknown):
        """What the importer said that an unknown name means."""
        if model is AdministrativeUnit and self._names.is_zone(text):
            raise self._no_unit(text)
        pk = self._names.settled(model, text, self._names.near(model, text))
        if pk is None:
            raise unknown
        return self._told(AS_SAID, model, text, pk)

    def _no_unit(self, text):
        if not self._zones:
            said = _("“%(text)s” is a zone: write the commune, district or province it lies in.")
            return ValidationError(said, params={"text": text})
        return ValidationError(
            _(
                "“%(text)s” is a zone: write it in the column “%(column)s”, and here the commune, "
                "district or province it lies in."
            ),
            params={"text": text, "column": self._zones},
        )

    def _told(self, said, model, text, pk):
        words = {"text": text, "name": self._names.label(model, pk)}
        self.told.append(str(said) % {**words, "day": self._day and f"{self._day:%d/%m/%Y}"})
        return pk


def _levels(heading):
    """The levels of units that a heading names: “Huyện/TP”, “Xã, phường”."""
    words = set(fold(heading).replace("thi xa", "thi_xa").split())
    return {level for level, named in LEVELS.items() if words & named}
