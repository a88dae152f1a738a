"""Every Vietnamese string keeps to docs/glossary.md."""

import re

import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation import gettext, override

from portal.text.messages import PLACEHOLDER

TABLE = settings.BASE_DIR / "docs" / "glossary.md"
SENTENCES = settings.BASE_DIR / "tests" / "home" / "sentences"
#: What a typesetter would mend in any Vietnamese text; tags are left out before.
MARKS = {
    "a space before a mark": r" [,;!?](?!\w)| \.$",
    "two spaces": r"\S  +\S",
    "three dots for …": r"\.\.\.",
    "straight quotation marks": r'"',
    "the tone on the second vowel (hoá, huỷ)": r"(?<!q)(o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ])(?!\w)",
}
#: Words that a sentence and what is put into it may both bring: “năm năm 2022”.
TWICE = r"(?<!\w)(năm|ngày|tháng|hết|đến|từ|tỉnh|hạng|thứ|khoản|dự án|vốn|triệu|USD) \1(?!\w)"


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


@pytest.mark.parametrize("domain", ["django", "djangojs"])
@pytest.mark.parametrize("mark", MARKS)
def test_no_string_has_a_slip_of_the_pen(domain, mark):
    pattern = re.compile(MARKS[mark], re.IGNORECASE)
    texts = [re.sub("<[^>]*>", "", text) for text in strings(domain)]
    assert [text for text in texts if pattern.search(text)] == []


@pytest.mark.parametrize("path", sorted(SENTENCES.glob("*.vi.txt")), ids=lambda path: path.name)
def test_the_sentences_of_pages_keep_to_it_too(path):
    lines = path.read_text().splitlines()
    words = [rf"(?<!\w){re.escape(word)}(?!\w)" for word in refused()]
    wrong = re.compile("|".join([*words, *MARKS.values(), TWICE]), re.IGNORECASE)
    assert len(lines) > 30
    assert [line for line in lines if wrong.search(line)] == []


@pytest.mark.parametrize(
    "text",
    [
        "lớn hơn hoặc bằng 0 .",
        "Xoá tệp",
        "Huỷ bỏ, rồi...",
        'Nút "Lưu"',
        "Công bố  ngay",
        "trong năm năm 2022",
    ],
)
def test_slips_are_seen(text):
    found = [mark for mark in [*MARKS.values(), TWICE] if re.search(mark, text, re.IGNORECASE)]
    assert found


@pytest.mark.parametrize("text", ["Quý I, quỹ; toàn tỉnh", "ký, thủy lợi, xóa, hòa", "8h30 – 10h."])
def test_right_texts_are_not_called_wrong(text):
    assert not [mark for mark in [*MARKS.values(), TWICE] if re.search(mark, text, re.IGNORECASE)]


def test_the_glossary_uses_its_own_words():
    assert len(refused()) > 40
    assert [(word, row[1]) for row in rows() for word in refused() if uses(row[1], word)] == []


@pytest.mark.parametrize(
    ("english", "vietnamese"),
    [
        ("History", "Lịch sử"),
        ("Action:", "Thao tác:"),
        ("Add %(name)s", "Thêm %(name)s"),
        ("Add another %(verbose_name)s", "Thêm: %(verbose_name)s"),
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
