"""Texts of cells on their way in and out. Imported by the child process, so without Django."""

import re

from portal.text.legacy import common_font, to_unicode
from portal.text.plain import clean_text

# Also the wide forms, which Excel takes for the narrow ones in some languages.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")


class Converted(str):
    """A text that was typed for a font before Unicode (TCVN3, VNI) and is Unicode now."""

    __slots__ = ()


def escape(text):
    """The text with an apostrophe before what a spreadsheet would run as a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def unescape(text):
    """The text that escape() was given."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def text_cells(texts):
    """What text_cell() gives for texts that stand beside each other, and the font before Unicode
    that it was told of."""
    cells = [text_cell(text) for text in texts]
    old = (text for text, cell in zip(texts, cells, strict=True) if cell and cell[0] == "v")
    font = common_font(old)
    return ([text_cell(text, font) for text in texts] if font else cells), font


def text_cell(text, font=None):
    """A clean text after the letter for its kind: t, or v if it was typed for a TCVN3 or VNI font.

    None if nothing of it shows. font: see legacy.to_unicode().
    """
    converted = to_unicode(text, font)
    clean = clean_text(converted)
    return f"{'t' if converted == text else 'v'}{clean}" if clean else None
