"""Which uploaded files a member of staff may see: what hangs on a row is for its circle."""

from django.apps import apps
from django.db.models import ForeignKey, Q

from portal.publishing import rights
from portal.publishing.models import Child, File, FileReference, Publishable, ReplacedFile
from portal.publishing.moments import publishable_models
from portal.publishing.slugs import kind_of


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
    """The records with which a file is shown, as far as the user may read them, kind by kind."""
    found = []
    for model in publishable_models():
        shown = file.references.filter(kind=kind_of(model)).values("object_id")
        found += rights.seen(user, model.rows.filter(pk__in=shown)).order_by("-pk")
    return found


def _documents():
    """(model, column) of what keeps files for staff: the entries of ledgers."""
    about = (Publishable, Child, FileReference, ReplacedFile)
    for model in apps.get_models():
        if issubclass(model, about) or hasattr(model, "history_object"):
            continue
        for field in model._meta.concrete_fields:
            if isinstance(field, ForeignKey) and field.related_model is File:
                yield model, field.name
