"""The steps on the record page: asked about, and told to those whom they concern."""

import re
from datetime import datetime, timedelta
from io import BytesIO

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from lxml import html
from PIL import Image

from news.models import Article, Attachment, CitedFigure, GalleryItem, Tag
from portal.publishing import checks, scheduled_copies, workflow
from portal.publishing.admin.site import admin_url
from portal.publishing.files.store import store
from portal.publishing.models import Notice, State, TransitionLog
from portal.publishing.rules import available
from projects.models import FdiProject
from tests import articles, registers
from tests.forms import sent
from tests.forms import shown as in_the_form
from tests.projects.test_pages import words

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
NOW = datetime.fromisoformat("2026-11-28T09:00:00+07:00")
TOMORROW = datetime.fromisoformat("2026-11-29T10:30:00+07:00")


@pytest.fixture(autouse=True)
def _a_certain_day():
    with time_machine.travel(NOW, tick=False):
        yield


def reload(row):
    return Article.rows.get(pk=row.pk)


def page(client, row, name="record"):
    return client.get(admin_url(row, name)).content.decode()


def post(client, row, name, *, confirmed=True, **data):
    data |= {"name": name, "version": reload(row).version}
    if confirmed:
        data["confirmed"] = "1"
    return client.post(admin_url(row, "record"), data, follow=True).content.decode()


def told(person, reason):
    return Notice.objects.filter(recipient=person, reason=reason)


# --- the hour -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    ["10h30 29/11/2026", "29/11/2026 10h30", "10:30 29/11/2026", "10 giờ 30 ngày 29/11/2026",
     "29-11-2026 10:30", "2026-11-29 10:30"],
)  # fmt: skip
def test_an_hour_is_taken_as_people_write_it(people, desk, typed):
    article = articles.submitted(people)
    shown = post(
        desk(people["publisher"]), article, "publish", publish_at=typed, languages=["vi", "en"]
    )
    assert reload(article).publish_at == TOMORROW
    assert "10:30 29/11/2026" in shown


def test_an_hour_without_its_day_is_refused_with_an_example(people, desk):
    article = articles.submitted(people)
    shown = post(
        desk(people["publisher"]), article, "publish", publish_at="10h30", languages=["vi"]
    )
    assert "“10h30”: hãy ghi cả giờ và ngày, ví dụ 8h30 29/11/2026." in shown
    assert reload(article).status == State.REVIEW


@pytest.mark.parametrize(
    ("now", "example"),
    [
        ("2026-11-28T09:00:00+07:00", "8h30 29/11/2026"),
        ("2026-12-31T00:30:00+07:00", "8h30 01/01/2027"),
    ],
)
def test_the_example_of_an_hour_is_tomorrow(people, desk, now, example):
    article = articles.submitted(people)
    with time_machine.travel(now, tick=False):
        shown = page(desk(people["publisher"]), article)
    assert f"Ví dụ: {example}. Để trống thì công bố ngay." in shown


def test_the_form_of_a_record_takes_such_hours_too(people, desk):
    from tests.forms import shown

    article = articles.draft(people["author"])
    client = desk(people["author"])
    data = shown(client.get(admin_url(article)))
    data |= {"publish_at_0": "29-11-2026", "publish_at_1": "10h30", "_continue": "1"}
    client.post(admin_url(article), data)
    assert reload(article).publish_at == TOMORROW


def test_what_is_scheduled_says_so_with_its_hour(people, desk):
    article = articles.submitted(people)
    client = desk(people["publisher"])
    shown = post(client, article, "publish", publish_at="10h30 29/11/2026", languages=["vi"])
    assert "Công khai lúc 10:30 29/11/2026" in shown
    entry = TransitionLog.objects.first()
    assert (entry.name, entry.hour) == ("schedule", TOMORROW)
    notice = told(people["author"], "scheduled").get()
    assert notice.said == "Hẹn công bố lúc 10:30 29/11/2026"
    assert not told(people["author"], "published").exists()
    assert (
        "10:30 29/11/2026" in client.get(reverse("admin:news_article_changelist")).content.decode()
    )


def test_the_hour_is_changed_in_one_step(people, desk):
    article = articles.submitted(people)
    articles.step(article, "publish", people["publisher"], at=TOMORROW)
    later = TOMORROW + timedelta(days=1)
    post(desk(people["publisher"]), article, "reschedule", publish_at="30/11/2026 10h30")
    assert reload(article).publish_at == reload(article).first_public_at == later
    assert TransitionLog.objects.first().name == "reschedule"
    assert told(people["author"], "scheduled").first().hour == later
    with time_machine.travel(TOMORROW + timedelta(hours=1), tick=False):
        assert not Article.objects.public().exists()


def test_the_hour_of_a_copy_is_changed_and_then_no_longer_waited_for(people):
    article = articles.published(people)
    copy = workflow.open_copy(article, by=people["author"])
    articles.edit(copy, people["author"], title_vi="Tên mới")
    articles.step(copy, "submit", people["author"])
    articles.step(copy, "publish", people["publisher"], at=TOMORROW)
    articles.step(copy, "reschedule", people["publisher"], at=TOMORROW + timedelta(days=1))
    with time_machine.travel(TOMORROW + timedelta(hours=1), tick=False):
        scheduled_copies.run()
        assert reload(article).title_vi != "Tên mới"
    articles.step(copy, "reschedule", people["publisher"], at=timezone.now())
    assert reload(article).title_vi == "Tên mới"
    assert reload(copy).status == State.APPLIED


def test_who_changed_a_text_is_kept_through_a_change_of_hour(people):
    """Four eyes: an hour is no publication that would wash hands."""
    article = articles.published(people)
    copy = workflow.open_copy(article, by=people["publisher"])
    articles.edit(copy, people["publisher"], title_vi="Tên mới")
    second = people["reviewer"]
    second.groups.set(people["publisher"].groups.all())
    second = type(second).objects.get(pk=second.pk)
    articles.step(copy, "submit", people["publisher"])
    articles.step(copy, "publish", second, at=TOMORROW)
    articles.step(copy, "reschedule", second, at=TOMORROW + timedelta(days=1))
    articles.step(copy, "unschedule", second, note="Chờ")
    articles.step(copy, "submit", people["publisher"])
    with pytest.raises(ValidationError, match="bốn mắt"):
        articles.step(copy, "publish", people["publisher"])


@pytest.mark.parametrize("day", ["01/01/0001", "31/12/9999"])
def test_an_hour_beyond_all_bounds_is_refused(people, desk, day):
    article = articles.submitted(people)
    typed = {"publish_at": f"8h30 {day}", "languages": ["vi"]}
    assert day in post(desk(people["publisher"]), article, "publish", **typed)
    article = reload(article)
    assert (article.status, article.publish_at) == (State.REVIEW, None)


def test_a_past_hour_is_asked_about(people, desk):
    article = articles.submitted(people)
    client = desk(people["publisher"])
    data = {"publish_at": "8h30 27/11/2026", "languages": ["vi"]}
    question = post(client, article, "publish", confirmed=False, **data)
    assert "08:30 27/11/2026 đã qua" in question
    assert reload(article).status == State.REVIEW
    post(client, article, "publish", **data)
    assert reload(article).publish_at == datetime.fromisoformat("2026-11-27T08:30:00+07:00")
    assert TransitionLog.objects.first().name == "publish"


@pytest.mark.parametrize("end", ["unschedule", "withdraw"])
def test_whoever_it_concerns_hears_of_an_end(people, end):
    article = articles.submitted(people)
    if end == "unschedule":
        articles.step(article, "publish", people["publisher"], at=TOMORROW)
    else:
        articles.step(article, "publish", people["publisher"])
    articles.step(article, end, people["publisher"], note="Sai số liệu")
    kind = {"unschedule": "cancelled", "withdraw": "withdrawn"}[end]
    assert told(people["author"], kind).get().note == "Sai số liệu"
    assert not told(people["publisher"], kind).exists()
    assert not told(people["other author"], kind).exists()


# --- questions ----------------------------------------------------------------------


def test_publishing_is_asked_about_and_says_where(people, desk):
    article = articles.submitted(people)
    client = desk(people["publisher"])
    question = post(client, article, "publish", confirmed=False, languages=["vi"])
    assert "Ngôn ngữ: Tiếng Việt." in question
    assert "Chưa công bố: Tiếng Anh." in question
    assert reload(article).status == State.REVIEW
    post(client, article, "publish", languages=["vi"])
    assert reload(article).live_languages == ["vi"]


@pytest.mark.parametrize("step", ["publish", "reschedule"])
def test_a_translation_that_is_behind_is_told_of_before_it_is_public(people, desk, step):
    article = articles.draft(people["author"])
    article = articles.edit(article, people["author"], title_vi="Tên khác")
    articles.step(article, "submit", people["author"])
    client = desk(people["publisher"])
    told = "Người đọc sẽ được báo rằng bản này có thể đã cũ: Tiếng Anh."
    if step == "reschedule":
        articles.step(article, "publish", people["publisher"], at=TOMORROW)
        question = post(client, article, step, confirmed=False)
        assert "Ngôn ngữ: Tiếng Việt, Tiếng Anh." in question
    else:
        only = post(client, article, step, confirmed=False, languages=["vi"])
        assert told not in only
        question = post(client, article, step, confirmed=False, languages=["vi", "en"])
    assert told in question


def test_discarding_names_what_is_lost(people, desk):
    article = articles.published(people)
    copy = workflow.open_copy(article, by=people["author"])
    articles.edit(copy, people["author"], title_vi="Tên sẽ mất")
    client = desk(people["author"])
    question = post(client, copy, "discard", confirmed=False)
    assert "Tên sẽ mất" in question
    assert reload(copy).status == State.DRAFT
    post(client, copy, "discard")
    assert reload(copy).status == State.DISCARDED


def test_a_question_about_what_may_not_be_done_is_not_asked(people, desk):
    article = articles.submitted(people)
    shown = desk(people["reviewer"]).post(
        admin_url(article, "record"),
        {"name": "publish", "version": article.version, "languages": ["vi"]},
    )
    assert shown.status_code == 403


# --- sent back, approved ------------------------------------------------------------


def test_the_note_stands_on_top_of_the_form_until_it_is_answered(people, desk):
    article = articles.submitted(people)
    articles.step(article, "send_back", people["reviewer"], note="Thiếu nguồn số liệu")
    client = desk(people["author"])
    assert "Thiếu nguồn số liệu" in page(client, article, "change")
    articles.step(article, "submit", people["author"])
    assert "Thiếu nguồn số liệu" not in page(client, article, "change")


def test_to_write_comes_before_to_submit_again(people, desk):
    article = articles.submitted(people)
    articles.step(article, "send_back", people["reviewer"], note="Thiếu nguồn")
    client = desk(people["author"])
    shown = page(client, article)
    edit = f'<a class="button" href="{admin_url(article)}">'
    assert edit in shown
    assert '<button class="button plain">Gửi duyệt</button>' in shown
    articles.edit(article, people["author"], source_vi="Báo cáo")
    assert '<button class="button ">Gửi duyệt</button>' in page(client, article)


def test_a_text_that_comes_back_shows_what_has_changed(people, desk):
    article = articles.submitted(people, title_vi="Mở cảng cạn")
    articles.step(article, "send_back", people["reviewer"], note="Thêm từ khóa")
    article = articles.edit(article, people["author"], title_vi="Mở cảng biển")
    article.tags.add(Tag.objects.create(name_vi="Cảng"))
    articles.edit(article, people["author"])
    articles.step(article, "submit", people["author"])
    shown = page(desk(people["reviewer"]), article)
    since = shown[shown.index('class="since"') : shown.index('id="changes-heading"')]
    assert "<del>cạn</del>" in since
    assert "<ins>biển</ins>" in since
    assert "<ins>Cảng</ins>" in since
    assert "Tóm tắt" not in since


def test_the_reviewer_approves_and_the_publisher_hears_it(people, desk):
    article = articles.submitted(people)
    post(desk(people["reviewer"]), article, "approve")
    assert reload(article).status == State.REVIEW
    assert told(people["publisher"], "approved").count() == 1
    shown = page(desk(people["publisher"]), article)
    assert "Đã duyệt, chờ công bố: reviewer, 09:00 28/11/2026" in shown
    assert "approve" not in available(reload(article), people["reviewer"])
    home = desk(people["reviewer"]).get(reverse("admin:index")).content.decode()
    assert article.title_vi not in home


def test_an_approval_is_of_one_version(people, desk):
    article = articles.submitted(people)
    articles.step(article, "approve", people["reviewer"])
    articles.edit(article, people["translator"], title_en="Other words")
    assert "approve" in available(reload(article), people["reviewer"])
    home = desk(people["reviewer"]).get(reverse("admin:index")).content.decode()
    assert article.title_vi in home


def test_nobody_approves_what_they_wrote_or_what_publishing_refuses(people):
    article = articles.submitted(people)
    articles.step(article, "send_back", people["reviewer"], note="Sửa")
    articles.edit(article, people["reviewer"], title_vi="Tôi viết")
    articles.step(article, "submit", people["author"])
    with pytest.raises(ValidationError, match="bốn mắt"):
        articles.step(article, "approve", people["reviewer"])
    bare = articles.submitted(people, category=None)
    with pytest.raises(ValidationError, match="chuyên mục"):
        articles.step(bare, "approve", people["reviewer"])


# --- what changes, as readers will see it --------------------------------------------

TABLE = (
    "<p>Bảng 1.</p><table><tbody><tr><td><p>2021</p></td><td><p>{}</p></td></tr></tbody></table>"
)


def changed_copy(people, **values):
    article = articles.published(
        people, title_vi="Cảng <cạn>", body_vi="<h2>Mục</h2>" + TABLE.format(5)
    )
    copy = workflow.open_copy(article, by=people["author"])
    body = "<h2>Mục</h2>" + TABLE.format(7)
    return articles.edit(copy, people["author"], title_vi="Cảng <biển>", body_vi=body, **values)


@pytest.mark.parametrize(
    ("view", "cells"),
    [("one", ["<del>5</del><ins>7</ins>"]), ("sides", ["<td><del>5", "<td><ins>7"])],
)
def test_changes_keep_headings_and_tables(people, desk, view, cells):
    copy = changed_copy(people)
    address = admin_url(copy, "record") + f"?view={view}"
    shown = desk(people["reviewer"]).get(address).content.decode()
    assert "<h2>Mục</h2>" in shown
    for cell in cells:
        assert cell in shown
    assert "<del>&lt;cạn&gt;</del>" in shown


def test_the_public_page_is_shown_with_its_changes_marked(people, desk):
    copy = changed_copy(people)
    address = admin_url(copy, "preview", "vi") + "?marked=1"
    response = desk(people["reviewer"]).get(address)
    shown = response.content.decode()
    assert "Cảng <del>&lt;cạn&gt;</del><ins>&lt;biển&gt;</ins>" in shown
    assert "<del>5</del><ins>7</ins>" in shown
    assert "<title>Cảng &lt;biển&gt;" in shown
    assert not set("\ue000\ue001\ue002\ue003") & set(shown)
    assert "no-store" in response.headers["Cache-Control"]
    plain = desk(people["reviewer"]).get(admin_url(copy, "preview", "vi")).content.decode()
    assert "<del>" not in plain
    assert reload(copy).title_vi == "Cảng <biển>"


def test_a_changed_title_of_an_attachment_is_marked_on_the_public_page(people, desk, document):
    article = articles.draft(people["author"])
    article.attachments.create(file=document, title_vi="Báo cáo quý một", position=1)
    article.attachments.create(file=document, title_vi="Phụ lục", position=2)
    workflow.record_edit(article, by=people["author"])
    articles.step(article, "submit", people["author"])
    articles.step(article, "publish", people["publisher"])
    copy = workflow.open_copy(reload(article), by=people["author"])
    copy.attachments.filter(position=1).update(title_vi="Báo cáo quý hai")
    copy.attachments.create(file=document, title_vi="Danh mục", position=3)
    workflow.record_edit(copy, by=people["author"])
    client = desk(people["author"])

    def titles(row):
        address = admin_url(row, "preview", "vi") + "?marked=1"
        shown = client.get(address).content.decode()
        return re.findall(r"<a [^>]*download>(.*?)</a>", shown)

    changed = "Báo cáo quý <del>một</del><ins>hai</ins>"
    assert titles(copy) == [changed, "Phụ lục", "<ins>Danh mục</ins>"]
    articles.step(copy, "submit", people["author"])
    articles.step(copy, "send_back", people["reviewer"], note="Sai")
    own = articles.submitted(people)
    own.attachments.create(file=document, title_vi="Báo cáo quý một", position=1)
    workflow.record_edit(reload(own), by=people["author"])
    articles.step(own, "send_back", people["reviewer"], note="Sai")
    own.attachments.update(title_vi="Báo cáo quý hai")
    workflow.record_edit(reload(own), by=people["author"])
    assert titles(own) == [changed]


def test_another_picture_is_marked_on_the_public_page(people, desk, picture):
    figure = '<figure><img src="{}" alt="{}"><figcaption>Cảng</figcaption></figure>'
    address = picture.rendition_url(800)
    article = articles.published(people, body_vi="<p>Cảng</p>")
    copy = workflow.open_copy(article, by=people["author"])
    body = "<p>Cảng</p>" + figure.format(address, "Cầu cảng")
    articles.edit(copy, people["author"], body_vi=body)
    marked = admin_url(copy, "preview", "vi") + "?marked=1"
    shown = desk(people["reviewer"]).get(marked).content.decode()
    assert re.search(rf'<ins><img [^>]*src="/files/{picture.key}/[^>]*></ins>', shown)
    assert 'alt="Cầu cảng"' in shown


def test_a_text_sent_back_is_marked_against_what_it_said_then(people, desk):
    article = articles.submitted(people, title_vi="Mở cảng cạn")
    articles.step(article, "send_back", people["reviewer"], note="Sai")
    articles.edit(article, people["author"], title_vi="Mở cảng biển")
    address = admin_url(article, "preview", "vi") + "?marked=1"
    shown = desk(people["reviewer"]).get(address).content.decode()
    assert "Mở cảng <del>cạn</del><ins>biển</ins>" in shown


def test_a_cited_figure_reads_as_on_the_page(people, desk):
    registers.happened(people, registers.fdi_project(people), "new", "2022-03-01", 5)
    article = articles.draft(people["author"])
    figure = CitedFigure(article=article, key="fdi-projects")
    figure.cite(timezone.now())
    figure.save()
    shown = page(desk(people["author"]), article)
    assert "Dự án FDI còn hiệu lực: 1 dự án (tính đến hết ngày 28/11/2026)" in shown
    assert "· không" not in shown


# --- the checklist ------------------------------------------------------------------


def test_the_author_reads_language_by_language_what_is_missing(people, picture):
    article = articles.draft(people["author"], category=None, body_en="")
    GalleryItem.objects.create(article=article, file=picture, alt_vi="Cảng")
    assert checks.checklist(article) == [
        ("", ["Chưa chọn chuyên mục."]),
        (
            "en",
            ["Còn thiếu: nội dung.", "Ảnh số 1 trong bộ ảnh chưa có văn bản thay thế."],
        ),
    ]


def test_it_stands_on_the_form_and_once_on_the_page_after_submission(people, desk):
    article = articles.draft(people["author"], category=None)
    client = desk(people["author"])
    assert "Chưa chọn chuyên mục." in page(client, article, "change")
    shown = post(client, article, "submit")
    assert reload(article).status == State.REVIEW
    assert shown.count("Chưa chọn chuyên mục.") == 2  # in the message and in the list


@pytest.fixture
def typed(client, people, desk):
    """typed(row or None, **changes) → the words of the checklist of a form with these changes."""
    desk(people["author"])

    def ask(row, **changes):
        base = "/admin/news/article/"
        data = in_the_form(client.get(f"{base}{row.pk}/change/" if row else f"{base}add/"))
        response = client.post(f"{base}checklist/{row.pk if row else 0}/", data | changes)
        assert response.status_code == 200
        return words(response.content.decode())

    return ask


def test_it_follows_what_is_typed_before_anything_is_saved(people, typed, picture):
    article = articles.draft(people["author"], category=None, body_en="")
    GalleryItem.objects.create(article=article, file=picture, alt_vi="Cảng")
    told = typed(article)
    assert "Chưa chọn chuyên mục." in told
    assert "Tiếng Anh Còn thiếu: nội dung. Ảnh số 1 trong bộ ảnh chưa có văn bản thay thế." in told
    told = typed(article, category=articles.category().pk, body_en="<p>Body</p>", title_vi="")
    assert "chuyên mục" not in told
    assert "Còn thiếu: tiêu đề." in told
    assert "Còn thiếu: nội dung" not in told
    told = typed(article, **{"gallery-0-alt_en": "The port", "gallery-0-alt_vi": ""})
    assert "Tiếng Việt Ảnh số 1 trong bộ ảnh chưa có văn bản thay thế." in told
    assert told.count("bộ ảnh") == 1
    assert "bộ ảnh" not in typed(article, **{"gallery-0-DELETE": "on"})
    assert reload(article).title_vi == article.title_vi
    assert GalleryItem.objects.get().alt_vi == "Cảng"


def test_it_is_told_of_what_is_new_too(typed):
    assert "Còn thiếu: tiêu đề, tóm tắt (sapô), nội dung." in typed(None)
    told = typed(None, title_vi="Tin", summary_vi="Một câu.", body_vi="<p>Nội dung.</p>")
    assert "Còn thiếu" not in told
    assert "Chưa chọn chuyên mục." in told
    assert not Article.objects.exists()


def test_others_cannot_ask_it_of_a_draft(client, people, desk):
    article = articles.draft(people["author"])
    for name in ("other author", "data officer"):
        desk(people[name])
        assert client.post(f"/admin/news/article/checklist/{article.pk}/").status_code == 403
    desk(people["publisher"])
    assert client.post("/admin/news/article/checklist/0/").status_code == 403


def test_an_unfinished_language_does_not_wait_on_the_other(people, desk, picture):
    article = articles.draft(people["author"], cover=picture, cover_alt_vi="Cảng")
    articles.step(article, "submit", people["author"])
    shown = page(desk(people["publisher"]), article)
    english = shown[shown.index('id="id_publish_languages_1"') :]
    assert "chưa đủ, xem danh sách ở trên" in english[:600]
    assert shown.count("Ảnh đại diện chưa có văn bản thay thế.") == 1
    assert 'value="vi" id="id_publish_languages_0" checked' in shown
    assert 'value="en" id="id_publish_languages_1" checked' not in shown
    articles.step(article, "publish", people["publisher"])
    assert reload(article).live_languages == ["vi"]


def test_an_empty_draft_is_not_called_ready(people, desk):
    articles.draft(people["author"], english=False, summary_vi="", body_vi="")
    shown = desk(people["author"]).get(reverse("admin:news_article_changelist")).content.decode()
    assert "VI chưa đủ" in shown
    assert "VI đủ nội dung" not in shown


def test_a_text_that_publishing_would_refuse_is_not_called_complete(people, desk, picture):
    article = articles.draft(people["author"], cover=picture, cover_alt_en="Port")
    client = desk(people["author"])
    listed = client.get(reverse("admin:news_article_changelist")).content.decode()
    for shown in (page(client, article), listed):
        assert "VI chưa đủ" in shown
        assert "VI đủ nội dung" not in shown
    assert "Ảnh đại diện chưa có văn bản thay thế." in page(client, article)
    articles.edit(article, people["author"], cover_alt_vi="Cảng")
    assert "VI đủ nội dung" in page(client, article)


def test_submitting_warns_of_all_that_publishing_will_refuse(people, desk, document):
    table = "<table><tr><td>2025</td><td>67</td></tr></table>"
    article = articles.draft(people["author"], title_vi="Tin", body_vi=table, english=False)
    Attachment.objects.create(article=article, file=document, title_en="Annex")
    articles.edit(article, people["author"])
    client = desk(people["author"])
    told = (
        "“Tin” đang chờ duyệt. Khi công bố sẽ cần: "
        "Tiếng Việt: Tệp đính kèm số 1 chưa có tiêu đề. Bảng thứ 1 chưa có tên: "
        "hãy viết ngay phía trên bảng một dòng bắt đầu bằng “Bảng”, “Biểu” hoặc “Table”."
    )
    assert messages_of(client, article, "submit") == [told]
    articles.step(article, "recall", people["author"])
    typed = in_the_form(client.get(admin_url(article))) | {"_submit": "1"}
    response = client.post(admin_url(article), typed, follow=True)
    [message] = response.context["messages"]
    assert (str(message), message.level_tag) == (told, "warning")


def test_a_translator_is_led_to_the_buttons_while_a_review_waits(people, desk):
    article = articles.submitted(people, english=False)
    shown = words(page(desk(people["translator"]), article))
    assert "Muốn sửa hoặc dịch, hãy dùng các nút ở trên." in shown
    assert "Hiện không có việc nào" not in shown


def test_an_expiry_in_the_past_is_told_from_one_before_publication(people):
    hour = timedelta(hours=1)
    for publish_at, expire_at, told in (
        (None, NOW - hour, "Thời điểm hết hạn đã qua."),
        (NOW + 2 * hour, NOW + hour, "Thời điểm hết hạn lại trước thời điểm công bố."),
        (NOW + hour, NOW + 2 * hour, None),
    ):
        article = articles.draft(people["author"], publish_at=publish_at, expire_at=expire_at)
        assert checks.of_record(article) == ([told] if told else [])


def test_what_publishing_needs_is_marked(people, desk):
    shown = page(desk(people["author"]), articles.draft(people["author"]), "change")
    for label in ("Tiêu đề *:", "Nội dung *:", "Chuyên mục *:"):
        assert label in shown
    assert "Nguồn:" in shown
    assert "[vi]" not in shown


# --- archive and hand-over ----------------------------------------------------------


def test_a_draft_once_submitted_goes_to_the_archive_and_frees_its_address(people, desk):
    article = articles.submitted(people, title_vi="Cảng mới")
    articles.step(article, "recall", people["author"])
    client = desk(people["author"])
    assert "trả lại địa chỉ" in post(client, article, "shelve", confirmed=False)
    post(client, article, "shelve")
    assert (reload(article).status, reload(article).state_label) == (State.ARCHIVED, "Đã lưu trữ")
    other = articles.draft(people["author"], title_vi="Cảng mới")
    assert other.slug_vi == "cang-moi"
    assert client.get("/vi/tin-tuc/cang-moi/").status_code == 404
    articles.step(article, "restore", people["author"])
    assert (reload(article).status, reload(article).slug_vi) == (State.DRAFT, "cang-moi-2")


def test_what_was_public_keeps_its_address_in_the_archive(people, client):
    article = articles.published(people, title_vi="Cảng cũ")
    articles.step(article, "withdraw", people["publisher"], note="Sai")
    articles.step(article, "restore", people["publisher"])
    articles.step(article, "shelve", people["author"])
    assert articles.draft(people["author"], title_vi="Cảng cũ").slug_vi == "cang-cu-2"
    assert client.get("/vi/tin-tuc/cang-cu/").status_code == 410
    assert "restore" not in available(reload(article), people["author"])


def test_a_draft_is_handed_over_with_a_reason(people, desk):
    article = articles.draft(people["author"])
    other = people["other author"]
    in_register = registers.draft(FdiProject, people["author"])
    assert "Bản nháp này của author" in page(desk(other), in_register, "change")
    data = {"to": other.pk, "reason": "Nghỉ phép"}
    desk(people["reviewer"]).post(admin_url(article, "handover"), data)
    assert reload(article).created_by == other
    assert told(other, "handed").get().note == "Nghỉ phép"
    assert told(people["author"], "handed").count() == 1
    assert TransitionLog.objects.first().name == "hand_over"
    assert available(reload(article), other) == ["submit", "shelve"]
    assert available(reload(article), people["author"]) == []


def test_a_hand_over_needs_a_reason_and_somebody_who_can_go_on(people):
    article = articles.draft(people["author"])
    with pytest.raises(ValidationError, match="ghi chú"):
        workflow.hand_over(article, people["other author"], by=people["author"], note=" ")
    with pytest.raises(ValidationError, match="translator"):
        workflow.hand_over(article, people["translator"], by=people["author"], note="Nghỉ")
    with pytest.raises(PermissionDenied):
        workflow.hand_over(
            article, people["other author"], by=people["other author"], note="Tôi làm"
        )


# --- leading to the same place ------------------------------------------------------


def test_lists_and_home_lead_to_the_same_page(people, desk):
    draft, waits = articles.draft(people["author"]), articles.submitted(people)
    for name in ("author", "publisher"):
        client = desk(people[name])
        home = client.get(reverse("admin:index")).content.decode()
        rows = client.get(reverse("admin:news_article_changelist")).content.decode()
        assert f'href="{admin_url(draft)}"' in rows
        assert f'href="{admin_url(waits, "record")}"' in rows
        assert f'href="{admin_url(waits, "record")}"' in home or name == "author"
        assert f'href="{admin_url(waits)}"' not in home + rows


def test_a_step_after_sharing_lands_on_top_of_the_page(people, desk):
    article = articles.draft(people["author"])
    assert f'<form class="step" method="post" action="{admin_url(article, "record")}">' in page(
        desk(people["author"]), article
    )


def test_an_expired_text_says_how_to_prolong_it(people, desk):
    article = articles.published(people, expire_at=NOW + timedelta(hours=1))
    with time_machine.travel(NOW + timedelta(hours=2), tick=False):
        shown = page(desk(people["publisher"]), article)
    assert "Hết hạn lúc 10:00 28/11/2026." in shown
    assert "mở bản làm việc" in shown


def test_an_author_adds_a_tag(people, desk):
    call_command("make_roles")
    desk(people["author"]).post(reverse("admin:news_tag_add"), {"name_vi": "Cảng", "name_en": ""})
    assert Tag.objects.filter(name_vi="Cảng").exists()


# --- what is said -------------------------------------------------------------------


def messages_of(client, row, name, **data):
    data |= {"name": name, "version": reload(row).version, "confirmed": "1"}
    response = client.post(admin_url(row, "record"), data, follow=True)
    return [str(message) for message in response.context["messages"]]


def test_each_step_is_named_by_what_it_did(people, desk):
    author, publisher = people["author"], people["publisher"]
    row = articles.draft(author, title_vi="Tin")

    def step(name, person, **data):
        [said] = messages_of(desk(person), row, name, **data)
        return said

    assert step("submit", author) == "“Tin” đang chờ duyệt."
    assert step("recall", author) == "Đã lấy lại bản nháp: “Tin”."
    step("submit", author)
    assert step("send_back", publisher, note="Thiếu") == "Đã trả lại: “Tin”."
    assert step("shelve", author) == "Đã đưa vào lưu trữ: “Tin”."
    assert step("restore", publisher) == "Đã khôi phục thành bản nháp: “Tin”."
    step("submit", author)
    assert step("publish", publisher, languages=["vi", "en"]) == "Đã công bố “Tin”."
    copy = workflow.open_copy(reload(row), by=author)
    [said] = messages_of(desk(author), copy, "discard")
    assert said == "Đã hủy bản làm việc của “Tin”."
    assert step("withdraw", publisher, note="Sai") == "Đã gỡ xuống: “Tin”."


def test_cancelling_a_schedule_says_before_and_after_that_its_approval_ends(people, desk):
    article = articles.submitted(people, title_vi="Tin")
    articles.step(article, "publish", people["publisher"], at=TOMORROW)
    client = desk(people["publisher"])
    asked = words(post(client, article, "unschedule", note="Chờ số liệu", confirmed=False))
    assert "Hủy hẹn giờ công bố “Tin”?" in asked
    assert "muốn công bố thì phải gửi duyệt và được duyệt lại." in asked
    assert "Sẽ không công khai lúc 10:30 29/11/2026 nữa." in asked
    assert "Bài trở lại thành bản nháp." in asked
    assert reload(article).is_scheduled
    [said] = messages_of(client, article, "unschedule", note="Chờ số liệu")
    assert said.startswith("Đã hủy hẹn giờ “Tin”; việc duyệt cũng hết hiệu lực.")
    assert reload(article).status == State.DRAFT


@pytest.mark.parametrize("kind", ["never public", "once public", "copy"])
def test_a_cancelled_hour_is_not_that_of_the_next_publication(people, desk, kind):
    row = articles.submitted(people) if kind == "never public" else articles.published(people)
    if kind == "once public":
        articles.step(row, "withdraw", people["publisher"], note="Sai")
        articles.step(row, "restore", people["publisher"])
        articles.step(row, "submit", people["author"])
    if kind == "copy":
        row = workflow.open_copy(row, by=people["author"])
        row = articles.edit(row, people["author"], title_vi="Tin sửa")
        articles.step(row, "submit", people["author"])
    articles.step(row, "publish", people["publisher"], at=TOMORROW)
    post(desk(people["publisher"]), row, "unschedule", note="Chờ")
    assert reload(row).publish_at is None
    if kind == "once public":
        articles.step(row, "restore", people["publisher"])
    articles.step(row, "submit", people["author"])
    client = desk(people["publisher"])
    steps = client.get(admin_url(row, "record")).context_data["steps"]
    [hour] = [step.form["publish_at"].value() for step in steps if step.name == "publish"]
    assert hour is None
    asked = words(post(client, row, "publish", languages=["vi"], confirmed=False))
    assert "Ngay bây giờ." in asked


def test_cancelling_without_a_note_is_refused_before_anything_is_asked(people, desk):
    article = articles.submitted(people)
    articles.step(article, "publish", people["publisher"], at=TOMORROW)
    shown = post(desk(people["publisher"]), article, "unschedule", confirmed=False)
    assert "Hủy hẹn giờ công bố" not in shown
    assert reload(article).is_scheduled


def test_what_is_missing_stands_once_on_the_record_page(people, desk):
    article = articles.draft(people["author"], body_vi="", body_en="")
    Article.rows.filter(pk=article.pk).update(status=State.REVIEW)
    for person in ("author", "reviewer", "publisher"):
        shown = words(page(desk(people[person]), article))
        assert shown.count("Còn thiếu: nội dung.") == 2  # one for each language


def test_whoever_reviews_sees_the_pictures_that_change(desk, people, picture):
    other, kept = (store(SimpleUploadedFile(f"{c}.png", png(c))) for c in ("red", "green"))
    article = articles.draft(people["author"], cover=picture, cover_alt_vi="Cầu cảng")
    GalleryItem.objects.create(article=article, file=kept, position=0, alt_vi="Cảng")
    for step, by in (("submit", "author"), ("publish", "publisher")):
        article = articles.step(article, step, people[by])
    copy = workflow.open_copy(article, by=people["author"])
    articles.edit(copy, people["author"], cover=other)
    foreign = articles.draft(people["author"], cover=kept, cover_alt_vi="Của bài khác")
    copy.related.add(foreign)  # whose own cover is none of this article's
    GalleryItem.objects.create(article=copy, file=other, position=1, alt_vi="Kho")
    copy = articles.step(copy, "submit", people["author"])
    client, address = desk(people["reviewer"]), admin_url(copy, "record")
    one = client.get(f"{address}?view=one").content.decode()
    assert re.findall(r'<del><img src="([^"]+)"', one) == [picture.rendition_url(320)]
    assert re.findall(r'<ins><img src="([^"]+)"', one) == [other.rendition_url(320)] * 2
    sides = client.get(f"{address}?view=sides").content.decode()
    assert [
        re.findall(r'src="([^"]+)"', part)
        for part in re.findall(r'<span class="pictures">(.*?)</span>', sides)
    ] == [
        [file.rendition_url(320) for file in files]
        for files in ([picture], [other], [kept], [kept, other])
    ]


def png(colour):
    buffer = BytesIO()
    Image.new("RGB", (900, 600), colour).save(buffer, "PNG")
    return buffer.getvalue()


@pytest.mark.parametrize("typed", ["30/11/2026", "0001-01-01", "mai"])
def test_a_day_in_an_address_waits_in_its_field_to_be_read(people, desk, typed):
    client = desk(people["author"])
    page = client.get("/admin/news/article/add/", {"publish_at": typed})
    assert in_the_form(page)["publish_at_0"] == typed


@pytest.mark.parametrize("page", ["record", "change"])
def test_a_list_is_read_for_a_page_once_however_many_checks_look_at_it(people, desk, page):
    article = articles.submitted(people)
    client = desk(people["translator"])
    with CaptureQueriesContext(connection) as queries:
        assert client.get(admin_url(article, page)).status_code == 200
    of_gallery = [query for query in queries if 'FROM "news_galleryitem"' in query["sql"]]
    assert len(of_gallery) == {"record": 1, "change": 2}[page]  # a form has its own


@pytest.mark.parametrize("name", ["reviewer", "publisher"])
def test_of_two_ways_back_whoever_reviews_sees_the_one_that_says_why(people, desk, name):
    article, own = articles.submitted(people), articles.draft(people[name])
    articles.step(own, "submit", people[name])
    client = desk(people[name])

    def buttons(row):
        shown = re.findall("<button[^>]*>(.*?)</button>", page(client, row))
        return [label for label in shown if label in ("Lấy lại bản nháp", "Trả lại")]

    assert buttons(article) == ["Trả lại"]
    assert buttons(own) == ["Lấy lại bản nháp", "Trả lại"]
    desk(people["author"])
    assert buttons(article) == ["Lấy lại bản nháp"]
    with pytest.raises(PermissionDenied):
        articles.step(article, "recall", people[name])
    assert articles.step(own, "recall", people[name]).status == State.DRAFT


def test_a_picture_whose_words_were_not_translated_is_told_and_keeps_nobody(people, desk, picture):
    def body(*texts):
        return "".join(
            f'<p><img src="/files/{picture.key}/w640.webp" alt="{t}"></p>' for t in texts
        )

    article = articles.draft(
        people["author"],
        body_vi=body("Cầu cảng", "Kho", "-"),
        body_en=body("Cầu cảng", "A store", "-"),
    )
    [said] = article.remarks()
    assert said == "Ảnh có văn bản thay thế giống hệt nhau ở cả hai ngôn ngữ: “Cầu cảng”."
    assert said in desk(people["author"]).get(admin_url(article)).content.decode()
    assert said in post(desk(people["author"]), article, "submit")
    assert said in post(
        desk(people["publisher"]), article, "publish", confirmed=False, languages=["vi", "en"]
    )
    articles.step(article, "publish", people["publisher"])


def test_whose_copy_it_is_is_said_once_to_who_may_not_write_in_it(desk, people):
    article = articles.published(people)
    said = "Bạn đang sửa trên bản làm việc."
    other = "Bản nháp này của other-author"

    def opened(name):
        answer = desk(people[name]).post(admin_url(article, "copy"), {"scope": ""}, follow=True)
        return words(answer.content.decode())

    mine = opened("other author")
    assert (said in mine, other in mine) == (True, False)
    theirs = opened("author")
    assert (said in theirs, other in theirs) == (False, True)


def test_a_record_whose_totals_moved_since_they_were_shown_is_shown_again(desk, people):
    officer = people["data officer"]
    row = registers.fdi_project(people, public=False)
    registers.happened(people, row, "new", "2024-03-01", 2_000_000)
    row = articles.step(row, "submit", officer)
    client = desk(people["publisher"])
    url = admin_url(row, "record")

    def fields(response):
        forms = html.fromstring(response.content.decode()).forms
        found = sent(next(form for form in forms if "version" in form.fields))
        assert found["name"] == ["publish"]
        return found

    shown = fields(client.get(url))
    registers.happened(people, row, "capital_increase", "2024-05-01", 1_000_000)
    response = client.post(url, {**shown, "confirmed": "1"})
    told = words(response.content.decode())
    assert "Các số thay đổi theo đã khác so với lúc trang này hiện ra" in told
    assert "Vốn tăng thêm (đã trừ giảm vốn) (2024): 0 USD → 1.000.000 USD" in told
    assert not FdiProject.objects.public().exists()
    question = fields(client.post(url, fields(response)))
    client.post(url, question)
    assert list(FdiProject.objects.public()) == [row]


def test_who_may_not_read_a_colleague_s_copy_is_told_of_it_and_not_led_to_it(people, desk):
    article = articles.published(people)
    client, door = desk(people["other author"]), admin_url(article, "copy")

    def offers(shown):
        """Whether the whole text may be opened for work."""
        forms = html.fromstring(shown).xpath(f'//form[@action="{door}"]')
        return any(form.xpath('input[@name="scope" and @value=""]') for form in forms)

    assert offers(page(client, article))
    copy = workflow.open_copy(article, by=people["author"])
    for name in ("record", "change"):
        shown = page(client, article, name)
        assert "Bản làm việc đang mở: author, Bản nháp" in words(shown)
        assert not offers(shown)
        assert admin_url(copy) not in shown
    assert admin_url(copy) in page(desk(people["author"]), article)


def test_who_presses_while_a_colleague_holds_the_copy_is_told_who_and_since_when(people, desk):
    """The page was shown before the colleague opened the copy."""
    article = articles.published(people)
    with time_machine.travel("2026-11-28T09:30:00+07:00", tick=False):
        workflow.open_copy(article, by=people["author"])
    client = desk(people["other author"])
    response = client.post(admin_url(article, "copy"), {"scope": ""}, follow=True)
    assert response.redirect_chain == [(admin_url(article, "record"), 302)]
    shown = words(response.content.decode())
    assert (
        "Author đang giữ bản làm việc của bản ghi này (Bản nháp), mở lúc 09:30 28/11/2026. "
        "Khi bản đó xong hoặc được bàn giao cho bạn, bạn có thể sửa bản ghi."
    ) in shown
    assert "Bản làm việc đang mở: author, Bản nháp, mở lúc 09:30 28/11/2026" in shown
    assert Article.rows.open_copies().count() == 1


def test_a_project_held_by_a_colleague_is_not_offered_and_says_who_holds_it(people, desk):
    """A register's drafts are read by all who read its ledger, and yet written by one."""
    project = registers.fdi_project(people)
    holder, colleague = people["data officer"], people["other author"]
    colleague.groups.set(holder.groups.all())
    with time_machine.travel("2026-11-28T09:30:00+07:00", tick=False):
        copy = workflow.open_copy(project, by=holder)
    client, door = desk(colleague), admin_url(project, "copy")
    for name in ("record", "change"):
        shown = page(client, project, name)
        assert "Bản làm việc đang mở: data-officer, Bản nháp, mở lúc 09:30 28/11/2026" in words(
            shown
        )
        assert admin_url(copy) in shown
        assert "Sửa nội dung (mở bản làm việc)" not in words(shown)
    response = client.post(door, {"scope": ""}, follow=True)  # from a page shown before
    assert response.redirect_chain == [(admin_url(copy), 302)]
    assert "Bản nháp này của data-officer nên bạn không sửa được." in words(
        response.content.decode()
    )
    client = desk(holder)
    assert "Sửa nội dung (mở bản làm việc)" in words(page(client, project))
    assert client.post(door, {"scope": ""}).headers["Location"] == admin_url(copy)
