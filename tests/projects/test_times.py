"""The two times of a question: how pages take them, and that nobody is told what was not known."""

import re
from html import unescape

import pytest
import time_machine
from django.urls import reverse
from django.utils import translation

from portal.publishing import workflow
from projects.registers import REGISTERS
from tests import registers as r
from tests.investment.figures.test_figures import address as page_address
from tests.investment.figures.test_figures import figure_address
from tests.projects.test_pages import address, text, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-28T09:00:00+07:00"):
        yield


@pytest.fixture
def project(people):
    """Known since 10 March 2020, raised by what was known on 5 May 2022."""
    with time_machine.travel("2020-03-10T09:00:00+07:00"):
        project = r.fdi_project(people)
        r.happened(people, project, "new", "2019-12-02", 5_000_000)
    with time_machine.travel("2022-05-05T16:00:00+07:00"):
        r.happened(people, project, "capital_increase", "2020-01-20", 2_000_000)
    return project


def url_of(project):
    with translation.override("en"):
        return project.url("en")


def pages(project):
    return [
        address("fdi"),
        page_address("fdi_dashboard"),
        figure_address("fdi-capital"),
        url_of(project),
    ]


def stamp(page):
    return words(page.split('class="stamp"', 1)[1].split("</dl>", 1)[0])


def test_each_page_has_both_days_in_one_form_without_a_script(client, project):
    for url in pages(project):
        page = text(client, f"{url}?as_of=2020-12-31&known_at=2021-06-30")
        (form,) = [
            form for form in re.findall(r"<form.*?</form>", page, re.S) if 'name="as_of"' in form
        ]
        for name, label, value in (
            ("as_of", "As of", "2020-12-31"),
            ("known_at", "As known on", "2021-06-30"),
        ):
            assert f'<label for="f-{name}">{label}</label>' in form
            assert (
                f'<input id="f-{name}" name="{name}" type="date" value="{value}" max="2026-11-28">'
                in form
            )
        assert "As of 31 December 2020 As known on 30 June 2021" in stamp(page)


def test_alone_what_was_known_ends_with_its_day(client, project):
    for url in pages(project):
        page = text(client, f"{url}?known_at=2020-06-30")
        assert "As of 30 June 2020 As known on 30 June 2020" in stamp(page)
        page = text(client, f"{url}?known_at=2020-06-30T10:00:00%2B07:00")
        assert "As of 30 June 2020 As known at 30 June 2020, 10:00" in stamp(page)


def test_what_happened_later_is_not_asked_of_that_day(client, project):
    for url in pages(project):
        page = text(client, f"{url}?as_of=2022-01-01&known_at=2020-06-30")
        assert (
            "1 January 2022 lies after 30 June 2020: nobody knew by then what happened later."
            in words(page)
        )
        assert "As of 30 June 2020 As known on 30 June 2020" in stamp(page)


def test_a_day_that_was_known_takes_all_of_it(client, project):
    def capital(day):
        page = words(text(client, figure_address("fdi-capital", query=f"?known_at={day}")))
        return re.search(r"cumulative (\d\.\d\d|no record)", page)[1]

    assert [capital(day) for day in ("2022-05-04", "2022-05-05")] == ["5.00", "7.00"]


def test_a_second_that_was_known_takes_all_of_it(client, people, project):
    """Files tell moments in seconds."""
    with time_machine.travel("2024-03-01T10:00:00.400000+07:00", tick=False):
        r.happened(people, project, "capital_increase", "2024-02-01", 4_000_000)

    def capital(second):
        query = f"?known_at=2024-03-01T{second}%2B07:00"
        page = words(text(client, figure_address("fdi-capital", query=query)))
        return re.search(r"cumulative (\d+\.\d\d)", page)[1]

    with translation.override("en"):
        entries = client.get(reverse("projects:fdi_entries_csv"))
    assert b"2024-03-01T10:00:00+07:00" in b"".join(entries.streaming_content)
    told = ["09:59:59", "10:00:00", "10:00:00.3", "10:00:00,3", "10:00:00.4"]
    assert [capital(second) for second in told] == ["7.00", "11.00", "7.00", "7.00", "11.00"]


def test_today_is_as_known_now(client, project):
    page = text(client, address("fdi", query="?known_at=2026-11-28"))
    assert "As known" not in stamp(page)
    assert "known_at=" not in page.split("<form", 1)[0]


def test_links_and_files_keep_the_day(client, project):
    page = text(client, address("fdi", query="?known_at=2020-06-30"))
    assert 'href="/en/projects/fdi.csv?known_at=2020-06-30"' in page
    response = client.get("/en/projects/fdi.csv?known_at=2020-06-30")
    assert "fdi-en-2020-06-30-known-2020-06-30.csv" in response["Content-Disposition"]
    assert b"2020-06-30T23:59:59+07:00" in b"".join(response)
    refused = client.get("/en/projects/fdi.csv?as_of=2022-01-01&known_at=2020-06-30")
    assert refused.status_code == 400


def test_an_official_figure_says_what_was_known(client, people):
    page = words(text(client, figure_address("official-fdi", query="?known_at=2020-01-01")))
    assert "not known then" in page
    assert "The department had approved no document with this figure by 1 January 2020." in page
    assert "not published" not in page
    page = words(text(client, figure_address("official-fdi", language="vi")))
    assert "chưa có trong dữ liệu" in page
    assert "không công bố" not in page


def test_pages_that_do_not_take_it_pass_it_on_to_none(client, project):
    page = text(client, "/en/data/?known_at=2020-06-30")
    assert "2020-06-30" not in page
    assert 'class="stamp"' not in page


def test_a_breakdown_of_the_past_says_that_it_follows_the_descriptions_of_today(client, project):
    said = "Records count under what they state today"
    for key in ("fdi-by-sector", "fdi-by-locality", "fdi-capital"):
        page = text(client, figure_address(key, query="?known_at=2020-06-30"))
        assert (said in page) == (key != "fdi-capital")
        assert said not in text(client, figure_address(key))


OF_TODAY = ["/en/", "/en/projects/", "/en/statistics/", "/vi/", "/vi/du-an/", "/vi/thong-ke/"]


LEFT_OUT = {
    "en": ("Part of what was asked for was left out: ", "“%s” cannot be chosen here."),
    "vi": ("Một phần yêu cầu đã được bỏ qua: ", "Ở đây không chọn được “%s”."),
}
LABELS = {
    "en": {"as_of": "As of", "known_at": "As known on"},
    "vi": {"as_of": "Tính đến hết ngày", "known_at": "Theo thông tin có đến hết ngày"},
}
#: Pages of official figures, which end on the day of their document, and of datasets.
WITHOUT_AS_OF = [
    "/en/statistics/official-fdi/",
    "/vi/thong-ke/danh-muc-va-so-lieu-chinh-thuc/",
    "/en/statistics/pci-score/",
    "/en/data/",
    "/vi/du-lieu/du-an-fdi/",
]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        *[(path, name) for path in OF_TODAY for name in ("as_of", "known_at")],
        *[(path, "as_of") for path in WITHOUT_AS_OF],
    ],
)
def test_a_page_says_which_time_it_does_not_take(client, project, path, name):
    heading, sentence = LEFT_OUT[path[1:3]]
    said = heading + sentence % LABELS[path[1:3]][name]
    for value in ("2022-11-30", "x"):
        assert said in words(text(client, f"{path}?{name}={value}"))
    assert heading not in words(text(client, f"{path}?q=y&{name}="))


@pytest.mark.parametrize("path", ["/en/data/fdi-projects.json", "/en/statistics/official-fdi.csv"])
def test_a_file_without_a_day_is_not_given_for_one(client, project, path):
    refused = client.get(f"{path}?as_of=2022-11-30")
    assert refused.status_code == 400
    assert "“As of” cannot be chosen here." in refused.content.decode()
    assert client.get(path).status_code == 200


def tabs(page):
    """href of each tab but that of the page itself."""
    found = page.split('<nav class="subnav"', 1)[1].split("</nav>", 1)[0]
    return [unescape(url) for url in re.findall(r'href="([^"]*)"(?! aria-current)', found)]


def test_tabs_keep_the_times_that_their_pages_take(client, people, project):
    r.oda_project(people, stages=[("implementation", "2020-01-01")])
    times = "?as_of=2020-12-31&known_at=2021-06-30"
    assert tabs(text(client, f"/en/projects/fdi/{times}")) == [f"/en/projects/oda/{times}"]
    for name in ("fdi", "fdi-capital"):
        found = tabs(text(client, f"/en/statistics/{name}/{times}"))
        assert "/en/statistics/" in found
        assert f"/en/statistics/oda/{times}" in found
        assert "/en/data/" in found
    found = tabs(text(client, "/vi/thong-ke/fdi/?known_at=2021-06-30"))
    assert "/vi/thong-ke/oda/?known_at=2021-06-30" in found
    assert "/en/statistics/oda/" in tabs(text(client, "/en/statistics/fdi/"))


def test_charts_of_a_list_keep_its_year_and_its_times(client, people, project):
    aid = r.oda_project(people, stages=[("implementation", "2020-01-01")])
    for year in (2021, 2022):
        with time_machine.travel(f"{year}-02-01T09:00:00+07:00"):
            plan = r.year(people, aid, "planned", year, f"{year}-01-15", foreign=100 * year)
            r.approved(people, plan)
    page = unescape(text(client, "/en/projects/oda/?year=2021&as_of=2021-12-31"))
    assert 'href="/en/statistics/oda-foreign/?as_of=2021-12-31&year=2021"' in page
    assert 'href="/en/statistics/oda/?as_of=2021-12-31"' in page
    page = unescape(text(client, "/vi/du-an/oda/?year=2021"))
    assert 'href="/vi/thong-ke/von-oda-nuoc-ngoai/?year=2021"' in page
    assert 'href="/vi/thong-ke/oda/"' in page


@pytest.mark.parametrize("path", ["/en/projects/fdi/", "/en/statistics/fdi/", "/en/pci/"])
def test_no_link_carries_a_time_to_a_page_of_today(client, project, path):
    page = client.get(f"{path}?as_of=2022-11-30&known_at=2022-11-30").content.decode()
    links = re.findall(r'href="([^"?#]+)\?[^"]*"', page)
    assert links
    assert not {*links} & {*OF_TODAY}


def test_before_its_approval_a_certificate_was_not_known_whenever_it_took_effect(client, project):
    page = words(text(client, f"{url_of(project)}?as_of=2019-12-31&known_at=2020-01-15"))
    assert "You see the project as of 31 December 2019. The register knew of no investment" in page
    assert "It had no investment registration certificate then." not in page
    page = words(text(client, f"{url_of(project)}?as_of=2019-12-01"))
    assert "It had no investment registration certificate then." in page


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (
            "?since=2022-01-02&as_of=2022-01-01",
            "2 January 2022 lies after 1 January 2022, the last day",
        ),
        ("?since=2026-11-29", "This lies in the future: nothing is known of it yet."),
        ("?since=2022-01-01", "“Since” says from when on to count, and nothing was to be counted."),
    ],
)
def test_a_period_begins_before_it_ends_and_counts_something(client, project, query, said):
    page = words(text(client, address("fdi", query=query)))
    assert said in page
    assert "Since: " not in page
    with translation.override("en"):
        response = client.get(reverse("projects:fdi_csv") + query)
    assert (response.status_code, said in words(response.content.decode())) == (400, True)


@pytest.mark.parametrize("kind", REGISTERS)
def test_a_first_day_alone_is_no_filter(client, people, kind):
    with translation.override("vi"):
        told = text(client, reverse(f"projects:{kind}") + "?since=2022-01-01")
    page = words(told)
    assert "Một phần yêu cầu đã được bỏ qua:" in page
    assert "“Từ ngày” cho biết tính từ khi nào, nhưng chưa chọn nội dung cần tính." in page
    assert "Từ ngày: " not in page
    assert "since=" not in told


def test_an_approval_stands_with_an_item_of_aid_from_its_day_on(client, people):
    aid = r.ngo_aid(
        people,
        stages=[("appraisal", "2020-06-30"), ("approved", "2020-10-13")],
        decision_number="77/QĐ-UBND",
        decision_on="2020-10-13",
    )

    def told(day):
        with translation.override("en"):
            file = client.get(reverse("projects:ngo_csv") + f"?as_of={day}")
        row = b"".join(file.streaming_content).decode()
        return "77/QĐ-UBND" in words(text(client, f"{url_of(aid)}?as_of={day}")), "77/QĐ" in row

    assert told("2020-10-12") == (False, False)
    assert told("2020-10-13") == (True, True)


@pytest.fixture
def known(people):
    """kind → a record known since 10 March 2020."""
    with time_machine.travel("2020-03-10T09:00:00+07:00"):
        events = {"fdi": r.fdi_project(people), "domestic": r.domestic_project(people)}
        for project in events.values():
            r.happened(people, project, "new", "2019-12-02", 5_000_000)
        return {
            **events,
            "oda": r.oda_project(people, stages=[("mobilisation", "2019-12-02")]),
            "ngo": r.ngo_aid(people, stages=[("approved", "2019-12-02")]),
        }


PAST = "as_of=2020-04-01&known_at=2020-05-01"
ROW = re.compile(r'<th role="rowheader" scope="row"><a href="([^"]+)"')


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("kind", REGISTERS)
@pytest.mark.parametrize("times", ["", "?as_of=2020-04-01", f"?{PAST}"])
def test_the_rows_of_a_day_lead_to_records_of_that_day(client, known, kind, language, times):
    sort = "&sort=name" if times else "?sort=name"
    with translation.override(language):
        page = text(client, reverse(f"projects:{kind}") + times + sort)
    assert [unescape(url) for url in ROW.findall(page)] == [known[kind].url(language) + times]


def test_the_records_behind_a_period_are_those_of_its_last_day(client, known):
    query = "?counted=new&since=2019-01-01&as_of=2019-12-31"
    page = text(client, address("fdi", query=query))
    assert ROW.findall(page) == [known["fdi"].url("en") + "?as_of=2019-12-31"]


@pytest.mark.parametrize("kind", REGISTERS)
@pytest.mark.parametrize("times", ["", f"?{PAST}"])
def test_the_other_language_of_a_record_tells_the_same_day(client, known, kind, times):
    record = known[kind]
    for language, other in [("vi", "en"), ("en", "vi")]:
        page = text(client, record.url(language) + times)
        links = re.findall(rf'<a href="([^"]+)" lang="{other}" hreflang="{other}"', page)
        assert [unescape(url) for url in links] == [record.url(other) + times]
        # To today, and to another day, it is the address alone.
        assert f'<form class="filters filters--few" action="{record.url(language)}"' in page
        today = f'<a href="{record.url(language)}">'
        assert page.count(today) == bool(times)


def test_a_former_address_leads_on_to_the_same_day(client, people, known):
    record, times = known["fdi"], f"?{PAST}"
    former = record.url("en")
    copy = workflow.open_copy(record, by=people["data officer"])
    copy.slug_en = "renamed"
    copy.save()
    workflow.record_edit(copy, by=people["data officer"])
    r.publish(copy, people)
    response = client.get(former + times)
    present = former.replace(record.slug_en, "renamed")
    assert (response.status_code, response["Location"]) == (301, present + times)


@pytest.mark.parametrize("kind", ["oda", "ngo"])
def test_before_its_first_document_nothing_is_told_of_aid(client, people, kind):
    make = {"oda": r.oda_project, "ngo": r.ngo_aid}[kind]
    record = make(people, stages=[("mobilisation", "2020-06-30")])
    said = "The register tells nothing of it up to this day."
    assert said in words(text(client, f"{url_of(record)}?as_of=2020-06-29"))
    assert said not in words(text(client, f"{url_of(record)}?as_of=2020-06-30"))
