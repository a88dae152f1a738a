"""Public pages leave as finished bytes: a WSGI wrapper around Django that renders each page once.

A hit asks nothing of Django: one dictionary look-up, prepared headers, prepared bytes. What makes
that safe: public pages touch no cookie and vary on nothing but the address and its declared
parameters; the host is checked first; the public version is read before a page is rendered, so a
page can only be older than its version, never newer; the whole store is dropped when the version
changes. Each process has its own store, bounded in bytes.
"""

import logging
import threading
import time
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from io import BytesIO
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.db import DatabaseError, InterfaceError, close_old_connections
from django.utils import timezone

from portal.delivery import marker, shared
from portal.delivery.headers import STALE, STALE_IF_ERROR
from portal.delivery.models import PublicVersion
from portal.delivery.stored import Page, Store
from portal.delivery.turns import LOGIN, Turns, client_of, too_many

logger = logging.getLogger(__name__)

#: The parameters that pages read; all others are dropped before anything looks at the address.
PARAMETERS = {
    # of news lists
    "year", "page",
    # of the registers: what their lists can be asked by, and as of when
    "q", "place", "boundaries", "partner", "donor", "country", "industry", "sector", "field",
    "zone", "status", "stage", "counted", "reached", "ends", "as_of", "known_at", "since", "sort",
    "after",
    # of the PCI: the provinces that are compared, and one that is too many
    "p1", "p2", "p3", "p4", "p5", "p6",
}  # fmt: skip
#: Never stored, and given to Django untouched.
UNCACHED = ("/admin/", "/health/", "/static/")
#: Where a signed-in member of staff may see more: these keep their cookies, see files/views.py.
FILES = "/files/"
WITH_COOKIES = ("/admin/", FILES)

MEBIBYTE = 2**20
PLAIN_BYTES = 48 * MEBIBYTE  # of pages without parameters, per process
PARAMETER_BYTES = 16 * MEBIBYTE  # of pages with parameters, so that a flood of them evicts no other
LARGEST = MEBIBYTE  # a response larger than this is not stored
LOOK_EVERY = 1.0  # seconds between two looks at the public version
#: Seconds that a request waits for its look before what is stored is served: a database that cannot
#: be reached takes seconds to say so.
LOOK_PATIENCE = 0.3
#: How many threads serve a process, see the command `serve`. All that may wait at once are fewer,
#: so that one is left for what is stored. Behind one address may be a whole office.
THREADS = 20
SLOW = {"running": 4, "inside": 8, "each": 8}  # in Django
RENDERING = {"running": 10, "inside": 10, "each": 10}  # in Django, or waiting for another's page
LOGINS = {"running": 2, "inside": 4, "each": 3}  # a password costs 50 ms and much memory on purpose
PICTURES = {"running": 1, "inside": 4, "each": 2}  # a chart in pixels costs 300 ms, of any day
QUICK = ("/health/", "/static/")
WAIT_FOR_ANOTHER = 10  # seconds for the request that is rendering the same page
STORED_STATUS = "200"


class PageCache:
    """The WSGI application that production serves.

    when_due: called when a look finds that the next scheduled moment has passed.
    """

    def __init__(self, application, when_due):
        self.application = self._in_turn
        self.django = application
        self.slow = Turns(**SLOW)
        self.logins = Turns(**LOGINS)
        self.pictures = Turns(**PICTURES)
        self.renderers = Turns(**RENDERING)
        self.when_due = when_due
        self.hosts = _hosts()
        # In development every change of a template shows at once.
        self.plain = Store(0 if settings.DEBUG else PLAIN_BYTES)
        self.with_parameters = Store(0 if settings.DEBUG else PARAMETER_BYTES)
        self.version = None  # (number, next moment as time.time() or None)
        self.away = False  # whether the last look found no database
        marker.ensure()
        self.marker = str(marker.link())
        self.marked = None
        self.shared = 0.0, {}  # (expiry as time.time(), what pages of the version share)
        self.look_at = 0.0
        self.looking = threading.Lock()
        self.looker = ThreadPoolExecutor(1, "look")
        self.rendering = {}
        self.rendering_lock = threading.Lock()

    def __call__(self, environ, start_response):
        path = environ["PATH_INFO"]
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or path.startswith(UNCACHED):
            return self.application(environ, start_response)
        if environ.get("HTTP_HOST") not in self.hosts:
            return self.application(environ, start_response)  # which refuses or serves it
        query = environ["QUERY_STRING"]
        if query:
            if path.startswith(FILES) and "token=" in query:  # of a preview: nobody else's business
                return self.application(environ, start_response)
            query = _declared(query)
            environ["QUERY_STRING"] = query
        if marker.read(self.marker) != self.marked:
            self._look(at_once=True)
        elif time.monotonic() >= self.look_at:
            self._look_beside()
        store = self.with_parameters if query else self.plain
        key = (path, query)
        page = store.pages.get(key)
        if page is None or not self._shows(page):
            with self.renderers.taken(client_of(environ)) as may_wait:
                if not may_wait:
                    return too_many(start_response)
                page = self._render(environ, store, key, start_response)
            if page.__class__ is not Page:
                return page
        else:
            store.touch(key, page)
        return _answer(page, environ, start_response)

    def _in_turn(self, environ, start_response):
        """Django's answer to what is not stored; see THREADS."""
        path, client = environ["PATH_INFO"], client_of(environ)
        if path.startswith(QUICK):
            return self.django(environ, start_response)
        with ExitStack() as turns:
            wanted = [self.slow]
            if path == LOGIN and environ["REQUEST_METHOD"] == "POST":
                wanted = [self.logins, self.slow]
            elif path.endswith(".png") and not path.startswith(FILES):
                wanted = [self.pictures, self.slow]
            if not all(turns.enter_context(line.taken(client)) for line in wanted):
                return too_many(start_response)
            return self.django(environ, start_response)

    # --- the public version --------------------------------------------------------

    def _look_beside(self):
        """In a thread of its own, where there is something to serve meanwhile."""
        if self.version is None:
            self._look()
            return
        if self.looking.locked():
            return  # another thread is looking
        self.look_at = time.monotonic() + LOOK_EVERY
        wait([self.looker.submit(self._look)], LOOK_PATIENCE)

    def _look(self, *, at_once=False):
        """Read the version; while the database is away, what is stored goes on being served.

        at_once: the marker has moved, so nothing older may be served, whoever is looking.
        """
        if not self.looking.acquire(blocking=at_once):
            return  # another thread is looking
        marked = marker.read(self.marker)  # before the version
        try:
            if at_once and marked == self.marked:
                return  # another thread has looked
            version = _read_version()
            if version[1] is not None and version[1] <= time.time():
                self.when_due()
                version = _read_version()
            if version != self.version or self.shared[0] <= time.time():
                # Before the version: a page of this one must not meet what older pages share.
                self.shared = _expiry(version), {}
            if version != self.version:
                self.version = version
                self.plain.renew(version)
                self.with_parameters.renew(version)
                marker.follow(version[0], marked)  # where it changed on another machine
                now = marker.read(self.marker)
                if marker.number_of(now) == version[0]:
                    marked = now
            self.away = False
        except (DatabaseError, InterfaceError) as error:
            logger.warning("The database does not answer, stored pages are served: %s", error)
            self.away = True
            if marked != self.marked and self.version is not None:
                self._forget()
        finally:
            self.marked = marked
            self.look_at = time.monotonic() + LOOK_EVERY
            self.looking.release()

    def _forget(self):
        """Something has changed and nobody can be asked what: nothing stored is shown."""
        self.version = None
        self.plain.renew(None)
        self.with_parameters.renew(None)

    def _shows(self, page):
        """Whether a stored page may be sent: midnight waits for the database, an end does not."""
        now = time.time()
        return now < page.expires or (self.away and (page.ends is None or now < page.ends))

    def _shared(self):
        """What pages of this version share, see shared.py; None once time has changed them."""
        expires, values = self.shared
        return values if time.time() < expires else None

    # --- rendering -----------------------------------------------------------------

    def _render(self, environ, store, key, start_response):
        """The Page, stored if it may be; or Django's own response iterable if it may not."""
        version = self.version
        with self._alone(key):
            page = store.pages.get(key)
            if page is not None and self._shows(page):
                return page
            expires = _expiry(version)  # before rendering: a moment may pass meanwhile
            ends = version and version[1]
            answer = Answer(self.application, environ, self._shared())
            page = answer.page(expires, ends)
            if page is None:
                return answer.replay(start_response, ends)
            store.add(key, page, version)
            return page

    @contextmanager
    def _alone(self, key):
        """One rendering of a page at a time; who waited too long renders on its own."""
        with self.rendering_lock:
            lock, waiting = self.rendering.get(key, (threading.Lock(), 0))
            self.rendering[key] = lock, waiting + 1
        held = lock.acquire(timeout=WAIT_FOR_ANOTHER)
        try:
            yield
        finally:
            if held:
                lock.release()
            with self.rendering_lock:
                lock, waiting = self.rendering[key]
                if waiting == 1:
                    del self.rendering[key]
                else:
                    self.rendering[key] = lock, waiting - 1


def _hosts():
    """The Host headers that are served from the store, as browsers send them."""
    port = settings.BASE_URL.rsplit(":", 1)[-1]
    hosts = set(settings.ALLOWED_HOSTS)
    if port.isdecimal():
        hosts |= {f"{host}:{port}" for host in hosts}
    return hosts


def _declared(query):
    """The declared parameters that have a value, in canonical order, the last of each name."""
    pairs = {name: value for name, value in parse_qsl(query) if "\0" not in value}
    return urlencode(sorted((name, pairs[name]) for name in PARAMETERS & pairs.keys()))


def _read_version():
    close_old_connections()
    version = PublicVersion.current()
    return version.number, version.next_at and version.next_at.timestamp()


def _expiry(version):
    """When a page rendered now must be rendered again: the next moment, or local midnight."""
    now = timezone.localtime()
    midnight = datetime.combine(now.date() + timedelta(days=1), datetime.min.time(), now.tzinfo)
    moments = [midnight.timestamp()]
    if version is not None and version[1] is not None:
        moments.append(version[1])
    return min(moments)


class Answer:
    """Django's answer to a GET of the address alone: no cookie, no credentials."""

    def __init__(self, application, environ, values):
        asked = {**environ, "REQUEST_METHOD": "GET", shared.KEY: values}
        if not asked["PATH_INFO"].startswith(WITH_COOKIES):
            asked.pop("HTTP_COOKIE", None)
            asked.pop("HTTP_AUTHORIZATION", None)
        asked.pop("HTTP_IF_NONE_MATCH", None)
        asked.pop("HTTP_IF_MODIFIED_SINCE", None)
        asked.pop("HTTP_RANGE", None)
        asked["wsgi.input"] = BytesIO()
        asked["CONTENT_LENGTH"] = "0"
        self.is_head = environ["REQUEST_METHOD"] == "HEAD"
        self.chunks = application(asked, self._start)

    def _start(self, status, headers, exc_info=None):
        self.status, self.headers = status, headers

    def page(self, expires, ends):
        """The answer as a Page, or None if it must not be stored."""
        names = {name.lower(): value for name, value in self.headers}
        if (
            not self.status.startswith(STORED_STATUS)
            or "set-cookie" in names
            or "content-encoding" in names
            or "no-store" in names.get("cache-control", "")
            or int(names.get("content-length", LARGEST + 1)) > LARGEST
        ):
            return None
        body = b"".join(self.chunks)
        self._close()
        kept = [
            (name, value)
            for name, value in self.headers
            if name.lower() not in ("content-length", "vary")
        ]
        return Page(self.status, kept, body, expires, ends)

    def replay(self, start_response, ends):
        start_response(self.status, _bounded(self.headers, ends))
        if self.is_head:
            self._close()
            return [b""]
        return self.chunks

    def _close(self):
        if hasattr(self.chunks, "close"):
            self.chunks.close()


def _bounded(headers, ends):
    """Nobody shows it past its end either, while we are down."""
    if ends is None or (left := max(0, int(ends - time.time()))) >= STALE:
        return headers
    return [
        (name, value.replace(STALE_IF_ERROR, f"stale-if-error={left}"))
        if name == "Cache-Control"
        else (name, value)
        for name, value in headers
    ]


def _answer(page, environ, start_response):
    if environ.get("HTTP_IF_NONE_MATCH") == page.etag:
        start_response("304 Not Modified", _bounded(page.unchanged, page.ends))
        return [b""]
    accepted = environ.get("HTTP_ACCEPT_ENCODING", "")
    bodies = page.bodies
    if "br" in accepted and "br" in bodies:
        headers, body = bodies["br"]
    elif "gzip" in accepted and "gzip" in bodies:
        headers, body = bodies["gzip"]
    else:
        headers, body = bodies["identity"]
    start_response(page.status, _bounded(headers, page.ends))
    return [b""] if environ["REQUEST_METHOD"] == "HEAD" else body
