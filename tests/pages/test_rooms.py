"""A room that no other names gives itself to menus, home page, sitemap, feeds and catalogue."""

import json

import pytest
from django.conf import settings
from django.test import override_settings

from portal.pages import rooms
from portal.pages.models import MenuItem, SiteIdentity

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def market():
    SiteIdentity.objects.create(pk=1, name_vi="Sở", province_vi="Tỉnh Thái Bình")
    rooms.rooms.cache_clear()
    with override_settings(INSTALLED_APPS=[*settings.INSTALLED_APPS, "tests.pages.market"]):
        yield
    rooms.rooms.cache_clear()


def text(client, path):
    return client.get(path).content.decode()


def test_menus_may_lead_to_its_sections():
    choices = MenuItem._meta.get_field("section").choices
    assert ("home", "Chợ") in list(choices)


def test_the_home_page_has_its_part_and_its_feed(client):
    page = text(client, "/vi/")
    assert "<h2>Chợ mở cửa</h2>" in page
    assert 'title="Chợ phiên" href="/vi/cho/feed/"' in page


def test_the_sitemap_has_its_pages(client):
    sitemap = text(client, "/sitemap.xml")
    assert "<loc>http://localhost:8000/en/market/rice/</loc>" in sitemap


def test_the_catalogue_has_its_dataset_in_every_form(client):
    assert "Các quầy của chợ" in text(client, "/vi/du-lieu/")
    page = text(client, "/vi/du-lieu/cho/")
    assert "Chợ bên cạnh." in page
    assert "Số quầy" in page
    items = json.loads(text(client, "/vi/du-lieu/cho.json"))["items"]
    assert items == [{"stall": "Gạo"}, {"stall": "Muối"}]
    names = [
        one["dct:identifier"]
        for one in json.loads(text(client, "/data/catalog.jsonld"))["dcat:dataset"]
    ]
    assert names[-1] == "market"
