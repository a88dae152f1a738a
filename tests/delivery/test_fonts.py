from itertools import product
from unicodedata import normalize

import pytest
from django.core.management import call_command
from fontTools.ttLib import TTFont

VOWELS = "aăâeêioôơuưy"
TONES = ["", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"]
# The letters that ASCII lacks, in both cases: 134.
LETTERS = {
    letter
    for vowel, tone in product(VOWELS, TONES)
    for letter in [normalize("NFC", vowel + tone), normalize("NFC", vowel.upper() + tone)]
    if not letter.isascii()
} | set("đĐ")

pytestmark = pytest.mark.one_database


@pytest.fixture(scope="module")
def fonts(tmp_path_factory):
    """The folder that build_fonts fills."""
    folder = tmp_path_factory.mktemp("font")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.conf.settings.FONT_DIR", folder)
        call_command("build_fonts")
    return folder / "fonts"


def test_it_writes_two_fonts_and_their_licence(fonts):
    assert sorted(path.name for path in fonts.iterdir()) == [
        "OFL.txt",
        "bvp-400.woff2",
        "bvp-600.woff2",
    ]
    assert "SIL OPEN FONT LICENSE" in (fonts / "OFL.txt").read_text()


@pytest.mark.parametrize("weight", ["400", "600"])
def test_a_font_is_small_and_draws_each_vietnamese_letter(fonts, weight):
    path = fonts / f"bvp-{weight}.woff2"
    font = TTFont(path)
    assert len(LETTERS) == 134
    assert LETTERS - set(map(chr, font.getBestCmap())) == set()
    assert set("–—‘’“”…•€₫§°×") - set(map(chr, font.getBestCmap())) == set()
    assert font["OS/2"].usWeightClass == int(weight)
    assert path.stat().st_size <= 16 * 1024
    assert "fpgm" not in font
    assert {record.FeatureTag for record in font["GPOS"].table.FeatureList.FeatureRecord} == {
        "kern",
        "mark",
        "mkmk",
    }


def test_the_same_source_gives_the_same_bytes(fonts):
    before = {path.name: path.read_bytes() for path in fonts.iterdir()}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.conf.settings.FONT_DIR", fonts.parent)
        call_command("build_fonts")
    assert {path.name: path.read_bytes() for path in fonts.iterdir()} == before
