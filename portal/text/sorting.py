"""Vietnamese dictionary order that every database can sort by."""

import unicodedata

_ALPHABET = "0123456789aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK = {letter: f"{rank:02}" for rank, letter in enumerate(_ALPHABET, start=10)}
_QUALITY = "\u0302\u0306\u031b"  # circumflex, breve, horn make another letter
_TONES = "\u0300\u0309\u0303\u0301\u0323"  # huyền, hỏi, ngã, sắc, nặng
_LEVEL, _SPACE, _OTHER = "00", "01", "99"


def sort_key(text):
    """A string of digits whose order is the dictionary order of `text`.

    Letters count first (a ă â b c d đ …, digits before letters, a space before both),
    then the tones of the syllables (ngang huyền hỏi ngã sắc nặng), then case. Digits
    alone sort alike in every collation of SQLite and PostgreSQL. A key has about three
    digits for each character of `text`; where the tone mark stands in its syllable
    (hòa, hoà) and foreign accents do not count.
    """
    words = [_letters(word) for word in _words(text)]
    ranks = _SPACE.join("".join(_rank(letter) for letter, _, _ in word) for word in words)
    tones = "".join(next((tone for _, tone, _ in word if tone != "1"), "1") for word in words)
    cases = "".join(case for word in words for _, _, case in word)
    return f"{ranks}{_LEVEL}{tones}{_LEVEL}{cases}"


def _words(text):
    """The runs of letters and digits of `text`, decomposed."""
    kept = (
        c if c.isalnum() or unicodedata.category(c).startswith("M") else " "
        for c in unicodedata.normalize("NFD", text.replace("\0", ""))
    )
    return "".join(kept).split()


def _letters(word):
    """(small letter, tone "1" to "6", "1" for a capital) for each letter of a decomposed word."""
    clusters = []
    for character in word:
        if unicodedata.category(character).startswith("M"):
            if clusters:
                clusters[-1] += character
        else:
            clusters.append(character)
    return [(_letter(c), _tone(c), str(int(c[0].isupper()))) for c in clusters]


def _letter(cluster):
    base = cluster[0].lower()
    quality = "".join(mark for mark in cluster[1:] if mark in _QUALITY)
    letter = unicodedata.normalize("NFC", base + quality)
    return letter if letter in _RANK else base


def _tone(cluster):
    return next((str(_TONES.index(mark) + 2) for mark in cluster[1:] if mark in _TONES), "1")


def _rank(letter):
    return _RANK.get(letter) or "".join(f"{_OTHER}{ord(c):07}" for c in letter)
