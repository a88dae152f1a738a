"""SVG as text: its elements, and the two documents of a drawing, for a page and for a file.

Markup is SVG already; whatever else comes as content or as an attribute is escaped.
"""

import re
from dataclasses import dataclass

from markupsafe import Markup, escape

from portal.charts import measure
from portal.charts.colours import LINE_2, PAPER, PATTERNS
from portal.text.html.inline import tidy_text

NAMESPACE = "http://www.w3.org/2000/svg"
# Only of attributes: in words a quotation mark is escaped.
_TOKEN = re.compile(r'="var\(--[a-z0-9-]+, (#[0-9a-f]{6})\)"')
_PATTERN = re.compile(r'"url\(#(fill-[a-z0-9]+)\)"')


@dataclass(frozen=True)
class Drawing:
    """The marks of a chart and the size that they take, in pixels."""

    width: float
    height: float
    marks: Markup


def number(value):
    """A number of pixels, to the hundredth."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def element(tag, content="", /, **attributes):
    """One element. attributes: as Python spells them (stroke_width); None leaves one out."""
    said = "".join(
        f' {name.replace("_", "-")}="{_attribute(value)}"'
        for name, value in attributes.items()
        if value is not None
    )
    inner = content if isinstance(content, Markup) else escape(tidy_text(content))
    return Markup(f"<{tag}{said}>{inner}</{tag}>" if inner else f"<{tag}{said}/>")  # noqa: S704


def joined(elements):
    return Markup().join(elements)


def _attribute(value):
    return number(value) if isinstance(value, int | float) else escape(value)


# --- for a page -----------------------------------------------------------------------


def for_page(chart, width):
    """The drawing to stand in a page: coloured by tokens, named for those who do not see it."""
    drawing, name = chart.draw(width), f"{chart.name}-{width}"
    return _svg(
        [
            element("title", chart.title, id=f"{name}-t"),
            element("desc", chart.description, id=f"{name}-d"),
            element("g", _with_patterns(drawing, name), aria_hidden="true"),
        ],
        name,
        *(drawing.width, drawing.height),
    )


def _svg(elements, name, width, height, **more):
    return element(
        "svg",
        joined(elements),
        viewBox=f"0 0 {number(width)} {number(height)}",
        width=width,
        height=height,
        role="img",
        aria_labelledby=f"{name}-t {name}-d",
        **more,
    )


def _with_patterns(drawing, name):
    """The marks after the patterns that they use, with identifiers of this drawing's own."""
    used = sorted(set(_PATTERN.findall(drawing.marks)))
    marks = _PATTERN.sub(rf'"url(#{name}-\1)"', drawing.marks)
    patterns = joined(_pattern(fill, f"{name}-{fill}") for fill in used)
    defined = element("defs", patterns) if used else ""
    return joined([defined, Markup(marks)])  # noqa: S704


def _pattern(fill, identifier):
    ground, lines, width = PATTERNS[fill]
    size = {"width": 6, "height": 6}
    stroke = PAPER if ground else LINE_2
    drawn = element("path", d=lines, stroke=stroke, stroke_width=width, fill="none")
    if ground:
        drawn = element("rect", **size, fill=ground) + drawn
    return element("pattern", drawn, id=identifier, patternUnits="userSpaceOnUse", **size)


# --- for a file -----------------------------------------------------------------------

_MARGIN = 24
_SUBJECT, _TITLE, _SUBTITLE, _NOTE = 13, 20, 14, 12  # sizes
_LEADING = 1.4
_INK, _QUIET, _ACCENT, _WARNING = "#10201f", "#475654", "#0b6b63", "#a03c00"


def for_file(chart, width):
    """A picture that stands alone: white ground, plain colours, all its words in it."""
    drawing, name, about = chart.draw(width), f"{chart.name}-{width}", chart.about
    words = [
        (about.subject, _SUBJECT, 600, _ACCENT),
        (about.warning, _SUBJECT, 600, _WARNING),
        (chart.title, _TITLE, 600, _INK),
        (about.subtitle, _SUBTITLE, 400, _QUIET),
    ]
    head, top = _set(words, _MARGIN, drawing.width)
    place = f"translate({_MARGIN},{number(top + 16)})"
    notes = (about.source, about.dates, about.publisher, about.address)
    foot, bottom = _set(
        [(note, _NOTE, 400, _QUIET) for note in notes], top + drawing.height + 36, drawing.width
    )
    told = (about.subject, about.warning, chart.description, chart.trend)
    elements = [
        element("title", chart.title, id=f"{name}-t"),
        element("desc", " ".join(filter(None, told)), id=f"{name}-d"),
        element("rect", width="100%", height="100%", fill="#ffffff"),
        *head,
        element("g", _with_patterns(drawing, name), transform=place),
        *foot,
    ]
    family = f"{measure.FAMILY}, Segoe UI, Roboto, Noto Sans, Arial, sans-serif"
    more = {"xmlns": NAMESPACE, "font_family": family, "xml:lang": about.language}
    size = (drawing.width + 2 * _MARGIN, round(bottom + _MARGIN))
    return _TOKEN.sub(r'="\1"', _svg(elements, name, *size, **more))


def _set(paragraphs, y, width):
    """The text elements of paragraphs (text, size, weight, colour) below y, and where they end."""
    elements = []
    for text, size, weight, colour in paragraphs:
        for line in measure.wrap(tidy_text(text), size, width, weight) if text else []:
            y += size * _LEADING
            look = {"font_size": size, "font_weight": weight, "fill": colour}
            elements.append(element("text", line, x=_MARGIN, y=y - size * 0.3, **look))
    return elements, y
