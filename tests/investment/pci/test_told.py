"""What PCI pages say of a province wherever they are asked about one, and where they lead."""

import json
import re
from io import BytesIO

import pytest
from django.db.models import QuerySet
from django.test import TestCase
from django.utils import translation
from openpyxl import load_workbook

from investment.official.models import SourceTable
from investment.pci.models import PciResult
from portal.pages.models import SiteIdentity
from projects.models import AdministrativeUnit
from tests.investment import world
from tests.investment.pci.test_merged import main_of
from tests.investment.pci.test_pages import text_of

pytestmark = pytest.mark.one_database


def notes_of(response):
    """What the notes of a page say."""
    found = re.findall(r'<div class="note[^>]*>(.*?)</div>', main_of(response), re.S)
    return [" ".join(re.sub(r"<[^>]+>", " ", note).split()) for note in found]


def chart_of(response):
    """(title, text) of the first chart of a page."""
    page = main_of(response)
    title = re.search(r'class="fig".*?<h2[^>]*>(.*?)</h2>', page, re.S).group(1)
    trend = re.search(r'fig__trend">([^<]*)<', page).group(1)
    return title.replace("\N{NO-BREAK SPACE}", " "), trend.replace("\N{NO-BREAK SPACE}", " ")


class TestTold(TestCase):
    @classmethod
    def setUpTestData(cls):
        with translation.override("vi"):
            world.load_pci()

    def get(self, path):
        response = self.client.get(path, follow=True)
        assert response.status_code == 200, path
        return response

    # --- what a province is today ------------------------------------------------------

    def test_a_province_that_became_another_alone_merged_with_none(self):
        for language, said, merged in (
            ("en", "Thua Thien Hue Province has become Hue City. Its results stay under its "
             "former name.", "today part of"),
            ("vi", "Tỉnh Thừa Thiên Huế nay là: Thành phố Huế. Kết quả vẫn đứng dưới tên cũ.",
             "nay thuộc"),
        ):  # fmt: skip
            response = self.get(f"/{language}/pci/?place=46")
            assert said in notes_of(response)
            assert merged not in text_of(response)
            assert "Provinces that merged: then and now" not in main_of(response)
            assert "Các tỉnh sáp nhập: khi đó và hiện nay" not in main_of(response)

    def test_of_a_province_that_merged_the_notice_leads_to_the_mergers(self):
        said = "Thai Binh Province is today part of: Hung Yen Province. Its results stay under its "
        way = "own name. Provinces that merged: then and now"
        assert said + way in notes_of(self.get("/en/pci/"))

    def test_of_one_whose_name_lives_on_the_results_are_of_that_before_the_merger(self):
        for path, said in {
            "/en/pci/?place=33": "These are the results of Hung Yen until 30 June 2025, before it "
            "merged with Thai Binh. Provinces that merged: then and now",
            "/vi/pci/?place=33": "Đây là kết quả của Hưng Yên đến hết ngày 30/06/2025, trước khi "
            "sáp nhập với Thái Bình. Các tỉnh sáp nhập: khi đó và hiện nay",
            "/en/pci/?place=89": "These are the results of An Giang until 30 June 2025, before it "
            "merged with Kien Giang. Provinces that merged: then and now",
            "/en/pci/?place=79": "These are the results of Ho Chi Minh City until 30 June 2025, "
            "before it merged with Ba Ria - Vung Tau and Binh Duong. Provinces that merged: then "
            "and now",
        }.items():
            assert said in notes_of(self.get(path)), path
        for place in ("01", "22"):
            said = text_of(self.get(f"/en/pci/?place={place}"))
            assert "These are the results" not in said
            assert "today part of" not in said

    # --- without a score ---------------------------------------------------------------

    def test_a_sub_index_without_a_score_of_a_province_says_why(self):
        """Its only edition is that of 2005, of 42 provinces."""
        for path, title, others in (
            ("/en/pci/sub-indices/policy_implementation/?place=14",
             "Son La was not in the PCI 2005", "In 2005: best province 8.27 and median 6.28."),
            ("/vi/pci/chi-so-thanh-phan/policy_implementation/?place=14",
             "Sơn La không có trong PCI 2005", "Năm 2005: tỉnh cao nhất 8,27 và trung vị 6,28."),
        ):  # fmt: skip
            response = self.get(path)
            found, trend = chart_of(response)
            assert (found, trend) == (title, f"{title}. {others}")
            for false in ("No figures are recorded", "Chưa ghi nhận số liệu"):
                assert false not in response.content.decode()
        picture = text_of(self.get(
            "/en/pci/sub-indices/policy_implementation.svg?place=14"
        ))  # fmt: skip
        assert "Son La was not in the PCI 2005" in picture

    def test_what_was_published_but_lacks_in_our_data_is_said_to(self):
        own = PciResult.objects.get(edition__year=2005, province__code="31")
        own.scores.filter(code="policy_implementation").delete()
        response = self.get("/en/pci/sub-indices/policy_implementation/?place=31")
        assert chart_of(response)[0] == (
            "PCI 2005: our data has no score for Hai Phong in this sub-index"
        )

    def test_a_province_without_any_score_says_why(self):
        home = AdministrativeUnit.objects.get(code="28", level="province")
        PciResult.objects.filter(province=home).update(score=None, rank=None)
        title, trend = chart_of(self.get("/en/pci/?place=28"))
        assert title == (
            "PCI 2005–2008: not published for Ha Tay. Ha Tay no longer existed at the time of the "
            "PCI 2009–2023"
        )
        assert trend.startswith(f"{title}. In 2022: ")

    # --- the best -----------------------------------------------------------------------

    def test_the_best_province_is_not_behind_itself(self):
        for language, said in (
            ("en", "Best score 71.25 points no province scored more"),
            ("vi", "Điểm cao nhất 71,25 điểm không tỉnh, thành phố nào cao hơn"),
        ):
            text = text_of(self.get(f"/{language}/pci/?place=22"))
            assert said in text
            assert "Behind the best" not in text
        assert "Behind the best 7.17 points Quang Ninh 72.95" in text_of(self.get("/en/pci/"))

    # --- ways --------------------------------------------------------------------------

    def test_pages_about_a_province_lead_to_pages_about_it(self):
        """All but those that are about no province, and the list of provinces itself."""
        for start, about_none in (
            ("/en/pci/", ("/en/pci/mergers/", "/en/pci/method/")),
            ("/vi/pci/", ("/vi/pci/sap-nhap/", "/vi/pci/phuong-phap/")),
        ):
            pages = [f"{start}?place=22"]
            for _step in range(2):
                pages += [link for page in pages[:1] + pages[-3:] for link in self.ways(page)]
            for page in sorted({page.partition("#")[0] for page in pages if "/pci/" in page}):
                if page.startswith(about_none) or re.search(r"\.(svg|png|csv|xlsx|json)\?", page):
                    continue
                assert re.search(r"[?&](place|p1)=22\b", page), page

    def ways(self, path):
        """The pages of the PCI that the head and the tiles of a page lead to."""
        page = main_of(self.get(path.replace("&amp;", "&")))
        for part in ('<table class="tbl tbl--s pci__all"', 'class="chips'):
            page = page.split(part)[0]
        return re.findall(r'href="(/[a-z]{2}/pci/[^"]*)"', page)

    def test_a_moment_is_kept_with_the_province(self):
        QuerySet(SourceTable).update(known_at="2020-01-01T00:00Z")
        asked = "place=22&known_at=2022-01-01"
        for path in ("pci/editions/pci-2022/", "pci/editions/pci-2022/provinces/",
                     "pci/sub-indices/entry_costs/"):  # fmt: skip
            page = self.get(f"/en/{path}?{asked}").content.decode()
            assert '<a href="/en/pci/?place=22&amp;known_at=2022-01-01">PCI</a>' in page, path
        page = main_of(self.get(f"/en/pci/?{asked}"))
        for tile, address in (("Score 2023", ""), ("Rank 2023", "provinces/"), ("Best score", "")):
            link = page.split(f"<dt>{tile}</dt>", 1)[1].split("</a>", 1)[0]
            asked_too = "?place=22&amp;known_at=2022-01-01"
            assert f'"/en/pci/editions/pci-2023/{address}{asked_too}"' in link
        page = main_of(self.get("/en/pci/method/?known_at=2022-01-01"))
        assert '<a href="/en/pci/?known_at=2022-01-01">PCI</a>' in page

    def test_comparing_begins_with_the_province_and_the_own(self):
        for language, word in (("en", "compare"), ("vi", "so-sanh")):
            page = main_of(self.get(f"/{language}/pci/?place=22"))
            assert f'href="/{language}/pci/{word}/?p1=22&amp;p2=34"' in page
            assert f'href="/{language}/pci/{word}/"' in main_of(self.get(f"/{language}/pci/"))
        page = main_of(self.get("/en/pci/compare/?p1=22&p2=34"))
        assert 'href="/en/pci/editions/pci-2022/?place=22"' in page

    def test_the_table_of_an_edition_shows_the_province_asked_for(self):
        page = self.get("/en/pci/editions/pci-2022/provinces/?place=22&sort=name")
        row = re.search(r'<tr class="pci__home">.*?</tr>', page.content.decode(), re.S).group()
        assert "Quang Ninh" in row
        assert 'name="place" value="22"' in page.content.decode()
        assert 'href="/en/pci/editions/pci-2021/provinces/?place=22"' in page.content.decode()

    # --- one province compared -----------------------------------------------------------

    def test_one_province_alone_is_named(self):
        for query, said in (
            ("?p1=28", "Ha Tay in 2008: 45.09 points, down by 7.15 points from 2007 (52.24)"),
            ("?p1=28&p2=nobody",
             "Ha Tay in 2008: 45.09 points, down by 7.15 points from 2007 (52.24)"),
        ):  # fmt: skip
            assert chart_of(self.get(f"/en/pci/compare/{query}"))[0] == said
            page = self.get(f"/en/pci/compare/{query}").content.decode()
            assert "<title>PCI: compare provinces: Ha Tay" in page
        vietnamese = chart_of(self.get("/vi/pci/so-sanh/?p1=28"))[0]
        assert vietnamese.startswith("Hà Tây năm 2008: 45,09 điểm, giảm 7,15 điểm")

    def test_a_line_that_ended_names_its_year(self):
        picture = text_of(self.get("/en/pci/scores.svg?place=28"))
        assert "Ha Tay 45.09 (2008)" in picture

    # --- tables that lack provinces --------------------------------------------------------

    def test_a_table_of_some_provinces_is_not_called_one_of_all(self):
        for path, part, whole in (
            ("/en/pci/editions/pci-{}/provinces/", "PCI 2023: the provinces in our data",
             "PCI 2022: all provinces"),
            ("/vi/pci/nam/pci-{}/cac-tinh/", "PCI 2023: các tỉnh có trong dữ liệu của cổng",
             "PCI 2022: tất cả các tỉnh"),
        ):  # fmt: skip
            for year, title in ((2023, part), (2022, whole)):
                page = self.get(path.format(year)).content.decode()
                assert re.search("<h1>(.*?)</h1>", page).group(1).replace("\xa0", " ") == title
        said = text_of(self.get("/en/pci/editions/pci-2023/"))
        assert "Provinces of this edition in our data" in said
        assert "All provinces of this edition" not in said
        assert "All provinces of this edition" in text_of(self.get("/en/pci/editions/pci-2022/"))
        file = json.loads(self.client.get("/en/pci/editions/pci-2023/provinces.json").content)
        assert file["meta"]["title"] == "PCI 2023: the provinces in our data"

    # --- files -----------------------------------------------------------------------------

    def test_the_dataset_says_its_day_and_what_has_no_row(self):
        response = self.client.get("/en/data/pci-results.xlsx")
        book = load_workbook(BytesIO(b"".join(response)))
        about = dict(list(book["About this table"].iter_rows(values_only=True))[1:])
        assert about["As of"] == "2023-12-31"
        assert about["Score (of 100)"] == (
            "empty where VCCI published none; a province that was not in an edition, was not "
            "published or is not in our data has no row of it"
        )

    def test_the_file_of_the_figure_names_the_documents_of_all_its_rows(self):
        file = json.loads(self.client.get("/en/statistics/pci-score.json").content)
        named = file["meta"]["Source"].split("; ")
        assert len(file["rows"]) == len(named) == 19
        assert named[0] == "Results of the PCI 2023 (VCCI)"
        assert named[-1] == "Results of the PCI 2005 (VCCI)"

    # --- the figure of a year --------------------------------------------------------------

    def test_the_chart_of_the_figure_follows_the_year_that_is_asked(self):
        for path, said in {
            "/en/statistics/pci-score/": "Thai Binh in 2022: 0.56 points above the median",
            "/en/statistics/pci-score/?year=2021": "Thai Binh in 2021: 2.43 points below the "
            "median",
            "/vi/thong-ke/diem-pci/?year=2021": "Thái Bình năm 2021: thấp hơn trung vị 2,43 điểm",
            "/en/statistics/pci-score/?year=2023": "PCI 2023: our data has no result for Thai Binh",
        }.items():
            assert chart_of(self.get(path))[0] == said, path
        SiteIdentity.objects.update(province_vi="Tỉnh Sơn La")
        for path, said in {
            "/en/statistics/pci-score/?year=2005": "Son La was not in the PCI 2005",
            "/vi/thong-ke/diem-pci/?year=2005": "Sơn La không có trong PCI 2005",
        }.items():
            assert chart_of(self.get(path))[0] == said, path
