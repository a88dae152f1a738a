"""From any tree to the few shapes that a body may have.

A body is a list of p, h2 to h4, ul, ol, blockquote, hr, table and figure. Lists, cells and
quotations contain the same without headings; an item or cell that is one paragraph holds
its text directly.
"""

import re

from portal.text.html import office, pictures
from portal.text.html.inline import MARKS, Run, lines, nested, tidy_text
from portal.text.html.lists import Item, joined, list_attrs, with_lists
from portal.text.html.tree import Node

_HEADINGS = {"h1": 2, "h2": 2, "h3": 3, "h4": 4, "h5": 4, "h6": 4}
_BLOCKS = {
    *("p", "div", "section", "article", "header", "footer", "main", "aside", "nav", "address"),
    *("center", "dl", "dt", "dd", "pre", "details", "summary", "fieldset", "legend", "form"),
    *("caption", "figcaption", "li", "thead", "tbody", "tfoot", "tr", "td", "th"),
}
_NESTING = 8  # lists, quotations and tables in one another; deeper ones are flattened
_SPAN = 100
_LINK = re.compile(r"(https?://[^/]|mailto:.|tel:.|/(?![/\\])|#.)", re.I)
_WORD_TARGETS = re.compile(r"#_(toc|ref|hlk|bookmark)", re.I)
_INSIDE_URL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def body(root):
    """The blocks of a whole text; a heading is one below the headings it stands under."""
    blocks = Flow(headings=True).blocks_of(root)
    above = []
    for block in blocks:
        if block.tag in _HEADINGS:
            level = _HEADINGS[block.tag]
            above = [*(upper for upper in above if upper < level), level]
            block.tag = f"h{len(above) + 1}"
    return blocks


class Flow:
    """Collects the blocks of one container: the body, an item, a cell, a quotation."""

    def __init__(self, depth=0, headings=False, in_cell=False, in_item=False):
        self.depth, self.headings, self.in_cell, self.in_item = depth, headings, in_cell, in_item
        self.blocks = []
        self.runs = []
        self.block = None  # the p or heading whose text is being collected
        self.marker = None

    def blocks_of(self, node):
        """The finished blocks of `node`."""
        self._visit_all(node, {})
        self._end_line()
        return joined(with_lists(self.blocks, _NESTING - self.depth))

    # --- Reading ------------------------------------------------------------------

    def _visit_all(self, node, marks):
        for child in node.children:
            if isinstance(child, Node):
                self._visit(child, marks)
            else:
                self.runs.append(Run(child, marks))

    def _visit(self, node, marks):
        if office.hidden(node):
            return
        if node.tag in {"ul", "ol", "blockquote", "table", "figure", "hr"}:
            self._end_line()
            self.blocks += self._container(node)
        elif node.tag in _HEADINGS or node.tag in _BLOCKS:
            self._end_line()
            self.block = node
            self._visit_all(node, marks)
            self._end_line()
        else:
            self._visit_inline(node, marks)

    def _visit_inline(self, node, marks):
        if node.tag == "br":
            self.runs.append(Run(node, {}))
        elif node.tag == "img":
            if picture := pictures.kept(node):
                self.runs.append(Run(picture, {tag: marks[tag] for tag in marks if tag == "a"}))
        elif office.is_marker(node):
            self.marker = node.text().strip()
        elif mark := office.footnote(node):
            starts = not any(_shows(run) for run in self.runs)
            self.runs.append(Run(f"{mark} " if starts else mark, {}))
        else:
            self._visit_all(node, {**marks, **_marks(node, marks)})

    # --- Writing ------------------------------------------------------------------

    def _end_line(self):
        block, runs, marker = self.block or Node("p"), self.runs, self.marker
        self.block, self.runs, self.marker = None, [], None
        if item := self._item(block, runs, marker):
            self.blocks.append(item)
            return
        if marker and lines(runs):
            runs = [Run(f"{marker} ", {}), *runs]
        self.blocks += [self._textblock(block, line) for line in lines(runs)]

    def _textblock(self, block, line):
        is_heading = self.headings and block.tag in _HEADINGS
        if is_heading and any(isinstance(run.content, str) for run in line):
            return Node(f"h{_HEADINGS[block.tag]}", {}, nested(lines(_unbroken(line))[0]))
        return Node("p", {}, nested(line))

    def _item(self, block, runs, marker):
        """The Item that a paragraph is in Word's eyes, or None."""
        if block.tag in _HEADINGS:
            return None
        level = office.list_level(block)
        if not level or marker is None:
            marker, runs = self._typed_marker(block, runs)
            if not (marker or level):
                return None
        before = self.blocks[-1] if self.blocks else None
        previous = before.numbering if isinstance(before, Item) else None
        numbering = office.numbering(marker, previous)
        content = lines(runs)
        if not (numbering and content):
            return None
        children = nested(content[0])
        for line in content[1:]:
            children += [Node("br"), *nested(line)]
        return Item(level or 1, numbering, children)

    def _typed_marker(self, block, runs):
        """The marker that the text begins with, "" for none, and the runs after it."""
        if self.in_item:
            return "", runs
        text = "".join(run.content for run in runs if isinstance(run.content, str))
        marker, length = office.typed_marker(block, text)
        return marker, _without_start(runs, length)

    def _container(self, node):
        if node.tag == "hr":
            return [Node("hr")]
        if node.tag == "table" and not any(_cells(row) for row in _rows(node)):
            return self._inside().blocks_of(Node("div", {}, node.children))
        if self.depth >= _NESTING or (node.tag == "table" and self.in_cell):
            return self._flattened(node)
        makers = {"table": self._table, "figure": self._figure, "blockquote": self._quotation}
        return makers.get(node.tag, self._list)(node)

    def _quotation(self, node):
        blocks = self._inside().blocks_of(node)
        return [Node("blockquote", {}, blocks)] if blocks else []

    def _inside(self, in_cell=False, in_item=False):
        return Flow(
            self.depth + 1, in_cell=in_cell or self.in_cell, in_item=in_item or self.in_item
        )

    def _flattened(self, node):
        if node.tag != "table":
            wrapped = Node("div", {}, node.children)
            return self._inside().blocks_of(wrapped)
        rows = []
        for row in _rows(node):
            cells = [self._inside(in_cell=True).blocks_of(cell) for cell in _cells(row)]
            line = lines(_spaced(_runs_of(block.children) for cell in cells for block in cell))
            rows += [Node("p", {}, nested(found)) for found in line]
        return rows

    def _list(self, node):
        items = []
        for child in node.children:
            blocks = self._item_blocks(child)
            if blocks and items and blocks[0].tag in {"ul", "ol"}:
                # Lists within lists stand beside items in Word Online and Google Docs.
                items[-1].children = _unwrapped(joined(_wrapped(items[-1].children) + blocks))
            elif blocks:
                items.append(Node("li", {}, _unwrapped(blocks)))
        return [Node(node.tag, list_attrs(node), items)] if items else []

    def _item_blocks(self, child):
        if isinstance(child, str):
            child = Node("div", {}, [child])
        if child.tag in {"ul", "ol"}:
            child = Node("li", {}, [child])
        elif office.hidden(child):
            return []
        return self._inside(in_item=True).blocks_of(child)

    def _table(self, node):
        captions = _seen(node, {"caption"})
        above = [block for c in captions for block in self._inside().blocks_of(c)]
        rows = list(_rows(node))
        cells = [cell for row in rows for cell in _cells(row)]
        if len(cells) == 1:
            # A frame, not a table: Outlook and web pages lay out with them.
            frame = Flow(self.depth, self.headings, self.in_cell, self.in_item)
            return above + frame.blocks_of(cells[0])
        parts = [
            Node(tag, {}, [self._row(row) for row in part])
            for tag, part in _parts(node, rows)
            if part
        ]
        # A table of empty cells is nothing.
        return above + [Node("table", {}, parts)] * any(map(_has_content, parts))

    def _row(self, row):
        return Node("tr", {}, [self._cell(cell) for cell in _cells(row)])

    def _cell(self, cell):
        spans = {
            name: cell.attrs[name].strip()
            for name in ("rowspan", "colspan")
            if pictures.SIZE.fullmatch(cell.attrs.get(name, "").strip())
            and 1 < int(cell.attrs[name]) <= _SPAN
        }
        return Node(cell.tag, spans, _unwrapped(self._inside(in_cell=True).blocks_of(cell)))

    def _figure(self, node):
        captions = list(_seen(node, {"figcaption"}))
        rest = Node("div", {}, [c for c in node.children if all(c is not x for x in captions)])
        blocks = self._inside().blocks_of(rest)
        texts = [block for c in captions for block in self._inside().blocks_of(c)]
        if not (blocks and all(_is_picture(block) for block in blocks)):
            has_table = any(block.tag == "table" for block in blocks)
            return texts + blocks if has_table else blocks + texts
        pictures = [child for block in blocks for child in block.children]
        line = lines(_spaced(_runs_of(block.children) for block in texts))
        caption = [Node("figcaption", {}, nested(line[0]))] if line else []
        return [Node("figure", {}, pictures + caption)]


# --- Inline parts -----------------------------------------------------------------


def _marks(node, around):
    if node.tag == "a":
        href = _INSIDE_URL.sub("", node.attrs.get("href", "")).strip().replace(" ", "%20")
        usable = _LINK.match(href) and not _WORD_TARGETS.match(href)
        return {"a": {"href": href}} if usable and "a" not in around else {}
    found = office.marks(node)
    if {"sub", "sup"} & set(around):
        found -= {"sub", "sup"}
    return {tag: {} for tag in found}


def _shows(run):
    return not isinstance(run.content, str) or bool(tidy_text(run.content).strip())


def _without_start(runs, length):
    """The runs without their first `length` characters of text."""
    kept = []
    for run in runs:
        if isinstance(run.content, str):
            kept.append(Run(run.content[length:], run.marks))
            length = max(0, length - len(run.content))
        else:
            kept.append(run)
    return kept


def _unbroken(line):
    """The runs of a heading: no line breaks, and bold says nothing in it."""
    for run in line:
        marks = {tag: attrs for tag, attrs in run.marks.items() if tag != "strong"}
        yield Run(" " if run.blank else run.content, marks)


def _runs_of(children, marks=None):
    """The runs of finished children; items, cells and lists within follow one another."""
    marks = marks or {}
    for child in children:
        if isinstance(child, str) or child.tag in {"br", "img"}:
            yield Run(child, marks)
        elif child.tag in MARKS:
            yield from _runs_of(child.children, {**marks, child.tag: child.attrs})
        else:
            yield Run(" ", {})
            yield from _runs_of(child.children, marks)
            yield Run(" ", {})


def _spaced(groups):
    for group in groups:
        yield from group
        yield Run(" ", {})


# --- Parts of blocks --------------------------------------------------------------


def _is_picture(block):
    return block.tag == "p" and not block.text() and any(n.tag == "img" for n in block.walk())


def _is_inline(child):
    return isinstance(child, str) or child.tag in {*MARKS, "br", "img"}


def _unwrapped(blocks):
    """The children of an item or cell: the text of a first paragraph with only lists after."""
    if blocks and blocks[0].tag == "p" and all(b.tag in {"ul", "ol"} for b in blocks[1:]):
        return blocks[0].children + blocks[1:]
    return blocks


def _wrapped(children):
    """The blocks of an item again."""
    text = [child for child in children if _is_inline(child)]
    return [Node("p", {}, text)] * bool(text) + [c for c in children if not _is_inline(c)]


def _rows(table, sections=("thead", "tbody", "tfoot")):
    for section in _seen(table, sections):
        yield from _seen(section, {"tr"})


def _parts(table, rows):
    """The rows of the head, and those of the body and foot."""
    head = {id(row) for row in _rows(table, ("thead",))}
    return [
        ("thead", [row for row in rows if id(row) in head]),
        ("tbody", [row for row in rows if id(row) not in head]),
    ]


def _has_content(part):
    return any(cell.children for row in part.children for cell in row.children)


def _cells(row):
    return list(_seen(row, {"td", "th"}))


def _seen(node, tags):
    """The children with one of the tags that are not hidden."""
    for child in node.children:
        if isinstance(child, Node) and child.tag in tags and not office.hidden(child):
            yield child
