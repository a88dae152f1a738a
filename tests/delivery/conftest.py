import math
from io import BytesIO
from wsgiref.util import setup_testing_defaults

import pytest
import time_machine
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from portal.delivery import cache
from portal.publishing import scheduled_copies


class Served:
    """A page cache around Django, and how often Django was asked."""

    def __init__(self):
        self.asked = []
        self.django = WSGIHandler()
        self.cache = cache.PageCache(self._count, when_due=scheduled_copies.run)
        self.cache.hosts |= {"testserver"}

    def _count(self, environ, start_response):
        self.asked.append(environ["PATH_INFO"])
        return self.django(environ, start_response)

    def get(self, url, *, method="GET", fresh=True, **headers):
        """(status, headers, body) of a request; fresh: the second is over, else it is not."""
        path, _mark, query = url.partition("?")
        environ = {"PATH_INFO": path, "QUERY_STRING": query, "REQUEST_METHOD": method}
        setup_testing_defaults(environ)
        environ |= {"HTTP_HOST": "testserver", "wsgi.input": BytesIO(), "wsgi.errors": BytesIO()}
        environ |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        self.cache.look_at = 0 if fresh else math.inf
        got = {}

        def start(status, headers, exc_info=None):
            got.update(status=int(status.split()[0]), headers=dict(headers))

        chunks = self.cache(environ, start)
        body = b"".join(chunks)
        if hasattr(chunks, "close"):
            chunks.close()
        return got["status"], got["headers"], body


@pytest.fixture
def served(settings, monkeypatch):
    settings.ALLOWED_HOSTS = ["testserver"]
    # As Django's own test client does: a test's transaction must outlive its requests.
    monkeypatch.setattr(cache, "close_old_connections", lambda: None)
    # No other thread sees the test's transaction.
    monkeypatch.setattr(cache.PageCache, "_look_beside", cache.PageCache._look)
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield Served()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture(scope="module")
def standing_still(sample):
    """The hour stands still: some answers tell it."""
    with time_machine.travel("2026-11-29T09:00:00+07:00", tick=False):
        yield
