"""What the history of a record tells: every column, every list, before and after."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.html import strip_tags

from news.models import Article, Attachment, GalleryItem, Tag
from portal.publishing import workflow
from portal.publishing.admin.site import admin_url
from portal.publishing.files.store import store
from tests import articles
from tests.documents import pdf

pytestmark = pytest.mark.django_db


def told(client, row):
    """(heading, [(label, before, after)]) of each entry in the history, newest first."""
    shown = client.get(admin_url(row, "history")).content.decode()
    for entry in re.findall(r'<section class="panel entry".*?</section>', shown, re.DOTALL):
        heading = re.search(r"<h2[^>]*>(.*?)</h2>", entry)[1]
        changes = re.findall(
            r"<h3>(.*?)</h3>\s*<div class=\"sides\"><div><b>.*?</b>(.*?)</div>"
            r"<div><b>.*?</b>(.*?)</div>",
            entry,
            re.DOTALL,
        )
        yield heading, [tuple(strip_tags(part) for part in change) for change in changes]


def reload(row):
    return Article.rows.get(pk=row.pk)


def test_one_more_tag_is_a_change(people, desk):
    article = articles.draft(people["author"])
    first, second = (Tag.objects.create(name_vi=name) for name in ("ODA", "FDI"))
    article.tags.add(first)
    articles.edit(article, people["author"])
    article.tags.add(second)
    articles.edit(article, people["author"])
    newest, before, *_made = told(desk(people["author"]), article)
    assert newest[1] == [("Thẻ", "ODA", "FDI\nODA")]
    assert before[1] == [("Thẻ", "–", "ODA")]


def test_a_copy_that_replaced_a_document_says_which(people, desk, document):
    article = articles.draft(people["author"])
    Attachment.objects.create(article=article, file=document, title_vi="Cũ", title_en="Old")
    articles.edit(article, people["author"])
    articles.step(article, "submit", people["author"])
    articles.step(article, "publish", people["publisher"])
    copy = workflow.open_copy(reload(article), by=people["author"])
    newer = store(SimpleUploadedFile("ban-2.pdf", pdf("Báo cáo", ["Bản hai"])))
    copy.attachments.update(file=newer)
    articles.edit(copy, people["author"])
    articles.step(copy, "submit", people["author"])
    articles.step(copy, "publish", people["publisher"])
    newest = next(told(desk(people["author"]), article))
    titles = "Tiêu đề (Tiếng Việt): Cũ · Tiêu đề (Tiếng Anh): Old"
    language = "Ngôn ngữ của tệp: Tiếng Việt"
    was, now = (f"{titles} · Tệp: {name} · {language}" for name in ("bao-cao.pdf", "ban-2.pdf"))
    assert newest == ("Đã công bố bản làm việc", [("Tệp đính kèm", was, now)])


def test_the_last_picture_taken_out_is_a_change_and_steps_are_none(people, desk, picture):
    article = articles.draft(people["author"])
    GalleryItem.objects.create(article=article, file=picture, decorative=True)
    articles.edit(article, people["author"])
    article.gallery.all().delete()
    articles.edit(article, people["author"])
    articles.step(article, "submit", people["author"])
    submitted, taken_out, *_rest = told(desk(people["author"]), article)
    assert submitted[1] == []
    assert taken_out[1] == [("Bộ ảnh", "Ảnh: anh.jpg · Chỉ để trang trí: có", "–")]


def test_a_tag_that_is_gone_leaves_its_place(people, desk):
    article = articles.draft(people["author"])
    tag = Tag.objects.create(name_vi="FDI")
    article.tags.add(tag)
    articles.edit(article, people["author"])
    tag.delete()
    articles.edit(article, people["author"])
    newest, before, *_made = told(desk(people["author"]), article)
    assert newest[1] == [("Thẻ", "(đã xóa)", "–")]
    assert before[1] == [("Thẻ", "–", "(đã xóa)")]


# --- taking up an earlier version ---------------------------------------------------


def take_up(client, row, version):
    """Posts the version of a row whose title it names."""
    entry = row.history.filter(title_vi=version).first()
    address = admin_url(row, "takeup")
    return client.post(address, {"version": entry.history_id}, follow=True).content.decode()


def with_lists(people, document, picture):
    """A published article with a tag, a picture and a document; then all of it changed."""
    article = articles.draft(people["author"], title_vi="Cũ", cover=picture, cover_decorative=True)
    article.tags.add(Tag.objects.create(name_vi="FDI"))
    Attachment.objects.create(article=article, file=document, title_vi="Một", title_en="One")
    GalleryItem.objects.create(article=article, file=picture, alt_vi="Ảnh", alt_en="Picture")
    articles.edit(article, people["author"])
    articles.step(article, "submit", people["author"])
    articles.step(article, "publish", people["publisher"])
    copy = workflow.open_copy(reload(article), by=people["author"])
    copy.tags.set([Tag.objects.create(name_vi="ODA")])
    copy.attachments.update(title_vi="Hai")
    copy.gallery.all().delete()
    articles.edit(copy, people["author"], title_vi="Mới", cover=None)
    articles.step(copy, "submit", people["author"])
    articles.step(copy, "publish", people["publisher"])
    return reload(article)


def test_an_old_version_of_what_is_public_comes_back_in_a_working_copy(
    people, desk, document, picture
):
    article = with_lists(people, document, picture)
    take_up(desk(people["author"]), article, "Cũ")
    copy = Article.rows.open_copies().get()
    assert (copy.title_vi, copy.cover) == ("Cũ", picture)
    assert [tag.name_vi for tag in copy.tags.all()] == ["FDI"]
    [attachment], [shown] = copy.attachments.all(), copy.gallery.all()
    assert (attachment.title_vi, attachment.copied_from) == ("Một", article.attachments.get())
    assert (shown.alt_vi, shown.copied_from) == ("Ảnh", None)
    assert reload(article).title_vi == "Mới"
    assert article.attachments.get().title_vi == "Hai"


def test_a_second_working_copy_is_not_opened_for_it(people, desk, document, picture):
    article = with_lists(people, document, picture)
    copy = workflow.open_copy(article, by=people["other author"])
    shown = take_up(desk(people["author"]), article, "Cũ")
    assert "đang mở" in shown
    assert reload(copy).title_vi == "Mới"


def test_what_was_discarded_can_be_taken_up_again(people, desk, document, picture):
    article = with_lists(people, document, picture)
    copy = workflow.open_copy(article, by=people["author"])
    copy.attachments.update(title_vi="Ba")
    articles.edit(copy, people["author"], title_vi="Bị hủy")
    articles.step(copy, "discard", people["author"])
    client = desk(people["author"])
    assert "Lấy lại phiên bản này" in client.get(admin_url(copy, "history")).content.decode()
    take_up(client, copy, "Bị hủy")
    again = Article.rows.open_copies().get()
    assert again.pk != copy.pk
    assert again.title_vi == "Bị hủy"
    attachment = again.attachments.get()
    assert (attachment.title_vi, attachment.copied_from) == ("Ba", article.attachments.get())


def test_a_draft_goes_back_to_what_it_was_and_keeps_both(people, desk):
    article = articles.draft(people["author"], title_vi="Cũ")
    articles.edit(article, people["author"], title_vi="Mới")
    take_up(desk(people["author"]), article, "Cũ")
    assert reload(article).title_vi == "Cũ"
    titles = reload(article).history.values_list("title_vi", flat=True)
    assert list(titles) == ["Cũ", "Mới", "Cũ"]


def test_a_translator_takes_up_one_language_alone(people, desk):
    article = articles.published(people, title_vi="Cũ", title_en="Old")
    copy = workflow.open_copy(article, by=people["translator"], scope="en")
    articles.edit(copy, people["translator"], title_en="Newer")
    articles.edit(copy, people["translator"], title_en="Newest")
    entry = reload(copy).history.filter(title_en="Newer").first()
    desk(people["translator"]).post(admin_url(copy, "takeup"), {"version": entry.history_id})
    assert (reload(copy).title_en, reload(copy).title_vi) == ("Newer", "Cũ")


def test_what_is_gone_meanwhile_does_not_come_back(people, desk, document):
    article = articles.draft(people["author"], title_vi="Cũ")
    tag = Tag.objects.create(name_vi="FDI")
    article.tags.add(tag)
    articles.edit(article, people["author"])
    tag.delete()
    articles.edit(article, people["author"], title_vi="Mới")
    other = articles.draft(people["author"], title_vi="Khác")
    take_up(desk(people["author"]), article, "Cũ")
    assert (reload(article).title_vi, list(article.tags.all())) == ("Cũ", [])
    assert reload(other).title_vi == "Khác"
