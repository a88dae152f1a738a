"""What only a browser shows of the public pages: access for all, weight, calm, no JavaScript."""

import gzip
import time
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve
from django.utils.translation import override

from tests.browser.conftest import OF_COLOURS, axe

pytestmark = [pytest.mark.browser, pytest.mark.long]

WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
#: Every template of the public site, in both languages.
PAGES = [
    "/vi/",
    "/en/",
    "/vi/tin-tuc/",
    "/en/news/",
    "/vi/tin-tuc/chuyen-muc/fdi/",
    "/vi/tin-tuc/fdi-11-thang-2022/",
    "/vi/tin-tuc/vien-tro-phi-chinh-phu-2022/",
    "/en/tin-tuc/vien-tro-phi-chinh-phu-2022/",
    "/en/tin-tuc/oda-dang-van-dong/",
    "/en/news/doi-thoai-doanh-nghiep/",
    "/vi/gioi-thieu/tro-nang/",
    "/en/gioi-thieu/lien-he/",
    "/vi/tin-tuc/thu-tuc-mot-cua/",
    "/en/tin-tuc/thu-tuc-mot-cua/",
    "/vi/du-an/",
    "/vi/du-an/oda/",
    "/en/projects/",
    "/vi/du-an/fdi/?as_of=2022-11-30",
    "/en/projects/fdi/?as_of=31/02/2022&partner=XX&q=may&counted=raised&since=2022-01-01",
    "/vi/du-an/fdi/?q=khong+co+gi",
    "/en/projects/oda/?as_of=2022-11-30",
    "/vi/du-an/ngo/?as_of=2022-11-30",
    "/vi/du-an/fdi/nha-may-san-xuat-bang-mach-in-du-an-mau-107/",
    "/en/projects/oda/chieu-sang-tiet-kiem-nang-luong-du-an-mau-oda-13/?as_of=2022-11-30",
    "/vi/du-an/ngo/dao-tao-can-bo-y-te-xa-khoan-vien-tro-mau-ngo-09/",
    "/vi/du-an/fdi.csv?as_of=2099-01-01",
    "/vi/pci/",
    "/en/pci/?place=01",
    "/en/pci/compare/",
    "/vi/pci/so-sanh/?p1=34&p2=01&p3=79&p4=48&p5=33",
    "/vi/pci/sap-nhap/",
    "/en/pci/method/",
    "/vi/pci/chi-so-thanh-phan/policy_bias/",
    "/vi/pci/nam/pci-2016/",
    "/en/pci/editions/pci-2009/",
    "/en/pci/editions/pci-2023/",
    "/vi/pci/nam/pci-2016/cac-tinh/",
    "/vi/thong-ke/",
    "/en/statistics/",
    "/vi/thong-ke/fdi/?as_of=2022-12-31",
    "/en/statistics/oda/",
    "/vi/thong-ke/ngo/",
    "/en/statistics/fdi-by-year/?as_of=31/02/2022&year=2003",
    "/vi/thong-ke/xep-hang-thu-hut-fdi/?year=2022",
    "/en/statistics/pci-score/",
    "/en/statistics/official-figures/1/",
    "/vi/du-lieu/",
    "/en/data/",
    "/vi/du-lieu/so-lieu-fdi-chinh-thuc/",
    "/en/data/fdi-projects/",
    "/vi/khong-co-trang-nay/",
    "/en/no-such-page/",
]
#: How a page is shown: width, and what its root element says. Every mode is seen, and both widths,
#: on the first page of each view; a mode changes colours alone, so not every pair of them.
MODES = {
    "wide": (1440, {}),
    "wide, contrast": (1440, {"contrast": "more"}),
    "narrow": (390, {}),
    "narrow, dark": (390, {"theme": "dark"}),
}
#: The most that a first visit may weigh, KiB; dashboards have many charts.
WEIGHED = {
    "/vi/": 60,
    "/vi/tin-tuc/": 60,
    "/vi/tin-tuc/fdi-11-thang-2022/": 60,
    "/vi/du-an/fdi/": 60,
    "/vi/du-an/fdi/nha-may-san-xuat-bang-mach-in-du-an-mau-107/": 60,
    "/vi/thong-ke/fdi/": 100,
}


def first_of_views():
    seen = {}
    for path in PAGES:
        with override(path[1:3]):
            try:
                view = resolve(path.partition("?")[0]).view_name
            except Resolver404:
                view = path
        seen.setdefault(view, path)
    return set(seen.values())


FIRST = first_of_views()


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_in_any_mode_and_nothing_scrolls_sideways(visit, path):
    """All modes and widths, toggled on one loaded page."""
    page = visit(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    page.goto(path)
    found = {}
    modes = MODES if path in FIRST else {"wide": MODES["wide"]}
    for mode, (width, data) in modes.items():
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate(
            """data => { for (const name of ['theme', 'contrast']) {
                if (data[name]) document.documentElement.dataset[name] = data[name];
                else delete document.documentElement.dataset[name]; } }""",
            data,
        )
        found[mode] = axe(page, rules=OF_COLOURS) if data else axe(page, *WCAG)
    assert {key: faults for key, faults in found.items() if faults} == {}
    page.set_viewport_size({"width": 320, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("path", ["/vi/", "/en/news/", "/vi/tin-tuc/fdi-11-thang-2022/"])
def test_it_works_without_javascript(visit, path):
    page = visit(java_script_enabled=False, viewport={"width": 390, "height": 800})
    page.goto(path)
    assert page.locator("h1").is_visible()
    for needs_script in ("[data-copy]", "[data-print]"):
        assert not page.locator(needs_script).first.is_visible()
    assert page.locator(".prefs").is_visible() is False
    page.click("[popovertarget=nav]")
    assert page.locator("#nav a").first.is_visible()


@pytest.mark.parametrize("path", WEIGHED)
def test_a_first_visit_is_light(visit, path):
    """Compressed and in 8 requests without editorial pictures, each picture at most 80 KB."""
    page = visit(viewport={"width": 390, "height": 844}, device_scale_factor=2)
    answers = []
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108  no bound builtin
    page.goto(path, wait_until="networkidle")
    page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
    page.wait_for_load_state("networkidle")
    assert {urlsplit(answer.url).netloc for answer in answers} == {urlsplit(page.url).netloc}
    pictures = [answer for answer in answers if "/files/" in answer.url]
    furniture = {answer.url: answer for answer in answers if "/files/" not in answer.url}
    assert len(furniture) <= 8
    assert sum(_compressed(answer) for answer in furniture.values()) <= WEIGHED[path] * 1024
    assert max((len(answer.body()) for answer in pictures), default=0) <= 80 * 1024
    assert not any("set-cookie" in answer.headers for answer in answers)
    assert page.context.cookies() == []


def _compressed(answer):
    body = answer.body()
    is_text = answer.headers["content-type"].split(";")[0] != "font/woff2"
    return len(gzip.compress(body, 6)) if is_text else len(body)


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize("path", WEIGHED)
def test_nothing_moves_while_it_loads_however_late_the_fonts_come(visit, path, width):
    page = visit(viewport={"width": width, "height": 900})
    page.route("**/*.woff2", _after_the_text_was_painted)
    page.add_init_script(
        """window.shift = 0;
        new PerformanceObserver(list => {
            for (const entry of list.getEntries()) window.shift += entry.value;
        }).observe({type: 'layout-shift', buffered: true});"""
    )
    page.goto(path, wait_until="networkidle")
    for _ in range(4):
        page.mouse.wheel(0, 700)
        page.wait_for_timeout(100)
    assert page.evaluate("window.shift") == 0


def _after_the_text_was_painted(route):
    time.sleep(0.5)
    route.continue_()


class TestPreferences:
    def test_they_are_kept_by_the_browser_alone(self, visit):
        page = visit(viewport={"width": 1440, "height": 900})
        page.goto("/vi/")
        page.click("[data-pref=contrast]")
        page.goto("/en/news/")
        assert page.evaluate("document.documentElement.dataset.contrast") == "more"
        assert page.context.cookies() == []

    def test_the_language_switch_stays_on_the_page(self, visit):
        page = visit(viewport={"width": 1440, "height": 900})
        page.goto("/vi/tin-tuc/fdi-11-thang-2022/")
        page.click(".lang [lang=en]")
        assert page.url.endswith(
            "/en/news/fdi-in-11-months-of-2022-added-capital-1-7-times-the-new/"
        )
        page.goto("/vi/tin-tuc/doi-thoai-doanh-nghiep/")
        page.click(".lang [lang=en]")
        assert page.locator("html").get_attribute("lang") == "en"
        assert page.locator("[lang=vi] h1, h1[lang=vi]").count() == 1

    def test_a_keyboard_reaches_the_content_first(self, visit):
        page = visit(viewport={"width": 1440, "height": 900})
        page.goto("/vi/")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"
