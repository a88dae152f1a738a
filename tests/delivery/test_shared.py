"""No page depends on which page was asked first: what they share is the same whoever makes it."""

import os
import re
from random import Random
from urllib.parse import unquote

import pytest
import time_machine
from django.core.management import call_command
from django.db import transaction
from django.urls import resolve
from django.utils.translation import override

from investment import catalogue, prepared
from portal.delivery.language import of_path
from portal.home.management.commands import load_sample
from projects import prepared as registers
from tests.delivery.conftest import Served

#: Thousands of pages are made; how long that takes is no matter here.
pytestmark = [pytest.mark.django_db, pytest.mark.timeout(3600)]

ORDERS = 50
#: Of all pages, most of which read what others of their kind do.
ALL_IN_ORDERS = int(os.environ.get("ALL_IN_ORDERS", "1"))
BEGIN = ("/", "/vi/", "/en/", "/sitemap.xml", "/data/catalog.jsonld")
LINK = re.compile(r'(?:["(]|<loc>)(?:http://localhost:8000)?(/[^"#<>)?]*)')
NOT_SHARED = ("//", "/static/", "/files/", "/admin/", "/health/")
PAGES = ("text/", "application/xml", "application/ld+json")


@pytest.fixture(scope="module", autouse=True)
def _sample(django_db_setup, django_db_blocker, tmp_path_factory):
    """The sample site, at an hour that stands still: some answers tell it."""
    with (
        django_db_blocker.unblock(),
        transaction.atomic(),
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr(load_sample, "ACCOUNTS_FILE", tmp_path_factory.mktemp("var") / "accounts")
        with time_machine.travel("2026-11-28T09:00:00+07:00") as clock:
            call_command("load_sample", verbosity=0)
            clock.move_to("2026-11-29T09:00:00+07:00", tick=False)
            _prepare_workbooks()
            yield
        transaction.set_rollback(True)


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


def one_of_each(addresses):
    """An address of each view and language: the others read the same shared values.

    Files of data are left to the orders of all: they cost most and say what the pages say.
    """
    found = {}
    for address in sorted(addresses):
        if address.endswith((".xlsx", ".csv", ".json")):
            continue
        language = of_path(address)
        with override(language or "vi"):
            found.setdefault((resolve(address).view_name, language), address)
    return list(found.values())


def differing(answers, order):
    return [
        address
        for address, answer in from_a_cold_start(order).items()
        if answer != answers[address]
    ]


def test_no_page_depends_on_which_was_asked_first(answers):
    assert len(answers) > 250
    assert {a: s for a, (s, _body) in answers.items() if s != 200} == {"/": 302}
    orders = [(seed, one_of_each(answers)) for seed in range(ORDERS)]
    orders += [(seed, sorted(answers)) for seed in range(ALL_IN_ORDERS)]
    for seed, pages in orders:
        order = Random(seed).sample(pages, len(pages))
        assert differing(answers, order) == [], f"seed {seed}, first asked: {order[:20]}"
