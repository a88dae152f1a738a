"""Every form of chart, drawn, and a server that shows them to Chromium."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import translation
from django.utils.csp import build_policy
from jinja2 import FileSystemLoader

from portal.charts import svg
from portal.charts.chart import NARROW, WIDE
from portal.jinja import environment
from tests.browser.conftest import chromium
from tests.charts import samples

__all__ = ["chromium"]

ENV = environment(loader=FileSystemLoader(Path(settings.BASE_DIR, "templates")), autoescape=True)
PAGE = """<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>Charts</title>
<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="/site.css"></head>
<body><main><div class="wrap"><h1>Charts</h1><h2>All</h2><div class="stack">{figures}</div></div>
</main></body></html>"""
TYPES = {".css": "text/css", ".woff2": "font/woff2", ".html": "text/html; charset=utf-8"}


def markup(chart, language, links=()):
    """A chart as its part of a page shows it."""
    with translation.override(language):
        part = ENV.get_template("parts/chart.html").module.chart
        return part(chart, links=[*links])


def draw(charts):
    """{(name, width): {kind: text}} of {name: Chart}."""
    return {
        (name, width): {"page": page, "svg": svg.for_file(chart, width)}
        for name, chart in charts.items()
        for width, page in ((WIDE, chart.wide), (NARROW, chart.narrow))
    }


@pytest.fixture(scope="session")
def drawn():
    """language → ({name: Chart}, what draw() gives for them)."""
    named = {language: samples.all_forms(language) for language in ("vi", "en")}
    return {language: (charts, draw(charts)) for language, charts in named.items()}


@pytest.fixture(scope="session")
def served(drawn, tmp_path_factory):
    """The address of a server with /vi.html and /en.html, our stylesheet, fonts and CSP."""
    folder = tmp_path_factory.mktemp("served")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.conf.settings.FONT_DIR", folder)
        call_command("build_fonts")
    (folder / "site.css").write_bytes(Path(settings.BASE_DIR, "static/site.css").read_bytes())
    for language, (charts, _drawings) in drawn.items():
        parts = "".join(markup(chart, language) for chart in charts.values())
        (folder / f"{language}.html").write_text(PAGE.format(lang=language, figures=parts), "utf-8")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            path = folder / self.path.lstrip("/")
            known = path.suffix in TYPES and path.is_file()
            self.send_response(200 if known else 404)
            self.send_header("Content-Type", TYPES.get(path.suffix, "text/plain"))
            self.send_header("Content-Security-Policy", build_policy(settings.SECURE_CSP))
            self.end_headers()
            self.wfile.write(path.read_bytes() if known else b"")

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


@pytest.fixture
def show(served, chromium):
    """show(language, width, **data of the root element) → a page; CSP complaints fail the test."""
    contexts, complaints = [], []

    def open_page(language, width, **data):
        context = chromium.new_context(viewport={"width": width, "height": 900})
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.goto(f"{served}/{language}.html")
        page.evaluate("data => Object.assign(document.documentElement.dataset, data)", data)
        page.evaluate("document.fonts.ready")
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert [text for text in complaints if "favicon" not in text and "404" not in text] == []
