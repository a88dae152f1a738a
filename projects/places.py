"""Where a record lies: as it was recorded, or in the boundaries of today.

A unit that has ended lies where its own successors lie; without any, where its parent lies. What
was split and cannot be told stays untold.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.text import display
from portal.text.fold import fold
from projects.models import AdministrativeUnit

#: Names of provinces in the tables of FIA and PCI that folding alone does not recognise.
PROVINCE_ALIASES = {
    "bac can": "bac kan",
    "brvt": "ba ria vung tau",
    "dac lak": "dak lak",
    "hanoi": "ha noi",
    "hcm": "ho chi minh",
    "hcmc": "ho chi minh",
    "thua thien hue": "hue",
    "tt hue": "hue",
}
PROVINCE_KINDS = ("tinh ", "thanh pho ", "tp ")


def province_by_name(text, *, on):
    """The province that was called so on a day, however it is spelled; or None. One query."""
    return called(_provinces(on), text)


def called(units, text):
    """Of some provinces the one that a text names, however it is spelled; or None."""
    return next((unit for unit in units if is_called(unit, text)), None)


def is_called(unit, text):
    """Whether a text names a province, however it is spelled."""
    return _province_name(unit.name_vi) == _province_name(text)


def provinces_on(day):
    """The provinces that were in force on a day, in Vietnamese order."""
    return _provinces(day).sorted_in("vi")


def former_provinces(year):
    """The provinces that ended by the end of a year and went into others."""
    ended = AdministrativeUnit.objects.filter(valid_to__year__lte=year)
    return ended.filter(level=AdministrativeUnit.Level.PROVINCE).exclude(successors=None)


def apart(name, unit, language):
    """A unit's name with the day that tells it from another that was called so; both are days on
    which it was one."""
    if unit.valid_to is not None:
        day = display.date(unit.valid_to, language)
        return _("%(name)s (until %(day)s)") % {"name": name, "day": day}
    if unit.valid_from is not None:
        day = display.date(unit.valid_from, language)
        return _("%(name)s (since %(day)s)") % {"name": name, "day": day}
    return name


def _provinces(day):
    return AdministrativeUnit.objects.valid_on(day).filter(level=AdministrativeUnit.Level.PROVINCE)


@lru_cache(1024)  # every page asks it of all provinces
def _province_name(text):
    name = fold(text)
    for kind in PROVINCE_KINDS:
        name = name.removeprefix(kind)
    name = name.removesuffix(" city")
    return PROVINCE_ALIASES.get(name, name)


@dataclass(frozen=True)
class ThenAndNow:
    """A place as recorded, and the present places it may lie in: none while it is still in force or
    carries its name on, several when it was split."""

    then: str
    now: tuple[str, ...]


def within(unit, *, boundaries):
    """The primary keys of a unit and all that lies in it. One query.

    boundaries: "then" follows what belongs to it as recorded; "now" adds what has ended and wholly
    lies in it today.
    """
    atlas = Atlas()
    inside = atlas.descendants({unit.pk})
    if boundaries == "then":
        return inside
    while more := atlas.came_into(inside) - inside:
        inside |= more
    return inside


def roll_up(pks, level, boundaries, known=None):
    """{primary key of a recorded unit: the unit of a level that it lies in, or None}. Two queries.

    None where it cannot be told: recorded coarser than asked, split, or the level is no more.
    known: an Atlas read before, which saves one.
    """
    atlas = known or Atlas()
    find = atlas.ancestor if boundaries == "then" else atlas.present
    found = {pk: find(pk, level) for pk in pks}
    units = AdministrativeUnit.objects.in_bulk({key for key in found.values() if key})
    return {pk: units.get(key) for pk, key in found.items()}


def then_and_now(unit, language):
    """The ThenAndNow of a unit for readers of a language. Two queries."""
    return then_and_now_of([unit.pk], language)[unit.pk]


def then_and_now_of(pks, language):
    """{primary key of a recorded unit: its ThenAndNow} for readers of a language. Two queries."""
    atlas = Atlas()
    chains = {
        pk: [atlas.chain(pk), *map(atlas.chain, sorted(atlas.present_places(pk)))] for pk in pks
    }
    wanted = {key for found in chains.values() for chain in found for key in chain}
    units = AdministrativeUnit.objects.in_bulk(wanted)
    places = {}
    for pk, found in chains.items():
        then, *now = (_written([units[key] for key in chain], language) for chain in found)
        # Larger or smaller since, but still called so: no other place.
        places[pk] = ThenAndNow(then, tuple(place for place in now if place != then))
    return places


def around(pks):
    """The primary keys of all units that recorded ones belong to, then and now. One query.

    Two sets, the recorded units in the first; of a unit in force both say the same.
    """
    atlas = Atlas()
    then = {key for pk in pks for key in atlas.chain(pk)}
    present = {place for pk in pks for place in atlas.present_places(pk) or {pk} - atlas.ended}
    return then, {key for pk in present for key in atlas.chain(pk)}


def _written(units, language):
    """“Xã Vũ Đông, thành phố Thái Bình, tỉnh Thái Bình”: the kinds of the larger ones small."""
    first, *rest = units
    return ", ".join([first.full_name_in(language), *(_inside(unit, language) for unit in rest)])


def _inside(unit, language):
    name = unit.full_name_in(language)
    has_kind = language == "vi" and name != unit.name_in(language)
    return name[:1].lower() + name[1:] if has_kind else name


class Atlas:
    """All units and how they hang together; one query."""

    def __init__(self):
        self.parents, self.levels, self.ended = {}, {}, set()
        self.successors, self.children = defaultdict(set), defaultdict(set)
        today = timezone.localdate()
        rows = AdministrativeUnit.objects.order_by().values_list(
            "pk", "parent", "level", "valid_to", "successors"
        )
        for pk, parent, level, valid_to, successor in rows:
            self.parents[pk], self.levels[pk] = parent, level
            self.children[parent].add(pk)
            if valid_to is not None and valid_to < today:
                self.ended.add(pk)
                if successor is not None:
                    self.successors[pk].add(successor)

    def chain(self, pk):
        """A unit and what it belonged to, upwards; a circle in the data ends it."""
        chain = []
        while pk is not None and pk not in chain:
            chain.append(pk)
            pk = self.parents[pk]
        return chain

    def ancestor(self, pk, level):
        """The unit of a level that a unit belonged to, or None."""
        return next((key for key in self.chain(pk) if self.levels[key] == level), None)

    def descendants(self, pks):
        found, new = set(), set(pks)
        while new:
            found |= new
            new = {child for pk in new for child in self.children[pk]} - found
        return found

    def came_into(self, inside):
        """The ended units that lie in `inside` by their own successors, or by their parent."""
        return {
            pk
            for pk in self.ended
            if (
                self.successors[pk] <= inside if self.successors[pk] else self.parents[pk] in inside
            )
        }

    def present_places(self, pk, seen=frozenset()):
        """The units in force that an ended unit lies in, or may lie in; {} while it is in force."""
        if pk not in self.ended or pk in seen:
            return set()
        seen |= {pk}
        places = set()
        for key in self.successors[pk] or {self.parents[pk]} - {None}:
            places |= self.present_places(key, seen) if key in self.ended else {key}
        return places

    def present(self, pk, level):
        """The unit in force of a level that a unit lies in, or None."""
        places = self.present_places(pk) if pk in self.ended else {pk}
        found = {self.ancestor(place, level) for place in places}
        return found.pop() if len(found) == 1 else None
