"""Every Vietnamese string keeps to docs/glossary.md."""

import re
from pathlib import Path

import django
import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation import gettext, ngettext, override, pgettext

from portal.text.messages import PLACEHOLDER, SHOWN_BY_CORE

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
#: Of Django's admin, but no pages of the desk.
OTHER_PAGES = {
    "contrib/admin/sites.py",
    *(
        f"contrib/admin/templates/{name}"
        for name in [
            "admin/500.html",
            "admin/auth/user/change_password.html",
            "admin/base_site.html",
            "admin/invalid_setup.html",
            "admin/nav_sidebar.html",
            "registration/password_reset_complete.html",
            "registration/password_reset_confirm.html",
            "registration/password_reset_done.html",
            "registration/password_reset_email.html",
            "registration/password_reset_form.html",
        ]
    ),
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


@pytest.mark.parametrize(
    ("folder", "files"),
    [("contrib/admin", ("",)), ("contrib/auth", ("",)), ("conf", SHOWN_BY_CORE)],
)
def test_what_django_says_at_the_desk_keeps_to_it_too(folder, files):
    path = Path(django.__file__).parent / folder / "locale/en/LC_MESSAGES/django.po"
    with path.open("rb") as file:
        messages = [message for message in read_po(file) if message.id]
    shown = [
        said(message)
        for message in messages
        if any(
            place.startswith(files) and place not in OTHER_PAGES
            for place, _line in message.locations
        )
    ]
    assert len(shown) > 50
    assert [text for text in shown if is_wrong(text)] == []


def said(message):
    if isinstance(message.id, tuple):
        return ngettext(*message.id, 2)
    return pgettext(message.context, message.id) if message.context else gettext(message.id)


def is_wrong(text):
    plain = re.sub("<[^>]*>", "", text)
    slips = [mark for mark in MARKS.values() if re.search(mark, plain, re.IGNORECASE)]
    return slips or [word for word in refused() if uses(text, word)]


def test_a_link_that_did_not_work_is_not_called_a_success():
    assert gettext("Password reset unsuccessful") == "Chưa đặt lại được mật khẩu"


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
