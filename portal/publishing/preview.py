"""How a row would look in public, for staff and for whoever was given a link."""

import re
from html import unescape

from django.db.models import ForeignKey, Prefetch, prefetch_related_objects
from django.http import Http404, HttpResponse
from django.utils import translation

from portal.publishing import diff, history, lists
from portal.publishing.models import OPEN_STATES, PreviewLink, Publishable, State
from portal.publishing.models.files import preview_token
from portal.text import html

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


#: Stand for the marks while a page is rendered: templates would escape elements.
_MARKS = {"ins": ("\ue000", "\ue001"), "del": ("\ue002", "\ue003")}
_TAGS_AND_TITLES = re.compile(r"(<(script|style|title)\b.*?</\2>|<[^>]*>)", re.DOTALL)


def marked_response(request, before, row, language):
    """The real page of a row in which the texts say what they said before; for staff only."""
    if before is not None:
        _mark(before, row, language)
        _mark_children(before, row, language)
    page = response(request, row, language, token="")
    page.content = _with_elements(page.content.decode()).encode()
    return page


def _mark(before, row, language):
    for column in row.text_columns(language):
        if not column.startswith("slug_"):
            setattr(row, column, _marked(before, row, column))


def _mark_children(before, row, language):
    """In the rows that the page will find read already, see read_children()."""
    past = isinstance(before, row.history.model)
    held = lists.at(row, [before.history_id])[before.history_id] if past else {}
    for accessor in row.copied_children:
        model = read_children(row, accessor)
        if past:
            old = {child.was: child for child in lists.children(model, held.get(accessor, []))}
        else:
            old = {child.pk: child for child in getattr(before, accessor).all()}
        for child in getattr(row, accessor).all():
            key = child.pk if past else child.copied_from_id
            _mark(old.get(key) or model(), child, language)


def read_children(row, accessor):
    """Reads a list with what its rows refer to, unless it is read; returns its model."""
    model = row._meta.get_field(accessor).related_model
    names = [name for name in model.content_columns() if _refers(model, name)]
    rows = model.objects.select_related(*names) if names else model.objects.all()
    prefetch_related_objects([row], Prefetch(accessor, rows))
    return model


def _refers(model, name):
    return isinstance(model._meta.get_field(name), ForeignKey)


def _marked(before, row, column):
    old, new = (getattr(version, column) or "" for version in (before, row))
    if isinstance(row, Publishable) and column in row.html_columns():
        return html.marked_by(_MARKS, old, new)
    marked = str(diff.words(old, new)[0])
    for mark, (opening, closing) in _MARKS.items():
        marked = marked.replace(f"<{mark}>", opening).replace(f"</{mark}>", closing)
    return unescape(marked)


def _with_elements(page):
    """The marks as elements around texts and pictures; elsewhere what the text says now."""
    parts = _TAGS_AND_TITLES.split(page)
    # Of three parts one is text, one a tag, one the name of an element taken whole.
    pairs = zip(parts[::3], [*parts[1::3], ""], strict=True)
    return "".join(_text_in_elements(text) + _tag_in_elements(tag) for text, tag in pairs)


def _text_in_elements(text):
    for mark, (opening, closing) in _MARKS.items():
        pattern = f"{opening}([^\ue000-\ue003]*){closing}"
        text = re.sub(pattern, rf"<{mark}>\1</{mark}>", text)
    return _plain(text)


def _tag_in_elements(tag):
    # A picture with both marks is there as before, and only said of it is something else.
    if not tag.startswith("<img") or all(opening in tag for opening, _closing in _MARKS.values()):
        return _plain(re.sub("\ue002[^\ue000-\ue003]*\ue003", "", tag))
    mark = next((name for name, (opening, _closing) in _MARKS.items() if opening in tag), None)
    # A picture that is only decoration has the alt "-", see html.render().
    plain = _plain(tag).replace('alt="-"', 'alt=""')
    return f"<{mark}>{plain}</{mark}>" if mark else tag


def _plain(text):
    return re.sub("[\ue000-\ue003]", "", text)


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
