"""Plain text as it is kept: composed, without what does not show. Works without Django."""

import unicodedata


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
