"""Lists: from Word's paragraphs, and side by side."""

import re
from dataclasses import dataclass

from portal.text.html.tree import Node

_START = re.compile(r"[1-9]\d{0,4}")


@dataclass
class Item:
    """A paragraph that Word draws as a list item."""

    level: int
    numbering: tuple
    children: list


def with_lists(blocks, levels):
    """The blocks with every run of Items made into lists of at most `levels` levels."""
    answer, stack = [], []  # stack: (level, list, numbering of its last item)
    for block in blocks:
        if isinstance(block, Item):
            _place(block, min(block.level, max(levels, 1)), stack, answer)
        else:
            stack.clear()
            answer.append(block)
    return answer


def _place(item, level, stack, answer):
    """Add the item to the open list of its level, or to a new one within the item above."""
    while stack and stack[-1][0] > level:
        stack.pop()
    if stack and stack[-1][0] == level:
        _, found, numbering = stack.pop()
        goes_on = _follows(numbering, item.numbering)
    else:
        goes_on = False
    if not goes_on:
        found = _new_list(item)
        (stack[-1][1].children[-1].children if stack else answer).append(found)
    found.children.append(Node("li", {}, item.children))
    stack.append((level, found, item.numbering))


def _new_list(item):
    tag, kind, number = item.numbering
    attrs = {"start": str(number)} if number > 1 else {}
    return Node(tag, attrs | ({"type": kind} if kind else {}))


def _follows(before, after):
    return before[:2] == after[:2] and (after[0] == "ul" or after[2] == before[2] + 1)


def joined(blocks):
    """Lists side by side that continue one another become one."""
    answer = []
    for block in blocks:
        last = answer[-1] if answer else None
        if last and _continues(last, block):
            last.children += block.children
        else:
            answer.append(block)
    return answer


def _continues(last, block):
    if block.tag == "ul":
        return last.tag == "ul"
    if block.tag != "ol" or last.tag != "ol" or last.attrs.get("type") != block.attrs.get("type"):
        return False
    following = int(last.attrs.get("start", 1)) + len(last.children)
    return int(block.attrs.get("start", 1)) == following


def list_attrs(node):
    """What a list keeps of its attributes: where it starts, and its letters."""
    attrs = {}
    if node.tag == "ol":
        start = node.attrs.get("start", "").strip()
        if _START.fullmatch(start) and start != "1":
            attrs["start"] = start
        if node.attrs.get("type") in {"a", "A", "i", "I"}:
            attrs["type"] = node.attrs["type"]
    return attrs
