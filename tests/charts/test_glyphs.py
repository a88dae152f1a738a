"""No letter of Vietnamese is lost or confused between a label and its picture."""

import io
import re
from itertools import pairwise

import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFont, ImageStat

from portal.charts import marks, measure
from portal.charts.chart import About, Chart, Table
from tests.delivery.test_fonts import LETTERS

pytestmark = pytest.mark.one_database

SIZE, CELL, ROW = 32, 48, 12  # pixels of a letter and of its square; squares in a row
DRAWN = sorted(LETTERS)
STYLES = {400: "Regular", 600: "SemiBold"}


def sheet(weight):
    """The PNG of all letters in squares, and where the first one stands."""
    letters = [
        marks.text(
            *(CELL * (index % ROW) + 8, CELL * (index // ROW) + 36, letter, SIZE),
            baseline="baseline",
            weight=weight,
        )
        for index, letter in enumerate(DRAWN)
    ]
    box = marks.Box(CELL * ROW, CELL * (len(DRAWN) // ROW + 1))
    about = About("vi", "", "", "", "")
    chart = Chart(about, "", "", "", Table((), ()), draw=lambda _width: box.drawing(letters))
    picture = Image.open(io.BytesIO(chart.file("png"))).convert("L")
    place = re.search(r'<g transform="translate\(([\d.]+),([\d.]+)\)', chart.file("svg").decode())
    x, y = map(float, place.groups())
    return picture, round(2 * x), round(2 * y)


def reference(letter, weight):
    font = ImageFont.truetype(measure.FONTS / f"BeVietnamPro-{STYLES[weight]}.ttf", 2 * SIZE)
    cell = Image.new("L", (2 * CELL, 2 * CELL), 255)
    ImageDraw.Draw(cell).text((16, 72), letter, font=font, fill=20, anchor="ls")
    return cell


def difference(one, other):
    return ImageStat.Stat(ImageChops.difference(one, other)).sum[0]


@pytest.mark.parametrize("weight", [400, 600])
def test_each_letter_looks_most_like_itself(weight):
    picture, left, top = sheet(weight)
    references = {letter: reference(letter, weight) for letter in DRAWN}
    seen = {}
    for index, letter in enumerate(DRAWN):
        x, y = left + 2 * CELL * (index % ROW), top + 2 * CELL * (index // ROW)
        cell = picture.crop((x, y, x + 2 * CELL, y + 2 * CELL))
        assert cell.getextrema()[0] < 100, f"{letter} is not drawn"
        seen[letter] = min(references, key=lambda name: difference(cell, references[name]))
    assert {letter: found for letter, found in seen.items() if found != letter} == {}


def test_every_letter_has_a_width_of_its_own():
    unknown = measure.width("\U0010ffff", 100)
    assert [letter for letter in DRAWN if measure.width(letter, 100) == unknown] == []
    widths = [measure.width("ắ" * count, 12) for count in range(5)]
    assert all(a < b for a, b in pairwise(widths))
