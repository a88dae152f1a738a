"""The entries behind the figures of a register, column by column: each is declared once, and stands
in the workbook that comes in and in the files that go out. From the files a reader can add up again
every total as of its day and as known at its moment."""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy

from portal.exchange.writing import Column as FileColumn
from projects.columns import Column
from projects.downloads import Field, field_of
from projects.exchange import fields
from projects.exchange.layout import DOCUMENT, KEY, STATE

CHUNK = 500
TITLE = gettext_lazy("Entries")
AS_STATED = gettext_lazy("as its document states it; the portal converts no currency")


@dataclass(frozen=True)
class Asked:
    """What the values of a file's columns are asked with beside their entry.

    kind: of the register. ruling: keys of the entries that make up the totals.
    """

    kind: str
    language: str
    ruling: frozenset


def files(register):
    """The Fields of a register's file of entries."""
    return [field for column in register.entries.COLUMNS for field in column.files]


def columns(register):
    """The Columns of that file."""
    return [field.column for field in files(register)]


def rows(register, selection, when, language, *, start=0, stop=None):
    """The entries in the order of their days, each a dictionary by column key."""
    its = register.entries
    entries = its.found(selection, when).order_by("effective_on", "pk")
    ruling = frozenset(its.ruling(selection, when).values_list("pk", flat=True))
    asked, told = Asked(register.kind, language, ruling), files(register)
    for entry in entries.select_related(*its.RELATED)[start:stop].iterator(chunk_size=CHUNK):
        yield {field.column.key: field.value(entry, asked) for field in told}


# --- kinds of columns ------------------------------------------------------------------


def of_record(number):
    """What names an entry and its record. number: the record's, a field of the workbook."""
    return Column(
        (number,),
        (
            field_of("entry", gettext_lazy("Number of the entry"), lambda e, a: f"{a.kind}-{e.pk}"),
            Field(
                FileColumn(
                    "project",
                    gettext_lazy("Record"),
                    note=gettext_lazy("as “id” in the list of records"),
                ),
                lambda e, asked: e.project and f"{asked.kind}-{e.project_id}",
            ),
            field_of(
                "name",
                gettext_lazy("Name"),
                lambda e, a: (e.project and e.project.public_text("title", a.language)) or None,
            ),
            Field(
                FileColumn(
                    "outdated_name",
                    gettext_lazy("Name behind the original"),
                    "boolean",
                    note=gettext_lazy(
                        "true: a translation that has not followed a change of the original"
                    ),
                ),
                _is_behind,
            ),
        ),
    )


def _is_behind(entry, asked):
    project = entry.project
    return project and project.is_outdated(project.public_language(asked.language))


def held(field, kind="text", unit="", *, key="", note=""):
    """What an entry holds, under the heading that its field has in the workbook."""

    def value(entry, asked):
        found = getattr(entry, field.name)
        return None if found == "" else found

    column = FileColumn(key or field.name, field.heading, kind, unit, note)
    return Column((field,), (Field(column, value),))


def told(key, heading, value, kind="text", unit="", *, note=""):
    """What is computed, value(entry, asked): in files only."""
    return Column(files=(Field(FileColumn(key, heading, kind, unit, note), value),))


def coded(key, heading, value, field, *, note=""):
    """What the workbook knows by its words, and files by value(entry, asked)."""
    return Column((field,), (Field(FileColumn(key, heading, note=note), value),))


def choice(name, heading, choices, *, of_code, typed=None, note=""):
    """One of an entry's choices; typed: those that may come in, all unless it is given."""

    def says():
        return "; ".join(f"{code}: {label}" for code, label in choices.choices)

    return Column(
        (fields.choice(name, heading, typed or choices, needed=True, note=note),),
        (
            Field(
                FileColumn(f"{name}_code", of_code, note=lazy(says, str)()),
                lambda e, asked: getattr(e, name),
            ),
            field_of(name, heading, lambda e, asked: getattr(e, f"get_{name}_display")()),
        ),
    )


def rules(heading, note):
    """Whether an entry counts; only files say so."""
    return told("rules", heading, lambda e, asked: e.pk in asked.ruling, "boolean", note=note)


#: What a document states in its own currency.
OWN_AMOUNT = [
    held(fields.number("amount", gettext_lazy("Amount in its own currency"), places=2), "number"),
    coded(
        "currency",
        gettext_lazy("Currency"),
        lambda e, asked: None if e.amount is None else e.currency,
        fields.currency("currency", gettext_lazy("Currency")),
    ),
]

#: What ends every table of entries.
END = [
    Column(
        tuple(DOCUMENT),
        (
            field_of(
                "source_vi",
                gettext_lazy("Source document in Vietnamese"),
                lambda e, asked: e.source_vi or None,
            ),
            field_of(
                "source_en",
                gettext_lazy("Source document in English"),
                lambda e, asked: e.source_en or None,
            ),
        ),
    ),
    Column(
        (KEY, STATE),
        (
            field_of(
                "approved_at",
                gettext_lazy("Approved at"),
                lambda e, asked: timezone.localtime(e.decided_at).isoformat(timespec="seconds"),
            ),
        ),
    ),
]
