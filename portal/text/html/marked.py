"""Two versions of a body as one, with what was taken out in <del> and what was added in <ins>.

Blocks, rows and list items are matched first, then words within those that match. Marks stand
around words and pictures alone, so that the structure stays valid in any table or list.
"""

from difflib import SequenceMatcher
from itertools import groupby

from markupsafe import Markup

from portal.text import changes
from portal.text.html.reading import document
from portal.text.html.tree import Node, serialise

_INLINE = {"strong", "em", "s", "sub", "sup", "a", "br", "img", "ins", "del"}
#: Blocks more alike than this are two versions of one.
_ALIKE = 0.35


def marked(before, after):
    """(both in one, the old with its deletions, the new with its additions) as safe HTML."""
    merged = _merged(document(before).children, document(after).children)
    versions = (merged, _without(merged, "ins"), _without(merged, "del"))
    return tuple(Markup(serialise(children)) for children in versions)  # noqa: S704


def marked_by(characters, before, after):
    """Both in one with characters in place of the marks, which cleaning and rendering leave alone.

    characters: {"ins": (before, after), "del": (before, after)}; a picture has them in its alt.
    """
    merged = _merged(document(before).children, document(after).children)
    return serialise(_by_characters(merged, characters, ("", "")))


def _by_characters(children, characters, around):
    found = []
    for child in children:
        if isinstance(child, str):
            found.append(child.join(around))
        elif child.tag in characters:
            found += _by_characters(child.children, characters, characters[child.tag])
        else:
            attrs = dict(child.attrs)
            if child.tag == "img":
                attrs["alt"] = attrs.get("alt", "").join(around)
            inner = _by_characters(child.children, characters, around)
            found.append(Node(child.tag, attrs, inner))
    return found


def _merged(old, new):
    """The children of two versions of one element as one list."""
    if _is_inline(old) and _is_inline(new):
        return _merged_words(old, new)
    merged = []
    keys = [[serialise([child]) for child in side] for side in (old, new)]
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, *keys, autojunk=False).get_opcodes():
        if kind == "equal":
            merged += new[j1:j2]
        else:
            merged += _changed(old[i1:i2], new[j1:j2])
    return merged


def _is_inline(children):
    return all(isinstance(child, str) or child.tag in _INLINE for child in children)


def _changed(old, new):
    """Runs of children that differ: each new one beside the old one that it comes from."""
    partners = _partners(old, new)
    merged, place = [], 0
    for number, child in enumerate(new):
        partner = partners.get(number)
        if partner is not None:
            merged += _all_marked(old[place:partner], "del") + _pair(old[partner], child)
            place = partner + 1
            continue
        if place < len(old) and place not in partners.values():
            merged += _all_marked([old[place]], "del")
            place += 1
        merged += _all_marked([child], "ins")
    return merged + _all_marked(old[place:], "del")


def _partners(old, new):
    """Place of a new child → place of the old one that it is a version of, both in order."""
    found, start, in_step = {}, 0, len(old) == len(new)
    for number, child in enumerate(new):
        alike = (i for i in range(start, len(old)) if _alike(old[i], child, in_step))
        if (place := next(alike, None)) is not None:
            found[number], start = place, place + 1
    return found


def _alike(old, new, in_step):
    """Whether two elements are versions of one; cells are, where their rows have as many."""
    if isinstance(old, str) or isinstance(new, str) or old.tag != new.tag:
        return False
    if old.tag in ("table", "thead", "tbody", "figure", "figcaption", "ul", "ol", "img"):
        return True
    if in_step and old.tag in ("td", "th"):
        return True
    return changes.likeness(*(" ".join(_strings(side)) for side in (old, new))) > _ALIKE


def _strings(node):
    for child in node.children:
        if isinstance(child, str):
            yield child
        else:
            yield from _strings(child)


def _pair(old, new):
    if new.tag == "img":
        return _merged_pictures(old, new)
    return [Node(new.tag, new.attrs, _merged(old.children, new.children))]


def _merged_pictures(old, new):
    if old.attrs.get("src") != new.attrs.get("src"):
        return [Node("del", {}, [old]), Node("ins", {}, [new])]
    texts = [(mark, side.attrs.get("alt")) for mark, side in (("del", old), ("ins", new))]
    return [new, *(Node(mark, {}, [f" ({text}) "]) for mark, text in texts if text)]


# --- words --------------------------------------------------------------------------


def _merged_words(old, new):
    before, after = list(_tokens(old)), list(_tokens(new))
    runs = []
    for kind, i1, i2, j1, j2 in changes.opcodes(before, after, _key):
        if kind == "equal":
            runs += [("", token) for token in after[j1:j2]]
        else:
            runs += [("del", token) for token in before[i1:i2]]
            runs += [("ins", token) for token in after[j1:j2]]
    return _rebuilt(runs)


def _key(token):
    content, around = token
    return (content.strip() if isinstance(content, str) else content), around


def _tokens(children, around=()):
    """(word or HTML of a void element, the elements around it), in order."""
    for child in children:
        if isinstance(child, str):
            yield from ((word, around) for word in changes.words(child))
        elif child.tag in ("br", "img"):
            yield (child.tag, tuple(child.attrs.items())), around
        else:
            yield from _tokens(child.children, (*around, (child.tag, tuple(child.attrs.items()))))


def _rebuilt(runs):
    nodes = []
    for (mark, around), group in groupby(runs, key=lambda run: (run[0], run[1][1])):
        inner = [_atom(content) for _mark, (content, _around) in group]
        if mark:
            inner = [Node(mark, {}, inner)]
        for tag, attrs in reversed(around):
            inner = [Node(tag, dict(attrs), inner)]
        nodes += inner
    return nodes


def _atom(content):
    return content if isinstance(content, str) else Node(content[0], dict(content[1]))


# --- marks --------------------------------------------------------------------------


def _all_marked(children, mark):
    """The children with every word and picture in them marked."""
    if children and _is_inline(children):
        return [Node(mark, {}, children)]
    return [
        Node(mark, {}, [child])
        if isinstance(child, str) or child.tag in _INLINE
        else Node(child.tag, child.attrs, _all_marked(child.children, mark))
        for child in children
    ]


def _without(children, mark):
    """One of the two versions: what bears the other's mark is gone, and what held nothing else."""
    kept = []
    for child in children:
        if isinstance(child, str):
            kept.append(child)
        elif child.tag != mark:
            inner = _without(child.children, mark)
            if inner or not child.children:
                kept.append(Node(child.tag, child.attrs, inner))
    return kept
