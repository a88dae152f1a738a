import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.text.html import (
    Heading,
    clean,
    document,
    file_keys,
    headings,
    plain,
    problems,
    reading_minutes,
    substance,
)

KEY = "Vq3xT0aJ_kP8-wLmZr5yNd"
OTHER = "AbCdEfGhIjKlMnOpQrStUv"
TABLE = "<table><tr><td>a</td><td>b</td></tr></table>"


def test_plain_has_a_line_for_each_block():
    html = (
        "<h2>Một</h2><p>Hai <b>ba</b><br>bốn &amp; năm</p>"
        "<ul><li>sáu<ul><li>bảy</li></ul></li></ul>"
        "<blockquote><p>tám</p></blockquote><hr><p></p>"
        "<table><tr><th>chín</th><td><p>mười</p><p>nữa</p></td></tr>"
        "<tr><td>x</td><td></td></tr></table>"
        f'<figure><img src="/files/{KEY}/a.jpg" alt="ảnh">'
        "<figcaption>chú thích</figcaption></figure>"
    )
    assert plain(html) == ("Một\nHai ba bốn & năm\nsáu\nbảy\ntám\nchín mười nữa\nx\nảnh\nchú thích")


def test_plain_of_nothing_is_nothing():
    assert plain("<p></p>") == ""


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<p>Vốn 67,81</p>", "<p>Vốn <strong>67,81</strong></p>"),
        ("<p>Vốn 67,81</p>", "<h2>Vốn&nbsp; 67,81 </h2>"),
        ("<p>a</p><p>b</p>", "<p>a<br>b</p>"),
        ("<p>Tiếng</p>", "<p>Tie\u0302\u0301ng</p>"),
        ('<p><a href="/a">x</a></p>', '<p><a href="/b">x</a></p>'),
        (
            f'<p>x<img src="/files/{KEY}/a" alt="y"></p>',
            f'<p>x<img src="/files/{OTHER}/a" alt="y"></p>',
        ),
        ("Tiếng  Việt\n", "Tie\u0302\u0301ng Việt"),
        ("Vốn < 5 & hơn", " Vốn < 5 & hơn"),
    ],
)
def test_markup_space_and_targets_are_no_substance(before, after):
    assert substance(before) == substance(after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<p>Vốn 67,81</p>", "<p>Vốn 67,82</p>"),
        ("<p>Vốn 67,81</p>", "<p>vốn 67,81</p>"),
        ("<p>a b</p>", "<p>ab</p>"),
        (
            f'<p>x<img src="/files/{KEY}/a" alt="y"></p>',
            f'<p>x<img src="/files/{KEY}/a" alt="z"></p>',
        ),
        ("<table><tr><td>1<td>2</table>", "<table><tr><td>1<td>3</table>"),
        ("Vốn <5 triệu", "Vốn <6 triệu"),
        ("A<B", "A<C"),
    ],
)
def test_words_and_numbers_are_substance(before, after):
    assert substance(before) != substance(after)


@settings(deadline=None)
@given(st.lists(st.text("aăđê12,. ", min_size=1), max_size=6))
def test_the_substance_of_paragraphs_is_their_words(texts):
    html = "".join(f"<p>{text}</p>" for text in texts)
    assert substance(html) == " ".join(" ".join(texts).split())


def test_file_keys_come_from_pictures_and_links():
    html = (
        f'<p><img src="/files/{KEY}/a.jpg"><a href="/files/{OTHER}/b.pdf">b</a>'
        f'<a href="https://a.vn/files/{"x" * 22}/c">c</a> /files/{"y" * 22}/d</p>'
    )
    assert file_keys(html) == {KEY, OTHER}


def test_headings_have_unique_ids():
    html = "<h2>Đầu tư</h2><h3>x</h3><h2>Đầu <em>tư</em></h2><h2>Đầu tư 2</h2><h2>投資</h2>"
    assert headings(html) == [
        Heading("m-dau-tu", "Đầu tư"),
        Heading("m-dau-tu-2", "Đầu tư"),
        Heading("m-dau-tu-2-2", "Đầu tư 2"),
        Heading("m-4", "投資"),
    ]


@pytest.mark.parametrize("caption", ["Bảng 1. Vốn", "BIỂU 2", "Table 3", "<strong>Biểu</strong> 4"])
def test_a_named_table_has_no_problem(caption):
    assert problems(f"<p>{caption}</p>{TABLE}") == []


def test_a_mark_of_a_missing_picture_is_a_problem_once():
    html = (
        "<p>[thiếu ảnh: cầu {x}.png] và [thiếu ảnh]</p><table><tr><td>[thiếu ảnh]</td>"
        "<td>[thiếu sót]</td></tr></table>"
    )
    with translation.override("en"):
        found = [str(problem) for problem in problems(f"<p>Table 1</p>{html}")]
    sentence = "A picture is missing at “{}”: insert it there and delete the mark."
    names = ("[thiếu ảnh: cầu {x}.png]", "[thiếu ảnh]")
    assert found[:2] == [sentence.format(name) for name in names]
    assert all("missing" not in text for text in found[2:])


def test_problems_name_the_table_and_the_picture():
    html = (
        f"<p>Bảng 1</p>{TABLE}<p>Văn bản</p>{TABLE}<p>Bảng biểu<p>x</p>{TABLE}<p>Bảngx</p>{TABLE}"
        f'<img src="/files/{KEY}/a" alt="x"><img src="/files/{KEY}/b">'
        f'<img src="/files/{KEY}/c" alt="-">'
    )
    with translation.override("en"):
        assert [str(problem) for problem in problems(html)] == [
            "Picture 2 has no description: say in its alternative text what it shows, or type "
            "a dash (-) there if it is only decoration.",
            *(
                f"Table {number} has no name: write a line directly above it that begins with "
                "“Table”, “Bảng” or “Biểu”."
                for number in (2, 3, 4)
            ),
        ]


@pytest.mark.parametrize(("words", "minutes"), [(0, 1), (1, 1), (250, 1), (251, 2), (1000, 4)])
def test_reading_takes_a_minute_for_250_words(words, minutes):
    assert reading_minutes(f"<p>{'chữ ' * words}</p>") == minutes


def test_questions_can_be_asked_of_an_empty_body():
    assert (headings(""), problems(""), file_keys(""), clean("")) == ([], [], set(), "")


def test_the_tree_of_a_body_answers_like_the_body():
    html = f'<h2>Một</h2><p>Hai ba <a href="/files/{KEY}/a.pdf">b</a></p>{TABLE}'
    tree = document(html)
    for question in (plain, problems, file_keys, headings, reading_minutes):
        assert question(tree) == question(html)
    assert (plain(tree), file_keys(tree)) == ("Một\nHai ba b\na b", {KEY})
