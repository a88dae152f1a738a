"""An approval is of one version: what takes it back is said to all whom it concerns."""

import re
from datetime import datetime

import pytest
import time_machine
from django.urls import reverse

from news.models import Article, GalleryItem
from portal.publishing import bulk, workflow
from portal.publishing.admin.site import admin_url
from portal.publishing.models import Notice, TransitionLog
from tests import articles
from tests.forms import shown as in_the_form
from tests.projects.test_pages import words

pytestmark = pytest.mark.django_db
NOW = datetime.fromisoformat("2026-11-28T09:00:00+07:00")
LAPSED = "Đã sửa sau khi duyệt: cần duyệt lại"
UNSEEN = "Chưa có người duyệt nào duyệt phiên bản này."


@pytest.fixture(autouse=True)
def _a_certain_day():
    with time_machine.travel(NOW, tick=False):
        yield


def approved(people, **values):
    article = articles.submitted(people, **values)
    articles.step(article, "approve", people["reviewer"])
    return Article.rows.get(pk=article.pk)


def page(client, row, name="record"):
    return words(client.get(admin_url(row, name)).content.decode())


def home(client):
    return words(client.get(reverse("admin:index")).content.decode())


def unread(person):
    return [notice.reason for notice in Notice.objects.filter(recipient=person, read_at=None)]


def save(client, row, **typed):
    address = admin_url(row)
    data = in_the_form(client.get(address)) | typed
    response = client.post(address, data, follow=True)
    return [str(message) for message in response.context["messages"]]


def events(row):
    return list(TransitionLog.objects.filter(object_id=row.pk).values_list("name", flat=True)[:2])


def test_confirming_the_translation_takes_the_approval_back_and_says_so(people, desk):
    article = approved(people)
    assert "Đã duyệt, chờ công bố reviewer" in home(desk(people["publisher"]))
    translator = desk(people["translator"])
    warned = page(translator, article, "change")
    assert "Ai lưu thay đổi thì lượt duyệt này hết hiệu lực." in warned
    said = save(translator, article, translation_confirmed="on")
    assert said[0] == "Lượt duyệt của reviewer đã hết hiệu lực: cần duyệt lại."
    publisher = desk(people["publisher"])
    shown = home(publisher)
    assert "Đã duyệt, chờ công bố" not in shown
    assert f"{LAPSED} translator" in shown
    assert unread(people["publisher"]) == ["lapsed"]
    assert unread(people["reviewer"]) == ["lapsed"]
    assert unread(people["translator"]) == []
    shown = page(publisher, article)
    assert "Xác nhận bản dịch sau khi duyệt: cần duyệt lại translator, 09:00 28/11/2026" in shown
    assert UNSEEN in shown
    assert events(article) == ["lapse_confirm", "approve"]


def test_one_chip_tells_that_a_text_is_approved(people, desk):
    article = approved(people)
    Notice.objects.update(read_at=NOW)
    client = desk(people["publisher"])
    articles_list = reverse("admin:news_article_changelist")
    data = {"action": "publish_selected", "_selected_action": article.pk}
    pages = [
        client.get(reverse("admin:index")),
        client.get(f"{articles_list}?state=review"),
        client.post(articles_list, data),
        client.get(admin_url(article, "record")),
    ]
    states = [
        re.findall(r'<span class="chip chip--([a-z]+)">([^<]*duyệt[^<]*)<', shown.content.decode())
        for shown in pages
    ]
    assert states == [[("ready", "Đã duyệt, chờ công bố")]] * 4


def test_an_edit_of_the_text_is_told_as_one(people, desk):
    article = approved(people)
    save(desk(people["translator"]), article, title_en="Other words")
    assert events(article) == ["lapse", "approve"]
    shown = page(desk(people["publisher"]), article)
    assert f"{LAPSED} translator, 09:00 28/11/2026" in shown


def test_an_edit_of_a_list_is_told_as_one(people, picture):
    article = articles.draft(people["author"])
    item = GalleryItem.objects.create(article=article, file=picture, alt_vi="Cầu", alt_en="Bridge")
    articles.edit(article, people["author"])
    articles.step(article, "submit", people["author"])
    articles.step(article, "approve", people["reviewer"])
    item.alt_en = "A bridge"
    item.save()
    articles.edit(article, people["translator"])
    assert events(article) == ["lapse", "approve"]


def test_it_is_said_once_and_until_it_is_approved_anew(people, desk):
    article = approved(people)
    translator = desk(people["translator"])
    save(translator, article, title_en="Other words")
    [said] = save(translator, article, title_en="Others again")
    assert "hết hiệu lực" not in said
    assert unread(people["reviewer"]) == ["lapsed"]
    assert "cần duyệt lại" in home(desk(people["publisher"]))
    articles.step(article, "approve", people["reviewer"])
    assert unread(people["reviewer"]) == []
    assert unread(people["publisher"]) == ["approved"]
    shown = page(desk(people["publisher"]), article)
    assert UNSEEN not in shown
    assert "Đã duyệt, chờ công bố: reviewer" in shown


def test_a_publisher_sees_that_nobody_approved_it_yet(people, desk):
    article = articles.submitted(people)
    assert UNSEEN in page(desk(people["publisher"]), article)
    assert UNSEEN not in page(desk(people["reviewer"]), article)
    assert LAPSED not in page(desk(people["publisher"]), article)


def test_publishing_many_says_which_nobody_approved(people, desk):
    seen, changed = approved(people, title_vi="Đã xem"), approved(people, title_vi="Bị sửa")
    articles.edit(changed, people["translator"], title_en="Other words")
    data = {"action": "publish_selected", "_selected_action": [seen.pk, changed.pk]}
    shown = desk(people["publisher"]).post(reverse("admin:news_article_changelist"), data)
    listed = shown.content.decode().split('<ul class="panel rows">')[1].split("</ul>")[0]
    of_seen, of_changed = (item for item in listed.split("<li>")[1:])
    assert UNSEEN not in of_seen
    assert UNSEEN in of_changed


def test_a_copy_that_follows_the_public_text_loses_its_approval_too(people, desk):
    article = articles.published(people)
    whole = workflow.open_copy(article, by=people["author"])
    articles.edit(whole, people["author"], title_vi="Tên mới")
    articles.step(whole, "submit", people["author"])
    articles.step(whole, "approve", people["reviewer"])
    english = workflow.open_copy(article, by=people["translator"], scope="en")
    articles.edit(english, people["translator"], body_en="<p>Newer.</p>")
    articles.step(english, "submit", people["translator"])
    articles.step(english, "publish", people["publisher"])
    assert events(whole) == ["lapse_follow", "approve"]
    assert unread(people["reviewer"]) == ["lapsed"]
    shown = page(desk(people["publisher"]), whole)
    sentence = "Đã cập nhật theo bản công khai sau khi duyệt: cần duyệt lại tự động"
    assert sentence in shown


def test_what_an_import_changes_loses_its_approval_too(people):
    rows = [approved(people), articles.submitted(people)]
    rows = [Article.rows.get(pk=row.pk) for row in rows]
    for row in rows:
        row.title_vi = f"Nhập {row.pk}"
    bulk.record_edits(rows, by=people["data officer"])
    assert [events(row) for row in rows] == [["lapse", "approve"], ["submit"]]
    assert unread(people["reviewer"]).count("lapsed") == 1


def test_no_approval_outlives_a_working_copy_that_is_discarded_with_others(people):
    article = articles.published(people)
    copy = workflow.open_copy(article, by=people["author"])
    articles.edit(copy, people["author"], title_vi="Tên mới")
    articles.step(copy, "submit", people["author"])
    articles.step(copy, "approve", people["reviewer"])
    assert "approved" in unread(people["publisher"])
    bulk.discard([Article.rows.get(pk=copy.pk)], by=people["author"])
    assert "approved" not in unread(people["publisher"])
