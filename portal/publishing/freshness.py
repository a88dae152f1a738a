"""Whether a translation still says what its source says.

Counted in revisions of the source text, not in time: a text edited at 10:00, confirmed at 11:00
and published at 12:00 would look fresh by its timestamps. Revisions are unique within a record
and its working copies, and only grow.
"""

import hashlib
import re
from itertools import batched

from django.db.models import Max, Q
from django.db.models.functions import Coalesce

from portal.text.html import substance

#: Addresses are not text: a better slug makes no translation outdated.
NOT_TEXT = {"slug"}
#: Signs of the sentence; within a number (1.628,89; 8:30) and before one (-5) they say something.
PUNCTUATION = re.compile(
    r"""(?<!\d)[.,:](?=\d)|[.,:](?!\d)|[;!?…"'“”‘’«»()\[\]]|(?<=\s)[-–—](?=\s)"""
)


def digest(row, children=None):
    """A fingerprint of the substance of all texts in the source language, children included.

    children: (accessor, rows) where they were read already.
    """
    texts = [
        wording(row.text(name, row.source_language))
        for name in sorted(set(row.translated_fields()) - NOT_TEXT)
    ]
    for accessor, rows in row.children() if children is None else children:
        texts += sorted(filter(None, (_child_text(accessor, child, row) for child in rows)))
    return hashlib.sha256("\x1e".join(texts).encode()).hexdigest()


def wording(text):
    """What must differ for a translation to be behind: words and numbers, no punctuation."""
    return " ".join(PUNCTUATION.sub(" ", substance(text)).split())


def _child_text(accessor, child, row):
    """A child's texts in the row's source language; "" without any. Their order is no text."""
    columns = child.content_columns(row.source_language)
    texts = [wording(getattr(child, column) or "") for column in columns]
    return f"{accessor}:" + "\x1f".join(texts) if any(texts) else ""


def next_revision(row):
    """A revision higher than any that the record or a copy of it has used."""
    highest = type(row).rows.family(row).aggregate(Max("source_revision"))
    return max(highest["source_revision__max"] or 0, row.source_revision) + 1


def next_revisions(rows):
    """next_revision() for many rows of one model: a function of one of them."""
    family = type(rows[0]).rows.annotate(record=Coalesce("replaces", "pk")).order_by()
    highest = {}
    for some in batched({row.record_id for row in rows}, 500):
        members = family.filter(Q(pk__in=some) | Q(replaces__in=some)).values("record")
        highest |= members.annotate(most=Max("source_revision")).values_list("record", "most")
    return lambda row: max(highest.get(row.record_id, 0), row.source_revision) + 1


def settle(row, *, minor=False, confirmed=(), children=None, next_revision=next_revision):
    """Bring the counters of an edited row up to date; the caller saves.

    minor: the change of the source text was a small correction that leaves translations fresh.
    confirmed: languages whose text somebody says matches the source as it is now.
    children, next_revision: what was read already, for many rows at once.
    """
    now = digest(row, children)
    if now != row.source_digest:
        if row.source_digest and not minor:
            row.source_revision = next_revision(row)
        row.source_digest = now
    for language in row.other_languages:
        column = f"confirmed_{language}"
        if not row.is_complete(language):
            setattr(row, column, None)
        elif language in confirmed or getattr(row, column) is None:
            setattr(row, column, row.source_revision)
    setattr(row, f"confirmed_{row.source_language}", None)


def inherit(original, copy, scope):
    """After a copy's content was put in place of the original's: its counters follow.

    A copy changed in substance has a higher revision than its original; one with small
    corrections only has the same. Confirmations made in the copy count for the copied languages.
    """
    original.source_digest = digest(original)
    original.source_revision = max(original.source_revision, copy.source_revision)
    for language in original.other_languages:
        if scope in ("", language):
            column = f"confirmed_{language}"
            setattr(original, column, getattr(copy, column))


def follow(copy, before, original):
    """After columns of an open copy followed its changed original: its counters follow too.

    before: the original's {"source_revision", "confirmed_…"} as they were.
    """
    old_digest, copy.source_digest = copy.source_digest, digest(copy)
    if copy.source_revision == before["source_revision"]:
        copy.source_revision = original.source_revision
    elif copy.source_digest != old_digest:
        copy.source_revision = next_revision(copy)
    for language in copy.other_languages:
        column = f"confirmed_{language}"
        if getattr(copy, column) == before[column]:
            setattr(copy, column, getattr(original, column))
