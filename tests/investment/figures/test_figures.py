"""The dashboards and the pages of figures: what they show of the registers, and what not."""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from xml.etree import ElementTree as ET

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation
from openpyxl import load_workbook

from investment.figures import registry
from portal.delivery import shared
from portal.delivery.models import PublicVersion
from portal.pages.models import SiteIdentity
from portal.text import display
from projects import ledger
from projects.models import FdiEvent, FdiProject, OdaProject
from tests import articles
from tests import registers as r
from tests.investment import world
from tests.projects.test_pages import _clone as clone
from tests.projects.test_pages import words

pytestmark = pytest.mark.django_db

DASHBOARDS = ["overview", *(f"{kind}_dashboard" for kind in ("fdi", "domestic", "oda", "ngo"))]
REGISTERS = [page for page in registry.ALL if page.group != "official"]
every_figure = pytest.mark.parametrize("page", registry.ALL, ids=lambda page: page.key)


def address(name, *, language="en", query=""):
    with translation.override(language):
        return reverse(f"figures:{name}") + query


def figure_address(key, *, language="en", query="", suffix=""):
    page = registry.by_key(key)
    with translation.override(language):
        if suffix:
            return reverse("figures:figure_file", args=[page.slug(language), suffix]) + query
        return reverse("figures:figure", args=[page.slug(language)]) + query


def every_address(language="en"):
    """All pages and tables about the registers."""
    for name in DASHBOARDS:
        yield address(name, language=language)
    for page in REGISTERS:
        yield figure_address(page.key, language=language)
        for suffix in ("csv", "json", "xlsx"):
            yield figure_address(page.key, language=language, suffix=suffix)


def text(client, url):
    response = client.get(url)
    assert response.status_code == 200, url
    return words(response.content.decode())


@pytest.fixture
def fdi(people):
    """Two valid projects: 10 million of 2020 raised by 2.5 in 2022, 4 million of 2022."""
    district = r.unit("341", "Thái Thụy", "district", r.unit())
    old = r.fdi_project(people, unit=district)
    r.happened(people, old, "new", "2020-05-04", "10000000", source_vi="Giấy chứng nhận")
    r.happened(people, old, "capital_increase", "2022-03-01", "2500000.50")
    new = r.fdi_project(people, industry=r.industry("L", "Bất động sản", "Real estate"))
    partner = r.country("JP", "Nhật Bản", "Japan")
    r.happened(people, new, "new", "2022-06-01", "4000000", partner=partner)
    return old, new


@pytest.fixture
def domestic(people):
    project = r.domestic_project(people)
    r.happened(people, project, "new", "2021-01-01", 10**11)
    return project


@pytest.fixture
def oda(people):
    record = r.oda_project(people, stages=[("implementation", "2020-01-01")])
    for measure, year, amount in [("planned", 2021, 900), ("planned", 2022, 1000),
                                  ("disbursed", 2022, 250)]:  # fmt: skip
        statement = r.year(people, record, measure, year, f"{year}-11-30",
                           foreign=Decimal(amount), counterpart=Decimal(0))  # fmt: skip
        r.approved(people, statement)
    return record


@pytest.fixture
def ngo(people):
    record = r.ngo_aid(people, stages=[("implementing", "2021-01-01")])
    statement = r.year(people, record, "committed", 2022, "2022-11-30",
                       usd=Decimal(83888), is_floor=True)  # fmt: skip
    r.approved(people, statement)
    return record


class TestWhatTheySay:
    #: word of a method → what is among the headings of a table that it describes
    AMOUNTS = {"commitment": "ommit", "capital": "capital"}

    @pytest.mark.parametrize("page", REGISTERS, ids=lambda page: page.key)
    def test_a_method_describes_what_the_page_shows(self, client, fdi, oda, ngo, page):
        rows = client.get(figure_address(page.key, suffix="csv")).content.decode("utf-8-sig")
        with translation.override("en"):
            shown, method = f"{rows.splitlines()[0]} {page.title}", str(page.method)
        for word, heading in self.AMOUNTS.items():
            assert word not in method.lower() or heading in shown, word
        if page.section:
            assert re.search("The figure at the top (is|counts) th", method)
        if page.section and "year" not in page.parameters:
            assert "is over without a completion counts apart" in method
            assert "period ended, no completion recorded" in rows

    def test_the_cards_have_value_change_dates_and_kind(self, client, fdi):
        page = text(client, address("fdi_dashboard", query="?as_of=2022-11-30"))
        assert (
            "Registered FDI capital, cumulative 16.50 million USD up by 6.50 million USD "
            "from 30 November 2021 (10.00) as of 30 November 2022; register of the department"
        ) in page
        assert "Valid FDI projects 2 projects up by 1 project from 30 November 2021 (1)" in page
        page = text(client, address("fdi_dashboard", language="vi", query="?as_of=2022-11-30"))
        assert (
            "Vốn FDI đăng ký lũy kế 16,50 triệu USD tăng 6,50 triệu USD "
            "so với ngày 30/11/2021 (10,00) tính đến hết ngày 30/11/2022; danh mục của Sở"
        ) in page

    def test_breakdowns_are_sorted_and_sum_to_the_total(self, client, fdi):
        page = text(client, figure_address("fdi-by-partner", query="?as_of=2022-11-30"))
        assert "South Korea KR 1 12,500,000.5 Japan JP 1 4,000,000" in page
        page = text(client, figure_address("fdi-by-sector", query="?as_of=2022-11-30"))
        assert "Manufacturing C 1 12,500,000.5 Real estate L 1 4,000,000" in page
        page = text(client, figure_address("fdi-by-locality", query="?as_of=2022-11-30"))
        assert "Thái Thụy" in page
        assert "not recorded by district – 1 4,000,000" in page

    def test_the_finding_is_computed(self, client, fdi):
        page = text(client, figure_address("fdi-by-partner", query="?as_of=2022-11-30"))
        assert "South Korea leads with 76% of the total" in page
        page = text(client, figure_address("fdi-by-partner", language="vi"))
        assert "Hàn Quốc đứng đầu, chiếm 76% tổng số" in page

    def test_a_year_that_is_not_over_is_compared_with_none(self, client, fdi):
        page = text(client, figure_address("fdi-by-year", query="?as_of=2022-06-01"))
        assert "In 2022, up to 1 June 2022: 6.50 million USD." in page
        assert "In 2022: 6.50" not in page

    def test_a_part_of_a_year_is_told_up_to_its_latest_entry_unless_a_later_one_shows_it_whole(
        self, client, people, fdi
    ):
        def told(query):
            page = text(client, figure_address("fdi-by-year", query=query))
            return re.search(r"6\.50 million USD (?:up .*? )?2022, as of (.*? 2022)", page).group(1)

        known = timezone.now().strftime("&known_at=%Y-%m-%dT%H:%M:%S.%fZ")
        days = ["2022-06-30", "2022-11-30", "2022-12-31", "2024-01-31"]
        assert {told(f"?as_of={day}") for day in days} == {"1 June 2022"}
        r.happened(people, fdi[0], "disbursement", "2022-12-05", "1")
        assert told("?as_of=2022-06-30") == "30 June 2022"
        assert told("?as_of=2022-11-30") == "30 November 2022"
        assert told("?as_of=2022-12-31") == "5 December 2022"
        assert told("?as_of=2022-11-30" + known) == "1 June 2022"

    def test_a_year_is_over_when_a_later_entry_shows_it(self, client, people, fdi):
        url = figure_address("fdi-by-year", query="?as_of=2022-12-31")
        page = text(client, url)
        assert "6.50 million USD 2022, as of 1 June 2022" in page
        assert "In 2022, up to 1 June 2022: 6.50 million USD." in page
        assert "In 2022: 6.50" not in page
        assert "2022 1 June 2022 6,500,000.5 1 4,000,000" in page
        r.happened(people, fdi[0], "disbursement", "2023-01-05", "1")
        page = text(client, url)
        assert "6.50 million USD 2022, as of 31 December 2022" in page
        assert "up to 3" not in page
        assert "In 2022: 6.50" in page
        assert "2022 31 December 2022 6,500,000.5 1 4,000,000" in page
        assert "2020 31 December 2020 10,000,000 1 10,000,000" in page

    def test_part_of_a_year_is_compared_with_the_same_part_of_the_one_before(
        self, client, people, fdi
    ):
        r.happened(people, fdi[0], "capital_increase", "2021-02-01", "1000000")
        page = text(client, figure_address("fdi-by-year", query="?as_of=2022-11-30"))
        assert "6.50 million USD up by 5.50 million USD from the same period of 2021 (1.00)" in page
        page = text(client, figure_address("fdi-by-year", language="vi", query="?as_of=2022-11-30"))
        assert "tăng 5,50 triệu USD so với cùng kỳ năm 2021 (1,00)" in page
        r.happened(people, fdi[0], "disbursement", "2023-01-05", "1")
        page = text(client, figure_address("fdi-by-year", query="?as_of=2022-12-31"))
        assert "6.50 million USD up by 5.50 million USD from 2021 (1.00)" in page

    def test_the_year_in_which_the_register_begins_is_compared_with_none(self, client, people, fdi):
        r.happened(people, fdi[0], "capital_increase", "2021-08-01", "1000000")
        page = text(client, figure_address("fdi-by-year", query="?as_of=2021-08-20"))
        assert "1.00 million USD 2021, as of 20 August 2021" in page
        r.happened(people, fdi[0], "disbursement", "2023-01-05", "1")
        page = text(client, figure_address("fdi-by-year", query="?year=2021"))
        assert "1.00 million USD 2021, as of 31 December 2021" in page
        assert "Not compared, since it leaves out some of what the others count: 2020." in page
        assert "The register begins on 4 May 2020: it tells nothing of the days before." in page
        assert "from 2020" not in page
        assert "From 4 May 2020 As of 31 December 2020" in text(
            client, figure_address("fdi-by-year", query="?year=2020")
        )

    def test_alone_it_is_told_for_itself(self, client, fdi):
        page = text(client, figure_address("fdi-by-year", query="?as_of=2021-08-20"))
        assert "10.00 million USD 2020, as of 31 December 2020" in page
        assert "In 2020: 10.00 million USD." in page
        assert "No figures are recorded" not in page
        assert "Not compared" not in page
        assert "Latest record 4 May 2020 Asked for 20 August 2021 Kind" in page

    def test_a_plan_for_a_year_to_come_does_not_head_the_page(self, client, people, oda):
        r.approved(people, r.year(people, oda, "planned", 2024, "2022-12-01", foreign=7))
        said = "up by 100 million VND from 2021 (900) 2022, as of 1 December 2022"
        assert said in text(client, figure_address("oda-foreign", query="?as_of=2022-12-31"))
        said = "7 million VND 2024, as of 1 December 2022"
        assert said in text(client, figure_address("oda-foreign", query="?as_of=2024-01-31"))
        assert said in text(
            client, figure_address("oda-foreign", query="?as_of=2022-12-31&year=2024")
        )

    def test_a_year_without_a_record_is_a_gap_and_no_zero(self, client, fdi):
        page = text(client, figure_address("fdi-by-year", query="?as_of=2022-12-31"))
        assert "No figure for 2021." in page
        assert "2021 – – –" in page
        assert "from 2021" not in page

    def test_a_year_in_which_no_disbursement_is_recorded_has_none(self, client, people, fdi):
        r.happened(people, fdi[0], "disbursement", "2020-06-01", "1500000")
        page = text(client, figure_address("fdi-by-year", query="?as_of=2022-12-31"))
        table = page.split("Disbursed capital (USD)")[1]
        numbers = "2022 1 June 2022 6,500,000.5 1 4,000,000 1 1 1 2,500,000.5 0 2,500,000.5 0 0 –"
        assert f"{numbers} 2020" in table
        assert "0 0 1,500,000" in table

    def test_a_page_says_the_day_asked_about_and_that_of_the_latest_record(
        self, client, fdi, oda, ngo
    ):
        asked = "?as_of=2024-01-31"
        of_aid = "Figures as of 30 November 2022 Asked for 31 January 2024 Source"
        for kind, said in [("fdi", "As of 31 January 2024 Latest record 1 June 2022 Source"),
                           ("oda", of_aid), ("ngo", of_aid)]:  # fmt: skip
            for url in (f"/en/projects/{kind}/", f"/en/statistics/{kind}/"):
                assert said in text(client, url + asked), url
            before = text(client, f"/en/projects/{kind}/?as_of=2001-01-01")
            assert "As of 1 January 2001 Source" in before
        on_its_day = text(client, "/en/projects/oda/?as_of=2022-11-30")
        assert "As of 30 November 2022 Latest record 30 November 2022 Source" in on_its_day
        page = text(client, figure_address("fdi-capital", query=asked))
        assert "As of 31 January 2024 Latest record 1 June 2022 Kind" in page
        for key in ("fdi-capital", "fdi-projects", "fdi-by-year", "fdi-by-sector"):
            page = text(client, figure_address(key, query=asked))
            assert "As of 31 January 2024. Latest record: 1 June 2022" in page, key
        for key in ("oda-projects", "ngo-items", "ngo-by-field"):
            page = text(client, figure_address(key, query=asked))
            assert "As of 30 November 2022 Asked for 31 January 2024 Kind" in page, key
            page = text(client, figure_address(key, query="?as_of=2022-11-30"))
            assert "Asked for" not in page, key
        page = text(client, figure_address("fdi-capital", query="?as_of=2022-06-01"))
        assert "Latest record" not in page
        for url in ("/en/", "/en/projects/"):
            assert "Latest record: 1 June 2022" in text(client, url), url

    def test_the_latest_record_is_none_after_the_day_of_the_figure(self, client, fdi):
        page = text(client, figure_address("fdi-by-year", query="?year=2020"))
        assert "As of 31 December 2020 Latest record 4 May 2020 Kind" in page

    def test_before_the_first_record_no_figure_is_told(self, client, fdi, oda, ngo):
        for key in ("fdi-capital", "fdi-projects", "oda-projects", "ngo-items"):
            page = text(client, figure_address(key, query="?as_of=2019-12-31"))
            assert "no record as of 31 December 2019" in page, key
            assert "The records behind it" not in page, key
            page = text(client, figure_address(key, language="vi", query="?as_of=2019-12-31"))
            assert "chưa có số liệu tính đến hết ngày 31/12/2019" in page, key

    def test_a_plan_without_an_outcome_is_not_nothing_disbursed(self, client, people, oda):
        entry = r.year(people, oda, "planned", 2023, "2023-02-01", foreign=Decimal(1100))
        r.approved(people, entry)
        page = text(client, figure_address("oda-foreign"))
        assert "Planned for 2023: 1,100 million VND, the highest of 2021 to 2023" in page
        assert "Disbursed for 2023: nothing recorded yet." in page
        assert "2023 1,100 1 – – – – – – – – – –" in page
        page = text(client, figure_address("oda-foreign", query="?as_of=2023-03-01"))
        assert "Planned for 2023: 1,100 million VND" in page  # whole, though its year runs on

    def test_a_chart_is_headed_by_the_year_that_is_asked(self, client, people, oda, ngo):
        entry = r.year(people, ngo, "committed", 2019, "2019-12-31", usd=Decimal(5000))
        r.approved(people, entry)

        def title(key, query="", language="en"):
            url = figure_address(key, language=language, query=query)
            page = client.get(url).content.decode()
            return re.search(r'class="fig".*?<h2[^>]*>(.*?)</h2>', page, re.S).group(1)

        assert title("ngo-committed") == "Committed for 2022: above 83,888 USD"
        assert title("ngo-committed", "?year=2019") == "Committed for 2019: 5,000 USD"
        assert title("oda-foreign").startswith("Planned for 2022: 1,000 million VND")
        assert title("oda-foreign", "?year=2021") == "Planned for 2021: 900 million VND"
        assert title("ngo-committed", "?year=2019", "vi") == "Cam kết năm 2019: 5.000 USD"

    def test_states_hold_on_the_day_of_the_latest_document(self, client, people, ngo):
        ngo.ends_on = date(2023, 6, 30)
        ngo.save()
        page = text(client, figure_address("ngo-items", query="?as_of=2024-01-31"))
        assert "1 item unchanged from 30 November 2021 as of 30 November 2022" in page
        assert (
            "By 31 January 2024 the period of 1 item of aid had ended, with no completion recorded."
        ) in page
        page = text(client, figure_address("ngo-items", query="?as_of=2023-06-30"))
        assert "had ended" not in page

    def test_places_within_each_other_do_not_compete(self, client, people, ngo):
        province = r.unit()
        ngo.places.set([province])
        page = text(client, figure_address("ngo-by-place"))
        assert "The one item is for the whole province" in page
        assert "leads" not in page

    def test_the_year_counts_what_its_list_of_records_shows(self, client, people, fdi):
        headline = registry.value("fdi-by-year", year=2022)
        assert headline.value == Decimal("6500000.50")
        kind, parameters = headline.records
        response = client.get(address_of_list(kind), parameters)
        assert words(response.content.decode()).count("Project number") >= 2

    def test_lower_limits_are_said_and_compared_with_nothing(self, client, ngo):
        page = text(client, figure_address("ngo-committed"))
        assert "above 83,888 USD 2022, as of" in page
        assert "Committed for 2022: above 83,888 USD" in page
        page = text(client, address("ngo_dashboard", language="vi"))
        assert "trên 83.888 USD" in page

    def test_lower_limits_are_said_of_the_parts_of_a_breakdown(self, client, people, ngo):
        stages = [("implementing", "2021-01-01")]
        givers = [r.organisation(name, "ngo") for name in ("Above", "Exact", "Untold")]
        for giver, usd, is_floor in zip(givers, (90, 50, None), (True, False, False), strict=True):
            r.ngo_aid(people, stages=stages, donor=giver, field="health", usd=usd, amount=usd,
                      usd_is_floor=is_floor)  # fmt: skip
        page = text(client, figure_address("ngo-by-donor"))
        assert "Above 1 90 yes" in page
        assert "Exact 1 50 no" in page
        assert "Untold 1 – yes" in page
        said = "Documents give amounts of these as “above”, or none; their sums are lower limits"
        names = page.split(f"{said} or empty: ")[1].split(".")[0].split("; ")
        assert {"Above", "Untold"} <= {*names}
        assert "Exact" not in names
        assert "health 3 140 yes" in text(client, figure_address("ngo-by-field"))
        url = figure_address("ngo-by-donor", suffix="csv")
        lines = client.get(url).content.decode().splitlines()
        assert lines[0].endswith(",As of,Publisher,As known at,Address")
        assert any(line.startswith("Above,1,90,true,2022-11-30,") for line in lines), lines

    def test_planned_stands_beside_disbursed(self, client, oda):
        page = text(client, figure_address("oda-foreign"))
        dates = "30 November 2022 30 November 2022"
        assert f"2022 1,000 1 250 {dates} 1 0 1 0 {dates} 1 2021 900 1 – – – – 0 1 – – – –" in page
        told = "disbursed 250 million VND (up to 30 November 2022, 25%)."
        assert f"In 2022: planned 1,000 million VND, {told}" in page
        assert "nothing recorded yet" not in page

    def test_the_chart_of_plans_begins_at_nothing(self, client, people):
        project = r.oda_project(people, stages=[("implementation", "2020-01-01")])
        for year, amount in (2021, 900), (2022, 1000):
            entry = r.year(people, project, "planned", year, f"{year}-01-18", foreign=amount)
            r.approved(people, entry)
        picture = client.get(figure_address("oda-foreign", suffix="svg")).content.decode()
        numbers = re.findall(r'<text x="-8" [^>]*>([^<]+)</text>', picture)
        assert numbers == ["0", "200", "400", "600", "800", "1,000"]

    def test_what_came_of_a_part_of_a_plan_is_no_share_of_the_plan(self, client, people, oda):
        """Two projects are planned for and one reports by November."""
        other = r.oda_project(people, stages=[("implementation", "2020-01-01")])
        for on, amount in [("2022-01-18", 3000), ("2023-01-20", 3100)]:
            entry = r.year(people, other, "planned", int(on[:4]), on, foreign=Decimal(amount))
            r.approved(people, entry)
        page = text(client, figure_address("oda-foreign"))
        assert (
            "In 2022: planned 4,000 million VND, disbursed 250 million VND (up to 30 November "
            "2022, 1 of 2 projects). Disbursed for 2023: nothing recorded yet."
        ) in page
        assert "%" not in page.split("In 2022: planned")[1].split("Disbursed for 2023")[0]
        note = "Planned: 2 projects; Disbursed: up to 30 November 2022, 1 of 2 projects"
        assert f"2022 4,000 250 {note}" in page
        page = text(client, figure_address("oda-foreign", language="vi"))
        assert (
            "Năm 2022: kế hoạch 4.000 triệu đồng, giải ngân 250 triệu đồng (tính đến hết ngày "
            "30/11/2022, 1 trong 2 dự án)."
        ) in page
        for url in ("/en/projects/oda/?as_of=2022-12-31", "/en/projects/oda/?year=2022"):
            page = text(client, url)
            assert (
                "Foreign capital disbursed in 2022 250 million VND up to 30 November 2022, "
                "1 of 2 projects"
            ) in page, url
        page = text(client, oda.url("en"))
        assert "2022 1,000 0 250 (up to 30 November 2022) 0 (up to 30 November 2022)" in page
        # The whole year's, of all projects: a share.
        for record, amount in ((oda, 500), (other, 1500)):
            entry = r.year(people, record, "disbursed", 2022, "2023-01-31", foreign=Decimal(amount))
            r.approved(people, entry)
        page = text(client, figure_address("oda-foreign"))
        told = "In 2022: planned 4,000 million VND, disbursed 2,000 million VND (50%)."
        assert told in page
        assert "500 (" not in text(client, oda.url("en"))

    def test_plans_of_different_numbers_of_projects_are_not_compared(self, client, people, oda):
        for n in (1, 2):
            other = r.oda_project(people, stages=[("implementation", "2020-01-01")])
            for year in (2021, 2022, 2023):
                if n == 1 or year < 2023:
                    entry = r.year(people, other, "planned", year, f"{year}-01-18",
                                   foreign=Decimal(3000))  # fmt: skip
                    r.approved(people, entry)
        page = text(client, figure_address("oda-foreign"))
        said = "stated for 1 project; in 2022 for 3 projects (7,000)"
        assert f"3,000 million VND {said} 2023, as of 18 January 2023" in page
        assert "Planned for 2023: 3,000 million VND (1 project)" in page
        years = "Stated for 3 projects (2021 and 2022) and 1 project (2023)"
        assert f"3,000 million VND, {said}. {years}: the years are not ranked." in page
        assert "the lowest" not in page
        assert "2023 3,000 – Planned: 1 project" in page
        page = text(client, figure_address("oda-foreign", query="?year=2022"))
        assert "7,000 million VND up by 100 million VND from 2021 (6,900)" in page
        page = text(client, figure_address("oda-foreign", language="vi"))
        assert (
            "3.000 triệu đồng số liệu của 1 dự án; năm 2022 của 3 dự án (7.000) "
            "2023, tính đến hết ngày 18/01/2023"
        ) in page

    def test_plans_of_as_many_but_other_projects_are_not_compared(self, client, people, oda):
        other = r.oda_project(people, stages=[("implementation", "2020-01-01")])
        for record in (oda, other):
            entry = r.year(people, record, "planned", 2023, "2023-01-18", foreign=Decimal(300))
            r.approved(people, entry)
        entry = r.year(people, other, "planned", 2024, "2024-01-18", foreign=Decimal(400))
        r.approved(people, entry)
        other = r.oda_project(people, stages=[("implementation", "2020-01-01")])
        entry = r.year(people, other, "planned", 2024, "2024-01-18", foreign=Decimal(500))
        r.approved(people, entry)
        page = text(client, figure_address("oda-foreign"))
        said = "stated for 2 projects; in 2023 for as many, not all of them the same (600)"
        assert f"900 million VND {said} 2024, as of 18 January 2024" in page
        assert f"Planned for 2024: 900 million VND, {said}." in page
        page = text(client, figure_address("oda-foreign", language="vi"))
        assert (
            "900 triệu đồng số liệu của 2 dự án; năm 2023 cũng của 2 dự án nhưng không trùng hoàn "
            "toàn (600) 2024, tính đến hết ngày 18/01/2024"
        ) in page

    def test_documents_of_different_days_are_told_as_such(self, client, people, oda):
        other = r.oda_project(people, stages=[("implementation", "2020-01-01")])
        for measure, on, amount in [
            ("planned", "2022-01-18", 3000),
            ("disbursed", "2022-06-30", 7),
        ]:
            entry = r.year(people, other, measure, 2022, on, foreign=Decimal(amount))
            r.approved(people, entry)
        page = text(client, figure_address("oda-foreign"))
        assert (
            "disbursed 257 million VND (up to a day between 30 June 2022 and 30 November 2022, 6%)"
        ) in page

    def test_aid_disbursed_for_some_of_the_items_says_so(self, client, people, ngo):
        ngo_other = r.ngo_aid(people, stages=[("implementing", "2021-01-01")])
        for measure, usd in (("committed", 100), ("disbursed", 40)):
            entry = r.year(people, ngo_other, measure, 2022, "2022-09-30", usd=usd, amount=usd)
            r.approved(people, entry)
        page = text(client, figure_address("ngo-committed"))
        assert (
            "In 2022: committed above 83,988 USD, disbursed 40 USD (up to 30 September 2022, "
            "1 of 2 items)."
        ) in page
        assert "2022 83,988 yes 2 40 no 30 September 2022 30 September 2022 1" in page
        assert "40 (up to 30 September 2022)" in text(client, ngo_other.url("en"))

    @every_figure
    def test_every_figure_has_a_page_without_any_record(self, client, page):
        for language in ("vi", "en"):
            response = client.get(figure_address(page.key, language=language))
            assert response.status_code == 200
            assert str(page.definition)

    @pytest.mark.parametrize("name", DASHBOARDS)
    def test_an_empty_register_has_dashboards(self, client, name):
        assert client.get(address(name)).status_code == 200

    @every_figure
    def test_the_other_languages_word_leads_to_the_page(self, client, page):
        slugs = page.slugs
        response = client.get(f"/en/statistics/{slugs['vi']}/?as_of=2022-11-30")
        if slugs["vi"] != slugs["en"]:
            assert response.status_code == 301
            assert response["Location"] == f"/en/statistics/{slugs['en']}/?as_of=2022-11-30"

    def test_what_cannot_be_a_date_is_named_and_today_shown(self, client, fdi):
        page = text(client, figure_address("fdi-capital", query="?as_of=31/02/2022"))
        assert "Part of what was asked for was left out:" in page
        assert "16.50 million USD" in page

    @pytest.mark.parametrize("suffix", ["csv", "json", "xlsx", "svg", "png"])
    @pytest.mark.parametrize(
        ("query", "reason"),
        [
            ("?as_of=31/02/2022", "there is no such day"),
            ("?as_of=2999-01-01", "2999"),
            ("?known_at=x", "“x”"),
            ("?year=1999", "Up to the day asked about, no document tells a figure for 1999."),
        ],
    )
    def test_a_file_that_is_not_understood_says_why(self, client, fdi, suffix, query, reason):
        response = client.get(figure_address("fdi-by-year", suffix=suffix, query=query))
        assert response.status_code == 400
        page = words(response.content.decode())
        assert "This download is not possible" in page
        assert reason in page
        assert figure_address("fdi-by-year") in response.content.decode()

    @pytest.mark.usefixtures("fdi", "domestic", "oda", "ngo")
    def test_every_page_is_in_the_sitemap(self, client):
        world.load_both()
        sitemap = client.get("/sitemap.xml").content.decode()
        for name in DASHBOARDS:
            assert f"{address(name)}<" in sitemap
        for page in registry.ALL:
            assert f"{figure_address(page.key)}<" in sitemap
        with translation.override("en"):
            assert f"{reverse('opendata:index')}<" in sitemap


def address_of_list(kind):
    with translation.override("en"):
        return reverse(f"projects:{kind}")


class TestCited:
    def test_the_address_gives_the_same_figure_after_a_correction(self, client, people, fdi):
        page = client.get(figure_address("fdi-capital", query="?as_of=2022-11-30"))
        content = page.content.decode()
        start = content.index('<blockquote class="cite" lang="en">')
        link = content[start:].split('href="')[1].split('"')[0].replace("&amp;", "&")
        old = fdi[0].events.get(type="new")
        nine = Decimal(9_000_000)
        correction = ledger.correct(old, by=people["data officer"], amount=nine, usd=nine)
        r.approved(people, correction)
        assert "15.50 million USD" in text(client, figure_address("fdi-capital"))
        assert "16.50 million USD" in text(client, link.removeprefix("http://localhost:8000"))

    def test_a_correction_is_told(self, client, people, fdi):
        old = fdi[0].events.get(type="new")
        nine = Decimal(9_000_000)
        correction = ledger.correct(old, by=people["data officer"], amount=nine, usd=nine)
        r.approved(people, correction)
        assert "corrects the entry of 4 May 2020" in text(client, figure_address("fdi-capital"))


def told(client, key, query=""):
    """(sources, revisions) as the page of a figure tells them."""
    page = text(client, figure_address(key, query=query))
    about = page.split("About this figure", 1)[1]
    sources, rest = about.split(" Source ", 1)[1].split(" Revisions ", 1)
    return sources, rest.split(" Next release ", 1)[0]


def is_uncorrected(client, key, query):
    """Whether nothing is told but what was entered late, as all is in these tests."""
    return told(client, key, query)[1].startswith(
        ("none so far", "no correction so far", "none of the figure of ")
    )


class TestSourcesAndRevisions:
    """Of exactly this figure: its measure, year and day, as known when it was asked for."""

    def correct(self, people, entry, **values):
        return r.approved(people, ledger.correct(entry, by=people["data officer"], **values))

    def test_a_correction_stands_with_the_figures_it_moved(self, client, people, fdi):
        nine = Decimal(9_000_000)
        done = self.correct(people, fdi[0].events.get(type="new"), amount=nine, usd=nine)
        why = f"({done.number}: corrects the entry of 4 May 2020)"
        stock = f"15.50 million USD, before 16.50 million USD {why}"
        day = display.date(timezone.localdate(), "en")
        assert told(client, "fdi-capital")[1] == f"{day}: {stock}"
        assert stock in told(client, "fdi-by-partner")[1]
        year = f"9.00 million USD, before 10.00 million USD {why}"
        assert year in told(client, "fdi-by-year", "?year=2020")[1]
        for key, query in [("fdi-projects", ""), ("fdi-by-year", "?year=2022"),
                           ("fdi-capital", "?as_of=2020-05-03")]:  # fmt: skip
            assert is_uncorrected(client, key, query), key

    def test_of_what_time_moved_since_only_the_difference_is_told(self, client, people, fdi):
        """Its total as known then, less what ended later, stood on no page of any day."""
        now, a_year = timezone.now(), timedelta(days=365)
        ending = r.fdi_project(people)
        r.happened(people, ending, "new", "2019-05-04", "7000000",
                   term_ends_on=timezone.localdate() + a_year)  # fmt: skip
        nine = Decimal(9_000_000)
        done = self.correct(people, fdi[0].events.get(type="new"), amount=nine, usd=nine)
        day = display.date(timezone.localdate(), "en")
        why = f"({done.number}: corrects the entry of 4 May 2020)"
        level = f"{day}: 22.50 million USD, before 23.50 million USD {why}"
        assert told(client, "fdi-capital")[1] == level
        with time_machine.travel(now + 2 * a_year, tick=False):
            assert told(client, "fdi-capital")[1] == f"{day}: lower by 1.00 million USD {why}"

    def test_what_was_approved_with_a_correction_is_no_part_of_what_it_moved(
        self, client, people, fdi
    ):
        nine = Decimal(9_000_000)
        correction = ledger.correct(
            fdi[0].events.get(type="new"), by=people["data officer"], amount=nine, usd=nine
        )
        added = [
            r.event(people, fdi[0], "capital_increase", "2022-04-01", "3000000"),
            r.event(people, fdi[1], "revocation", "2022-07-01"),
        ]
        chosen = [(entry, 1) for entry in [*added, correction]]
        ledger.approve_many(chosen, by=people["publisher"])
        why = f"({correction.number}: corrects the entry of 4 May 2020)"
        others = "apart from what entries new at that moment moved"
        told_of = f"lower by 1.00 million USD, {others} {why}"
        assert told_of in told(client, "fdi-capital")[1]
        assert told_of in told(client, "fdi-by-partner")[1]
        of_2020 = f"9.00 million USD, before 10.00 million USD {why}"
        assert of_2020 in told(client, "fdi-by-year", "?year=2020")[1]
        assert told(client, "fdi-projects")[1] == "none so far"

    def test_what_is_not_public_is_no_company_of_a_correction(self, client, people, fdi):
        secret, nine = r.fdi_project(people, public=False), Decimal(9_000_000)
        correction = ledger.correct(
            fdi[0].events.get(type="new"), by=people["data officer"], amount=nine, usd=nine
        )
        hidden = r.event(people, secret, "new", "2020-06-01", "4000000")
        ledger.approve_many([(hidden, 1), (correction, 1)], by=people["publisher"])
        why = f"({correction.number}: corrects the entry of 4 May 2020)"
        said = told(client, "fdi-capital")[1]
        assert f"15.50 million USD, before 16.50 million USD {why}" in said

    def test_a_correction_that_moved_another_cell_of_the_year_names_it(self, client, people, fdi):
        r.happened(people, fdi[1], "capital_increase", "2023-01-10", "1000000")
        note = r.happened(people, fdi[0], "other_adjustment", "2022-09-15")
        back = self.correct(people, note, void=True)
        said = told(client, "fdi-by-year", "?year=2022")[1]
        day = display.date(timezone.localdate(), "en")
        why = f"({back.number}: the entry of 15 September 2022 was taken back)"
        assert said.startswith(f"{day}: Turns of adjustment: 1, before 2 {why}")
        paid = r.happened(people, fdi[0], "disbursement", "2022-10-01", "3000000")
        two = Decimal(2_000_000)
        fixed = self.correct(people, paid, amount=two, usd=two)
        cell = "Disbursed capital: 2.00 million USD, before 3.00 million USD"
        why = f"({fixed.number}: corrects the entry of 1 October 2022)"
        assert f"{cell} {why}" in told(client, "fdi-by-year", "?year=2022")[1]

    def test_so_does_one_of_a_disbursement_of_aid(self, client, people, oda):
        self.correct(people, oda.years.get(measure="disbursed"), foreign=Decimal(400))
        said = told(client, "oda-foreign", "?year=2022")[1]
        assert "Disbursed foreign capital: 400 million VND, before 250 million VND (" in said

    def test_a_page_names_the_other_years_that_were_corrected(self, client, people, fdi):
        other = "Figures of other years were corrected: "
        assert other not in text(client, figure_address("fdi-by-year"))
        nine = Decimal(9_000_000)
        done = self.correct(people, fdi[0].events.get(type="new"), amount=nine, usd=nine)
        said = told(client, "fdi-by-year")[1]
        assert said.startswith("none of the figure of 2022 so far")
        assert f"{other}2020. Choose a year to see its corrections." in said
        assert other not in told(client, "fdi-by-year", "?year=2020")[1]
        known = f"&known_at={done.known_at - timedelta(microseconds=1):%Y-%m-%dT%H:%M:%S.%fZ}"
        assert other not in told(client, "fdi-by-year", f"?as_of=2022-11-30{known}")[1]

    def test_so_do_pages_of_aid(self, client, people, oda, ngo):
        r.approved(people, r.year(people, ngo, "committed", 2021, "2021-11-30", usd=Decimal(500)))
        for record, key, measure in [(oda, "oda-foreign", "planned"),
                                     (ngo, "ngo-committed", "committed")]:  # fmt: skip
            assert "were corrected" not in text(client, figure_address(key))
            old = record.years.get(measure=measure, year=2021)
            column = "foreign" if measure == "planned" else "usd"
            self.correct(people, old, **{column: Decimal(700)})
            other = "Figures of other years were corrected: 2021."
            assert other in told(client, key, "?year=2022")[1]
            assert other not in told(client, key, "?year=2021")[1]

    def test_a_correction_of_what_a_page_does_not_show_is_none_of_its_own(
        self, client, people, fdi, oda, ngo
    ):
        r.approved(people, r.year(people, ngo, "committed", 2021, "2021-11-30", usd=Decimal(500)))
        plan = self.correct(people, oda.years.get(measure="planned", year=2021), foreign=700)
        euro = {"amount": Decimal(450), "currency": "EUR"}
        self.correct(people, ngo.years.get(year=2021), **euro)
        self.correct(people, fdi[0].events.get(type="new"), number="GCN-2020")
        said = "Figures of other years were corrected: 2021."
        assert said in told(client, "oda-foreign", "?year=2022")[1]
        for key in ("oda-counterpart", "ngo-committed", "fdi-by-year"):
            assert "were corrected" not in told(client, key, "?year=2022")[1], key
        page = text(client, figure_address("oda-counterpart", query="?year=2022", language="vi"))
        assert "Số liệu của các năm khác" not in page
        self.correct(people, plan, counterpart=None)
        assert said in told(client, "oda-counterpart", "?year=2022")[1]

    def test_one_that_moves_an_entry_to_another_year_is_of_that(self, client, people, oda):
        self.correct(people, oda.years.get(measure="planned", year=2021), year=2020)
        for key in ("oda-foreign", "oda-counterpart"):
            said = told(client, key, "?year=2022")[1]
            assert "Figures of other years were corrected: 2020. " in said

    def test_so_does_an_entry_taken_back_and_a_correction_corrected(self, client, people, fdi):
        three, raised = Decimal(3_000_000), fdi[0].events.get(type="capital_increase")
        first = self.correct(people, raised, amount=three, usd=three)
        back = self.correct(people, first, void=True)
        told_now = told(client, "fdi-capital")[1]
        assert "17.00 million USD, before 16.50 million USD" in told_now
        assert (
            f"14.00 million USD, before 17.00 million USD ({back.number}: the entry of 1 March "
            "2022 was taken back)"
        ) in told_now
        assert is_uncorrected(client, "fdi-capital", "?as_of=2021-12-31")
        known = f"&known_at={back.known_at - timedelta(microseconds=1):%Y-%m-%dT%H:%M:%S.%fZ}"
        then = told(client, "fdi-capital", f"?as_of=2022-11-30{known}")[1]
        assert "17.00 million USD, before 16.50 million USD" in then
        assert "taken back" not in then

    def test_what_was_entered_late_is_told_apart(self, client, people, fdi):
        """It moved the figure of its day; it corrects nothing."""
        query = "?as_of=2022-11-30"
        late = FdiEvent.objects.counted().filter(project__in=FdiProject.objects.public())
        before = sum(row.type in (*FdiEvent.CAPITAL, *FdiEvent.ENDS) for row in late)
        hidden = r.fdi_project(people, public=False)
        r.happened(people, hidden, "new", "2022-01-01", 1)
        r.event(people, fdi[0], "capital_increase", "2022-06-02", 1)  # waits
        r.happened(people, fdi[0], "capital_increase", "2022-12-01", 1)  # after the day
        r.happened(people, fdi[0], "other_adjustment", "2022-06-01")  # moves no capital
        r.happened(people, fdi[0], "capital_increase", "2022-06-01", 1)
        day = display.date(timezone.localdate(), "en")
        added = (
            f"{before + 1} entries were first approved after 30 November 2022, the last on {day}: "
            "additions, not corrections."
        )
        assert told(client, "fdi-capital", query)[1] == f"no correction so far {added}"
        assert told(client, "fdi-capital")[1] == "none so far"  # today nothing is late
        self.correct(people, fdi[0].events.get(type="new"), amount=1, usd=1)
        corrected = told(client, "fdi-capital", query)[1]
        assert "corrects the entry of 4 May 2020" in corrected
        assert corrected.endswith("additions, not corrections.")
        # What was added late was added, whatever is found out about it afterwards.
        late = fdi[0].events.get(effective_on="2022-06-01", type="capital_increase")
        self.correct(people, late, amount=2, usd=2)
        assert added in told(client, "fdi-capital", query)[1]
        known = "&known_at=2022-11-30"
        assert told(client, "fdi-capital", query + known)[1] == "none so far"

    def test_what_moved_nothing_is_not_listed(self, client, people, fdi):
        self.correct(people, fdi[0].events.get(type="new"), number="GCN-moi")
        assert told(client, "fdi-capital")[1] == "none so far"

    def test_a_breakdown_tells_which_parts_moved(self, client, people, fdi):
        japan = r.country("JP")
        self.correct(people, fdi[0].events.get(type="new"), partner_id=japan.pk)
        parts = told(client, "fdi-by-partner")[1]
        assert "Japan: 16.50 million USD, before 4.00 million USD" in parts
        assert "South Korea: 0 USD, before 12.50 million USD" in parts
        for key in ("fdi-capital", "fdi-by-sector", "fdi-by-locality"):
            assert told(client, key)[1] == "none so far", key

    def test_a_plan_is_moved_by_what_states_it(self, client, people, oda):
        planned = oda.years.get(year=2022, measure="planned")
        self.correct(people, planned, foreign=Decimal(1100))
        moved = "1,100 million VND, before 1,000 million VND"
        assert moved in told(client, "oda-foreign", "?year=2022")[1]
        beside = f"Planned foreign capital: {moved}"
        assert beside in told(client, "oda-counterpart", "?year=2022")[1]
        for key, query in [("oda-foreign", "?year=2021"), ("oda-counterpart", "?year=2021"),
                           ("oda-projects", ""), ("oda-by-donor", "")]:  # fmt: skip
            assert is_uncorrected(client, key, query), key

    def test_nothing_of_a_project_that_is_not_public_is_told(self, client, people, fdi):
        hidden = r.fdi_project(people, public=False)
        r.happened(
            people, hidden, "new", "2021-01-01", "7000000", source_vi="CANARY", number="CANARY"
        )
        eight = Decimal(8_000_000)
        self.correct(people, hidden.events.get(), amount=eight, usd=eight)
        assert "CANARY" not in str(told(client, "fdi-capital"))
        publish = r.publish(hidden, people)
        assert "CANARY" in told(client, "fdi-capital")[0]
        assert told(client, "fdi-capital")[1] == "none so far"  # corrected before it was public
        articles.step(publish, "withdraw", people["publisher"], note="Gỡ")
        assert "CANARY" not in str(told(client, "fdi-capital"))

    def test_documents_are_those_the_figure_is_made_of(self, client, people, fdi, oda):
        r.happened(people, fdi[0], "disbursement", "2022-04-01", "5", source_vi="Báo cáo vốn")
        r.happened(people, fdi[1], "share_purchase", "2022-07-01", "5", source_vi="Thông báo GVMCP")
        ended = r.fdi_project(people)
        r.happened(people, ended, "new", "2020-01-01", "5", source_vi="Dự án đã hết")
        r.happened(people, ended, "termination", "2021-01-01", source_vi="Quyết định")
        vi = "; named in Vietnamese"
        assert told(client, "fdi-capital")[0] == f"Giấy chứng nhận (4 May 2020){vi}"
        notice = told(client, "fdi-by-year", "?year=2022")[0]
        assert notice == f"Thông báo GVMCP (1 July 2022){vi}"
        both = told(client, "fdi-by-year", "?year=2020")[0]
        assert both == f"Giấy chứng nhận (4 May 2020){vi} Dự án đã hết (1 January 2020){vi}"
        assert told(client, "oda-foreign", "?year=2021")[0] == f"Báo cáo (30 November 2021){vi}"
        r.happened(
            people, fdi[1], "capital_increase", "2022-08-01", "5", source_vi="Giấy chứng nhận"
        )
        latest = "the latest of 2 entries that name their document so"
        assert told(client, "fdi-capital")[0] == f"Giấy chứng nhận (1 August 2022){vi}; {latest}"
        file = client.get(figure_address("fdi-capital", suffix="json")).json()
        assert file["meta"]["Source of the figure"] == f"Giấy chứng nhận ({latest})"
        assert told(client, "oda-projects")[0] == "none yet"
        oda.stages.update(source_vi="Hiệp định", source_en="Agreement")
        assert told(client, "oda-projects")[0] == "Agreement (1 January 2020)"
        OdaProject.objects.update(live_en=False)
        page = client.get(figure_address("oda-projects")).content.decode()
        assert '<span lang="vi">Hiệp định</span>' in page
        assert "Agreement" not in page

    def test_of_many_documents_and_corrections_it_says_how_many_are_left_out(
        self, client, people, fdi
    ):
        def queries():
            with CaptureQueriesContext(connection) as found:
                client.get(figure_address("fdi-capital"))
            return len(found)

        entry = fdi[0].events.get(type="new")
        counts = []
        for number in range(1, 9):
            r.happened(people, fdi[1], "capital_increase", f"2023-01-{number:02}", "1000000",
                       source_vi=f"Quyết định {number}")  # fmt: skip
            usd = Decimal(1_000_000 * number)
            entry = self.correct(people, entry, amount=usd, usd=usd)
            counts.append(queries())
        assert max(counts) == counts[5] == counts[-1]
        revisions = told(client, "fdi-capital")[1]
        assert revisions.count(", before ") == 5
        assert revisions.endswith(
            "this and earlier corrections are not listed Between two corrections the figure may "
            "move as entries about earlier days are first approved: additions, not corrections."
        )
        for number in range(9, 13):
            r.happened(people, fdi[1], "capital_increase", f"2023-01-{number:02}", "1000000",
                       source_vi=f"Quyết định {number}")  # fmt: skip
        sources = told(client, "fdi-capital")[0]
        first = "Quyết định 12 (12 January 2023); named in Vietnamese Quyết định 11"
        assert sources.startswith(first)
        assert sources.endswith("3 earlier documents")


class TestWhatDependsOnARecord:
    """Headline values before and after something happens: only those that depend on it move."""

    def values(self):
        return {page.key: registry.value(page.key) for page in REGISTERS}

    def changed(self, before):
        after = self.values()
        return {key for key in after if after[key].value != before[key].value}

    def test_an_increase_changes_the_capital_and_its_breakdowns(self, people, fdi, oda, ngo):
        version, before = PublicVersion.current().number, self.values()
        r.happened(people, fdi[0], "capital_increase", "2022-09-01", "1000000")
        assert self.changed(before) == {
            *("fdi-capital", "fdi-by-year", "fdi-by-partner", "fdi-by-sector", "fdi-by-locality")
        }
        assert PublicVersion.current().number > version

    def test_a_share_purchase_changes_the_year_alone(self, people, fdi, oda, ngo):
        before = self.values()
        r.happened(people, fdi[0], "share_purchase", "2022-09-01", "1000000")
        assert self.changed(before) == {"fdi-by-year"}

    def test_a_plan_changes_the_plan_alone(self, people, fdi, oda, ngo):
        before = self.values()
        later = r.year(people, oda, "planned", 2022, "2022-12-15",
                       foreign=Decimal(1200), counterpart=Decimal(0))  # fmt: skip
        r.approved(people, later)
        assert self.changed(before) == {"oda-foreign"}

    def test_a_withdrawn_project_leaves_every_figure_and_file(self, client, people, fdi):
        seen = {url: client.get(url).content for url in every_address() if "xlsx" not in url}
        told = [url for url, body in seen.items() if b"Japan" in body]
        assert len(told) >= 3
        articles.step(fdi[1], "withdraw", people["publisher"], note="sai")
        for url in told:
            assert b"Japan" not in client.get(url).content, url
        assert "12.50 million USD" in text(client, figure_address("fdi-capital"))


def test_nothing_that_is_not_public_shows(reader, people, fdi, oda, ngo):
    seen = {}
    later = timezone.now() + timedelta(days=1)
    for values in ({"public": False}, {"publish_at": later}):
        secret = r.fdi_project(
            people, industry=r.industry("Z", "CANARY", "CANARY"), unit=r.unit("777", "CANARY"),
            **values,
        )  # fmt: skip
        r.happened(people, secret, "new", "2020-01-01", "777777777", source_vi="CANARY",
                   partner=r.country("ZZ", "CANARY", "CANARY"))  # fmt: skip
    r.event(people, fdi[0], "capital_increase", "2022-05-05", "777777777", source_vi="CANARY")
    hidden = r.domestic_project(people, public=False, industry=r.industry("Z", "CANARY", "CANARY"))
    r.happened(people, hidden, "new", "2020-01-01", "777777777", source_vi="CANARY")
    donor = r.organisation("CANARY", "ngo", "ZZ")
    r.ngo_aid(people, public=False, donor=donor, usd=Decimal(777777777),
              stages=[("implementing", "2021-01-01")])  # fmt: skip
    r.year(people, oda, "planned", 2022, "2022-12-15", foreign=Decimal(777777777),
           counterpart=Decimal(0))  # fmt: skip
    for language in ("vi", "en"):
        for url in every_address(language):
            body = reader.get(url).content
            seen[url] = [mark for mark in (b"CANARY", b"777,777", b"777.777", b"777777777")
                         if mark in body]  # fmt: skip
    assert len(seen) == 2 * (len(DASHBOARDS) + 4 * len(REGISTERS))
    assert {url: marks for url, marks in seen.items() if marks} == {}


class TestFiles:
    def test_the_name_of_a_document_is_marked_as_vietnamese_on_an_english_page(self, client, fdi):
        page = client.get(figure_address("fdi-capital")).content.decode()
        assert '<span lang="vi">Giấy chứng nhận</span>' in page
        page = client.get(figure_address("fdi-capital", language="vi")).content.decode()
        assert "<span>Giấy chứng nhận</span>" in page

    def test_a_document_that_has_an_english_name_is_told_by_it(self, client, people, fdi):
        named = {"source_vi": "Giấy phép", "source_en": "Permit"}
        r.happened(people, fdi[0], "capital_increase", "2022-08-01", "5", **named)
        page = client.get(figure_address("fdi-capital")).content.decode()
        assert "<span>Permit</span>" in page
        assert "Giấy phép" not in page
        page = client.get(figure_address("fdi-capital", language="vi")).content.decode()
        assert "<span>Giấy phép</span>" in page

    def test_a_picture_says_what_where_by_whom_and_at_which_address(self, client, fdi):
        SiteIdentity.objects.create(
            name_vi="Sở Mẫu", name_en="Department", province_vi="Tỉnh Mẫu", province_en="Mau"
        )
        query = "?as_of=2022-11-30"
        picture = client.get(figure_address("fdi-capital", suffix="svg", query=query))
        texts = [node.text for node in ET.fromstring(picture.content).findall("{*}text")]
        assert texts[0] == "Registered FDI capital, cumulative · Mau"
        assert texts[-2:] == [
            "Department, Mau",
            "http://localhost:8000" + figure_address("fdi-capital", query=query),
        ]

    @pytest.mark.parametrize("query", ["", "?as_of=2022-11-21"])
    def test_every_time_has_its_chart_and_its_pictures(self, client, fdi, query):
        page = client.get(figure_address("fdi-capital", query=query))
        assert "no-store" not in page["Cache-Control"]
        assert page.content.decode().count('<div class="fig__wide"><svg ') == 1
        for suffix, begin in (("svg", b"<svg "), ("png", b"\x89PNG")):
            url = figure_address("fdi-capital", suffix=suffix, query=query)
            assert url.replace("&", "&amp;") in page.content.decode()
            picture = client.get(url)
            assert picture.content.startswith(begin)
            assert picture["Content-Type"].startswith("image/")
            assert client.get(url).content == picture.content
        wrong = figure_address("fdi-capital", suffix="png", query="?as_of=nonsense")
        assert client.get(wrong).status_code == 400

    def test_a_picture_as_known_on_a_past_day_shows_what_was_known(self, client, people):
        def words(query):
            picture = client.get(figure_address("fdi-by-year", suffix="svg", query=query))
            return [node.text for node in ET.fromstring(picture.content).iter() if node.text]

        def pixels(query):
            return client.get(figure_address("fdi-by-year", suffix="png", query=query)).content

        now, then = "?as_of=2022-12-31", "?as_of=2022-12-31&known_at=2023-02-01"
        # The values above the columns; none is of the other time.
        old, new = ["10.00", "2.50"], ["9.00", "6.50"]

        def shown(query):
            return [word for word in words(query) if word in {*old, *new}]

        with time_machine.travel("2023-01-10T09:00:00+07:00", tick=False):
            project = r.fdi_project(people)
            first = r.happened(people, project, "new", "2021-05-04", "10000000")
            r.happened(people, project, "capital_increase", "2022-03-01", "2500000")
        with time_machine.travel("2023-02-02T09:00:00+07:00", tick=False):
            seen = words(then), pixels(then)
            assert shown(now) == shown(then) == old
        with time_machine.travel("2023-03-05T09:00:00+07:00", tick=False):
            nine = Decimal(9_000_000)
            correction = ledger.correct(first, by=people["data officer"], amount=nine, usd=nine)
            r.approved(people, correction)
            r.happened(people, project, "capital_increase", "2022-03-02", "4000000")
        with time_machine.travel("2023-05-10T09:00:00+07:00", tick=False):
            assert shown(now) == shown(f"{now}&known_at=2023-03-05") == new
            assert shown(then) == old
            assert (words(then), pixels(then)) == seen
            assert pixels(now) != pixels(then)
            dates = (
                "As of 31 December 2022, as known on 1 February 2023. "
                "Latest record: 1 March 2022. * up to 1 March 2022"
            )
            assert dates in words(then)

    def test_files_of_made_up_data_say_so(self, client, people, fdi):
        def warned(language):
            url = figure_address("fdi-capital", language=language, suffix="svg")
            texts = ET.fromstring(client.get(url).content).findall("{*}text")
            return "".join(node.text for node in texts if node.get("fill") == "#a03c00")

        def told():
            warning = warned("en")
            table = client.get(figure_address("fdi-capital", suffix="json")).json()
            note = table["meta"].get("Note", "")
            pages = [figure_address("fdi-capital"), address("fdi_dashboard"), "/en/projects/fdi/",
                     "/en/projects/", "/en/", "/en/data/fdi-projects/"]  # fmt: skip
            assert [("are made up." in text(client, url)) is bool(note) for url in pages] == [
                True
            ] * len(pages)
            assert all(note in text(client, url) for url in pages)
            csv = client.get(figure_address("fdi-capital", suffix="csv")).content.decode()
            assert (warning in csv and ",Note," in csv) is bool(warning)
            return warning, note

        assert told() == ("", "")
        r.fdi_project(people, public=False, illustrative=True)
        assert told() == ("", "")
        sample = r.fdi_project(people, illustrative=True)
        r.happened(people, sample, "new", "2022-07-01", "1000000")
        some = "Partly sample data: the records marked “sample” are made up."
        assert told() == ("Partly sample data", some)
        said = "Có dữ liệu mẫu: các bản ghi có nhãn “mẫu” là giả định."
        assert said in text(client, address("fdi_dashboard", language="vi"))
        FdiProject.objects.exclude(pk=sample.pk).update(illustrative=True)
        every = "Sample data: all records of this register are made up."
        assert told() == ("Sample data", every)
        said = "Dữ liệu mẫu: mọi bản ghi trong danh mục này đều là giả định."
        assert said in text(client, address("fdi_dashboard", language="vi"))
        assert warned("vi") == "Dữ liệu mẫu"

    def test_a_table_says_as_known_when_and_stands_on_a_sheet_with_a_name_that_fits(
        self, client, fdi
    ):
        now = timezone.now().replace(microsecond=0)
        url = figure_address("fdi-by-year", suffix="xlsx", query="?year=2022")
        response = client.get(url)
        table, about = load_workbook(BytesIO(response.content)).worksheets
        assert table.title == "FDI capital registered in a…"
        facts = dict(about.iter_rows(values_only=True))
        assert datetime.fromisoformat(facts["As known at"]) >= now
        assert facts["Address"].endswith("?year=2022")
        years = [cells[0] for cells in table.iter_rows(min_row=2)]
        assert {(cell.value, cell.number_format) for cell in years} >= {(2022, "0")}
        csv = client.get(url.replace(".xlsx", ".csv")).content.decode().splitlines()
        assert csv[0].endswith(",As known at,Address")
        assert csv[1].endswith("?year=2022")
        assert csv[0].count("As of") == 1
        assert csv[1].startswith("2022,2022-06-01,6500000.5,1,4000000,")

    def test_workbooks_are_offered_before_what_programs_read(self, client, fdi):
        page = client.get(figure_address("fdi-capital", language="vi")).content.decode()
        labels = [
            ">XLSX<",
            ">CSV (dấu chấm thập phân, dùng cho phần mềm)<",
            ">JSON<",
        ]
        places = [page.index(label) for label in labels]
        assert places == sorted(places)


class TestCosts:
    def test_other_days_have_charts_and_answers_stay_bounded(self, client, fdi):
        values = {}
        for number in range(30):
            day = timezone.localdate() - timedelta(days=40 + number)
            if (day + timedelta(days=1)).day != 1:
                url = address("fdi_dashboard", query=f"?as_of={day}")
                response = client.get(url, **{shared.KEY: values})
                assert response.content.decode().count('<div class="fig__wide"><svg ') >= 4
        kept = values["answers", "vi"].cache_info()
        assert 100 < kept.currsize <= kept.maxsize == shared.MOST_ANSWERS

    @pytest.mark.one_database
    @pytest.mark.parametrize("name", DASHBOARDS)
    def test_the_number_of_queries_does_not_grow(self, client, people, fdi, oda, ngo, name):
        """Of a day that nobody asked for before, in a public version that others were shown."""
        days = ["2022-11-29", "2022-11-28"] if name != "overview" else ["", ""]

        def count(day):
            values = {}
            client.get("/en/", **{shared.KEY: values})
            client.get("/en/pci/", **{shared.KEY: values})
            if day:
                client.get(address("overview"), **{shared.KEY: values})
                client.get(address(name), **{shared.KEY: values})
            url = address(name, query=f"?as_of={day}" if day else "")
            with CaptureQueriesContext(connection) as queries:
                assert client.get(url, **{shared.KEY: values}).status_code == 200
            return len(queries)

        clone(fdi[0], 8)
        few = count(days[0])
        clone(fdi[0], 990)
        many = count(days[1])
        assert few == many <= 13
