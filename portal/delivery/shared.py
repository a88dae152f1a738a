"""What many pages of one public version have in common is asked of the database once.

The page cache gives the requests of a version one dictionary. A request without it, in the admin or
once a moment has passed at which public pages change, has its own, and so has a preview, in which
the addresses of files carry its token.
"""

KEY = "portal.shared"  # in the environ of a request


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
