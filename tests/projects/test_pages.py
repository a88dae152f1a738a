"""The registers' public pages: what they show, and what they must not."""

import re
from datetime import date, timedelta
from html import escape, unescape
from io import BytesIO
from urllib.parse import quote_plus, urlsplit
from zipfile import ZipFile

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone, translation

from portal.delivery import shared
from portal.publishing import workflow
from portal.publishing.models import PreviewLink
from portal.publishing.slugs import kind_of
from portal.text import display
from projects import ledger, listing
from projects.models import FdiDocument, FdiEvent, FdiProject, Investor, Milestone, OdaFund, Zone
from projects.registers import REGISTERS
from projects.registers.fdi.selection import FdiSelection
from projects.when import When
from tests import articles
from tests import registers as r

pytestmark = pytest.mark.django_db

KINDS = ["fdi", "domestic", "oda", "ngo"]


def address(name, *, language="en", query="", **kwargs):
    with translation.override(language):
        return reverse(f"projects:{name}", kwargs=kwargs) + query


def text(client, url):
    response = client.get(url)
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode()


def titles(page):
    """The names in a list, in order."""
    return [
        unescape(title)
        for title in re.findall(r'<th role="rowheader" scope="row"><a [^>]*>([^<]*)</a>', page)
    ]


def words(page):
    """What a visitor reads, without tags; boxes end words."""
    page = re.sub(r"<(?=/?(?:d[dt]|t[dh]|li|p|h\d|div|small)\b)", " <", page)
    return " ".join(unescape(re.sub(r"<[^>]+>", "", page)).split())


def _in_place(people, kind, unit, *, public=True):
    """A record that lies in a unit; an FDI project with its certificate."""
    if kind in ("fdi", "domestic"):
        make = r.fdi_project if kind == "fdi" else r.domestic_project
        project = make(people, unit=unit, public=public)
        r.happened(people, project, "new", "2020-01-01", "1")
        return project
    make = r.oda_project if kind == "oda" else r.ngo_aid
    record = make(
        people,
        public=False,
        stages=[("implementation" if kind == "oda" else "implementing", "2020-01-01")],
    )
    record.places.add(unit)
    return r.publish(record, people) if public else record


@pytest.fixture
def project(people):
    """A project of 2020 with USD 10,000,000, raised by 2,500,000.50 in 2022."""
    project = r.fdi_project(people, title_en="Cable plant", title_vi="Nhà máy cáp")
    r.happened(people, project, "new", "2020-05-04", "10000000", number="IRC-1")
    r.happened(people, project, "capital_increase", "2022-03-01", "2500000.50", number="IRC-2")
    return project


class TestTotals:
    def test_the_sentence_says_what_holds_as_of_the_day(self, client, project):
        page = words(text(client, address("fdi", query="?as_of=2022-11-30")))
        assert (
            "As of 30 November 2022 the register has 1 valid FDI project "
            "with a registered capital of USD 12.50 million."
        ) in page
        told = "In 2022 up to the latest entry, of 1 March 2022: 1 project adjusted, raising"
        assert told in page
        page = words(text(client, address("fdi", query="?as_of=2021-12-31")))
        assert "1 valid FDI project with a registered capital of USD 10.00 million." in page
        assert "In 2021 up to" not in page

    def test_a_year_is_told_up_to_the_latest_entry_of_all(self, client, people, project):
        def told(query, language="en"):
            return words(text(client, address("fdi", language=language, query=query)))

        page = told("?as_of=2022-11-30")
        assert "In 2022 up to the latest entry, of 1 March 2022: 1 project adjusted" in page
        assert "New projects in 2022 0.00 million USD 0 projects, up to 1 March 2022" in page
        page = told("?as_of=2022-11-30", "vi")
        assert "Từ đầu năm 2022 đến bản ghi gần nhất, ngày 01/03/2022: điều chỉnh 1 dự án" in page
        r.happened(people, project, "disbursement", "2022-12-05", "1")
        page = told("?as_of=2022-11-30")
        assert "In 2022 up to that day: 1 project adjusted" in page
        assert "0 projects, up to" not in page

    def test_a_figure_of_a_correction_depends_on_when_it_was_known(self, client, people, project):
        before = timezone.now()
        event = project.events.get(number="IRC-2")
        wrong = ledger.correct(event, by=people["data officer"], usd=10, amount=10)
        r.approved(people, wrong)
        now = words(text(client, address("fdi", query="?as_of=2022-11-30")))
        assert "USD 10.00 million" in now
        then = address("fdi", query=f"?as_of=2022-11-30&known_at={before:%Y-%m-%dT%H:%M:%S.%fZ}")
        assert "USD 12.50 million" in words(text(client, then))

    def test_every_count_leads_to_as_many_records(self, client, people, project):
        other = r.fdi_project(people)
        r.happened(people, other, "new", "2022-02-01", "3000000")
        ended = r.fdi_project(people)
        r.happened(people, ended, "new", "2021-01-01", "1000000")
        r.happened(people, ended, "share_purchase", "2022-01-05", "5000")
        r.happened(people, ended, "termination", "2022-06-01")
        page = text(client, address("fdi", query="?as_of=2022-11-30"))
        said = page.split("kpis")[0]
        links = re.findall(r'<a href="([^"#]+)#list">(\d+) [a-z ]+', said, re.I)
        assert [int(count) for _url, count in links] == [2, 1, 1, 1]
        (raised,) = re.findall(r'<a href="([^"#]+)#list">raising its capital', said)
        links.append((raised, "1"))
        for url, count in links:
            assert f"{count} record" in words(text(client, unescape(url))), url

    def test_home_says_of_which_day_its_figures_of_a_register_are(self, client, people):
        r.oda_project(people, stages=[("implementation", "2022-02-01")])
        for address in ("/en/", "/en/projects/"):
            page = words(text(client, address))
            assert "1 February 2022" in page
            assert "Latest record: 1 February 2022" not in page
        home = words(text(client, "/en/"))
        assert "As of 1 February 2022" in home.split("Official development assistance", 1)[1]

    def test_oda_and_ngo_have_their_sentences(self, client, people):
        oda = r.oda_project(people, stages=[("implementation", "2022-02-01")])
        r.oda_project(people, stages=[("mobilisation", "2022-02-01")])
        r.approved(people, r.year(people, oda, "planned", 2022, "2022-01-15", foreign=146422))
        page = words(text(client, address("oda", query="?as_of=2022-11-30")))
        assert "1 ODA project is in implementation and 1 in mobilisation" in page
        assert "Foreign capital planned for 2022: VND 146,422 million." in page
        ngo = r.ngo_aid(people, stages=[("approved", "2022-01-05"), ("implementing", "2022-03-01")])
        entry = r.year(
            people, ngo, "committed", 2022, "2022-01-15", usd=83888, amount=83888, is_floor=True
        )
        r.approved(people, entry)
        page = words(text(client, address("ngo", query="?as_of=2022-11-30")))
        assert "1 item of aid of 1 foreign organisation is being implemented" in page
        assert "its commitment for 2022 is above USD 83,888." in page
        assert "1 item approved with USD 1,000" in page

    def test_before_its_first_document_a_register_says_when_it_begins(self, client, project):
        page = words(text(client, address("fdi", query="?as_of=2001-01-01")))
        first = project.events.earliest("effective_on").effective_on
        said = f"The register begins on {first.day} {first:%B %Y}: it tells nothing of the days"
        assert said in page
        assert "valid FDI project" not in page.split("About these figures")[0]
        page = words(text(client, address("ngo", language="vi")))
        assert "Danh mục chưa có dữ liệu." in page
        page = words(text(client, address("fdi", query="?known_at=2008-02-25")))
        assert "By 25 February 2008 the department had approved nothing of this register." in page
        assert "still empty" not in page

    def test_a_year_without_an_entry_has_no_zeros(self, client, project):
        page = words(text(client, address("fdi", query="?as_of=2024-11-30")))
        assert "New projects in 2024" not in page
        last = project.events.latest("effective_on").effective_on
        assert f"The latest entry of the register is of {last.day} {last:%B %Y}." in page

    def test_a_period_that_ended_without_a_completion_counts_apart(self, client, people):
        for ends_on in ("2023-06-30", "2029-06-30", None):
            r.oda_project(people, stages=[("implementation", "2022-02-01")], ends_on=ends_on)
        done = [("implementation", "2022-02-01"), ("completed", "2023-05-01")]
        r.oda_project(people, stages=done, ends_on="2023-04-30")
        page = text(client, address("oda", query="?as_of=2024-01-31"))
        assert "As of 1 May 2023, 3 ODA projects are in implementation" in words(page)
        said = (
            "By 31 January 2024 the period of 1 ODA project had ended, with no completion recorded."
        )
        assert said in words(page)
        listed = words(text(client, address("oda", query="?stage=lapsed&as_of=2024-01-31")))
        assert "1 record found" in listed
        assert "Period ended, no completion recorded" in listed
        page = text(client, address("oda", query="?stage=implementation&as_of=2024-01-31"))
        assert "2 records found" in words(page)
        assert "had ended" not in words(text(client, address("oda", query="?as_of=2023-06-30")))


class TestFilters:
    @pytest.fixture
    def projects(self, people):
        old = r.unit("336", "Thành phố Thái Bình", "district", full_name_vi="Thành phố Thái Bình")
        made = {
            "a": r.fdi_project(
                people, title_vi="Ép nhựa", title_en="Plastics", unit=old, industry=r.industry()
            ),
            "b": r.fdi_project(
                people,
                title_vi="Ấm điện",
                title_en="Kettles",
                industry=r.industry("D", "Điện", "Power"),
            ),
            "c": r.fdi_project(people, title_vi="Đồ chơi", title_en="Toys"),
        }
        Investor.objects.create(project=made["c"], name="Công ty Sao Mai")
        r.happened(people, made["a"], "new", "2020-05-04", "3000000")
        japan = r.country("JP", "Nhật Bản", "Japan")
        r.happened(people, made["b"], "new", "2021-05-04", "1000000", partner=japan)
        r.happened(people, made["c"], "new", "2022-05-04", "2000000")
        r.happened(people, made["c"], "termination", "2022-08-01")
        return made

    def test_a_project_that_ended_says_when_and_how_and_has_no_term_any_more(self, client, people):
        long, short = (r.fdi_project(people, title_en=name) for name in ("Bricks", "Ferns"))
        r.happened(people, long, "new", "2016-05-04", "2000000", term_ends_on=date(2066, 5, 4))
        r.happened(people, long, "revocation", "2022-08-01")
        r.happened(people, short, "new", "2016-05-04", "1000000", term_ends_on=date(2021, 5, 4))
        page = words(text(client, address("fdi", query="?status=ended")))
        assert "4 May 2016 – Revoked on 1 August 2022" in page
        assert "4 May 2016 4 May 2021 Past its term" in page
        assert "4 May 2066" not in page
        vi = words(text(client, address("fdi", language="vi", query="?status=ended")))
        assert "04/05/2016 – Đã bị thu hồi ngày 01/08/2022" in vi
        own = words(text(client, long.url("en")))
        assert "Ended on 1 August 2022 (revoked)" in own
        assert "Last day of the term" not in own
        assert '"dissolutionDate": "2021-05-04"' in text(client, short.url("en"))
        before = words(text(client, address("fdi", query="?as_of=2022-07-31")))
        assert "4 May 2016 4 May 2066 Valid" in before

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("", ["Kettles", "Plastics"]),
            ("?status=all", ["Toys", "Kettles", "Plastics"]),
            ("?status=ended", ["Toys"]),
            ("?as_of=2022-06-01", ["Toys", "Kettles", "Plastics"]),
            ("?as_of=01/06/2022", ["Toys", "Kettles", "Plastics"]),
            ("?q=EP+nhua", ["Plastics"]),
            ("?q=sao+mai&status=all", ["Toys"]),
            ("?partner=JP", ["Kettles"]),
            ("?industry=D", ["Kettles"]),
            ("?place=336", ["Plastics"]),
            ("?year=2021", ["Kettles"]),
            ("?counted=new&since=2022-01-01", ["Toys"]),
            ("?counted=ended&since=2022-01-01", ["Toys"]),
            ("?partner=JP&year=2020", []),
            ("?unknown=1", ["Kettles", "Plastics"]),
            ("?sort=name", ["Kettles", "Plastics"]),
            ("?sort=-capital&status=all", ["Plastics", "Toys", "Kettles"]),
            ("?sort=capital&status=all", ["Kettles", "Toys", "Plastics"]),
        ],
    )
    def test_they_leave_these_records(self, client, projects, query, expected):
        assert titles(text(client, address("fdi", query=query))) == expected

    def test_names_stand_in_vietnamese_order(self, client, projects):
        page = text(client, address("fdi", language="vi", query="?sort=name&status=all"))
        assert titles(page) == ["Ấm điện", "Đồ chơi", "Ép nhựa"]

    @pytest.mark.parametrize(
        ("query", "sentence"),
        [
            ("?as_of=2099-01-01", "This lies in the future: nothing is known of it yet."),
            ("?as_of=31/02/2022", "“31/02/2022”: there is no such day."),
            ("?known_at=yesterday", "“yesterday” is neither a day nor a moment"),
            ("?known_at=2022-02-30", "“2022-02-30” is neither a day nor a moment"),
            ("?known_at=2099-01-01", "This lies in the future: nothing is known of it yet."),
            ("?partner=XX", "“XX” is not among the choices of “Country or territory”."),
            ("?place=%3Cb%3E", "“<b>” is not among the choices of “Place”."),
            ("?status=gone", "“gone” is not among the choices of “Operating state”."),
            ("?sort=password", "“password” is not among the choices of “Order”."),
            ("?year=many", "Enter a whole number."),
            ("?page=77", "This page of the list does not exist; you are on the first."),
            ("?page=x", "This page of the list does not exist; you are on the first."),
            ("?after=99999999", "This page of the list does not exist; you are on the first."),
        ],
    )
    def test_what_is_not_understood_is_told_and_the_rest_stays(
        self, client, projects, query, sentence
    ):
        page = text(client, address("fdi", query=f"{query}&industry=D"))
        assert sentence in words(page)
        assert titles(page) == ["Kettles"]

    def test_what_was_typed_wrong_is_still_there(self, client, projects):
        url = client.get(address("fdi", query="?as_of=31/02/2022&q=ep&partner=")).url
        assert url == address("fdi", query="?as_of=31%2F02%2F2022&q=ep") + "#list"
        assert 'value="31/02/2022"' in text(client, url)

    def test_empty_fields_leave_the_address(self, client, projects):
        query = "?q=&partner=JP&industry=&place=&boundaries=then&status=valid&as_of="
        response = client.get(address("fdi", query=query))
        assert (response.status_code, response.url) == (
            302,
            address("fdi", query="?partner=JP") + "#list",
        )

    def test_a_chip_is_the_list_without_its_filter(self, client, projects):
        page = text(client, address("fdi", query="?partner=JP&year=2021&as_of=2022-11-30"))
        chips = {
            label: unescape(url)
            for url, label in re.findall(
                r'<a class="rm" href="([^"#]+)#list"><span[^>]*>[^<]*</span>([^<]*)<', page
            )
        }
        assert chips == {
            "Country or territory: Japan": address("fdi", query="?as_of=2022-11-30&year=2021"),
            "Year of the first certificate: 2021": address(
                "fdi", query="?as_of=2022-11-30&partner=JP"
            ),
            "As of: 30 November 2022": address("fdi", query="?year=2021&partner=JP"),
        }

    @pytest.mark.parametrize("typed", ["GCN-9/DC1", "gcn 9 dc", "9/Đc1", "gcn-9/dc1+2022"])
    def test_the_number_of_a_later_document_finds_its_project(self, client, people, typed):
        project = r.fdi_project(people, title_en="Amended")
        r.happened(people, project, "new", "2020-01-01", "1", number="GCN-9")
        if typed == "9/Đc1":
            r.happened(people, project, "capital_increase", "2021-01-01", "1", number="GCN-9/ĐC1")
        else:
            r.happened(people, project, "capital_increase", "2021-01-01", "1", number="GCN-9/DC1")
        other = r.fdi_project(people, title_en="Other")
        r.happened(people, other, "new", "2020-01-01", "1", number="GCN-91/DC1")
        hidden = r.fdi_project(people, title_en="Hidden", public=False)
        r.happened(people, hidden, "new", "2020-01-01", "1", number="GCN-9/DC1")
        waiting = r.fdi_project(people, title_en="Waiting")
        r.happened(people, waiting, "new", "2020-01-01", "1")
        r.event(people, waiting, "capital_increase", "2021-01-01", "1", number="GCN-9/DC1")
        found = titles(text(client, address("fdi", query=f"?q={typed}")))
        assert found == ([] if "2022" in typed else ["Amended"])

    def test_the_name_of_a_zone_finds_its_projects(self, client, people):
        zone = Zone.objects.create(
            kind="industrial_park", name_vi="KCN Tiền Hải", name_en="Tien Hai"
        )
        for title, where in (("Inside", zone), ("Outside", None)):
            project = r.fdi_project(people, title_en=title, zone=where)
            r.happened(people, project, "new", "2020-01-01", "1")
        for typed in ("tien+hai", "Ti%E1%BB%81n+H%E1%BA%A3i"):
            assert titles(text(client, address("fdi", query=f"?q={typed}"))) == ["Inside"]

    def test_a_number_finds_nothing_of_a_time_that_did_not_have_it(self, client, people):
        project = r.fdi_project(people, title_en="Amended")
        r.happened(people, project, "new", "2020-01-01", "1")
        wrong = r.happened(people, project, "capital_increase", "2021-01-01", "1", number="SAI-1")
        before = timezone.now()
        changed = ledger.correct(wrong, by=people["data officer"], number="DUNG-1")
        r.approved(people, changed)

        def found(query):
            return titles(text(client, address("fdi", query=query)))

        assert found("?q=dung-1") == ["Amended"]
        assert found("?q=sai-1") == []
        assert found("?q=dung-1&as_of=2020-12-31") == []
        known = timezone.localtime(before).isoformat().replace("+", "%2B")
        assert found(f"?q=dung-1&known_at={known}") == []
        assert found(f"?q=sai-1&known_at={known}") == ["Amended"]

    def test_the_number_of_a_yearly_document_finds_aid(self, client, people):
        stages = [("implementation", "2021-01-01")]
        oda = r.oda_project(people, title_en="Port", stages=stages)
        r.oda_project(people, title_en="Dyke", stages=stages)
        r.approved(
            people, r.year(people, oda, "planned", 2022, "2022-01-10", foreign=1, number="KH-77")
        )
        ngo = r.ngo_aid(people, title_en="Library", stages=[("implementing", "2021-01-01")])
        r.approved(
            people,
            r.year(people, ngo, "committed", 2022, "2022-01-10", amount=1, usd=1, number="VT-77"),
        )
        assert titles(text(client, address("oda", query="?q=kh-77"))) == ["Port"]
        assert titles(text(client, address("ngo", query="?q=vt-77"))) == ["Library"]
        assert titles(text(client, address("ngo", query="?q=kh-77"))) == []

    def test_an_old_place_is_found_in_the_boundaries_of_today(self, client, people):
        new = r.unit("12400", "Phường Mới", "commune", valid_from="2025-07-01")
        old = r.unit("12401", "Phường Cũ", "commune", valid_to="2025-06-30")
        old.successors.add(new)
        project = r.fdi_project(people, title_en="Moved", unit=old)
        r.happened(people, project, "new", "2020-01-01", "1")
        place = f"?place={new.key}"
        assert titles(text(client, address("fdi", query=place))) == []
        assert titles(text(client, address("fdi", query=f"{place}&boundaries=now"))) == ["Moved"]

    def test_an_empty_list_leads_to_the_other_boundaries(self, client, people):
        new = r.unit("12400", "Phường Mới", "commune", name_en="New Ward", valid_from="2025-07-01")
        old = r.unit("12401", "Phường Cũ", "commune", valid_to="2025-06-30")
        old.successors.add(new)
        project = r.fdi_project(people, title_en="Moved", unit=old)
        r.happened(people, project, "new", "2020-01-01", "1")
        r.fdi_project(people, public=False, unit=old)
        place = quote_plus(new.key)
        now = address("fdi", query=f"?year=2020&place={place}&boundaries=now") + "#list"
        told = f'<p><a href="{escape(now)}">In the present boundaries: 1 record in New Ward</a></p>'
        page = text(client, address("fdi", query=f"?place={new.key}&year=2020"))
        assert (titles(page), told in page) == ([], True)
        page = text(client, address("fdi", query="?q=phuong+moi&year=2020"))
        assert (titles(page), told in page) == (["Moved"], False)  # the search looks there too
        assert titles(text(client, unescape(now.removesuffix("#list")))) == ["Moved"]
        # Nothing lies there either way, or something was found: no hint.
        for query in (f"?place={new.key}&year=2019", f"?place={new.key}&boundaries=now", "?q=zz"):
            assert "In the present boundaries:" not in text(client, address("fdi", query=query))

    @pytest.mark.parametrize("kind", KINDS)
    def test_an_empty_commune_of_today_says_what_names_only_a_district(self, client, people, kind):
        province = r.unit("33", "Tỉnh Mới", name_en="New Province", valid_from="2025-07-01")
        new = r.unit("12400", "Xã Mới", "commune", parent=province, valid_from="2025-07-01")
        former = r.unit("34", "Tỉnh Cũ", valid_to="2025-06-30")
        former.successors.add(province)
        district = r.unit("341", "Huyện Cũ", "district", parent=former, valid_to="2025-06-30")
        inside = r.unit("12401", "Xã Cũ", "commune", parent=district, valid_to="2025-06-30")
        inside.successors.add(new)
        made = [_in_place(people, kind, unit) for unit in (district, district, inside)]
        _in_place(people, kind, district, public=False)
        articles.step(made.pop(), "withdraw", people["publisher"], note="Sai")
        other = _in_place(people, kind, inside)
        query = f"?place={new.key}&boundaries=now"
        assert "only a district" not in text(client, address(kind, query=query))
        articles.step(other, "withdraw", people["publisher"], note="Sai")
        around = address(kind, query=f"?place={quote_plus(province.key)}&boundaries=now")
        page = text(client, around)
        assert len(titles(page)) == 2
        _in_place(people, "oda" if kind == "fdi" else "fdi", inside)  # the place is a choice
        page = text(client, address(kind, query=query))
        told = (
            "2 records of New Province name only a district of the time, so that nobody can tell "
            "their communes of today"
        )
        assert f'<a href="{escape(around)}#list">{told}</a>' in page
        assert titles(page) == []

    def test_both_languages_list_the_same_records(self, client, people):
        project = r.fdi_project(people, title_vi="Chỉ tiếng Việt", title_en="")
        r.happened(people, project, "new", "2020-01-01", "1")
        page = text(client, address("fdi"))
        assert re.search(r'<a href="[^"]+" lang="vi">Chỉ tiếng Việt</a>', page)

    def test_an_empty_register_says_so(self, client, db):
        for kind in KINDS:
            assert "Nothing in the register fits" in text(client, address(kind))


@pytest.mark.parametrize("kind", KINDS)
def test_the_pages_show_every_record_once_in_order(reader, people, monkeypatch, kind):
    monkeypatch.setattr(listing, "LAST_NUMBERED", 2)
    for number in range(9):
        day = f"2020-01-0{number % 3 + 1}"
        if kind in ("fdi", "domestic"):
            make = r.fdi_project if kind == "fdi" else r.domestic_project
            r.happened(people, make(people), "new", day, 100 * (number % 4 + 1))
        elif kind == "oda":
            project = r.oda_project(people, stages=[("mobilisation", day)])
            if number % 2:
                OdaFund.objects.create(project=project, kind="loan", usd=number)
        else:
            r.ngo_aid(people, stages=[("approved", day)], usd=number % 4)
    for sort in ("name", "-name", "date", "-date", "capital", "-capital"):
        monkeypatch.setattr(listing, "PER_PAGE", 50)
        expected = titles(text(reader, address(kind, query=f"?sort={sort}")))
        assert len(set(expected)) == 9
        monkeypatch.setattr(listing, "PER_PAGE", 2)
        assert shown_page_by_page(reader, address(kind, query=f"?sort={sort}")) == (expected, 5)


def shown_page_by_page(client, url):
    """(names in order, how many pages) of a list and all that follows."""
    found, pages = [], 0
    while url:
        page = text(client, url)
        found += titles(page)
        following = re.search(r'<a href="([^"]+)" rel="next">', page)
        url = following and unescape(following[1])
        pages += 1
    return found, pages


def ledger_rows(page):
    """The cells of the tables of a project's page, row by row."""
    rows = [
        [
            unescape(cell)
            for cell in re.findall(r"<t[hd] role=\"(?:rowheader|cell)\"[^>]*>([^<]*)", row)
        ]
        for row in re.findall(r'<tr role="row">(.*?)</tr>', page, re.S)
    ]
    return [row for row in rows if row]


class TestProjectPage:
    def test_the_name_of_a_document_is_marked_as_vietnamese_on_an_english_page(
        self, client, people, project
    ):
        named = {"number": "A<1", "source_vi": "Giấy chứng nhận"}
        r.happened(people, project, "other_adjustment", "2022-02-01", **named)
        page = text(client, project.url("en"))
        assert 'A&lt;1, <span lang="vi">Giấy chứng nhận</span>' in page
        assert "A&lt;1, Giấy chứng nhận" in text(client, project.url("vi"))

    def test_a_document_that_has_an_english_name_is_told_by_it(self, client, people, project):
        named = {"number": "A-1", "source_vi": "Giấy chứng nhận", "source_en": "Certificate"}
        r.happened(people, project, "other_adjustment", "2022-02-01", **named)
        assert "A-1, Certificate" in text(client, project.url("en"))
        assert "A-1, Giấy chứng nhận" in text(client, project.url("vi"))

    def test_it_tells_the_history_of_the_capital(self, client, people, project):
        r.happened(people, project, "capital_decrease", "2023-01-01", "500000.25", number="IRC-3")
        japan = r.country("JP", "Nhật Bản", "Japan")
        r.happened(people, project, "transfer", "2023-02-01", partner=japan, number="T-1")
        page = text(client, project.url("en"))
        assert ledger_rows(page) == [
            [
                "4 May 2020",
                "New investment registration certificate",
                "IRC-1",
                "10,000,000",
                "10,000,000",
            ],
            ["1 March 2022", "Capital increase", "IRC-2", "+2,500,000.5", "12,500,000.5"],
            ["1 January 2023", "Capital decrease", "IRC-3", "−500,000.25", "12,000,000.25"],
            ["1 February 2023", "Transfer: Japan", "T-1", "–", "12,000,000.25"],
        ]
        assert "Statistical partner Japan" in words(page)
        assert "Amount in its own currency" not in words(page)

    def test_it_tells_amounts_in_the_currency_of_the_document_too(self, client, people, project):
        for kind, on, usd, amount in [
            ("capital_increase", "2023-01-01", "2000000", "2300000000"),
            ("capital_decrease", "2023-02-01", "500000", "600000000.5"),
            ("disbursement", "2023-03-01", "70000", "80000000"),
        ]:
            r.happened(people, project, kind, on, usd, amount=amount, currency="KRW", number="N")
        r.happened(people, project, "other_adjustment", "2023-04-01", number="N")
        page = text(client, project.url("en"))
        assert [row[3:5] for row in ledger_rows(page)] == [
            ["10,000,000 USD", "10,000,000"],
            ["+2,500,000.5 USD", "+2,500,000.5"],
            ["+2,300,000,000 KRW", "+2,000,000"],
            ["−600,000,000.5 KRW", "−500,000"],
            ["80,000,000 KRW", "70,000"],
            ["–", "–"],
        ]
        assert "Amount in its own currency Amount (USD)" in words(page)
        assert "2,300,000,000" not in text(client, project.url("en") + "?as_of=2022-12-31")

    def test_after_a_transfer_its_investors_are_those_of_the_first_certificate(
        self, client, people, project
    ):
        Investor.objects.create(project=project, name="Sao Mai", country=r.country())
        japan = r.country("JP", "Nhật Bản", "Japan")
        transfer = r.event(people, project, "transfer", "2023-02-01", partner=japan)
        before, after = "Investors Sao Mai", "Investors at the first certificate Sao Mai"
        assert before in words(text(client, project.url("en")))  # the transfer waits
        assert '"funder": [{"@type": "Organization", "name": "Sao Mai"}]' in text(
            client, project.url("en")
        )
        r.approved(people, transfer)
        assert '"funder"' not in text(client, project.url("en"))
        assert after in words(text(client, project.url("en")))
        assert before in words(text(client, project.url("en") + "?as_of=2023-01-31"))
        assert "Nhà đầu tư theo giấy chứng nhận lần đầu Sao Mai" in words(
            text(client, project.url("vi"))
        )

    def test_it_stands_as_of_the_day_asked_for(self, client, project):
        source = text(client, project.url("en") + "?as_of=2021-01-01")
        assert '<a href="/en/projects/fdi/?as_of=2021-01-01">' in source
        page = words(source)
        assert "You see the project as of 1 January 2021." in page
        assert "IRC-2" not in page
        assert "USD 10.00 million" in page

    def test_before_its_first_certificate_it_says_that_it_had_none(self, client, project):
        said = "It had no investment registration certificate then."
        first = project.events.get(type="new").effective_on
        asked = project.url("en") + "?as_of="
        assert said in words(text(client, f"{asked}{first - timedelta(days=1)}"))
        assert said not in words(text(client, f"{asked}{first}"))

    @pytest.mark.parametrize("day", ["2099-01-01", "soon"])
    def test_a_day_that_is_none_is_told(self, client, project, day):
        page = words(text(client, project.url("en") + f"?as_of={day}"))
        assert "The page shows what holds today." in page
        assert "USD 12.50 million" in page

    def test_beside_a_day_that_is_one_no_page_of_today_is_promised(self, client, project):
        asked = "?as_of=2099-01-01&known_at=2099-01-01"
        assert "The page shows what holds today." in words(text(client, project.url("en") + asked))
        page = words(text(client, f"{project.url('en')}?as_of=2022-01-01&known_at=2099-01-01"))
        assert "See it as of today" in page
        assert "The page shows what holds today." not in page

    def test_its_history_tells_of_corrections_as_they_were_known(self, client, people, project):
        raised = project.events.get(type="capital_increase")
        hidden = {"number": "CANARY", "source_vi": "CANARY"}
        wrong = r.happened(people, project, "other_adjustment", "2022-09-15", **hidden)
        before = timezone.localtime(timezone.now()).isoformat().replace("+", "%2B")
        r.approved(people, ledger.correct(wrong, by=people["data officer"], void=True))
        changed = ledger.correct(raised, by=people["data officer"], amount=3, usd=3)
        page, day = (
            address("fdi_project", slug=project.slug_en),
            display.date(timezone.localdate(), "en"),
        )
        told = [f"On {day} the entry of {when} was {what}." for when, what in [
            ("15 September 2022", "taken back"),
            (display.date(raised.effective_on, "en"), "corrected"),
        ]]  # fmt: skip
        assert [line in text(client, page) for line in told] == [True, False]  # one waits
        r.approved(people, changed)
        now = text(client, page)
        assert [line in now for line in told] == [True, True]
        assert "CANARY" not in now
        for query in (f"?known_at={before}", "?as_of=2020-12-31"):
            then = text(client, page + query)
            assert not any(line in then for line in told)

    @pytest.mark.parametrize(
        ("make", "name", "values"),
        [
            (r.oda_project, "planned", ({"foreign": 5}, {"foreign": 6})),
            (r.ngo_aid, "committed", ({"amount": 5, "usd": 5}, {"amount": 6, "usd": 6})),
        ],
        ids=["oda", "ngo"],
    )
    def test_so_do_the_years_of_aid(self, client, people, make, name, values):
        record = make(people)
        first = r.approved(people, r.year(people, record, name, 2022, "2022-01-10", **values[0]))
        page = record.url("en")
        assert "was corrected" not in text(client, page)
        r.approved(people, ledger.correct(first, by=people["data officer"], **values[1]))
        day = display.date(timezone.localdate(), "en")
        assert f"On {day} the entry of 10 January 2022 was corrected." in text(client, page)

    def test_it_shows_the_place_then_and_now(self, client, people):
        new = r.unit("12400", "Phường Mới", "commune", full_name_en="New Ward")
        old = r.unit("12401", "Cũ", "commune", full_name_en="Old Ward", valid_to="2025-06-30")
        old.successors.add(new)
        page = words(text(client, r.fdi_project(people, unit=old).url("en")))
        assert "Place as recorded Old Ward" in page
        assert "Place today New Ward" in page

    def test_steps_are_done_under_way_or_to_come(self, client, people, project):
        for position, (title, reached) in enumerate(
            [("A", "2021-01-01"), ("B", None), ("C", None)]
        ):
            Milestone.objects.create(
                project=project, position=position, title_en=title, reached_on=reached
            )
        page = text(client, project.url("en"))
        steps = re.findall(r'<li(?: class="(\w+)")?[^>]*>\s*<strong>([ABC])</strong>', page)
        assert steps == [("done", "A"), ("now", "B"), ("", "C")]

    def test_years_show_floors(self, client, people):
        aid = r.ngo_aid(people, stages=[("implementing", "2022-01-01")])
        entry = r.year(
            people, aid, "committed", 2022, "2022-01-15", usd=83888, amount=83888, is_floor=True
        )
        r.approved(people, entry)
        page = text(client, aid.url("en"))
        assert re.search(
            r'<th role="rowheader" scope="row">2022</th>\s*<td[^>]*>above 83,888</td>', page
        )

    def test_documents_of_another_language_are_marked(self, client, people):
        aid = r.ngo_aid(people, stages=[("approved", "2022-01-05"), ("implementing", "2022-03-01")])
        approved, implementing = aid.stages.order_by("reached_on")
        type(approved).objects.filter(pk=approved.pk).update(source_vi="Quyết định 5/QĐ-UBND")
        type(approved).objects.filter(pk=implementing.pk).update(
            source_vi="Báo cáo năm", source_en="Annual report"
        )
        page = text(client, aid.url("en"))
        assert '<span lang="vi">Quyết định 5/QĐ-UBND</span>' in page
        assert "Annual report" in page
        assert "Báo cáo năm" not in page
        assert "lang=" not in re.search(r".{20}Quyết định 5", text(client, aid.url("vi")))[0]

    def test_an_oda_page_has_funds_and_years(self, client, people):
        project = r.oda_project(people, stages=[("mobilisation", "2020-01-01")])
        donor = r.organisation("Ngân hàng Thế giới", "multilateral")
        OdaFund.objects.create(
            project=project, kind="loan", donor=donor, amount="12500000", currency="EUR", usd="13"
        )
        entry = r.year(people, project, "planned", 2022, "2022-01-15", foreign=146422)
        r.approved(people, entry)
        page = words(text(client, project.url("en")))
        assert "ODA loan Ngân hàng Thế giới 12,500,000 EUR 13" in page
        assert "2022 146,422 – – –" in page

    @pytest.mark.parametrize(
        ("make", "stage", "amount"),
        [(r.oda_project, "mobilisation", "foreign"), (r.ngo_aid, "appraisal", "usd")],
    )
    def test_aid_says_of_which_day_its_latest_record_is(self, client, people, make, stage, amount):
        aid = make(people, stages=[(stage, "2022-03-01"), (stage, "2024-05-01")])
        measure = "planned" if amount == "foreign" else "committed"
        currency = {} if amount == "foreign" else {"amount": 5}
        entry = r.year(people, aid, measure, 2022, "2022-11-30", **{amount: 5}, **currency)
        for query, told in [
            ("?as_of=2021-01-01", ""),
            ("?as_of=2022-11-30", " Latest record 1 March 2022"),
        ]:
            page = words(text(client, aid.url("en") + query))
            day = "1 January 2021" if "2021" in query else "30 November 2022"
            assert f"As of {day}{told} Description last changed" in page
        r.approved(people, entry)
        page = words(text(client, aid.url("en") + "?as_of=2023-11-30"))
        assert "As of 30 November 2023 Latest record 30 November 2022 Description" in page
        page = words(text(client, aid.url("vi") + "?as_of=2025-11-30"))
        assert "30/11/2025 Bản ghi gần nhất 01/05/2024" in page

    def test_a_sample_says_so(self, client, people):
        assert "There is no such project." in text(
            client, r.fdi_project(people, illustrative=True).url("en")
        )
        assert "There is no such project." not in text(client, r.fdi_project(people).url("en"))

    def test_its_structured_data_cannot_end_the_script(self, client, people):
        project = r.fdi_project(people, title_en="</script><script>alert(1)</script>")
        page = text(client, project.url("en"))
        assert "<script>alert" not in page
        assert '"name": "\\u003c/script>\\u003cscript>alert(1)\\u003c/script>"' in page

    def test_a_withdrawn_project_is_gone(self, client, people, project):
        url = project.url("en")
        articles.step(project, "withdraw", people["publisher"], note="Sai")
        assert client.get(url).status_code == 410
        assert titles(text(client, address("fdi"))) == []

    def test_an_old_address_leads_to_the_new_one(self, client, people, project):
        old = project.url("en")
        copy = workflow.open_copy(project, by=people["data officer"])
        copy = articles.edit(copy, people["data officer"], slug_en="cables")
        copy = articles.step(copy, "submit", people["data officer"])
        articles.step(copy, "publish", people["publisher"])
        response = client.get(old)
        assert (response.status_code, response.url) == (301, address("fdi_project", slug="cables"))
        assert "IRC-2" in text(client, response.url)

    def test_the_sitemap_names_it_in_its_languages(self, client, people, project):
        secret = r.fdi_project(people, public=False)
        r.ngo_aid(people, stages=[("implementing", "2022-01-01")])
        page = text(client, "/sitemap.xml")
        for language in ("vi", "en"):
            url = f"http://localhost:8000{project.url(language)}"
            assert f"<loc>{url}</loc>" in page
            assert f'hreflang="{language}" href="{url}"' in page
            assert f"<loc>http://localhost:8000{address('ngo', language=language)}</loc>" in page
        assert secret.slug_vi not in page

    @pytest.mark.parametrize("kind", KINDS)
    def test_a_draft_and_a_working_copy_have_a_preview(self, client, people, kind):
        make = getattr(r, {"ngo": "ngo_aid"}.get(kind, f"{kind}_project"))
        draft = make(people, public=False, title_en="Not public yet")
        assert "Not public yet" in text(client, self._preview(draft, people))
        public = make(people)
        copy = workflow.open_copy(public, by=people["data officer"])
        copy = articles.edit(copy, people["data officer"], title_en="Another name")
        assert "Another name" in text(client, self._preview(copy, people))

    def test_a_preview_of_a_copy_shows_the_ledger_without_what_waits(self, client, people, project):
        r.event(people, project, "capital_increase", "2022-05-05", "777", number="WAITS")
        copy = workflow.open_copy(project, by=people["data officer"])
        page = text(client, self._preview(copy, people))
        assert "IRC-2" in page
        assert "WAITS" not in page

    def _preview(self, row, people):
        link = PreviewLink.objects.create(
            kind=kind_of(type(row)),
            object_id=row.pk,
            created_by=people["data officer"],
            expires_at=timezone.now() + timedelta(days=1),
        )
        with translation.override("en"):
            return reverse("preview", args=[link.token])

    def test_an_unknown_one_is_not_found(self, client, people):
        secret = r.fdi_project(people, public=False)
        assert client.get(address("fdi_project", slug=secret.slug_en)).status_code == 404
        assert client.get(address("oda_project", slug="khong-co")).status_code == 404

    def test_it_names_the_articles_about_it_and_they_name_it(self, client, people, project):
        told = articles.draft(people["author"])
        told.fdi_projects.add(project)
        articles.step(told, "submit", people["author"])
        told = articles.step(told, "publish", people["publisher"])
        secret = articles.draft(people["author"], title_en="Secret story")
        secret.fdi_projects.add(project)
        page = text(client, project.url("en"))
        assert told.title_en in page
        assert "Secret story" not in page
        hidden = r.fdi_project(people, public=False, title_en="Hidden plant")
        told.fdi_projects.add(hidden)
        page = text(client, told.url("en"))
        assert f'<a href="{project.url("en")}">' in page
        assert "Hidden plant" not in page


def _clone(project, times):
    """Public copies of a project with its events, without the workflow's cost."""
    fields = [f.attname for f in FdiProject._meta.concrete_fields if not f.primary_key]
    values = {name: getattr(project, name) for name in fields}
    clones = FdiProject.rows.bulk_create(
        [FdiProject(**values | {"slug_vi": f"k-{n}", "slug_en": f"k-{n}"}) for n in range(times)]
    )
    fields = [f.attname for f in FdiEvent._meta.concrete_fields if not f.primary_key]
    FdiEvent.objects.bulk_create(
        [
            FdiEvent(**{name: getattr(event, name) for name in fields} | {"project_id": clone.pk})
            for clone in clones
            for event in project.events.all()
        ]
    )
    # PostgreSQL does this by itself, but not in the middle of a test's transaction.
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


@pytest.mark.parametrize("order", ["date", "-date", "name", "-name", "capital", "-capital"])
def test_many_records_stand_in_the_order_of_few(people, project, order, monkeypatch):
    """Few are sorted, of many an index is walked: page by page, and from the last one seen."""
    other = r.fdi_project(people, title_vi="Ác quy")
    r.happened(people, other, "new", "2019-05-04", "12500000.50")
    _clone(project, 60)
    selection, when = FdiSelection(), When(date(2022, 11, 30))
    keyed = REGISTERS["fdi"].listing.keyed

    def walked():
        found, after = [], None
        while True:
            records = selection.projects(when)
            page = listing.page(keyed, records, when, order, "vi", after=after)
            found += map(listing.primary_key, page.rows)
            if (after := page.next_after) is None:
                return found

    few = walked()
    monkeypatch.setattr(listing, "FEW", 0)
    assert (len(few), walked()) == (62, few)


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("url", "most"),
    [
        (lambda project: address("fdi"), 2),
        (lambda project: address("fdi", query="?sort=-capital&page=2"), 2),
        (lambda project: address("fdi", query="?q=nha&partner=KR&sort=-capital&page=2"), 4),
        (lambda project: address("fdi", query="?place=34"), 5),
        (lambda project: address("fdi", query="?as_of=2022-11-30"), 5),
        (lambda project: address("registers"), 0),
        (lambda project: project.url("en"), 8),
    ],
)
def test_the_number_of_queries_does_not_grow(
    client, people, project, django_assert_num_queries, url, most
):
    """Of an address that nobody asked for before, in a public version that others were shown."""
    for _number in range(2):
        Investor.objects.create(project=project, name="Sao Mai")
    other = r.fdi_project(people)
    r.happened(people, other, "new", "2020-05-04", "1")
    _clone(project, 60)

    def count():
        values = {}
        client.get(address("registers"), **{shared.KEY: values})
        client.get(address("fdi"), **{shared.KEY: values})
        client.get(other.url("en"), **{shared.KEY: values})
        with django_assert_num_queries(most):
            assert client.get(url(project), **{shared.KEY: values}).status_code == 200

    count()
    _clone(project, 940)
    count()


class TestNothingSecretShows:
    """Every page and file, with records and entries in every state that is not public."""

    @pytest.fixture
    def secrets(self, people, project, document):
        later = timezone.now() + timedelta(days=1)
        named = {"title_vi": "CANARY vi", "title_en": "CANARY en"}
        for model, public in [
            (r.fdi_project, {}),
            (r.domestic_project, {}),
            (r.oda_project, {"stages": [("implementation", "2020-01-01")]}),
            (r.ngo_aid, {"stages": [("implementing", "2020-01-01")]}),
        ]:
            for values in ({"public": False}, {"publish_at": later}):
                record = model(people, **named, **public, **values)
                if model in (r.fdi_project, r.domestic_project):
                    r.happened(people, record, "new", "2020-01-01", "777777777")
            gone = model(people, **named, **public)
            articles.step(gone, "withdraw", people["publisher"], note="CANARY")
        kept = {"number": "CANARY-1", "source_vi": "CANARY", "note": "CANARY", "document": document}
        r.event(people, project, "capital_increase", "2022-05-05", "777777777", **kept)
        rejected = r.event(people, project, "capital_increase", "2022-06-05", "777777777", **kept)
        ledger.reject(rejected, by=people["publisher"], version=1, reason="CANARY")
        wrong = r.happened(people, project, "capital_increase", "2022-07-05", "777777777", **kept)
        right = {"number": "GOOD", "source_vi": "", "usd": 1, "amount": 1, "document": None}
        r.approved(people, ledger.correct(wrong, by=people["data officer"], **right))
        oda = r.oda_project(people, stages=[("implementation", "2020-01-01")])
        r.year(people, oda, "planned", 2022, "2022-01-15", foreign=777777777, number="CANARY-2")
        ngo = r.ngo_aid(people, stages=[("implementing", "2020-01-01")])
        r.year(people, ngo, "committed", 2022, "2022-01-15", usd=777777777, amount=777777777)
        draft = articles.draft(people["author"], title_en="CANARY", title_vi="CANARY")
        draft.fdi_projects.add(project)
        open_copy = FdiDocument(project=project, file=document, title_vi="Công khai")
        open_copy.save()
        return [project, oda, ngo]

    def _everything(self, secrets):
        for language in ("vi", "en"):
            yield address("registers", language=language)
            yield f"/{language}/"
            for kind in KINDS:
                for name in (kind, f"{kind}_csv", f"{kind}_json", f"{kind}_xlsx"):
                    for query in ("", "?q=canary", "?as_of=2022-11-30"):
                        yield address(name, language=language, query=query)
            for record in secrets:
                yield record.url(language)
                yield record.url(language) + "?as_of=2022-11-30"
        yield "/sitemap.xml"

    def test_on_no_page_and_in_no_file(self, reader, secrets):
        for url in self._everything(secrets):
            response = reader.get(url)
            assert response.status_code == 200, url
            content = (
                b"".join(response.streaming_content) if response.streaming else response.content
            )
            if urlsplit(url).path.endswith(".xlsx"):
                with ZipFile(BytesIO(content)) as archive:
                    content = b"".join(archive.read(name) for name in archive.namelist())
            found = content.decode()
            assert "CANARY" not in found, url
            assert not re.search(r"777[.,]?777[.,]?777", found), url

    def test_the_canary_would_be_heard(self, client, people):
        heard = r.fdi_project(people, title_vi="CANARY vi", title_en="CANARY en")
        r.happened(people, heard, "new", "2020-01-01", "777777777")
        assert "CANARY" in text(client, address("fdi"))
        assert "777777777" in text(client, address("fdi_csv"))


def test_a_milestone_whose_planned_day_has_passed_says_so(client, people):
    project = r.fdi_project(people)
    r.happened(people, project, "new", "2022-01-01", "1000000")
    project.milestones.create(title_vi="Khởi công", title_en="Start", planned_on="2022-03-05")
    said = words(text(client, project.url("en") + "?as_of=2022-03-05"))
    assert "Start planned for 5 March 2022" in said
    late = "Start was planned for 5 March 2022; nothing recorded says that it was reached"
    assert late in words(text(client, project.url("en") + "?as_of=2022-03-06"))
    assert "đã dự kiến 05/03/2022, chưa ghi nhận là đã đạt" in words(
        text(client, project.url("vi"))
    )
