"""Who may wait: slow requests take turns, so that threads are always left for stored pages."""

import threading
from collections import Counter
from contextlib import contextmanager

from django.conf import settings

LOGIN = "/admin/login/"


class Turns:
    """At most `inside` requests at once, `each` of one client, of which `running` do anything."""

    def __init__(self, *, running, inside, each):
        self.running = threading.BoundedSemaphore(running)
        self.inside, self.each = inside, each
        self.clients = Counter()
        self.lock = threading.Lock()

    @contextmanager
    def taken(self, client):
        """True in its turn; False at once where too many wait already."""
        with self.lock:
            is_free = self.clients.total() < self.inside and self.clients[client] < self.each
            if is_free:
                self.clients[client] += 1
        if not is_free:
            yield False
            return
        try:
            with self.running:
                yield True
        finally:
            with self.lock:
                self.clients[client] -= 1
                if not self.clients[client]:
                    del self.clients[client]


def client_of(environ):
    """The address of whoever asks, behind as many proxies as there are."""
    if settings.PROXIES:
        forwarded = environ.get("HTTP_X_FORWARDED_FOR", "").split(",")
        if len(forwarded) >= settings.PROXIES:
            return forwarded[-settings.PROXIES].strip()
    return environ.get("REMOTE_ADDR", "")


def too_many(start_response):
    """Told without Django, which has enough to do."""
    start_response(
        "503 Service Unavailable",
        [
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Retry-After", "3"),
            ("Cache-Control", "no-store"),
        ],
    )
    return ["Máy chủ đang bận, xin thử lại sau ít giây.\nBusy, try again in a moment.\n".encode()]
