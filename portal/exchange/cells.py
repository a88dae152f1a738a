"""Texts of cells on their way in and out. Imported by the child process, so without Django."""

import re
import unicodedata

# Also the wide forms, which Excel takes for the narrow ones in some languages.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")


def escape(text):
    """The text with an apostrophe before what a spreadsheet would run as a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def unescape(text):
    """The text that escape() was given."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def clean_text(text):
    """Composed (NFC), without characters that do not show, each line's words one space apart."""
    text = unicodedata.normalize("NFC", text)
    if text.isprintable():
        return " ".join(text.split())
    lines = text.replace("\r\n", "\n").split("\n")
    return "\n".join(" ".join(_visible(line).split()) for line in lines).strip()


def _visible(line):
    if line.isprintable():
        return line
    return "".join(c for c in line if c.isspace() or not unicodedata.category(c).startswith("C"))
