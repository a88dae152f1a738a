"""The form of an article."""

import re
from html import unescape

import pytest

from news.models import Category
from portal.publishing import workflow
from portal.publishing.admin.site import admin_url
from tests import articles

pytestmark = pytest.mark.django_db


def offered(client, row):
    """The titles that the chooser of related articles of a row's form offers."""
    form = client.get(admin_url(row, "change")).content.decode()
    tag = re.search(r'<select[^>]* name="related"[^>]*>', form)[0]
    address = unescape(re.search(r'data-ajax--url="([^"]*)"', tag)[1])
    asked = "app_label=news&model_name=article&field_name=related"
    found = client.get(f"{address}{'&' if '?' in address else '?'}{asked}").json()["results"]
    return sorted(result["text"] for result in found)


def test_an_article_is_not_offered_as_related_to_itself(people, desk):
    article = articles.published(people, title_vi="Bài một")
    articles.published(people, title_vi="Bài hai")
    copy = workflow.open_copy(article, by=people["author"])
    draft = articles.draft(people["author"], title_vi="Bài ba")
    client = desk(people["author"])
    assert offered(client, copy) == ["Bài ba", "Bài hai"]
    assert offered(client, draft) == ["Bài hai", "Bài một"]


@pytest.mark.parametrize("but", ["", "x", "²", "9" * 40])
def test_an_odd_exception_leaves_the_offer_as_it_is(people, desk, but):
    articles.published(people, title_vi="Bài một")
    asked = {"app_label": "news", "model_name": "article", "field_name": "related", "but": but}
    found = desk(people["author"]).get("/admin/autocomplete/", asked).json()["results"]
    assert [result["text"] for result in found] == ["Bài một"]


def test_a_category_in_use_stays_and_says_what_is_in_it(people, desk):
    parent = Category.objects.create(name_vi="Tin đầu tư")
    Category.objects.create(name_vi="FDI", parent=parent)
    for number in range(2):
        articles.draft(people["author"], title_vi=f"Chưa công bố {number}", category=parent)
    client, address = desk(people["publisher"]), admin_url(parent, "delete")
    page = client.get(address).text
    assert "Có 2 tin bài trong chuyên mục này." in page
    assert "Có 1 chuyên mục con." in page
    assert "Chưa công bố" not in page
    client.post(address, {"post": "yes"})
    assert Category.objects.filter(pk=parent.pk).exists()


def test_a_category_that_nothing_is_in_can_be_deleted(people, desk):
    category = Category.objects.create(name_vi="Bỏ")
    address = admin_url(category, "delete")
    assert desk(people["publisher"]).post(address, {"post": "yes"}).status_code == 302
    assert not Category.objects.filter(pk=category.pk).exists()
