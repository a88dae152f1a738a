"""The entries behind the figures of a register, as a table: from it a reader can add up again
every total as of its day and as known at its moment."""

from dataclasses import replace

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy

from portal.exchange.writing import Column
from projects.models import FdiEvent, NgoYear, OdaYear
from projects.selections import EVENTS_COUNTED, FdiCounted
from projects.statistics.figures import Unit

CHUNK = 500
TITLE = gettext_lazy("Entries")

FIRST = [
    Column("entry", gettext_lazy("Number of the entry")),
    Column("project", gettext_lazy("Record"), note=gettext_lazy("as “id” in the list of records")),
    Column("name", gettext_lazy("Name")),
    Column(
        "outdated_name",
        gettext_lazy("Name behind the original"),
        "boolean",
        note=gettext_lazy("true: a translation that has not followed a change of the original"),
    ),
]
LAST = [
    Column("number", gettext_lazy("Number of the document")),
    Column("source_vi", gettext_lazy("Source document in Vietnamese")),
    Column("source_en", gettext_lazy("Source document in English")),
    Column("approved_at", gettext_lazy("Approved at")),
]

YEAR = [
    Column("year", gettext_lazy("Year"), "year"),
    Column("measure_code", gettext_lazy("Measure: code")),
    Column("measure", gettext_lazy("Measure")),
    Column("effective_on", gettext_lazy("Date of the document"), "date"),
    Column(
        "rules",
        gettext_lazy("Counts in the totals"),
        "boolean",
        note=gettext_lazy("false: a later document tells the same year and measure"),
    ),
]
AS_STATED = gettext_lazy("as its document states it; the portal converts no currency")
NAMED = gettext_lazy(
    "of a share purchase the country or territory of the buyer, else the project's statistical "
    "partner from that day on"
)
COLUMNS = {
    "fdi": [
        *FIRST,
        Column("effective_on", gettext_lazy("Effective date"), "date"),
        Column("type_code", gettext_lazy("Event: code")),
        Column("type", gettext_lazy("Event")),
        Column("usd", gettext_lazy("Amount"), "number", Unit.USD, note=AS_STATED),
        Column("change_usd", gettext_lazy("Change of the registered capital"), "number", Unit.USD),
        Column(
            "rules",
            gettext_lazy("Counts in the capital of valid projects"),
            "boolean",
            note=gettext_lazy("false: it changes no capital, or its project is valid no longer"),
        ),
        Column("amount", gettext_lazy("Amount in its own currency"), "number"),
        Column("currency", gettext_lazy("Currency")),
        Column("partner_code", gettext_lazy("Partner that the entry names: code"), note=NAMED),
        Column("partner", gettext_lazy("Partner that the entry names"), note=NAMED),
        Column("term_ends_on", gettext_lazy("Last day of the term"), "date"),
        Column("company", gettext_lazy("Company")),
        Column("industry_code", gettext_lazy("VSIC code")),
        Column("place_code", gettext_lazy("Code of the place")),
        *LAST,
    ],
    "oda": [
        *FIRST,
        *YEAR,
        Column("foreign", gettext_lazy("Foreign capital"), "number", Unit.MILLION_VND),
        Column("counterpart", gettext_lazy("Counterpart funds"), "number", Unit.MILLION_VND),
        *LAST,
    ],
    "ngo": [
        *FIRST,
        *YEAR,
        Column("usd", gettext_lazy("Amount"), "number", Unit.USD, note=AS_STATED),
        Column("is_floor", gettext_lazy("“Above” this amount"), "boolean"),
        Column("amount", gettext_lazy("Amount in its own currency"), "number"),
        Column("currency", gettext_lazy("Currency")),
        *LAST,
    ],
}


#: What the file of a list that is not asked for a state says of itself.
WITH_ENDED = gettext_lazy(
    "Entries of projects that have ended are in it, too: without them no total of an earlier year "
    "can be added up. A column tells which entries make up the capital of valid projects."
)
#: What the file of a partner's list says of itself.
OF_PARTNER = gettext_lazy(
    "Of a transferred project the file of its present partner has all entries, that of a former "
    "partner those of its time. A share purchase is in the file of the buyer's country or "
    "territory."
)


def contents(kind, asked):
    """What more is in the file than in the list, in sentences, or nothing.

    asked: the GET parameters of the list.
    """
    if kind != "fdi" or "counted" in asked:
        return ""
    told = [] if "status" in asked else [WITH_ENDED]
    told += [OF_PARTNER] if "partner" in asked else []
    return " ".join(map(str, told))


def found(kind, selection, when):
    """The entries that count of the public records of a selection; notices of no record, too."""
    if kind == "fdi":
        asked = Q(project=None) | Q(project__in=selection.model.objects.public())
        return _happened(selection, when).filter(asked)
    model = {"oda": OdaYear, "ngo": NgoYear}[kind]
    return model.objects.as_of(when).filter(project__in=selection.listed(when))


def _happened(selection, when):
    """The events of a selection: of a list of what happened in a period, those that it counts."""
    if selection.counted == FdiCounted.ENDED:
        return FdiEvent.objects.as_of(when).filter(project__in=selection.listed(when))
    events = selection.events(when)
    if selection.counted:
        return events.during(when).filter(type__in=EVENTS_COUNTED[selection.counted])
    if selection.partner:
        # The capital of a project is its present partner's, whoever registered it; a purchase of
        # shares is the buyer's.
        of_projects = Q(project__in=selection.projects(when)) & ~Q(type=FdiEvent.Type.SHARES)
        asked = of_projects | Q(pk__in=events.values("pk"))
        return FdiEvent.objects.as_of(when).filter(asked)
    return events


def _ruling(kind, entries, selection, when):
    """The keys of the entries that the totals are made of."""
    if kind == "fdi":
        valid = selection.valid(replace(when, since=None))
        rows = FdiEvent.objects.as_of(when).capital().filter(project__in=valid)
    else:
        rows = entries.model.objects.ruling(when)
    return set(rows.values_list("pk", flat=True))


def rows(kind, selection, when, language, *, start=0, stop=None):
    """The entries in the order of their days, each a dictionary by column key."""
    entries = found(kind, selection, when).order_by("effective_on", "pk")
    ruling = _ruling(kind, entries, selection, when)
    for entry in entries.select_related(*RELATED[kind])[start:stop].iterator(chunk_size=CHUNK):
        yield {**_entry(kind, entry, language), **TELL[kind](entry, language, ruling)}


def _entry(kind, entry, language):
    project = entry.project
    return {
        "entry": f"{kind}-{entry.pk}",
        "project": project and f"{kind}-{project.pk}",
        "name": project and (project.public_text("title", language) or None),
        "outdated_name": project and project.is_outdated(project.public_language(language)),
        "effective_on": entry.effective_on,
        "number": entry.number or None,
        "source_vi": entry.source_vi or None,
        "source_en": entry.source_en or None,
        "approved_at": timezone.localtime(entry.decided_at).isoformat(timespec="seconds"),
    }


def _event(event, language, ruling):
    partner = event.partner
    return {
        "type_code": event.type,
        "type": event.get_type_display(),
        "usd": event.usd,
        "change_usd": _change(event),
        "rules": event.pk in ruling,
        **_own(event),
        "partner_code": partner and partner.code,
        "partner": partner and partner.name_in(language),
        "term_ends_on": event.term_ends_on,
        "company": event.company or None,
        "industry_code": event.industry and event.industry.code,
        "place_code": event.unit and event.unit.key,
    }


def _change(event):
    if event.type not in FdiEvent.CAPITAL or event.usd is None:
        return None
    return -event.usd if event.type == FdiEvent.Type.DECREASE else event.usd


def _own(entry):
    """What the document states in its own currency."""
    known = entry.amount is not None
    return {"amount": entry.amount, "currency": entry.currency if known else None}


def _year(entry, ruling):
    return {
        "year": entry.year,
        "measure_code": entry.measure,
        "measure": entry.get_measure_display(),
        "rules": entry.pk in ruling,
    }


def _oda_year(entry, _language, ruling):
    return {
        **_year(entry, ruling),
        "foreign": entry.foreign,
        "counterpart": entry.counterpart,
    }


def _ngo_year(entry, _language, ruling):
    return {
        **_year(entry, ruling),
        "usd": entry.usd,
        "is_floor": entry.is_floor,
        **_own(entry),
    }


TELL = {"fdi": _event, "oda": _oda_year, "ngo": _ngo_year}
RELATED = {
    "fdi": ("project", "partner", "industry", "unit"),
    "oda": ("project",),
    "ngo": ("project",),
}
