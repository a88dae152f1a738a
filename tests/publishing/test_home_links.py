"""No link of the desk's home leads where its reader may not go."""

import re
from html import unescape

import pytest
from django.urls import reverse

from tests import articles

pytestmark = pytest.mark.django_db

ROLES = ["author", "translator", "reviewer", "publisher", "data officer", "administrator"]


@pytest.mark.parametrize("role", ROLES)
def test_every_link_of_the_home_opens(people, desk, role):
    articles.published(people)
    reader = desk(people[role])
    home = reader.get(reverse("admin:index")).content.decode()
    links = {unescape(link) for link in re.findall(r'<a [^>]*href="(/admin/[^"#]*)', home)}
    assert reverse("admin:index") in links
    refused = {link: reader.get(link, follow=True).status_code for link in links}
    assert {link: status for link, status in refused.items() if status != 200} == {}
