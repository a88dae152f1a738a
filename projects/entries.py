"""The entries behind the figures of a register, as a table: from it a reader can add up again
every total as of its day and as known at its moment."""

from django.utils import timezone
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy

from portal.exchange.writing import Column

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

AS_STATED = gettext_lazy("as its document states it; the portal converts no currency")


def codes(choices):
    """What each code of a column says, for its note."""
    return lazy(lambda: "; ".join(f"{code}: {label}" for code, label in choices.choices), str)()


def rows(register, selection, when, language, *, start=0, stop=None):
    """The entries in the order of their days, each a dictionary by column key."""
    its = register.entries
    entries = its.found(selection, when).order_by("effective_on", "pk")
    ruling = set(its.ruling(selection, when).values_list("pk", flat=True))
    for entry in entries.select_related(*its.RELATED)[start:stop].iterator(chunk_size=CHUNK):
        yield {**_entry(register.kind, entry, language), **its.tell(entry, language, ruling)}


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


def own_amount(entry):
    """What the document states in its own currency."""
    known = entry.amount is not None
    return {"amount": entry.amount, "currency": entry.currency if known else None}
