"""The pages of the department as its readers get them."""

import re

import pytest

from portal.pages.models import Page
from tests import articles

pytestmark = pytest.mark.django_db


def test_a_description_keeps_the_blocks_of_a_page_apart(client, people):
    body = "<p>Trang của Sở.</p><h2>Trang công khai</h2><ul><li>không đặt cookie;</li></ul>"
    page = Page(
        title_vi="Quyền riêng tư", slug_vi="rieng-tu", body_vi=body, created_by=people["author"]
    )
    page.save()
    articles.edit(page, people["author"])
    articles.step(page, "submit", people["author"])
    articles.step(page, "publish", people["publisher"])
    shown = client.get(page.url("vi")).content.decode()
    found = re.findall(r'<meta (?:name="|property="og:)description" content="([^"]*)"', shown)
    assert found == ["Trang của Sở. Trang công khai không đặt cookie;"] * 2
