from datetime import timedelta
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.utils import timezone
from PIL import Image

from news.models import Attachment
from portal.publishing import workflow
from portal.publishing.files.store import store
from portal.publishing.models import File, PreviewLink
from portal.publishing.models.files import storage_name
from portal.publishing.slugs import kind_of
from tests import articles
from tests.publishing.files.hostile import EXPECTED, HARMLESS, hostile

pytestmark = pytest.mark.django_db


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
    response = desk(people["author"]).get(document.url())
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.cookies == {}


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


@pytest.mark.one_database
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
