"""Where a visitor may find the place that a list knows nothing of."""

from dataclasses import replace

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext

from portal.pages.context import Link
from portal.text.fold import fold, typed_words
from projects import filters
from projects.models import AdministrativeUnit
from projects.registers import REGISTERS
from projects.selection import Boundaries
from projects.views import words

Level = AdministrativeUnit.Level
#: Places that are looked at because they are called what was typed.
MOST = 3


def of_empty(kind, form):
    """Links for a list in which nothing was found; constant numbers of queries."""
    return [*_without_project(kind, form), *_elsewhere(kind, form)]


def _without_project(kind, form):
    """Of a register whose notices may stand alone: those with the number that was typed."""
    ledger, typed = REGISTERS[kind].ledger, form.selection.text
    if not ledger.stands_alone or not any(map(str.isdigit, typed)):
        return []
    notices = ledger.objects.as_of(form.when).filter(project=None)
    count = notices.numbered(typed_words(typed)).count()
    if not count:
        return []
    text = ngettext(
        "%(n)s share-purchase notice without a project has this number: see all notices",
        "%(n)s share-purchase notices without a project have this number: see all notices",
        count,
    )
    kept = {name: form.asked[name] for name in ("as_of", "known_at") if name in form.asked}
    url = reverse(f"projects:{kind}") + filters.query({"counted": "shares", **kept}) + words.LIST
    return [Link(text % {"n": words.number(count)}, url)]


def _elsewhere(kind, form):
    selection = form.selection
    if selection.place:
        turned = Boundaries.THEN if selection.boundaries == Boundaries.NOW else Boundaries.NOW
        return _in_place(kind, form, replace(selection, boundaries=turned))
    found = []
    for unit in _called(form, selection.text):
        boundaries = Boundaries.NOW if _is_in_force(unit) else Boundaries.THEN
        there = replace(selection, text="", place=unit, boundaries=boundaries)
        found += _in_place(kind, form, there)
    return found


def _in_place(kind, form, there):
    """What a selection of a place finds; of a present commune also what may lie in it."""
    found = []
    if count := there.listed(form.when).count():
        found.append(_link(kind, form, there, _counted(count, there)))
    if _is_in_force(there.place) and there.place.level == Level.COMMUNE:
        found += _by_district(kind, form, there)
    return found


def _counted(count, there):
    if there.boundaries == Boundaries.NOW:
        text = ngettext(
            "In the present boundaries: %(n)s record in %(place)s",
            "In the present boundaries: %(n)s records in %(place)s",
            count,
        )
    else:
        text = ngettext(
            "In the boundaries as recorded: %(n)s record in %(place)s",
            "In the boundaries as recorded: %(n)s records in %(place)s",
            count,
        )
    return text % {"n": words.number(count), "place": _name(there.place)}


def _by_district(kind, form, there):
    """That records tell no more than a district that is gone, which lies in several communes."""
    if there.place.parent is None:
        return []
    around = replace(there, place=there.place.parent, boundaries=Boundaries.NOW)
    unit = there.model.place_field
    coarse = around.listed(form.when).filter(**{f"{unit}__level": Level.DISTRICT})
    count = coarse.distinct().count()
    if not count:
        return []
    text = ngettext(
        "%(n)s record of %(province)s names only a district of the time, so that nobody can tell "
        "its commune of today",
        "%(n)s records of %(province)s name only a district of the time, so that nobody can tell "
        "their communes of today",
        count,
    )
    text %= {"n": words.number(count), "province": _name(around.place)}
    return [_link(kind, form, around, text)]


def _link(kind, form, there, label):
    kept = {n: v for n, v in form.asked.items() if n not in ("q", "place", "boundaries")}
    if there.text:
        kept["q"] = there.text
    asked = kept | {"place": there.place.key}
    if there.boundaries != Boundaries.THEN:
        asked["boundaries"] = there.boundaries
    return Link(label, reverse(f"projects:{kind}") + filters.query(asked) + words.LIST)


def _called(form, text):
    """The places among the choices that are called like this."""
    typed = fold(text)
    units = [
        option.thing for _heading, options in form.fields["place"].groups for option in options
    ]
    return [unit for unit in units if typed and typed in _names(unit)][:MOST]


def _names(unit):
    names = (unit.name_vi, unit.name_en, unit.full_name_vi, unit.full_name_en)
    return {fold(name) for name in names if name}


def _is_in_force(unit):
    return unit.valid_to is None or unit.valid_to >= timezone.localdate()


def _name(unit):
    return unit.full_name_in(get_language())
