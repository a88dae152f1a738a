"""The form of an article."""

import re
from html import unescape
from io import BytesIO

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from news.models import Category
from portal.publishing import workflow
from portal.publishing.admin.site import admin_url
from portal.publishing.models import File
from tests import articles

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


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
    assert "phải xóa" not in page
    assert "Không cần xóa các mục này: hãy chuyển sang chuyên mục khác" in page
    client.post(address, {"post": "yes"})
    assert Category.objects.filter(pk=parent.pk).exists()


def test_a_category_that_nothing_is_in_can_be_deleted(people, desk):
    category = Category.objects.create(name_vi="Bỏ")
    address = admin_url(category, "delete")
    assert desk(people["publisher"]).post(address, {"post": "yes"}).status_code == 302
    assert not Category.objects.filter(pk=category.pk).exists()


def test_of_many_categories_those_in_use_stay_and_say_the_way_out(people, desk):
    used, free = (Category.objects.create(name_vi=name) for name in ("Dùng", "Bỏ"))
    articles.draft(people["author"], category=used)
    data = {"action": "delete_selected", "_selected_action": [used.pk, free.pk]}
    page = desk(people["publisher"]).post(reverse("admin:news_category_changelist"), data).text
    assert "Có 1 tin bài trong chuyên mục này." in page
    assert "phải xóa" not in page
    assert "hãy chuyển sang chuyên mục khác" in page


def test_a_category_whose_articles_were_moved_can_be_deleted(people, desk):
    category = Category.objects.create(name_vi="Cũ")
    article = articles.published(people, category=category)
    for values in ({"title_vi": "Mới"}, {"category": articles.category()}):
        copy = workflow.open_copy(article, by=people["author"])
        articles.edit(copy, people["author"], **values)
        articles.step(copy, "submit", people["author"])
        articles.step(copy, "publish", people["publisher"])
    client, address = desk(people["publisher"]), admin_url(category, "delete")
    assert "Chưa xóa được" not in client.get(address).text
    client.post(address, {"post": "yes"})
    assert not Category.objects.filter(pk=category.pk).exists()


def test_two_articles_of_one_name_have_two_boxes(people, desk):
    hours = ("2026-11-28T09:00:00+07:00", "2026-11-28T10:00:00+07:00")
    for hour in hours:
        with time_machine.travel(hour, tick=False):
            articles.draft(people["author"], title_vi="Tin")
    page = desk(people["author"]).get(reverse("admin:news_article_changelist")).text
    assert set(re.findall(r'aria-label="Chọn mục này để thao tác - ([^"]*)"', page)) == {
        "Tin, 09:00 28/11/2026",
        "Tin, 10:00 28/11/2026",
    }


def test_pictures_without_a_name_are_named_by_their_hour(people, desk):
    client = desk(people["author"])
    names = []
    with time_machine.travel("2026-11-29T08:31:00+07:00", tick=False):
        for name, shade in (("image.png", 1), ("anh-dan.png", 2), ("image.png", 1), ("cau.png", 3)):
            buffer = BytesIO()
            Image.new("RGB", (900, 600), (shade, 0, 0)).save(buffer, "PNG")
            upload = SimpleUploadedFile(name, buffer.getvalue())
            client.post(reverse("admin:publishing_file_paste"), {"upload": upload})
            names.append(list(File.objects.order_by("pk").values_list("name", flat=True)))
    stems = [name.rpartition(".")[0] for name in names[-1]]
    assert stems == ["anh-dan-2026-11-29-0831", "anh-dan-2026-11-29-0831-2", "cau"]
    assert len(names[2]) == 2  # the same picture once more
