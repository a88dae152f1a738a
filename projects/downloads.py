"""A register's list as a table: its columns, and its rows in constant memory."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import batched
from urllib.parse import urlencode

from django.utils import timezone
from django.utils.translation import gettext_lazy, pgettext_lazy

from portal.delivery.shared import remembered
from portal.exchange.writing import Column
from portal.pages.context import absolute, load_site
from projects import listing, places, records
from projects.models import AdministrativeUnit, Country, FdiProject, NgoAid, OdaFund, OdaProject
from projects.selections import FdiSelection, NgoSelection, OdaSelection
from projects.statistics.figures import Unit
from projects.statistics.span import span

CHUNK = 500
LICENCE = gettext_lazy(
    "Free to reuse, for commercial purposes too; name the publisher and the dates."
)


@dataclass
class Names:
    """What the records of a download refer to, read once, and how it is called."""

    language: str
    when: object
    countries: dict
    where: dict  # unit → ThenAndNow
    places_of: dict = field(default_factory=dict)  # project → its units, of the current chunk
    codes: dict = field(default_factory=dict)  # unit → its code

    def of(self, thing):
        return thing.name_in(self.language) if thing else None

    def country(self, pk):
        return self.of(self.countries.get(pk))

    def place_codes(self, pks):
        return "; ".join(self.codes[pk] for pk in pks if pk) or None

    def then(self, pks):
        return "; ".join(self.where[pk].then for pk in pks if pk) or None

    def now(self, pks):
        return "; ".join(name for pk in pks if pk for name in self.where[pk].now) or None

    def text(self, project, name):
        """A text as the public may read it in the language of the download."""
        return project.public_text(name, self.language) or None


@dataclass(frozen=True)
class Field:
    """A column, and what a record has in it: value(record, names)."""

    column: Column
    value: Callable


def _field(key, heading, value, kind="text", unit=""):
    return Field(Column(key, heading, kind, unit), value)


def _id(kind):
    """What names a record in every file of its register."""
    return _field("id", gettext_lazy("Record: code"), lambda r, n: f"{kind}-{r.project.pk}")


def _choice(name, heading, heading_of_code):
    """Columns of one of a project's choices: its code, the same in all languages, and its words."""
    return [
        _field(f"{name}_code", heading_of_code, lambda r, n: getattr(r.project, name) or None),
        _field(name, heading, lambda r, n: getattr(r.project, f"get_{name}_display")() or None),
    ]


def _texts(*names):
    """Columns of translated texts of the project."""
    return [
        _field(name, heading, lambda r, n, name=name: n.text(r.project, name))
        for name, heading in names
    ]


def _public_name(record, language):
    is_live = language in record.project.live_languages
    return record.project.title_in(language) if is_live else None


def outdated_translation(project):
    """The code of the public language whose texts are behind their original, or None."""
    return next((code for code in project.live_languages if project.is_outdated(code)), None)


PLACE_CODE = gettext_lazy("Code of the place as recorded")
FIRST = [
    _field("name_vi", gettext_lazy("Name in Vietnamese"), lambda r, n: _public_name(r, "vi")),
    _field("name_en", gettext_lazy("Name in English"), lambda r, n: _public_name(r, "en")),
]
LAST = [
    Field(
        Column(
            "outdated_translation",
            gettext_lazy("Translation behind the original"),
            note=gettext_lazy("code of the language; empty: none"),
        ),
        lambda r, n: outdated_translation(r.project),
    ),
    *_texts(("source", gettext_lazy("Source"))),
    _field(
        "sample",
        gettext_lazy("Sample record"),
        lambda r, n: r.project.illustrative,
        "boolean",
    ),
    _field(
        "updated_on",
        gettext_lazy("Description last changed"),
        lambda r, n: timezone.localdate(r.project.updated_at),
        "date",
    ),
    _field(
        "address",
        gettext_lazy("Permanent address"),
        lambda r, n: absolute(r.project.url(n.language)),
    ),
]

FDI = [
    _id("fdi"),
    _field("code", gettext_lazy("Project code"), lambda r, n: r.project.certificate_number or None),
    *FIRST,
    _field("status_code", gettext_lazy("Operating state: code"), lambda r, n: _status(r, n)[0]),
    _field("status", gettext_lazy("Operating state"), lambda r, n: str(_status(r, n)[1])),
    _field(
        "capital_usd",
        gettext_lazy("Registered capital"),
        lambda r, n: r.life.capital,
        "number",
        Unit.USD,
    ),
    _field(
        "disbursed_usd",
        gettext_lazy("Disbursed capital"),
        lambda r, n: r.disbursed,
        "number",
        Unit.USD,
    ),
    _field(
        "currency",
        gettext_lazy("Currency of the capital"),
        lambda r, n: r.project.capital_currency,
    ),
    _field(
        "partner_code",
        gettext_lazy("Code of the statistical partner"),
        lambda r, n: n.countries[r.life.partner_id].code,
    ),
    _field(
        "partner", gettext_lazy("Statistical partner"), lambda r, n: n.country(r.life.partner_id)
    ),
    Field(
        Column(
            "investors",
            gettext_lazy("Investors"),
            note=gettext_lazy("of a transferred project those of its first certificate"),
        ),
        lambda r, n: "; ".join(_investor(i, n) for i in r.investors) or None,
    ),
    _field(
        "industry_code",
        gettext_lazy("VSIC code"),
        lambda r, n: r.project.industry and r.project.industry.code,
    ),
    _field("industry", gettext_lazy("Sector (VSIC)"), lambda r, n: n.of(r.project.industry)),
    _field("place_code", PLACE_CODE, lambda r, n: n.place_codes([r.project.unit_id])),
    _field(
        "place_then",
        gettext_lazy("Place as recorded"),
        lambda r, n: n.then([r.project.unit_id]),
    ),
    _field("place_now", gettext_lazy("Place today"), lambda r, n: n.now([r.project.unit_id])),
    _field("zone", gettext_lazy("Zone"), lambda r, n: n.of(r.project.zone)),
    _field("site", gettext_lazy("Address"), lambda r, n: n.text(r.project, "address")),
    _field(
        "land_area",
        gettext_lazy("Land area"),
        lambda r, n: r.project.land_area,
        "number",
        pgettext_lazy("unit", "ha"),
    ),
    _field(
        "first_certificate_on",
        gettext_lazy("First certificate"),
        lambda r, n: r.life.first_on,
        "date",
    ),
    _field(
        "last_event_on",
        gettext_lazy("Last event"),
        lambda r, n: r.events[-1].effective_on,
        "date",
    ),
    _field(
        "term_ends_on",
        gettext_lazy("Last day of the term"),
        lambda r, n: r.life.term_ends_on,
        "date",
    ),
    _field(
        "ended_on",
        gettext_lazy("Ended on"),
        lambda r, n: r.ended_on(n.when.as_of),
        "date",
    ),
    *_texts(
        ("objectives", gettext_lazy("Objectives")),
        ("scale", gettext_lazy("Scale")),
        ("incentives", gettext_lazy("Incentives")),
        ("conditions", gettext_lazy("Conditions")),
    ),
    *LAST,
]


def _status(record, names):
    code, label = record.status(names.when.as_of)
    return str(code), label


def _investor(investor, names):
    country = names.country(investor.country_id)
    return f"{investor.name} ({country})" if country else investor.name


def _state(record, names):
    """What lists say of it: a period that is over without a completion is a state of its own."""
    if record.stage is None:
        return None, None
    state, label = record.state(names.when.as_of)
    return state, str(label)


def _stage_on(record, names):
    return record.stage and record.stage.reached_on


STAGE = [
    _field("stage_code", gettext_lazy("Stage: code"), lambda r, n: _state(r, n)[0]),
    _field("stage", gettext_lazy("Stage"), lambda r, n: _state(r, n)[1]),
    _field("stage_on", gettext_lazy("Latest recorded stage since"), _stage_on, "date"),
]
PLACES = [
    _field("place_code", PLACE_CODE, lambda r, n: n.place_codes(n.places_of.get(r.project.pk, ()))),
    _field(
        "place_then",
        gettext_lazy("Place as recorded"),
        lambda r, n: n.then(n.places_of.get(r.project.pk, ())),
    ),
    _field(
        "place_now",
        gettext_lazy("Place today"),
        lambda r, n: n.now(n.places_of.get(r.project.pk, ())),
    ),
]
SECTOR = [
    _field(
        "sector_code",
        gettext_lazy("DAC code"),
        lambda r, n: r.project.sector and r.project.sector.code,
    ),
    _field("sector", gettext_lazy("Sector (DAC)"), lambda r, n: n.of(r.project.sector)),
]
AGENCIES = [
    _field(
        "managing_agency",
        gettext_lazy("Managing agency"),
        lambda r, n: n.of(r.project.managing_agency),
    ),
]


def _funds(*kinds):
    def total(record, names):
        known = [f.usd for f in record.funds if f.kind in kinds and f.usd is not None]
        return sum(known) if known else None

    return total


ODA = [
    _id("oda"),
    _field("code", gettext_lazy("Decision number or code"), lambda r, n: r.project.code or None),
    *FIRST,
    *_choice("form", gettext_lazy("Form"), gettext_lazy("Form: code")),
    *STAGE,
    _field(
        "donors",
        gettext_lazy("Donors"),
        lambda r, n: "; ".join(n.of(donor) for donor in r.donors) or None,
    ),
    *[_field(f"{kind}_usd", kind.label, _funds(kind), "number", Unit.USD) for kind in OdaFund.Kind],
    *AGENCIES,
    _field("owner", gettext_lazy("Project owner"), lambda r, n: n.of(r.project.owner)),
    *SECTOR,
    *_choice(
        "mechanism",
        gettext_lazy("Domestic mechanism"),
        gettext_lazy("Domestic mechanism: code"),
    ),
    *PLACES,
    _field("starts_on", gettext_lazy("Planned start"), lambda r, n: r.project.starts_on, "date"),
    _field("ends_on", gettext_lazy("Planned end"), lambda r, n: r.project.ends_on, "date"),
    *_texts(("objectives", gettext_lazy("Objectives"))),
    *LAST,
]

NGO = [
    _id("ngo"),
    _field(
        "decision_number",
        gettext_lazy("Approval decision: number"),
        lambda r, n: r.project.decision_number or None,
    ),
    _field(
        "decision_on",
        gettext_lazy("Approval decision: date"),
        lambda r, n: r.project.decision_on,
        "date",
    ),
    *FIRST,
    *_choice("type", gettext_lazy("Type"), gettext_lazy("Type: code")),
    *STAGE,
    _field("donor", gettext_lazy("Donor organisation"), lambda r, n: n.of(r.project.donor)),
    _field(
        "donor_country_code",
        gettext_lazy("Code of the donor's country"),
        lambda r, n: (
            (country := n.countries.get(r.project.donor and r.project.donor.country_id))
            and country.code
        ),
    ),
    _field(
        "donor_country",
        gettext_lazy("Country of the donor"),
        lambda r, n: n.country(r.project.donor and r.project.donor.country_id),
    ),
    _field(
        "commitment_usd",
        gettext_lazy("Total commitment"),
        lambda r, n: r.project.usd,
        "number",
        Unit.USD,
    ),
    _field(
        "commitment_is_floor",
        gettext_lazy("The total is “above” this amount"),
        lambda r, n: r.project.usd_is_floor,
        "boolean",
    ),
    _field("owner", gettext_lazy("Aid owner"), lambda r, n: n.of(r.project.owner)),
    *AGENCIES,
    *_choice("field", gettext_lazy("Field"), gettext_lazy("Field: code")),
    *SECTOR,
    *PLACES,
    _field(
        "starts_on", gettext_lazy("Period: first day"), lambda r, n: r.project.starts_on, "date"
    ),
    _field("ends_on", gettext_lazy("Period: last day"), lambda r, n: r.project.ends_on, "date"),
    *_texts(("objectives", gettext_lazy("Objectives"))),
    *LAST,
]

FIELDS = {"fdi": FDI, "oda": ODA, "ngo": NGO}
COLUMNS = {kind: [field.column for field in fields] for kind, fields in FIELDS.items()}
#: Every record of a register.
WHOLE = {"fdi": FdiSelection(), "oda": OdaSelection(), "ngo": NgoSelection()}
#: What each row of a CSV says of itself, since such a file has no other place for it.
ABOUT = [
    Column("as_of", gettext_lazy("As of"), "date"),
    Column("latest_record", gettext_lazy("Latest record"), "date"),
    Column("known_at", gettext_lazy("As known at")),
    Column("publisher", gettext_lazy("Publisher")),
    Column("licence", gettext_lazy("Licence")),
    Column("language", gettext_lazy("Language")),
    Column("filter", gettext_lazy("Filter"), note=gettext_lazy("empty: the whole register")),
    Column("contents", gettext_lazy("Contents")),
]


def rows(kind, selection, when, order, language, *, start=0, stop=None):
    """The rows of a list in its order, each a dictionary by column key.

    Records are read in chunks, so a hundred thousand of them need no more memory than five
    hundred. A slice of the list with start and stop.
    """
    found = listing.ordered(selection.listed(when), when, order, language)[start:stop]
    names = _names(kind, when, language)
    fields = FIELDS[kind]
    pks = found.values_list("record", flat=True).iterator(chunk_size=CHUNK)
    for chunk in batched(pks, CHUNK):
        for record in READ[kind](chunk, when, names):
            yield {field.column.key: field.value(record, names) for field in fields}


def about(kind, language, when, asked=None, contents=""):
    """Publisher, dates and licence of a table, by the keys of ABOUT.

    asked: the GET parameters that it answers. contents: what is to be known of its rows.
    """
    return {
        "as_of": when.as_of,
        "latest_record": span(WHOLE[kind], when).last,
        "known_at": timezone.localtime(when.known_at).isoformat(timespec="seconds"),
        "publisher": load_site(language, remembered()).publisher,
        "licence": str(LICENCE),
        "language": language,
        "filter": urlencode(asked) if asked else None,
        "contents": contents or None,
    }


#: What a question may name without leaving anything out.
TIMES = {"as_of", "known_at", "sort"}


def file_name(name, language, when, asked, suffix):
    """What a file is called: its table, language, day, and whether it holds less than all."""
    parts = [name, language, when.as_of.isoformat()]
    if "known_at" in asked:
        parts.append(f"known-{timezone.localdate(when.known_at).isoformat()}")
    if asked.keys() - TIMES:
        parts.append("filtered")
    return f"{'-'.join(parts)}.{suffix}"


def with_about(rows, about):
    """Rows that each carry what `about` says of the whole table."""
    return ({**row, **about} for row in rows)


def _names(kind, when, language):
    model = {"fdi": FdiProject, "oda": OdaProject, "ngo": NgoAid}[kind]
    column = "unit" if kind == "fdi" else "places"
    units = set(model.objects.public().values_list(column, flat=True)) - {None}
    return Names(
        language,
        when,
        Country.objects.in_bulk(),
        places.then_and_now_of(units, language),
        codes={pk: unit.key for pk, unit in AdministrativeUnit.objects.in_bulk(units).items()},
    )


def _read_fdi(pks, when, names):
    found = records.fdi_in_bulk(pks, when, related=("industry", "zone"))
    records.add_investors(found)
    return found


def _read_oda(pks, when, names):
    related = ("managing_agency", "owner", "sector")
    projects = OdaProject.objects.select_related(*related).in_bulk(pks)
    found = [records.StagedRecord(projects[pk], []) for pk in pks if pk in projects]
    records.add_funds(found)
    return _with_stages(found, when, names, OdaProject)


def _read_ngo(pks, when, names):
    related = ("managing_agency", "owner", "sector", "donor")
    projects = NgoAid.objects.select_related(*related).in_bulk(pks)
    found = [records.StagedRecord(projects[pk], []) for pk in pks if pk in projects]
    return _with_stages(found, when, names, NgoAid)


def _with_stages(found, when, names, model):
    records.add_stages(found, when)
    pks = [record.project.pk for record in found]
    names.places_of = defaultdict(list)
    link = f"{model._meta.model_name}_id"
    through = model.places.through.objects.filter(**{f"{link}__in": pks}).order_by("pk")
    for project, unit in through.values_list(link, "administrativeunit_id"):
        names.places_of[project].append(unit)
    return found


READ = {"fdi": _read_fdi, "oda": _read_oda, "ngo": _read_ngo}


def fixed(when, now):
    """The same question as known at a moment, so that a long download stays one and the same."""
    return when if when.known_at else replace(when, known_at=now)
