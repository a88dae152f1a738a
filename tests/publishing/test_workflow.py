from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from news.models import Article, Attachment, GalleryItem, Tag
from portal.publishing import scheduled_copies, tasks, workflow
from portal.publishing.models import Notice, SlugClaim, State, TransitionLog
from tests import articles

pytestmark = pytest.mark.django_db


def reload(row):
    return Article.rows.get(pk=row.pk)


def public(language=None):
    return set(Article.objects.public(language).values_list("pk", flat=True))


def test_it_is_public_only_after_author_and_publisher(people):
    article = articles.draft(people["author"])
    assert public() == set()
    articles.step(article, "submit", people["author"])
    assert public() == set()
    articles.step(article, "publish", people["publisher"])
    assert public("vi") == public("en") == {article.pk}


def test_it_publishes_only_complete_languages(people):
    article = articles.published(people, english=False)
    assert public("vi") == {article.pk}
    assert public("en") == set()


@pytest.mark.parametrize(
    "name", ["author", "translator", "reviewer", "data officer", "administrator"]
)
def test_it_lets_nobody_but_publishers_publish(people, name):
    article = articles.submitted(people)
    with pytest.raises(PermissionDenied):
        articles.step(article, "publish", people[name])
    assert reload(article).status == State.REVIEW


def test_it_refuses_publication_by_somebody_who_changed_the_text(people):
    article = articles.draft(people["author"])
    articles.edit(article, people["publisher"], title_vi="Tên khác")
    articles.step(article, "submit", people["author"])
    with pytest.raises(ValidationError, match="bốn mắt"):
        articles.step(article, "publish", people["publisher"])


def test_it_forgets_editors_once_the_text_was_public(people, settings):
    article = articles.published(people)
    articles.step(article, "withdraw", people["publisher"], note="Sai số liệu")
    articles.step(article, "restore", people["publisher"])
    articles.edit(article, people["reviewer"], title_vi="Sửa lại")
    articles.step(article, "submit", people["reviewer"])
    articles.step(article, "publish", people["publisher"])
    assert public() == {article.pk}


def test_it_refuses_a_version_that_the_approver_did_not_read(people):
    article = articles.submitted(people)
    articles.edit(article, people["translator"], title_en="Other words")
    with pytest.raises(ValidationError, match="thay đổi"):
        workflow.transition(article, "publish", by=people["publisher"], version=article.version)


def test_it_refuses_the_same_transition_twice(people):
    article = articles.submitted(people)
    articles.step(article, "publish", people["publisher"])
    with pytest.raises(ValidationError, match="không còn"):
        workflow.transition(article, "publish", by=people["publisher"], version=article.version)


@pytest.mark.parametrize("name", ["send_back", "withdraw"])
def test_it_demands_a_note(people, name):
    article = articles.submitted(people) if name == "send_back" else articles.published(people)
    with pytest.raises(ValidationError, match="ghi chú"):
        articles.step(article, name, people["publisher"], note=" ")
    articles.step(article, name, people["publisher"], note="Thiếu nguồn")


def test_it_refuses_an_image_without_alternative_text(people, picture):
    article = articles.draft(people["author"], cover=picture, cover_alt_vi="Cảng")
    articles.step(article, "submit", people["author"])
    with pytest.raises(ValidationError, match="EN"):
        articles.step(article, "publish", people["publisher"], languages=["vi", "en"])
    # Each language by itself: the other does not wait for it.
    articles.step(article, "publish", people["publisher"])
    assert public("vi") == {article.pk}
    assert public("en") == set()


def test_it_logs_every_transition_and_never_changes_the_log(people):
    article = articles.published(people)
    names = list(TransitionLog.objects.filter(record_id=article.pk).values_list("name", flat=True))
    assert names == ["publish", "submit"]
    entry = TransitionLog.objects.first()
    with pytest.raises(TypeError):
        entry.save()
    with pytest.raises(TypeError):
        entry.delete()


def test_it_schedules_and_expires_without_any_job(people):
    later = timezone.now() + timedelta(hours=2)
    article = articles.published(people, publish_at=later, expire_at=later + timedelta(hours=1))
    assert public() == set()
    with time_machine.travel(later + timedelta(seconds=1), tick=False):
        assert public() == {article.pk}
    with time_machine.travel(later + timedelta(hours=1), tick=False):
        assert public() == set()


def test_it_unschedules_what_nobody_has_seen(people):
    later = timezone.now() + timedelta(hours=2)
    article = articles.published(people, publish_at=later)
    articles.step(article, "unschedule", people["publisher"], note="Chờ số liệu")
    assert reload(article).status == State.DRAFT
    assert reload(article).first_public_at is None


class TestWorkingCopies:
    def test_it_leaves_the_public_row_alone_until_published(self, people):
        original = articles.published(people)
        copy = workflow.open_copy(original, by=people["author"])
        articles.edit(copy, people["author"], title_vi="Tên mới", slug_vi="ten-moi")
        assert reload(original).title_vi == original.title_vi
        articles.step(copy, "submit", people["author"])
        articles.step(copy, "publish", people["publisher"])
        after = reload(original)
        assert (after.pk, after.title_vi, after.slug_vi) == (original.pk, "Tên mới", "ten-moi")
        assert reload(copy).status == State.APPLIED
        assert public() == {original.pk}

    def test_it_hides_copies_from_every_default_list(self, people):
        original = articles.published(people)
        copy = workflow.open_copy(original, by=people["author"])
        assert list(Article.objects.all()) == [original]
        assert set(Article.rows.all()) == {original, copy}
        assert list(original.category.articles.all()) == [original]

    def test_it_opens_one_copy_per_scope(self, people):
        original = articles.published(people)
        first = workflow.open_copy(original, by=people["author"])
        assert workflow.open_copy(original, by=people["reviewer"]) == first
        assert workflow.open_copy(original, by=people["translator"], scope="en") != first

    def test_it_refuses_a_copy_that_changes_nothing(self, people):
        original = articles.published(people)
        copy = workflow.open_copy(original, by=people["author"])
        with pytest.raises(ValidationError, match="chưa thay đổi"):
            articles.step(copy, "submit", people["author"])

    def test_it_harms_nothing_when_discarded(self, people, picture):
        original = articles.published(people)
        before = {f.attname: getattr(original, f.attname) for f in Article._meta.concrete_fields}
        copy = workflow.open_copy(original, by=people["author"])
        GalleryItem.objects.create(article=copy, file=picture, decorative=True)
        articles.edit(copy, people["author"], title_vi="Bỏ đi", slug_vi="bo-di")
        articles.step(copy, "discard", people["author"])
        after = reload(original)
        assert {
            f.attname: getattr(after, f.attname) for f in Article._meta.concrete_fields
        } == before
        assert list(after.gallery.all()) == []

    def test_it_writes_one_language_only_in_a_copy_of_that_scope(self, people):
        original = articles.published(people)
        copy = workflow.open_copy(original, by=people["translator"], scope="en")
        articles.edit(copy, people["translator"], title_en="Better words", title_vi="Lén sửa")
        articles.step(copy, "submit", people["translator"])
        articles.step(copy, "publish", people["publisher"])
        assert reload(original).title_en == "Better words"
        assert reload(original).title_vi == original.title_vi

    def test_it_carries_children_and_tags(self, people, picture, document):
        original = articles.draft(people["author"])
        kept = GalleryItem.objects.create(article=original, file=picture, alt_vi="A", alt_en="A")
        dropped = Attachment.objects.create(
            article=original, file=document, title_vi="B", title_en="B"
        )
        articles.edit(original, people["author"])
        articles.step(original, "submit", people["author"])
        articles.step(original, "publish", people["publisher"])
        copy = workflow.open_copy(original, by=people["author"])
        item = copy.gallery.get()
        item.alt_vi = "Sửa"
        item.save()
        copy.attachments.all().delete()
        GalleryItem.objects.create(article=copy, file=picture, decorative=True, position=2)
        copy.tags.add(Tag.objects.create(name_vi="thẻ"))
        articles.edit(copy, people["author"])
        articles.step(copy, "submit", people["author"])
        articles.step(copy, "publish", people["publisher"])
        assert [item.alt_vi for item in reload(original).gallery.all()] == ["Sửa", None]
        assert reload(original).gallery.first().pk == kept.pk
        assert not Attachment.objects.filter(pk=dropped.pk).exists()
        assert [tag.name_vi for tag in reload(original).tags.all()] == ["thẻ"]

    def test_other_copies_follow_what_they_had_not_changed(self, people):
        original = articles.published(people)
        english = workflow.open_copy(original, by=people["translator"], scope="en")
        whole = workflow.open_copy(original, by=people["author"])
        articles.edit(english, people["translator"], title_en="New title")
        articles.edit(whole, people["author"], summary_vi="Tóm tắt mới.")
        articles.step(english, "submit", people["translator"])
        articles.step(english, "publish", people["publisher"])
        assert reload(whole).title_en == "New title"
        assert reload(whole).summary_vi == "Tóm tắt mới."
        assert reload(whole).clashes == []

    def test_it_lists_what_both_sides_changed_and_waits_until_it_is_settled(self, people):
        original = articles.published(people)
        english = workflow.open_copy(original, by=people["translator"], scope="en")
        whole = workflow.open_copy(original, by=people["author"])
        articles.edit(english, people["translator"], title_en="Theirs")
        articles.edit(whole, people["author"], title_en="Mine")
        articles.step(english, "submit", people["translator"])
        articles.step(english, "publish", people["publisher"])
        assert reload(whole).clashes == [{"field": "title_en", "theirs": "Theirs"}]
        assert reload(whole).title_en == "Mine"
        with pytest.raises(ValidationError, match="khác biệt"):
            articles.step(whole, "submit", people["author"])
        workflow.record_edit(reload(whole), by=people["author"], settled=True)
        articles.step(whole, "submit", people["author"])
        articles.step(whole, "publish", people["publisher"])
        assert reload(original).title_en == "Mine"

    def test_it_is_put_in_place_at_its_hour(self, people):
        original = articles.published(people)
        copy = workflow.open_copy(original, by=people["author"])
        articles.edit(copy, people["author"], title_vi="Sau này")
        articles.step(copy, "submit", people["author"])
        later = timezone.now() + timedelta(hours=3)
        articles.step(copy, "publish", people["publisher"], at=later)
        assert reload(original).title_vi == original.title_vi
        assert scheduled_copies.run() == 0
        with time_machine.travel(later + timedelta(seconds=1), tick=False):
            assert scheduled_copies.run() == 1
            assert scheduled_copies.run() == 0
        assert reload(original).title_vi == "Sau này"

    def test_it_refuses_what_would_clash_with_a_scheduled_change(self, people):
        original = articles.published(people)
        scheduled = workflow.open_copy(original, by=people["author"])
        articles.edit(scheduled, people["author"], title_en="Scheduled")
        articles.step(scheduled, "submit", people["author"])
        later = timezone.now() + timedelta(hours=3)
        articles.step(scheduled, "publish", people["publisher"], at=later)
        english = workflow.open_copy(original, by=people["translator"], scope="en")
        articles.edit(english, people["translator"], title_en="Now")
        articles.step(english, "submit", people["translator"])
        with pytest.raises(ValidationError, match="hẹn giờ"):
            articles.step(english, "publish", people["publisher"])
        assert reload(original).title_en == original.title_en

    def test_it_keeps_old_and_reserved_slugs(self, people):
        original = articles.published(people)
        old = original.slug_vi
        copy = workflow.open_copy(original, by=people["author"])
        articles.edit(copy, people["author"], slug_vi="ten-moi")
        with pytest.raises(ValidationError, match="ten-moi"):
            articles.draft(people["other author"], slug_vi="ten-moi")
        articles.step(copy, "submit", people["author"])
        articles.step(copy, "publish", people["publisher"])
        claims = dict(
            SlugClaim.objects.filter(object_id=original.pk).values_list("slug", "was_public")
        )
        assert claims[old] is claims["ten-moi"] is True


class TestNotices:
    def test_it_tells_reviewers_that_work_waits(self, people):
        article = articles.submitted(people)
        told = set(
            Notice.objects.filter(object_id=article.pk, reason="waiting").values_list(
                "recipient__username", flat=True
            )
        )
        assert told == {"reviewer", "publisher"}

    def test_it_tells_the_author_why_it_came_back(self, people):
        article = articles.submitted(people)
        articles.step(article, "send_back", people["reviewer"], note="Thiếu nguồn")
        notice = Notice.objects.get(recipient=people["author"])
        assert (notice.reason, notice.note) == ("sent_back", "Thiếu nguồn")

    def test_it_mails_once(self, people, mailoutbox, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            articles.submitted(people)
        assert sorted(mail.to[0] for mail in mailoutbox) == [
            "publisher@example.gov.vn",
            "reviewer@example.gov.vn",
        ]
        assert not Notice.objects.filter(mailed_at=None).exists()

    def test_what_one_person_did_to_several_is_one_mail(self, people, mailoutbox):
        for title in ("Tin một", "Tin hai", "Tin ba"):
            articles.submitted(people, title_vi=title)
        tasks.mail_notices.call()
        assert sorted(mail.to[0] for mail in mailoutbox) == [
            "publisher@example.gov.vn",
            "reviewer@example.gov.vn",
        ]
        [mail] = [mail for mail in mailoutbox if mail.to == ["reviewer@example.gov.vn"]]
        assert mail.subject == "Chờ bạn duyệt: Tin ba (và 2 bản ghi khác)"
        for notice in Notice.objects.filter(recipient=people["reviewer"]):
            address = reverse("admin:notice", args=[notice.pk])
            assert f"- {notice.title}\n  http://localhost:8000{address}\n" in mail.body
        assert not Notice.objects.filter(mailed_at=None).exists()

    def test_it_loses_nothing_while_the_mail_server_is_down(self, people, mailoutbox, monkeypatch):
        articles.submitted(people)
        later = []
        with monkeypatch.context() as patch:
            patch.setattr(tasks, "send_mail", refused)
            patch.setattr(tasks, "mail_soon", lambda *, run_after: later.append(run_after))
            tasks.mail_notices.call()
        assert [moment > timezone.now() for moment in later] == [True]
        assert Notice.objects.filter(mailed_at=None).count() == 2
        tasks.mail_notices.call()
        assert len(mailoutbox) == 2


def refused(*args, **kwargs):
    raise ConnectionRefusedError
