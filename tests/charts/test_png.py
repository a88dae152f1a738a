"""A chart in pixels: what is in it, and that nothing else gets there."""

import io
from decimal import Decimal as D

import pytest
from PIL import Image

from portal.charts import png, shapes
from portal.charts.svg import NAMESPACE
from tests.charts.samples import about

pytestmark = pytest.mark.one_database

RED = (255, 0, 0)  # no colour of ours


def chart(name="Hàn Quốc", **words):
    return shapes.bars(about("en", **words), {name: D(2), "Nhật Bản": D(1)})


def colours(picture):
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    return {colour for _count, colour in image.getcolors(image.width * image.height)}


def test_it_is_the_picture_twice_as_large_in_few_colours():
    picture = chart().file("png")
    image = Image.open(io.BytesIO(picture))
    assert (image.format, image.mode) == ("PNG", "P")
    assert image.width == 2 * (680 + 2 * 24)
    assert image.convert("RGB").getpixel((0, 0)) == (255, 255, 255)
    # The strong bar, the others, and the ink, exactly.
    assert colours(picture) >= {(0x0B, 0x6B, 0x63), (0x62, 0x99, 0x8E), (0x10, 0x20, 0x1F)}
    assert len(colours(picture)) <= png.COLOURS
    assert chart().file("png") == picture


@pytest.fixture
def secret(tmp_path):
    """A picture on this machine that no reader may see."""
    path = tmp_path / "secret.png"
    Image.new("RGB", (50, 50), RED).save(path)
    return path


def image_of(path, prefix=""):
    return f'<image {prefix}href="{path}" width="600" height="400"/>'


def test_no_name_has_a_file_read(secret):
    """An element that names a file would show it: names become none."""
    size = f'xmlns="{NAMESPACE}" width="700" height="500"'
    assert RED in colours(png.rasterised(f"<svg {size}>{image_of(secret)}</svg>"))
    address = secret.as_uri()
    for hostile in (
        image_of(secret),
        f"</text>{image_of(secret)}<text>",
        f'"/>{image_of(secret)}<rect fill="',
        f"]]>{image_of(secret)}",
        f'<?xml-stylesheet href="{address}"?><!DOCTYPE svg [<!ENTITY x SYSTEM "{address}">]>&x;',
        f"url({address}) url(#fill-2)",
        str(secret),
    ):
        said = dict.fromkeys(("title", "subtitle", "unit", "source", "dates"), hostile)
        hidden = chart(hostile, **said).published(hostile, hostile, hostile, warning=hostile)
        assert RED not in colours(hidden.file("png"))


@pytest.mark.parametrize("odd", ["\x00", "\x1b", "\u200b", "\ud800", "\ufffe", "\uffff"])
def test_an_odd_character_in_a_name_spoils_no_picture(odd):
    drawn = chart(f"Hàn{odd} Quốc")
    assert b">H\xc3\xa0n Qu\xe1\xbb\x91c</text>" in drawn.file("svg")
    assert drawn.file("png").startswith(b"\x89PNG")
