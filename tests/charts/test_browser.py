"""What only a browser shows of charts: room for every label, colours of every mode, access."""

import re

import pytest

from tests.browser.conftest import axe

pytestmark = [pytest.mark.browser, pytest.mark.one_database]

WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
MODES = {
    "light": {"theme": "light"},
    "dark": {"theme": "dark"},
    "contrast": {"contrast": "more"},
}
#: The boxes of the words of each drawing that shows, in its own pixels; "" is the drawing's own.
BOXES = """() => [...document.querySelectorAll('.fig svg')].filter(svg => svg.checkVisibility())
    .map(svg => {
        const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
        const own = svg.getBoundingClientRect();
        const box = (node, text) => {
            const r = node.getBoundingClientRect();
            return [text, (r.left - own.left) / scale, (r.top - own.top) / scale,
                (r.right - own.left) / scale, (r.bottom - own.top) / scale];
        };
        return [svg.querySelector('title').textContent, svg.viewBox.baseVal.width,
            [box(svg, ''), ...[...svg.querySelectorAll('text')].map(t => box(t, t.textContent))]];
    })"""
SLACK = 1.5  # pixels
#: A line box is taller than its letters: that much may be shared by lines above each other.
LEADING = 4


@pytest.mark.parametrize("width", [320, 390, 768, 1440])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_label_is_cut_or_covers_another(show, language, width):
    drawings = show(language, width).evaluate(BOXES)
    assert len(drawings) == 11
    wrong = []
    for title, drawn_width, [own, *labels] in drawings:
        assert drawn_width == (300 if width < 700 else 680)
        assert len(labels) >= 8
        for text, left, top, right, bottom in labels:
            if left < -SLACK or top < -SLACK or right > own[3] + SLACK or bottom > own[4] + SLACK:
                wrong.append(f"{title}: {text} is cut at {left, top, right, bottom} of {own[3:]}")
        for index, one in enumerate(labels):
            for other in labels[index + 1 :]:
                across = min(one[3], other[3]) - max(one[1], other[1])
                down = min(one[4], other[4]) - max(one[2], other[2])
                if across > SLACK and down > LEADING:
                    wrong.append(f"{title}: {one[0]} and {other[0]} overlap by {across, down}")
    assert wrong == []


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("mode", MODES)
def test_axe_finds_nothing(show, mode, width):
    page = show("vi", width, **MODES[mode])
    assert axe(page, *WCAG) == []
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert axe(page, *WCAG) == []


def luminance(colour):
    parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


PAINT = """() => {
    const ground = getComputedStyle(document.querySelector('.fig__in')).backgroundColor;
    const used = {};
    for (const node of document.querySelectorAll('.fig svg [fill], .fig svg [stroke]'))
        for (const name of ['fill', 'stroke']) {
            const token = (node.getAttribute(name) || '').match(/--chart-(\\d|rest)/);
            if (token) used[token[0]] = getComputedStyle(node)[name];
        }
    return [ground, used];
}"""


def test_one_drawing_serves_every_mode(show):
    seen = {}
    for mode, data in MODES.items():
        ground, used = show("vi", 1440, **data).evaluate(PAINT)
        assert sorted(used) == [f"--chart-{name}" for name in (*"12345", "rest")]
        # Lines and their names are text in these colours: 4.5; what only fills: 3.
        for token, colour in used.items():
            least = 3 if token == "--chart-rest" else 4.5
            assert contrast(colour, ground) >= least, (mode, token)
        seen[mode] = (ground, *used.values())
    assert len(set(seen.values())) == 3


def test_it_follows_the_systems_dark_mode_too(show):
    page = show("vi", 1440)
    light = page.evaluate(PAINT)
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(PAINT) != light


def test_in_forced_colours_everything_is_seen_on_the_systems_ground(show):
    page = show("vi", 1440)
    page.emulate_media(forced_colors="active")
    ground, used = page.evaluate(PAINT)
    assert min(contrast(colour, ground) for colour in used.values()) >= 3


@pytest.mark.parametrize("width", [320, 390, 640])
def test_it_never_scrolls_sideways(show, width):
    page = show("vi", width)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_larger_text_makes_the_drawing_larger_or_the_one_for_phones(show):
    wide, larger = (show("vi", 1440, size=size) for size in ("0", "3"))
    measured = [
        page.locator(".fig__wide svg").first.bounding_box()["width"] for page in (wide, larger)
    ]
    assert measured[1] > measured[0] * 1.3
    assert show("vi", 900, size="3").locator(".fig__narrow svg").first.is_visible()
