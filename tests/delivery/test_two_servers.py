"""Two real server processes on one database: what changes shows in both within a second."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from datetime import timedelta
from http.client import HTTPConnection

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from portal.publishing import workflow
from tests import articles

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.long]
STARTS_WITHIN = 40  # seconds
A_LOOK = 1.3  # seconds until every process has looked at the public version


class Server:
    """granian with one worker on the test database; `shift` moves its clock (seconds)."""

    def __init__(self, database, shift=0, **environment):
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = probe.getsockname()[1]
        self.log = open(settings.MEDIA_ROOT.parent / f"server-{self.port}.log", "w+")  # noqa: SIM115
        self.process = subprocess.Popen(
            [
                *[sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", "1"],
                *["--blocking-threads", "2", "--workers-kill-timeout", "10"],
                *["--port", str(self.port)],
                "tests.delivery.moved_clock:application",
            ],
            cwd=settings.BASE_DIR,
            env=os.environ
            | {
                "DATABASE_URL": database,
                "PORTAL_BASE_URL": f"http://localhost:{self.port}",
                "PORTAL_MEDIA": str(settings.MEDIA_ROOT),
                "PORTAL_VAR": str(settings.MEDIA_ROOT.parent),
                "SECRET_KEY": settings.SECRET_KEY,
                "CLOCK_SHIFT": str(shift),
                "DJANGO_SETTINGS_MODULE": "tests.delivery.served_settings",
            }
            | environment,
            stdout=self.log,
            stderr=self.log,
            start_new_session=True,
        )

    def wait(self):
        deadline = time.monotonic() + STARTS_WITHIN
        while time.monotonic() < deadline:
            try:
                return self.get("/health/live")
            except OSError:
                time.sleep(0.1)
        pytest.fail("the server did not start: " + self.told())

    def get(self, path):
        connection = HTTPConnection("localhost", self.port, timeout=20)
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, response.read().decode()

    def told(self):
        self.log.seek(0)
        return self.log.read()

    def stop(self):
        with suppress(ProcessLookupError):  # a test may have killed it
            os.killpg(self.process.pid, signal.SIGTERM)
        self.process.wait()
        self.log.close()


@contextmanager
def serving(*servers):
    try:
        for server in servers:
            server.wait()
        yield servers
    finally:
        for server in servers:
            server.stop()


@pytest.fixture
def database(transactional_db):
    """The address of the test's own database."""
    own = connection.settings_dict
    if own["ENGINE"].endswith("sqlite3"):
        return f"sqlite:///{own['NAME']}"
    return f"postgres://{own['USER']}@{own['HOST']}:{own['PORT']}/{own['NAME']}"


def test_publish_change_and_withdraw_show_in_both_within_a_second(people, database):
    article = articles.submitted(people, title_vi="Lần đầu.")
    path = f"/vi/tin-tuc/{article.slug_vi}/"
    with serving(Server(database), Server(database)) as servers:
        assert [server.get(path)[0] for server in servers] == [404, 404]
        articles.step(article, "publish", people["publisher"])
        time.sleep(A_LOOK)
        assert all("<h1>Lần đầu.</h1>" in server.get(path)[1] for server in servers)
        copy = workflow.open_copy(article, by=people["author"])
        articles.edit(copy, people["author"], title_vi="Lần hai.")
        articles.step(copy, "submit", people["author"])
        articles.step(copy, "publish", people["publisher"])
        time.sleep(A_LOOK)
        assert all("<h1>Lần hai.</h1>" in server.get(path)[1] for server in servers)
        assert all("Lần hai." in server.get("/vi/tin-tuc/")[1] for server in servers)
        articles.step(article, "withdraw", people["publisher"], note="Sai")
        time.sleep(A_LOOK)
        assert [server.get(path)[0] for server in servers] == [410, 410]
        assert not any("Lần hai." in server.get("/vi/tin-tuc/")[1] for server in servers)
        assert not any("Traceback" in server.told() for server in servers)


def test_scheduled_and_expiring_show_at_their_hour_on_a_moved_clock(people, database):
    now = timezone.now()
    hour = timedelta(hours=1)
    later = articles.published(people, title_vi="Sẽ có.", publish_at=now + hour)
    ending = articles.published(people, title_vi="Sẽ hết.", expire_at=now + hour)
    original = articles.published(people, title_vi="Đang có.")
    copy = workflow.open_copy(original, by=people["author"])
    articles.edit(copy, people["author"], title_vi="Đã thay.")
    articles.step(copy, "submit", people["author"])
    articles.step(copy, "publish", people["publisher"], at=now + hour)
    paths = [f"/vi/tin-tuc/{row.slug_vi}/" for row in (later, ending, original)]
    with serving(Server(database)) as (today,):
        assert [today.get(path)[0] for path in paths] == [404, 200, 200]
        assert "<h1>Đang có.</h1>" in today.get(paths[2])[1]
    with serving(Server(database, shift=3700), Server(database, shift=3700)) as servers:
        for server in servers:
            assert [server.get(path)[0] for path in paths] == [200, 410, 200]
            assert "<h1>Đã thay.</h1>" in server.get(paths[2])[1]
            assert "Traceback" not in server.told()
