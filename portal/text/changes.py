"""Which words of a text differ from those of another."""

import re
from difflib import SequenceMatcher

#: Words and the signs at their ends, each with the white space behind it.
_WORDS = re.compile(r"""\s+|[,.;:!?…)\]”"]+(?:\s+|$)|\S+?(?:\s+|(?=[,.;:!?…)\]”"]+(?:\s|$))|$)""")


def words(text):
    return _WORDS.findall(text)


def opcodes(old, new, key=str.strip):
    """difflib's opcodes of two lists of words, whose white space does not count."""
    keys = [[key(word) for word in side] for side in (old, new)]
    return SequenceMatcher(None, *keys, autojunk=False).get_opcodes()


def likeness(old, new):
    """How much of two texts is the same, 0 to 1."""
    return SequenceMatcher(None, old.split(), new.split(), autojunk=False).ratio()
