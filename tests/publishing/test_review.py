"""Holes that a review found, each mended once and kept shut."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from news.models import Article, Attachment, Category, GalleryItem, Tag
from portal.delivery.models import PublicVersion
from portal.publishing import checks, moments, notices, scheduled_copies, workflow
from portal.publishing.admin.site import admin_url
from portal.publishing.models import File, Freshness, Notice, PreviewLink, State
from portal.publishing.rules import available
from portal.publishing.slugs import kind_of
from tests import articles
from tests.forms import shown

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
HOUR = timedelta(hours=1)


def reload(row):
    return Article.rows.get(pk=row.pk)


def copy_of(article, people, scope="", by="author", **values):
    copy = workflow.open_copy(article, by=people[by], scope=scope)
    articles.edit(copy, people[by], **values)
    return articles.step(copy, "submit", people[by])


def test_a_title_without_latin_letters_gets_an_address(client, people):
    article = articles.published(people, title_vi="投资 ？？", title_en="投资")
    assert client.get(article.url("vi")).status_code == 200
    assert client.get("/vi/tin-tuc/").status_code == 200


def test_a_category_without_english_breaks_no_page(client, people):
    category = Category.objects.create(name_vi="Chỉ tiếng Việt")
    article = articles.published(people, category=category)
    assert client.get(article.url("en")).status_code == 200
    assert client.get(category.url("vi")).status_code == 200


def test_a_draft_without_category_can_be_previewed(desk, people):
    article = articles.draft(people["author"], category=None)
    page = desk(people["author"]).get(f"/admin/news/article/{article.pk}/preview/vi/")
    assert page.status_code == 200


def test_a_reviewer_opens_the_attachments_of_a_draft_others_do_not(desk, people, document):
    article = articles.draft(people["author"])
    Attachment.objects.create(article=article, file=document, title_vi="Danh mục")
    workflow.record_edit(article, by=people["author"])
    articles.step(article, "submit", people["author"])
    reviewer = desk(people["reviewer"])
    page = reviewer.get(admin_url(article, "record")).content.decode()
    address = re.search(rf'Mở: <a href="(/files/[^"?]+)">{document.name}</a>', page)[1]
    assert reviewer.get(address).status_code == 200
    assert Client().get(address).status_code == 404
    assert desk(people["other author"]).get(address).status_code == 404


def test_two_categories_of_one_name_have_two_addresses():
    first, second = (Category.objects.create(name_vi="Đầu tư") for _ in range(2))
    assert (first.slug_vi, second.slug_vi) == ("dau-tu", "dau-tu-2")


def test_a_copy_may_not_empty_a_language_that_is_public(people):
    article = articles.published(people)
    copy = copy_of(article, people, body_en="", title_vi="Khác")
    with pytest.raises(ValidationError, match="Còn thiếu"):
        articles.step(copy, "publish", people["publisher"], languages=["vi"])


def test_a_note_may_be_long(people):
    article = articles.submitted(people)
    articles.step(article, "send_back", people["reviewer"], note="Dài " * 400)
    assert reload(article).status == State.DRAFT


def test_a_scheduled_copy_takes_no_language_off_the_site(people):
    article = articles.published(people, english=False)
    copy = copy_of(article, people, scope="vi", title_vi="Sau này")
    articles.step(copy, "publish", people["publisher"], at=timezone.now() + HOUR)
    english = {"title_en": "E", "summary_en": "S", "body_en": "<p>B</p>"}
    other = copy_of(article, people, scope="en", by="translator", **english)
    articles.step(other, "publish", people["publisher"])
    with time_machine.travel(timezone.now() + 2 * HOUR, tick=False):
        scheduled_copies.run()
        assert reload(article).live_languages == ["vi", "en"]
        assert reload(article).title_vi == "Sau này"


def test_an_embargo_can_be_stopped_also_the_second_time(people):
    article = articles.published(people)
    articles.step(article, "withdraw", people["publisher"], note="Sai")
    articles.step(article, "restore", people["publisher"])
    articles.step(article, "submit", people["author"])
    articles.step(article, "publish", people["publisher"], at=timezone.now() + HOUR)
    assert "unschedule" in available(reload(article), people["publisher"])
    articles.step(article, "unschedule", people["publisher"], note="Chờ")
    assert reload(article).status == State.ARCHIVED


def test_a_record_with_a_scheduled_change_is_not_withdrawn_from_under_it(people):
    article = articles.published(people)
    copy = copy_of(article, people, title_vi="Sau này")
    articles.step(copy, "publish", people["publisher"], at=timezone.now() + HOUR)
    with pytest.raises(ValidationError, match="hẹn giờ"):
        articles.step(article, "withdraw", people["publisher"], note="Sai")
    articles.step(copy, "unschedule", people["publisher"], note="Thôi")
    articles.step(copy, "discard", people["author"])
    articles.step(article, "withdraw", people["publisher"], note="Sai")


def test_what_was_scheduled_is_no_draft_while_a_copy_is_open(people):
    article = articles.published(people, publish_at=timezone.now() + HOUR)
    workflow.open_copy(article, by=people["author"])
    with pytest.raises(ValidationError, match="bản làm việc"):
        articles.step(article, "unschedule", people["publisher"], note="Chờ")


def test_overwriting_shows_every_field_that_differs(people, desk):
    article = articles.draft(people["author"])
    url = f"/admin/news/article/{article.pk}/change/"
    mine = shown(desk(people["author"]).get(url)) | {"title_vi": "Của tôi"}
    tag = Tag.objects.create(name_vi="FDI")
    other = Article.rows.get(pk=article.pk)
    other.tags.add(tag)
    articles.edit(other, people["reviewer"], pinned=True)
    page = desk(people["author"]).post(url, mine)
    labels = {clash.label.split(" ")[0] for clash in page.context_data["adminform"].form.stale}
    assert {"Ghim", "Thẻ"} <= labels


def test_a_cancelled_schedule_does_not_wash_hands(people):
    article = articles.draft(people["publisher"])
    articles.step(article, "submit", people["publisher"])
    second = people["reviewer"]
    second.groups.set(people["publisher"].groups.all())
    second = type(second).objects.get(pk=second.pk)
    articles.step(article, "publish", second, at=timezone.now() + HOUR)
    articles.step(article, "unschedule", second, note="Chờ")
    articles.step(article, "submit", people["publisher"])
    with pytest.raises(ValidationError, match="bốn mắt"):
        articles.step(article, "publish", people["publisher"])


def test_a_preview_link_stays_dead(client, people):
    article = articles.published(people, publish_at=timezone.now() + HOUR)
    link = PreviewLink.objects.create(
        kind=kind_of(Article),
        object_id=article.pk,
        created_by=people["author"],
        expires_at=timezone.now() + timedelta(days=7),
    )
    address = f"/vi/xem-truoc/{link.token}/"
    assert client.get(address).status_code == 200
    Article.objects.update(expire_at=timezone.now() + 2 * HOUR)
    with time_machine.travel(timezone.now() + 3 * HOUR, tick=False):
        assert Client().get(address).status_code == 404


def test_one_change_that_fails_keeps_no_other_waiting(people, monkeypatch, caplog):
    rows = [articles.published(people) for _ in range(2)]
    for row in rows:
        copy = copy_of(row, people, title_vi=f"Mới {row.pk}")
        articles.step(copy, "publish", people["publisher"], at=timezone.now() + HOUR)
    real = workflow._apply_due_copy
    broken = Article.rows.scheduled_copies().order_by("pk").first().pk

    def apply(copy):
        if copy.pk == broken:
            raise RuntimeError("broken")
        return real(copy)

    monkeypatch.setattr(workflow, "_apply_due_copy", apply)
    with time_machine.travel(timezone.now() + 2 * HOUR, tick=False):
        assert scheduled_copies.run() == 1
    assert "could not be put in place" in caplog.text


def test_one_dead_mailbox_keeps_no_other_waiting(people, mailoutbox, monkeypatch):
    from portal.publishing import tasks

    articles.submitted(people, title_vi="Dòng\rđứt")
    real = tasks.send_mail

    def send(subject, body, sender, to):
        if to == ["reviewer@example.gov.vn"]:
            raise ValueError("refused")
        return real(subject, body, sender, to)

    monkeypatch.setattr(tasks, "send_mail", send)
    tasks.mail_notices.call()
    assert [mail.to for mail in mailoutbox] == [["publisher@example.gov.vn"]]
    assert Notice.objects.get(mailed_at=None).recipient == people["reviewer"]


def test_the_deactivated_get_no_mail(people):
    articles.submitted(people)
    people["reviewer"].is_active = False
    people["reviewer"].save()
    assert {notice.recipient for notice in notices.unmailed()} == {people["publisher"]}


def test_control_characters_break_no_feed(client, people):
    article = articles.published(people, summary_vi="Một\x0bhai", byline_vi="A\x1fB")
    assert reload(article).summary_vi == "Một hai"
    assert client.get("/vi/tin-tuc/feed.xml").status_code == 200


def test_history_survives_a_category_that_is_gone(desk, people):
    category = Category.objects.create(name_vi="Tạm")
    article = articles.draft(people["author"], category=category)
    articles.edit(article, people["author"], category=articles.category())
    category.delete()
    client = desk(people["author"])
    assert client.get(f"/admin/news/article/{article.pk}/history/").status_code == 200
    assert client.get("/admin/news/article/abc/history/").status_code == 404


def test_an_upload_is_kept_while_another_field_is_wrong(desk, people, picture):
    client = desk(people["author"])
    form = shown(client.get("/admin/news/article/add/"))
    content = open(picture_path(picture), "rb").read()  # noqa: SIM115
    upload = SimpleUploadedFile("bia.jpg", content)
    page = client.post("/admin/news/article/add/", form | {"title_vi": "", "cover_upload": upload})
    kept = File.objects.get(name="bia.jpg")
    assert page.status_code == 200
    assert f'value="{kept.pk}"' in page.content.decode()


def picture_path(picture):
    from django.core.files.storage import default_storage

    from portal.publishing.models.files import storage_name

    return default_storage.path(storage_name(picture, picture.name))


def test_emptying_the_hour_publishes_now(desk, people):
    article = articles.submitted(people, publish_at=timezone.now() + HOUR)
    desk(people["publisher"]).post(
        f"/admin/news/article/{article.pk}/record/",
        {"name": "publish", "version": article.version, "languages": ["vi"], "confirmed": "1"},
    )
    assert Article.objects.public().filter(pk=article.pk).exists()


def test_unticking_every_language_publishes_nothing(desk, people):
    article = articles.submitted(people)
    page = desk(people["publisher"]).post(
        f"/admin/news/article/{article.pk}/record/",
        {"name": "publish", "version": article.version, "publish_at": ""},
    )
    assert "ít nhất một ngôn ngữ" in page.content.decode()
    assert not Article.objects.public().exists()


def test_reordering_pictures_is_no_change_of_text(people, picture):
    article = articles.draft(people["author"])
    for number in range(2):
        GalleryItem.objects.create(article=article, file=picture, alt_vi=str(number), alt_en="x")
    articles.edit(article, people["author"], confirmed=["en"])
    GalleryItem.objects.filter(alt_vi="0").update(position=9)
    GalleryItem.objects.create(article=article, file=picture, decorative=True)
    articles.edit(article, people["author"])
    assert reload(article).freshness("en") == Freshness.CURRENT


def test_many_shared_tags_hide_no_related_article(client, people):
    tags = [Tag.objects.create(name_vi=f"thẻ {n}") for n in range(6)]
    others = [articles.published(people) for _ in range(4)]
    article = articles.published(people)
    for row in (*others, article):
        row.tags.set(tags)
    related = client.get(article.url("vi")).context_data["related"]
    assert len(related) == 4


def test_a_picture_of_a_language_that_is_not_public_is_not_public(client, people, picture):
    body = f'<p><img src="{picture.url()}" alt="-"></p>'
    articles.published(people, english=False, body_en=body)
    assert client.get(picture.url()).status_code == 404


def test_all_writers_hear_of_a_publication(people):
    article = articles.submitted(people)
    articles.edit(article, people["translator"], title_en="Better")
    articles.step(article, "publish", people["publisher"])
    told = Notice.objects.filter(reason="published").values_list("recipient__username", flat=True)
    assert set(told) == {"author", "translator"}


def test_the_next_moment_is_asked_under_the_lock(people):
    PublicVersion.bump(moments.next_moment)
    articles.published(people, publish_at=timezone.now() + HOUR)
    soon = PublicVersion.current().next_at
    articles.published(people)
    assert PublicVersion.current().next_at == soon


def test_a_visitor_without_a_token_never_sees_the_desk(people):
    from django.test import Client

    page = Client(enforce_csrf_checks=True).post("/vi/tin-tuc/", {})
    assert page.status_code == 403
    assert "/admin/" not in page.content.decode()


def test_other_words_keep_their_query_and_feeds(client):
    assert client.get("/en/tin-tuc/?year=2026").url == "/en/news/?year=2026"
    assert client.get("/en/tin-tuc/feed.xml").url == "/en/news/feed.xml"


def test_a_row_that_one_side_deleted_and_the_other_changed_is_a_clash(people, picture):
    article = articles.draft(people["author"])
    GalleryItem.objects.create(article=article, file=picture, alt_vi="Cũ", alt_en="Old")
    articles.edit(article, people["author"])
    articles.step(article, "submit", people["author"])
    articles.step(article, "publish", people["publisher"])
    english = workflow.open_copy(article, by=people["translator"], scope="en")
    GalleryItem.objects.filter(article=english).update(alt_en="Newer")
    articles.edit(english, people["translator"], title_en="Newer")
    whole = workflow.open_copy(article, by=people["author"])
    whole.gallery.all().delete()
    articles.edit(whole, people["author"])
    articles.step(whole, "submit", people["author"])
    articles.step(whole, "publish", people["publisher"])
    assert [clash["field"] for clash in reload(english).clashes] == ["gallery"]


def test_the_publish_dialog_says_beforehand_what_publishing_would_refuse(people):
    article = articles.published(people)
    copy = copy_of(article, people, body_en="", title_vi="Khác")
    assert checks.obstacles(reload(copy), people["publisher"]) != []
