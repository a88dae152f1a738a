"""No page depends on which page was asked first: what they share is the same whoever makes it."""

import os
import re
from collections import defaultdict
from random import Random
from urllib.parse import unquote

import pytest
import time_machine
from django.urls import resolve
from django.utils.translation import override

from investment import catalogue, prepared
from portal.delivery.language import of_path
from projects import prepared as registers
from tests.delivery.conftest import Served

#: Thousands of pages are made; how long that takes is no matter here.
pytestmark = [pytest.mark.django_db, pytest.mark.timeout(3600)]

#: Of a page of each view, other ones in each run.
ORDERS = 50
#: Of all pages, most of which read what others of their kind do.
ALL_IN_ORDERS = int(os.environ.get("ALL_IN_ORDERS", "1"))
BEGIN = ("/", "/vi/", "/en/", "/sitemap.xml", "/data/catalog.jsonld")
LINK = re.compile(r'(?:["(]|<loc>)(?:http://localhost:8000)?(/[^"#<>)?]*)')
NOT_SHARED = ("//", "/static/", "/files/", "/admin/", "/health/")
PAGES = ("text/", "application/xml", "application/ld+json")


@pytest.fixture(scope="module", autouse=True)
def _standing_still(sample):
    """The hour stands still: some answers tell it."""
    with time_machine.travel("2026-11-29T09:00:00+07:00", tick=False):
        _prepare_workbooks()
        yield


def _prepare_workbooks():
    """What the background worker makes of each public version, and no page waits for."""
    for language in ("vi", "en"):
        for dataset in catalogue.ALL:
            if dataset.register:
                registers.prepare_workbook.call(dataset.register, language)
            else:
                prepared.prepare_dataset.call(dataset.key, language)


@pytest.fixture
def answers(served):
    """Address → (status, body), of every public address that others name, without parameters."""
    found, waiting = {}, set(BEGIN)
    while waiting:
        address = waiting.pop()
        status, headers, body = served.get(address, fresh=False)
        found[address] = status, body
        if headers["Content-Type"].startswith(PAGES):
            links = {unquote(link) for link in LINK.findall(body.decode())}
            waiting |= {link for link in links - set(found) if not link.startswith(NOT_SHARED)}
    return found


def from_a_cold_start(addresses):
    """What a portal answers that has answered nothing before, asked in this order."""
    served = Served()
    return {address: served.get(address, fresh=False)[::2] for address in addresses}


def one_of_each(addresses, chance):
    """An address of each view: others read the same shared values.

    Files of data are left to the orders of all: they cost most and say what the pages say.
    """
    of_views = defaultdict(list)
    for address in sorted(addresses):
        if not address.endswith((".xlsx", ".csv", ".json")):
            with override(of_path(address) or "vi"):
                of_views[resolve(address).view_name].append(address)
    return [chance.choice(of_view) for of_view in of_views.values()]


def differing(answers, order):
    return [
        address
        for address, answer in from_a_cold_start(order).items()
        if answer != answers[address]
    ]


def test_no_page_depends_on_which_was_asked_first(answers, request):
    assert len(answers) > 250
    assert {a: s for a, (s, _body) in answers.items() if s != 200} == {"/": 302}
    chance = Random(request.config.getoption("randomly_seed"))
    for number in range(ORDERS + ALL_IN_ORDERS):
        pages = one_of_each(answers, chance) if number < ORDERS else sorted(answers)
        order = chance.sample(pages, len(pages))
        assert differing(answers, order) == [], f"order {number}, first asked: {order[:20]}"
