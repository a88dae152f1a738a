"""How wide text may be, so that labels find their place before anything is drawn.

Sizes and widths are in pixels, in the portal's font and with room for the one that stands in for it
when it comes late. Kerning is left out: it moves a label by a pixel at most.
"""

from functools import cache

import fontpkg_be_vietnam_pro as package
from fontTools.ttLib import TTFont

FONTS = package.ROOT / "files"
FAMILY = "Be Vietnam Pro"
#: How much wider the fallback of site.css sets a label.
FALLBACK = 1.04
_STYLES = {400: "Regular", 600: "SemiBold"}


def font_file(weight):
    return FONTS / f"BeVietnamPro-{_STYLES[weight]}.ttf"


@cache
def _advances(weight):
    """Character → advance in em, and that of the box drawn for an unknown character."""
    font = TTFont(font_file(weight), lazy=True)
    em = font["head"].unitsPerEm
    widths = {name: advance / em for name, (advance, _bearing) in font["hmtx"].metrics.items()}
    known = {chr(code): widths[name] for code, name in font.getBestCmap().items()}
    return known, widths[".notdef"]


def width(text, size, weight=400):
    """The width of one line of text."""
    known, unknown = _advances(weight)
    return FALLBACK * size * sum(known.get(character, unknown) for character in text)


def wrap(text, size, room, weight=400):
    """The lines of a text that fit into `room`; a word wider than that is broken."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if width(longer, size, weight) <= room:
            lines[-1] = longer
            continue
        pieces = _broken(word, size, room, weight)
        lines = [line for line in lines if line] + pieces
    return lines


def balanced(text, size, room, weight=400):
    """As wrap(), with lines of about the same width."""
    lines = wrap(text, size, room, weight)
    if len(lines) == 1:
        return lines
    longest = max(width(word, size, weight) for word in text.split())
    while room * 0.95 >= longest:
        room *= 0.95
        narrower = wrap(text, size, room, weight)
        if len(narrower) > len(lines):
            break
        lines = narrower
    return lines


def _broken(word, size, room, weight):
    pieces = [""]
    for character in word:
        if pieces[-1] and width(pieces[-1] + character, size, weight) > room:
            pieces.append("")
        pieces[-1] += character
    return pieces
