"""The language of a page is the first word of its address, never the visitor's cookie or browser.

Django's LocaleMiddleware also asks both and adds Vary: a page could not be cached by its URL alone.
"""

from django.conf import settings
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header

LANGUAGES = [code for code, _name in settings.LANGUAGES]


def of_path(path):
    """The language code that begins this path, or None."""
    first = path.split("/", 2)[1] if path.startswith("/") else ""
    return first if first in LANGUAGES else None


def negotiate(request):
    """The best language for a visitor of the bare site address."""
    for wanted, _quality in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        if (code := wanted.split("-")[0]) in LANGUAGES:
            return code
    return settings.LANGUAGE_CODE


def vary_on_language(response):
    patch_vary_headers(response, ["Accept-Language"])
    return response


class LanguageMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.LANGUAGE_CODE = of_path(request.path_info) or settings.LANGUAGE_CODE
        with translation.override(request.LANGUAGE_CODE):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", request.LANGUAGE_CODE)
        return response
