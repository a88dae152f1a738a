from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.template import engines
from django.utils import translation
from jinja2 import nodes
from markupsafe import Markup

from portal.jinja import environment, icon

ENV = environment(loader=engines["jinja2"].env.loader, autoescape=True)
NAMES = ENV.list_templates(extensions=["html"])
PARTS = [Path(name).stem for name in NAMES if name.startswith("parts/")]


@dataclass
class Link:
    label: str
    url: str
    current: bool = False
    lang: str | None = None


@dataclass
class Picture:
    src: str = "/files/k/800.webp"
    srcset: str = "/files/k/480.webp 480w, /files/k/800.webp 800w"
    width: int = 800
    height: int = 500
    alt: str = 'Cảng "Diêm Điền"'
    caption: str = ""
    credit: str = ""


@dataclass
class Story:
    title: str = "Đầu tư <mới>"
    url: str = "/vi/tin-tuc/dau-tu/"
    date: datetime = datetime(2022, 12, 15, 9, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
    category: Link | None = None
    summary: str = ""
    picture: Picture | None = None
    lang: str | None = None
    outdated: bool = False
    pinned: bool = False


@dataclass
class Pager:
    pages: list
    previous: Link | None
    next: Link | None
    count: int


def macro(name):
    return getattr(ENV.get_template(f"parts/{name}.html").module, name)


@pytest.fixture
def english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize("name", PARTS)
def test_a_part_is_one_macro_of_its_files_name(name):
    tree = ENV.parse(ENV.loader.get_source(ENV, f"parts/{name}.html")[0])
    assert [found.name for found in tree.find_all(nodes.Macro)] == [name]


@pytest.mark.parametrize("name", NAMES)
def test_every_template_compiles_and_its_icons_exist(name):
    tree = ENV.parse(ENV.loader.get_source(ENV, name)[0])
    calls = [
        call
        for call in tree.find_all(nodes.Call)
        if isinstance(call.node, nodes.Name) and call.node.name == "icon"
    ]
    drawn = [icon(call.args[0].value) for call in calls if isinstance(call.args[0], nodes.Const)]
    assert all(svg.startswith("<svg ") for svg in drawn)
    ENV.get_template(name)


@pytest.mark.parametrize("kind", ["info", "good", "warn", "bad"])
def test_a_note_of_every_kind_says_it_with_an_icon(kind):
    html = macro("note")(kind, caller=lambda: Markup("<p>Văn bản</p>"))
    assert html.startswith(f'<div class="note note--{kind}"><svg ')
    assert html.rstrip().endswith("</svg><div><p>Văn bản</p></div></div>")


def test_a_picture_reserves_its_space_and_waits():
    assert macro("picture")(Picture(), "50vw") == (
        '<img src="/files/k/800.webp"'
        ' srcset="/files/k/480.webp 480w, /files/k/800.webp 800w" sizes="50vw"'
        ' width="800" height="500" alt="Cảng &#34;Diêm Điền&#34;" loading="lazy" decoding="async">'
    )


def test_the_picture_above_the_fold_does_not_wait():
    assert macro("picture")(Picture(srcset="", alt=""), "100vw", eager=True) == (
        '<img src="/files/k/800.webp" width="800" height="500" alt=""'
        ' fetchpriority="high" decoding="async">'
    )


def test_a_figure_without_caption_and_credit_has_no_caption_element():
    assert "figcaption" not in macro("figure")(Picture(), "100vw")


def test_a_figure_names_caption_and_credit(english):
    image = Picture(caption="Cảng biển", credit="Báo & Đài")
    assert (
        '<figcaption>Cảng biển <span class="pic__by">Credit: Báo &amp; Đài</span></figcaption>'
    ) in macro("figure")(image, "100vw")


def test_crumbs_mark_the_current_page_and_do_not_link_it(english):
    links = [Link("Home", "/en/"), Link("News & views", "/en/news/", current=True)]
    assert macro("crumbs")(links).strip() == (
        '<nav class="crumbs" aria-label="Breadcrumbs"><ol>'
        '<li><a href="/en/">Home</a></li>'
        '<li aria-current="page">News &amp; views</li>'
        "</ol></nav>"
    )


def test_no_crumbs_leave_no_empty_landmark():
    assert macro("crumbs")([]).strip() == ""


def test_a_pager_links_its_neighbours_marks_the_current_and_leaves_gaps_unlinked(english):
    pages = Pager(
        [Link("1", "?page=1"), Link("2", "?page=2", current=True), Link("…", "")],
        Link("", "?page=1"),
        None,
        114,
    )
    assert macro("pager")(pages).strip() == (
        '<nav class="pager" aria-label="Pages"><ul>'
        f'<li><a href="?page=1" rel="prev">{icon("chevron-left")}Previous</a></li>'
        '<li><a href="?page=1">1</a></li>'
        '<li><a href="?page=2" aria-current="page">2</a></li>'
        "<li><span>…</span></li>"
        "</ul></nav>"
    )


def test_a_headline_in_another_language_says_so():
    assert macro("headline")(Story(lang="vi"), 3) == (
        '<h3 class="headline"><a href="/vi/tin-tuc/dau-tu/" lang="vi">Đầu tư &lt;mới&gt;</a></h3>'
    )


def test_dates_are_written_in_the_language_of_the_page(english):
    assert macro("dateline")(Story(category=Link("FDI", "/en/news/fdi/"))) == (
        '<p class="meta"><span class="tag">FDI</span> '
        '<time datetime="2022-12-15T09:00:00+07:00">15 December 2022</time></p>'
    )


@pytest.mark.parametrize(
    ("of", "page", "expected"),
    [("vi", "en", ' lang="vi"'), ("vi", "vi", ""), (None, "en", "")],
)
def test_only_a_text_in_another_language_is_marked(of, page, expected):
    assert macro("mark")(of, page) == expected


def test_a_current_translation_needs_no_notice():
    assert macro("translation")(None, "vi", "en", {}).strip() == ""


def test_an_outdated_translation_leads_to_the_original(english):
    html = macro("translation")("outdated", "en", "en", {"vi": "/vi/a/", "en": "/en/a/"})
    assert '<a href="/vi/a/" hreflang="vi">Read the Vietnamese original</a>' in html


def test_what_needs_javascript_is_hidden_without_it():
    html = macro("share")([], "https://portal.example.gov.vn/vi/a/", None)
    assert html.count("<button") == html.count('<li class="js-only"><button') == 2


def test_a_preview_without_an_address_offers_no_copy():
    assert "data-copy=" not in macro("share")([], None, None)


def test_the_page_for_a_broken_server_needs_nothing():
    html = ENV.get_template("errors/500.html").render()
    assert "<h1>Hệ thống đang gặp lỗi</h1>" in html
    assert "<h2>Something went wrong</h2>" in html
