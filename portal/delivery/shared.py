"""What many pages of one public version have in common is asked of the database once.

The page cache gives the requests of a version one dictionary. A request without it, in the admin or
once a moment has passed at which public pages change, has its own, and so has a preview, in which
the addresses of files carry its token.
"""

from functools import lru_cache

KEY = "portal.shared"  # in the environ of a request
MOST_ANSWERS = 400  # questions whose answers are kept


def shared(request, name, make):
    """What make() gives, or gave to another page of the same public version under this name.

    It must follow from the name and from what is public, not from the address, and nobody may
    change it.
    """
    values = request.environ.get(KEY)
    if values is None or getattr(request, "is_preview", False):
        values = request.__dict__.setdefault("_shared", {})
    if name not in values:
        values[name] = make()
    return values[name]


def answers(request):
    """What remembered() gives, for all pages of the public version together."""
    return shared(request, "answers", remembered)


def remembered():
    """ask(function, *args): what function(*args) gives, or gave when it was asked for before."""
    return lru_cache(MOST_ANSWERS)(lambda function, *args: function(*args))
