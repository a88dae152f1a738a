"""What people type reaches a record composed, visible and in Unicode."""

import unicodedata

import pytest

from portal.publishing.admin.site import admin_url
from tests import articles
from tests.forms import shown

pytestmark = pytest.mark.django_db


def save(client, article, **typed):
    data = shown(client.get(admin_url(article))) | typed
    response = client.post(admin_url(article), data | {"_continue": "1"})
    article.refresh_from_db()
    return response


def test_texts_are_composed_and_what_does_not_show_is_left_out(people, desk):
    article = articles.draft(people["author"])
    title = unicodedata.normalize("NFD", "Nhà máy") + "\u200b Á Đông"
    save(desk(people["author"]), article, title_vi=title, byline_vi="Phòng\u00ad Đối ngoại")
    assert article.title_vi == "Nhà máy Á Đông"
    assert article.byline_vi == "Phòng Đối ngoại"


def test_an_unchanged_text_with_line_breaks_counts_no_version(people, desk):
    article = articles.draft(people["author"])
    client = desk(people["author"])
    save(client, article, summary_vi="Một\r\nhai")
    version = article.version
    assert article.summary_vi == "Một\nhai"
    save(client, article, summary_vi="Một\r\nhai")
    assert article.version == version


@pytest.mark.parametrize("field", ["title_vi", "body_vi"])
def test_a_text_of_an_old_font_is_refused_with_what_it_reads(people, desk, field):
    article = articles.draft(people["author"])
    typed = "Nhµ m¸y s¶n xuÊt" if field == "title_vi" else "<p>Nhµ m¸y s¶n xuÊt</p>"
    response = save(desk(people["author"]), article, **{field: typed})
    form = response.context_data["adminform"].form
    assert form.errors == {
        field: [
            "Nội dung này được gõ bằng phông chữ cũ (TCVN3 hoặc VNI). Hãy chuyển sang Unicode "
            "trước; nội dung đọc được là: “Nhà máy sản xuất”."
        ]
    }
    assert form[field].value() == typed
