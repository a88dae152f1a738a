"""What many pages of one public version have in common is asked of the database once.

The page cache gives the requests of a version one dictionary. A request without it, in the admin or
once a moment has passed at which public pages change, has its own, and so has a preview, in which
the addresses of files carry its token.

Whichever page asks first, the value is the same: it is made in the language it is kept for.
"""

from functools import lru_cache

from django.conf import settings
from django.utils.translation import override

KEY = "portal.shared"  # in the environ of a request
MOST_ANSWERS = 400  # questions whose answers are kept


def shared(request, name, make, language=settings.LANGUAGE_CODE):
    """What make() gives, or gave to another page of the same public version under this name.

    It must follow from the name, the language and what is public, not from the address, and nobody
    may change it. language: the one that is active in make(), for what has words or addresses.
    """
    values = request.environ.get(KEY)
    if values is None or getattr(request, "is_preview", False):
        values = request.__dict__.setdefault("_shared", {})
    key = name, language
    if key not in values:
        with override(language):
            values[key] = make()
    return values[key]


def answers(request):
    """What remembered() gives, for all pages of the public version together."""
    return shared(request, "answers", remembered)


def remembered():
    """ask(function, *args): what function(*args) gives, or gave when it was asked for before.

    It is asked in the site's first language: what depends on the page's belongs into shared().
    """

    @lru_cache(MOST_ANSWERS)
    def ask(function, *args):
        with override(settings.LANGUAGE_CODE):
            return function(*args)

    return ask
