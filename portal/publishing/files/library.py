"""Which uploaded files a member of staff may see: what hangs on a row is for its circle."""

from django.apps import apps
from django.db.models import ForeignKey, Q

from portal.publishing import rights
from portal.publishing.files.references import file_columns
from portal.publishing.models import (
    LANGUAGES,
    Child,
    File,
    FileReference,
    Publishable,
    ReplacedFile,
)
from portal.publishing.moments import publishable_models
from portal.publishing.slugs import kind_of
from portal.text.html import alternatives


def seen(user):
    """Own uploads, what a row shows that the user may read, and what visitors see or could see.

    What no row refers to yet, or any more, is for those who review or publish.
    """
    models = publishable_models()
    if not any(rights.can_view(user, model) for model in models):
        return File.objects.none()
    kinds = [kind_of(model) for model in models]
    found = Q(uploaded_by=user) | Q(pk__in=ReplacedFile.objects.values("file"))
    found |= Q(pk__in=FileReference.objects.exclude(kind__in=kinds).values("file"))
    for model, kind in zip(models, kinds, strict=True):
        for rows in (rights.seen(user, model.rows.all()), model.objects.public()):
            shown = FileReference.objects.filter(kind=kind, object_id__in=rows.values("pk"))
            found |= Q(pk__in=shown.values("file"))
    for model, column in _documents():
        if rights.can_view(user, model):
            named = model.objects.exclude(**{column: None})
            found |= Q(pk__in=named.order_by().values(column))
    if any(rights.has(user, action, m) for m in models for action in ("review", "publish")):
        found |= Q(references=None)
    return File.objects.filter(found).distinct()


def uses(user, file):
    """[(record, its descriptions of the picture)] with which a file is shown, kind by kind.

    As far as the user may read them.
    """
    found = []
    for model in publishable_models():
        shown = file.references.filter(kind=kind_of(model)).values("object_id")
        rows = rights.seen(user, model.rows.filter(pk__in=shown)).order_by("-pk")
        found += [(row, list(_descriptions(row, file))) for row in rows]
    return found


def _descriptions(row, file):
    """(language, alternative text) of a picture in a record, in its rows, in its texts."""
    children = [child for _accessor, rows in row.children() for child in rows]
    for instance in (row, *children):
        for column in file_columns(type(instance)):
            if getattr(instance, column) == file.pk:
                yield from _alternatives(instance, column.removesuffix("_id"))
    for language in LANGUAGES:
        for column in row.html_columns([language]):
            for text in alternatives(getattr(row, column) or "", file.key):
                yield language, text


def _alternatives(instance, column):
    """Those of the picture in a column: of "cover" in cover_alt, of another in alt."""
    for language in LANGUAGES:
        for name in (f"{column}_alt_{language}", f"alt_{language}"):
            if text := getattr(instance, name, ""):
                yield language, text


def _documents():
    """(model, column) of what keeps files for staff: the entries of ledgers."""
    about = (Publishable, Child, FileReference, ReplacedFile)
    for model in apps.get_models():
        if issubclass(model, about) or hasattr(model, "history_object"):
            continue
        for field in model._meta.concrete_fields:
            if isinstance(field, ForeignKey) and field.related_model is File:
                yield model, field.name
