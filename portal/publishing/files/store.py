"""Keeping files: an upload becomes an immutable row with its stored forms; nothing else writes."""

from io import BytesIO
from itertools import chain, count

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import Image

from portal.publishing.files import images
from portal.publishing.files.inspect import display_name, inspect
from portal.publishing.models import File, FileReference, Publishable
from portal.publishing.models.files import storage_name
from portal.text.html import file_keys


def store(upload, *, by=None, kind=None):
    """The File of an upload, with an image's renditions.

    Raises ValidationError with a message for the person: refused type, too large, disk full,
    not of the kind that is asked for…
    A file of theirs that is already there with the same content and name is used again.
    """
    inspected = inspect(upload, kind)
    name = display_name(upload.name or "", inspected.extension)
    known = File.objects.filter(sha256=inspected.sha256, uploaded_by=by)
    if is_nameless := inspected.kind == File.Kind.IMAGE and _says_nothing(name):
        name = _named_by_hour(inspected.extension)
    if there := (known if is_nameless else known.filter(name=name)).first():
        return there
    forms = {name: inspected.content}
    widths = []
    if inspected.kind == File.Kind.IMAGE:
        rendered = images.renditions(Image.open(BytesIO(inspected.content)))
        widths = sorted(rendered)
        forms |= {f"w{width}.webp": content for width, content in rendered.items()}
    file = File(
        kind=inspected.kind,
        name=name,
        mime=inspected.mime,
        size=inspected.size,
        width=inspected.width,
        height=inspected.height,
        widths=widths,
        sha256=inspected.sha256,
        uploaded_by=by,
    )
    file.index()
    _write(file, forms)
    file.save()
    return file


def _says_nothing(name):
    """Whether it is what browsers, phones and our editor (clips.js) call any picture."""
    return name.rpartition(".")[0].lower() in ("image", "blob", "file", "anh-dan")


def _named_by_hour(extension):
    """A name of its own for a picture without one: anh-dan-2026-11-29-0831.jpg, then …-2.jpg."""
    stem = f"anh-dan-{timezone.localtime():%Y-%m-%d-%H%M}"
    names = File.objects.filter(name__startswith=stem).values_list("name", flat=True)
    taken = {name.rpartition(".")[0] for name in names}
    free = next(s for s in chain([stem], (f"{stem}-{n}" for n in count(2))) if s not in taken)
    return f"{free}.{extension}"


def _write(file, forms):
    """All stored forms, or none: a full disk leaves nothing half-written behind."""
    written = []
    try:
        for variant, content in forms.items():
            place = storage_name(file, variant)
            written.append(place)
            default_storage.save(place, ContentFile(content))
    except OSError as error:
        for place in written:
            default_storage.delete(place)
        raise ValidationError(
            _("The file could not be stored (%(reason)s). Tell the administrator."),
            params={"reason": error.strerror or error},
        ) from error


def sweep(*, older_than):
    """Delete the files uploaded before a moment that no row and no history row names.

    Returns the deleted names. Rows go first, in one transaction; the stored forms after commit.
    Stored forms without a row, left by a transaction that was rolled back, go too.
    """
    _sweep_orphans(older_than)
    named = _named_files()
    keys = _keys_in_texts()
    unused = [
        file
        for file in File.objects.filter(uploaded_at__lt=older_than)
        if file.pk not in named and file.key not in keys
    ]
    with transaction.atomic():
        FileReference.objects.filter(file__in=unused).delete()
        File.objects.filter(pk__in=[file.pk for file in unused]).delete()
        transaction.on_commit(lambda: [_delete_forms(file) for file in unused])
    return [file.name for file in unused]


def _sweep_orphans(older_than):
    known = set(File.objects.values_list("key", flat=True))
    shelves = default_storage.listdir("")[0] if default_storage.exists("") else []
    for shelf in shelves:
        for key in default_storage.listdir(shelf)[0]:
            folder = f"{shelf}/{key}"
            for name in default_storage.listdir(folder)[1] if key not in known else ():
                place = f"{folder}/{name}"
                if default_storage.get_modified_time(place) < older_than:
                    default_storage.delete(place)


def _delete_forms(file):
    for variant in file.variants:
        default_storage.delete(storage_name(file, variant))


def _named_files():
    """The primary keys of files that a foreign key points to, history tables included."""
    named = set()
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            points = isinstance(field, models.ForeignKey) and field.related_model is File
            if points and model is not FileReference:
                values = model._base_manager.exclude(**{field.name: None})
                named |= set(values.values_list(field.attname, flat=True))
    return named


def _keys_in_texts():
    """The keys of files that occur in HTML, history tables included."""
    keys = set()
    for model, columns in _html_columns().items():
        for row in model._base_manager.values_list(*columns).iterator():
            for text in row:
                keys |= file_keys(text) if text and "/files/" in text else set()
    return keys


def _html_columns():
    """model → its columns that may hold HTML; a historical model has those of its original."""
    found = {}
    for model in apps.get_models():
        original = getattr(model, "instance_type", model)
        if issubclass(original, Publishable) and original.html_texts:
            found[model] = original.html_columns()
    return found
