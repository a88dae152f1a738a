"""What a body and its translation are told of each other."""

import pytest
from django.utils import translation

from portal.text.html import translated

PICTURE = '<p><img src="/files/{}/w640.webp" alt="{}"></p>'
KEY = "A" * 22
TABLE = (
    "<table><tbody><tr><th><p>2021</p></th><th><p>2022</p></th></tr>"
    "<tr><td><p>62,31</p></td><td><p>65,78</p></td></tr></tbody></table>"
)
SENTENCE = "Trong 11 tháng đầu năm, toàn tỉnh thu hút 6 dự án mới."


def told(vietnamese, english, language="vi"):
    with translation.override(language):
        return list(map(str, translated.remarks(vietnamese, english)))


def picture(words):
    return PICTURE.format(KEY, words)


def test_pictures_and_tables_that_one_language_lacks_are_counted():
    vietnamese = f"<p>{SENTENCE}</p>" + picture("Cầu cảng") + picture("Kho") + TABLE
    english = "<p>Six projects were new.</p>" + picture("A quay")
    assert told(vietnamese, english) == [
        "Bản tiếng Việt có 2 ảnh và 1 bảng; bản tiếng Anh có 1 ảnh và 0 bảng."
    ]
    assert told(vietnamese, english, "en") == [
        "The Vietnamese text has 2 pictures and 1 table; "
        "the English text has 1 picture and 0 tables."
    ]


@pytest.mark.parametrize("empty", ["", "<p></p>"])
def test_a_translation_that_is_not_begun_is_told_nothing(empty):
    assert told(f"<p>{SENTENCE}</p>" + TABLE, empty) == []
    assert told(empty, f"<p>{SENTENCE}</p>" + TABLE) == []


def test_sentences_left_in_vietnamese_are_named_once():
    body = f"<p>{SENTENCE}</p><p>Sở Kế hoạch và Đầu tư</p>"
    assert told(body, body + f"<p>{SENTENCE}</p><p>New.</p>") == [
        "Bản tiếng Anh vẫn còn đoạn tiếng Việt: "
        "“Trong 11 tháng đầu năm, toàn tỉnh thu hút 6 dự án…”."
    ]


def test_names_numbers_and_quoted_english_may_stand_in_both():
    body = (
        "<p>Sở Kế hoạch và Đầu tư tỉnh Thái Bình</p><p>The quick brown fox jumps over the dog</p>"
        + TABLE
    )
    assert told(body, body) == []
