"""The registers as CSV, JSON and XLSX: the filtered list, exact, harmless, in little memory."""

import csv
import io
import json
import tracemalloc
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from openpyxl import load_workbook

from portal.delivery.models import PublicVersion
from projects import downloads, ledger, prepared
from projects.models import FdiEvent, FdiProject, Investor, OdaFund
from projects.selections import FdiSelection
from projects.views import downloads as views
from projects.when import When
from tests import registers as r

pytestmark = pytest.mark.django_db

BOM = "\ufeff"


def address(name, *, language="en", query=""):
    with translation.override(language):
        return reverse(f"projects:{name}") + query


def body(response):
    assert response.status_code == 200
    return b"".join(response.streaming_content)


def rows_of_csv(client, query="", kind="fdi"):
    text = body(client.get(address(f"{kind}_csv", query=query))).decode()
    assert text.startswith(BOM)
    return list(csv.DictReader(io.StringIO(text.removeprefix(BOM))))


def parsed(client, query="", kind="fdi"):
    return json.loads(body(client.get(address(f"{kind}_json", query=query))), parse_float=Decimal)


@pytest.fixture
def project(people):
    section = r.industry()
    project = r.fdi_project(
        people,
        title_en="=1+1",
        title_vi="Nhà máy cáp",
        industry=section,
        certificate_number="+84",
        objectives_en="Cables; “quotes”, and\nlines",
        land_area=Decimal("2.5"),
    )
    Investor.objects.create(project=project, name="Sao Mai", country=r.country())
    r.happened(people, project, "new", "2020-05-04", "67812.10", term_ends_on=date(2070, 1, 1))
    r.happened(people, project, "capital_increase", "2022-03-01", "0.05")
    r.happened(people, project, "disbursement", "2022-04-01", "1000")
    return project


class TestCsv:
    def test_it_has_every_column_with_exact_values(self, client, project):
        [row] = rows_of_csv(client, "?as_of=2022-11-30")
        assert row["Name in English"] == "'=1+1"
        assert row["Name in Vietnamese"] == "Nhà máy cáp"
        assert row["Project code"] == "'+84"
        assert row["Registered capital (USD)"] == "67812.15"
        assert row["Disbursed capital (USD)"] == "1000"
        assert row["Statistical partner"] == "South Korea"
        assert row["Code of the statistical partner"] == "KR"
        assert row["Investors"] == "Sao Mai (South Korea)"
        assert row["Operating state"] == "valid"
        assert row["First certificate"] == "2020-05-04"
        assert row["Last event"] == "2022-04-01"
        assert row["Last day of the term"] == "2070-01-01"
        assert row["Land area (ha)"] == "2.5"
        assert row["Objectives"] == "Cables; “quotes”, and\nlines"
        assert row["As of"] == "2022-11-30"
        assert row["As known at"] >= f"{timezone.localdate()}T"
        assert row["Licence"].startswith("Free to reuse")
        assert row["Permanent address"] == f"http://localhost:8000{project.url('en')}"

    def test_its_name_says_what_and_when(self, client, project):
        response = client.get(address("fdi_csv", query="?as_of=2022-11-30"))
        body(response)
        assert response["Content-Disposition"] == 'attachment; filename="fdi-2022-11-30.csv"'
        assert response["Content-Type"] == "text/csv; charset=utf-8"

    def test_it_holds_the_filtered_list_in_its_order(self, client, people, project):
        small = r.fdi_project(people, title_en="Small")
        r.happened(people, small, "new", "2021-01-01", "5")
        japanese = r.fdi_project(people, title_en="Japanese")
        japan = r.country("JP", "Nhật Bản", "Japan")
        r.happened(people, japanese, "new", "2021-01-02", "5", partner=japan)
        names = [row["Name in English"] for row in rows_of_csv(client, "?partner=KR&sort=capital")]
        assert names == ["Small", "'=1+1"]

    def test_it_is_as_of_a_day_and_as_known_at_a_moment(self, client, people, project):
        known = timezone.now()
        event = project.events.get(type="capital_increase")
        r.approved(people, ledger.correct(event, by=people["data officer"], usd=9, amount=9))
        assert rows_of_csv(client)[0]["Registered capital (USD)"] == "67821.1"
        then = f"?known_at={known:%Y-%m-%dT%H:%M:%S.%fZ}"
        assert rows_of_csv(client, then)[0]["Registered capital (USD)"] == "67812.15"
        assert rows_of_csv(client, "?as_of=2021-01-01")[0]["Registered capital (USD)"] == "67812.1"
        assert rows_of_csv(client, "?as_of=2019-01-01") == []

    @pytest.mark.parametrize("suffix", ["csv", "json", "xlsx"])
    @pytest.mark.parametrize("query", ["?as_of=2099-01-01", "?known_at=x", "?partner=XX"])
    def test_a_wrong_question_is_no_other_data(self, client, project, suffix, query):
        response = client.get(address(f"fdi_{suffix}", query=query))
        assert response.status_code == 400
        assert "This download is not possible" in response.content.decode()

    def test_oda_and_ngo_carry_their_years_and_funds(self, client, people):
        oda = r.oda_project(people, stages=[("mobilisation", "2020-01-01")])
        OdaFund.objects.create(project=oda, kind="loan", usd="12.50")
        oda.places.add(r.unit())
        for year, amount in ((2022, 7), (2021, 5)):
            r.approved(people, r.year(people, oda, "planned", year, "2022-01-15", foreign=amount))
        [row] = rows_of_csv(client, kind="oda")
        assert row["Planned per year, foreign (million VND)"] == "2021: 5; 2022: 7"
        assert row["ODA loan (USD)"] == "12.5"
        assert row["grant (USD)"] == ""
        assert row["Place as recorded"] == "Thái Bình"
        aid = r.ngo_aid(people, stages=[("implementing", "2022-01-01")], usd_is_floor=True)
        entry = r.year(people, aid, "committed", 2022, "2022-01-15", usd=5, amount=5, is_floor=True)
        r.approved(people, entry)
        [row] = rows_of_csv(client, kind="ngo")
        assert row["Total commitment (USD)"] == "1000"
        assert row["The total is “above” this amount"] == "yes"
        assert row["Committed per year (“>”: above) (USD)"] == "2022: >5"


class TestJson:
    def test_it_says_what_it_is_and_keeps_digits(self, client, project):
        data = parsed(client, "?as_of=2022-11-30")
        assert data["meta"]["as_of"] == "2022-11-30"
        assert data["meta"]["language"] == "en"
        assert data["meta"]["address"] == "http://localhost:8000" + address(
            "fdi", query="?as_of=2022-11-30"
        )
        keys = [column["key"] for column in data["columns"]]
        assert keys == [column.key for column in downloads.COLUMNS["fdi"]]
        assert data["rows"][0]["capital_usd"] == Decimal("67812.15")
        assert data["rows"][0]["name_en"] == "=1+1"
        assert {"key": "capital_usd", "heading": "Registered capital", "kind": "number",
                "unit": "USD"} in data["columns"]  # fmt: skip

    def test_its_pages_lead_through_all_of_it(self, client, people, monkeypatch):
        monkeypatch.setattr(views, "PER_PAGE", 2)
        for _number in range(5):
            r.happened(people, r.fdi_project(people), "new", "2020-01-01", 1)
        everything = [row["name_en"] for row in parsed(client)["rows"]]
        url, found = address("fdi_json", query="?page=1"), []
        while url:
            data = json.loads(body(client.get(url)))
            found += [row["name_en"] for row in data["rows"]]
            assert (data["meta"]["count"], data["meta"]["pages"]) == (5, 3)
            url = data["meta"]["next"]
        assert found == everything
        assert len(found) == 5

    @pytest.mark.parametrize("page", ["0", "x", "2", "-1"])
    def test_a_page_that_is_none_is_refused(self, client, project, page):
        assert client.get(address("fdi_json", query=f"?page={page}")).status_code == 400


class TestXlsx:
    @pytest.fixture(autouse=True)
    def _of_no_other_test(self, settings, tmp_path):
        """Public versions of other tests have the same numbers."""
        settings.MEDIA_ROOT = tmp_path

    def _sheets(self, client, query=""):
        book = load_workbook(io.BytesIO(body(client.get(address("fdi_xlsx", query=query)))))
        return [list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets]

    def test_it_has_numbers_dates_and_no_formula(self, client, project):
        table, about = self._sheets(client, "?as_of=2022-11-30")
        row = dict(zip(table[0], table[1], strict=True))
        assert row["Registered capital (USD)"] == 67812.15
        assert row["First certificate"].date() == date(2020, 5, 4)
        assert row["Name in English"] == "=1+1"
        facts = dict(about[1:])
        assert facts["As of"] == "2022-11-30"
        assert facts["Registered capital"] == "USD"

    def test_a_list_that_is_too_long_points_to_the_csv(self, client, people, project, monkeypatch):
        monkeypatch.setattr(views, "MOST_IN_WORKBOOK", 0)
        response = client.get(address("fdi_xlsx", query="?partner=KR"))
        assert response.status_code == 400
        assert address("fdi_csv", query="?partner=KR") in response.content.decode()

    def test_the_whole_register_is_made_once_per_public_version(self, client, project, monkeypatch):
        made = []
        make = prepared._make
        monkeypatch.setattr(prepared, "_make", lambda *args: made.append(args) or make(*args))
        first, second = self._sheets(client), self._sheets(client)
        assert first == second
        assert len(made) == 1
        PublicVersion.bump(lambda: None)
        self._sheets(client)
        assert len(made) == 2
        assert [p.name for p in prepared._folder().glob("fdi-en-*.xlsx")] == [
            prepared.path("fdi", "en").name
        ]

    def test_a_large_register_is_left_to_the_worker(self, client, project, monkeypatch):
        monkeypatch.setattr(views, "MOST_IN_WORKBOOK", 0)
        asked = []
        monkeypatch.setattr(prepared, "prepare_soon", lambda *args: asked.append(args))
        response = client.get(address("fdi_xlsx"))
        assert response.status_code == 400
        assert "is being prepared" in response.content.decode()
        prepared.prepare_workbook.call(*asked[0])
        assert self._sheets(client)[0][1][0] == "+84"


def test_many_records_need_no_more_memory_than_few(project):
    fields = [f.attname for f in FdiProject._meta.concrete_fields if not f.primary_key]
    values = {name: getattr(project, name) for name in fields} | {"objectives_vi": "x" * 2000}
    clones = FdiProject.rows.bulk_create([FdiProject(**values) for _number in range(3000)])
    fields = [f.attname for f in FdiEvent._meta.concrete_fields if not f.primary_key]
    event = {name: getattr(project.events.get(type="new"), name) for name in fields}
    FdiEvent.objects.bulk_create([FdiEvent(**event | {"project_id": clone.pk}) for clone in clones])
    del clones

    def peak(stop):
        rows = downloads.rows("fdi", FdiSelection(), When.today(), "name", "vi", stop=stop)
        tracemalloc.start()
        count = sum(1 for _row in rows)
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return count, most

    peak(10)  # what is loaded once
    few, many = peak(1000), peak(3001)
    assert (few[0], many[0]) == (1000, 3001)
    assert many[1] < 1.25 * few[1]
