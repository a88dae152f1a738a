"""Nothing leads to a list in which nothing is, and something to each in which something is."""

import re
from urllib.parse import unquote, urlsplit

import pytest
from django.test import Client
from django.urls import resolve
from django.utils.translation import override

from investment.figures import registry
from investment.opendata import catalogue
from investment.pci.models import PciEdition
from news.models import Category
from portal.delivery import shared
from portal.pages.models import MenuItem, SiteIdentity
from portal.pages.rooms import sections
from tests import articles
from tests import registers as r
from tests.investment import world

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

LINK = re.compile(r'<a\b[^>]* href="([^"#?]+)')
LOCATION = re.compile(r"<loc>http://localhost:8000([^<]+)")
#: They have no links.
FILES = (".csv", ".json", ".pdf", ".png", ".svg", ".xlsx", ".xml")


@pytest.fixture(autouse=True)
def menus():
    """Every section in every menu, and a category without an article."""
    site = SiteIdentity.objects.create(pk=1, name_vi="Sở", province_vi="Tỉnh Thái Bình")
    empty = Category.objects.create(name_vi="Chuyên mục rỗng", name_en="Empty category")
    for place in MenuItem.Place.values:
        for section, _label in sections():
            MenuItem.objects.create(site=site, place=place, label_vi=section, section=section)
        MenuItem.objects.create(
            site=site,
            place=place,
            label_vi="Rỗng",
            link_vi=empty.url("vi"),
            link_en=empty.url("en"),
        )


def kind_of(path):
    """The name of a page's view; with what it is about, of the pages of figures and datasets."""
    with override(path[1:3]):
        match = resolve(path)
    name = match.view_name
    if name == "figures:figure":
        return f"figures of {registry.by_slug(match.kwargs['slug']).dataset}"
    if name == "opendata:dataset":
        return f"dataset {catalogue.by_slug(match.kwargs['slug']).key}"
    return name


def reached(language):
    """The kinds of pages that links from the home page lead to; one of each is read."""
    found, waiting, reader = set(), [f"/{language}/"], Client(**{shared.KEY: {}})
    seen = set(waiting)
    while waiting:
        path = waiting.pop()
        kind = kind_of(path)
        if kind in found or path.endswith(FILES):
            continue
        response = reader.get(path)
        assert response.status_code == 200, path
        found.add(kind)
        links = {unquote(link) for link in LINK.findall(response.content.decode())}
        new = {link for link in links - seen if link.startswith(f"/{language}/")}
        seen |= new
        waiting += sorted(new)
    return found


def in_sitemap(language):
    sitemap = Client().get("/sitemap.xml").content.decode()
    paths = [urlsplit(address).path for address in LOCATION.findall(sitemap)]
    return {kind_of(path) for path in paths if path.startswith(f"/{language}/")}


def news(people):
    articles.published(people)


def fdi(people):
    r.happened(people, r.fdi_project(people), "new", "2022-01-01", "1000000")


def oda(people):
    r.oda_project(people, stages=[("implementation", "2021-01-01")])


def ngo(people):
    r.ngo_aid(people, stages=[("implementing", "2022-01-01")])


def fia(people):
    world.load_fia()


def pci(people):
    world.load_pci()


def nothing(people):
    """Drafts, and records that are in no list yet: their documents are lacking."""
    articles.draft(people["author"])
    r.oda_project(people, public=False, stages=[("implementation", "2021-01-01")])
    r.publish(r.draft(PciEdition, people["data officer"], year=2022), people)
    r.fdi_project(people)
    r.oda_project(people)


FIGURES = {"figures:overview", "opendata:index"}
REGISTER = {"projects:registers"} | FIGURES


def register(kind, page):
    """What leads to a register and its record."""
    pages = {f"projects:{kind}", f"projects:{page}", f"figures:{kind}_dashboard"}
    return REGISTER | pages | {f"figures of {kind}", f"dataset {kind}"}


#: What is public → the kinds of pages that are linked besides the home page.
LINKED = {
    nothing: set(),
    news: {"news:list", "news:category", "news:article", "news:file"},
    fdi: register("fdi", "fdi_project"),
    oda: register("oda", "oda_project"),
    ngo: register("ngo", "ngo_aid"),
    fia: FIGURES | {"figures:official_figure", "figures of fia", "dataset fia"},
    pci: FIGURES
    | {"pci:overview", "pci:compare", "pci:mergers", "pci:method", "pci:subindex", "pci:edition"}
    | {"pci:table", "figures of pci", "dataset pci"},
}
#: Public in themselves, without a list that has them.
RECORDS = {nothing: {"projects:fdi_project", "projects:oda_project", "pci:edition"}}
#: Reached from an article or a figure, and no pages for search engines.
NOT_IN_SITEMAP = {"news:file", "figures:official_figure"}


@pytest.mark.parametrize("kind", LINKED, ids=lambda kind: kind.__name__)
def test_links_lead_to_what_is_there_and_to_nothing_else(people, kind):
    kind(people)
    for language in ("vi", "en"):
        assert reached(language) == {"home"} | LINKED[kind]
        found = in_sitemap(language) - RECORDS.get(kind, set())
        assert found == ({"home"} | LINKED[kind]) - NOT_IN_SITEMAP


def test_a_language_without_articles_has_no_link_to_news(people):
    article = articles.published(people, english=False)
    assert reached("vi") == {"home"} | LINKED[news]
    assert reached("en") == {"home"}
    shown = Client().get(article.url("en"))
    assert shown.status_code == 200
    assert "/en/news/" not in LINK.findall(shown.content.decode())
