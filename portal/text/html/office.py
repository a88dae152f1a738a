"""What Word, Excel, LibreOffice and Google Docs mean by their styles."""

import re

_PROPERTY = re.compile(r"([\w-]+)\s*:\s*([^;]*)")
_BOLD = re.compile(r"bold|[6-9]00")
_LIST_LEVEL = re.compile(r"level(\d)")
_NUMBER = re.compile(r"\(?(\d{1,3}|[A-Za-z]|[ivx]+|[IVX]+)[.)/]\)?")
_BULLETS = "·•▪◦●○■\uf0b7\uf0a7\uf0d8\uf0fc\uf076"
# Word's typed-out markers: only its run of non-breaking spaces tells them from prose.
_TYPED = re.compile(
    rf"\s*(?:([{_BULLETS}])\s*|([o§\-–+*]|\(?(?:\d{{1,3}}|[A-Za-z]|[ivxIVX]+)[.)])"
    r"(?=\s*\xa0)\s{2,})(?=\S)"
)
_LISTED = re.compile(r"\s*([o§\-–+*]|\(?(?:\d{1,3}|[A-Za-z]|[ivxIVX]+)[.)])\s+(?=\S)")
_FOOTNOTE = re.compile(r"#_?(ftn|edn|sdfootnote|sdendnote|footnote-|endnote-)", re.I)
_ROMAN = {"i": 1, "v": 5, "x": 10}


def styles(node):
    """The style attribute as a dict of lower-case names and values."""
    pairs = _PROPERTY.findall(node.attrs.get("style", ""))
    return {name.lower(): value.strip().lower() for name, value in pairs}


def hidden(node):
    """True for text the author does not see or has struck out, and for reviewers' comments."""
    style = styles(node)
    tracked = node.tag == "del" and ({"cite", "datetime"} & set(node.attrs))
    return bool(
        tracked
        or style.get("display") == "none"
        or style.get("mso-hide") == "all"
        or style.get("mso-element") in {"comment", "comment-list"}
        or "MsoCommentReference" in node.attrs.get("class", "")
        or node.attrs.get("href", "").startswith("#_msocom")
    )


def marks(node):
    """The tags of the marks that an inline element stands for."""
    style = styles(node)
    weight = style.get("font-weight", "")
    if node.tag in {"b", "strong"}:
        # Google Docs wraps a whole clip in <b style="font-weight:normal">.
        return set() if weight in {"normal", "400"} else {"strong"}
    if node.tag in {"i", "em"}:
        return set() if style.get("font-style") == "normal" else {"em"}
    if node.tag in {"s", "strike", "del"}:
        return {"s"}
    if node.tag in {"sub", "sup"}:
        return {node.tag}
    if node.tag != "span":
        return set()
    found = {
        "strong": bool(_BOLD.match(weight)),
        "em": style.get("font-style") == "italic",
        "sub": style.get("vertical-align") == "sub",
        "sup": style.get("vertical-align") == "super",
    }
    return {tag for tag, is_so in found.items() if is_so}


def footnote(node):
    """ "[1]" for a link between a footnote and its place, else "" (its target has no id here)."""
    if not _FOOTNOTE.match(node.attrs.get("href", "")):
        return ""
    number = node.text().strip().strip("[]").strip()
    return f"[{number}]" if number else ""


def list_level(node):
    """The level of a paragraph that Word draws as a list item, from 1; 0 for any other."""
    value = styles(node).get("mso-list", "")
    level = _LIST_LEVEL.search(value)
    return int(level[1]) if level else 0


def is_marker(node):
    """True for the element in which Word writes the bullet or number."""
    return styles(node).get("mso-list") == "ignore"


def typed_marker(node, text):
    """The marker that begins a paragraph's text, and its length with the space after it."""
    found = _TYPED.match(text)
    if not found and "MsoListParagraph" in node.attrs.get("class", ""):
        found = _LISTED.match(text)
    return (next(filter(None, found.groups())), found.end()) if found else ("", 0)


def numbering(marker, previous):
    """(list tag, type, number) of a marker, or None where no HTML list can show it.

    "1." is ("ol", "", 1), "b)" ("ol", "a", 2), "·" ("ul", "", 0). `previous` is the
    numbering before it on its level: after "h)" comes the letter "i", else it is one.
    Numbers such as "1.1." and "đ)" are left to the text.
    """
    if (len(marker) == 1 and not marker.isalnum()) or marker in {"o", ""}:
        return ("ul", "", 0)
    found = _NUMBER.fullmatch(marker)
    if not found:
        return None
    value = found[1]
    if value.isdigit():
        return ("ol", "", int(value))
    return _lettered(value, previous)


def _lettered(value, previous):
    small = value.lower()
    letter = ("ol", "a" if value.islower() else "A", ord(small[0]) - ord("a") + 1)
    if len(value) == 1 and previous and previous == (*letter[:2], letter[2] - 1):
        return letter
    if set(small) <= set(_ROMAN):
        return ("ol", "i" if value.islower() else "I", _roman(small))
    return letter


def _roman(text):
    values = [_ROMAN[c] for c in text]
    following = [*values[1:], 0]
    return sum(-v if v < after else v for v, after in zip(values, following, strict=True))
