"""The official figures as loaded: every cell equals its source; pages show them as printed."""

import csv
import json
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO, StringIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.conf import settings
from django.test import TestCase
from django.utils import translation

from investment.figures import registry
from investment.figures.facts import Facts
from investment.official import questions as official
from investment.official.models import Indicator, OfficialFigure, SourceTable
from investment.opendata.models import DatasetNote
from projects import ledger
from projects.when import When
from tests.conftest import missing
from tests.investment import world
from tests.projects.test_pages import words

SHARED = settings.BASE_DIR.parent / "shared" / "data" / "fdi"
FLOW = {
    "new_projects": "new_projects",
    "new_capital_musd": "new_capital",
    "adjusted_projects": "adjusted_turns",
    "adjusted_capital_musd": "adjusted_capital",
    "share_deals": "share_turns",
    "share_capital_musd": "share_value",
    "total_capital_musd": "total_capital",
}
STOCK = {"projects": "stock_projects", "capital_musd": "stock_capital"}
FILES = [
    (name, by, columns)
    for name, columns in [("flow", FLOW), ("stock", STOCK)]
    for by in ("province", "partner", "sector")
]


def collected(name, by, columns):
    """How often each (day, label, indicator, value) stands in a collected file."""
    path = Path(SHARED, f"fia_fdi_{name}_by_{by}_2015_2024H1.csv")
    if not path.exists():
        missing("../shared is not on this machine")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return Counter(
        (_day(row.get("period_end") or row["as_of"]), row["name_vi"], indicator, Decimal(row[key]))
        for row in rows
        for key, indicator in columns.items()
        if row[key]
    )


def _day(text):
    day, month, year = map(int, text.split("/"))
    return date(year, month, day)


class TestLoaded(TestCase):
    @classmethod
    def setUpTestData(cls):
        with translation.override("vi"):
            cls.enterer, cls.approver = world.load_fia()

    def page(self, path):
        response = self.client.get(path)
        assert response.status_code == 200
        return words(response.content.decode())

    # --- the figures are those of the sources ---------------------------------------

    def test_every_cell_is_that_of_the_collected_files(self):
        counts = {}
        for name, by, columns in FILES:
            rows = OfficialFigure.objects.counted().filter(
                breakdown=by, indicator__in=columns.values()
            )
            loaded = Counter(rows.values_list("as_of", "label", "indicator", "value"))
            expected = collected(name, by, columns)
            assert (loaded - expected, expected - loaded) == ({}, {})
            counts[name, by] = loaded.total()
        assert counts == {
            ("flow", "province"): 3596,
            ("flow", "partner"): 6116,
            ("flow", "sector"): 1237,
            ("stock", "province"): 1276,
            ("stock", "partner"): 2652,
            ("stock", "sector"): 380,
        }

    def test_loading_again_adds_nothing(self):
        before = OfficialFigure.objects.count()
        world.official.Loader(self.enterer, self.approver, lambda text: None).load()
        assert OfficialFigure.objects.count() == before

    # --- the pages ------------------------------------------------------------------

    def test_the_fdi_of_2022_and_2023_stands_on_the_page_in_vietnamese(self):
        page = self.page("/vi/thong-ke/von-fdi-dang-ky-chinh-thuc/")
        assert "2.790,63 triệu USD tăng 2.482,76 triệu USD so với năm 2022 (307,87)" in page
        assert "2023 20/12/2023 34 2.686,315 4 104,268 1 0,05 2.790,633" in page
        assert "2022 20/12/2022 8 219,82 5 86,293 2 1,753 307,865" in page

    def test_the_fdi_of_2022_and_2023_stands_on_the_page_in_english(self):
        page = self.page("/en/statistics/official-fdi/")
        assert "2,790.63 million USD up by 2,482.76 million USD from 2022 (307.87)" in page
        assert "2023 20 December 2023 34 2,686.315 4 104.268 1 0.05 2,790.633" in page
        assert "2022 20 December 2022 8 219.82 5 86.293 2 1.753 307.865" in page

    def test_a_year_can_be_chosen_and_an_unknown_one_is_named(self):
        assert "66.33 million USD up by 10.27 million USD from 2018 (56.06)" in self.page(
            "/en/statistics/official-fdi/?year=2019"
        )
        page = self.page("/en/statistics/official-fdi/?year=2003")
        assert "Up to the day asked about, no document tells a figure for 2003." in page
        assert "2,790.63 million USD" in page

    def test_the_printed_total_is_the_one_number_where_its_parts_do_not_add_up(self):
        with translation.override("en"):
            answer = registry.answer("official-fdi", "en")
        totals = {row[0]: row[-1] for row in answer.charts[0].table.rows}
        assert (totals["2018"], totals["2022"]) == ("56.06", "307.87")
        assert (
            "Of 2017, 2018, 2021, 2022 and 2024 the parts and the total are rounded as printed: "
            "the sum of the parts differs by up to 0.001 million USD."
        ) in answer.warnings
        with translation.override("vi"):
            warnings = registry.answer("official-fdi", "vi").warnings
        assert (
            "Các năm 2017, 2018, 2021, 2022 và 2024, các phần và tổng số trong văn bản đều đã làm "
            "tròn: cộng các phần lại chênh không quá 0,001 triệu USD."
        ) in warnings

    def test_parts_that_rounding_does_not_explain_are_told(self):
        total = OfficialFigure.objects.get(
            province__code="34", as_of=date(2018, 12, 20), indicator=Indicator.TOTAL_CAPITAL
        )
        OfficialFigure.objects.filter(pk=total.pk).update(value=total.value - Decimal("0.002"))
        with translation.override("en"):
            warnings = registry.answer("official-fdi", "en").warnings
        assert (
            "Of 2018 the parts, as printed, do not add up to the printed total. The total is "
            "shown as printed."
        ) in warnings
        assert any("Of 2017, 2021, 2022 and 2024 the parts and" in said for said in warnings)

    def test_the_rank_of_a_whole_year_says_that_a_later_one_has_begun(self):
        said = (
            "The figures of 2024 end on 20 June 2024: choose the year to see the rank up to then."
        )
        page = self.page("/en/statistics/official-fdi-rank/")
        assert said in page
        assert "Figures up to 20 December 2023" in page
        assert said not in self.page("/en/statistics/official-fdi-rank/?year=2024")

    def test_half_a_year_is_told_but_neither_drawn_nor_compared(self):
        answer = registry.answer("official-fdi", "en")
        assert answer.rows[0]["year"] == 2024
        assert [row[0] for row in answer.charts[0].table.rows][-1] == "2023"
        half = registry.value("official-fdi", year=2024)
        assert half.value == Decimal("401.624")
        assert registry.by_key("official-fdi").before(Facts(), half) is None

    def test_the_rank_counts_provinces_and_no_oil_fields(self):
        headline = registry.value("official-fdi-rank", year=2023)
        assert (headline.value, headline.of) == (5, 56)
        rankings = official.rankings(Indicator.TOTAL_CAPITAL)
        assert [figure.label for figure in rankings[date(2023, 12, 20)][:5]] == [
            *("TP. Hồ Chí Minh", "Hải Phòng", "Quảng Ninh", "Bắc Giang", "Thái Bình")
        ]

    def test_the_rank_is_the_portals_own(self):
        page = self.page("/en/statistics/official-fdi-rank/")
        assert "computed by the portal from official figures" in page
        assert "Ranked by the portal from the capital of all provinces" in page
        assert "official figure" not in page.split("Kind", 1)[1].split("Definition", 1)[0].replace(
            "official figures", ""
        )
        dashboard = self.page("/en/statistics/fdi/?as_of=2014-12-31")
        assert "Rank of the province by registered FDI not in our data" in dashboard

    def test_a_year_without_share_purchases_is_compared_with_none(self):
        page = self.page("/en/statistics/official-fdi/")
        lacks = (
            "The tables of 2015 do not give all parts (missing: Share purchases): the total leaves "
            "them out and is not compared with those of other years."
        )
        assert lacks in page
        assert "lowest: 49.64" not in page
        assert "Not compared, since it leaves out some of what the others count: 2015." in page
        assert "from 2015" not in self.page("/en/statistics/official-fdi/?year=2016")
        assert "from 2016" in self.page("/en/statistics/official-fdi/?year=2017")
        ranks = [registry.answer("official-fdi-rank", "en", year=year) for year in (2016, 2017)]
        assert ranks[0].before is None
        assert ranks[1].before.year == 2016

    def test_the_cut_off_is_told_as_the_data_have_it(self):
        page = self.page("/en/statistics/official-fdi-stock/")
        assert "in most years 20 December; each is shown with its day" in page
        assert "2016 20 December 2016" in page

    def test_downloads_hold_what_the_page_shows(self):
        response = self.client.get("/en/statistics/official-fdi.csv")
        rows = list(csv.reader(StringIO(response.content.decode("utf-8-sig"))))
        newest = dict(zip(rows[0], rows[2], strict=True))
        assert newest["Year"] == "2023"
        assert newest["total registered capital (million USD)"] == "2790.633"
        table = json.loads(self.client.get("/en/statistics/official-fdi.json").content)
        assert [item["total_capital"] for item in table["rows"]][1] == 2790.633
        book = self.client.get("/en/statistics/official-fdi.xlsx")
        assert ZipFile(BytesIO(book.content)).testzip() is None

    # --- revisions ------------------------------------------------------------------

    def revise(self, value, *, approve=True):
        """A later document that gives another total for 2023."""
        earlier = OfficialFigure.objects.get(
            province__code="34", as_of=date(2023, 12, 20), indicator=Indicator.TOTAL_CAPITAL
        )
        table = ledger.enter(
            SourceTable(
                number="FIA-2023-sua",
                effective_on=date(2024, 3, 1),
                title_vi="Số liệu sửa",
                title_en="Revised figures",
                publisher_vi="Cục",
                publisher_en="Agency",
                source_vi="Báo cáo",
            ),
            by=self.enterer,
        )
        figure = OfficialFigure.objects.get(pk=earlier.pk)
        figure.pk, figure.table, figure.revises = None, table, earlier
        figure.value = Decimal(value)
        figure.save(force_insert=True)
        if approve:
            table = ledger.approve(table, by=self.approver, version=table.version)
        return table

    def test_the_place_in_a_part_of_a_year_is_not_compared_with_that_of_a_whole_one(self):
        page = self.page("/en/statistics/official-fdi-rank/?year=2024")
        assert (
            "Thai Binh ranked 12th of 48 provinces and cities with a printed figure from "
            "1 January to 20 June 2024"
        ) in page
        assert "places from 2023" not in page
        page = self.page("/vi/thong-ke/xep-hang-thu-hut-fdi/?year=2024")
        assert "tỉnh, thành phố có số liệu công bố từ ngày 01/01 đến hết ngày 20/06/2024" in page
        assert "bậc so với năm 2023" not in page
        assert "up 13 places from 2022" in self.page("/en/statistics/official-fdi-rank/?year=2023")

    def test_a_revision_changes_the_figure_and_keeps_the_earlier_one(self):
        before = registry.value("official-fdi", year=2023)
        table = self.revise("2801.5")
        assert registry.value("official-fdi", year=2023).value == Decimal("2801.5")
        earlier = replace(When.today(), known_at=table.known_at - timedelta(microseconds=1))
        assert registry.value("official-fdi", earlier, 2023).value == before.value
        page = self.page("/en/statistics/official-fdi/?year=2023")
        assert (
            "2,801.50 million USD, before 2,790.63 million USD (Revised figures (Agency))"
        ) in page
        other = self.page("/en/statistics/official-fdi/?year=2022")
        assert "before 2,790.63" not in other
        stock = self.page("/en/statistics/official-fdi-stock/?year=2023")
        assert "Revised figures" not in stock
        rank = self.page("/en/statistics/official-fdi-rank/?year=2023")
        assert "Revisions none so far" in rank  # the same place before and after

    def test_every_figure_keeps_its_own_address(self):
        table = self.revise("2801.5")
        new = OfficialFigure.objects.get(table=table)
        old = self.page(f"/en/statistics/official-figures/{new.revises_id}/")
        assert (
            "Total registered capital: Thai Binh, 1 January 2023 – 20 December 2023 – Department"
            in old
        )
        assert "2,790.633 million USD" in old
        assert "A later document gives another figure." in old
        assert "Revised by 2,801.5 (Revised figures)" in old
        page = self.page(f"/vi/thong-ke/so-lieu-chinh-thuc/{new.pk}/")
        assert "2.801,5 triệu USD" in page
        assert "2.790,633 (Thu hút đầu tư nước ngoài từ 01/01 đến 20/12/2023)" in page
        link = f'href="/en/statistics/official-figures/{new.revises_id}/"'
        assert link in self.client.get("/en/statistics/official-fdi/?year=2023").content.decode()

    def test_a_figure_has_what_staff_want_its_readers_to_know(self):
        page = f"/en/statistics/official-figures/{OfficialFigure.objects.first().pk}/"
        DatasetNote.objects.filter(key="pci").update(note_en="Of another dataset.")
        DatasetNote.objects.filter(key="fia").update(note_en="The days are illustrative.")
        assert "The days are illustrative." in self.page(page)
        assert "Of another dataset." not in self.page(page)

    def test_a_figure_of_a_table_that_waits_has_no_page(self):
        table = self.revise("987654.321", approve=False)
        waiting = OfficialFigure.objects.get(table=table)
        path = f"/en/statistics/official-figures/{waiting.pk}/"
        assert self.client.get(path).status_code == 404
        page = self.page(f"/en/statistics/official-figures/{waiting.revises_id}/")
        assert "987,654" not in page
        assert "Revised by" not in page

    def test_a_table_that_waits_changes_nothing_and_shows_nowhere(self):
        self.revise("987654.321", approve=False)
        for path in ("statistics/", "statistics/official-fdi/", "statistics/official-fdi-rank/"):
            page = self.client.get(f"/en/{path}").content.decode()
            assert "987,654" not in page
            assert "Revised figures" not in page
        for suffix in ("csv", "json"):
            assert b"987654" not in self.client.get(f"/en/statistics/official-fdi.{suffix}").content


@pytest.mark.django_db
def test_without_any_table_the_pages_say_that_nothing_is_published(client):
    page = words(client.get("/en/statistics/official-fdi/").content.decode())
    assert "FDI registered in a year, official figure not in our data" in page
    assert "No figures are recorded." in page
