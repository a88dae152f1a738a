"""Finished pages as they are kept and sent: bytes in several encodings, bounded in all."""

import gzip
import hashlib
import threading
import time
from collections import OrderedDict
from contextlib import suppress

import brotli

OVERHEAD = 4096  # bytes that a stored page costs beside its bodies and its address, measured
COMPRESSED_TYPES = ("text/", "application/xml", "application/atom+xml", "application/json")


class Page:
    """A response as bytes in up to three encodings, each with its headers."""

    __slots__ = (
        *("bodies", "ends", "etag", "expires", "headers", "hits", "size", "status", "unchanged"),
    )

    def __init__(self, status, headers, body, expires, ends=None):
        self.status = status
        self.expires = expires  # time.time(): from then on it is made anew
        self.ends = ends  # time.time() or None: from then on it is not shown, whatever is down
        # Over the headers too: a 304 leaves them out, so that a browser keeps those it has.
        answer = repr(headers).encode() + body
        self.etag = f'W/"{hashlib.sha256(answer).hexdigest()[:24]}"'
        self.headers = [*headers, ("ETag", self.etag), ("Vary", "Accept-Encoding")]
        self.unchanged = [
            header for header in self.headers if header[0] in ("Cache-Control", "ETag", "Vary")
        ]
        self.hits = 0
        self.bodies = {}
        self.size = 0
        self._add("identity", body)
        if _compresses(headers) and len(body) > 200:
            self._add("gzip", gzip.compress(body, 6, mtime=0))

    def _add(self, encoding, body):
        coded = [("Content-Encoding", encoding)] if encoding != "identity" else []
        length = ("Content-Length", str(len(body)))
        self.bodies[encoding] = [*self.headers, *coded, length], [body]
        self.size += len(body)

    def add_brotli(self):
        """On the second hit: a page that is asked for again is worth the slower, smaller form."""
        self._add("br", brotli.compress(self.bodies["identity"][1][0], quality=5))


def _compresses(headers):
    return any(
        name.lower() == "content-type" and value.startswith(COMPRESSED_TYPES)
        for name, value in headers
    )


class Store:
    """Pages of one public version by address, bounded in bytes; the least asked for leave first."""

    def __init__(self, most):
        self.most = most
        self.version = None
        self.size = 0
        self.pages = OrderedDict()
        self.lock = threading.Lock()

    def add(self, key, page, version):
        """Keep a page that was rendered under a version, unless that version has passed."""
        with self.lock:
            if version is None or version != self.version or page.expires <= time.time():
                return
            self._drop(key)
            page.size += OVERHEAD + len(key[0]) + len(key[1])
            self.pages[key] = page
            self.size += page.size
            while self.size > self.most:
                self._drop(next(iter(self.pages)))

    def grow(self, key, page, before):
        """Account for a stored page that became larger."""
        with self.lock:
            if self.pages.get(key) is page:
                self.size += page.size - before

    def renew(self, version):
        """Forget everything; from now on pages of this version are kept."""
        with self.lock:
            self.version = version
            self.pages.clear()
            self.size = 0

    def touch(self, key, page):
        """Count a hit; the second makes the smaller encoding; the page moves away from the exit."""
        page.hits += 1
        if page.hits == 2 and "gzip" in page.bodies:
            before = page.size
            page.add_brotli()
            self.grow(key, page, before)
        with suppress(KeyError):  # another thread dropped it this moment
            self.pages.move_to_end(key)

    def _drop(self, key):
        if (page := self.pages.pop(key, None)) is not None:
            self.size -= page.size
