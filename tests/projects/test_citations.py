"""A citation gives the same number for ever, whatever is published or withdrawn later."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from projects.figures import Measure
from projects.registers.common.capital import totals
from projects.registers.fdi.selection import FdiSelection
from projects.registers.oda import totals as oda
from projects.registers.oda.selection import OdaSelection
from projects.when import When
from tests import articles, registers

pytestmark = pytest.mark.django_db

CITED_AT = datetime(2024, 6, 1, 12, tzinfo=UTC)
CITED = When(date(2024, 5, 31), CITED_AT)
QUERY = "?as_of=2024-05-31&known_at=2024-06-01T19:00:00%2B07:00"


def make(people, title, usd, *, at, public=True):
    with time_machine.travel(at):
        project = registers.fdi_project(people, title_vi=title, title_en=title, public=public)
        registers.happened(people, project, "new", "2020-01-01", usd)
    return project


@pytest.fixture
def cited(people):
    """Two projects that were public when a total was cited."""
    before = CITED_AT - timedelta(days=30)
    return [
        make(people, name, usd, at=before) for name, usd in (("Alpha", 5_000_000), ("Beta", 7e6))
    ]


def capital(when=CITED, selection=None):
    return totals.stock(selection or FdiSelection(), when)[Measure.VALID_CAPITAL].value


def withdraw(project, people):
    articles.step(project, "withdraw", people["publisher"], note="Sai")


def text(client, url):
    response = client.get(url)
    assert response.status_code == 200
    body = b"".join(response) if response.streaming else response.content
    return body.decode()


def test_what_is_withdrawn_later_still_counts_then(people, cited):
    assert capital() == 12_000_000
    withdraw(cited[0], people)
    assert capital() == 12_000_000
    assert capital(When(date(2024, 5, 31))) == 7_000_000


def test_what_is_published_later_did_not_count_then(people, cited):
    """Its entries were approved before, but nobody outside could see it."""
    hidden = make(people, "Gamma", 9_000_000, at=CITED_AT - timedelta(days=20), public=False)
    registers.publish(hidden, people)
    assert capital() == 12_000_000
    assert capital(When(date(2024, 5, 31))) == 21_000_000


def test_what_was_withdrawn_then_and_is_public_again_did_not_count(people, cited):
    with time_machine.travel(CITED_AT - timedelta(days=5)):
        withdraw(cited[0], people)
    articles.step(cited[0], "restore", people["publisher"])
    registers.publish(cited[0], people)
    assert capital() == 7_000_000
    assert capital(When(date(2024, 5, 31))) == 12_000_000


def test_what_was_scheduled_counts_from_its_hour(people):
    hour = CITED_AT + timedelta(days=1)
    with time_machine.travel(CITED_AT - timedelta(days=5)):
        project = registers.fdi_project(people, public=False)
        registers.happened(people, project, "new", "2020-01-01", 3)
        project = articles.edit(project, people["data officer"], publish_at=hour)
        registers.publish(project, people)
    assert capital() == 0
    assert capital(When(date(2024, 5, 31), hour + timedelta(minutes=1))) == 3


def test_a_new_text_changes_no_number(people, cited):
    copy = articles.workflow.open_copy(cited[0], by=people["data officer"])
    copy = articles.edit(copy, people["data officer"], title_vi="Alpha mới")
    copy = articles.step(copy, "submit", people["data officer"])
    articles.step(copy, "publish", people["publisher"])
    assert capital() == 12_000_000


def test_the_page_says_so_and_names_nothing(client, people, cited):
    with time_machine.travel(timezone.now()):
        before = text(client, f"/en/projects/fdi/{QUERY}")
        assert "Alpha" in before
        assert "withdrawn since" not in before
        withdraw(cited[0], people)
        page = text(client, f"/en/projects/fdi/{QUERY}")
    assert "One record that is counted here was public then and has been withdrawn since." in page
    assert "Alpha" not in page
    assert "Beta" in page
    for suffix in ("csv", "json"):
        file = text(client, f"/en/projects/fdi.{suffix}{QUERY}")
        assert "Beta" in file
        assert "Alpha" not in file


def test_no_search_tells_how_a_withdrawn_record_was_called(client, people, cited):
    """Its count would, letter by letter."""
    withdraw(cited[0], people)
    for suffix in ("/", ".json"):
        found, nothing = (
            text(client, f"/en/projects/fdi{suffix}{QUERY}&q={word}") for word in ("alp", "zzz")
        )
        assert found.replace("alp", "zzz") == nothing.replace("alp", "zzz")
    assert "Beta" in text(client, f"/en/projects/fdi/{QUERY}&q=bet")


@pytest.mark.parametrize("asked", ["industry=C", "partner=KR", "place=34", "year=2020"])
def test_no_filter_tells_what_a_withdrawn_record_said(client, people, cited, asked):
    """Its count would, filter by filter: so it is said of every filter, whatever it finds."""
    said = "Under a filter, a list of the past leaves out what has been withdrawn since."
    page = text(client, f"/en/projects/fdi/{QUERY}&{asked}")
    assert said in page
    assert "2 records found" in page
    withdraw(cited[0], people)
    page = text(client, f"/en/projects/fdi/{QUERY}&{asked}")
    assert said in page
    assert "counted here" not in page
    assert "1 record found" in page
    for table in ("fdi", "fdi-entries"):
        rows = text(client, f"/en/projects/{table}.csv{QUERY}&{asked}").splitlines()
        assert len(rows) == 2
        assert "Beta" in rows[1]
    assert capital() == 12_000_000
    page = text(client, f"/en/projects/fdi/{QUERY}&status=valid")
    assert said not in page
    assert "One record that is counted here" in page


def test_an_expiry_that_was_moved_since_changes_no_number(people):
    with time_machine.travel(CITED_AT - timedelta(days=5)):
        project = registers.fdi_project(people, expire_at=CITED_AT + timedelta(days=3))
        registers.happened(people, project, "new", "2020-01-01", 5)
    assert capital() == 5
    with time_machine.travel(CITED_AT + timedelta(days=2)):
        copy = articles.workflow.open_copy(project, by=people["data officer"])
        copy = articles.edit(
            copy, people["data officer"], expire_at=CITED_AT + timedelta(days=2, hours=1)
        )
        copy = articles.step(copy, "submit", people["data officer"])
        articles.step(copy, "publish", people["publisher"])
    between = When(date(2024, 5, 31), CITED_AT + timedelta(days=1))
    assert capital() == capital(between) == 5
    assert capital(When(date(2024, 5, 31), CITED_AT + timedelta(days=2, hours=2))) == 0


def test_a_figure_says_so_beside_its_number(client, people, cited):
    url = f"/en/statistics/fdi-capital/{QUERY}"
    assert "withdrawn since" not in text(client, url)
    withdraw(cited[0], people)
    page = text(client, url)
    assert "has been withdrawn since" in page
    assert '<dd class="kpi__v">12' in page


def test_stages_follow_the_same_rule(people):
    with time_machine.travel(CITED_AT - timedelta(days=5)):
        project = registers.oda_project(people, stages=[("implementation", "2021-01-01")])
    withdraw(project, people)
    count = oda.by_stage(OdaSelection(), CITED)
    assert sum(figure.value or 0 for figure in count.values()) == 1
    assert sum(f.value or 0 for f in oda.by_stage(OdaSelection(), When.today()).values()) == 0


def test_staff_see_all_records_whenever(people, cited):
    withdraw(cited[0], people)
    assert capital(selection=FdiSelection(registered=True)) == 12_000_000
