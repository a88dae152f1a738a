"""Questions about a body: its words, files, headings and shortcomings."""

import re
from dataclasses import dataclass
from math import ceil

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from portal.text.html.cleaning import clean
from portal.text.html.inline import tidy_text
from portal.text.html.pictures import MARK
from portal.text.html.tree import Node, parse
from portal.text.slugs import slugify

KEY = re.compile(r"/files/([A-Za-z0-9_-]{22})/")
_CAPTION = re.compile(r"(bảng|biểu|table)\b", re.I)
_HTML = re.compile(
    r"</?(p|h[1-6]|[uo]l|li|blockquote|strong|em|[bisa]|su[bp]|br|hr|table|thead|tbody|tr|t[hd]"
    r"|figure|figcaption|img|div|span)(\s[^<>]*)?/?>",
    re.I,
)
# Between English words (about 238 a minute) and Vietnamese syllables (about 250).
_WORDS_A_MINUTE = 250


@dataclass(frozen=True)
class Heading:
    """A section of a body: the id that render() gives it, and its text."""

    id: str
    text: str


def document(html):
    """The tree of a body, cleaned, so that the shapes of structure.py can be relied on.

    Every question takes a tree in place of the body, so that many need one parsing.
    """
    return html if isinstance(html, Node) else parse(clean(html))


def plain(html):
    """The text, a line for each paragraph, heading, item and table row, pictures by their alt."""
    return "\n".join(line for line in _lines(document(html)) if line)


def _lines(node):
    line = ""
    for child in node.children:
        if isinstance(child, str):
            line += child
        elif child.tag in {"ul", "ol", "li", "p", "h2", "h3", "h4", "blockquote", "figcaption"} | {
            *("table", "thead", "tbody", "tr", "figure", "hr")
        }:
            yield line.strip()
            line = ""
            yield from [" ".join(_cells(child))] if child.tag == "tr" else _lines(child)
        else:
            line += inline_text(child)
    yield line.strip()


def _cells(row):
    for cell in row.children:
        yield from (line for line in _lines(cell) if line)


def inline_text(node):
    """The text of inline content, a line break as a space, a picture as its alt."""
    if isinstance(node, str):
        return node
    if node.tag == "br":
        return " "
    if node.tag == "img":
        return f" {node.attrs.get('alt', '')} "
    return "".join(inline_text(child) for child in node.children)


def substance(value):
    """What must differ for a text, plain or HTML, to have changed in substance.

    Markup, white space and the targets of links and pictures do not count; every word,
    number and alt text does. A value without a known tag is taken as plain text.
    """
    text = plain(value) if _HTML.search(value) else value
    return tidy_text(text).strip()


def file_keys(html):
    """The keys of our files that the body shows or links to."""
    return {
        found[1]
        for node in document(html).walk()
        if (found := KEY.match(node.attrs.get("src") or node.attrs.get("href") or ""))
    }


def alternatives(html, key=""):
    """What the body says that the picture of a file, or each one, shows, wherever it stands."""
    shown = [node for node in document(html).walk() if node.tag == "img"]
    texts = [node.attrs["alt"] for node in shown if key in ("", KEY.match(node.attrs["src"])[1])]
    return [text for text in texts if text not in ("", "-")]


def headings(html):
    """The h2 of a body as Headings, in order, ids unique."""
    return headings_in(document(html))


def headings_in(root):
    """The Headings of a tree."""
    found, ids = [], set()
    for node in root.walk():
        if node.tag == "h2":
            text = tidy_text(inline_text(node)).strip()
            ids.add(new := _unique(f"m-{slugify(text, 60) or len(found) + 1}", ids))
            found.append(Heading(new, text))
    return found


def _unique(name, taken):
    answer, number = name, 1
    while answer in taken:
        number += 1
        answer = f"{name}-{number}"
    return answer


def tables_in(root):
    """(parent, table, caption paragraph or None) for each table of a tree, in order."""
    found = []
    for node in [root, *root.walk()]:
        for before, child in zip([None, *node.children], node.children, strict=False):
            if isinstance(child, Node) and child.tag == "table":
                found.append((node, child, before if _is_caption(before) else None))
    order = {id(node): place for place, node in enumerate(root.walk())}
    return sorted(found, key=lambda entry: order[id(entry[1])])


def _is_caption(node):
    return isinstance(node, Node) and node.tag == "p" and bool(_CAPTION.match(inline_text(node)))


def problems(html):
    """What must be mended before the body may be published: lazy sentences for its author."""
    root = document(html)
    pictures = [node for node in root.walk() if node.tag == "img"]
    silent = [
        format_lazy(
            _(
                "Picture {number} has no description: say in its alternative text what it "
                "shows, or type a dash (-) there if it is only decoration."
            ),
            number=number,
        )
        for number, node in enumerate(pictures, start=1)
        if not node.attrs["alt"]
    ]
    nameless = [
        format_lazy(
            _(
                "Table {number} has no name: write a line directly above it that begins "
                "with “Table”, “Bảng” or “Biểu”."
            ),
            number=number,
        )
        for number, (_parent, _table, caption) in enumerate(tables_in(root), start=1)
        if caption is None
    ]
    missing = [
        format_lazy(
            _("A picture is missing at “{mark}”: insert it there and delete the mark."), mark=mark
        )
        for mark in dict.fromkeys(MARK.findall(plain(root)))
    ]
    return missing + silent + nameless


def reading_minutes(html):
    """Minutes to read the body at 250 words or syllables a minute, at least 1."""
    return max(1, ceil(len(plain(html).split()) / _WORDS_A_MINUTE))
