"""Texts of cells on their way in and out. Imported by the child process, so without Django."""

import re

from portal.text.legacy import to_unicode
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


def text_cell(text):
    """A clean text after the letter for its kind: t, or v if it was typed for a TCVN3 or VNI font.

    None if nothing of it shows.
    """
    converted = to_unicode(text)
    clean = clean_text(converted)
    return f"{'t' if converted == text else 'v'}{clean}" if clean else None
