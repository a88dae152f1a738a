import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.text.fold import fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("12/2019/QĐ-UBND", "12 2019 qd ubnd"),
        ("Đầu tư", "dau tu"),
        ("  Thái\u00a0Bình —\n“Trà Lý” ", "thai binh tra ly"),
        ("1.628,89", "1 628 89"),
        ("a_b", "a b"),
        ("a\0b", "ab"),
        ("Straße İ", "strasse i"),
        ("…", ""),
        ("", ""),
    ],
)
def test_it_leaves_base_letters_and_digits(text, folded):
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_composition_does_not_matter(text):
    composed = fold(unicodedata.normalize("NFC", text))
    assert composed == fold(unicodedata.normalize("NFD", text)) == fold(text)


@given(st.text())
def test_no_word_is_empty_and_nothing_is_punctuation(text):
    folded = fold(text)
    assert folded == " ".join(folded.split())
    assert all(word.isalnum() for word in folded.split())
