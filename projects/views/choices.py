"""What visitors can choose from in the filters: only what occurs among public records.

Asked once per public version and language, with whatever else many pages need.
"""

from collections import defaultdict

from django.utils.translation import gettext as _

from portal.delivery.shared import shared
from projects import places
from projects.filters import Option
from projects.models import (
    AdministrativeUnit,
    Country,
)
from projects.models.project import registers


def choices(request, register):
    """name of an OptionField → [(heading or "", [Option, …])] for the register's form."""
    language, key = request.LANGUAGE_CODE, ("choices", register.kind)
    return shared(request, key, lambda: register.choices(request, language), language)


def countries(request):
    """Primary key → Country, of all."""
    return shared(request, "countries", Country.objects.in_bulk)


def where(request):
    """Primary key of a unit in which a public project lies → ThenAndNow in the page's language."""
    language = request.LANGUAGE_CODE

    def ask():
        return places.then_and_now_of(recorded(request), language)

    return shared(request, "where", ask, language)


def recorded(request):
    """The primary keys of the units in which public projects of any register lie; one query."""

    def ask():
        rows = [units for model in registers() for units in model.located()]
        first, *others = (found.order_by() for found in rows)
        return {pk for (pk,) in first.union(*others).order_by()} - {None}

    return shared(request, "recorded units", ask)


def named(rows, language, key="pk"):
    options = [Option(str(getattr(row, key)), row.name_in(language), row) for row in rows]
    return [("", options)]


def years(**asked):
    """name → options, from the name's (rows, what gives their year)."""
    found = {
        name: rows.order_by().annotate(y=year).values_list("y", flat=True).distinct()
        for name, (rows, year) in asked.items()
    }
    return {
        name: [("", [Option(str(y), str(y), y) for y in sorted(years, reverse=True)])]
        for name, years in found.items()
    }


def classes(rows, above, language):
    """Groups of a classification with the classes below them that occur."""
    below = defaultdict(set)
    for row in rows:
        group = getattr(row, above)
        below[group or row] |= {row} if group else set()
    groups = []
    for group in sorted(below, key=lambda row: row.code):
        members = sorted(below[group], key=lambda row: row.code)
        options = [Option(row.code, _coded(row, language), row) for row in (group, *members)]
        groups.append((_coded(group, language) if members else "", options))
    return groups


def _coded(row, language):
    return f"{row.code} {row.name_in(language)}"


def places_found(recorded, language):
    """The places as recorded, and the places that are in force today."""
    then, now = places.around(recorded)
    units = AdministrativeUnit.objects.in_bulk(then | now)
    ended = [units[pk] for pk in then - now]
    present = [units[pk] for pk in now]
    groups = [(_("In force today"), present), (_("As they were recorded"), ended)]
    return [
        (heading, [_place(unit, units, language) for unit in sorted(group, key=_order(language))])
        for heading, group in groups
        if group
    ]


def _order(language):
    levels = list(AdministrativeUnit.Level)
    return lambda unit: (levels.index(unit.level), getattr(unit, f"sort_{language}"))


def _place(unit, units, language):
    label = unit.full_name_in(language)
    if unit.level == AdministrativeUnit.Level.COMMUNE and unit.parent_id in units:
        label = f"{label}, {units[unit.parent_id].full_name_in(language)}"
    return Option(unit.key, label, unit)
