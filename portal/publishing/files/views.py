"""Serving files. Uploaded is not published: a file is as public as a record that refers to it."""

from mimetypes import guess_type
from urllib.parse import quote

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404

from portal.delivery.headers import STALE_IF_ERROR
from portal.delivery.staff import staff_user
from portal.publishing import preview
from portal.publishing.files import library
from portal.publishing.files.references import Replaced, is_public, left_by
from portal.publishing.models import File, FileReference
from portal.publishing.models.files import storage_name
from portal.publishing.slugs import kind_of

POLICY = "default-src 'none'; frame-ancestors 'none'"


def serve(request, key, variant):
    """One stored form of a file, to whom it may be shown; to others it does not exist."""
    file = File.objects.filter(key=key).first()
    if file is None or variant not in file.variants:
        raise Http404
    if is_public(file):
        # The address never shows anything else; a shared cache asks again, so a withdrawal shows.
        caching = f"public, max-age=31536000, s-maxage=1, immutable, {STALE_IF_ERROR}"
    elif _shown_in_preview(file, request.GET.get("token", "")) or _is_for_staff(request, file):
        caching = "private, no-store"
    elif (record := left_by(file)) is not None:
        raise Replaced(record)
    else:
        raise Http404
    return _response(file, variant, caching)


def _shown_in_preview(file, token):
    row = preview.living_row(token) if token else None
    return (
        row is not None
        and FileReference.objects.filter(
            file=file, kind=kind_of(type(row)), object_id=row.pk
        ).exists()
    )


def _is_for_staff(request, file):
    user = staff_user(request)
    return user is not None and library.seen(user).filter(pk=file.pk).exists()


def _response(file, variant, caching):
    try:
        content = default_storage.open(storage_name(file, variant))
    except FileNotFoundError:
        raise Http404 from None
    is_rendition = variant != file.name
    response = FileResponse(
        content, content_type=guess_type(variant)[0] if is_rendition else file.mime
    )
    # Pictures are shown in pages; documents are only ever saved, never opened as our page.
    how = "inline" if file.is_image else "attachment"
    response.headers["Content-Disposition"] = f"{how}; filename*=UTF-8''{quote(variant)}"
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = caching
    return response
