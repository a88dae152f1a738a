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
