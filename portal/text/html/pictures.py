"""The pictures of a body: our own are kept, and a mark stands where any other was."""

import re
from urllib.parse import unquote

from portal.text.html import office
from portal.text.html.inline import tidy_text
from portal.text.html.tree import Node

SIZE = re.compile(r"[1-9]\d{0,4}")
#: What stands in a text for a picture that we do not have; publishing refuses it.
MARK = re.compile(r"\[thiếu ảnh(?:: [^\[\]]*)?\]")
_OWN = re.compile(r"/files/[A-Za-z0-9_-]{22}/[^\s\\]*")
_NAMELESS = re.compile(r"(data|blob):", re.I)
_DOT = re.compile(r"[01](px)?")
_LONGEST_NAME = 80


def kept(node):
    """What is kept of an img: one of our own, the mark of any other, None for a spacer's dot."""
    if _OWN.fullmatch(node.attrs.get("src", "").strip()):
        return _own(node)
    return None if _is_dot(node) else _mark(node)


def _own(node):
    attrs = {"src": node.attrs["src"].strip(), "alt": _tidy(node.attrs.get("alt", ""))}
    for name in ("width", "height"):
        if SIZE.fullmatch(node.attrs.get(name, "").strip()):
            attrs[name] = node.attrs[name].strip()
    return Node("img", attrs)


def _is_dot(node):
    """True for what mails and old pages count readers and hold tables open with."""
    sizes = office.styles(node) | node.attrs
    return any(_DOT.fullmatch(sizes.get(name, "").strip()) for name in ("width", "height"))


def _mark(node):
    name = _tidy(re.sub(r"[\[\]]", " ", node.attrs.get("alt", "") or _file_name(node)))
    short = name[:_LONGEST_NAME].strip()
    return f" [thiếu ảnh: {short}] " if short else " [thiếu ảnh] "


def _file_name(node):
    address = node.attrs.get("src", "")
    if _NAMELESS.match(address):
        return ""
    return (
        unquote(re.split(r"[?#]", address)[0])
        .replace("\\", "/")
        .rsplit("/", 1)[-1]
        .removeprefix("cid:")
    )


def _tidy(text):
    return tidy_text(text).strip()
