import re
from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from news.models import Attachment, GalleryItem
from portal.publishing import workflow
from portal.publishing.admin.widgets import FileField
from portal.publishing.checks import checklist
from portal.publishing.files.store import store
from portal.publishing.models import File, PreviewLink
from portal.publishing.models.files import storage_name
from portal.publishing.slugs import kind_of
from tests import articles
from tests.documents import pdf
from tests.publishing.files.hostile import EXPECTED, HARMLESS, hostile

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
NO_PICTURE = (
    "Đây không phải là ảnh. Ở đây nhận: JPEG, PNG, WebP hoặc GIF, tối đa 15 MB và 25 triệu điểm "
    "ảnh."
)


def attached(people, document):
    article = articles.draft(people["author"])
    Attachment.objects.create(article=article, file=document, title_vi="A", title_en="A")
    workflow.record_edit(article, by=people["author"])
    return article


def test_an_upload_is_nobodys_until_a_public_record_refers_to_it(client, people, document):
    assert client.get(document.url()).status_code == 404
    article = attached(people, document)
    articles.step(article, "submit", people["author"])
    assert client.get(document.url()).status_code == 404
    articles.step(article, "publish", people["publisher"])
    assert client.get(document.url()).status_code == 200
    articles.step(article, "withdraw", people["publisher"], note="Sai")
    assert client.get(document.url()).status_code == 404


def test_it_is_sent_to_be_saved_and_can_do_nothing(client, people, document):
    article = attached(people, document)
    articles.step(article, "submit", people["author"])
    articles.step(article, "publish", people["publisher"])
    headers = client.get(document.url()).headers
    assert headers["Content-Type"] == "application/pdf"
    assert headers["Content-Disposition"] == "attachment; filename*=UTF-8''bao-cao.pdf"
    assert headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_a_picture_in_the_text_counts_as_reference(client, people, picture):
    articles.published(people, body_vi=f'<p><img src="{picture.url()}" alt="-"></p>')
    assert client.get(picture.rendition_url(320)).status_code == 200
    assert client.get(picture.rendition_url(320)).headers["Content-Type"] == "image/webp"
    assert client.get(picture.url("w9999.webp")).status_code == 404


def test_staff_see_what_is_not_public_and_it_is_not_stored(desk, people, document):
    attached(people, document)
    response = desk(people["author"]).get(document.url())
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.cookies == {}


def seers(desk, people, address):
    """The people to whom an address is shown."""
    return {name for name in people if desk(people[name]).get(address).status_code == 200}


CIRCLE = {"author", "translator", "reviewer", "publisher"}


def test_the_files_of_an_embargoed_release_are_its_circles_alone(desk, people, document, picture):
    hour = timezone.now() + timedelta(hours=1)
    article = attached(people, document)
    articles.edit(article, people["author"], cover=picture, cover_alt_vi="x", cover_alt_en="x")
    library = reverse("admin:publishing_file_changelist")
    own = [reverse("admin:publishing_file_change", args=[file.pk]) for file in (document, picture)]
    addresses = [document.url(), picture.rendition_url(320), *own]

    def names(name, page):
        return desk(people[name]).get(page).content.decode()

    for step, by in (("submit", "author"), ("publish", "publisher")):
        options = {"at": hour} if step == "publish" else {}
        articles.step(article, step, people[by], **options)
        assert [seers(desk, people, address) for address in addresses] == [CIRCLE] * 4
        for name in people:
            assert (document.name in names(name, library)) == (name in CIRCLE)
        picker = reverse("admin:publishing_file_picker")
        assert picture.key in names("author", picker)
        assert picture.key not in names("other author", picker)


def pasted(person, name, content):
    upload = SimpleUploadedFile(name, content)
    return person.post(reverse("admin:publishing_file_paste"), {"upload": upload})


def test_a_pasted_picture_enters_the_library(desk, people):
    with time_machine.travel("2026-11-29T08:31:00+07:00", tick=False):
        response = pasted(desk(people["author"]), "anh-dan.png", _png())
    file = File.objects.get()
    assert response.json() == {"src": file.rendition_url(800)}
    told = (file.name, file.uploaded_by)
    assert told == ("anh-dan-2026-11-29-0831.jpg", people["author"])
    assert pasted(desk(people["author"]), "anh-dan.png", _png()).json() == response.json()
    assert File.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (b"<svg onload=alert(1)>", NO_PICTURE),
        (pdf("Báo cáo", ["Một dòng"]), NO_PICTURE),
        (b"\x89PNG\r\n\x1a\n0000", "Tệp ảnh bị hỏng hoặc không đầy đủ."),
    ],
)
def test_what_is_no_picture_cannot_be_pasted_as_one(desk, people, content, error):
    kept = default_storage.listdir("")
    response = pasted(desk(people["author"]), "a.png", content)
    assert response.status_code == 400
    assert response.json() == {"error": error}
    assert not File.objects.exists()
    assert default_storage.listdir("") == kept


def test_a_document_chosen_as_a_picture_is_not_kept(desk, people):
    """Neither by the picker of the editor nor by the field of a form."""
    author = desk(people["author"])
    kept = default_storage.listdir("")
    content = pdf("Báo cáo", ["Một dòng"])
    for url, name in [
        (reverse("admin:publishing_file_picker"), "upload"),
        (reverse("admin:news_article_add"), "cover_upload"),
    ]:
        response = author.post(url, {name: SimpleUploadedFile("a.pdf", content)})
        assert NO_PICTURE in response.content.decode()
    assert not File.objects.exists()
    assert default_storage.listdir("") == kept


def test_a_picture_chosen_as_a_document_is_told_which_documents_are_taken(desk, people):
    author = desk(people["author"])
    address = reverse("admin:news_article_add")
    data = {"title_vi": "Tin", "attachments-TOTAL_FORMS": 1, "attachments-INITIAL_FORMS": 0}
    for content in (_png(), b"<svg onload=alert(1)>"):
        upload = SimpleUploadedFile("a.pdf", content)
        shown = author.post(address, data | {"attachments-0-file_upload": upload})
        taken = "PDF, DOCX, XLSX, ODT hoặc ODS, tối đa 20 MB."
        told = f"Đây không phải là tài liệu. Ở đây nhận: {taken}"
        assert shown.content.decode().count(told) == 1
    assert not File.objects.exists()


def test_who_writes_nothing_pastes_nothing(desk, people):
    assert pasted(desk(people["administrator"]), "a.png", _png()).status_code == 403
    assert not File.objects.exists()


def test_nothing_is_published_while_a_picture_is_missing(people):
    body = '<p>Trước <img src="file:///C:/clip_image002.png"> sau</p>'
    article = articles.draft(people["author"], body_vi=body)
    assert article.body_vi == "<p>Trước [thiếu ảnh: clip_image002.png] sau</p>"
    [(language, [problem])] = checklist(article)
    assert (language, "clip_image002.png" in problem) == ("vi", True)
    articles.step(article, "submit", people["author"])
    with pytest.raises(ValidationError, match="clip_image002"):
        articles.step(article, "publish", people["publisher"])
    articles.edit(article, people["author"], body_vi="<p>Trước sau</p>")
    articles.step(article, "publish", people["publisher"])


def test_what_is_public_is_everybodys(desk, people, document):
    article = attached(people, document)
    articles.step(article, "submit", people["author"])
    articles.step(article, "publish", people["publisher"])
    page = reverse("admin:publishing_file_change", args=[document.pk])
    assert seers(desk, people, page) == set(people)


def test_a_file_without_a_row_is_its_uploaders_and_the_reviewers(desk, people):
    file = store(SimpleUploadedFile("a.png", _png()), by=people["author"])
    assert seers(desk, people, file.url()) == {"author", "reviewer", "publisher"}


def test_nobody_takes_up_a_file_by_its_number_that_they_may_not_see(people, document):
    attached(people, document)
    for name in people:
        field = FileField(kind=File.Kind.DOCUMENT, uploader=people[name])
        if name in CIRCLE:
            assert field.clean([str(document.pk), None]) == document
        else:
            with pytest.raises(ValidationError, match="không phải"):
                field.clean([str(document.pk), None])


def test_the_library_says_where_a_file_is_used(desk, people, picture):
    articles.published(people, title_vi="Tin có ảnh", cover=picture, cover_alt_vi="A")
    articles.draft(people["author"], title_vi="Nháp có ảnh", cover=picture)
    address = f"/admin/publishing/file/{picture.pk}/change/"

    def told(name):
        return desk(people[name]).get(address).content.decode()

    assert "Tin có ảnh" in told("author")
    assert "Nháp có ảnh" in told("author")
    assert "Tin có ảnh" in told("data officer")
    assert "Nháp có ảnh" not in told("data officer")


def test_a_file_gets_a_name_in_the_library_and_is_found_by_it(desk, people, picture):
    File.objects.filter(pk=picture.pk).update(uploaded_by=people["author"])
    address, author = f"/admin/publishing/file/{picture.pk}/change/", desk(people["author"])
    kept = (picture.name, picture.key, picture.sha256)
    author.post(address, {"title": "  Cảng Diêm Điền "}, follow=True)
    picture.refresh_from_db()
    assert picture.title == "Cảng Diêm Điền"
    assert (picture.name, picture.key, picture.sha256) == kept
    for page in ("/admin/publishing/file/?q=diem dien", f"/admin/publishing/file/?q={picture.name}",
                 "/admin/publishing/file/picker/?q=diem"):  # fmt: skip
        shown = author.get(page).content.decode()
        assert shown.count("Cảng Diêm Điền") == 1, page
    assert picture.name in author.get(address).content.decode()
    author.post(address, {"title": ""}, follow=True)
    row = f">{picture.name}</a>"
    assert row not in author.get("/admin/publishing/file/?q=diem").content.decode()
    assert row in author.get("/admin/publishing/file/").content.decode()


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("data officer", lambda people, **values: articles.draft(people["author"], **values)),
        ("administrator", articles.published),
    ],
)
def test_only_who_writes_and_sees_a_file_names_it(desk, people, picture, name, make):
    File.objects.filter(pk=picture.pk).update(uploaded_by=people["author"])
    make(people, cover=picture, cover_alt_vi="A", cover_alt_en="A")
    address = f"/admin/publishing/file/{picture.pk}/change/"
    desk(people[name]).post(address, {"title": "Của tôi"})
    picture.refresh_from_db()
    assert picture.title == ""


def test_the_library_tells_how_a_picture_is_described_where_it_is_used(desk, people, picture):
    body = f'<p>A</p><img src="{picture.url()}" alt="Cầu cảng lúc sáng">'
    article = articles.draft(
        people["author"], cover=picture, cover_alt_vi="Cảng biển", body_vi=body
    )
    GalleryItem.objects.create(article=article, file=picture, alt_vi="Bến tàu", alt_en="Quay")
    workflow.record_edit(article, by=people["author"])
    shown = desk(people["author"]).get(f"/admin/publishing/file/{picture.pk}/change/")
    told = re.findall(r'<li class="quiet">(.*?)</li>', shown.content.decode(), re.DOTALL)
    assert [" ".join(text.split()) for text in told] == [
        "Văn bản thay thế (VI): “Cảng biển”",
        "Văn bản thay thế (VI): “Bến tàu”",
        "Văn bản thay thế (EN): “Quay”",
        "Văn bản thay thế (VI): “Cầu cảng lúc sáng”",
    ]


def test_the_same_upload_of_another_person_is_a_file_of_its_own(people):
    first = store(SimpleUploadedFile("a.png", _png()), by=people["author"])
    assert store(SimpleUploadedFile("a.png", _png()), by=people["other author"]) != first


def replaced(people, article, file):
    """The article with another file in the place of its own, by a published working copy."""
    copy = workflow.open_copy(article, by=people["author"])
    copy.attachments.update(file=file)
    workflow.record_edit(copy, by=people["author"])
    articles.step(copy, "submit", people["author"])
    return copy


def test_the_address_of_a_replaced_file_leads_to_the_article(client, people, document):
    article = attached(people, document)
    articles.step(article, "submit", people["author"])
    articles.step(article, "publish", people["publisher"])
    never = store(SimpleUploadedFile("khong-bao-gio.pdf", pdf("B", ["Nháp"])))
    second = store(SimpleUploadedFile("ban-2.pdf", pdf("B", ["Bản hai"])))
    copy = replaced(people, article, never)
    articles.step(copy, "send_back", people["publisher"], note="Nhầm tệp")
    copy.attachments.update(file=second)
    workflow.record_edit(type(copy).rows.get(pk=copy.pk), by=people["author"])
    articles.step(copy, "submit", people["author"])
    assert client.get(document.url()).status_code == 200
    articles.step(copy, "publish", people["publisher"])
    article.refresh_from_db()
    response = client.get(document.url())
    page = response.content.decode()
    assert response.status_code == 410
    assert f'<a href="{article.url("vi")}" lang="vi"' in page
    assert f'<a href="{article.url("en")}" lang="en"' in page
    assert article.title_vi in page
    assert response.headers["Cache-Control"].startswith("public")
    assert client.get(second.url()).status_code == 200
    assert client.get(never.url()).status_code == 404  # was never shown to anybody
    articles.step(article, "withdraw", people["publisher"], note="Sai")
    gone = client.get(document.url())
    assert gone.status_code == 404
    assert article.title_vi not in gone.content.decode()


def test_a_file_of_an_embargoed_article_is_never_told_of(client, people, document):
    article = attached(people, document)
    articles.step(article, "submit", people["author"])
    hour = timezone.now() + timedelta(hours=1)
    articles.step(article, "publish", people["publisher"], at=hour)
    second = store(SimpleUploadedFile("ban-2.pdf", pdf("B", ["Bản hai"])))
    copy = replaced(people, article, second)
    articles.step(copy, "publish", people["publisher"])
    for moment in (timezone.now(), hour + timedelta(minutes=1)):
        with time_machine.travel(moment):
            response = client.get(document.url())
            assert response.status_code == 404
            assert article.title_vi not in response.content.decode()


def test_a_preview_link_opens_the_page_with_its_files_and_dies(client, people, document):
    article = attached(people, document)
    link = PreviewLink.objects.create(
        kind=kind_of(type(article)),
        object_id=article.pk,
        created_by=people["author"],
        expires_at=timezone.now() + timedelta(days=1),
    )
    page = client.get(f"/vi/xem-truoc/{link.token}/")
    assert page.status_code == 200
    assert article.title_vi in page.content.decode()
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert client.get(f"{document.url()}?token={link.token}").status_code == 200
    assert client.get(f"{document.url()}?token={link.token}x").status_code == 404
    assert client.get(f"/vi/xem-truoc/{link.token}x/").status_code == 404
    articles.step(article, "submit", people["author"])
    articles.step(article, "publish", people["publisher"])
    assert client.get(f"/vi/xem-truoc/{link.token}/").status_code == 404


def test_a_preview_shows_an_embargoed_release_until_its_hour(client, people):
    article = articles.published(people, publish_at=timezone.now() + timedelta(hours=1))
    link = PreviewLink.objects.create(
        kind=kind_of(type(article)),
        object_id=article.pk,
        created_by=people["author"],
        expires_at=timezone.now() + timedelta(days=1),
    )
    assert client.get(f"/en/preview/{link.token}/").status_code == 200
    link.revoked_at = timezone.now()
    link.save()
    assert client.get(f"/en/preview/{link.token}/").status_code == 404


def test_the_same_upload_twice_is_one_file(people):
    first = store(SimpleUploadedFile("a.png", _png()))
    assert store(SimpleUploadedFile("a.png", _png())) == first


def _png():
    buffer = BytesIO()
    Image.new("RGB", (40, 30), "red").save(buffer, "PNG")
    return buffer.getvalue()


def test_a_full_disk_leaves_nothing_behind_and_says_so(monkeypatch):
    kept, keep = [], default_storage.save

    def save(name, content):
        kept.append(name)
        if len(kept) > 1:
            raise OSError(28, "No space left on device")
        return keep(name, content)

    monkeypatch.setattr("portal.publishing.files.store.default_storage.save", save)
    with pytest.raises(ValidationError, match="No space left"):
        store(SimpleUploadedFile("a.png", _png()))
    assert not File.objects.exists()
    assert not default_storage.exists(kept[0])


def test_the_sweeper_spares_what_a_row_or_the_past_names(
    people, picture, document, django_capture_on_commit_callbacks, capsys
):
    article = articles.draft(
        people["author"], body_vi=f'<p><img src="{picture.url()}" alt="-"></p>'
    )
    articles.edit(article, people["author"], body_vi="<p>Không còn ảnh.</p>")
    lonely = store(SimpleUploadedFile("lonely.png", _png()))
    File.objects.update(uploaded_at=timezone.now() - timedelta(days=60))
    attached(people, document)
    with django_capture_on_commit_callbacks(execute=True):
        call_command("sweep_files")
    assert set(File.objects.all()) == {picture, document}
    assert not default_storage.exists(storage_name(lonely, lonely.name))
    assert "1 unused files deleted." in capsys.readouterr().out


def test_the_upload_form_refuses_or_disarms_every_hostile_file(desk, people):
    """Through the clerk's own form: an error beside the field, or harmless bytes."""
    client = desk(people["author"])
    kinds, uploads = set(), 0
    for kind, name, content in hostile():
        upload = SimpleUploadedFile("x", content)
        upload.name = name
        page = client.post("/admin/publishing/file/add/", {"upload": upload})
        kinds.add(kind)
        uploads += 1
        if EXPECTED[kind] != HARMLESS:
            assert page.context_data["adminform"].form.errors["upload"], kind
            assert not File.objects.exists(), kind
        for file in File.objects.all():
            stored = default_storage.open(storage_name(file, file.name)).read()
            assert file.is_image, kind
            assert b"<script" not in stored.lower(), kind
            assert b"Exif" not in stored, kind
            headers = client.get(file.url()).headers
            assert headers["Content-Type"] in ("image/jpeg", "image/png")
            assert headers["X-Content-Type-Options"] == "nosniff"
            assert "'none'" in headers["Content-Security-Policy"]
        File.objects.all().delete()
    assert len(kinds) >= 12
    assert uploads >= 60
