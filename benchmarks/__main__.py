"""What a page costs: one interleaved run over everything, one table. `make bench` runs it.

The table compares inside the run; requests per second are what one Python client on the same
machine could drive, processor time is that of the serving processes alone. Nothing is asserted
about either.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from collections import namedtuple
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import count, cycle, islice
from pathlib import Path
from time import perf_counter
from urllib.request import Request, urlopen

from benchmarks import servers
from benchmarks.client import drive, during, get

ROUNDS = 6
SECONDS = 1.5  # of one case in one round
WARM_UP = 300  # requests, so that each worker has each page in its smallest encoding
LONG_RUN = 100_000  # requests
NEW_ONE_IN = 100  # requests of the long run ask for an address that no store holds
ENCODINGS = "br, gzip"
HOME, LIST = "/vi/", "/vi/tin-tuc/"
HELLO = "/hello"

Sites = namedtuple("Sites", "hello cached uncached nginx")


@dataclass
class Case:
    name: str
    servers: list  # whose processor time counts; the first is asked
    request: bytes
    status: int = 200
    of: str = ""  # the same page's uncached case
    requests: int = 0
    processor: float = 0.0
    rates: list = field(default_factory=list)

    def run(self, seconds):
        before = sum(server.processor_time() for server in self.servers)
        start = perf_counter()
        done = drive(self.servers[0].port, during(seconds, self.request), self.status)
        self.rates.append(done / (perf_counter() - start))
        self.processor += sum(server.processor_time() for server in self.servers) - before
        self.requests += done

    @property
    def cost(self):
        """Microseconds of processor time per request."""
        return self.processor / self.requests * 1e6

    @property
    def rate(self):
        """Requests per second in the middle round."""
        return sorted(self.rates)[len(self.rates) // 2]


# --- what is started ----------------------------------------------------------------


def manage(env, *arguments):
    subprocess.run(  # noqa: S603
        [sys.executable, "manage.py", *arguments],
        cwd=servers.ROOT,
        env=env,
        check=True,
        stdout=subprocess.DEVNULL,
    )


def sample_site(folder):
    """The environment and the port of a portal with the sample site, in a folder of its own."""
    ours = ("DATABASE_URL", "SECRET_KEY", "DEBUG", "PORTAL_PROXIES", "EMAIL_URL")
    env = {name: value for name, value in os.environ.items() if name not in ours}
    env |= {"PORTAL_VAR": str(folder), "PYTHONFAULTHANDLER": "1"}
    for command in ("build_fonts", "collectstatic --no-input", "migrate", "load_sample"):
        manage(env, *command.split())
    port = servers.free_port()  # only now: others may take it before it is used
    return env | {"PORTAL_BASE_URL": f"http://localhost:{port}"}, port


def start(stack, folder):
    """The Sites, all running until the stack closes."""

    def granian(target, env, port=None):
        port = port or servers.free_port()
        return stack.enter_context(servers.serving(servers.granian(target, port), port, env))

    env, port = sample_site(folder)
    cached = granian("portal.wsgi:application", env, port)
    uncached = granian("benchmarks.uncached:application", env)
    headers, body = warm(cached)
    responses = folder / "responses.json"
    greeting = b"Hello, world!\n"
    plain = [("Content-Type", "text/plain"), ("Content-Length", str(len(greeting)))]
    responses.write_text(
        json.dumps(
            {HOME: (headers, body.decode("latin-1")), HELLO: (plain, greeting.decode("latin-1"))}
        )
    )
    hello = granian("benchmarks.hello:application", env | {"BENCH_RESPONSES": str(responses)})
    nginx = None
    if servers.NGINX:
        (folder / "home.html").write_bytes(body)
        port = servers.free_port()
        command = servers.nginx(folder, port, cached.port)
        nginx = stack.enter_context(servers.serving(command, port, env))
    return Sites(hello, cached, uncached, nginx)


def warm(cached):
    """Fill the stores with the home page; its headers and its compressed body."""
    drive(cached.port, [get(HOME, cached.port, accept_encoding=ENCODINGS)] * WARM_UP)
    response = fetch(cached.port, HOME, ENCODINGS)
    added = ("connection", "date", "server")  # by granian itself
    headers = [header for header in response.getheaders() if header[0].lower() not in added]
    return headers, response.read()


def fetch(port, path, encodings="identity"):
    address = f"http://localhost:{port}{path}"
    return urlopen(Request(address, headers={"Accept-Encoding": encodings}))


def addresses(cached):
    """The paths of all public pages."""
    sitemap = fetch(cached.port, "/sitemap.xml").read().decode()
    return re.findall(r"<loc>https?://[^/]+([^<]+)</loc>", sitemap)


# --- what is measured ---------------------------------------------------------------


def cases(sites):
    hello, cached, uncached, nginx = sites
    port = cached.port
    article = next(path for path in addresses(cached) if re.fullmatch(LIST + "[^/]+/", path))
    etag = fetch(port, HOME).headers["ETag"]
    home = get(HOME, port, accept_encoding=ENCODINGS)
    page = "uncached home"
    found = [
        Case("hello, 14 bytes", [hello], get(HELLO, port)),
        Case("hello, the bytes of home", [hello], home),
        Case("cached home", [cached], home, of=page),
        Case("cached home, 304", [cached], get(HOME, port, if_none_match=etag), 304, of=page),
        Case(page, [uncached], home),
        Case("uncached list", [uncached], get(LIST, port)),
        Case("uncached article", [uncached], get(article, port)),
    ]
    if nginx:
        found += [
            Case("nginx, static file", [nginx], get("/static-file", port)),
            Case("nginx before cached home", [nginx, cached], home, of=page),
        ]
    return found


def measure(measured):
    for case in measured:
        case.run(SECONDS / 2)
        case.requests, case.processor = 0, 0.0
        case.rates.clear()
    for _round in range(ROUNDS):
        for case in measured:
            case.run(SECONDS)


def memory(cached):
    """PSS in bytes of the workers with full stores, before and after the long run."""
    port = cached.port
    pages = [
        get(path, port, accept_encoding=encodings)
        for path in addresses(cached)
        for encodings in (ENCODINGS, "gzip", "identity")
    ]
    # The home page heeds no number, so each is one more address of the same bytes.
    new = (get(f"{HOME}?page={number}", port) for number in count())
    for _time in range(8):  # new connections, so that each worker gets its part
        drive(port, pages)
        drive(port, islice(new, 300))
    known = cycle(pages)
    mixed = (next(known) if number % NEW_ONE_IN else next(new) for number in count())
    drive(port, islice(mixed, LONG_RUN // 10))
    before = cached.memory()
    drive(port, islice(mixed, LONG_RUN))
    return before, cached.memory()


# --- the table ----------------------------------------------------------------------


def table(measured, before, after):
    by_name = {case.name: case for case in measured}
    hello = by_name["hello, the bytes of home"].cost
    lines = [f"{'':26}{'requests/s':>12}{'CPU µs each':>13}{'of hello':>10}{'of uncached':>13}"]
    for case in measured:
        of = f"1/{by_name[case.of].cost / case.cost:.0f}" if case.of else ""
        row = f"{case.name:26}{case.rate:>12,.0f}{case.cost:>13,.0f}"
        lines.append(f"{row}{case.cost / hello:>10.2f}{of:>13}")
    megabytes = f"{before / 2**20:.1f} MiB with full stores, {after / 2**20:.1f} MiB"
    lines.append(
        f"\nMemory (PSS) of {servers.WORKERS} workers: {megabytes} after {LONG_RUN:,} more "
        f"requests ({after / before - 1:+.1%})"
    )
    return "\n".join(lines) + "\n"


def main():
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, ExitStack() as stack:
        sys.stderr.write("Preparing the sample site, half a minute.\n")
        sites = start(stack, Path(folder))
        sys.stderr.write("Measuring, two minutes; leave the machine alone.\n")
        measured = cases(sites)
        measure(measured)
        sys.stdout.write(table(measured, *memory(sites.cached)))


if __name__ == "__main__":
    main()
