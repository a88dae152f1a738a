"""The register of domestic projects: entered, approved, listed, added up, downloaded, told."""

import csv
import io
import re
from datetime import date
from decimal import Decimal
from html import unescape

import openpyxl
import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from investment.figures import registry
from portal.publishing.admin.site import admin_url
from projects import ledger
from projects.exchange import workbooks
from projects.models import DomesticEvent, DomesticInvestor, DomesticProject
from projects.registers import REGISTERS
from projects.registers.common.capital import totals
from projects.when import When
from tests import registers as r
from tests.forms import shown
from tests.projects.tables import filled, imported, uploaded
from tests.projects.test_pages import text, titles, words

pytestmark = pytest.mark.django_db

BILLION = 10**9
DOMESTIC = REGISTERS["domestic"]


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-28T09:00:00+07:00"):
        yield


def happened(people, project, kind, on, billions=None):
    amount = None if billions is None else Decimal(billions) * BILLION
    return r.happened(people, project, kind, on, amount, number=f"QĐ-{kind}-{on}")


@pytest.fixture
def project(people):
    project = r.domestic_project(people, title_vi="Kho lúa", title_en="Rice store")
    DomesticInvestor.objects.create(project=project, name="Công ty Lúa", tax_code="1000123456")
    happened(people, project, "new", "2020-03-01", 100)
    happened(people, project, "capital_increase", "2021-06-15", "25.5")
    happened(people, project, "capital_decrease", "2022-02-01", 5)
    return project


def address(name="", query="", language="en"):
    with translation.override(language):
        return reverse(f"projects:domestic{name}") + query


def rows(client, name, query=""):
    response = client.get(address(name, query))
    lines = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(lines)))


def test_an_entry_is_typed_in_dong_and_counts_once_another_approves_it(
    people, desk, project, client
):
    officer = desk(people["data officer"])
    add = reverse("admin:projects_domesticevent_add") + f"?project={project.pk}"
    asked = officer.get(add + "&type=capital_increase").context_data["form"]
    assert [*asked.fields] == [
        "effective_on",
        "number",
        "amount",
        "source_vi",
        "source_en",
        "document",
        "note",
    ]
    officer.post(add, {
        "type": "capital_increase", "effective_on": "05/11/2022", "number": "QĐ-9",
        "amount": "10,5", "amount_scale": "9",
    })  # fmt: skip
    entry = DomesticEvent.objects.get(number="QĐ-9")
    assert (entry.amount, entry.status) == (Decimal("10500000000"), "pending")
    page = words(officer.get(admin_url(entry, "record")).content.decode())
    assert "10.500 triệu đồng: mười tỷ năm trăm triệu" in page
    desk(people["publisher"]).post(
        reverse("admin:projects_approve"),
        {"chosen": f"domesticevent:{entry.pk}:{entry.version}", "confirmed": "1"},
    )
    assert "a registered capital of VND 131 billion" in words(text(client, address()))


def test_a_project_is_entered_with_its_first_certificate(people, desk):
    officer = desk(people["data officer"])
    add = reverse("admin:projects_domesticproject_add")
    data = shown(officer.get(add)) | {
        "title_vi": "Kho lạnh", "certificate_number": "99/QĐ-UBND",
        "events-0-effective_on": "15/03/2024", "events-0-amount": "250",
        "events-0-amount_scale": "9",
    }  # fmt: skip
    assert officer.post(add, data).status_code == 302
    (entry,) = DomesticEvent.objects.all()
    assert (entry.project.title_vi, entry.number, entry.amount, entry.status) == (
        "Kho lạnh",
        "99/QĐ-UBND",
        250 * BILLION,
        "pending",
    )


def test_an_unlikely_amount_is_asked_about(people, desk, project):
    officer = desk(people["data officer"])
    add = reverse("admin:projects_domesticevent_add") + f"?project={project.pk}"
    typed = {"type": "capital_increase", "effective_on": "05/11/2022", "number": "QĐ-9"}
    response = officer.post(add, typed | {"amount": "10,5", "amount_scale": "6"})
    assert response.context_data["form"].errors["sure"] == ["10.500.000 đồng: đã đúng đơn vị chưa?"]


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2020-02-29", "The register begins on 1 March 2020"),
        ("2021-06-14", "1 valid domestic project with a registered capital of VND 100 billion"),
        ("2021-06-15", "1 valid domestic project with a registered capital of VND 125.5 billion"),
        ("2022-02-01", "1 valid domestic project with a registered capital of VND 120.5 billion"),
    ],
)
def test_its_total_is_told_as_of_any_day(client, project, day, said):
    assert said in words(text(client, address(query=f"?as_of={day}")))


def test_a_correction_changes_the_past_as_known_now_only(client, people, project):
    with time_machine.travel("2026-11-29T09:00:00+07:00"):
        old = DomesticEvent.objects.get(type="capital_increase")
        officer = people["data officer"]
        entry = ledger.correct(old, by=officer, amount=Decimal(20 * BILLION), note="Sai")
        r.approved(people, entry)
    with time_machine.travel("2026-11-30T09:00:00+07:00"):
        query = "?as_of=2021-12-31"
        assert "VND 120 billion" in words(text(client, address(query=query)))
        known = words(text(client, address(query=query + "&known_at=2026-11-28")))
    assert "VND 125.5 billion" in known


def test_its_files_hold_what_the_list_and_the_total_say(client, people, project):
    ended = r.domestic_project(people)
    happened(people, ended, "new", "2019-01-01", 7)
    happened(people, ended, "termination", "2020-01-01")
    (row,) = rows(client, "_csv")
    assert (row["Name in English"], row["Registered capital (VND)"]) == (
        "Rice store",
        "120500000000",
    )
    assert row["Investors"] == "Công ty Lúa (1000123456)"
    entries = rows(client, "_entries_csv")
    changes = [row for row in entries if row["Counts in the capital of valid projects"] == "true"]
    total = sum(Decimal(row["Change of the registered capital (VND)"]) for row in changes)
    assert (len(entries), total) == (5, Decimal(120_500_000_000))
    book = client.get(address("_xlsx"))
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(book.streaming_content)))["Projects"]
    assert sheet.max_row == 2


def test_its_page_tells_its_history(client, project):
    page = words(text(client, project.url("en")))
    assert "Registered capital VND 120.5 billion VND 120,500,000,000" in page
    assert "Công ty Lúa (1000123456)" in page
    assert "15 June 2021 Capital increase QĐ-capital_increase-2021-06-15 +25,500,000,000" in page
    told = words(text(client, project.url("en") + "?as_of=2020-02-01"))
    assert "It had no investment decision or certificate then." in told
    query = "?as_of=2020-03-01&known_at=2020-03-02"
    told = words(text(client, project.url("en") + query))
    assert "The register knew of no investment decision or certificate of it then." in told


@pytest.mark.parametrize(
    ("language", "named", "left_over"),
    [
        (
            "en",
            "First decision or certificate",
            re.compile("[Rr]egistration certificate|irst cert"),
        ),
        (
            "vi",
            "quyết định hoặc giấy chứng nhận",
            re.compile("(?<!hoặc )[Gg]iấy chứng nhận đăng ký"),
        ),
    ],
)
def test_no_page_takes_a_certificate_for_granted(client, project, language, named, left_over):
    pages = [
        address(language=language),
        address(query="?counted=new&since=2020-01-01", language=language),
        project.url(language),
    ]
    with translation.override(language):
        pages += [
            reverse("figures:figure", args=[registry.by_key(key).slug(language)])
            for key in ("domestic-projects", "domestic-by-year")
        ]
    told = [text(client, page) for page in pages]
    assert [left_over.findall(page) for page in told] == [[]] * len(pages)
    assert named in told[0]


def test_figures_and_dashboard_tell_it(client, project):
    with translation.override("en"):
        page = words(text(client, reverse("figures:domestic_dashboard")))
    assert "Registered domestic capital, cumulative 120.50 billion VND" in page
    stock = totals.stock(DOMESTIC.whole, When.today())
    assert {measure.value: figure.value for measure, figure in stock.items()} == {
        "valid_projects": 1,
        "valid_capital": Decimal(120_500_000_000),
    }


@pytest.mark.parametrize(("language", "said"), [("en", "−5 billion VND"), ("vi", "−5 tỷ đồng")])
def test_what_was_taken_away_has_a_minus_sign(client, project, language, said):
    asked = "?counted=registered&since=2022-01-01&as_of=2022-12-31"
    page = words(text(client, address(query=asked, language=language)))
    assert said in page
    assert said.replace("−", "-") not in page


@pytest.mark.parametrize(
    ("more", "en", "vi"),
    [
        (
            [],
            "In 2022 up to the latest entry, of 1 February 2022: 1 project adjusted, lowering its "
            "capital by VND 5 billion.",
            "Từ đầu năm 2022 đến bản ghi gần nhất, ngày 01/02/2022: điều chỉnh 1 dự án, giảm vốn "
            "5 tỷ đồng.",
        ),
        (
            ["capital_decrease"],
            "2 projects adjusted, both of them lowering their capital by VND 7 billion in total.",
            "điều chỉnh 2 dự án, cả hai đều giảm vốn tổng cộng 7 tỷ đồng.",
        ),
        (
            ["other_adjustment"],
            "2 projects adjusted, of which 1 lowered its capital by VND 5 billion.",
            "điều chỉnh 2 dự án, trong đó 1 dự án giảm vốn 5 tỷ đồng.",
        ),
        (
            ["capital_increase", "capital_decrease"],
            "3 projects adjusted, of which 1 raised its capital by VND 2 billion, "
            "and 2 lowered their capital by VND 7 billion in total.",
            "điều chỉnh 3 dự án, trong đó 1 dự án tăng vốn thêm 2 tỷ đồng, 2 dự án giảm vốn "
            "tổng cộng 7 tỷ đồng.",
        ),
    ],
)
def test_one_project_that_was_lowered_reads_as_one(people, client, project, more, en, vi):
    for kind in more:
        other = r.domestic_project(people)
        happened(people, other, "new", "2020-01-01", 50)
        happened(people, other, kind, "2022-03-01", None if kind == "other_adjustment" else 2)
    asked = "?as_of=2022-12-31"
    assert en in words(text(client, address(query=asked)))
    assert vi in words(text(client, address(query=asked, language="vi")))


def test_an_address_says_it_in_its_language():
    assert (address(language="vi"), address()) == (
        "/vi/du-an/trong-nuoc/",
        "/en/projects/domestic/",
    )


def test_its_workbook_comes_back_as_it_left(people, project):
    file = io.BytesIO()
    workbooks.export(file, DOMESTIC.workbook, DomesticProject.objects.all())
    batch = uploaded(file.getvalue(), DOMESTIC.workbook, people["data officer"])
    batch.refresh_from_db()
    assert {name: batch.counts[name] for name in ("new", "changed", "wrong")} == {
        "new": 0,
        "changed": 0,
        "wrong": 0,
    }


def test_a_table_of_projects_comes_in(people):
    r.unit()
    data = filled(DOMESTIC.workbook, records=[{
        "certificate_number": "12/QĐ-UBND", "title_vi": "Xưởng gỗ", "effective_on":
        date(2023, 5, 4), "amount": 80 * BILLION,
        "investors": "Công ty Gỗ (1000654321-001); Ông Á",
    }])  # fmt: skip
    imported(data, DOMESTIC.workbook, people["data officer"])
    made = DomesticProject.objects.get(certificate_number="12/QĐ-UBND")
    assert [(one.name, one.tax_code) for one in made.investors.all()] == [
        ("Công ty Gỗ", "1000654321-001"),
        ("Ông Á", ""),
    ]
    (entry,) = DomesticEvent.objects.all()
    assert (entry.type, entry.amount, entry.number, entry.status) == (
        "new",
        80 * BILLION,
        "12/QĐ-UBND",
        "pending",
    )


def test_the_number_of_queries_does_not_grow(client, people, project):
    def asked():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get(address(query="?sort=capital"))
        return len(queries)

    asked()
    first = asked()
    for _ in range(3):
        other = r.domestic_project(people)
        DomesticInvestor.objects.create(project=other, name="A")
        happened(people, other, "new", "2021-01-01", 1)
    asked()
    assert asked() == first


def test_the_capital_of_a_year_leads_to_what_was_registered_in_it(client, people, project):
    """The project raised in 2021, and neither one of before nor one that only ended then."""
    other = r.domestic_project(people, title_en="Not touched in 2021")
    happened(people, other, "new", "2019-01-01", 7)
    happened(people, other, "termination", "2021-01-01")
    with translation.override("en"):
        figure = reverse("figures:figure", args=["domestic-by-year"])
    page = text(client, f"{figure}?year=2021")
    assert "25.50 billion VND" in words(page)
    link = unescape(re.search(r'href="([^"]+)"[^>]*>The records behind it', page)[1])
    listed = text(client, link.partition("#")[0])
    assert titles(listed) == ["Rice store"]
    said = "From 1 January 2021 to 31 December 2021: 1 project raised its capital by VND 25.5"
    assert said in words(listed)
