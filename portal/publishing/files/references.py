"""Which rows refer to a file: by a foreign key, in a child row, or inside HTML."""

from functools import cache

from django.db import models

from portal.publishing.models import (
    LANGUAGES,
    File,
    FileReference,
    Publishable,
    ReplacedFile,
    State,
)
from portal.publishing.slugs import kind_of
from portal.text.html import file_keys


class Replaced(Exception):
    """Visitors could see a file with a public record that has changed since."""

    def __init__(self, record):
        self.record = record


def _file_ids(instance):
    """The keys of the files that an instance names by its foreign keys."""
    return [getattr(instance, column) for column in file_columns(type(instance))]


@cache
def file_columns(model):
    """The columns by which a row of a model names files."""
    return [
        field.attname
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey) and field.related_model is File
    ]


def _html_columns(row):
    """The columns whose HTML counts: of a published record only what visitors can read."""
    if not isinstance(row, Publishable):
        return []
    is_published = row.status == State.PUBLISHED and not row.is_copy
    languages = row.live_languages if is_published else LANGUAGES
    return row.html_columns(languages)


def files_of(row, children=None):
    """The primary keys of all files that a row and its children refer to.

    children: (accessor, rows) where they were read already.
    """
    pks = {pk for pk in _file_ids(row) if pk}
    if children is None:
        children = row.children() if isinstance(row, Publishable) else ()
    for _accessor, rows in children:
        pks |= {pk for child in rows for pk in _file_ids(child) if pk}
    keys = set()
    for column in _html_columns(row):
        keys |= file_keys(getattr(row, column) or "")
    return pks | set(File.objects.filter(key__in=keys).values_list("pk", flat=True))


def refer(row):
    """Write down what the row refers to now."""
    kind, wanted = kind_of(type(row)), files_of(row)
    references = FileReference.objects.filter(kind=kind, object_id=row.pk)
    references.exclude(file__in=wanted).delete()
    FileReference.objects.bulk_create(
        [FileReference(file_id=pk, kind=kind, object_id=row.pk) for pk in wanted],
        ignore_conflicts=True,
    )


def replace(row):
    """refer() for a record that changed; what visitors could see with it until now is kept in mind.

    What was never shown, in a copy on its way or before the hour, is not.
    """
    kind = kind_of(type(row))
    shown = type(row).objects.public().filter(pk=row.pk).exists()
    now = FileReference.objects.filter(kind=kind, object_id=row.pk).values_list("file", flat=True)
    before = set(now) if shown else set()
    refer(row)
    ReplacedFile.objects.bulk_create(
        [
            ReplacedFile(file_id=pk, kind=kind, object_id=row.pk)
            for pk in before.difference(now.all())
        ],
        ignore_conflicts=True,
    )


def refer_many(rows, children):
    """refer() for many rows of one model; children: key of a row → its (accessor, rows)."""
    kind = kind_of(type(rows[0]))
    wanted = {(pk, row.pk) for row in rows for pk in files_of(row, children[row.pk])}
    references = FileReference.objects.filter(kind=kind, object_id__in=[row.pk for row in rows])
    there = {(file, pk): key for key, file, pk in references.values_list("pk", "file", "object_id")}
    gone = [key for pair, key in there.items() if pair not in wanted]
    FileReference.objects.filter(pk__in=gone).delete()
    FileReference.objects.bulk_create(
        [FileReference(file_id=file, kind=kind, object_id=pk) for file, pk in wanted - there.keys()]
    )


def forget(row):
    FileReference.objects.filter(kind=kind_of(type(row)), object_id=row.pk).delete()


def is_public(file):
    """Whether a public record refers to the file: a publishable one that is public, or another."""
    by_kind = {}
    for reference in file.references.select_related("kind"):
        by_kind.setdefault(reference.kind, []).append(reference.object_id)
    for kind, pks in by_kind.items():
        model = kind.model_class()
        if not issubclass(model, Publishable):
            return True
        if model.objects.public().filter(pk__in=pks).exists():
            return True
    return False


def left_by(file):
    """A public record with which visitors could see the file until it changed, or None."""
    for former in file.replaced.select_related("kind").order_by("-pk"):
        records = former.kind.model_class().objects.public()
        if record := records.filter(pk=former.object_id).first():
            return record
    return None
