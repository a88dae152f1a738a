"""Every form of chart, drawn by the real renderer, and a server that shows them to Chromium."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import translation
from django.utils.csp import build_policy
from jinja2 import FileSystemLoader
from markupsafe import Markup

from portal.charts import renderer
from portal.charts.chart import NARROW, WIDE, WIDTHS
from portal.charts.store import Figure, name_of
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


def markup(figure, language, links=()):
    """A figure as its part of a page shows it."""
    with translation.override(language):
        part = ENV.get_template("parts/chart.html").module.chart
        return part(figure, links=[*links])


def draw(charts):
    """{(name, width): {kind: text}} of {name: Chart}, by the real renderer."""
    wanted = [(name, width) for name in charts for width in WIDTHS]
    jobs = [
        {
            **charts[name].job(width),
            "name": f"{name_of(charts[name].key)}-{width}",
            "kinds": ["page", "svg"],
        }
        for name, width in wanted
    ]
    answers = dict(zip(wanted, renderer.render(jobs), strict=True))
    assert [answer for answer in answers.values() if "error" in answer] == []
    return answers


@pytest.fixture(autouse=True)
def _own_lock(settings, tmp_path):
    settings.VAR_DIR = tmp_path


@pytest.fixture(scope="session")
def drawn(tmp_path_factory):
    """language → ({name: Chart}, what draw() gives for them)."""
    answer = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.conf.settings.VAR_DIR", tmp_path_factory.mktemp("drawn"))
        patch.setattr(renderer, "TIME_LIMIT", 120)  # other tests may keep the machine busy
        for language in ("vi", "en"):
            charts = samples.all_forms(language)
            answer[language] = (charts, draw(charts))
    return answer


@pytest.fixture(scope="session")
def figures(drawn):
    """language → {name: Figure}."""
    return {
        language: {
            name: Figure(
                chart,
                wide=Markup(answers[name, WIDE]["page"]),
                narrow=Markup(answers[name, NARROW]["page"]),
                pending=False,
            )
            for name, chart in charts.items()
        }
        for language, (charts, answers) in drawn.items()
    }


@pytest.fixture(scope="session")
def served(figures, tmp_path_factory):
    """The address of a server with /vi.html and /en.html, our stylesheet, fonts and CSP."""
    folder = tmp_path_factory.mktemp("served")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.conf.settings.FONT_DIR", folder)
        call_command("build_fonts")
    (folder / "site.css").write_bytes(Path(settings.BASE_DIR, "static/site.css").read_bytes())
    for language, named in figures.items():
        parts = "".join(markup(figure, language) for figure in named.values())
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
