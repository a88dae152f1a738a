"""What the history of a record tells: every column, every list, before and after."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.html import strip_tags

from news.models import Article, Attachment, GalleryItem, Tag
from portal.home.sample.documents import pdf
from portal.publishing import workflow
from portal.publishing.admin.site import admin_url
from portal.publishing.files.store import store
from tests import articles

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
    assert newest == (
        "Đã công bố bản làm việc",
        [
            (
                "Tệp đính kèm",
                "Tiêu đề [vi]: Cũ · Tiêu đề [en]: Old · Tệp: bao-cao.pdf",
                "Tiêu đề [vi]: Cũ · Tiêu đề [en]: Old · Tệp: ban-2.pdf",
            )
        ],
    )


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
