"""The allow-list of bodies: what an editor or a clipboard gives, made safe and plain."""

from functools import lru_cache

import nh3

from portal.text.html import structure
from portal.text.html.tree import parse, serialise

_KEPT = {
    *("p", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "strong", "em", "s", "sub", "sup"),
    *("a", "br", "hr", "table", "thead", "tbody", "tr", "th", "td", "figure", "figcaption", "img"),
}
# Read, because they divide text or mean something in Word, but never written.
_READ = _KEPT | {
    *("h1", "h5", "h6", "b", "i", "strike", "del", "span", "tfoot", "caption"),
    *("div", "section", "article", "header", "footer", "main", "aside", "nav", "address"),
    *("center", "dl", "dt", "dd", "pre", "details", "summary", "fieldset", "legend", "form"),
}
_CONTENT_DROPPED = {
    *("script", "style", "title", "xml", "svg", "math", "iframe", "object", "noscript"),
    *("noembed", "noframes", "template", "textarea", "select", "video", "audio", "canvas"),
}
_CELL = {"rowspan", "colspan"}
_ATTRIBUTES = {
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start", "type"},
    "td": _CELL,
    "th": _CELL,
}
# One pass can uncover what the next one sees: a list in the lines of a paragraph.
_PASSES = 5
_SCHEMES = {"http", "https", "mailto", "tel"}
# Only read: their file names are told where pictures are missing.
_PICTURE_SCHEMES = {"file", "cid", "data", "blob"}


@lru_cache(maxsize=128)  # a page asks several questions of one body
def clean(html):
    """The HTML of a body as we keep it, "" when nothing is in it.

    What remains: p h2 h3 h4 ul ol li blockquote strong em s sub sup a br hr table thead
    tbody tr th td figure figcaption img; rowspan and colspan to 100, start and type of ol,
    links to http, https, mailto, tel, "/…" and "#…", pictures at /files/<key>/… with
    alt, width and height; a mark stands for any other picture. Words of tracked deletions,
    hidden text and reviewers' comments are dropped. Cleaning twice changes nothing.
    """
    for _ in range(_PASSES):
        before, html = html, _cleaned(html)
        if html == before:
            break
    return html


def _cleaned(html):
    read = nh3.clean(
        html.replace("\0", ""),
        tags=_READ,
        clean_content_tags=_CONTENT_DROPPED,
        attributes={**_ATTRIBUTES, "*": {"class", "style"}, "del": {"cite", "datetime"}},
        url_schemes=_SCHEMES | _PICTURE_SCHEMES,
        link_rel=None,
    )
    written = serialise(structure.body(parse(read)))
    # nh3 has the last word: whatever the tree did, only the allow-list leaves.
    return nh3.clean(
        written, tags=_KEPT, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel=None
    )
