"""docs/nginx.conf with a real nginx before a real server, as README tells."""

import gzip
import os
import re
import signal
import ssl
import tempfile
import threading
import time
from contextlib import contextmanager
from http.client import RemoteDisconnected
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.test import override_settings

from news.models import Attachment
from portal.delivery import cache, marker
from portal.delivery.static import StaticStorage
from portal.publishing import workflow
from tests import articles
from tests.delivery.front import CONF, NAME, Front
from tests.delivery.test_two_servers import Server, database, serving  # noqa: F401  a fixture

pytestmark = pytest.mark.django_db(transaction=True)
KEPT = 1.5  # seconds until what nginx kept must be asked for again
ENCODINGS = ("gzip", "br", "gzip, deflate, br", "identity")
ENVIRONMENT = {
    "PORTAL_BASE_URL": f"https://{NAME}",
    "PORTAL_PROXIES": "1",
    "SECRET_KEY": "only-for-tests-" * 5,
}


@pytest.fixture
def folder():
    """Not in pytest's own, which every run that begins meanwhile closes to nginx's user."""
    with tempfile.TemporaryDirectory(prefix="nginx-") as made:
        Path(made).chmod(0o711)
        yield Path(made)


@contextmanager
def standing(folder, database):  # noqa: F811
    """(nginx, server); the server may be killed meanwhile."""
    with (
        serving(Server(database, **ENVIRONMENT)) as (server,),
        Front(folder, server.port) as front,
    ):
        yield front, server


def kill(server):
    os.killpg(server.process.pid, signal.SIGKILL)
    server.process.wait()
    time.sleep(KEPT)


def text(answer):
    """The body of an answer as text, whatever it is packed in."""
    _status, headers, body = answer
    return (gzip.decompress(body) if headers.get("Content-Encoding") == "gzip" else body).decode()


def with_document(people, document):
    article = articles.draft(people["author"])
    Attachment.objects.create(article=article, file=document, title_vi="A", title_en="A")
    workflow.record_edit(article, by=people["author"])
    articles.step(article, "submit", people["author"])
    articles.step(article, "publish", people["publisher"])
    return article


def test_its_parameters_are_those_that_pages_read():
    names = re.findall(r"(\w+)=\$arg_\w+", CONF.read_text())
    pairs = re.findall(r"(\w+)=\$arg_(\w+)", CONF.read_text())
    assert all(name == argument for name, argument in pairs)
    assert sorted(names) == sorted(cache.PARAMETERS)


def test_errors_of_one_request_are_not_shared(folder, people, database):  # noqa: F811
    with standing(folder, database) as (front, server):
        assert front.get("/vi/")[0] == 200
        for _ in range(3):
            with pytest.raises(RemoteDisconnected):
                front.get("/vi/", host="evil.example")
            assert front.get("/vi/")[0] == 200
        assert server.get("/vi/")[0] == 400  # its own answer to a foreign name
        with pytest.raises(ssl.SSLError):
            front.get("/vi/", host="evil.example", sni="evil.example")
        with pytest.raises(RemoteDisconnected):
            front.get_plain("/vi/", host="evil.example")
        status, headers, _body = front.get_plain("/vi/?q=1", host=NAME)
        assert (status, headers["Location"]) == (301, f"https://{NAME}/vi/?q=1")


def test_one_entry_serves_every_encoding_and_survives_the_application(
    folder,
    people,
    document,
    database,  # noqa: F811
):
    article = with_document(people, document)
    pages = ["/vi/", "/en/", "/vi/tin-tuc/", article.url("vi"), "/sitemap.xml"]
    with standing(folder, database) as (front, server):
        warmed = [text(front.get(path, Accept_Encoding="gzip")) for path in pages]
        file = front.get(document.url())
        assert file[0] == 200
        assert front.get("/vi/?utm_source=a&fbclid=b")[0] == 200
        entries = [path for path in (folder / "pages").rglob("*") if path.is_file()]
        assert len(entries) == len(pages) + 1
        kill(server)
        for accepted in ENCODINGS:
            answers = [front.get(path, Accept_Encoding=accepted) for path in pages]
            assert [status for status, _headers, _body in answers] == [200] * len(pages)
            assert [text(answer) for answer in answers] == warmed
        assert front.get(document.url())[::2] == file[::2]
        assert front.get("/vi/?utm_source=c")[0] == 200
        assert front.get("/vi/du-an/")[0] == 502  # was never asked for
        assert "realpath" not in front.told()


def test_what_was_withdrawn_stays_withdrawn(folder, people, document, database):  # noqa: F811
    article = with_document(people, document)
    asked = [article.url("vi"), article.url("vi") + "?utm=1", "/vi/tin-tuc/", document.url()]
    with standing(folder, database) as (front, server):
        for accepted in ENCODINGS:
            assert [front.get(path, Accept_Encoding=accepted)[0] for path in asked] == [200] * 4
        articles.step(article, "withdraw", people["publisher"], note="Sai")
        # No second has to pass, and the old list is nowhere any more.
        statuses = [front.get(path)[0] for path in asked]
        assert statuses[:2] == [410, 410]
        assert statuses[3] in (404, 410)
        assert article.title_vi not in text(front.get("/vi/tin-tuc/"))
        kill(server)
        for accepted in ENCODINGS:
            answers = [front.get(path, Accept_Encoding=accepted) for path in asked]
            assert all(status != 200 for status, _headers, _body in [*answers[:2], answers[3]])
            assert article.title_vi not in text(answers[2])


def test_what_nobody_asked_for_since_its_withdrawal_is_not_shown_either(
    folder,
    people,
    database,  # noqa: F811
):
    article = articles.published(people)
    with standing(folder, database) as (front, server):
        assert front.get(article.url("vi"))[0] == 200
        articles.step(article, "withdraw", people["publisher"], note="Sai")
        kill(server)
        assert front.get(article.url("vi"))[0] == 502


def test_publishing_and_withdrawing_show_at_once_in_all_under_load(
    folder,
    people,
    database,  # noqa: F811
):
    article = articles.submitted(people)
    path = f"/vi/tin-tuc/{article.slug_vi}/"
    with standing(folder, database) as (front, _server):
        stop = threading.Event()

        def ask():
            while not stop.is_set():
                front.get(path)

        visitors = [threading.Thread(target=ask) for _ in range(2)]
        for visitor in visitors:
            visitor.start()
        try:
            articles.step(article, "publish", people["publisher"])
            shown = front.get(path)[0]
            articles.step(article, "withdraw", people["publisher"], note="Sai")
            gone = {front.get(path)[0] for _ in range(40)}
        finally:
            stop.set()
            for visitor in visitors:
                visitor.join()
        assert shown == 200
        assert gone == {410}, front.told() + _server.told()


def test_nothing_is_kept_while_nobody_knows_the_version(folder, people, settings, database):  # noqa: F811
    article = articles.published(people)
    settings.PUBLIC_DIR = settings.MEDIA_ROOT.parent / "public"
    with standing(folder, database) as (front, server):
        assert front.get("/vi/")[0] == 200
        marker.link().unlink()
        assert [front.get(article.url("vi"))[0] for _ in range(3)] == [200] * 3
        entries = [path for path in (folder / "pages").rglob("*") if path.is_file()]
        assert len(entries) == 1
        kill(server)
        assert front.get(article.url("vi"))[0] == 502


def test_built_files_are_readable_packed_or_not(folder, people, settings, database):  # noqa: F811
    var = settings.MEDIA_ROOT.parent
    with override_settings(FILE_UPLOAD_PERMISSIONS=0o640):
        storage = StaticStorage(location=var / "static", base_url="/static/")
        storage.save("fonts/a.woff2", ContentFile(b"font"))
    with standing(folder, database) as (front, _server):
        status, headers, body = front.get("/static/fonts/a.woff2")
        assert (status, body) == (200, b"font")
        assert headers["X-Content-Type-Options"] == "nosniff"


def test_staff_see_what_is_not_public_and_nobody_after_them(
    folder,
    people,
    document,
    database,  # noqa: F811
):
    with standing(folder, database) as (front, _server):
        assert front.get(document.url())[0] == 404
        assert front.get(document.url(), Cookie="__Host-session=x")[0] == 404
        assert front.get(f"{document.url()}?token=x")[0] == 404
