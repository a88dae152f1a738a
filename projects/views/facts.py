"""What the page of a record tells, in parts: facts, steps, tables, texts."""

import datetime
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.text.display import date
from projects import places
from projects.views import words
from projects.views.choices import where
from projects.views.words import exact


@dataclass(frozen=True)
class Fact:
    label: str
    value: str
    lang: str = ""  # of a value that is not in the language of the page


@dataclass(frozen=True)
class Step:
    """A step of the schedule or a stage; state: "done", "now" or "" for what is still to come."""

    label: str
    state: str
    when: str = ""
    document: str = ""
    lang: str = ""


@dataclass
class Table:
    """columns: (heading, is it a number); rows of texts, the first of each names it."""

    caption: str
    columns: list
    rows: list = field(default_factory=list)
    notes: list = field(default_factory=list)


@dataclass
class Told:
    """What the page of one kind says beside what all say."""

    code: str
    status: tuple  # (label, kind of tag)
    figures: list
    facts: list
    place: list  # ThenAndNow
    tables: list
    steps: list
    texts: list
    structured: dict
    steps_heading: str = ""
    note: str = ""  # on the day that was asked for
    #: The day of the latest record of aid, on which its stage holds.
    last: datetime.date | None = None


def ledger_table(table, model, row, when):
    """The table of a ledger with what was corrected in it, as far as it was known; or nothing."""
    made = model.objects.filter(project=row.record_id, supersedes__effective_on__lte=when.as_of)
    made = made.exclude(supersedes=None).exclude(known_at=None)
    if when.known_at:
        made = made.filter(known_at__lte=when.known_at)
    table.notes = [
        _corrected(entry) for entry in made.select_related("supersedes").order_by("known_at")
    ]
    return [table] if table.rows or table.notes else []


def _corrected(entry):
    """That an entry was corrected or taken back; what it said was wrong, and is not repeated."""
    text = _("On %(known)s the entry of %(day)s was corrected.")
    if entry.void:
        text = _("On %(known)s the entry of %(day)s was taken back.")
    return text % {
        "known": date(timezone.localdate(entry.known_at), get_language()),
        "day": date(entry.supersedes.effective_on, get_language()),
    }


def facts_of(pairs):
    return [Fact(label, capfirst(value)) for label, value in pairs if value]


def in_full(value):
    """The exact amount, where the short one has left something out."""
    return _("USD %(amount)s") % {"amount": exact(value)} if value >= words.MILLION else ""


def text_of(row, name, language):
    """What a page in a language shows; a preview's language need not be public."""
    return row.text(name, language) or row.public_text(name, language)


def child_text(child, name, row, language):
    """The same of a step or stage of the record, marked; what is public in any language, not
    nothing."""
    languages = [language, row.public_language(row.source_language), *row.live_languages]
    told = ((getattr(child, f"{name}_{one}"), one) for one in languages)
    return next((marked(text, one) for text, one in told if text), "")


def marked(text, language):
    """A text, marked where it is in another language than the page."""
    if not text or language == get_language():
        return text
    return format_html('<span lang="{}">{}</span>', language, text)


def texts_of(row, language, names):
    return [(heading, text) for name, heading in names if (text := text_of(row, name, language))]


def name_of(thing):
    return thing.name_in(get_language()) if thing else ""


def coded(thing):
    return f"{thing.code} {name_of(thing)}" if thing else ""


def places_of(request, units):
    """The ThenAndNow of units; a draft may lie where no public project does."""
    known = where(request)
    return [known.get(u.pk) or places.then_and_now(u, request.LANGUAGE_CODE) for u in units]
