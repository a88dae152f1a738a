import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.text import legacy
from portal.text.legacy import to_unicode

REFERENCE = Path(__file__).parents[2] / "projects" / "reference"
TO_TCVN3 = {new: old for old, new in legacy._TCVN3.items()}
TO_VNI = {new: old for old, new in reversed(legacy._VNI.items())}


def names():
    """Vietnamese names of places and industries, foreign ones of countries among them."""
    for table in ("units", "countries", "industries", "sectors"):
        with (REFERENCE / f"{table}.csv").open() as file:
            yield from (row["name_vi"] for row in csv.DictReader(file) if row.get("name_vi"))


NAMES = sorted(set(names()))
#: What a sheet calls things: enough words that the old fonts are told without doubt.
PHRASES = ["dự án xây dựng nhà máy sản xuất", "công ty trách nhiệm hữu hạn đầu tư nước ngoài"]


#: TCVN3 has no ç, so no font could show Curaçao.
WRITABLE = [name for name in NAMES if all(c.isascii() or c in TO_TCVN3 for c in name.lower())]


def typed_for(table, text):
    return "".join(table.get(letter, letter) for letter in text)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Nhµ m¸y s¶n xuÊt", "Nhà máy sản xuất"),
        ("§Çu t\xad n\xadíc ngoµi", "Đầu tư nước ngoài"),
        ("Céng hßa x· héi chñ nghÜa", "Cộng hòa xã hội chủ nghĩa"),
        ("UBND tØnh, Q§-UBND ngµy 5/1", "UBND tỉnh, QĐ-UBND ngày 5/1"),
        ("Nhaø maùy saûn xuaát", "Nhà máy sản xuất"),
        ("Coâng ty TNHH Ñaàu tö", "Công ty TNHH Đầu tư"),
        ("TÆNH THAÙI BÌNH", "TỈNH THÁI BÌNH"),
    ],
)
def test_texts_of_the_old_fonts_are_read(typed, meant):
    assert to_unicode(typed) == meant


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Nhà máy",
        "Thái Bình",
        "Hoà bình",
        "CÔNG TY TNHH Ý",
        "«Thái»",
        "Société Générale",
        "São Paulo",
        "Müller & Söhne GmbH",
        "Côte d’Ivoire",
        "Sony® 3×4 m²",
        "5 µm",
        "© 2022",
        "§ 5",
        "½",
    ],
)
def test_other_texts_stay(text):
    assert to_unicode(text) == text


def test_no_name_in_unicode_is_taken_for_an_old_one():
    assert [name for name in NAMES if to_unicode(name) != name] == []


@given(st.sampled_from(PHRASES), st.sampled_from(WRITABLE))
def test_a_text_typed_for_tcvn3_comes_back(phrase, name):
    text = f"{phrase} {name.lower()}"
    assert to_unicode(typed_for(TO_TCVN3, text)) == text


@given(st.sampled_from(PHRASES), st.sampled_from(NAMES))
def test_a_text_typed_for_vni_comes_back(phrase, name):
    text = f"{phrase} {name}"
    assert to_unicode(typed_for(TO_VNI, text)) == text


@given(st.text())
def test_reading_twice_changes_nothing(text):
    once = to_unicode(text)
    assert to_unicode(once) == once


@pytest.mark.parametrize(
    ("typed", "meant"), [("Quèc", "Quốc"), ("viÖc", "việc"), ("Quoác", "Quốc")]
)
def test_a_syllable_that_cannot_be_is_proof_by_itself(typed, meant):
    assert to_unicode(typed) == meant


#: (font, text of it that is certain, text that is none of Unicode's, what it means).
BESIDE = [
    (legacy.TCVN3, "Nhµ m¸y s¶n xuÊt", "tæng", "tổng"),
    (legacy.TCVN3, "Nhµ m¸y s¶n xuÊt", "cöa hµng", "cửa hàng"),
    (legacy.VNI, "Nhaø maùy saûn xuaát", "tö", "tư"),
]


@pytest.mark.parametrize(("font", "certain", "typed", "meant"), BESIDE)
def test_beside_texts_of_a_font_what_is_no_vietnamese_is_read_too(font, certain, typed, meant):
    assert legacy.common_font([certain, "Dự án", "x"]) == font
    assert to_unicode(typed, font) == meant


def test_texts_of_two_fonts_say_nothing_of_others():
    assert legacy.common_font(["Nhµ m¸y s¶n xuÊt", "Nhaø maùy saûn xuaát"]) is None


@pytest.mark.parametrize("font", [legacy.TCVN3, legacy.VNI])
@pytest.mark.parametrize("text", ["Sè", "Ghi chó", "Soá", "Thái Bình", "São Paulo", "Müller"])
def test_what_may_be_right_stays_beside_texts_of_a_font_too(font, text):
    assert to_unicode(text, font) == text


def sample_texts():
    """The Vietnamese texts of the registers of the sample."""
    for path in (REFERENCE.parents[1] / "portal/home/sample/registers").glob("*.csv"):
        with path.open() as file:
            for line in csv.DictReader(file):
                yield from (value for value in line.values() if value)


@pytest.mark.parametrize("font", [None, legacy.TCVN3, legacy.VNI])
def test_no_text_in_unicode_is_changed_whatever_stands_beside_it(font):
    texts = {*NAMES, *sample_texts()}
    words = {word for text in texts for word in text.split()}
    changed = [text for text in texts | words if to_unicode(text, font) != text]
    assert (len(texts) > 1000, changed) == (True, [])


@given(st.lists(st.sampled_from(NAMES), max_size=4), st.sampled_from([legacy.TCVN3, legacy.VNI]))
def test_names_in_unicode_joined_to_one_text_stay_beside_any_font(parts, font):
    text = ", ".join(parts)
    assert to_unicode(text, font) == text
