"""What only eyes see: paper, wide windows, phones."""

import re

import pytest
from django.utils import timezone

pytestmark = pytest.mark.browser

#: The width of A4 between its margins, in pixels.
SHEET = 673
#: The most sheets and KiB that a page may take on paper.
PRINTED = {
    "/vi/thong-ke/fdi/": (9, 150),
    "/en/statistics/fdi-by-year/": (6, 100),
    "/vi/thong-ke/von-fdi-theo-nam/": (6, 100),
    "/vi/tin-tuc/fdi-11-thang-2022/": (5, 500),
}
#: What sticks out to the right, and rows in which words are broken letter by letter.
CUT = """() => [...document.querySelectorAll('main *')]
    .filter(one => one.checkVisibility() && getComputedStyle(one).position !== 'absolute')
    .filter(one => one.getBoundingClientRect().right > innerWidth + 1
        || one.matches('tbody tr') && one.getBoundingClientRect().height > 60)
    .map(one => `${one.tagName} ${one.textContent.trim().slice(0, 40)}`)"""


@pytest.mark.parametrize("path", PRINTED)
def test_paper_takes_all_of_a_page_and_says_where_it_stood(visit, path):
    page = visit(viewport={"width": SHEET, "height": 1000})
    page.emulate_media(media="print")
    page.goto(path)
    assert page.evaluate(CUT) == []
    foot = page.locator(".paper").inner_text()
    assert foot.startswith(f"{page.url} – ")
    today = timezone.localdate()
    assert f"{today:%d/%m/%Y}" in foot or f"{today.day} {today:%B %Y}" in foot
    assert page.locator(".paper").bounding_box()["y"] > page.locator("h1").bounding_box()["y"]
    sheets, size = PRINTED[path]
    printed = page.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", printed)) <= sheets
    assert len(printed) <= size * 1024


#: The parts of a figure's width that its chart and the words beside it take.
FILLED = """() => [...document.querySelectorAll('.fig__in')].map(figure => {
    const inner = figure.clientWidth;
    const shown = [...figure.querySelectorAll('svg[role=img], .fig__trend')]
        .filter(one => one.checkVisibility()).map(one => one.getBoundingClientRect());
    return (Math.max(...shown.map(box => box.right)) - Math.min(...shown.map(box => box.left)))
        / inner; })"""


@pytest.mark.parametrize(
    ("path", "in_a_row"),
    [("/vi/thong-ke/fdi/", 2), ("/en/statistics/ngo/", 2), ("/vi/thong-ke/von-fdi-luy-ke/", 1),
     ("/vi/pci/", 1)],
)  # fmt: skip
def test_no_blank_stands_beside_a_chart(visit, path, in_a_row):
    page = visit(viewport={"width": 1440, "height": 900})
    page.goto(path)
    assert min(page.evaluate(FILLED)) >= 0.8
    boxes = [figure.bounding_box() for figure in page.locator(".fig__in").all()]
    first = [box for box in boxes if abs(box["y"] - boxes[0]["y"]) < 5]
    assert len(first) == in_a_row


#: Names of which a line holds one syllable and the next line the other.
BROKEN = """() => { const found = [];
    for (const heading of document.querySelectorAll('h1, h2, h3, .headline')) {
        const texts = document.createTreeWalker(heading, NodeFilter.SHOW_TEXT);
        while (texts.nextNode()) {
            const text = texts.currentNode;
            for (const name of text.data.matchAll(/Thái\\sBình|Hưng\\sYên|đứng\\sđầu/g)) {
                const range = document.createRange();
                range.setStart(text, name.index);
                range.setEnd(text, name.index + name[0].length);
                const lines = new Set([...range.getClientRects()].map(line => line.top));
                if (lines.size > 1) found.push(heading.textContent.trim());
            }
        }
    }
    return found; }"""


@pytest.mark.parametrize(
    "path", ["/vi/", "/vi/tin-tuc/", "/vi/tin-tuc/fdi-11-thang-2022/", "/vi/pci/", "/vi/thong-ke/"]
)
def test_the_syllables_of_a_name_stay_on_one_line(visit, path):
    page = visit(viewport={"width": 1440, "height": 900})
    page.goto(path)
    broken = {}
    for width in range(320, 1441, 40):
        page.set_viewport_size({"width": width, "height": 900})
        broken[width] = page.evaluate(BROKEN)
    assert {width: found for width, found in broken.items() if found} == {}


@pytest.mark.parametrize(
    ("path", "most", "sections", "days"),
    [("/vi/", 160, 0, 0), ("/vi/thong-ke/fdi/", 160, 1, 1), ("/en/statistics/fdi/", 180, 1, 1),
     ("/vi/du-an/fdi/?as_of=2022-11-30", 160, 1, 1), ("/en/projects/oda/", 180, 1, 1)],
)  # fmt: skip
def test_a_phone_shows_the_page_soon(visit, path, most, sections, days):
    """The strips, the header and one line of the sections; one way to ask for a day.

    The notice over all pages is the sample's; without one 724 of 844 pixels are left.
    """
    page = visit(viewport={"width": 390, "height": 844})
    page.goto(path)
    head, notice = (page.locator(part).bounding_box() for part in ("header.head", ".strip"))
    assert head["y"] + head["height"] <= most
    assert head["height"] - notice["height"] <= 120
    lines = page.locator(".subnav").all()
    assert len(lines) == sections
    for line in lines:
        assert len({link.bounding_box()["y"] for link in line.locator("a").all()}) == 1
    assert page.locator("form input[name=as_of]").count() == days
