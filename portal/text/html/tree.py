"""A small tree of elements, for HTML that nh3 has written."""

from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser

VOID = {"br", "hr", "img"}
# Nothing we write is deeper than 30; below this a hostile text could exhaust the stack.
_DEPTH = 60


@dataclass
class Node:
    """An element; `children` are Nodes and strings."""

    tag: str
    attrs: dict = field(default_factory=dict)
    children: list = field(default_factory=list)

    def walk(self):
        """Every element below this one, in document order."""
        for child in self.children:
            if isinstance(child, Node):
                yield child
                yield from child.walk()

    def text(self):
        """The text within, as it stands."""
        return "".join(c.text() if isinstance(c, Node) else c for c in self.children)


class _Builder(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open = [Node("body")]

    def handle_starttag(self, tag, attrs):
        node = Node(tag, {name: value or "" for name, value in attrs})
        if len(self.open) < _DEPTH:
            self.open[-1].children.append(node)
        else:
            # Too deep: the element is passed over, what it contains stays.
            node = self.open[-1]
        if tag not in VOID:
            self.open.append(node)

    def handle_endtag(self, tag):
        if len(self.open) > 1 and tag not in VOID:
            self.open.pop()

    def handle_data(self, data):
        self.open[-1].children.append(data)


def parse(html):
    """The tree of well-formed HTML: every element closed, no script or style."""
    builder = _Builder()
    builder.feed(html)
    builder.close()
    return builder.open[0]


def serialise(children):
    """The HTML of a list of Nodes and strings."""
    return "".join(_element(c) if isinstance(c, Node) else _text(c) for c in children)


def _text(text):
    return escape(text, quote=False)


def _element(node):
    attrs = "".join(f' {name}="{escape(value)}"' for name, value in node.attrs.items())
    opening = f"<{node.tag}{attrs}>"
    if node.tag in VOID:
        return opening
    return f"{opening}{serialise(node.children)}</{node.tag}>"
