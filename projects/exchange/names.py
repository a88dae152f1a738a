"""What the cells of a table call countries, places, industries, organisations: found or refused."""

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from itertools import product

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.text.fold import fold
from portal.text.sorting import sort_key
from projects.models import (
    AdministrativeUnit,
    Agency,
    Country,
    Industry,
    Organisation,
    Sector,
    Zone,
)
from projects.reference import industry_words

AS_SAID = gettext_lazy("“%(text)s” was read as “%(name)s”, as the importer said.")
LISTED = 4  # names in a refusal
#: Comparing an unknown name with all known ones costs milliseconds.
COMPARED = 100
_OF_ZONE = re.compile(
    r"(kcn|ccn|kkt|kcx|khu (cong nghiep|kinh te|che xuat|cong nghe cao)|cum cong nghiep)(?!\w)"
)
LEVELS = {
    AdministrativeUnit.Level.DISTRICT: {"huyen", "quan", "thi_xa", "district"},
    AdministrativeUnit.Level.COMMUNE: {"xa", "phuong", "commune"},
}
KINDS = {"tp": "thành phố", "tx": "thị xã", "tt": "thị trấn", "h": "huyện", "x": "xã",
         "p": "phường", "t": "tỉnh"}  # fmt: skip


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
        key = model, _lower(text)
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
        key = f"{model._meta.model_name} {'-'.join(map(str, sorted(found)))} {_lower(text)}"
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
            self._indexes[model] = _Index.of(model)
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


@dataclass
class _Index:
    """The objects of a kind by their names; strict: one in force goes before no ended one."""

    strict: bool
    labels: dict = field(default_factory=dict)
    by_label: dict = field(default_factory=dict)
    in_force: set = field(default_factory=set)
    withdrawn: set = field(default_factory=set)
    dated: dict = field(default_factory=dict)
    #: What gives the codes that the words of a text are known to mean.
    said: callable = None
    keys: dict = field(default_factory=lambda: {_lower: defaultdict(set), fold: defaultdict(set)})

    @classmethod
    def of(cls, model):
        index = cls(strict=model is AdministrativeUnit, said=READERS[model].said)
        if model is Country:
            index.keys[_joined] = defaultdict(set)
        today, read = timezone.localdate(), READERS[model]
        objects = list(read.rows())
        for obj in objects:
            if hasattr(obj, "is_valid_on"):
                index.dated[obj.pk] = obj
            if getattr(obj, "withdrawn", False):
                index.withdrawn.add(obj.pk)
            elif not hasattr(obj, "is_valid_on") or obj.is_valid_on(today):
                index.in_force.add(obj.pk)
        for obj, label in zip(objects, _labels(objects), strict=True):
            index.labels[obj.pk] = label
            index.by_label[_lower(label)] = obj.pk
            for name in read.names(obj):
                for spelled, keys in index.keys.items():
                    if key := _key(spelled, name):
                        keys[key].add(obj.pk)
        index.in_force = index.in_force or index.latest()
        return index

    def latest(self):
        """What was in force last: of a classification whose next edition nobody has added yet."""
        ends = {pk: obj.valid_to or date.max for pk, obj in self.dated.items()}
        last = max(ends.values(), default=None)
        return {pk for pk, end in ends.items() if end == last}

    def found(self, spelled, text):
        if (pk := self.by_label.get(_lower(text))) is not None:
            return {pk}
        return self.keys[spelled].get(_key(spelled, text), set())

    def near(self, text):
        """What its words are known to mean, then what begins with them, the shortest first, then
        what looks like them."""
        keys, wanted = self.keys[fold], _key(fold, text)
        meant = [key for code in self.said(text) for key in keys[fold(code)]] if self.said else []
        found = [pk for pk in meant if pk in self.in_force]
        near = sorted((key for key in keys if key.startswith(f"{wanted} ")), key=len)[:LISTED]
        near += get_close_matches(wanted, keys, n=LISTED, cutoff=0.6)
        return dict.fromkeys([*found, *(pk for key in near for pk in sorted(keys[key]))])

    def listed(self, pks):
        names = [self.labels[pk] for pk in pks][:LISTED]
        return "; ".join(f"“{name}”" for name in names) + ("…" if len(pks) > LISTED else "")


def _labels(objects):
    """What each is called, with what tells it from its namesakes."""
    plain = [str(obj) for obj in objects]
    full = [label + _distinction(obj) for obj, label in zip(objects, plain, strict=True)]
    twice, still = _repeated(plain), _repeated(full)
    for obj, short, long in zip(objects, plain, full, strict=True):
        if short not in twice:
            yield short
        else:
            yield f"{long} [{obj.pk}]" if long in still else long


def _repeated(texts):
    seen = set()
    return {text for text in texts if text in seen or seen.add(text)}


def _distinction(obj):
    if isinstance(obj, Industry):
        return f" (VSIC {obj.version})"
    if getattr(obj, "valid_to", None):
        return " " + _("(until %(day)s)") % {"day": f"{obj.valid_to:%d/%m/%Y}"}
    return ""


def _lower(text):
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def _levels(heading):
    """The levels of units that a heading names: “Huyện/TP”, “Xã, phường”."""
    words = set(fold(heading).replace("thi xa", "thi_xa").split())
    return {level for level, named in LEVELS.items() if words & named}


def _joined(text):
    """Vietnamese writes one name “Ác-hen-ti-na”, “Ác hen ti na” and “Áchentina”."""
    return fold(text).replace(" ", "")


def _key(spelled, name):
    """The parts of a name, spelled alike; "TP." and the like are written out."""
    parts = [part for text in name.split(",") if (part := text.strip())]
    return " | ".join(key for part in parts if (key := spelled(_written_out(part))))


def _written_out(part):
    short, found, rest = part.replace(".", ". ", 1).partition(" ")
    kind = KINDS.get(fold(short))
    return f"{kind} {rest.strip()}" if found and kind else part


# --- the names of each kind ------------------------------------------------------------


@dataclass(frozen=True)
class _Reader:
    rows: callable
    names: callable
    said: callable = None


def _both(obj):
    return [name for name in (obj.name_vi, obj.name_en) if name]


def _of_country(country):
    return [*_both(country), country.code, *(alias.name for alias in country.aliases.all())]


def _with_code(obj):
    return [obj.code, str(obj), *_both(obj)]


def _of_organisation(organisation):
    return [str(organisation), organisation.acronym, *_both(organisation)]


def _of_zone(zone):
    """Also without what stands in brackets and the word for its kind: “KCN Phúc Khánh”, “Phúc
    Khánh”."""
    full = _both(zone)
    full += [re.sub(r"\s*\(.*\)$", "", name) for name in full]
    return full + [re.sub(r"^(kcn|ccn|kkt|khu kinh tế)\s+", "", n, flags=re.I) for n in full]


def _of_unit(unit):
    """The ways up: “xã Vũ Đông”, “Vũ Đông, thành phố Thái Bình”, with and without the kinds."""
    above = [unit.parent, unit.parent.parent if unit.parent else None]
    ways = [[unit], [unit, above[0]], [unit, above[1]], [unit, *above]]
    for language in ("vi", "en"):
        for way in ways:
            if all(way):
                yield from map(", ".join, product(*(_called(step, language) for step in way)))


def _called(unit, language):
    names = getattr(unit, f"full_name_{language}"), getattr(unit, f"name_{language}")
    return {name for name in names if name}


READERS = {
    Country: _Reader(lambda: Country.objects.prefetch_related("aliases"), _of_country),
    Industry: _Reader(Industry.objects.all, _with_code, industry_words.said),
    Sector: _Reader(Sector.objects.all, _with_code),
    Organisation: _Reader(Organisation.objects.all, _of_organisation),
    Agency: _Reader(Agency.objects.all, _both),
    Zone: _Reader(Zone.objects.all, _of_zone),
    AdministrativeUnit: _Reader(
        lambda: AdministrativeUnit.objects.select_related("parent__parent"), _of_unit
    ),
}
