"""Two versions of a body as one, with marks that break no table and no list."""

import pytest

from portal.text.html import clean, marked

PICTURE = '<img src="/files/AAAAAAAAAAAAAAAAAAAAAA/w800.webp" alt="{}">'
OTHER = '<img src="/files/BBBBBBBBBBBBBBBBBBBBBB/w800.webp" alt="{}">'


@pytest.mark.parametrize(
    ("before", "after", "one"),
    [
        (
            "<p>Vốn đạt 145.522 triệu đồng.</p>",
            "<p>Vốn đạt 146.422 triệu đồng.</p>",
            "<p>Vốn đạt <del>145.522 </del><ins>146.422 </ins>triệu đồng.</p>",
        ),
        # A sign is told by itself, not with the word before it.
        ("<p>Một hai.</p>", "<p>Một hai!</p>", "<p>Một hai<del>.</del><ins>!</ins></p>"),
        # Only the format.
        (
            "<p>Rất quan trọng</p>",
            "<p>Rất <strong>quan trọng</strong></p>",
            "<p>Rất <del>quan trọng</del><strong><ins>quan trọng</ins></strong></p>",
        ),
        (
            '<p><a href="/vi/">Trang</a></p>',
            '<p><a href="/en/">Trang</a></p>',
            '<p><a href="/vi/"><del>Trang</del></a><a href="/en/"><ins>Trang</ins></a></p>',
        ),
        (
            "<h2>A</h2><h2>Mục</h2><p>Đoạn</p>",
            "<h2>A</h2><h3>Mục</h3><p>Đoạn</p>",
            "<h2>A</h2><h2><del>Mục</del></h2><h3><ins>Mục</ins></h3><p>Đoạn</p>",
        ),
        (
            "<ul><li>Một</li><li>Hai</li></ul>",
            "<ul><li>Một</li></ul>",
            "<ul><li>Một</li><li><del>Hai</del></li></ul>",
        ),
        ("", "<p>Mới</p>", "<p><ins>Mới</ins></p>"),
        ("<p>Cũ</p>", "", "<p><del>Cũ</del></p>"),
        ("<p>Như cũ</p>", "<p>Như cũ</p>", "<p>Như cũ</p>"),
    ],
)
def test_what_changed_is_marked_where_it_stands(before, after, one):
    assert marked(before, after)[0] == one


def table(*rows):
    body = "".join(
        "<tr>" + "".join(f"<td><p>{cell}</p></td>" for cell in row) + "</tr>" for row in rows
    )
    return f"<table><tbody>{body}</tbody></table>"


def test_a_cell_and_a_row_of_a_table():
    one, old, new = marked(
        table(("2021", "5"), ("2022", "6")), table(("2021", "7"), ("2022", "6"), ("2023", "8"))
    )
    assert one.count("<tr>") == 3
    assert "<del>5</del><ins>7</ins>" in one
    assert (old.count("<tr>"), new.count("<tr>")) == (2, 3)
    assert "<ins>2023</ins>" in new
    assert "2023" not in old
    assert "<del>" not in new


def test_another_picture_and_another_alternative_text():
    old, new = (
        f"<figure>{PICTURE.format('Cảng')}<figcaption>Cảng</figcaption></figure>" for _ in "12"
    )
    new = new.replace("A" * 22, "B" * 22)
    one = marked(clean(old), clean(new))[0]
    assert f"<del>{PICTURE.format('Cảng')}</del><ins>{OTHER.format('Cảng')}</ins>" in one
    same = old.replace('alt="Cảng"', 'alt="Cầu cảng"')
    assert "<del> (Cảng) </del><ins> (Cầu cảng) </ins>" in marked(clean(old), clean(same))[0]


def test_a_new_figure_is_marked_with_its_caption():
    figure = f"<figure>{PICTURE.format('Cảng')}<figcaption>Tên</figcaption></figure>"
    one = marked("<p>A</p>", "<p>A</p>" + figure)[0]
    picture = f"<ins>{PICTURE.format('Cảng')}</ins>"
    assert f"<figure>{picture}<figcaption><ins>Tên</ins></figcaption></figure>" in one


def test_each_version_is_the_text_it_was():
    before = "<h2>A</h2><p>Một <em>hai</em> ba</p>" + table(("1", "2"))
    after = "<p>Không</p><p>Một hai <em>ba</em></p><ul><li>Mới</li></ul>" + table(("1", "3"))
    _one, old, new = marked(before, after)
    assert clean(old.replace("<del>", "").replace("</del>", "")) == clean(before)
    assert clean(new.replace("<ins>", "").replace("</ins>", "")) == clean(after)


def test_nothing_unclean_gets_through():
    for part in marked("<p>a</p><script>x</script>", "<p onclick='x'>b &lt;i&gt;</p>"):
        assert "script" not in part
        assert "onclick" not in part
        assert "<i>" not in part
