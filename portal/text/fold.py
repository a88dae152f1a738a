"""Text without case, diacritics and punctuation: for searching, comparing and slugs."""

import re
import unicodedata

_D = str.maketrans("đĐ", "dd")
_NOT_WORD = re.compile(r"[\W_]+")


def fold(text):
    """`text` in lower-case base letters and digits, words separated by one space.

    "12/2019/QĐ-UBND" becomes "12 2019 qd ubnd". Composed and decomposed input give the
    same answer, and folding twice changes nothing.
    """
    text = text.replace("\0", "").translate(_D)
    # Case folding can bring combining marks ("İ") and decomposing can bring capitals.
    bare = _without_marks(_without_marks(text).casefold()).casefold()
    return _NOT_WORD.sub(" ", bare).strip()


def findable(text):
    """A text as `typed_words` are found in it: its words folded and as they are, in spaces."""
    return f" {fold(text)} {' '.join(_words(text))} "


def typed_words(text):
    """The words of a search: folded, or as typed where an accent was typed."""
    return [word if fold(word) != word else fold(word) for word in _words(text)]


def _words(text):
    plain = unicodedata.normalize("NFC", text.replace("\0", "")).casefold()
    return _NOT_WORD.sub(" ", plain).split()


def _without_marks(text):
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFD", text)
    return "".join(c for c in decomposed if not unicodedata.category(c).startswith("M"))
