"""PDF files of one page, for tests."""

from io import BytesIO
from time import gmtime

from fontpkg_be_vietnam_pro import ROOT
from PIL import Image, ImageDraw, ImageFont

PAGE = 1240, 1754  # A4 at 150 dots per inch
MARGIN = 140
DATE = gmtime(1669852800)  # 1 December 2022: the same text gives the same bytes
INK, BRAND, MARK = "#10201f", "#0b5a55", "#b3261e"


def _font(weight, size):
    return ImageFont.truetype(ROOT / "files" / f"BeVietnamPro-{weight}.ttf", size)


def _wrapped(text, font, width):
    """The lines of `text` that are at most `width` pixels wide; a longer word stands alone."""
    line = ""
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and font.getlength(longer) > width:
            yield line
            line = word
        else:
            line = longer
    yield line


def pdf(title: str, lines: list[str]) -> bytes:
    """A PDF of one A4 page that shows the title and the lines as a picture.

    Long lines are wrapped; what does not fit the page is cut off.
    """
    page = Image.new("RGB", PAGE, "white")
    pen = ImageDraw.Draw(page)
    width = PAGE[0] - 2 * MARGIN
    pen.text((MARGIN, 90), "MẪU / SAMPLE", MARK, _font("SemiBold", 30))
    pen.line((MARGIN, 150, PAGE[0] - MARGIN, 150), MARK, 3)
    y = 200
    for texts, font, colour, leading in (
        ([title], _font("SemiBold", 42), BRAND, 60),
        (lines, _font("Regular", 27), INK, 44),
    ):
        for text in texts:
            for line in _wrapped(text, font, width):
                pen.text((MARGIN, y), line, colour, font)
                y += leading
            y += leading // 3
    out = BytesIO()
    page.save(out, "PDF", resolution=150, title=title, creationDate=DATE, modDate=DATE)
    return out.getvalue()
