"""Nothing that only a program reads stands on the desk: histories and lists, in words."""

import re
from html import unescape

import pytest
from django.contrib import admin
from django.urls import reverse

from portal.publishing.admin.site import admin_url
from projects.models import OdaFund
from tests import registers
from tests.forms import shown
from tests.rows import one_of_each

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

#: Stored amounts (12000000.00), names of columns (term_ends_on), times and dates of a program.
RAW = re.compile(
    r"\b[0-9]+\.[0-9]{2}\b(?![.:])|\b[0-9]{6,}\b|\b[a-z]+_[a-z_]+\b|\b[0-9]{4}-[0-9]{2}-[0-9]{2}\b"
    r"|\b(?:None|True|False)\b|\bcác lần\b"
)
#: English words by which the code calls things.
NAMES = {"partner", "amount", "currency", "usd", "industry", "unit", "donor", "effective",
         "pending", "approved", "draft", "loan", "planned", "committed", "new"}  # fmt: skip


def told(response):
    """What a reader sees of the content of a page."""
    page = response.content.decode().split('id="content"', 1)[1]
    page = re.sub(r"<(script|style|template)\b.*?</\1>|<!--.*?-->|<option.*?</option>", " ", page,
                  flags=re.DOTALL)  # fmt: skip
    return unescape(re.sub(r"<[^>]+>", " ", page))


def raw(response):
    text = told(response)
    words = set(re.findall(r"[a-z]+", text))
    return RAW.findall(text) + sorted(words & NAMES)


def test_the_history_of_a_record_says_amounts_as_people_write_them(people, desk):
    aid = registers.ngo_aid(people, public=False, usd=12_000_000)
    client = desk(people["data officer"])
    client.post(admin_url(aid), shown(client.get(admin_url(aid))) | {"usd": "9999000"})
    response = client.get(admin_url(aid, "history"))
    text = " ".join(told(response).split())
    assert "12.000.000" in text
    assert "9.999.000" in text
    assert raw(response) == []


def test_the_history_of_funds_names_kind_and_donor(people, desk):
    project = registers.oda_project(people, public=False)
    client = desk(people["data officer"])
    donor = registers.organisation("ADB", "multilateral")
    typed = shown(client.get(admin_url(project))) | {
        "funds-TOTAL_FORMS": 1, "funds-0-kind": "loan", "funds-0-donor": donor.pk,
        "funds-0-amount": "12.500.000,25", "funds-0-currency": "XDR", "funds-0-usd": "16 000 000",
        "funds-0-position": 0,
    }  # fmt: skip
    client.post(admin_url(project), typed)
    assert OdaFund.objects.exists()
    typed = shown(client.get(admin_url(project))) | {"funds-0-usd": "9999000"}
    client.post(admin_url(project), typed)
    response = client.get(admin_url(project, "history"))
    text = " ".join(told(response).split())
    assert "16.000.000" in text
    assert "9.999.000" in text
    assert raw(response) == []


@pytest.mark.parametrize("role", ["data officer", "publisher"])
def test_no_list_shows_what_only_a_program_reads(people, desk, document, role):
    rows = one_of_each(people, document)
    client = desk(people[role])
    found, seen = {}, 0
    for model in admin.site._registry:
        kind = f"{model._meta.app_label}_{model._meta.model_name}"
        if kind not in rows:
            continue
        response = client.get(reverse(f"admin:{kind}_changelist"))
        if response.status_code == 200:
            seen += 1
            if words := raw(response):
                found[kind] = words
    assert seen > 12
    assert found == {}


def test_every_page_of_an_entry_and_its_queue_is_in_words(people, desk, document):
    rows = one_of_each(people, document)
    client = desk(people["data officer"])
    entries = [rows[f"projects_{kind}"] for kind in ("fdievent", "odayear", "ngoyear")]
    records = [entry.project for entry in entries]
    addresses = [admin_url(row, "record") for row in [*entries, *records]]
    found = {}
    for address in [*addresses, reverse("admin:projects_waiting"), reverse("admin:index")]:
        if words := raw(client.get(address)):
            found[address] = words
    assert found == {}
