"""Where an address of this site leads, and whether there is anything to see."""

from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils.translation import override

from portal.delivery.language import of_path

#: The name of a view → function(ask, language, **its arguments): whether it shows nothing now.
_emptiness = {}


def is_empty_of(*names):
    """Registers what says of a list, by the names of its views, that nothing is in it.

    Whatever leads to such a list asks: menus, the way to a page, neighbours, the sitemap.
    """

    def register(function):
        _emptiness.update(dict.fromkeys(names, function))
        return function

    return register


def is_empty(path, language, ask):
    """Whether a page of this site is a list without anything in it; ask: see remembered()."""
    match = match_of(path)
    asks = match and _emptiness.get(match.view_name)
    return bool(asks and asks(ask, language, **match.kwargs))


@lru_cache(1000)
def match_of(path):
    with override(language_of(path)):
        try:
            return resolve(urlsplit(path).path)
        except Resolver404:
            return None


def language_of(path):
    return of_path(path) or settings.LANGUAGE_CODE
