"""The registers of aid for the world's register of aid."""

from itertools import chain

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.utils import timezone

from portal.delivery import cache
from portal.delivery.language import LANGUAGES
from projects import downloads
from projects.iati.document import pieces
from projects.when import When


def activities(request):
    """The public ODA projects and NGO aid of today; one address for all languages."""
    response = _answer(pieces(downloads.fixed(When.today(), timezone.now())))
    response.headers["Content-Language"] = ", ".join(LANGUAGES)
    return response


def _answer(stream):
    """In one piece, so that the page cache keeps it; streamed where the cache would not."""
    first, size = [], 0
    for piece in stream:
        first.append(piece)
        size += len(piece)
        if size > cache.LARGEST:
            return StreamingHttpResponse(chain(first, stream), content_type="application/xml")
    if not first:
        raise Http404
    return HttpResponse(b"".join(first), content_type="application/xml")
