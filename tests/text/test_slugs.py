import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.text.slugs import slugify


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Đầu tư", "dau-tu"),
        ("Quyết định số 12/2019/QĐ-UBND", "quyet-dinh-so-12-2019-qd-ubnd"),
        ("投資", ""),
        ("!?", ""),
    ],
)
def test_it_makes_a_readable_address(title, slug):
    assert slugify(title) == slug


def test_it_cuts_between_words():
    assert slugify("Thu hút đầu tư", max_length=10) == "thu-hut"
    assert slugify("Thu hút đầu tư", max_length=11) == "thu-hut-dau"


def test_it_cuts_a_single_long_word():
    assert slugify("a" * 30, max_length=10) == "a" * 10


@given(st.text(), st.integers(1, 40))
def test_it_is_always_a_valid_slug(title, length):
    slug = slugify(title, length)
    assert re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+)*)?", slug)
    assert len(slug) <= length
