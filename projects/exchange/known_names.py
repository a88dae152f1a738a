"""The names by which a table may call the objects of each kind of reference data."""

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from itertools import product

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.text.fold import fold
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

LISTED = 4  # names in a refusal
KINDS = {"tp": "thành phố", "tx": "thị xã", "tt": "thị trấn", "h": "huyện", "x": "xã",
         "p": "phường", "t": "tỉnh"}  # fmt: skip


@dataclass
class Index:
    """The objects of a kind by their names; strict: one in force goes before no ended one."""

    strict: bool
    labels: dict = field(default_factory=dict)
    by_label: dict = field(default_factory=dict)
    in_force: set = field(default_factory=set)
    withdrawn: set = field(default_factory=set)
    dated: dict = field(default_factory=dict)
    #: What gives the codes that the words of a text are known to mean.
    said: callable = None
    keys: dict = field(default_factory=lambda: {lower: defaultdict(set), fold: defaultdict(set)})

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
            index.by_label[lower(label)] = obj.pk
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
        if (pk := self.by_label.get(lower(text))) is not None:
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


def lower(text):
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


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
class Reader:
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
    Country: Reader(lambda: Country.objects.prefetch_related("aliases"), _of_country),
    Industry: Reader(Industry.objects.all, _with_code, industry_words.said),
    Sector: Reader(Sector.objects.all, _with_code),
    Organisation: Reader(Organisation.objects.all, _of_organisation),
    Agency: Reader(Agency.objects.all, _both),
    Zone: Reader(Zone.objects.all, _of_zone),
    AdministrativeUnit: Reader(
        lambda: AdministrativeUnit.objects.select_related("parent__parent"), _of_unit
    ),
}
