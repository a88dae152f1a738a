"""The PCI as visitors see it: sentences, numbers in each language's way, files, calm caches."""

import csv
import json
import re
from datetime import timedelta
from decimal import Decimal
from io import BytesIO, StringIO

import pytest
import time_machine
from django.db import connection
from django.db.models import QuerySet
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from openpyxl import load_workbook

from investment.official.models import SourceTable
from investment.pci import questions
from investment.pci.models import PciEdition, PciResult, PciScore, SubIndex
from portal.delivery.models import PublicVersion
from portal.pages.models import SiteIdentity
from portal.publishing import workflow
from projects import ledger
from projects.models import AdministrativeUnit
from tests.investment import world

pytestmark = pytest.mark.one_database

PAGES = [
    "pci/",
    "pci/compare/",
    "pci/mergers/",
    "pci/method/",
    "pci/sub-indices/entry_costs/",
    "pci/editions/pci-2016/",
    "pci/editions/pci-2022/",
    "pci/editions/pci-2016/provinces/",
]
CHOSEN = ["34", "33", "01", "79", "48"]
#: Thái Bình 2016, in the order of the edition.
SUBINDICES_2016 = [
    ("Entry costs", "8.77"),
    ("Land access and security of tenure", "5.53"),
    ("Transparency and access to information", "6.45"),
    ("Time costs and regulatory compliance", "6.86"),
    ("Informal charges", "5.59"),
    ("Policy bias (fair competition)", "5.33"),
    ("Proactivity of provincial leadership", "5.00"),
    ("Business support services", "4.72"),
    ("Labor and training", "5.74"),
    ("Legal institutions", "5.13"),
]
STANDINGS = {2019: ("65.38", 28), 2020: ("64.02", 25), 2021: ("62.31", 47), 2022: ("65.78", 28)}


def text_of(response):
    """What a page says, its tags gone, spaces single."""
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def rows_of(response, heading):
    """The cells of the rows of the table below a heading with that id."""
    part = response.content.decode().split(f'id="{heading}"', 1)[1].split("</table>", 1)[0]
    rows = re.findall(r"<tr.*?</tr>", part, re.S)
    return [
        [" ".join(re.sub(r"<[^>]+>", " ", cell).split())
         for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.S)]
        for row in rows
    ]  # fmt: skip


class TestRevisions(TestCase):
    """Of the score of one edition: what a later table, or one taken back, moved it from and to."""

    @classmethod
    def setUpTestData(cls):
        with translation.override("vi"):
            cls.enterer, cls.approver = world.load_pci()

    def later(self, year, score):
        """Another table about an edition, which waits."""
        result = PciResult.objects.get(edition__year=year, province__code="34")
        table = SourceTable.objects.get(pk=result.table_id)
        table = ledger.enter(
            SourceTable(
                number=f"PCI-{year}-sua", effective_on=table.effective_on, title_vi="Bảng sửa",
                title_en="Mended table", publisher_vi="VCCI", publisher_en="VCCI",
            ),
            by=self.enterer,
        )  # fmt: skip
        result.pk, result.table, result.score = None, table, Decimal(score)
        result.save(force_insert=True)
        return table

    def approve(self, table):
        return ledger.approve(table, by=self.approver, version=table.version)

    def told(self, query):
        text = text_of(self.client.get(f"/en/statistics/pci-score/{query}"))
        return text.split(" Revisions ", 1)[1].split(" Next release ", 1)[0]

    def test_a_later_table_and_one_taken_back_are_told(self):
        waiting = self.later(2022, "65.99")
        assert self.told("?year=2022") == "none so far"
        table = self.approve(waiting)
        moved = "65.99 points, before 65.78 points (Mended table (VCCI))"
        assert self.told("?year=2022").endswith(moved)
        assert self.told("?year=2021") == (
            "none of the figure of 2021 so far Figures of other years were corrected: 2022. "
            "Choose a year to see its corrections."
        )
        back = self.approve(ledger.correct(table, by=self.enterer, void=True))
        told = self.told("?year=2022")
        assert "65.78 points, before 65.99 points (taken back: Mended table (VCCI))" in told
        assert moved in told
        before = timezone.localtime(back.known_at - timedelta(microseconds=1)).isoformat()
        then = self.told(f"?year=2022&known_at={before.replace('+', '%2B')}")
        assert then.endswith(moved)
        assert "taken back" not in then

    def test_a_later_table_that_gives_the_same_is_none(self):
        self.approve(self.later(2022, "65.78"))
        assert self.told("?year=2022") == "none so far"


class TestPages(TestCase):
    @classmethod
    def setUpTestData(cls):
        with translation.override("vi"):
            cls.enterer, cls.approver = world.load_pci()

    def get(self, path):
        return self.client.get(path, follow=True)

    def first(self, year, last):
        """Lets an edition be one of the first provinces alone."""
        PciEdition.rows.filter(year=year).update(ranks_published_to=last)
        results = PciResult.objects.filter(edition__year=year, rank__gt=last)
        PciScore.objects.filter(result__in=results).delete()
        results.delete()

    # --- what is said ----------------------------------------------------------------

    def test_of_sub_indices_of_the_first_provinces_nobody_knows_the_median(self):
        self.first(2016, 40)
        table = rows_of(self.client.get("/en/pci/editions/pci-2016/"), "h-points")
        assert {tuple(row[3:5]) for row in table[1:]} == {("–", "–")}
        page = text_of(self.client.get("/en/pci/editions/pci-2016/"))
        assert "above the median" not in page
        assert "Entry costs" in page
        series = self.client.get("/en/pci/sub-indices/entry_costs.csv").content.decode("utf-8-sig")
        told = {row[0]: row[2:4] for row in csv.reader(StringIO(series))}
        assert told["2016"] == ["", ""]
        assert all(told["2015"])

    def test_without_a_median_and_a_year_before_the_scores_stand_alone(self):
        self.first(2016, 40)
        PciEdition.rows.filter(year=2015).update(status="archived")
        page = text_of(self.client.get("/en/pci/editions/pci-2016/"))
        assert "Our data lacks the province's scores of the year before" in page
        assert "8.77" in page
        first = text_of(self.client.get("/en/pci/editions/pci-2005/"))
        assert "Our data begins with this edition, so no points are counted." in first
        assert "the year before" not in first

    def test_the_overview_begins_with_score_and_rank_in_vietnamese_figures(self):
        said = text_of(self.get("/vi/pci/"))
        assert (
            "Trong PCI 2022, Thái Bình đạt 65,78/100 điểm, xếp thứ 28 trong 63 tỉnh, thành phố. "
            "So với năm 2021, tăng 3,47 điểm và tăng 19 bậc."
        ) in said
        assert "65.78" not in said.split("Thái Bình", 1)[1][:400]

    def test_the_overview_begins_with_score_and_rank_in_english(self):
        said = text_of(self.get("/en/pci/"))
        assert (
            "In the 2022 PCI, Thai Binh scored 65.78 out of 100 points and ranked 28th of 63 "
            "provinces and cities. Against 2021 it gained 3.47 points and rose 19 places. "
            "PCI 2023: our data has no result for Thai Binh."
        ) in said

    def test_every_edition_of_four_years_has_its_score_and_rank(self):
        for language, mark in (("vi", ","), ("en", ".")):
            rows = {
                row[0]: row[1:3] for row in rows_of(self.get(f"/{language}/pci/"), "h-editions")
            }
            shown = {year: rows[f"PCI {year}"] for year in STANDINGS}
            assert shown == {
                year: [score.replace(".", mark), f"{rank}/63"]
                for year, (score, rank) in STANDINGS.items()
            }

    def test_the_ten_sub_indices_of_2016_are_shown_in_both_languages(self):
        for language, mark in (("vi", ","), ("en", ".")):
            rows = rows_of(self.get(f"/{language}/pci/editions/pci-2016/"), "h-points")[1:]
            assert [row[2] for row in rows] == [
                score.replace(".", mark) for _name, score in SUBINDICES_2016
            ]
        assert [row[0] for row in rows] == [name for name, _score in SUBINDICES_2016]

    def test_a_sub_index_is_called_as_in_the_last_edition_that_has_its_scores(self):
        page = self.get("/en/pci/sub-indices/business_support/").content.decode()
        assert "<h1>Business support services: Thai Binh over time</h1>" in page
        page = self.get("/vi/pci/chi-so-thanh-phan/business_support/").content.decode()
        assert (
            "<h1>Dịch vụ hỗ trợ doanh nghiệp: Thái\N{NO-BREAK SPACE}Bình qua các năm</h1>" in page
        )
        said = text_of(self.get("/en/pci/"))
        assert "Business support services" in said
        assert "Business support policy" not in said.split("2021: new method")[0]

    def test_a_column_of_the_file_is_called_by_all_names_that_a_sub_index_had(self):
        head = self.get("/en/data/pci-results.csv").getvalue().decode("utf-8-sig").splitlines()[0]
        assert "Business support services / Business support policy" in head

    def test_the_day_of_an_edition_is_not_told_as_that_of_its_document(self):
        page = text_of(self.get("/en/statistics/pci-score/"))
        assert "Results of the PCI 2022 (VCCI)" in page
        assert "(31 December 2022)" not in page

    def test_a_score_without_a_rank_is_told_without_one(self):
        home = AdministrativeUnit.objects.get(code="34", name_vi="Thái Bình")
        PciResult.objects.filter(edition__year=2022, province=home).update(rank=None)
        PublicVersion.bump(lambda: None)
        pages = ["/en/pci/", "/vi/pci/", "/en/pci/editions/pci-2022/", "/vi/pci/nam/pci-2022/"]
        pages += ["/en/pci/compare/", "/en/pci/mergers/", "/en/statistics/pci-score/"]
        said = {url: text_of(self.get(url)) for url in pages}
        told = "scored 65.78 out of 100 points; its rank is not published. Against 2021 it gained "
        assert f"In the 2022 PCI, Thai Binh {told}3.47 points." in said["/en/pci/"]
        assert "Rank 2022" not in said["/en/pci/"]
        assert [url for url in pages if "None" in said[url]] == []

    def test_a_province_without_a_rank_is_none_of_the_first(self):
        self.first(2022, 30)
        told = "of the first 30 provinces only; our data has {} of them."
        assert told.format(30) in text_of(self.get("/en/pci/editions/pci-2022/"))
        home = AdministrativeUnit.objects.get(code="34", name_vi="Thái Bình")
        PciResult.objects.filter(edition__year=2022, province=home).update(rank=None)
        PublicVersion.bump(lambda: None)
        assert told.format(29) in text_of(self.get("/en/pci/editions/pci-2022/"))
        table = text_of(self.get("/en/pci/editions/pci-2022/provinces/"))
        assert "the first 30 provinces only; our data has 29 of them." in table

    def test_sub_indices_are_not_compared_over_a_break_without_scores_of_them(self):
        """Their scores are known up to 2016; 2021 broke the series."""
        assert "Thai Binh 2013–2016:" in text_of(self.get("/en/pci/"))
        own = PciResult.objects.get(edition__year=2022, province__code="34")
        SubIndex.objects.create(edition=own.edition, code="entry_costs", name_en="Entry costs")
        PciScore.objects.create(result=own, code="entry_costs", score=Decimal("7.10"))
        PublicVersion.bump(lambda: None)
        said = text_of(self.get("/en/pci/"))
        assert "Thai Binh 2013–2022:" not in said
        assert "Thai Binh 2022, highest score: “Entry costs”, 7.10 points" in said
        assert " of 0 rose" not in said

    def test_no_points_are_counted_where_the_weights_do_not_lead_to_the_scores(self):
        """Thai Binh 2011: 53.22 by the weights, published 53.69; 2010 and 2012 are led to."""
        for year in (2011, 2012):
            page = self.get(f"/en/pci/editions/pci-{year}/")
            assert "Points in the composite" not in rows_of(page, "h-points")[0]
            assert "do not lead to the published score of 2011, so no points" in text_of(page)
            page = text_of(self.get(f"/vi/pci/nam/pci-{year}/"))
            assert "không ra đúng điểm đã công bố của năm 2011, nên không tính" in page

    def test_points_gained_and_lost_are_change_times_weight(self):
        rows = {row[0]: row for row in rows_of(self.get("/en/pci/editions/pci-2016/"), "h-points")}
        assert rows["Business support services"][1:] == [
            "20%", "4.72", "5.53", "6.82", "5.32", "−0.60", "−1.20",
        ]  # fmt: skip

    def test_an_edition_after_a_break_is_compared_with_nothing(self):
        said = text_of(self.get("/en/pci/editions/pci-2009/"))
        assert "Not comparable with the edition before." in said
        assert "Points in the composite" not in said
        assert "it is not compared with 2008" in said

    def test_an_edition_without_sub_indices_says_so(self):
        said = text_of(self.get("/en/pci/editions/pci-2022/"))
        assert "Our data has no scores for Thai Binh in the sub-indices of this edition." in said
        assert "above the median in" not in said

    def test_of_an_edition_that_nobody_knew_of_no_scores_are_said_to_lack(self):
        for path, lacks in [("", "has no scores for Thai Binh in the sub-indices"),
                            ("provinces/", "has no scores of the sub-indices")]:  # fmt: skip
            url = f"/en/pci/editions/pci-2016/{path}?known_at=2016-12-31"
            said = text_of(self.get(url))
            assert "approved no results" in said
            assert lacks not in said
            assert lacks in text_of(self.get(f"/en/pci/editions/pci-2022/{path}"))

    def test_a_median_that_lacks_is_told_alike_beside_every_province(self):
        world.not_published_in_2023("34")
        for place in ("", "?place=48"):
            assert "2023 no score no score 71.25" in text_of(self.get(f"/en/pci/{place}"))

    def test_what_was_not_published_is_called_so(self):
        world.not_published_in_2023("34")
        assert (
            "PCI 2023: not published for Thai Binh. VCCI published the scores and ranks of the "
            "first 30 only."
        ) in text_of(self.get("/en/pci/"))
        said = text_of(self.get("/en/pci/compare/?p1=34&p2=48"))
        assert "PCI 2023 not published not in our data" in said
        for language, words in (("en", "not published"), ("vi", None)):
            response = self.get(f"/{language}/pci/editions/pci-2023/provinces/")
            rows = {row[0]: row[1:] for row in rows_of(response, "h-list")[1:]}
            assert len(rows) == 8
            if words:
                assert rows["Thai Binh"] == [words, words]

    def test_what_our_data_lacks_is_not_called_unpublished(self):
        said = text_of(self.get("/en/pci/?place=48"))
        assert "PCI 2023: our data has no result for Da Nang." in said
        assert "PCI 2023 not in our data not in our data" in said
        assert "PCI 2023: not published for" not in said
        said = text_of(self.get("/en/pci/editions/pci-2023/?place=48"))
        assert "PCI 2023: our data has no result for Da Nang." in said
        assert "first 30 provinces only; our data has 7 of them." in said
        said = text_of(self.get("/en/pci/mergers/"))
        assert (
            "Bac Giang Province (until 30 June 2025) PCI 2023: 69.75, rank 4 of 30 published"
            in said
        )

    def test_after_a_province_ended_it_lacks_no_edition(self):
        said = text_of(self.get("/en/pci/?place=28"))
        ended = "Ha Tay ended on 31 July 2008 and went into Hanoi; its last edition is PCI 2008."
        assert "Ha Tay scored 45.09" in said
        assert said.count(ended) == 1
        assert "was not in the PCI" not in said
        assert "our data has no result" not in said
        rows = {row[0]: row[1:3] for row in rows_of(self.get("/en/pci/?place=28"), "h-editions")}
        assert rows["PCI 2023"] == rows["PCI 2009"] == ["no longer existed"] * 2
        assert rows["PCI 2008"] == ["45.09", "55/64"]
        assert ended in text_of(self.get("/en/pci/editions/pci-2016/?place=28"))
        assert (
            "Hà Tây tồn tại đến hết ngày 31/07/2008, sau đó nhập vào Hà Nội; "
            "lần cuối có trong PCI là năm 2008."
        ) in text_of(self.get("/vi/pci/?place=28"))
        file = self.get("/en/pci/scores.csv?place=28").content.decode()
        assert file.count("no longer existed") == 15

    def test_a_province_that_became_another_is_told_from_one_that_merged(self):
        PciEdition.rows.filter(year=2023).update(year=2025)
        city = AdministrativeUnit.objects.get(code="46", valid_from="2025-01-01")
        result = PciResult.objects.filter(edition__year=2025, rank__gt=1)[0]
        PciResult.objects.filter(pk=result.pk).update(province=city)
        assert (
            "Thua Thien Hue existed until 31 December 2024 and then became Hue; "
            "its last edition is PCI 2022."
        ) in text_of(self.get("/en/pci/?place=46"))
        assert (
            "Thừa Thiên Huế tồn tại đến hết ngày 31/12/2024, sau đó trở thành Huế; "
            "lần cuối có trong PCI là năm 2022."
        ) in text_of(self.get("/vi/pci/?place=46"))
        leads_on = 'href="/vi/pci/?place=46%402025-01-01"'
        assert leads_on in self.get("/vi/pci/?place=46").content.decode()
        there = self.get("/vi/pci/?place=46@2025-01-01")
        assert 'href="/vi/pci/?place=46"' in there.content.decode()
        before = self.get("/vi/pci/nam/pci-2016/?place=46@2025-01-01")
        assert "Huế thành lập ngày 01/01/2025 từ Thừa Thiên Huế." in text_of(before)
        merged = text_of(self.get("/en/pci/mergers/"))
        assert ("Hung Yen Province" in merged, "Hue City" in merged) == (True, False)

    def test_in_the_year_of_a_merger_the_result_of_the_new_province_is_told(self):
        PciEdition.rows.filter(year=2023).update(year=2025)
        merged = AdministrativeUnit.objects.get(code="33", valid_from="2025-07-01")
        result = PciResult.objects.filter(edition__year=2025, rank__gt=1)[0]
        PciResult.objects.filter(pk=result.pk).update(province=merged, score="69.1", rank=9)
        for path in ("pci/", "pci/editions/pci-2023/"):
            said = text_of(self.get(f"/vi/{path}?place=34"))
            assert (
                "Thái Bình tồn tại đến hết ngày 30/06/2025, sau đó nhập vào Hưng Yên (từ "
                "01/07/2025); lần cuối có trong PCI là năm 2022. Trong PCI 2025, Hưng Yên (từ "
                "01/07/2025) đạt 69,10/100 điểm, xếp thứ 9"
            ) in said
            assert "chưa có kết quả" not in said

    def test_a_province_that_ended_without_a_successor_names_none(self):
        AdministrativeUnit.objects.get(code="28", level="province").successors.clear()
        said = text_of(self.get("/en/pci/?place=28"))
        assert "Ha Tay ended on 31 July 2008; its last edition is PCI 2008." in said

    def test_breaks_are_explained_beside_the_chart(self):
        rows = text_of(self.get("/en/pci/"))
        for said in ("2006: 10 sub-indices", "2009: 9 sub-indices", "2013: 10 sub-indices",
                     "2021: new method"):  # fmt: skip
            assert said in rows

    def test_2023_tells_less_but_measures_the_same(self):
        page = text_of(self.get("/en/pci/?place=22"))
        assert "Quang Ninh in 2023: 71.25 points, down by 1.70 points from 2022 (72.95)." in page
        assert "The method changed in 2021: earlier figures are not compared." in page
        assert "changed in 2023" not in page

    def test_each_chart_has_a_finding_a_sentence_and_a_table(self):
        for path in ("pci/", "pci/editions/pci-2016/", "pci/sub-indices/time_costs/",
                     "pci/compare/"):  # fmt: skip
            page = self.get(f"/en/{path}").content.decode()
            charts = page.count('<div class="fig">')
            assert charts >= 1
            assert len(re.findall(r'fig__trend">[^<]{20,}', page)) == charts
            assert (
                len(re.findall(r'<table class="tbl tbl--s">\s+<caption class="vh">', page))
                >= charts
            )

    def test_the_right_column_of_the_dot_chart_says_what_it_is(self):
        def heads(year):
            page = self.get(f"/en/pci/editions/pci-{year}/").content.decode()
            table = page.split('<details class="fig__data"', 1)[1].split("</thead>", 1)[0]
            return re.findall(r'<th scope="col">([^<]*)</th>', table)

        assert heads(2016)[-1] == "Change since 2015"
        assert heads(2006)[-1] == "Beside the median"  # the method had changed

    def test_a_sub_index_tells_editions_without_it_from_those_without_its_scores(self):
        def told(code, language="en"):
            path = {"en": "sub-indices", "vi": "chi-so-thanh-phan"}[language]
            page = self.get(f"/{language}/pci/{path}/{code}/")
            lead = re.search('<p class="lede">(.*?)</p>', page.content.decode()).group(1)
            return lead, re.findall("<p>([^<]*: [0-9–, ]+\\.)</p>", page.content.decode())

        scale = "A sub-index of the PCI, on a scale of 10 points."
        up_to = f"{scale} Our data has its scores up to 2016."
        lacking = "Without scores of this sub-index in our data: 2017–2023."
        assert told("policy_implementation") == (
            scale,
            ["Editions without this sub-index: 2006–2023."],
        )
        assert told("entry_costs") == (up_to, [lacking])
        assert told("policy_bias") == (
            up_to,
            [lacking, "Editions without this sub-index: 2009–2012."],
        )
        assert told("labor_training") == (
            up_to,
            [lacking, "Editions without this sub-index: 2005."],
        )
        assert told("policy_implementation", "vi")[1] == [
            "Các năm PCI không có chỉ số thành phần này: 2006–2023."
        ]

    def test_the_table_of_a_sub_index_is_headed_by_what_its_rows_are(self):
        for code in ("policy_implementation", "entry_costs"):
            page = self.get(f"/en/pci/sub-indices/{code}/").content.decode()
            table = page.split('<details class="fig__data"', 1)[1].split("</thead>", 1)[0]
            assert re.search(r'<th scope="col">([^<]*)</th>', table).group(1) == "Edition"

    def test_no_sub_index_is_called_best_by_a_name_of_something_bad(self):
        page = text_of(self.get("/en/pci/editions/pci-2006/"))
        assert "scores out of 10: higher is better" in page
        assert "Farthest above the median: the score for “" in page
        page = text_of(self.get("/vi/pci/editions/pci-2006/"))
        assert "điểm trên thang 10: càng cao càng tốt" in page
        page = text_of(self.get("/en/pci/sub-indices/informal_charges/"))
        assert "Informal charges: score out of 10 by edition, higher is better" in page

    def test_the_province_is_that_of_the_site_and_another_can_be_chosen(self):
        SiteIdentity(name_vi="Sở", province_vi="Thành phố Hải Phòng").save()
        said = text_of(self.get("/en/pci/"))
        assert (
            "In the 2023 PCI, Hai Phong scored 70.34 out of 100 points and ranked 3rd among the 30 "
            "provinces and cities that were published." in said
        )
        assert "Hanoi scored 66.74" in text_of(self.get("/en/pci/?place=01"))

    def test_a_province_that_nobody_knows_is_named_and_the_own_shown(self):
        said = text_of(self.get("/en/pci/?place=<b>99"))
        assert "is not a province with PCI results" in said
        assert "Thai Binh scored 65.78" in said

    def test_up_to_five_provinces_are_compared(self):
        page = self.get("/en/pci/compare/?p1=34&p2=33&p3=01&p4=79&p5=48")
        rows = {row[0]: row[1:] for row in rows_of(page, "h-ranks")}
        assert rows["Edition"] == ["Thai Binh", "Hung Yen", "Hanoi", "Ho Chi Minh City", "Da Nang"]
        assert rows["PCI 2022"] == [
            "65.78 (rank 28)", "67.91 (rank 14)", "66.74 (rank 20)", "65.86 (rank 27)",
            "68.52 (rank 9)",
        ]  # fmt: skip

    def test_without_a_choice_the_provinces_that_became_one_are_compared(self):
        rows = rows_of(self.get("/en/pci/compare/"), "h-ranks")
        assert rows[0] == ["Edition", "Thai Binh", "Hung Yen"]

    def test_what_nobody_chose_leaves_the_address(self):
        response = self.client.get("/en/pci/compare/?p1=34&p2=&p3=01")
        assert (response.status_code, response["Location"]) == (302, "/en/pci/compare/?p1=34&p3=01")

    def test_the_table_sorts_by_what_it_has_and_by_nothing_else(self):
        base = "/en/pci/editions/pci-2016/provinces/"

        def first(sort):
            return rows_of(self.get(f"{base}?sort={sort}"), "h-list")[1][0]

        assert (first("rank"), first("-rank"), first("name")) == ("Da Nang", "Cao Bang", "An Giang")
        best = max(
            (row for row in world.shipped() if row["year"] == "2016"),
            key=lambda row: Decimal(row["entry_costs"]),
        )
        assert rows_of(self.get(f"{base}?sort=-entry_costs"), "h-list")[1][3] == (
            f"{Decimal(best['entry_costs']):.2f}"
        )
        assert first("password") == "Da Nang"

    def test_mergers_show_then_and_now(self):
        said = text_of(self.get("/en/pci/mergers/"))
        assert "Hung Yen Province (until 30 June 2025) PCI 2022: 67.91, rank 14 of 63" in said
        assert "Thai Binh Province (until 30 June 2025) PCI 2022: 65.78, rank 28 of 63" in said
        assert "Ha Tay Province (until 31 July 2008) PCI 2008: 45.09, rank 55 of 64" in said

    def test_the_method_has_the_weights_of_each_edition(self):
        rows = {row[0]: row[1:] for row in rows_of(self.get("/en/pci/method/"), "h-weights")}
        years = rows["Sub-index"]
        by_year = dict(zip(years, rows["Policy bias (fair competition)"], strict=True))
        assert [by_year[year] for year in ("2005", "2006", "2009", "2013", "2022")] == [
            "?", "5", "–", "5", "?",
        ]  # fmt: skip

    def test_a_withdrawn_edition_vanishes_everywhere(self):
        edition = PciEdition.objects.get(year=2022)
        workflow.transition(
            edition, "withdraw", by=self.approver, version=edition.version, note="Sai"
        )
        for path in ("pci/", "pci/compare/", "pci/mergers/", "pci/scores.csv"):
            assert "65.78" not in self.get(f"/en/{path}").content.decode()
        assert self.client.get("/en/pci/editions/pci-2022/").status_code == 410

    def test_without_results_the_pages_say_so(self):
        for edition in PciEdition.objects.all():
            workflow.transition(
                edition, "withdraw", by=self.approver, version=edition.version, note="Sai"
            )
        for path in ("pci/", "pci/compare/"):
            assert "No PCI results have been published here yet" in text_of(self.get(f"/en/{path}"))
        assert self.client.get("/en/pci/sub-indices/entry_costs/").status_code == 404

    # --- files -----------------------------------------------------------------------

    def test_the_csv_of_an_edition_has_all_provinces_with_plain_numbers(self):
        response = self.client.get("/en/pci/editions/pci-2016/provinces.csv")
        rows = list(csv.reader(StringIO(response.content.decode("utf-8-sig"))))
        assert response["Content-Disposition"] == 'attachment; filename="pci-2016-en.csv"'
        assert (len(rows), len(rows[0])) == (64, 18)
        assert rows[0][:6] == ["Edition", "Province code", "Province or city", "Score (of 100)",
                               "Rank", "Rank computed from the scores"]  # fmt: skip
        home = next(row for row in rows if row[1] == "34")
        assert home[:7] == ["2016", "34", "Thai Binh", "57.72", "40", "true", "8.77"]

    def test_the_workbook_and_the_json_hold_the_same(self):
        data = json.loads(self.client.get("/en/pci/editions/pci-2016/provinces.json").content)
        book = load_workbook(
            BytesIO(self.client.get("/en/pci/editions/pci-2016/provinces.xlsx").content)
        )
        rows = list(book["PCI"].iter_rows(values_only=True))
        assert (data["meta"]["source"], len(data["rows"])) == ("VCCI", 63)
        assert [row[3] for row in rows[1:]] == [row["score"] for row in data["rows"]]
        assert data["rows"][0]["province"] == "Da Nang"

    def test_a_file_follows_the_order_of_its_page(self):
        data = json.loads(
            self.client.get("/en/pci/editions/pci-2016/provinces.json?sort=name").content
        )
        assert data["rows"][0]["province"] == "An Giang"

    def test_the_scores_of_a_province_can_be_taken_along(self):
        response = self.client.get("/vi/pci/scores.csv", follow=True)
        rows = list(csv.reader(StringIO(response.content.decode("utf-8-sig"))))
        last = {row[0]: row for row in rows}
        assert last["2022"][2:7] == ["Thái Bình", "65.78", "28", "63", "65.22"]
        assert last["2023"][2:7] == ["Thái Bình", "", "", "30", ""]
        assert (last["2022"][10], last["2023"][10]) == (
            "đã công bố",
            "chưa có trong dữ liệu",
        )

    def test_every_chart_can_be_taken_along_as_a_picture(self):
        for name in ("scores", "editions/pci-2016", "sub-indices/time_costs", "compare"):
            for query in ("", "?place=79") if name != "compare" else ("?p1=01&p2=79",):
                svg = self.client.get(f"/en/pci/{name}.svg{query}")
                assert svg.content.startswith(b"<svg "), name
                assert svg["Content-Type"] == "image/svg+xml"
                words = text_of(svg)
                place = "Ho Chi Minh City" if "79" in query and name != "compare" else "Thai Binh"
                assert "Provincial Competitiveness Index (PCI) · " in words
                assert name == "compare" or f"(PCI) · {place}" in words
                assert "Department, Tỉnh Thái Bình" in words
                assert "http://localhost:8000/en/pci/" in words
        png = self.client.get("/vi/pci/scores.png", follow=True)
        assert png.content.startswith(b"\x89PNG")
        assert png["Content-Type"] == "image/png"

    def test_what_has_no_chart_has_no_picture(self):
        assert self.client.get("/en/pci/editions/pci-2016/provinces.png").status_code == 404
        assert self.client.get("/en/pci/editions/pci-2023.svg").status_code == 404
        assert self.client.get("/en/pci/scores.svg?place=nobody-knows").status_code == 404

    def test_a_file_of_a_time_that_is_none_says_why(self):
        for name in ("scores", "compare", "sub-indices/time_costs", "editions/pci-2016",
                     "editions/pci-2016/provinces"):  # fmt: skip
            for suffix in ("csv", "json"):
                response = self.client.get(f"/en/pci/{name}.{suffix}?known_at=2022-02-30")
                assert response.status_code == 400, name
                assert "write it as 2022-12-05" in text_of(response), name

    # --- costs -----------------------------------------------------------------------

    def test_every_province_has_its_charts(self):
        for path, charts in {
            "pci/?place=01": 2,
            "pci/editions/pci-2016/?place=01": 1,
            "pci/sub-indices/time_costs/?place=79": 1,
        }.items():
            page = self.client.get(f"/en/{path}")
            assert page.content.decode().count('<div class="fig__wide"><svg ') == charts, path
            assert "no-store" not in page["Cache-Control"]

    def test_every_comparison_has_a_chart_and_its_figures_once(self):
        for count in range(1, 6):
            query = "&".join(f"p{n}={key}" for n, key in enumerate(CHOSEN[:count], 1))
            response = self.client.get(f"/en/pci/compare/?{query}")
            page = response.content.decode()
            assert page.count('<div class="fig__wide"><svg ') == 1
            assert page.count("<table") == 1

    def test_before_anything_was_approved_the_pages_know_nothing(self):
        said = "The department had approved no results of the PCI by 1 January 2020."
        for path in ("pci/", "pci/editions/pci-2016/", "pci/editions/pci-2016/provinces/",
                     "pci/compare/", "pci/mergers/", "pci/method/",
                     "pci/sub-indices/time_costs/"):  # fmt: skip
            page = text_of(self.get(f"/en/{path}?known_at=2020-01-01"))
            assert said in page, path
            assert "65.78" not in page
            assert said not in text_of(self.get(f"/en/{path}"))
        for name in ("scores", "compare", "editions/pci-2016/provinces"):
            url = f"/en/pci/{name}.csv"
            assert self.client.get(f"{url}?known_at=2020-01-01").status_code == 404
            assert self.client.get(url).status_code == 200

    def test_of_an_edition_that_was_not_known_yet_the_page_says_so(self):
        first, *_others, last = questions.editions()
        QuerySet(SourceTable).filter(pci_results__edition=first).update(
            known_at="2020-01-01T00:00Z"
        )
        said = "The department had approved no results of this edition by 1 February 2020."
        for page in ("", "provinces/"):
            for edition, is_said in ((last, True), (first, False)):
                url = f"/en/pci/editions/pci-{edition.year}/{page}?known_at=2020-02-01"
                assert (said in text_of(self.get(url))) is is_said, url

    def test_pages_of_the_past_show_what_was_known_then_and_keep_the_day(self):
        known_at = PciEdition.objects.get(year=2022).results.first().table.known_at
        with time_machine.travel(known_at + timedelta(days=400)):
            day = timezone.localdate(known_at + timedelta(days=1))
            query = f"?known_at={day}"
            for path in ("pci/", "pci/editions/pci-2016/", "pci/editions/pci-2016/provinces/",
                         "pci/sub-indices/time_costs/", "pci/compare/", "pci/mergers/",
                         "pci/method/"):  # fmt: skip
                response = self.get(f"/en/{path}{query}")
                page = response.content.decode()
                assert "As known on" in page.split("</header>", 1)[1].split("<form", 1)[0], path
                assert f'name="known_at" type="date" value="{day}"' in page
                main = page.split("<main", 1)[1].split("</main>", 1)[0]
                links = re.findall(r'href="(/en/pci/[^"#]*)"', main)
                forgetful = {link for link in links if f"known_at={day}" not in link}
                assert forgetful <= {"/en/pci/"}, path  # the crumb
                assert "no-store" not in response["Cache-Control"]
            assert "65.78" in text_of(self.get(f"/en/pci/{query}"))
            rows = json.loads(self.get(f"/en/pci/scores.json{query}").content)
            assert rows["meta"]["known_at"].startswith(f"{day}T23:59:59")

    def test_no_page_costs_more_than_twelve_queries(self):
        for path in PAGES:
            self.get(f"/en/{path}")
        costs = {}
        for path in [*PAGES, "pci/compare/?p1=34&p2=33&p3=01&p4=79&p5=48"]:
            with CaptureQueriesContext(connection) as queries:
                assert self.client.get(f"/en/{path}").status_code == 200
            costs[path] = len(queries)
        assert {path: cost for path, cost in costs.items() if cost > 12} == {}

    def test_the_words_of_the_other_language_lead_to_the_page(self):
        with translation.override("vi"):
            own = translation.gettext("pci/compare/")
        response = self.client.get(f"/en/{own}")
        expected = 200 if own == "pci/compare/" else 301
        assert response.status_code == expected

    def test_every_page_is_in_the_sitemap_with_its_editions(self):
        sitemap = self.client.get("/sitemap.xml").content.decode()
        with translation.override("en"):
            assert f"{reverse('pci:table', args=['pci-2016'])}</loc>" in sitemap
            assert f"{reverse('pci:subindex', args=['entry_costs'])}</loc>" in sitemap
        for path in ("pci/", "pci/compare/", "pci/mergers/", "pci/method/",
                     "pci/editions/pci-2016/"):  # fmt: skip
            assert f"/en/{path}<" in sitemap
