"""The catalogue of datasets: pages, JSON page by page, DCAT, what staff keep about it."""

import csv
import json
import re
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from decimal import Decimal
from html import unescape
from io import BytesIO, StringIO
from tempfile import TemporaryDirectory
from unittest.mock import patch

import pytest
import time_machine
from django.db import connection
from django.test import Client, TestCase, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from django_tasks_db.models import DBTaskResult
from openpyxl import load_workbook

from investment.figures import registry
from investment.figures.views.figure import figure_url
from investment.official.models import OfficialFigure, SourceTable
from investment.opendata import catalogue, prepared
from investment.opendata import files as data_files
from investment.opendata.models import DatasetNote
from investment.pci.models import PciEdition
from portal.delivery import shared
from portal.delivery.models import PublicVersion
from portal.pages.models import SiteIdentity
from portal.publishing import workflow
from projects import entries, ledger
from projects.models import Agency, FdiProject
from projects.registers import REGISTERS
from tests import articles, registers
from tests.investment import world

LANGUAGES = ("vi", "en")
KEYS = [dataset.key for dataset in catalogue.every()]
CANARY = "Chim hoàng yến"
#: A number without zeros that say nothing.
NATURAL = r"-?(0|[1-9]\d*)(\.\d*[1-9])?"


def address(name, *args, language):
    with translation.override(language):
        return reverse(name, args=args)


def page_of(key, language="en"):
    slug = catalogue.by_key(key).slug(language)
    return address("opendata:dataset", slug, language=language)


def file_of(key, suffix="json", language="en"):
    slug = catalogue.by_key(key).slug(language)
    return address("opendata:file", slug, suffix, language=language)


def index_of(language="en"):
    return address("opendata:index", language=language)


def in_csv(cell):
    """A cell of a workbook as the CSV writes it."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return f"{cell:g}" if isinstance(cell, float) and cell == int(cell) else str(cell)


def exact(response):
    """A JSON answer, its numbers digit by digit."""
    return json.loads(response.content, parse_float=Decimal)


def body(response):
    if getattr(response, "streaming", False):
        return b"".join(response.streaming_content)
    return response.content


def text_of(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


@contextmanager
def fresh_media():
    """Nothing is prepared yet."""
    with TemporaryDirectory() as folder, override_settings(MEDIA_ROOT=folder):
        yield


def everything():
    """All that the catalogue says: pages, answers and files in both languages, and DCAT."""
    urls = [reverse("catalog")]
    for language in LANGUAGES:
        urls.append(index_of(language))
        for dataset in catalogue.every():
            urls += [page_of(dataset.key, language), file_of(dataset.key, language=language)]
            if not dataset.register:
                urls.append(file_of(dataset.key, "csv", language))
    reader = Client(**{shared.KEY: {}})
    answers = [reader.get(url) for url in urls]
    assert [answer.status_code for answer in answers] == [200] * len(urls)
    return b"\n".join(body(answer) for answer in answers).decode()


def graph(client):
    return exact(client.get("/data/catalog.jsonld"))


def modified(client):
    """{key: dct:modified} of the datasets that have one."""
    return {
        one["dct:identifier"]: one["dct:modified"]["@value"]
        for one in graph(client)["dcat:dataset"]
        if "dct:modified" in one
    }


# --- the registry ---------------------------------------------------------------------


def test_every_figure_is_made_of_a_dataset_of_the_catalogue():
    assert {page.dataset for page in registry.ALL} == set(KEYS)


def test_no_two_datasets_share_a_key_or_an_address():
    slugs = [slug for dataset in catalogue.every() for slug in set(dataset.slugs.values())]
    assert len(set(KEYS)) == len(KEYS)
    assert len(set(slugs)) == len(slugs)


@pytest.mark.django_db
def test_every_dataset_has_a_row_at_the_desk_from_the_beginning():
    assert sorted(DatasetNote.objects.values_list("key", flat=True)) == sorted(KEYS)


# --- official figures -----------------------------------------------------------------


class TestOfficial(TestCase):
    @classmethod
    def setUpTestData(cls):
        with translation.override("vi"):
            cls.enterer, cls.approver = world.load_fia()

    def walk(self, key, language="en"):
        """The answers from the first page to the last, by their own links; of larger pages."""
        url, answers = file_of(key, language=language), []
        with patch.object(data_files, "PER_PAGE", 2000):
            while url:
                answers.append(exact(self.client.get(url)))
                url = answers[-1]["next"]
        return answers

    @pytest.mark.one_database
    def test_the_total_of_thai_binh_in_2023_is_exact_and_names_its_document(self):
        items = [item for answer in self.walk("fia") for item in answer["items"]]
        found = [
            item
            for item in items
            if (item["province_code"], item["as_of"]) == ("34", "2023-12-20")
            and item["indicator"] == "total_capital"
        ]
        approved_on = timezone.localdate().isoformat()
        assert found == [
            {
                "indicator": "total_capital",
                "indicator_name": "total registered capital",
                "breakdown": "province",
                "label": "Thái Bình",
                "name": "Thai Binh",
                "province_code": "34",
                "partner_code": None,
                "sector_code": None,
                "since": "2023-01-01",
                "as_of": "2023-12-20",
                "value": Decimal("2790.633"),
                "unit": "million USD",
                "document": "Foreign direct investment, 1 January to 20 December 2023",
                "document_number": "FIA-2023-flow",
                "publisher": "Foreign Investment Agency (FIA)",
                "vintage": "github.com/HungNT1st/CS571_Project, 7d6415f (2025-05-10)",
                "approved_on": approved_on,
                "revises": False,
            }
        ]

    @pytest.mark.one_database
    def test_following_next_gives_every_shipped_figure_once(self):
        answers = self.walk("fia")
        values = ("new_projects", "new_capital", "adjusted_turns", "adjusted_capital",
                  "share_turns", "share_value", "total_capital", "stock_projects",
                  "stock_capital")  # fmt: skip
        shipped = sorted(
            (name, row["breakdown"], row["label"], row["as_of"], Decimal(row[name]))
            for row in world.shipped(world.official)
            for name in values
            if row[name]
        )
        listed = sorted(
            (item["indicator"], item["breakdown"], item["label"], item["as_of"], item["value"])
            for answer in answers
            for item in answer["items"]
        )
        assert listed == shipped
        assert {answer["count"] for answer in answers} == {len(shipped)}
        assert [answer["page"] for answer in answers] == list(range(1, len(answers) + 1))
        assert {answer["pages"] for answer in answers} == {len(answers)}

    @pytest.mark.one_database
    def test_the_workbook_holds_what_the_csv_holds_in_natural_precision(self):
        OfficialFigure.objects.filter(as_of__lt=date(2023, 12, 1)).delete()  # a tenth tells
        page = self.client.get(page_of("fia", "vi")).content.decode()
        files = [file_of("fia", suffix, "vi") for suffix in ("xlsx", "csv")]
        assert [page.index(f'href="{file}"') for file in files] == sorted(
            page.index(f'href="{file}"') for file in files
        )
        with fresh_media(), patch("projects.prepared.MOST_AT_ONCE", 10**6):
            workbook, table = (body(self.client.get(file)) for file in files)
        head, *rows = csv.reader(StringIO(table.decode("utf-8-sig")))
        value = head.index("Giá trị")
        assert [row[value] for row in rows if not re.fullmatch(NATURAL, row[value])] == []
        sheet, about = load_workbook(BytesIO(workbook), read_only=True).worksheets
        assert dict([*about.values])["Tính đến hết ngày"] == "2024-06-20"
        named, *cells = ([*row] for row in sheet.values)
        assert named == head[: len(named)]
        assert [[in_csv(cell) for cell in row] for row in cells] == [
            row[: len(named)] for row in rows
        ]

    def test_the_neighbours_of_a_page_are_whole_addresses(self):
        base = "http://localhost:8000" + file_of("fia")
        second = exact(self.client.get(file_of("fia") + "?page=2"))
        assert (second["previous"], second["next"]) == (base, f"{base}?page=3")
        assert exact(self.client.get(file_of("fia")))["previous"] is None

    def test_the_answer_says_what_it_is_about(self):
        about = exact(self.client.get(file_of("fia")))["about"]
        fields = about.pop("fields")
        del about["known_at"], about["description"]
        assert about == {
            "key": "fia",
            "title": "Official FDI figures of Vietnam",
            "kind": "official figure",
            "source": "Foreign Investment Agency (FIA)",
            "publisher": "Department, Tỉnh Thái Bình",
            "licence": "Name the Foreign Investment Agency as the source, and the day of the "
            "figures.",
            "language": "en",
            "address": "http://localhost:8000/en/data/official-fdi-figures/",
            "as_of": "2024-06-20",
        }
        assert fields[10] == {"key": "value", "title": "Value", "unit": "", "kind": "number"}

    def test_a_page_that_is_not_there_or_not_a_number_is_not_found(self):
        last = exact(self.client.get(file_of("fia")))["pages"]
        assert self.client.get(f"{file_of('fia')}?page={last}").status_code == 200
        for text in (str(last + 1), "0", "01", "-1", "", "x", "²", "1.0", "9" * 30):
            response = self.client.get(file_of("fia"), {"page": text})
            assert (text, response.status_code) == (text, 404)

    def waiting_revision(self):
        """A table that waits, whose only figure revises the total of Thái Bình in 2023; and it."""
        old = OfficialFigure.objects.counted().get(
            indicator="total_capital", label="Thái Bình", as_of=date(2023, 12, 20)
        )
        table = ledger.enter(
            SourceTable(
                number="FIA-REV", effective_on=date(2024, 3, 1), title_vi=CANARY, publisher_vi="Cục"
            ),
            by=self.enterer,
        )
        OfficialFigure.objects.create(
            table=table, indicator=old.indicator, breakdown=old.breakdown, label=old.label,
            province=old.province, since=old.since, as_of=old.as_of, value=Decimal("9999.125"),
            unit=old.unit, revises=old,
        )  # fmt: skip
        return table, old

    def test_a_revised_figure_gives_its_place_to_the_newer_one(self):
        with translation.override("vi"):
            table, old = self.waiting_revision()
            before = everything()
            assert CANARY not in before
            assert "9999.125" not in before
            ledger.approve(table, by=self.approver, version=table.version)
        items = [item for answer in self.walk("fia") for item in answer["items"]]
        found = [
            (item["value"], item["revises"], item["document_number"])
            for item in items
            if (item["indicator"], item["label"], item["as_of"])
            == (old.indicator, old.label, old.as_of.isoformat())
        ]
        assert found == [(Decimal("9999.125"), True, "FIA-REV")]

    @pytest.mark.one_database
    def test_the_csv_holds_the_same_figures_with_the_licence(self):
        response = self.client.get(file_of("fia", "csv"))
        name = f"official-fdi-figures-{timezone.localdate().isoformat()}.csv"
        assert response["Content-Disposition"] == f'attachment; filename="{name}"'
        lines = body(response).decode().splitlines()
        assert len(lines) - 1 == exact(self.client.get(file_of("fia")))["count"]
        assert lines[1].endswith(
            '"Name the Foreign Investment Agency as the source, and the day of the figures."'
        )

    def test_files_that_are_not_offered_are_not_found(self):
        for key, suffix in [("fia", "svg"), ("pci", "png"), ("fdi", "csv"), ("oda", "xlsx")]:
            assert (key, self.client.get(file_of(key, suffix)).status_code) == (key, 404)


class TestPci(TestCase):
    @classmethod
    def setUpTestData(cls):
        with translation.override("vi"):
            cls.enterer, cls.approver = world.load_pci()

    def items(self):
        url, items = file_of("pci"), []
        while url:
            answer = exact(self.client.get(url))
            items += answer["items"]
            url = answer["next"]
        return items

    def test_every_result_is_listed_once_as_published(self):
        items = self.items()
        shipped = {
            (int(row["year"]), row["province"]): (Decimal(row["score"]), int(row["rank"]))
            for row in world.shipped()
        }
        listed = {
            (item["year"], item["province_code"].split("@")[0]): (item["score"], item["rank"])
            for item in items
            if item["year"] != 2023
        }
        assert listed == shipped
        assert len(items) == len({(item["year"], item["province_code"]) for item in items})

    def test_a_page_has_a_hundred_records_and_the_last_the_rest(self):
        first = exact(self.client.get(file_of("pci")))
        last = exact(self.client.get(f"{file_of('pci')}?page={first['pages']}"))
        assert (len(first["items"]), first["count"], first["pages"]) == (100, 1123, 12)
        assert (len(last["items"]), last["next"]) == (23, None)

    def test_thai_binh_2016_has_its_sub_indices_and_2022_none(self):
        own = {item["year"]: item for item in self.items() if item["province_code"] == "34"}
        assert (own[2016]["entry_costs"], own[2016]["land_access"]) == (
            Decimal("8.770"),
            Decimal("5.530"),
        )
        assert (own[2022]["score"], own[2022]["rank"], own[2022]["entry_costs"]) == (
            Decimal("65.780"),
            28,
            None,
        )
        assert 2023 not in own

    def test_the_workbook_says_what_it_is_about(self):
        response = self.client.get(file_of("pci", "xlsx"))
        book = load_workbook(BytesIO(body(response)), read_only=True)
        sheet, about = (list(book[name].values) for name in book.sheetnames)
        assert len(sheet) - 1 == exact(self.client.get(file_of("pci")))["count"]
        assert dict(about)["Licence"] == "Name VCCI as the source of the PCI, and the edition."

    def test_a_workbook_is_made_once_per_public_version(self):
        with fresh_media(), patch.object(prepared, "_make", wraps=prepared._make) as make:
            first, second = (body(self.client.get(file_of("pci", "xlsx"))) for _ in range(2))
            assert (first == second, make.call_count) == (True, 1)
            PublicVersion.bump(lambda: None)
            self.client.get(file_of("pci", "xlsx"))
            assert make.call_count == 2

    @pytest.mark.made_ahead
    def test_a_large_workbook_is_made_ahead_by_the_worker(self):
        with (
            fresh_media(),
            patch("projects.prepared.MOST_AT_ONCE", 1122),
            override_settings(TASKS={"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}),
        ):
            self.client.get(page_of("pci"))
            response = self.client.get(file_of("pci", "xlsx"))
            assert (response.status_code, response["Retry-After"]) == (503, "60")
            assert "is being prepared" in response.content.decode()
            assert file_of("pci", "csv") in response.content.decode()
            (waiting,) = DBTaskResult.objects.all()
            prepared.prepare_dataset.call(*waiting.args_kwargs["args"])
            response = self.client.get(file_of("pci", "xlsx"))
            assert (response.status_code, body(response)[:2]) == (200, b"PK")

    def test_files_hold_what_was_known_at_a_moment(self):
        moment = timezone.now()
        later = moment + timedelta(days=2)
        with time_machine.travel(later, tick=False), translation.override("vi"):
            articles.step(PciEdition.objects.get(year=2016), "withdraw", self.approver, note="Sai")
            past = f"?known_at={timezone.localtime(moment - timedelta(days=400)).isoformat()}"
            past = past.replace("+", "%2B")
            assert exact(self.client.get(file_of("pci") + past))["count"] == 0
            rows = body(self.client.get(file_of("pci", "csv") + past)).decode().splitlines()
            assert len(rows) == 1
            book = load_workbook(BytesIO(body(self.client.get(file_of("pci", "xlsx") + past))))
            assert book.worksheets[0].max_row == 1
            assert "As of" not in dict([*book.worksheets[1].values])
            assert exact(self.client.get(file_of("pci")))["count"] > 1000
        for wrong in ("x", "2999-01-01T00:00Z"):
            url = file_of("pci") + f"?known_at={wrong}"
            response = self.client.get(url)
            assert response.status_code == 400
            assert "This download is not possible" in response.content.decode()

    def test_the_catalogue_tells_the_bytes_of_prepared_workbooks(self):
        PublicVersion.bump(lambda: None)
        made = {
            code: len(body(self.client.get(file_of("pci", "xlsx", code)))) for code in LANGUAGES
        }
        document = json.loads(self.client.get(reverse("catalog")).content)
        told = {
            file["dcat:downloadURL"]["@id"].removeprefix("http://localhost:8000"): file[
                "dcat:byteSize"
            ]
            for dataset in document["dcat:dataset"]
            for file in dataset["dcat:distribution"]
            if "dcat:byteSize" in file
        }
        for code, size in made.items():
            told_size = told[file_of("pci", "xlsx", code)]
            assert told_size == {"@type": "xsd:nonNegativeInteger", "@value": str(size)}
        assert file_of("pci", "csv") not in told

    def test_yes_and_no_are_the_same_in_all_languages(self):
        found = [
            next(csv.DictReader(StringIO(text.decode("utf-8-sig"))))
            for text in (
                body(self.client.get(file_of("pci", "csv", language))) for language in LANGUAGES
            )
        ]
        column = {"vi": "Hạng tính từ điểm", "en": "Rank computed from the scores"}
        assert [row[column[code]] for row, code in zip(found, LANGUAGES, strict=True)] == [
            "true"
        ] * 2
        book = load_workbook(BytesIO(body(self.client.get(file_of("pci", "xlsx")))))
        assert book.worksheets[0]["F2"].value is True
        about = dict([*book.worksheets[1].values])
        assert about["As of"] == exact(self.client.get(file_of("pci")))["about"]["as_of"]
        assert about["As known at"].startswith(timezone.localdate().isoformat())

    def test_a_withdrawn_edition_leaves_the_answer_and_moves_the_day_of_change(self):
        edition = PciEdition.objects.get(year=2016)
        today = timezone.localdate()
        later = timezone.now() + timedelta(days=3)
        with time_machine.travel(later, tick=False), translation.override("vi"):
            assert modified(self.client)["pci"] == today.isoformat()
            articles.step(edition, "withdraw", self.approver, note="Sai")
            assert modified(self.client)["pci"] == timezone.localdate(later).isoformat()
            assert 2016 not in {item["year"] for item in self.items()}


# --- the registers --------------------------------------------------------------------


@pytest.fixture
def site(db):
    return SiteIdentity.objects.create(
        name_vi="Sở", name_en="Department", province_vi="Tỉnh Thái Bình"
    )


def licensed(people, on="2020-01-01", usd=1_000_000, **values):
    """A public FDI project with its first certificate."""
    project = registers.fdi_project(people, **values)
    registers.happened(people, project, "new", on, usd)
    return project


def test_the_answer_of_a_register_equals_its_download(client, people, site):
    for number in range(3):
        licensed(people, f"202{number}-01-01", 1_000_000 + number)
    registers.oda_project(people, stages=[("implementation", "2020-01-01")])
    registers.ngo_aid(people, stages=[("implementing", "2020-01-01")])
    for language in LANGUAGES:
        for kind, expected in (("fdi", 3), ("oda", 1), ("ngo", 1)):
            answer = exact(client.get(file_of(kind, language=language)))
            download = json.loads(
                body(client.get(address(f"projects:{kind}_json", language=language))),
                parse_float=Decimal,
            )
            assert (answer["count"], len(answer["items"])) == (expected, expected)
            assert answer["items"] == download["rows"]
            latest = "2022-01-01" if kind == "fdi" else "2020-01-01"
            assert download["meta"]["latest_record"] == latest
            page = client.get(page_of(kind, language)).content.decode()
            label = {"vi": "Bản ghi gần nhất", "en": "Latest record"}[language]
            # The rows of aid tell today's state, too: that a period has ended since.
            assert answer["about"]["as_of"] == timezone.localdate().isoformat()
            assert f'<dt>{label}</dt><dd><time datetime="{latest}">' in page
            assert [field["key"] for field in answer["about"]["fields"]] == [
                column["key"] for column in download["columns"]
            ]


def test_following_next_gives_each_project_once(client, people, site, monkeypatch):
    monkeypatch.setattr(data_files, "PER_PAGE", 2)
    projects = [licensed(people, "2020-01-01") for _number in range(5)]
    url, found = file_of("fdi"), []
    while url:
        answer = exact(client.get(url))
        found += [item["name_en"] for item in answer["items"]]
        url = answer["next"]
    assert sorted(found) == sorted(project.title_en for project in projects)
    assert (answer["page"], answer["pages"], answer["count"]) == (3, 3, 5)


def test_an_empty_register_has_one_page_without_items(client, site):
    answer = exact(client.get(file_of("oda")))
    assert {name: answer[name] for name in ("page", "pages", "count", "next", "items")} == {
        "page": 1, "pages": 1, "count": 0, "next": None, "items": [],
    }  # fmt: skip


def test_what_is_not_public_is_nowhere_and_changes_no_date(client, people, site):
    with time_machine.travel("2026-03-01T03:00:00Z", tick=False):
        licensed(people)
        registers.oda_project(people, stages=[("implementation", "2020-01-01")])
        registers.ngo_aid(people, stages=[("implementing", "2020-01-01")])
        gone = licensed(people, title_vi=CANARY, title_en="Canary")
        articles.step(gone, "withdraw", people["publisher"], note="Sai")
    with time_machine.travel("2026-06-01T03:00:00Z", tick=False):
        names = {"title_vi": CANARY, "title_en": "Canary"}
        hidden = registers.fdi_project(people, public=False, **names)
        registers.happened(people, hidden, "new", "2021-01-01", 77_000_001)
        domestic = registers.domestic_project(people, public=False, **names)
        registers.happened(people, domestic, "new", "2021-01-01", 77_000_001)
        registers.oda_project(
            people, public=False, stages=[("implementation", "2021-01-01")], **names
        )
        registers.ngo_aid(people, public=False, stages=[("implementing", "2021-01-01")], **names)
        scheduled = registers.draft(FdiProject, people["data officer"], **names)
        registers.happened(people, scheduled, "new", "2021-01-01", 77_000_002)
        articles.step(scheduled, "submit", people["data officer"])
        articles.step(
            scheduled, "publish", people["publisher"], at=timezone.now() + timedelta(days=90)
        )
        shown = FdiProject.objects.public().get()
        registers.event(people, shown, "capital_increase", "2026-05-01", 77_000_003)
        copy = workflow.open_copy(shown, by=people["data officer"])
        articles.edit(copy, people["data officer"], **names)
        said = everything()
        assert modified(client) == dict.fromkeys(("fdi", "oda", "ngo"), "2026-03-01")
    for secret in (CANARY, "Canary", "7700000"):
        assert secret not in said
    assert shown.title_vi in said


def test_an_approved_entry_shows_as_a_change(client, people, site):
    with time_machine.travel("2026-03-01T03:00:00Z", tick=False):
        project = licensed(people)
    with time_machine.travel("2026-04-01T20:00:00Z", tick=False):
        registers.happened(people, project, "capital_increase", "2026-03-10", 5)
        # It is the second of April in Vietnam.
        assert modified(client) == {"fdi": "2026-04-02"}


def test_withdrawing_the_last_record_shows_as_a_change(client, people, site):
    with time_machine.travel("2026-03-01T03:00:00Z", tick=False):
        project = licensed(people)
    with time_machine.travel("2026-03-05T03:00:00Z", tick=False):
        articles.step(project, "withdraw", people["publisher"], note="Sai")
        assert exact(client.get(file_of("fdi")))["items"] == []
        assert modified(client) == {"fdi": "2026-03-05"}


def test_a_dataset_in_which_nothing_is_published_has_no_day_of_change(client, site):
    assert modified(client) == {}
    assert "nothing is published yet" in text_of(client.get(page_of("pci")))


@pytest.mark.one_database
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_number_of_queries_is_the_same_at_any_number_of_records(client, people, site, language):
    def cost(url):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    def records(number):
        for _number in range(number):
            licensed(people)
            established(people, "2020-01-01")
            registers.oda_project(people, stages=[("implementation", "2020-01-01")])
            registers.ngo_aid(people, stages=[("implementing", "2020-01-01")])

    urls = [index_of(language), reverse("catalog")]
    for kind in ("fdi", "domestic", "oda", "ngo"):
        urls += [page_of(kind, language), file_of(kind, language=language)]
    records(1)
    with_one = {url: cost(url) for url in urls}
    records(2)
    assert {url: cost(url) for url in urls} == with_one
    assert with_one.pop(reverse("catalog")) <= 22  # it tells of every dataset at once
    assert max(with_one.values()) <= 14


# --- the pages ------------------------------------------------------------------------


def established(people, on):
    """A domestic project with its first decision."""
    project = registers.domestic_project(people)
    registers.happened(people, project, "new", on, 10**11)
    return project


FILL = {
    "fdi": lambda people: licensed(people, "2020-01-01"),
    "domestic": lambda people: established(people, "2020-01-01"),
    "oda": lambda people: registers.oda_project(people, stages=[("implementation", "2020-01-01")]),
    "ngo": lambda people: registers.ngo_aid(people, stages=[("implementing", "2020-01-01")]),
    "fia": lambda people: world.load_fia(),
    "pci": lambda people: world.load_pci(),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", KEYS)
def test_a_page_tells_of_its_dataset_in_both_languages(client, people, site, language, key):
    FILL[key](people)
    dataset = catalogue.by_key(key)
    response = client.get(page_of(key, language))
    html = response.content.decode()
    said = unescape(text_of(response))
    with translation.override(language):
        for text in (dataset.title, dataset.description, dataset.licence, dataset.basis.label):
            assert str(text) in said
        links = [figure_url(page, language) for page in registry.ALL if page.dataset == key]
        own = page_of(key, language)
    assert [link for link in links if f'href="{link}"' not in html] == []
    assert f'href="{index_of(language)}"' in html
    assert f'<html lang="{language}"' in html
    for other in LANGUAGES:
        assert f'hreflang="{other}" href="http://localhost:8000{page_of(key, other)}"' in html
    script = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)[1]
    told = json.loads(script)
    assert (told["@type"], told["identifier"]) == ("Dataset", key)
    assert told["url"] == f"http://localhost:8000{own}"
    whose = {"pci": "VCCI", "fia": {"vi": "Cục", "en": "Foreign"}[language]}.get(key, "")
    is_own = told["creator"] == told["publisher"]
    assert is_own != bool(whose)
    assert told["creator"]["name"].startswith(whose)
    assert client.cookies == {}


CODES = {
    "fdi": ("vi", "type_code", "disbursement: vốn thực hiện", "change_usd", "USD"),
    "domestic": ("vi", "type_code", "capital_decrease: điều chỉnh giảm vốn", "amount_vnd", "đồng"),
    "oda": ("vi", "measure_code", "planned: kế hoạch", "foreign", "triệu đồng"),
    "ngo": ("en", "measure_code", "disbursed: disbursed", "usd", "USD"),
}


@pytest.mark.parametrize("kind", CODES)
def test_the_fields_of_the_entries_stand_with_the_dataset_and_with_the_list(
    client, people, site, kind
):
    FILL[kind](people)
    language, coded, codes, measured, unit = CODES[kind]
    columns = entries.columns(REGISTERS[kind])
    with translation.override(language):
        heading = translation.gettext("Fields of the entries")
        expected = [
            (c.key, f"{c.heading}: {c.note}" if c.note else str(c.heading)) for c in columns
        ]
        pages = [page_of(kind, language), reverse(f"projects:{kind}")]
    for url in pages:
        html = unescape(client.get(url).content.decode())
        table = html.split(f"<caption>{heading}</caption>")[1].split("</table>")[0]
        rows = re.findall(r"<code>(.*?)</code></th><td>(.*?)</td><td>(.*?)</td>", table)
        assert [(key, told) for key, told, _unit in rows] == expected
        told = {key: (text, unit) for key, text, unit in rows}
        assert codes in told[coded][0]
        assert told[measured][1] == unit


def test_a_second_page_is_named_where_there_is_one(client, people, site, monkeypatch):
    for _number in range(2):
        licensed(people, "2020-01-01")
    assert "Second page" not in text_of(client.get(page_of("fdi", "en")))
    monkeypatch.setattr(data_files, "PER_PAGE", 1)
    page = client.get(page_of("fdi", "en")).content.decode()
    assert "Second page" in page
    address = page.split("Second page")[1].split("<code>")[1].split("<")[0]
    assert client.get(address.removeprefix("http://localhost:8000")).status_code == 200


def test_the_list_leads_to_every_dataset_in_which_something_is(client, people, site):
    world.load_both()
    for key in ("fdi", "domestic", "oda", "ngo"):
        FILL[key](people)
    for language in LANGUAGES:
        html = client.get(index_of(language)).content.decode()
        assert [key for key in KEYS if f'href="{page_of(key, language)}"' not in html] == []
        assert 'href="/data/catalog.jsonld"' in html


def test_the_word_of_the_other_language_leads_on(client, site):
    response = client.get("/en/data/ket-qua-pci/")
    assert (response.status_code, response["Location"]) == (301, "/en/data/pci-results/")
    response = client.get("/en/data/ket-qua-pci.json?page=1")
    assert (response.status_code, response["Location"]) == (301, "/en/data/pci-results.json?page=1")
    assert client.get("/en/data/no-such-data/").status_code == 404
    assert client.get("/en/data/no-such-data.json").status_code == 404


# --- DCAT -----------------------------------------------------------------------------


def test_dcat_names_every_dataset_in_both_languages_with_files_that_are_there(client, people, site):
    registers.ngo_aid(
        people,
        stages=[("implementing", "2020-01-01")],
        starts_on=date(2020, 1, 1),
        owner=Agency.objects.create(name_vi="Chủ khoản viện trợ"),
    )
    response = client.get("/data/catalog.jsonld")
    document = exact(response)
    assert response["Content-Type"] == "application/ld+json"
    assert document["@type"] == "dcat:Catalog"
    assert [one["dct:identifier"] for one in document["dcat:dataset"]] == KEYS
    for one in document["dcat:dataset"]:
        dataset = catalogue.by_key(one["dct:identifier"])
        for name in ("title", "description"):
            texts = {}
            for language in LANGUAGES:
                with translation.override(language):
                    texts[language] = str(getattr(dataset, name))
            found = {text["@language"]: text["@value"] for text in one[f"dct:{name}"]}
            assert found == texts
    distributions = {
        one["dct:identifier"]: [
            file["dcat:downloadURL"]["@id"].removeprefix("http://localhost:8000")
            for file in one["dcat:distribution"]
        ]
        for one in document["dcat:dataset"]
    }
    answers = {url: client.get(url).status_code for urls in distributions.values() for url in urls}
    assert set(answers.values()) == {200}
    assert distributions["ngo"].count("/data/iati/activities.xml") == 1
    assert "/data/iati/activities.xml" not in distributions["oda"]
    assert {key: len(urls) for key, urls in distributions.items()} == {
        "fdi": 14, "domestic": 14, "oda": 14, "ngo": 15, "fia": 6, "pci": 6,
    }  # fmt: skip


def test_dcat_has_licence_contact_and_rhythm(client, site):
    DatasetNote.objects.filter(key="pci").update(
        owner_vi="Phòng Tổng hợp", contact="th@example.gov.vn"
    )
    pci = next(one for one in graph(client)["dcat:dataset"] if one["dct:identifier"] == "pci")
    assert pci["dcat:contactPoint"]["vcard:hasEmail"] == {"@id": "mailto:th@example.gov.vn"}
    assert pci["dct:accrualPeriodicity"]["@id"].endswith("/frequency/ANNUAL")
    licence = pci["dct:license"]
    assert {file["dct:license"]["@id"] for file in pci["dcat:distribution"]} == {licence["@id"]}


def test_dcat_says_whom_to_ask_and_what_where_and_when_a_dataset_is_about(client, people, site):
    SiteIdentity.objects.update(
        email="so@example.gov.vn", phone="0227 000 0000", province_en="Thai Binh Province"
    )
    licensed(people, on="2020-05-04")
    fdi, _domestic, oda, *_more = graph(client)["dcat:dataset"]
    assert fdi["dcat:contactPoint"] == {
        "@type": "vcard:Kind",
        "vcard:fn": [
            {"@value": "Sở, Tỉnh Thái Bình", "@language": "vi"},
            {"@value": "Department, Thai Binh Province", "@language": "en"},
        ],
        "vcard:hasEmail": {"@id": "mailto:so@example.gov.vn"},
        "vcard:hasTelephone": {"@id": "tel:02270000000"},
    }
    today = timezone.localdate().isoformat()
    assert fdi["dct:issued"]["@value"] == today
    period = fdi["dct:temporal"]
    assert (period["dcat:startDate"]["@value"], period["dcat:endDate"]["@value"]) == (
        "2020-05-04", today,
    )  # fmt: skip
    places = {label["@language"]: label["@value"] for label in fdi["dct:spatial"]["rdfs:label"]}
    assert places == {"vi": "Tỉnh Thái Bình", "en": "Thai Binh Province"}
    assert [theme["@id"].rpartition("/")[2] for theme in fdi["dcat:theme"]] == ["ECON"]
    assert [theme["@id"].rpartition("/")[2] for theme in oda["dcat:theme"]] == ["ECON", "INTR"]
    assert "dct:temporal" not in oda
    registers.oda_project(people, stages=[("implementation", "2022-11-30")])
    period = graph(client)["dcat:dataset"][2]["dct:temporal"]
    assert [period[f"dcat:{name}Date"]["@value"] for name in ("start", "end")] == ["2022-11-30"] * 2


# --- the desk -------------------------------------------------------------------------

OVERDUE = date(2026, 5, 1)


def note_url(key):
    note = DatasetNote.objects.get(key=key)
    return reverse("admin:opendata_datasetnote_change", args=[note.pk])


def form(**values):
    return {"owner_vi": "Phòng Đầu tư", "owner_en": "", "contact": "", "review_by": "",
            "next_release": "", **values}  # fmt: skip


def test_the_page_of_a_dataset_is_headed_by_its_name(desk, people, site):
    page = desk(people["data officer"]).get(note_url("fdi")).content.decode()
    name = str(catalogue.by_key("fdi").title)
    assert re.search(rf"<h1[^>]*>\s*{re.escape(name)}\s*</h1>", page)
    assert not re.search(r">\s*fdi\s*<", page)


def test_what_the_desk_enters_shows_at_once_on_the_public_page(desk, client, people, site):
    version = PublicVersion.current().number
    staff = desk(people["data officer"])
    posted = form(
        owner_en="Investment division",
        contact="dautu@example.gov.vn",
        review_by="01/12/2030",
        next_release="05/01/2030",
    )
    assert staff.post(note_url("fdi"), posted).status_code == 302
    assert PublicVersion.current().number > version
    said = text_of(client.get(page_of("fdi")))
    for text in (
        "Owner Investment division",
        "Contact dautu@example.gov.vn",
        "To be reviewed by 1 December 2030",
        "Next release 5 January 2030",
    ):
        assert text in said
    with translation.override("vi"):
        assert "Phòng Đầu tư" in text_of(client.get(page_of("fdi", "vi")))


def test_what_readers_must_know_of_a_register_goes_with_its_catalogue_and_its_answer(client, site):
    DatasetNote.objects.filter(key="fdi").update(note_vi="Dự án giả định.", note_en="Made up.")
    (fdi,) = [one for one in graph(client)["dcat:dataset"] if one["dct:identifier"] == "fdi"]
    told = {one["@language"]: one["@value"] for one in fdi["dct:provenance"]["dct:description"]}
    assert told["en"].endswith(". Made up.")
    assert told["vi"].endswith(". Dự án giả định.")
    assert exact(client.get("/en/data/fdi-projects.json"))["about"]["note"] == "Made up."


def test_an_overdue_review_shows_to_staff_alone(desk, people, site):
    DatasetNote.objects.filter(key="oda").update(owner_vi="Phòng Kinh tế", review_by=OVERDUE)
    DatasetNote.objects.filter(key="pci").update(review_by=date(2999, 1, 1))
    staff = desk(people["data officer"])
    changelist = reverse("admin:opendata_datasetnote_changelist")
    marked = staff.get(changelist).content.decode()
    assert marked.count("chip--missing") == 1
    inbox = text_of(staff.get(reverse("admin:index")))
    with translation.override("vi"):
        heading, due = translation.gettext("Datasets to review"), catalogue.by_key("oda").title
        assert heading in inbox
        assert f"{due}" in inbox.split(heading, 1)[1][:400]
        assert str(catalogue.by_key("pci").title) not in inbox.split(heading, 1)[1][:400]
    said = everything()
    assert "overdue" not in said
    assert "chip--missing" not in said
    assert "1 May 2026" in said


def test_who_may_not_keep_datasets_is_not_bothered(desk, people, site):
    DatasetNote.objects.filter(key="oda").update(review_by=OVERDUE)
    with translation.override("vi"):
        heading = translation.gettext("Datasets to review")
        assert heading in text_of(desk(people["publisher"]).get(reverse("admin:index")))
        assert heading not in text_of(desk(people["author"]).get(reverse("admin:index")))


def test_a_dataset_due_today_is_not_overdue(desk, people, site):
    DatasetNote.objects.filter(key="oda").update(review_by=timezone.localdate())
    staff = desk(people["data officer"])
    listed = staff.get(reverse("admin:opendata_datasetnote_changelist")).content.decode()
    assert "chip--missing" not in listed
