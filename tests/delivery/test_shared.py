"""No page depends on which page was asked first: what they share is the same whoever makes it."""

import os
from collections import defaultdict
from functools import partial
from random import Random

import pytest
from django.urls import resolve
from django.utils.translation import override

from portal.charts import png
from portal.delivery.language import of_path
from tests.delivery import surface
from tests.delivery.conftest import Served

#: Thousands of pages are made; how long that takes is no matter here.
pytestmark = [pytest.mark.django_db, pytest.mark.long, pytest.mark.timeout(3600)]

#: Of a page of each view, other ones in each run.
ORDERS = 50
#: Of all pages, most of which read what others of their kind do.
ALL_IN_ORDERS = int(os.environ.get("ALL_IN_ORDERS", "1"))


@pytest.fixture
def answers(standing_still, served, monkeypatch):
    """Address → (status, body), of every public address that others name, without parameters.

    A chart as PNG is its SVG here: it is made of nothing else, and costs as much as ten pages.
    """
    monkeypatch.setattr(png, "rasterised", str.encode)
    found = surface.crawled(partial(served.get, fresh=False))
    return {address: (status, body) for address, (status, _kind, body) in found.items()}


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
