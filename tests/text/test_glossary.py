"""Every Vietnamese string keeps to docs/glossary.md."""

import re

import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation import gettext, override

from portal.text.messages import PLACEHOLDER

TABLE = settings.BASE_DIR / "docs" / "glossary.md"


def rows():
    lines = [line for line in TABLE.read_text().splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[1:]]


def refused():
    return [word.strip() for row in rows() for word in row[2].split(",") if word.strip()]


def strings(domain):
    path = settings.BASE_DIR / "locale" / "vi" / "LC_MESSAGES" / f"{domain}.po"
    with path.open("rb") as file:
        messages = [message for message in read_po(file, locale="vi") if message.id]
    for message in messages:
        yield from [message.string] if isinstance(message.string, str) else message.string


def uses(text, word):
    text = PLACEHOLDER.sub("", text)
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.IGNORECASE) is not None


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_no_string_uses_a_word_that_is_not_to_be_used(domain):
    words = refused()
    wrong = [(word, text) for text in strings(domain) for word in words if uses(text, word)]
    assert wrong == []


def test_the_glossary_uses_its_own_words():
    assert len(refused()) > 40
    assert [(word, row[1]) for row in rows() for word in refused() if uses(row[1], word)] == []


@pytest.mark.parametrize(
    ("english", "vietnamese"),
    [
        ("History", "Lịch sử"),
        ("Action:", "Thao tác:"),
        ("Add %(name)s", "Thêm %(name)s"),
        ("Add another %(verbose_name)s", "Thêm %(verbose_name)s"),
        ("New %(name)s", "Thêm %(name)s"),
        ("Published", "Ngày công bố"),
        (
            "Ensure this value is greater than or equal to %(limit_value)s.",
            "Giá trị phải lớn hơn hoặc bằng %(limit_value)s.",
        ),
    ],
)
def test_words_that_said_another_thing(english, vietnamese):
    with override("vi"):
        assert gettext(english) == vietnamese
