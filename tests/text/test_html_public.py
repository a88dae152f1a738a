import re

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from portal.text.html import clean, headings, plain, render

KEY = "Vq3xT0aJ_kP8-wLmZr5yNd"
UNKNOWN = "AbCdEfGhIjKlMnOpQrStUv"


def picture(key):
    if key == UNKNOWN:
        return None
    return {
        "src": f"/files/{key}/640.jpg",
        "srcset": f"/files/{key}/640.jpg 640w, /files/{key}/1280.jpg 1280w",
        "width": 1280,
        "height": 720,
    }


def rendered(html):
    return render(html, picture)


def test_it_is_markup_and_escapes_once():
    assert rendered("<p>a &lt; b &amp; c</p>") == Markup("<p>a &lt; b &amp; c</p>")
    assert isinstance(rendered("<p>a</p>"), Markup)


def test_it_cleans_what_was_never_cleaned():
    assert rendered("<script>x</script><p onclick=x>a</p>") == "<p>a</p>"


def test_headings_get_the_ids_of_the_contents():
    html = "<h2>Đầu tư</h2><h3>x</h3><h2>Đầu tư</h2>"
    assert rendered(html) == (
        '<h2 id="m-dau-tu">Đầu tư</h2><h3>x</h3><h2 id="m-dau-tu-2">Đầu tư</h2>'
    )
    assert [h.id for h in headings(html)] == ["m-dau-tu", "m-dau-tu-2"]


def test_a_table_gets_caption_header_and_frame():
    html = (
        "<p>Bảng 1. A &amp; <em>B</em></p>"
        "<table><tr><td>Năm</td><td>Vốn</td></tr><tr><td>2022</td><td>1</td></tr></table>"
    )
    assert rendered(html) == (
        '<div class="scroll" role="region" tabindex="0" aria-label="Bảng 1. A &amp; B">'
        '<table class="tbl"><caption>Bảng 1. A &amp; <em>B</em></caption><thead><tr>'
        '<th scope="col">Năm</th><th scope="col" class="num">Vốn</th></tr></thead>'
        '<tbody><tr><td>2022</td><td class="num">1</td></tr></tbody></table></div>'
    )


@pytest.mark.parametrize(
    ("cells", "numbers"),
    [
        (["67,81", "1.628,89", "không tăng vốn"], 3),
        (["−1.20", "94 %", "–"], 3),
        (["67,81", "không tăng vốn", "không tính"], 0),
        (["Mục 1", "Mục 2"], 0),
        (["", "12"], 2),
    ],
)
def test_a_column_of_numbers_is_marked_from_its_heading_on(cells, numbers):
    rows = "".join(f"<tr><th>x</th><td>{cell}</td></tr>" for cell in cells)
    html = f"<table><tr><th>a</th><th>b</th></tr>{rows}</table>"
    assert rendered(html).count('class="num"') == numbers + bool(numbers)


@pytest.mark.parametrize(
    ("heading", "cells", "numbers"),
    [
        ("Year", ["2021", "2100"], 0),
        ("Năm", ["2021", "1.628"], 3),
        ("Năm 2021", ["2021", "2022"], 3),
        ("Vốn", ["2021", "2022"], 3),
    ],
)
def test_years_are_no_numbers(heading, cells, numbers):
    rows = "".join(f"<tr><td>{cell}</td><td>x</td></tr>" for cell in cells)
    html = f"<table><tr><th>{heading}</th><th>a</th></tr>{rows}</table>"
    assert rendered(html).count('class="num"') == numbers


def test_a_table_with_spans_has_no_marked_columns():
    html = (
        "<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr>"
        '<tr><td colspan="2">3</td></tr></table>'
    )
    assert "num" not in rendered(html)


def test_a_table_without_a_name_is_labelled_by_its_number():
    html = "<p>x</p><table><tr><td>a</td></tr><tr><td>b</td></tr></table>"
    with translation.override("en"):
        assert 'aria-label="Table 1"' in rendered(html)


@pytest.mark.parametrize(
    ("rows", "shape"),
    [
        (["dd", "dd"], "HH|dd"),
        (["dd"], "|dd"),
        (["hh", "hd", "dd"], "HH|hd,dd"),
        (["hd", "hd"], "|hd,hd"),
        (["hh", "hh", "dd"], "HH,HH|dd"),
        (["dd", "hd"], "|dd,hd"),
        (["2d", "d", "dd"], "HH,H|dd"),
        (["2d", "d"], "|dd,d"),
        (["w", "dd", "dd"], "H,HH|dd"),
    ],
)
def test_header_cells_know_their_scope(rows, shape):
    """h, d: header and data cells; 2: two rows high; w: two columns wide; H: scope=col."""
    cells = {
        "h": "<th>x</th>",
        "d": "<td>x</td>",
        "2": '<td rowspan="2">x</td>',
        "w": '<td colspan="2">x</td>',
    }
    html = "".join(f"<tr>{''.join(cells[c] for c in row)}</tr>" for row in rows)
    public = rendered(f"<table>{html}</table>")
    head = re.search("<thead>(.*)</thead>", public)
    body = re.search("<tbody>(.*)</tbody>", public)
    parts = [found[1].split("</tr><tr>") if found else [] for found in (head, body)]
    kinds = {'<th scope="col"': "H", '<th scope="row"': "h", "<td": "d"}
    drawn = [
        [
            "".join(
                kinds[re.sub(' (row|col)span="2"', "", c)] for c in re.findall("<t[hd][^>]*", r)
            )
            for r in part
        ]
        for part in parts
    ]
    assert "|".join(",".join(part) for part in drawn) == shape


def test_a_picture_of_ours_comes_in_sizes():
    html = f'<p><img src="/files/{KEY}/a.jpg" alt="Trà &quot;Lý&quot;" width="9"></p>'
    assert rendered(html) == (
        f'<p><img src="/files/{KEY}/640.jpg" '
        f'srcset="/files/{KEY}/640.jpg 640w, /files/{KEY}/1280.jpg 1280w" '
        'sizes="(min-width: 62em) 41rem, 100vw" width="1280" height="720" loading="lazy" '
        'decoding="async" alt="Trà &quot;Lý&quot;"></p>'
    )


def test_a_decorative_picture_has_no_text():
    html = f'<img src="/files/{KEY}/a" alt="-">'
    assert rendered(html).endswith('alt=""></p>')


def test_an_unknown_picture_goes_with_what_held_only_it():
    lost = f'<img src="/files/{UNKNOWN}/a.jpg" alt="x">'
    html = (
        f"<p>{lost}</p><p>a{lost}</p><figure>{lost}<figcaption>c</figcaption></figure>"
        f"<ul><li>{lost}</li></ul><table><tr><td>{lost}</td><td>b</td></tr></table>"
    )
    with translation.override("en"):
        assert rendered(html) == (
            '<p>a</p><div class="scroll" role="region" tabindex="0" aria-label="Table 1">'
            '<table class="tbl"><tbody><tr><td></td><td>b</td></tr></tbody></table></div>'
        )


def test_links_to_elsewhere_give_no_opener():
    html = '<p><a href="https://a.vn">a</a><a href="/vi/">b</a><a href="mailto:a@b.vn">c</a></p>'
    assert rendered(html) == (
        '<p><a href="https://a.vn" rel="noopener">a</a><a href="/vi/">b</a>'
        '<a href="mailto:a@b.vn">c</a></p>'
    )


@pytest.mark.parametrize(
    "number",
    [
        "12/2019/QĐ-UBND",
        "33/KH-UBND",
        "02/NQ-CP",
        "11/2022/NQ-HĐND",
        "80/2020/NĐ-CP",
        "143/2025/QH15",
        "26/2020/TT-BTTTT",
        "1234/QĐ-TTg",
    ],
)
def test_legal_numbers_stay_in_one_line(number):
    assert rendered(f"<p>({number}), <em>{number}.</em></p>") == (
        f'<p>(<span class="nw">{number}</span>), <em><span class="nw">{number}</span>.</em></p>'
    )


@pytest.mark.parametrize(
    "text", ["30/11/2022", "17/3/2022", "1/2", "24/7", "http://a.vn/1/2022/A/b", "5/A"]
)
def test_other_numbers_are_left_alone(text):
    assert rendered(f"<p>{text}</p>") == f"<p>{text}</p>"


PARTS = st.sampled_from(
    [
        "<h2>a</h2>",
        "<p>Bảng 1</p>",
        "<p>12/2019/QĐ-UBND &amp; &lt;b&gt;</p>",
        "<table><tr><td rowspan=2>a<td colspan=2>b<tr><td>c<tr><th>d<td>e</table>",
        "<ul><li><p>Bảng</p><table><tr><td>a<tr><td>b</table>",
        f"<figure><img src='/files/{KEY}/a' alt='&lt;'><figcaption>c</figcaption></figure>",
        f"<p><img src='/files/{UNKNOWN}/a'></p>",
        "<blockquote><p>q</p></blockquote>",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PARTS, max_size=8).map("".join))
def test_the_public_form_has_the_words_of_the_body(html):
    assert clean(plain(rendered(html))) == clean(plain(html))
