"""The days that a dashboard offers, out of all that it can be asked about."""

import re
from datetime import date
from html import unescape
from urllib.parse import parse_qs

import pytest
import time_machine

from investment.figures import days
from tests import registers as r
from tests.investment.figures.test_figures import address, figure_address

pytestmark = pytest.mark.django_db

TODAY = "2023-05-10T09:00:00+07:00"


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def project(people):
    project = r.fdi_project(people)
    r.happened(people, project, "new", "2022-03-17", 12_000_000)
    r.happened(people, project, "capital_increase", "2022-11-08", 2_000_000)
    hidden = r.fdi_project(people, public=False)
    r.happened(people, hidden, "new", "2022-08-09", 5_000_000)
    r.event(people, project, "capital_increase", "2022-09-09", 1_000_000)  # waits
    return project


def test_days_are_those_of_public_approved_entries(project):
    assert days.changed("fdi") == [date(2022, 11, 8), date(2022, 3, 17)]


def test_ends_of_months_and_years_are_offered(client, project):
    assert days.offered(days.changed("fdi")) == [
        *(date(2022, 12, 31), date(2022, 11, 30), date(2022, 3, 31)),
    ]
    page = client.get(address("fdi_dashboard")).content.decode()
    for day in ("2022-12-31", "2022-11-30", "2022-03-31"):
        assert f'"{address("fdi_dashboard", query=f"?as_of={day}")}"' in page


def test_a_day_on_which_nothing_happened_has_its_charts(client, project):
    response = client.get(address("fdi_dashboard", query="?as_of=2022-11-21"))
    page = response.content.decode()
    assert "no-store" not in response["Cache-Control"]
    assert page.count('<div class="fig__wide"><svg ') >= 4
    assert '<th scope="row">2022, up to 8 November 2022</th><td>12.00</td><td>2.00</td>' in page


@pytest.mark.parametrize("language", ["vi", "en"])
def test_other_days_keep_what_was_known_and_none_is_later(client, project, language):
    base, known = address("fdi_dashboard", language=language), "known_at=2022-12-05"
    page = client.get(f"{base}?as_of=2022-11-30&{known}").content.decode()
    known = re.search(r"known_at=[^\"&]+", page).group()
    page = page[page.index('class="days"') :]
    assert re.findall(rf'"{base}[?]as_of=([^"]+)" *(?:aria[^>]+)?>', page) == [
        f"2022-11-30&amp;{known}",
        f"2022-03-31&amp;{known}",
    ]


def test_the_way_back_from_a_figure_keeps_the_times(client, project):
    times = "?as_of=2022-11-30&known_at=2022-12-05T10%3A00%3A00%2B07%3A00"
    page = client.get(figure_address("fdi-by-year", query=f"{times}&year=2022")).content.decode()
    crumbs = page[page.index('class="crumbs"') :].split("</nav>")[0]
    (back,) = re.findall(rf'href="{address("fdi_dashboard")}([^"]*)"', crumbs)
    kept = parse_qs(unescape(back)[1:])
    assert kept["as_of"] == ["2022-11-30"]
    assert kept["known_at"][0].startswith("2022-12-05T10:00:00")
    assert kept.keys() == {"as_of", "known_at"}
