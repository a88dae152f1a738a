"""The registers as CSV, JSON and XLSX: the filtered list, exact, harmless, in little memory."""

import csv
import io
import json
import tracemalloc
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone, translation
from django_tasks_db.models import DBTaskResult
from openpyxl import load_workbook

from portal.delivery.models import PublicVersion
from projects import downloads, ledger, prepared
from projects.models import FdiEvent, FdiProject, Investor, NgoAid, NgoStage, OdaFund
from projects.registers import REGISTERS
from projects.registers.common.capital import totals
from projects.registers.fdi.selection import FdiSelection
from projects.views import downloads as views
from projects.when import When
from tests import articles
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
        land_area=Decimal("4.25005"),
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
        assert (row["Operating state: code"], row["Operating state"]) == ("valid", "valid")
        assert (row["Language"], row["Filter"]) == ("en", "as_of=2022-11-30")
        assert row["First certificate"] == "2020-05-04"
        assert row["Last event"] == "2022-04-01"
        assert row["Last day of the term"] == "2070-01-01"
        assert row["Land area (ha)"] == "4.25005"
        assert row["Objectives"] == "Cables; “quotes”, and\nlines"
        assert row["As of"] == "2022-11-30"
        assert row["As known at"] >= f"{timezone.localdate()}T"
        assert row["Licence"].startswith("Free to reuse")
        assert row["Permanent address"] == f"http://localhost:8000{project.url('en')}"

    def test_it_says_from_when_on_a_project_no_longer_counts(self, client, people, project):
        expired, ended = r.fdi_project(people), r.fdi_project(people)
        r.happened(people, expired, "new", "2020-01-01", "1", term_ends_on=date(2022, 11, 30))
        r.happened(people, ended, "new", "2020-01-01", "1")
        r.happened(people, ended, "termination", "2022-12-01")
        valid = {}
        for day in ("2022-11-30", "2022-12-01"):
            rows = rows_of_csv(client, f"?as_of={day}&status=all")
            valid[day] = [row["No longer valid from"] for row in rows]
            listed = rows_of_csv(client, f"?as_of={day}")
            assert len(listed) == valid[day].count("")
        assert sorted(valid["2022-11-30"]) == ["", "", ""]
        assert sorted(valid["2022-12-01"]) == ["", "2022-12-01", "2022-12-01"]

    def test_it_says_that_investors_of_a_transferred_project_are_those_of_before(self, client):
        page = client.get("/en/data/fdi-projects/").content.decode()
        assert "<td>Investors: of a transferred project those of its first certificate</td>" in page

    def test_its_name_says_what_and_when(self, client, project):
        response = client.get(address("fdi_csv", query="?as_of=2022-11-30"))
        body(response)
        assert response["Content-Disposition"] == 'attachment; filename="fdi-en-2022-11-30.csv"'
        assert response["Content-Type"] == "text/csv; charset=utf-8"

    @pytest.mark.parametrize(
        ("query", "name"),
        [
            ("?partner=KR&as_of=2022-11-30", "fdi-en-2022-11-30-filtered.csv"),
            ("?sort=capital&as_of=2022-11-30", "fdi-en-2022-11-30.csv"),
            (
                "?as_of=2022-11-30&known_at=2099-01-01T00:00:00%2B07:00",
                "fdi-en-2022-11-30-known-2099-01-01.csv",
            ),
        ],
    )
    def test_its_name_says_that_it_is_filtered_or_of_the_past(self, client, project, query, name):
        with time_machine.travel("2099-02-01", tick=False):
            response = client.get(address("fdi_csv", query=query))
            body(response)
        assert response["Content-Disposition"] == f'attachment; filename="{name}"'

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

    def test_oda_and_ngo_carry_their_funds_and_codes(self, client, people):
        oda = r.oda_project(people, stages=[("mobilisation", "2020-01-01")])
        OdaFund.objects.create(project=oda, kind="loan", usd="12.50")
        oda.places.add(r.unit())
        [row] = rows_of_csv(client, kind="oda")
        assert (row["Record: code"], row["Stage: code"]) == (f"oda-{oda.pk}", "mobilisation")
        assert row["Form: code"] == "project"
        assert row["Code of the place as recorded"] == "34"
        assert row["ODA loan (USD)"] == "12.5"
        assert row["grant (USD)"] == ""
        assert row["Place as recorded"] == "Thái Bình"
        r.ngo_aid(people, stages=[("implementing", "2022-01-01")], usd_is_floor=True)
        [row] = rows_of_csv(client, kind="ngo")
        assert row["Total commitment (USD)"] == "1000"
        assert row["The total is “above” this amount"] == "true"
        assert (row["Type: code"], row["Stage: code"]) == ("project", "implementing")

    @pytest.mark.parametrize(
        ("kind", "stage", "running"),
        [
            ("oda", "implementation", "implementation"),
            ("ngo", "implementing", "implementing"),
        ],
    )
    def test_a_period_that_ended_without_a_completion_is_a_state_of_its_own(
        self, client, people, kind, stage, running
    ):
        make = {"oda": r.oda_project, "ngo": r.ngo_aid}[kind]
        for title, ends_on in (("Over", "2023-06-30"), ("Running", "2029-06-30")):
            stages = [(stage, "2022-02-01")]
            make(people, title_en=title, title_vi=title, stages=stages, ends_on=ends_on)
        query = "?as_of=2024-01-31&sort=name"
        told = [
            (row["Stage: code"], row["Stage"], row["Latest recorded stage since"])
            for row in rows_of_csv(client, query, kind)
        ]
        over = "period ended, no completion recorded"
        assert told == [("lapsed", over, "2022-02-01"), (stage, running, "2022-02-01")]
        rows = parsed(client, "?as_of=2023-06-30&sort=name", kind)["rows"]
        assert [(row["stage_code"], row["stage"]) for row in rows] == [(stage, running)] * 2


class TestJson:
    def test_it_says_what_it_is_and_keeps_digits(self, client, project):
        data = parsed(client, "?as_of=2022-11-30")
        assert data["meta"]["as_of"] == "2022-11-30"
        assert data["meta"]["language"] == "en"
        assert data["meta"]["address"] == "http://localhost:8000" + address(
            "fdi", query="?as_of=2022-11-30"
        )
        keys = [column["key"] for column in data["columns"]]
        assert keys == [column.key for column in downloads.columns(REGISTERS["fdi"])]
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

    @pytest.mark.parametrize(
        ("language", "query", "table", "told"),
        [
            ("en", "", "", {
                "Title": "Foreign direct investment (FDI): Projects",
                "Source": "Investment certificates, decisions and reports kept by the department",
                "Address": "http://localhost:8000/en/projects/fdi/",
            }),
            ("vi", "?as_of=2022-11-30&known_at=2022-12-31", "_entries", {
                "Tên": "Đầu tư trực tiếp nước ngoài (FDI): Các mục ghi",
                "Nguồn": "Giấy chứng nhận đăng ký đầu tư, quyết định và báo cáo do Sở lưu giữ",
                "Địa chỉ": "http://localhost:8000/vi/du-an/fdi/"
                           "?as_of=2022-11-30&known_at=2022-12-31",
                "Tính đến hết ngày": "2022-11-30",
            }),
        ],
    )  # fmt: skip
    def test_its_second_sheet_says_what_it_is(self, client, project, language, query, table, told):
        file = body(client.get(address(f"fdi{table}_xlsx", language=language, query=query)))
        about = load_workbook(io.BytesIO(file)).worksheets[1]
        facts = dict([*about.iter_rows(values_only=True)][1:])
        assert {name: facts.get(name) for name in told} == told
        assert not {"Note", "Ghi chú"} & facts.keys()

    def test_records_that_were_made_up_are_named_so(self, client, people, project):
        def said(language, name):
            file = body(client.get(address("fdi_xlsx", language=language, query="?sort=name")))
            return dict([*load_workbook(io.BytesIO(file)).worksheets[1].values][1:]).get(name)

        hidden = r.fdi_project(people, public=False, illustrative=True)
        assert said("en", "Note") is None
        assert parsed(client)["meta"]["note"] is None
        r.publish(hidden, people)
        assert said("en", "Note") == "Partly sample data"
        assert said("vi", "Ghi chú") == "Có dữ liệu mẫu"
        assert parsed(client)["meta"]["note"] == "Partly sample data"
        assert parsed(client)["meta"]["source"].startswith("Investment certificates, decisions")

    def test_a_list_that_is_too_long_points_to_the_csv(self, client, people, project, monkeypatch):
        monkeypatch.setattr(prepared, "MOST_AT_ONCE", 0)
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
        kept = prepared.path("fdi", "en")
        assert list(kept.parent.glob("fdi-en-*.xlsx")) == [kept]

    @pytest.mark.made_ahead
    @pytest.mark.parametrize("before", ["", "page"])
    def test_a_large_register_is_left_to_the_worker(
        self, client, project, monkeypatch, settings, before
    ):
        """Not there at first, it is soon: its dataset's page, which is read before, asks for it."""
        settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
        monkeypatch.setattr(prepared, "MOST_AT_ONCE", 0)
        if before:
            with translation.override("en"):
                page = reverse("opendata:dataset", args=["fdi-projects"])
            assert client.get(page).status_code == 200
        else:
            response = client.get(address("fdi_xlsx"))
            assert (response.status_code, response["Retry-After"]) == (503, "60")
            assert response["Cache-Control"] == "no-store"
            assert "<h1>The workbook is being prepared</h1>" in response.content.decode()
            assert (
                "đang được chuẩn bị"
                in client.get(address("fdi_xlsx", language="vi")).content.decode()
            )
        waiting = DBTaskResult.objects.filter(task_path=prepared.prepare_workbook.module_path)
        asked = [found.args_kwargs["args"] for found in waiting]
        assert asked == [["fdi", "en"]] if before else [["fdi", "en"], ["fdi", "vi"]]
        prepared.prepare_workbook.call(*asked[0])
        assert self._sheets(client)[0][1][:2] == (f"fdi-{project.pk}", "+84")


class TestEntries:
    def _rows(self, client, kind, query=""):
        return json.loads(
            body(client.get(address(f"{kind}_entries_json", query=query))), parse_float=Decimal
        )["rows"]

    def test_a_document_is_named_in_both_languages(self, client, people, project):
        named = {"source_vi": "Giấy phép", "source_en": "Permit"}
        r.happened(people, project, "other_adjustment", "2022-03-01", number="A-1", **named)
        [row] = [row for row in self._rows(client, "fdi") if row["number"] == "A-1"]
        assert (row["source_vi"], row["source_en"]) == ("Giấy phép", "Permit")

    def test_the_stock_can_be_added_up_from_them(self, client, people, project):
        other = r.fdi_project(people)
        r.happened(people, other, "new", "2021-01-01", "500")
        r.happened(people, other, "capital_decrease", "2022-01-01", "100")
        place = {"company": "Sao", "industry": r.industry(), "unit": r.unit()}
        alone = r.event(people, None, "share_purchase", "2022-02-02", "7", **place)
        r.approved(people, alone)
        r.event(people, project, "capital_increase", "2022-06-01", "999")  # waits
        hidden = r.fdi_project(people, public=False, title_en="CANARY")
        r.happened(people, hidden, "new", "2021-01-01", "3333")
        ended = r.fdi_project(people)
        r.happened(people, ended, "new", "2021-01-01", "60")
        r.happened(people, ended, "termination", "2022-01-01")
        r.happened(people, project, "capital_increase", "2022-12-01", "4444")
        when = When(date(2022, 11, 30))
        rows = self._rows(client, "fdi", "?as_of=2022-11-30")
        gone = {row["project"] for row in rows if row["type_code"] in FdiEvent.ENDS}
        assert gone == {f"fdi-{ended.pk}"}
        added = sum(row["change_usd"] or 0 for row in rows if row["project"] not in gone)
        assert added == totals.stock(FdiSelection(), when)["valid_capital"].value
        assert added == Decimal("68212.15")
        assert {row["project"] for row in rows} == {
            f"fdi-{project.pk}", f"fdi-{other.pk}", f"fdi-{ended.pk}", None
        }  # fmt: skip
        assert [row["usd"] for row in rows if row["type_code"] == "share_purchase"] == [7]
        only = self._rows(client, "fdi", "?as_of=2022-11-30&status=ended")
        assert {row["project"] for row in only} == gone
        assert next(row["partner_code"] for row in rows if row["change_usd"]) == "KR"

    def test_the_capital_of_a_partner_can_be_added_up_after_a_transfer(self, client, people):
        japan = r.country("JP", "Nhật Bản", "Japan")
        moved, left = r.fdi_project(people), r.fdi_project(people)
        r.happened(people, moved, "new", "2020-01-01", "3440000")
        r.happened(people, moved, "capital_increase", "2020-06-01", "500")
        r.happened(people, moved, "transfer", "2021-01-01", partner=japan)
        r.happened(people, moved, "capital_decrease", "2022-01-01", "40")
        r.happened(people, left, "new", "2020-01-01", "70", partner=japan)
        r.happened(people, left, "transfer", "2021-01-01")
        r.happened(people, left, "capital_increase", "2022-01-01", "9")

        def added(query):
            rows = self._rows(client, "fdi", query)
            changes = [row["change_usd"] for row in rows if row["rules"]]
            return sum(changes), sorted(row["usd"] or 0 for row in rows)

        everything = [0, 40, 70, 500, 3440000]
        assert added("?partner=JP") == (3440460, everything)
        assert added("?partner=JP&status=valid") == (3440460, everything)
        stock = totals.stock(FdiSelection(partner=japan), When.today())
        assert stock["valid_capital"].value == 3440460
        assert added("?partner=KR") == (79, [0, 9, 70, 500, 3440000])
        assert added("?partner=JP&as_of=2020-12-31") == (70, [70])
        assert added("?partner=JP&counted=new") == (0, [70])
        rule = (
            "Of a transferred project the file of its present partner has all entries, that of a "
            "former partner those of its time."
        )
        for query, is_told in [
            ("?partner=JP", True),
            ("?partner=JP&status=ended", True),
            ("?partner=JP&counted=new", False),
            ("", False),
        ]:
            assert (rule in client.get(address("fdi", query=query)).content.decode()) is is_told

    def test_the_file_beside_the_valid_projects_says_that_ended_ones_are_in_it(
        self, client, people, project
    ):
        ended = r.fdi_project(people)
        r.happened(people, ended, "new", "2021-01-01", "60")
        r.happened(people, ended, "termination", "2022-01-01")
        rule = (
            "Entries of projects that have ended are in it, too: without them no total of an "
            "earlier year can be added up. A column tells which entries make up the capital of "
            "valid projects."
        )
        assert rule in client.get(address("fdi")).content.decode()
        table = json.loads(body(client.get(address("fdi_entries_json"))), parse_float=Decimal)
        assert table["meta"]["contents"] == rule
        ruling = [row for row in table["rows"] if row["rules"]]
        assert {row["project"] for row in ruling} == {f"fdi-{project.pk}"}
        stock = totals.stock(FdiSelection(), When.today())["valid_capital"].value
        assert sum(row["change_usd"] for row in ruling) == stock
        assert len(ruling) < len(table["rows"])
        (first, *_rest) = csv.DictReader(
            io.StringIO(body(client.get(address("fdi_entries_csv"))).decode("utf-8-sig"))
        )
        assert first["Contents"] == rule
        book = load_workbook(io.BytesIO(body(client.get(address("fdi_entries_xlsx")))))
        assert rule in str([*book.worksheets[1].iter_rows(values_only=True)])
        for asked in ("?status=ended", "?counted=new&since=2021-01-01"):
            assert rule not in client.get(address("fdi", query=asked)).content.decode()
            url = address("fdi_entries_json", query=asked)
            assert json.loads(body(client.get(url)))["meta"]["contents"] is None

    def test_the_partner_of_a_share_purchase_is_called_that_of_the_entry(
        self, client, people, project
    ):
        japan = r.country("JP", "Nhật Bản", "Japan")
        r.happened(people, project, "share_purchase", "2022-02-01", "5", partner=japan)
        table = json.loads(body(client.get(address("fdi_entries_json"))))
        [row] = [row for row in table["rows"] if row["type_code"] == "share_purchase"]
        assert (row["partner_code"], row["partner"]) == ("JP", "Japan")
        told = {column["key"]: column["heading"] for column in table["columns"]}
        assert told["partner_code"] == "Partner that the entry names: code"
        assert told["partner"] == "Partner that the entry names"
        book = load_workbook(io.BytesIO(body(client.get(address("fdi_entries_xlsx")))))
        sheet = str([*book.worksheets[1].iter_rows(values_only=True)])
        assert sheet.count("of a share purchase the country or territory of the buyer") == 2
        for partner, count in (("JP", 1), ("KR", 0)):
            rows = self._rows(client, "fdi", f"?partner={partner}")
            assert [row["type_code"] for row in rows].count("share_purchase") == count

    def test_of_what_happened_in_a_period_it_holds_what_is_counted(self, client, people):
        raised, ended = r.fdi_project(people), r.fdi_project(people)
        r.happened(people, raised, "new", "2019-01-01", "500")
        r.happened(people, raised, "capital_increase", "2020-01-01", "30")
        r.happened(people, raised, "capital_increase", "2022-01-01", "40")
        r.happened(people, raised, "disbursement", "2022-02-01", "5")
        r.happened(people, ended, "new", "2020-01-01", "60")
        r.happened(people, ended, "termination", "2022-03-01")

        def found(counted):
            rows = self._rows(client, "fdi", f"?counted={counted}&since=2022-01-01")
            return [(row["type_code"], row["usd"]) for row in rows]

        assert found("raised") == [("capital_increase", 40)]
        assert found("disbursed") == [("disbursement", 5)]
        assert found("registered") == [("capital_increase", 40)]
        assert found("ended") == [("new", 60), ("termination", None)]

    @pytest.mark.parametrize("suffix", ["csv", "json", "xlsx"])
    @pytest.mark.parametrize("kind", ["fdi", "domestic", "oda", "ngo"])
    def test_what_is_not_public_is_in_none(self, client, people, kind, suffix):
        make = getattr(r, {"ngo": "ngo_aid"}.get(kind, f"{kind}_project"))
        stages = {"oda": "implementation", "ngo": "implementing"}
        values = {"stages": [(stages[kind], "2020-01-01")]} if kind in stages else {}

        def told(record):
            if kind in ("fdi", "domestic"):
                return r.event(people, record, "new", "2022-01-15", "76543")
            amount = {"oda": {"foreign": 76543}, "ngo": {"usd": 76543, "amount": 76543}}[kind]
            return r.year(people, record, "disbursed", 2022, "2022-01-15", **amount)

        def text():
            found = body(client.get(address(f"{kind}_entries_{suffix}")))
            if suffix != "xlsx":
                return found.decode()
            sheet = load_workbook(io.BytesIO(found)).worksheets[0]
            return str([*sheet.iter_rows(values_only=True)])

        shown = make(people, title_en="Shown", **values)
        waiting = told(shown)
        hidden = make(people, public=False, title_en="CANARY", **values)
        r.approved(people, told(hidden))
        assert "76543" not in text()
        assert "CANARY" not in text()
        r.approved(people, waiting)
        assert text().count("76543") == {"fdi": 3, "domestic": 2, "oda": 1, "ngo": 2}[kind]

    def test_of_a_record_in_vietnamese_alone_the_english_name_is_not_told(self, client, people):
        record = r.draft(NgoAid, people["data officer"], title_en="CANARY", donor=r.organisation())
        NgoStage.objects.create(project=record, stage="implementing", reached_on="2020-01-01")
        articles.step(record, "submit", people["data officer"])
        articles.step(record, "publish", people["publisher"], languages=["vi"])
        r.approved(people, r.year(people, record, "committed", 2022, "2022-01-15", usd=5, amount=5))
        [row] = self._rows(client, "ngo")
        assert row["name"] == record.title_vi

    def test_years_stand_one_a_row_and_the_latest_document_rules(self, client, people):
        oda = r.oda_project(people, stages=[("implementation", "2020-01-01")])
        for year, on, amount in (
            (2022, "2022-01-15", 7),
            (2022, "2022-06-15", 8),
            (2021, "2021-01-15", 5),
        ):
            r.approved(people, r.year(people, oda, "planned", year, on, foreign=amount))
        rows = self._rows(client, "oda")
        assert [
            (row["year"], row["measure_code"], row["foreign"], row["counterpart"], row["rules"])
            for row in rows
        ] == [
            (2021, "planned", 5, None, True),
            (2022, "planned", 7, None, False),
            (2022, "planned", 8, None, True),
        ]
        assert {row["project"] for row in rows} == {f"oda-{oda.pk}"}

    def test_a_correction_takes_the_place_of_an_entry_from_its_approval_on(
        self, client, people, project
    ):
        known = timezone.now()
        event = project.events.get(type="capital_increase")
        r.approved(people, ledger.correct(event, by=people["data officer"], usd=9, amount=9))

        def increases(query):
            rows = self._rows(client, "fdi", query)
            return [row["usd"] for row in rows if row["type_code"] == "capital_increase"]

        assert increases("") == [9]
        assert increases(f"?known_at={known:%Y-%m-%dT%H:%M:%S.%fZ}") == [Decimal("0.05")]

    def test_the_file_says_what_it_is_and_the_list_leads_to_it(self, client, project):
        url = address("fdi_entries_csv", query="?partner=KR")
        response = client.get(url)
        [row, *_more] = csv.DictReader(io.StringIO(body(response).decode("utf-8-sig")))
        today = timezone.localdate().isoformat()
        name = f"fdi-entries-en-{today}-filtered.csv"
        assert response["Content-Disposition"] == f'attachment; filename="{name}"'
        assert (row["Filter"], row["Language"], row["As of"]) == ("partner=KR", "en", today)
        assert url in client.get(address("fdi", query="?partner=KR")).content.decode()
        assert "/du-an/fdi-muc-ghi.csv" in address("fdi_entries_csv", language="vi")


def test_many_records_need_no_more_memory_than_few(project):
    fields = [f.attname for f in FdiProject._meta.concrete_fields if not f.primary_key]
    values = {name: getattr(project, name) for name in fields} | {"objectives_vi": "x" * 2000}
    clones = FdiProject.rows.bulk_create([FdiProject(**values) for _number in range(3000)])
    fields = [f.attname for f in FdiEvent._meta.concrete_fields if not f.primary_key]
    event = {name: getattr(project.events.get(type="new"), name) for name in fields}
    FdiEvent.objects.bulk_create([FdiEvent(**event | {"project_id": clone.pk}) for clone in clones])
    del clones

    def peak(stop):
        rows = downloads.rows(
            REGISTERS["fdi"], FdiSelection(), When.today(), "name", "vi", stop=stop
        )
        tracemalloc.start()
        count = sum(1 for _row in rows)
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return count, most

    peak(10)  # what is loaded once
    few, many = peak(1000), peak(3001)
    assert (few[0], many[0]) == (1000, 3001)
    assert many[1] < 1.25 * few[1]


def test_the_day_of_the_last_change_is_that_of_the_province(client, project):
    FdiProject.objects.filter(pk=project.pk).update(
        updated_at=datetime(2022, 11, 28, 20, tzinfo=UTC)
    )
    (row,) = rows_of_csv(client)
    assert row["Description last changed"] == "2022-11-29"
