"""How a row would look in public, for staff and for whoever was given a link."""

from django.http import Http404, HttpResponse
from django.utils import translation

from portal.publishing import history
from portal.publishing.models import OPEN_STATES, PreviewLink, State
from portal.publishing.models.files import preview_token

#: Kind of record → function(request, row, language) that renders its public page.
PAGES = {}


def page_of(model):
    """Registers a function as the one that renders the public page of a kind."""

    def register(function):
        PAGES[model] = function
        return function

    return register


def response(request, row, language, *, token):
    """The real page of a row, never stored, never indexed, telling no other site where it was."""
    previous = preview_token.set(token)
    try:
        request.is_preview = True
        with translation.override(language):
            request.LANGUAGE_CODE = language
            page = PAGES[type(row)](request, row, language)
    finally:
        preview_token.reset(previous)
    page.headers["Cache-Control"] = "no-store"
    page.headers["X-Robots-Tag"] = "noindex, nofollow"
    page.headers["Referrer-Policy"] = "no-referrer"
    page.headers["Content-Language"] = language
    return page


def is_hidden(row):
    """Whether a row has something to preview: it is open and not public itself."""
    if row.status not in OPEN_STATES:
        return False
    return not type(row).objects.public().filter(pk=row.pk).exists()


def living_row(token):
    """The row that a living link shows, or None: the link dies when its row becomes public."""
    link = PreviewLink.from_token(token)
    row = link and link.row
    if row is None or not is_hidden(row):
        return None
    return None if _public_since(link.created_at, row) else row


def _public_since(moment, row):
    """Whether a hidden row was public after a moment; withdrawing it revoked its links."""
    published = history.last_publication(row)
    if published is None or row.is_scheduled:
        return False
    if row.status != State.PUBLISHED:
        return moment < published.at
    return moment < max(published.at, row.publish_at)


def shared_view(request, token):
    """The page behind a preview link."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
    row = living_row(token)
    if row is None:
        raise Http404
    return response(request, row, request.LANGUAGE_CODE, token=token)
