"""What Vega drew, made fit for a page and for a file.

Only elements and attributes on a list pass: no script, style, link or identifier of the renderer's
can reach a page. Patterns are defined here, with identifiers of the drawing's own.
"""

import re
from xml.etree import ElementTree as ET

from portal.charts import measure

NAMESPACE = "http://www.w3.org/2000/svg"
_ELEMENTS = {"g", "path", "rect", "line", "text", "tspan"}
_NUMBERS = {"d", "transform", "x", "y", "x2", "y2", "dx", "dy", "width", "height"}
_PAINT = {"fill", "stroke"}
_LOOKS = {
    "opacity",
    "fill-opacity",
    "font-size",
    "font-weight",
    "stroke-dasharray",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-opacity",
    "stroke-width",
    "text-anchor",
}
_DEFAULTS = {
    ("opacity", "1"),
    ("stroke-linecap", "butt"),
    ("stroke-dasharray", "1,0"),
    ("text-anchor", "start"),
    ("font-weight", "400"),
    ("font-weight", "normal"),
}
_COLOUR = re.compile(r"none|transparent|#[0-9a-fA-F]{3,8}|var\(--[a-z0-9-]+, #[0-9a-f]{6}\)")
_PATTERN = re.compile(r"url\(#(fill-[a-z0-9]+)\)")
_TOKEN = re.compile(r"var\(--[a-z0-9-]+, (#[0-9a-f]{6})\)")
_LONG = re.compile(r"\d+\.\d{2,}")
_PAPER, _LINE_2 = "var(--raise, #ffffff)", "var(--line-2, #81908c)"

#: Ground, and what is drawn on it in a square of 6 pixels.
_FILLS = {
    "fill-2": ("var(--chart-2, #b4540a)", ("M-1,5L1,7M-1,-1L7,7M5,-1L7,1", 1.25)),
    "fill-3": ("var(--chart-3, #3d4fa3)", ("M1.5,3h2M4.5,0h2M-1.5,0h2M4.5,6h2M-1.5,6h2", 1.75)),
    "fill-4": ("var(--chart-4, #8f2c6d)", ("M0,3h6", 1.25)),
    "fill-5": ("var(--chart-5, #5c5a00)", ("M0,3h6M3,0v6", 1.0)),
    "fill-missing": (None, ("M-1,5L1,7M-1,-1L7,7M5,-1L7,1", 0.75)),
}


class NotDrawn(ValueError):
    """The renderer gave something that is not the picture of a chart."""


# --- from Vega ------------------------------------------------------------------------


def cleaned(drawn):
    """The root element of an SVG text, reduced to what is on the lists."""
    root = ET.fromstring(drawn)  # noqa: S314  the renderer's own output; expat bounds entities
    if root.tag != f"{{{NAMESPACE}}}svg":
        raise NotDrawn(root.tag)
    answer = ET.Element("svg", {name: root.attrib[name] for name in ("width", "height", "viewBox")})
    answer.extend(_children(root))
    return answer


def _children(node):
    for child in node:
        tag = child.tag.removeprefix(f"{{{NAMESPACE}}}") if isinstance(child.tag, str) else ""
        if tag not in _ELEMENTS or child.get("display") == "none":
            continue
        attributes = _attributes(child)
        if tag in ("path", "rect", "line") and not _is_visible(child):
            continue
        kept = list(_children(child))
        text = child.text if tag in ("text", "tspan") else None
        if tag == "g" and not attributes:
            yield from kept
        elif tag != "g" or kept:
            element = ET.Element(tag, attributes)
            element.text = text
            element.extend(kept)
            yield element


def _is_visible(node):
    """Frames that Vega draws around groups are painted with nothing."""
    painted = {node.get("fill", "none"), node.get("stroke", "none")} - {"none", "transparent"}
    return bool(painted) and node.get("opacity") != "0"


def _attributes(node):
    kept = {name: value for name, value in node.attrib.items() if _passes(name, value)}
    for name in _NUMBERS & kept.keys():
        kept[name] = _LONG.sub(_shorter, kept[name])
    if kept.get("transform") == "translate(0,0)":
        del kept["transform"]
    return kept


def _passes(name, value):
    if name in _PAINT:
        return bool(_COLOUR.fullmatch(value) or _PATTERN.fullmatch(value))
    return name in _NUMBERS or (name in _LOOKS and (name, value) not in _DEFAULTS)


def _shorter(number):
    return f"{float(number[0]):.1f}".removesuffix(".0")


# --- for a page -----------------------------------------------------------------------


def for_page(root, name, job):
    """The drawing to stand in a page: coloured by tokens, named for those who do not see it.

    name: begins the identifiers of this drawing and of no other on the page.
    """
    words = [("title", f"{name}-t", job["title"]), ("desc", f"{name}-d", job["description"])]
    answer = ET.Element(
        "svg",
        {
            "viewBox": root.get("viewBox"),
            "width": root.get("width"),
            "height": root.get("height"),
            "role": "img",
            "aria-labelledby": " ".join(identifier for _tag, identifier, _text in words),
        },
    )
    for tag, identifier, text in words:
        ET.SubElement(answer, tag, {"id": identifier}).text = text
    drawing = ET.SubElement(answer, "g", {"aria-hidden": "true"})
    drawing.extend(_with_patterns(root, name))
    return ET.tostring(answer, "unicode")


def _with_patterns(root, name):
    """The children of a drawing after the patterns that they use."""
    used = set()
    for node in root.iter():
        for attribute in _PAINT:
            if found := _PATTERN.fullmatch(node.get(attribute, "")):
                used.add(found[1])
                node.set(attribute, f"url(#{name}-{found[1]})")
    children = list(root)
    if used:
        definitions = ET.Element("defs")
        definitions.extend(_pattern(fill, f"{name}-{fill}") for fill in sorted(used))
        children.insert(0, definitions)
    return children


def _pattern(fill, identifier):
    ground, (lines, width) = _FILLS[fill]
    size = {"width": "6", "height": "6"}
    pattern = ET.Element("pattern", {"id": identifier, "patternUnits": "userSpaceOnUse", **size})
    if ground:
        ET.SubElement(pattern, "rect", {**size, "fill": ground})
    stroke = _PAPER if ground else _LINE_2
    ET.SubElement(
        pattern, "path", {"d": lines, "stroke": stroke, "stroke-width": f"{width}", "fill": "none"}
    )
    return pattern


# --- for a file -----------------------------------------------------------------------

_MARGIN = 24
_SUBJECT, _TITLE, _SUBTITLE, _NOTE = 13, 20, 14, 12  # sizes
_LEADING = 1.4


def for_file(root, name, job):
    """A picture that stands alone: white ground, plain colours, all its words in it."""
    width = float(root.get("width"))
    words = [
        (job["subject"], _SUBJECT, 600, "#0b6b63"),
        (job["warning"], _SUBJECT, 600, "#a03c00"),
        (job["title"], _TITLE, 600, "#10201f"),
        (job["subtitle"], _SUBTITLE, 400, "#475654"),
    ]
    head, y = _set(words, _MARGIN, width)
    drawing = ET.Element("g", {"transform": f"translate({_MARGIN},{y + 16:.1f})"})
    drawing.extend(_with_patterns(root, name))
    y += 16 + float(root.get("height")) + 20
    notes = [(note, _NOTE, 400, "#475654") for note in job["notes"]]
    foot, y = _set(notes, y, width)
    size = {"width": f"{width + 2 * _MARGIN:g}", "height": f"{y + _MARGIN:.0f}"}
    answer = ET.Element(
        "svg",
        {
            "xmlns": NAMESPACE,
            **size,
            "viewBox": f"0 0 {size['width']} {size['height']}",
            "font-family": f"{measure.FAMILY}, Segoe UI, Roboto, Noto Sans, Arial, sans-serif",
            "role": "img",
            "xml:lang": job["language"],
            "aria-labelledby": f"{name}-t {name}-d",
        },
    )
    ET.SubElement(answer, "title", {"id": f"{name}-t"}).text = job["title"]
    description = " ".join(
        text for text in (job["subject"], job["warning"], job["description"], job["trend"]) if text
    )
    ET.SubElement(answer, "desc", {"id": f"{name}-d"}).text = description
    ET.SubElement(answer, "rect", {"width": "100%", "height": "100%", "fill": "#ffffff"})
    answer.extend([*head, drawing, *foot])
    return _TOKEN.sub(r"\1", ET.tostring(answer, "unicode"))


def _set(paragraphs, y, width):
    """The text elements of paragraphs (text, size, weight, colour) below y, and where they end."""
    elements = []
    for text, size, weight, colour in paragraphs:
        for line in text and measure.wrap(text, size, width, weight):
            y += size * _LEADING
            element = ET.Element(
                "text",
                {
                    "x": f"{_MARGIN}",
                    "y": f"{y - size * 0.3:.1f}",
                    "font-size": f"{size}",
                    "font-weight": f"{weight}",
                    "fill": colour,
                },
            )
            element.text = line
            elements.append(element)
    return elements, y
