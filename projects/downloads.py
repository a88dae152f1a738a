"""A register's list as a table: its columns, and its rows in constant memory."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import batched
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.delivery.shared import remembered
from portal.exchange.writing import Column
from portal.pages.context import absolute, load_site
from projects import listing, places, samples
from projects.filters import query
from projects.models import AdministrativeUnit, Country
from projects.span import span

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


def field_of(key, heading, value, kind="text", unit=""):
    return Field(Column(key, heading, kind, unit), value)


def id_field(kind):
    """What names a record in every file of its register."""
    return field_of("id", gettext_lazy("Record: code"), lambda r, n: f"{kind}-{r.project.pk}")


def _public_name(record, language):
    is_live = language in record.project.live_languages
    return record.project.title_in(language) if is_live else None


def outdated_translation(project):
    """The code of the public language whose texts are behind their original, or None."""
    return next((code for code in project.live_languages if project.is_outdated(code)), None)


FIRST = [
    field_of("name_vi", gettext_lazy("Name in Vietnamese"), lambda r, n: _public_name(r, "vi")),
    field_of("name_en", gettext_lazy("Name in English"), lambda r, n: _public_name(r, "en")),
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
    field_of("source", gettext_lazy("Source"), lambda r, n: n.text(r.project, "source")),
    field_of(
        "sample",
        gettext_lazy("Sample record"),
        lambda r, n: r.project.illustrative,
        "boolean",
    ),
    field_of(
        "updated_on",
        gettext_lazy("Description last changed"),
        lambda r, n: timezone.localdate(r.project.updated_at),
        "date",
    ),
    field_of(
        "address",
        gettext_lazy("Permanent address"),
        lambda r, n: absolute(r.project.url(n.language)),
    ),
]

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


def _fields(register):
    return [field for column in register.columns for field in column.files]


def columns(register):
    """The Columns of a register's file."""
    return [field.column for field in _fields(register)]


def rows(register, selection, when, order, language, *, start=0, stop=None):
    """The rows of a list in its order, each a dictionary by column key.

    Records are read in chunks, so a hundred thousand of them need no more memory than five
    hundred. A slice of the list with start and stop.
    """
    keyed, fields = register.listing.keyed, _fields(register)
    found = listing.ordered(keyed, selection.listed(when), when, order, language)[start:stop]
    names = _names(register.model, when, language)
    pks = found.values_list("record", flat=True).iterator(chunk_size=CHUNK)
    for chunk in batched(pks, CHUNK):
        for record in register.records.read(chunk, when, names):
            yield {field.column.key: field.value(record, names) for field in fields}


def about(register, language, when, asked=None, contents=""):
    """Publisher, dates and licence of a table, by the keys of ABOUT.

    asked: the GET parameters that it answers. contents: what is to be known of its rows.
    """
    return {
        "as_of": when.as_of,
        "latest_record": span(register.whole, when).last,
        "known_at": timezone.localtime(when.known_at).isoformat(timespec="seconds"),
        "publisher": load_site(language, remembered()).publisher,
        "licence": str(LICENCE),
        "language": language,
        "filter": urlencode(asked) if asked else None,
        "contents": contents or None,
    }


def origin(register, table, asked):
    """heading → what a file says of the whole table beside about(); without what is empty.

    table: what it is called. asked: the GET parameters that it answers.
    """
    told = {
        _("Title"): f"{register.title}: {table}",
        _("Source"): str(register.source),
        _("Note"): samples.said(*samples.found(register.model)[register.model]),
        _("Address"): absolute(reverse(f"projects:{register.kind}") + query(asked)),
    }
    return {heading: text for heading, text in told.items() if text}


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


def _names(model, when, language):
    units = set(model.objects.public().values_list(model.place_field, flat=True)) - {None}
    return Names(
        language,
        when,
        Country.objects.in_bulk(),
        places.then_and_now_of(units, language),
        codes={pk: unit.key for pk, unit in AdministrativeUnit.objects.in_bulk(units).items()},
    )


def fixed(when, now):
    """The same question as known at a moment, so that a long download stays one and the same."""
    return when if when.known_at else replace(when, known_at=now)
