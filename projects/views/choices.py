"""What visitors can choose from in the filters: only what occurs among public records.

Asked once per public version and language, with whatever else many pages need.
"""

from collections import defaultdict

from django.db.models import F, Q
from django.db.models.functions import ExtractYear
from django.utils.translation import gettext as _

from portal.delivery.shared import shared
from projects import places
from projects.filters import Option
from projects.models import (
    AdministrativeUnit,
    Country,
    FdiEvent,
    FdiProject,
    Industry,
    NgoAid,
    NgoYear,
    OdaFund,
    OdaProject,
    OdaYear,
    Organisation,
    Sector,
    Zone,
)


def choices(request, kind):
    """name of an OptionField → [(heading or "", [Option, …])] for the register's form."""
    language = request.LANGUAGE_CODE
    return shared(request, ("choices", kind), lambda: ASK[kind](request, language), language)


def countries(request):
    """Primary key → Country, of all."""
    return shared(request, "countries", Country.objects.in_bulk)


def where(request):
    """Primary key of a unit in which a public project lies → ThenAndNow in the page's language."""
    language = request.LANGUAGE_CODE

    def ask():
        return places.then_and_now_of(_recorded(request), language)

    return shared(request, "where", ask, language)


# --- what occurs ----------------------------------------------------------------------


def _fdi(request, language):
    public = FdiProject.objects.public()
    events = FdiEvent.objects.counted().filter(Q(project__in=public) | Q(project=None))
    partners = Country.objects.filter(pk__in=events.exclude(partner=None).values("partner"))
    divisions = Q(pk__in=public.values("industry")) | Q(pk__in=events.values("industry"))
    zones = Zone.objects.filter(pk__in=public.values("zone"))
    return {
        "partner": _named(partners.sorted_in(language), language, key="code"),
        "industry": _classes(
            Industry.objects.filter(divisions).select_related("section"), "section", language
        ),
        "zone": _named(
            Zone.objects.filter(Q(pk__in=zones) | Q(parks__in=zones))
            .distinct()
            .sorted_in(language),
            language,
        ),
        "place": _places(_recorded(request), language),
        **_years(
            year=(events.filter(type="new"), ExtractYear("effective_on")),
            ends=(events.exclude(term_ends_on=None), ExtractYear("term_ends_on")),
        ),
    }


def _oda(request, language):
    public = OdaProject.objects.public()
    donors = OdaFund.objects.filter(project__in=public).exclude(donor=None).values("donor")
    return {
        "donor": _named(Organisation.objects.filter(pk__in=donors).sorted_in(language), language),
        "sector": _aid_sectors(public, language),
        "place": _places(_recorded(request), language),
        **_years_of(OdaYear, public),
    }


def _ngo(request, language):
    public = NgoAid.objects.public()
    donors = Organisation.objects.filter(pk__in=public.values("donor"))
    seats = Country.objects.filter(pk__in=donors.values("country"))
    return {
        "donor": _named(donors.sorted_in(language), language),
        "country": _named(seats.sorted_in(language), language, key="code"),
        "sector": _aid_sectors(public, language),
        "place": _places(_recorded(request), language),
        **_years_of(NgoYear, public),
    }


ASK = {"fdi": _fdi, "oda": _oda, "ngo": _ngo}


def _recorded(request):
    """The primary keys of the units in which public projects of any register lie; one query."""

    def ask():
        rows = [
            FdiProject.objects.public().values_list("unit"),
            OdaProject.objects.public().values_list("places"),
            NgoAid.objects.public().values_list("places"),
            FdiEvent.objects.counted().filter(project=None).values_list("unit"),
        ]
        first, *others = (found.order_by() for found in rows)
        return {pk for (pk,) in first.union(*others).order_by()} - {None}

    return shared(request, "recorded units", ask)


def _named(rows, language, key="pk"):
    options = [Option(str(getattr(row, key)), row.name_in(language), row) for row in rows]
    return [("", options)]


def _years_of(model, public):
    """The years of which documents tell, and those in which public records end as planned."""
    return _years(
        year=(model.objects.counted().filter(project__in=public), F("year")),
        ends=(public.exclude(ends_on=None), ExtractYear("ends_on")),
    )


def _years(**asked):
    """name → options, from the name's (rows, what gives their year)."""
    found = {
        name: rows.order_by().annotate(y=year).values_list("y", flat=True).distinct()
        for name, (rows, year) in asked.items()
    }
    return {
        name: [("", [Option(str(y), str(y), y) for y in sorted(years, reverse=True)])]
        for name, years in found.items()
    }


def _aid_sectors(public, language):
    used = Sector.objects.filter(pk__in=public.values("sector")).select_related("group")
    return _classes(used, "group", language)


def _classes(rows, above, language):
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


def _places(recorded, language):
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
