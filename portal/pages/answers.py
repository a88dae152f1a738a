"""Whether a visitor gets a page at an address that somebody typed."""

from io import BytesIO
from urllib.parse import urlsplit

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.http import Http404
from django.utils.translation import override

from portal.delivery.staff import STAFF_PATH
from portal.pages.addresses import language_of, match_of
from portal.pages.parts import Gone


def answers(address):
    """Whether a visitor gets a page at an address of this site."""
    parts = urlsplit(address)
    match = match_of(parts.path)
    if match is None or parts.path.startswith(STAFF_PATH):
        return False
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": parts.path,
        "QUERY_STRING": parts.query,
        "SERVER_NAME": urlsplit(settings.BASE_URL).hostname,
        "SERVER_PORT": "443",
        "wsgi.input": BytesIO(),
    }
    request = WSGIRequest(environ)
    request.LANGUAGE_CODE = language_of(parts.path)
    try:
        with override(request.LANGUAGE_CODE):
            response = match.func(request, *match.args, **match.kwargs)
    except (Http404, Gone):
        return False
    return response.status_code < 400
