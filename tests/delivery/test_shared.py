"""No page depends on which page was asked first: what they share is the same whoever makes it."""

import os
from collections import Counter, defaultdict
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

#: Of a page of each view, other ones in each run: of two pages that share a value either makes it
#: first in half of all orders, so that eight orders miss one pair in 256.
ORDERS = int(os.environ.get("ORDERS", "8"))
#: How many pages of a view; they read what others of their kind do.
OF_A_VIEW = int(os.environ.get("OF_A_VIEW", "3"))


def view_of(address):
    with override(of_path(address) or "vi"):
        return resolve(address).view_name


@pytest.fixture
def answers(standing_still, served, monkeypatch):
    """Address → (status, body), of public addresses that others name, without parameters.

    A chart as PNG is its SVG here: it is made of nothing else, and costs as much as ten pages. No
    page waits for a workbook: the worker makes them.
    """
    monkeypatch.setattr(png, "rasterised", str.encode)
    taken = Counter()

    def wanted(address):
        if address.endswith(".xlsx"):
            return False
        view = view_of(address)
        taken[view] += 1
        return taken[view] <= OF_A_VIEW

    found = surface.crawled(partial(served.get, fresh=False), wanted)
    return {address: (status, body) for address, (status, _kind, body) in found.items()}


def from_a_cold_start(addresses):
    """What a portal answers that has answered nothing before, asked in this order."""
    served = Served()
    return {address: served.get(address, fresh=False)[::2] for address in addresses}


def one_of_each(addresses, chance):
    """An address of each view, in an order of chance."""
    of_views = defaultdict(list)
    for address in sorted(addresses):
        of_views[view_of(address)].append(address)
    return chance.sample([chance.choice(one) for one in of_views.values()], len(of_views))


def test_no_page_depends_on_which_was_asked_first(answers, request):
    assert len(answers) > 120
    assert {a: s for a, (s, _body) in answers.items() if s != 200} == {"/": 302}
    chance = Random(request.config.getoption("randomly_seed"))
    for number in range(ORDERS):
        order = one_of_each(answers, chance)
        served = from_a_cold_start(order)
        differing = [address for address, answer in served.items() if answer != answers[address]]
        assert differing == [], f"order {number}, first asked: {order[:20]}"
