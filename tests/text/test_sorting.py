import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.text.sorting import sort_key

ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
SYLLABLES = st.text(alphabet=ALPHABET + ALPHABET.upper(), min_size=1, max_size=6)


@pytest.mark.parametrize(
    "ordered",
    [
        list(ALPHABET),
        ["ba", "bà", "bả", "bã", "bá", "bạ"],
        ["an", "An", "AN", "án"],
        ["an", "an ninh", "anh"],
        ["Đà Nẵng", "Đắk Lắk", "Đông Hưng"],
        ["Dũng", "Đức"],
        ["ma", "mà", "mà thôi", "ma túy", "mai"],
        ["ẩm", "ân", "ấn", "Ấn Độ"],
        ["10", "2", "a"],
        ["", "a"],
        ["Hà Nam", "Hà Nội", "Hải Phòng", "Hưng Yên", "Thái Bình"],
        ["zebra", "日本"],
    ],
)
def test_it_sorts_like_a_vietnamese_dictionary(ordered):
    shuffled = random.sample(ordered, len(ordered))
    assert sorted(shuffled, key=sort_key) == ordered


def test_the_place_of_the_tone_mark_does_not_matter():
    assert sort_key("hòa") == sort_key("hoà")


def test_punctuation_does_not_matter():
    assert sort_key("Sở KH&ĐT (Thái Bình)") == sort_key("Sở KH ĐT Thái Bình")


@given(st.text())
def test_it_has_digits_only_so_every_collation_agrees(text):
    assert sort_key(text).isascii()
    assert sort_key(text).isdigit()


@given(st.text())
def test_composition_does_not_matter(text):
    assert sort_key(unicodedata.normalize("NFC", text)) == sort_key(
        unicodedata.normalize("NFD", text)
    )


@given(SYLLABLES, SYLLABLES)
def test_letters_decide_before_anything_else(one, other):
    places = [[ALPHABET.index(c) for c in word.lower()] for word in (one, other)]
    if places[0] != places[1]:
        assert (sort_key(one) < sort_key(other)) == (places[0] < places[1])


@given(SYLLABLES, SYLLABLES)
def test_a_longer_text_follows_its_beginning(one, other):
    assert sort_key(one) < sort_key(one + other)
    assert sort_key(one) < sort_key(f"{one} {other}")
