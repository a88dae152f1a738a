"""The menus as they stand on the pages."""

import re

import pytest

from portal.pages.models import MenuItem, SiteIdentity
from tests import articles

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def menus():
    site = SiteIdentity.objects.create(pk=1, name_vi="Sở Mẫu", name_en="Sample Department")
    for place in ("main", "footer"):
        for label, section in (("Trang đầu", "home"), ("Tin", "news:list")):
            MenuItem.objects.create(site=site, place=place, label_vi=label, section=section)
        MenuItem.objects.create(site=site, place=place, label_vi="Thư", link_vi="/vi/thu/")


def marked(client, url):
    """The labels of the marked links, first of the main menu, then of the footer."""
    page = client.get(url).content.decode()
    menu = page[page.index('<nav class="nav"') : page.index("</header>")]
    footer = page[page.index('<footer class="foot"') :]
    return [re.findall(r' aria-current="page">([^<]+)<', part) for part in (menu, footer)]


def test_the_home_page_is_marked_on_itself_alone(client, people):
    article = articles.published(people)
    assert marked(client, "/vi/") == [["Trang đầu"]] * 2
    assert marked(client, "/vi/tin-tuc/") == [["Tin"]] * 2
    assert marked(client, article.url("vi")) == [["Tin"]] * 2


def test_what_one_page_marks_is_not_marked_on_the_next(client):
    values = {}
    for url, labels in (("/vi/", ["Trang đầu"]), ("/vi/tin-tuc/", ["Tin"])):
        client.defaults["portal.shared"] = values
        assert marked(client, url) == [labels] * 2
