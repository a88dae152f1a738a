"""Register and official figures side by side: which is which, and how they differ by year."""

import re
from datetime import date, timedelta
from html import unescape

import pytest
import time_machine
from django.test import TestCase
from django.utils import timezone, translation

from investment.opendata.models import DatasetNote
from portal.delivery import shared
from portal.text import display
from tests import registers
from tests.investment import world
from tests.news.test_cited import draft, publish
from tests.projects.test_pages import words

pytestmark = pytest.mark.one_database

REGISTER = (
    "FDI figures from the department's register are not the official ones of the Foreign "
    "Investment Agency."
)
OFFICIAL = (
    "Official FDI figures of the Foreign Investment Agency are not those of the "
    "department's register."
)
#: Either, in a page.
BOTH = re.compile("are not the official ones|are not those of the department")
FLOW = (
    "For the year up to 20 December 2023 the register shows 4.50 million USD of registered "
    "capital, the Agency 2,790.63 million USD."
)
STOCK = (
    "As of 20 June 2024 the register shows 5.50 million USD of capital of valid projects, the "
    "Agency 5,122.66 million USD."
)
LINK = "Register and official figures by year"
#: What a page shows of FDI → how the other basis tells of the same, and of nothing else.
PAGES = {
    "/en/": (REGISTER, STOCK),
    "/en/projects/": (REGISTER, STOCK),
    "/en/projects/fdi/": (REGISTER, STOCK),
    "/en/statistics/fdi/": (REGISTER, FLOW, STOCK),
    "/en/statistics/fdi-capital/": (REGISTER, STOCK),
    "/en/statistics/fdi-by-sector/": (REGISTER, STOCK),
    "/en/statistics/fdi-by-year/?year=2023": (REGISTER, FLOW),
    "/en/statistics/official-fdi/": (OFFICIAL, FLOW),
    "/en/statistics/official-fdi-rank/": (OFFICIAL, FLOW),
    "/en/statistics/official-fdi-stock/": (OFFICIAL, STOCK),
}
TABLE = "/en/statistics/register-and-official/"


class TestBases(TestCase):
    @classmethod
    def setUpTestData(cls):
        with translation.override("vi"):
            enterer, approver = world.load_fia()
        cls.people = {"data officer": enterer, "publisher": approver, "reviewer": approver}

    def test_a_citation_names_whose_figure_it_is_and_of_which_province(self):
        def cited(key):
            page = self.client.get(f"/en/statistics/{key}/").content.decode()
            return words(page[page.index('class="cite" lang="en"') :].split(">", 1)[1])

        assert cited("official-fdi").startswith(
            "Foreign Investment Agency (FIA): FDI registered in a year, official figure, "
            "Tỉnh Thái Bình, 2,790.63 million USD (2023, "
        )
        assert cited("official-fdi-rank").startswith(
            "Department: Rank of the province by registered FDI, "
            "Tỉnh Thái Bình, 5th of 56 provinces and cities with a printed figure"
        )

    def test_outside_the_first_ten_a_rank_is_seen_in_the_chart(self):
        url = "/en/statistics/official-fdi-rank/?year=2022"
        page = self.page(url)
        assert "18th of 54 provinces and cities with a printed figure" in page
        title = "ranked 18th of 54 provinces and cities with a printed figure in 2022"
        assert title in page
        assert "Thai Binh 18 307.87" in page, "the table of the chart"
        said = "Bar chart with 11 bars, sorted by size, each named with its place. 7 are left "
        drawn = self.client.get(url.replace("/?", ".svg?")).content.decode()
        assert said + "out between" in drawn
        assert re.search(r"10\. [^<]+<.*18\. Thai Binh<", drawn, re.DOTALL)
        page = self.page("/vi/thong-ke/xep-hang-thu-hut-fdi/?year=2022")
        assert "thứ 18 trong 54 tỉnh, thành phố có số liệu công bố" in page
        assert "mỗi tên có ghi thứ hạng. Giữa" in page
        assert "with registered FDI" not in page

    def register(self, before=None):
        """One project of 2023, raised after the national cut-off; another of an earlier day."""
        if before:
            registers.happened(
                self.people, registers.fdi_project(self.people), "new", before, "7000000"
            )
        project = registers.fdi_project(self.people)
        registers.happened(self.people, project, "new", "2023-03-01", "4500000")
        registers.happened(self.people, project, "capital_increase", "2023-12-25", "1000000")

    def page(self, url):
        response = self.client.get(url)
        assert response.status_code == 200, url
        return words(response.content.decode())

    def test_each_page_says_of_the_same_thing_what_the_other_basis_tells(self):
        self.register()
        self.client.defaults[shared.KEY] = {}  # nothing that is public changes any more
        for url, said in PAGES.items():
            page = self.page(url)
            assert " ".join([*said, LINK]) in page, url
            assert f'href="{TABLE}"' in self.client.get(url).content.decode(), url
        overview = self.page("/en/statistics/")
        assert f"{REGISTER} {FLOW} {STOCK} {LINK}" in overview
        assert f"{OFFICIAL} {FLOW} {STOCK} {LINK}" in overview

    def test_of_a_part_of_a_year_that_part_is_compared(self):
        self.register()
        urls = [f"/en/statistics/{name}/?year=2024" for name in ("official-fdi",
                                                                 "official-fdi-rank")]  # fmt: skip
        for url in urls:
            assert FLOW in self.page(url), "the register ends in 2023"
        project = registers.fdi_project(self.people)
        registers.happened(self.people, project, "new", "2024-03-01", "2000000")
        registers.happened(self.people, project, "disbursement", "2024-07-01", "5")
        said = (
            "For the year up to 20 June 2024 the register shows 2.00 million USD of registered "
            "capital, the Agency 401.62 million USD."
        )
        for url in urls:
            assert said in self.page(url)
            assert FLOW not in self.page(url)

    def test_a_year_that_lacks_a_part_is_not_compared(self):
        self.register(before="2015-02-01")
        page = self.page("/en/statistics/official-fdi/?year=2015")
        assert OFFICIAL not in page
        assert OFFICIAL in self.page("/en/statistics/official-fdi/?year=2016")

    def test_of_a_past_day_the_dashboard_leads_to_the_year_it_tells_of(self):
        self.register()
        page = self.client.get("/en/statistics/fdi/?as_of=2021-12-31").content.decode()
        links = set(re.findall(r'href="(/en/statistics/official-fdi-rank[^"]*)"', page))
        ways = ["/", ".csv", ".json", ".png", ".svg", ".xlsx"]
        assert links == {f"/en/statistics/official-fdi-rank{way}?year=2021" for way in ways}
        told = re.search(r"ranked (\d+)th of (\d+)[^.]*in 2021", words(page))
        own = self.page("/en/statistics/official-fdi-rank/?year=2021")
        assert f"{told[1]}th of {told[2]}" in own
        today = self.client.get("/en/statistics/fdi/").content.decode()
        assert 'href="/en/statistics/official-fdi-rank/"' in today

    def test_it_is_said_in_vietnamese(self):
        self.register()
        assert (
            "Số liệu FDI theo danh mục của Sở không phải là số liệu chính thức của Cục Đầu tư "
            "nước ngoài. Từ đầu năm đến hết ngày 20/12/2023, danh mục của Sở ghi 4,50 triệu USD "
            "vốn đăng ký, Cục Đầu tư nước ngoài công bố 2.790,63 triệu USD. Tính đến hết ngày "
            "20/06/2024, danh mục của Sở ghi 5,50 triệu USD vốn đăng ký của các dự án còn hiệu "
            "lực, Cục Đầu tư nước ngoài công bố 5.122,66 triệu USD."
        ) in self.page("/vi/thong-ke/fdi/")

    def test_nothing_later_than_the_day_asked_about_is_quoted(self):
        self.register(before="2022-03-01")
        for url in ("/en/projects/fdi/", "/en/statistics/fdi/", "/en/statistics/fdi-capital/"):
            page = self.page(f"{url}?as_of=2023-06-30")
            assert "As of 20 December 2022 the register shows 7.00 million USD" in page, url
            assert "2023 the register shows" not in page, url
            assert "2024 the register shows" not in page, url
        year = self.page("/en/statistics/official-fdi/?year=2022")
        assert "For the year up to 20 December 2022 the register shows 7.00 million USD" in year
        assert "2023 the register shows" not in year

    def test_nothing_the_department_did_not_know_then_is_quoted(self):
        self.register()
        yesterday = (timezone.localdate() - timedelta(days=1)).isoformat()
        for url in ("/en/projects/fdi/", "/en/statistics/fdi/", "/en/statistics/fdi-capital/"):
            page = self.page(f"{url}?as_of=2024-12-31&known_at={yesterday}")
            assert not BOTH.search(page), url

    def test_a_list_that_filters_narrow_is_compared_with_nothing(self):
        self.register()
        for asked in ("?partner=KR", "?status=ended", "?counted=new&since=2023-01-01"):
            page = self.page(f"/en/projects/fdi/{asked}")
            assert f"{REGISTER} {LINK}" in page, asked
            assert "the register shows" not in page, asked

    def test_at_home_it_stands_with_fdi_alone(self):
        self.register()
        registers.oda_project(self.people, stages=[("implementation", "2022-01-01")])
        home = self.client.get("/en/").content.decode()
        fdi, aid = home.split('id="h-reg-1"')[1].split('id="h-reg-2"')
        assert "FDI figures from the department" in fdi
        assert "are not the official ones" not in aid

    def test_the_note_of_the_register_stands_with_it(self):
        self.register()
        DatasetNote.objects.filter(key="fdi").update(note_vi="Minh họa.", note_en="Illustrative.")
        DatasetNote.objects.filter(key="oda").update(note_vi="Khác.", note_en="Of another.")
        for url in ["/en/projects/fdi/", "/en/statistics/official-fdi/", TABLE]:
            page = self.page(url)
            assert "Illustrative." in page, url
            assert "Of another." not in page, url

    def test_the_note_of_a_register_without_another_basis_stands_there_too(self):
        registers.oda_project(self.people, stages=[("implementation", "2022-01-01")])
        DatasetNote.objects.filter(key="oda").update(note_vi="Minh họa.", note_en="Illustrative.")
        DatasetNote.objects.filter(key="ngo").update(note_vi="Khác.", note_en="Of another.")
        own = ["/en/projects/oda/", "/en/statistics/oda/", "/en/data/oda-projects/"]
        figure = "/en/statistics/oda-projects/"
        for url in [*own, figure, "/en/", "/en/projects/", "/en/statistics/"]:
            assert "Illustrative." in self.page(url), url
        for url in own:
            assert "Of another." not in self.page(url), url

    def test_files_of_official_tables_have_their_note(self):
        DatasetNote.objects.filter(key="fia").update(note_vi="Minh họa.", note_en="Illustrative.")
        answer = self.client.get("/en/data/official-fdi-figures.json").json()
        assert answer["about"]["note"] == "Illustrative."
        rows = b"".join(self.client.get("/vi/du-lieu/so-lieu-fdi-chinh-thuc.csv")).decode()
        assert "Minh họa." in rows.splitlines()[1]

    def test_articles_that_cite_and_datasets_lead_to_the_table_by_year(self):
        self.register()
        people = {**self.people, "author": self.people["data officer"]}
        cited = ("fdi-capital", date(2023, 12, 31), None)
        article = publish(people, draft(people, cited))
        told = "FDI figures from the department's register are not the official ones"
        for url in [article.url("en"), f"{article.url('en')}file.html", "/en/data/fdi-projects/"]:
            page = self.client.get(url).content.decode()
            assert told in unescape(page), url
            assert f'href="{TABLE}"' in page, url
        official = self.client.get("/en/data/official-fdi-figures/").content.decode()
        assert "Official FDI figures of the Foreign Investment Agency are not those" in official

    def test_without_a_register_nothing_is_said_of_it(self):
        for url in PAGES:
            assert not BOTH.search(self.page(url)), url

    def test_what_has_no_other_basis_says_nothing(self):
        self.register()
        for url in ("/en/statistics/ngo/", "/en/projects/oda/", "/en/statistics/pci-score/"):
            assert not BOTH.search(self.page(url)), url

    def test_a_public_table_compares_them_by_year(self):
        self.register()
        page = self.page(TABLE)
        assert "20 December 2023 4.50 2,790.63 4.50 4,711.27 1 147" in page
        assert "20 December 2022 – 307.87 – 1,664.43 – 112" in page
        assert (
            "26 December 2016 – 54.02 – 509.83 (20 December 2016) – 69 (20 December 2016)"
        ) in page
        assert "20/12/2023 4,50 2.790,63" in self.page(
            "/vi/thong-ke/danh-muc-va-so-lieu-chinh-thuc/"
        )
        assert (
            "The Agency's tables of 2015 do not give all parts (missing: Share purchases): its "
            "capital registered in that year leaves them out, and the register's does not."
        ) in page
        assert "tables of 2016 do not" not in page
        assert TABLE in self.client.get("/sitemap.xml").content.decode()

    def test_as_known_on_a_past_day_it_tells_what_both_told_then(self):
        project = registers.fdi_project(self.people)
        loaded = timezone.now()
        for days, amount in ((10, "4500000"), (20, "1000000")):
            with time_machine.travel(loaded + timedelta(days=days)):
                kind = "new" if days == 10 else "capital_increase"
                registers.happened(self.people, project, kind, "2023-03-01", amount)
        known = (loaded + timedelta(days=12)).date()
        query = f"?known_at={known}"
        with time_machine.travel(loaded + timedelta(days=30)):
            assert "20 December 2023 5.50 2,790.63 5.50 4,711.27 1 147" in self.page(TABLE)
            then = self.page(TABLE + query)
            assert "20 December 2023 4.50 2,790.63 4.50 4,711.27 1 147" in then
            assert f"As known on {display.date(known, 'en')}" in then
            assert "20/12/2023 4,50 2.790,63 4,50 4.711,27" in self.page(
                f"/vi/thong-ke/danh-muc-va-so-lieu-chinh-thuc/{query}"
            )
            assert "As known on" not in words(self.stamp(TABLE))
            for url in ("/en/projects/fdi/", "/en/statistics/fdi/", "/en/statistics/fdi-capital/"):
                assert f'href="{TABLE}{query}"' in self.client.get(url + query).content.decode()
            before = f"?known_at={(loaded - timedelta(days=2)).date()}"
            said = "By that moment the department had approved no official table."
            assert said in self.page(TABLE + before)
            assert "No figures are recorded." not in self.page(TABLE + before)
            said = "Đến thời điểm đó, Sở chưa duyệt bảng số liệu chính thức nào."
            assert said in self.page(f"/vi/thong-ke/danh-muc-va-so-lieu-chinh-thuc/{before}")

    def test_its_day_is_chosen_in_a_form(self):
        page = self.client.get(f"{TABLE}?known_at=2026-01-31").content.decode()
        assert 'name="known_at" type="date" value="2026-01-31"' in page
        response = self.client.get(f"{TABLE}?known_at=")
        assert (response.status_code, response.url) == (302, TABLE)

    def stamp(self, url):
        page = self.client.get(url).content.decode()
        return page.partition('class="stamp"')[2].partition("</dl>")[0]


class TestWithoutOfficialFigures(TestCase):
    def test_the_register_stands_alone(self):
        assert not BOTH.search(words(self.client.get("/en/projects/fdi/").content.decode()))
        page = words(self.client.get(TABLE).content.decode())
        assert "No figures are recorded." in page
