"""Which days have their charts, who draws them, and that a page without them does not wait long."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from investment import tasks
from investment.figures import days
from portal.charts.models import Drawing
from portal.delivery.models import PublicVersion
from tests import articles
from tests import registers as r
from tests.investment.test_cited import draft, publish
from tests.investment.test_figures import address, figure_address

pytestmark = pytest.mark.django_db

TODAY = "2023-05-10T09:00:00+07:00"
QUIET = date(2022, 11, 21)  # nothing happened, and no article cites it


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def later(settings):
    """Tasks wait for a worker, as they do when the portal runs."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def project(people):
    project = r.fdi_project(people)
    r.happened(people, project, "new", "2022-03-17", 12_000_000)
    r.happened(people, project, "capital_increase", "2022-11-08", 2_000_000)
    hidden = r.fdi_project(people, public=False)
    r.happened(people, hidden, "new", "2022-08-09", 5_000_000)
    r.event(people, project, "capital_increase", "2022-09-09", 1_000_000)  # waits
    return project


def waits(client, url):
    response = client.get(url)
    assert response.status_code == 200, url
    is_marked = "no-store" in response["Cache-Control"]
    assert is_marked == response.has_header("Refresh")
    assert ("being drawn" in response.content.decode()) == is_marked
    return is_marked


@pytest.mark.parametrize(
    ("day", "is_drawn"),
    [
        ("2022-03-17", True),  # something happened
        ("2022-11-08", True),
        ("2022-11-30", True),  # the end of a month
        ("2023-05-10", True),  # today
        ("2022-11-21", False),
        ("2022-08-09", False),  # of a draft
        ("2022-09-09", False),  # not approved
    ],
)
def test_a_day_on_which_something_changed_has_its_charts(client, project, day, is_drawn):
    assert waits(client, address("fdi_dashboard", query=f"?as_of={day}")) == is_drawn
    assert waits(client, figure_address("fdi-capital", query=f"?as_of={day}")) == is_drawn


def test_a_day_that_a_public_article_cites_has_its_charts(client, people, project):
    url = address("fdi_dashboard", query=f"?as_of={QUIET}")
    article = draft(people, ("fdi-capital", QUIET, None))
    assert not waits(client, url)
    publish(people, article)
    assert waits(client, url)
    assert not waits(client, address("fdi_dashboard", query="?as_of=2022-11-22"))


def test_the_address_of_a_cited_figure_has_its_chart_and_no_other_moment_has(
    client, people, project
):
    article = publish(people, draft(people, ("fdi-capital", QUIET, None)))
    known = timezone.localtime(article.figures.get().cited_at)
    query = "?as_of={}&known_at={}"
    asked = figure_address("fdi-capital", query=query.format(QUIET, known.isoformat()))
    assert waits(client, asked.replace("+", "%2B"))
    other = known - timedelta(minutes=1)
    asked = figure_address("fdi-capital", query=query.format(QUIET, other.isoformat()))
    assert not waits(client, asked.replace("+", "%2B"))


def test_a_day_that_the_text_of_an_article_links_to_has_its_charts(client, people, project):
    link = f'<p><a href="/vi/thong-ke/fdi/?known_at=x&amp;as_of={QUIET}">ngày ấy</a></p>'
    wrong = '<p><a href="/vi/?as_of=2022-99-99">không có ngày này</a></p>'
    article = articles.draft(people["author"], body_vi=link + wrong)
    assert days.citations().days == set()
    publish(people, article)
    assert days.citations().days == {QUIET}
    assert waits(client, address("fdi_dashboard", query=f"?as_of={QUIET}"))


def test_a_page_that_was_loaded_once_more_is_not_loaded_again(client, project):
    first = client.get(address("fdi_dashboard", query="?as_of=2022-11-30"))
    assert first["Refresh"] == "10; url=/en/statistics/fdi/?as_of=2022-11-30&again=1"
    assert first.content.decode().count('<a href="">Load the page again</a>') >= 4
    again = client.get(address("fdi_dashboard", query="?as_of=2022-11-30&again=1"))
    assert not again.has_header("Refresh")
    assert again["Cache-Control"] == "no-store"
    own = "http://localhost:8000/en/statistics/fdi/?as_of=2022-11-30"
    assert f'<link rel="canonical" href="{own}"' in again.content.decode()


def test_the_figures_are_there_while_the_chart_is_not(client, project):
    page = client.get(address("fdi_dashboard", query="?as_of=2022-11-08")).content.decode()
    assert page.count('<details class="fig__data" open>') == page.count("being drawn")
    assert '<th scope="row">2022, up to 8 November 2022</th><td>12.00</td><td>2.00</td>' in page


class TestBeforehand:
    def test_today_comes_first_then_what_is_cited_then_the_latest_days(self, people, project):
        article = publish(people, draft(people, ("fdi-capital", QUIET, None)))
        cited_at = article.figures.get().cited_at
        found = tasks.beforehand()
        today = timezone.localdate()
        assert [(when.as_of, when.known_at) for _keys, when, _year in found[:5]] == [
            *[(today, None)] * 4,
            (QUIET, cited_at),
        ]
        of_fdi = [when.as_of for keys, when, _year in found[5:] if "fdi-capital" in keys]
        assert of_fdi == [QUIET, date(2022, 11, 8), date(2022, 3, 17)]

    def test_its_days_are_bounded(self, people, project, monkeypatch):
        monkeypatch.setattr(days, "MOST_CHANGES", 1)
        drawn = {when.as_of for _keys, when, _year in tasks.beforehand()}
        assert date(2022, 11, 8) in drawn
        assert date(2022, 3, 17) not in drawn

    def test_the_worker_draws_a_day_and_leaves_the_rest_to_the_next_task(self, project, later):
        tasks.draw_days.call()
        asked = Drawing.objects.count()
        assert asked
        (task,) = DBTaskResult.objects.filter(task_path=tasks.draw_days.module_path)
        assert task.args_kwargs["args"] == [1]
        tasks.draw_days.call(1)
        assert Drawing.objects.count() >= asked

    def test_pages_find_what_was_drawn(self, client, project, later):
        for start in range(len(tasks.beforehand())):
            tasks.draw_days.call(start)
            Drawing.objects.filter(body=None).update(body=b"<svg/>")
        before = Drawing.objects.count()
        for language in ("en", "vi"):
            for query in ("", "?as_of=2022-11-08", "?as_of=2022-03-17"):
                url = address("fdi_dashboard", language=language, query=query)
                assert client.get(url).content.decode().count('<div class="fig__wide">') == 5
        assert Drawing.objects.count() == before

    def test_what_changes_in_public_is_one_task_soon(
        self, later, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            PublicVersion.bump(lambda: None)
            PublicVersion.bump(lambda: None)
        (task,) = DBTaskResult.objects.filter(task_path=tasks.draw_days.module_path)
        assert task.status == TaskResultStatus.READY
        assert task.run_after == datetime.fromisoformat(TODAY) + tasks.SOON
