"""No link of the desk's home, nor of a list that it leads to, goes where its reader may not."""

import re
from html import unescape

import pytest
from django.urls import reverse

from tests import articles, registers

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

ROLES = ["author", "translator", "reviewer", "publisher", "data officer", "administrator"]


def shape(link):
    """Which page it is, whatever the record and the filter."""
    return re.sub(r"\d+", "0", link.partition("?")[0])


class Crawl:
    """Opens each page once per shape, and notes those that do not open."""

    def __init__(self, client):
        self.client = client
        self.opened = {}

    def follow(self, link):
        """The links of a page that was not opened before."""
        if shape(link) in self.opened:
            return []
        response = self.client.get(link, follow=True)
        self.opened[shape(link)] = response.status_code
        if "text/html" not in response.headers["Content-Type"]:
            return []
        found = re.findall(r'<a [^>]*href="(/admin/[^"#]*)', response.content.decode())
        return [unescape(link) for link in found]


@pytest.mark.parametrize("role", ROLES)
def test_every_link_of_the_home_and_of_its_lists_opens(people, desk, picture, role):
    articles.published(people, cover=picture, cover_decorative=True)
    articles.submitted(people)
    articles.draft(people["author"])
    project = registers.fdi_project(people)
    registers.event(people, project, "new", "2022-01-01", 5)
    crawl = Crawl(desk(people[role]))
    for page in crawl.follow(reverse("admin:index")):
        for link in crawl.follow(page):
            crawl.follow(link)
    assert len(crawl.opened) > 10
    assert {link: status for link, status in crawl.opened.items() if status != 200} == {}
