"""Lines of text: runs that carry marks, tidied and nested in one order."""

import re
import unicodedata
from dataclasses import dataclass
from itertools import groupby

from portal.text.html.tree import Node

# The order in which marks stand in one another.
MARKS = ("a", "strong", "em", "s", "sub", "sup")

# Soft hyphen, zero-width characters, direction marks, controls, what is no character.
_INVISIBLE = re.compile(
    r"[\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    r"\ufeff\ufe00-\ufe0f\ufff9-\ufffb\ufffe\uffff\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff]"
)
_SPACES = re.compile(r"\s+")


@dataclass
class Run:
    """A string, or a br or img Node, with its marks: {tag: attributes}."""

    content: object
    marks: dict

    @property
    def blank(self):
        """True for space and line breaks, which show no mark."""
        return self.content == " " if isinstance(self.content, str) else self.content.tag == "br"


def tidy_text(text):
    """NFC, without invisible characters, every run of white space one space."""
    return _SPACES.sub(" ", unicodedata.normalize("NFC", _INVISIBLE.sub("", text)))


def lines(runs):
    """The runs as lines of tidied runs, none empty; two line breaks in a row divide them."""
    answer = [[]]
    for run in _merged(runs):
        line = answer[-1]
        if isinstance(run.content, str):
            line += _tidied(run, after=line[-1] if line else None)
        elif run.content.tag != "br":
            line.append(run)
        elif _trim(line) and line[-1].blank:
            answer.append([])
        elif line:
            line.append(run)
    return [_settled(line) for line in answer if _trim(line, breaks=True)]


def _tidied(run, after):
    """A list of the tidied string, or of nothing when nothing is left of it."""
    text = tidy_text(run.content)
    if after is None or _ends_in_space(after):
        text = text.lstrip()
    return [Run(text, run.marks)] if text else []


def _merged(runs):
    """Strings side by side with equal marks become one, so that NFC sees whole letters."""
    for (is_text, _), group in groupby(runs, key=lambda r: (isinstance(r.content, str), r.marks)):
        group = list(group)  # noqa: PLW2901
        if is_text:
            yield Run("".join(run.content for run in group), group[0].marks)
        else:
            yield from group


def _ends_in_space(run):
    return run.content.endswith(" ") if isinstance(run.content, str) else run.blank


def _trim(line, breaks=False):
    """Take space, and line breaks if asked, off the end of a line; gives the line."""
    while line:
        last = line[-1]
        if isinstance(last.content, str):
            text = last.content.rstrip()
            if text:
                line[-1] = Run(text, last.marks)
                break
        elif not (breaks and last.blank):
            break
        line.pop()
    return line


def _settled(line):
    """A blank run carries the marks that both its neighbours carry."""
    after = {}
    for index in range(len(line) - 1, 0, -1):
        run = line[index]
        if run.blank:
            run.marks = {t: at for t, at in line[index - 1].marks.items() if after.get(t) == at}
        else:
            after = run.marks
    return list(_merged(line))


def nested(line, order=MARKS):
    """The children of an element: the runs of a line within elements for their marks."""
    if not order:
        return [run.content for run in line]
    tag, *rest = order
    children = []
    for attrs, group in groupby(line, key=lambda run: run.marks.get(tag)):
        inner = nested(list(group), rest)
        children += inner if attrs is None else [Node(tag, dict(attrs), inner)]
    return children
