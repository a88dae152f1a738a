"""A body as visitors see it."""

import re
from itertools import zip_longest

from django.utils.translation import gettext as _
from markupsafe import Markup

from portal.text.html.inline import tidy_text
from portal.text.html.reading import KEY, document, headings_in, inline_text, tables_in
from portal.text.html.tree import Node, serialise

_SIZES = "(min-width: 62em) 41rem, 100vw"
# 12/2019/QĐ-UBND, 33/KH-UBND, 143/2025/QH15; never broken across lines.
_LEGAL_NUMBER = re.compile(
    r"(?<![\w/])(\d{1,5}[a-zđ]?/(?:(?:19|20)\d\d/[A-ZĐƯ]\w*(?:-[A-ZĐƯ]\w*)*"
    r"|[A-ZĐƯ]\w*(?:-[A-ZĐƯ]\w*)+))(?![\w/])"
)

# 67,81 and −1.20 and 94 %, and what stands for no number.
_NUMBER = re.compile(r"[-−+]?\s*\d[\d.,\s]*%?|[-–]")
_YEAR_HEADING = re.compile(r"năm|years?", re.I)
_YEAR = re.compile(r"(19|20)\d\d|2100")


def render(html, picture):
    """The public Markup of a body.

    `picture(key)` gives the src, srcset, width and height of one of our files as a dict, or
    None for a file unknown or not public, whose picture is left out. Headings get the ids of
    headings(); tables a caption, header cells and a frame that scrolls. A tree given in place
    of the body is used up.
    """
    root = document(html)
    for node, heading in zip(_all(root, "h2"), headings_in(root), strict=True):
        node.attrs["id"] = heading.id
    _place_pictures(root, picture)
    for number, (parent, table, caption) in enumerate(tables_in(root), start=1):
        _frame(parent, table, caption, number)
    for link in _all(root, "a"):
        if link.attrs["href"].lower().startswith("http"):
            link.attrs["rel"] = "noopener"
    _keep_numbers_whole(root)
    return Markup(serialise(root.children))  # noqa: S704


def _all(root, tag):
    return [node for node in root.walk() if node.tag == tag]


def _place_pictures(node, picture):
    """Replace the pictures below a node; what held nothing else goes with an unknown one."""
    kept = []
    for child in node.children:
        if not isinstance(child, Node):
            kept.append(child)
        elif child.tag == "img":
            kept += _picture(child, picture)
        else:
            had_pictures = bool(_all(child, "img"))
            _place_pictures(child, picture)
            if not had_pictures or _all(child, "img") or _outlives_picture(child):
                kept.append(child)
    node.children = kept


def _outlives_picture(node):
    if node.tag in {"td", "th", "tr", "tbody", "thead"}:
        return True
    # The caption of a figure says nothing without its picture.
    return node.tag != "figure" and bool(node.text())


def _picture(node, picture):
    key = KEY.match(node.attrs["src"])[1]
    found = picture(key)
    if not found:
        return []
    attrs = {
        "src": found["src"],
        "srcset": found["srcset"],
        "sizes": _SIZES,
        "width": str(found["width"]),
        "height": str(found["height"]),
        "loading": "lazy",
        "decoding": "async",
        # The editor keeps no other mark of a picture that is only decoration.
        "alt": "" if node.attrs["alt"] == "-" else node.attrs["alt"],
    }
    return [Node("img", attrs)]


def _frame(parent, table, caption, number):
    label = _("Table {number}").format(number=number)
    if caption:
        label = tidy_text(inline_text(caption)).strip()
        parent.children = [child for child in parent.children if child is not caption]
    _name_headers(table)
    _align_numbers(table)
    table.attrs["class"] = "tbl"
    if caption:
        table.children.insert(0, Node("caption", {}, caption.children))
    frame = {"class": "scroll", "role": "region", "tabindex": "0", "aria-label": label}
    place = next(i for i, child in enumerate(parent.children) if child is table)
    parent.children[place] = Node("div", frame, [table])


def _name_headers(table):
    rows = _all(table, "tr")
    depth = _header_depth(rows)
    if depth and not _any_header(rows):
        for row in rows[:depth]:
            for cell in row.children:
                cell.tag = "th"
    for place, row in enumerate(rows):
        for cell in (c for c in row.children if c.tag == "th"):
            cell.attrs["scope"] = "col" if place < depth else "row"
    head, body = Node("thead", {}, rows[:depth]), Node("tbody", {}, rows[depth:])
    table.children = [part for part in (head, body) if part.children]


def _align_numbers(table):
    """Mark the columns of which most cells are numbers, save those of years.

    Spans hide which column a cell is in.
    """
    rows = _all(table, "tr")
    if any({"colspan", "rowspan"} & cell.attrs.keys() for row in rows for cell in row.children):
        return
    for column in zip_longest(*(row.children for row in rows)):
        cells = [cell for cell in column if cell]
        told = [text for cell in cells if cell.tag == "td" and (text := cell.text().strip())]
        if _YEAR_HEADING.fullmatch(cells[0].text().strip()) and all(map(_YEAR.fullmatch, told)):
            continue
        if 2 * sum(bool(_NUMBER.fullmatch(text)) for text in told) > len(told):
            for cell in cells:
                cell.attrs["class"] = "num"


def _header_depth(rows):
    """How many rows are the head, 0 for none.

    The head is the first row, what its cells span, the row below a title that spans the
    table, and rows of header cells. A table that would be all head has none, and so has one
    whose first row is no header though others have header cells.
    """
    if _any_header(rows) and not _is_header(rows[0]):
        return 0
    depth, place = 1, 0
    while place < min(depth, len(rows)):
        spans = [int(cell.attrs.get("rowspan", 1)) for cell in rows[place].children]
        depth = max([depth, *(place + span for span in spans)])
        is_title = len(rows[place].children) == 1 and "colspan" in rows[place].children[0].attrs
        if is_title or (depth < len(rows) and _is_header(rows[depth])):
            depth = max(depth, place + 2)
        place += 1
    return depth if depth < len(rows) else 0


def _any_header(rows):
    return any(cell.tag == "th" for row in rows for cell in row.children)


def _is_header(row):
    return bool(row.children) and all(cell.tag == "th" for cell in row.children)


def _keep_numbers_whole(node):
    children = []
    for child in node.children:
        if isinstance(child, Node):
            _keep_numbers_whole(child)
            children.append(child)
        else:
            # Splitting by a group puts the numbers at the odd places.
            for place, part in enumerate(_LEGAL_NUMBER.split(child)):
                children.append(Node("span", {"class": "nw"}, [part]) if place % 2 else part)
    node.children = children
