"""What people call branches of industry, where VSIC says it otherwise: “may mặc”, “bao bì”.

A word only proposes: of several codes, and in which edition, a person decides.
"""

import csv
from functools import cache
from pathlib import Path

from portal.text.fold import findable, fold, typed_words


def begun(typed):
    """The codes of the words that somebody may be typing; what was accented must be."""
    return {code for _name, codes in _begun(typed) for code in codes}


def called(typed):
    """The codes of the word that somebody typed whole."""
    return {code for name, codes in _begun(typed) if fold(name) == fold(typed) for code in codes}


def _begun(typed):
    words = typed_words(typed)
    for name, codes in _known().items():
        if all(f" {word}" in findable(name) for word in words):
            yield name, codes


def said(text):
    """The codes of the words that a text has, those of the longest first; each part is read once.

    “thức ăn chăn nuôi” is said of feed alone, not of “chăn nuôi” too.
    """
    found, left = {}, f" {' '.join(typed_words(text))} "
    spell = fold if left.strip() == fold(text) else _typed
    for name, codes in sorted(_known().items(), key=lambda known: -len(known[0])):
        if (word := f" {spell(name)} ") in left:
            left = left.replace(word, " | ")
            found |= dict.fromkeys(codes)
    return list(found)


def _typed(name):
    return " ".join(typed_words(name))


@cache
def _known():
    """name → the codes of the sections and divisions that it may mean, the likeliest first."""
    path = Path(__file__).with_suffix(".csv")
    with path.open(encoding="utf-8", newline="") as lines:
        return {row["name"]: row["codes"].split() for row in csv.DictReader(lines)}
