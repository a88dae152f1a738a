"""A real portal for a real browser: built static files, the sample site, granian and the worker."""

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from django.conf import settings
from playwright.sync_api import sync_playwright

from tests.conftest import SAMPLE_ACCOUNTS, SAMPLE_FILES, SAMPLE_LOADED, made_once, missing
from tests.settings import RUN

#: The one without windows takes half the time for a page.
CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--font-render-hinting=none",  # letters as wide as on a screen of today
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
MADE = RUN / "made-portal"
STARTS_WITHIN = 60  # seconds


class Portal:
    """A running portal with its sample site, in a folder of its own."""

    def __init__(self, var):
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = probe.getsockname()[1]
        self.url = f"http://localhost:{self.port}"
        self.env = {
            name: value
            for name, value in os.environ.items()
            if name not in ("DATABASE_URL", "SECRET_KEY", "DJANGO_SETTINGS_MODULE")
        } | {"PORTAL_VAR": str(var), "PORTAL_BASE_URL": self.url}
        self.var = var

    def manage(self, *arguments):
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=settings.BASE_DIR,
            env=self.env,
            check=True,
            capture_output=True,
            text=True,
        ).stdout

    def prepare(self, sample):
        """sample: a database with the sample site, as the tests of other folders have it."""
        self.manage("build_fonts")
        self.manage("collectstatic", "--no-input")
        shutil.copy(SAMPLE_ACCOUNTS, self.var)
        shutil.copytree(SAMPLE_FILES, self.var / "media", dirs_exist_ok=True)
        shutil.copy(sample, self.var / "portal.sqlite3")
        with closing(sqlite3.connect(self.var / "portal.sqlite3")) as database, database:
            for table in ("news_article", "projects_fdiproject"):
                # What is scheduled stays ahead, whatever the day.
                database.execute(
                    f"UPDATE {table} SET publish_at = datetime('now', '+14 days') "
                    "WHERE publish_at > ?",
                    [SAMPLE_LOADED],
                )

    def start(self):
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "serve", "--port", str(self.port)],
            cwd=settings.BASE_DIR,
            env=self.env,
            stdout=subprocess.DEVNULL,
            stderr=(self.var / "log").open("w"),
        )
        deadline = time.monotonic() + STARTS_WITHIN
        while time.monotonic() < deadline:
            try:
                urlopen(f"{self.url}/health/ready").close()
            except URLError:
                time.sleep(0.2)
            else:
                return
        pytest.fail("the portal did not start:\n" + (self.var / "log").read_text())

    def stop(self):
        self.process.terminate()
        self.process.wait(timeout=30)

    @property
    def passwords(self):
        """username → password of the sample accounts."""
        lines = (self.var / "accounts.txt").read_text("utf-8").splitlines()
        return dict(line.split()[-2:] for line in lines)


@pytest.fixture(scope="session")
def portal(tmp_path_factory, request):
    if CHROMIUM is None:
        missing("Chromium is not installed")
    sample = request.getfixturevalue("sample_loaded")
    var = tmp_path_factory.mktemp("portal")
    portal = Portal(var)
    with made_once("portal") as first:
        if first:
            portal.prepare(sample)
            shutil.copytree(var, MADE)
    shutil.copytree(MADE, var, dirs_exist_ok=True)
    portal.start()
    yield portal
    portal.stop()


@pytest.fixture(scope="module")
def chromium():
    """A browser per module: while one runs, its event loop keeps Django from the database."""
    if CHROMIUM is None:
        missing("Chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(portal, chromium):
    """visit(**options of a context) → a fresh page; complaints of any page's CSP fail the test."""
    contexts, complaints = [], []

    def new_page(**options):
        context = chromium.new_context(base_url=portal.url, locale="vi-VN", **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        context.on(
            "console",
            lambda message: (
                complaints.append(message.text)
                if "Content Security Policy" in message.text or "TrustedHTML" in message.text
                else None
            ),
        )
        return page

    yield new_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def sign_in(portal, visit):
    """sign_in("tacgia") → a page on the desk's home of that sample account."""

    def enter(username, **options):
        page = visit(**options)
        log_in(page, portal, username)
        return page

    return enter


def log_in(page, portal, username):
    page.goto("/admin/")
    page.fill("[name=username]", username)
    page.fill("[name=password]", portal.passwords[username])
    page.press("[name=password]", "Enter")
    page.wait_for_selector("#user-tools")


#: The rules of axe whose answer depends on colours.
OF_COLOURS = ("color-contrast", "link-in-text-block")
AXE = (
    Path(sys.modules["playwright"].__file__).parent.parent / "axe_playwright_python" / "axe.min.js"
)


def axe(page, *tags, rules=()):
    """The violations that axe-core finds on a page, one line each: of some tags, or of rules."""
    if not page.evaluate("typeof window.axe !== 'undefined'"):
        # Through the debugger, not a script element: Trusted Types and the CSP stay in force.
        page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate(
        "only => axe.run({runOnly: only, resultTypes: ['violations']})",
        {"type": "rule", "values": list(rules)} if rules else {"type": "tag", "values": list(tags)},
    )["violations"]
    return [
        f"{rule['id']}: {node['html'][:120]} ({node['failureSummary'][:200]})"
        for rule in found
        for node in rule["nodes"]
    ]
