"""Addresses and forms that nobody types: refused or not found, on both databases never a 500."""

import random

import pytest
from django.urls import get_resolver, reverse

from news.models import Article
from tests import articles
from tests.forms import shown

pytestmark = pytest.mark.django_db
HOSTILE = [
    "%00",
    "%00x",
    "x%00",
    "99999999999999999999",
    "-1",
    "0",
    "%F0%9F%92%A9",
    "..",
    "'",
    "%25",
]
DAYS = ["0001-01-01", "01/01/0001", "9999-12-31", "\0", "99999999999999999999", "2022-13-45"]


def public_patterns(patterns, before=""):
    """Every public address with its converters as {}."""
    for pattern in patterns:
        route = before + str(pattern.pattern).lstrip("^").rstrip("$")
        if route.startswith(("admin/", "(?P<rest>")) or "(?P" in route:
            continue
        if hasattr(pattern, "url_patterns"):
            yield from public_patterns(pattern.url_patterns, route)
        else:
            yield route


@pytest.fixture
def quiet(client):
    client.raise_request_exception = False
    return client


def holes(route):
    parts = [part.partition(">") for part in route.split("<")]
    return parts[0][0], [rest for _name, _mark, rest in parts[1:]]


def filled(route, chooser):
    start, rests = holes(route)
    return "/" + start + "".join(chooser.choice(HOSTILE) + rest for rest in rests)


def test_no_public_address_is_an_error_whatever_stands_in_it(quiet):
    chooser = random.Random(11)
    routes = [route for route in public_patterns(get_resolver().url_patterns) if "<" in route]
    assert len(routes) > 5
    wrong = {}
    for route in routes:
        for _ in range(6):
            path = filled(route, chooser)
            status = quiet.get(path).status_code
            if status not in (301, 302, 400, 404, 410):
                wrong[path] = status
    assert not {path: status for path, status in wrong.items() if status >= 500}


@pytest.mark.parametrize(
    "address", ["/files/%00x/a.pdf", "/vi/tin-tuc/%00/", "/vi/gioi-thieu/%00/"]
)
def test_a_nul_is_not_found(quiet, address):
    assert quiet.get(address).status_code == 404


@pytest.mark.parametrize("name", ["as_of", "known_at", "since", "year", "page", "q", "after"])
def test_no_parameter_is_an_error(quiet, name):
    for value in DAYS:
        for path in ("/vi/du-an/fdi/", "/vi/tin-tuc/"):
            assert quiet.get(path, {name: value}).status_code < 500, (path, name, value)


@pytest.mark.parametrize(
    ("address", "heading", "way"),
    [
        ("/vi/tin-tuc/?year=%00", "Không hiểu được yêu cầu này", "/vi/"),
        ("/en/projects/fdi/?q=%00", "We could not understand this request", "/en/"),
        ("/vi/?%00=1", "Không hiểu được yêu cầu này", "/vi/"),
    ],
)
def test_a_nul_in_a_parameter_is_answered_in_the_language_of_the_address(
    quiet, address, heading, way
):
    response = quiet.get(address)
    page = response.content.decode()
    assert response.status_code == 400
    assert response.headers["Cache-Control"] == "no-store"
    assert f'<html lang="{way[1:3]}"' in page
    assert f"<h1>{heading}</h1>" in page
    assert f'<a href="{way}">' in page
    assert '<meta name="robots" content="noindex' in page


def test_the_desk_refuses_it_in_vietnamese(desk, people):
    client = desk(people["author"])
    client.raise_request_exception = False
    response = client.get(reverse("admin:news_article_changelist"), {"q": "\0"})
    assert response.status_code == 400
    assert "<h1>Không hiểu được yêu cầu này</h1>" in response.content.decode()


@pytest.mark.parametrize("day", ["01/01/0001", "31/12/9999"])
def test_a_publishing_day_beyond_all_bounds_is_said_beside_the_field(desk, people, day):
    article = articles.draft(people["author"])
    client = desk(people["author"])
    address = reverse("admin:news_article_change", args=[article.pk])
    sent = shown(client.get(address)) | {"publish_at_0": day, "publish_at_1": "08:30"}
    answer = client.post(address, sent)
    assert answer.status_code == 200
    assert answer.context_data["adminform"].form.errors.keys() == {"publish_at"}
    article.refresh_from_db()
    assert article.publish_at is None


def test_forged_requests_at_the_desk_are_refused(desk, people):
    article = articles.draft(people["author"])
    client = desk(people["author"])
    client.raise_request_exception = False
    listing = reverse("admin:news_article_changelist")
    change = reverse("admin:news_article_change", args=[article.pk])
    for query in (
        {"q": "\0"},
        {"id__exact": "9" * 30},
        {"id__in": "\0"},
        {"publish_at__gte": "0001-01-01"},
        {"publish_at__year": "0"},
        {"o": "\0"},
        {"p": "9" * 30},
    ):
        assert client.get(listing, query).status_code < 500, query
    for data in (
        {"action": "\0", "_selected_action": "\0"},
        {"action": "submit", "_selected_action": "9" * 30},
        {"title_vi": "\0", "_version": "\0"},
        {"title_vi": "x", "_version": "9" * 30},
    ):
        assert client.post(listing, data).status_code < 500, data
        assert client.post(change, data).status_code < 500, data
    for key in ("9" * 30, "\0", "%00", "-1"):
        path = change.replace(f"/{article.pk}/", f"/{key}/").replace("\0", "%00")
        assert client.get(path).status_code < 500, key
    assert Article.rows.get().title_vi == article.title_vi
