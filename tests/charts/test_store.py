"""What pages ask for and the worker draws."""

import sys
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal as D

import pytest
import time_machine
from django.http import HttpResponse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from portal.charts import renderer, shapes, store, tasks
from portal.charts.chart import REVISION
from portal.charts.models import Drawing
from tests.charts.conftest import markup
from tests.charts.samples import about

pytestmark = pytest.mark.django_db


def chart(number=1, language="en"):
    return shapes.bars(about(language), {"Hàn Quốc": D(number), "Nhật Bản": D(1)})


@pytest.fixture
def later(settings):
    """Tasks wait for a worker, as they do when the portal runs."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def fake(monkeypatch):
    """A renderer that answers at once; .jobs holds the batches it was given."""

    class Fake:
        jobs = []
        answer = {"page": "<svg/>", "svg": "<svg/>", "png": "AAAA"}

        def render(self, jobs):
            self.jobs.append(jobs)
            return [self.answer for _job in jobs]

    fake = Fake()
    fake.jobs = []
    monkeypatch.setattr(renderer, "render", fake.render)
    return fake


@pytest.fixture
def commit(django_capture_on_commit_callbacks):
    """As a request ends: `with commit():` runs what waits for the commit."""
    return lambda: django_capture_on_commit_callbacks(execute=True)


class TestFigure:
    def test_what_is_missing_is_drawn_by_the_worker_and_found_next_time(self, commit):
        with commit():
            first = store.figure(chart(), draw=True)
        assert (first.pending, first.is_drawn) == (True, False)
        second = store.figure(chart(), draw=True)
        assert (second.pending, second.is_drawn) == (False, True)
        assert second.wide.startswith('<svg viewBox="0 0 680 ')
        assert second.narrow.startswith('<svg viewBox="0 0 300 ')

    def test_the_files_come_with_it(self, commit):
        with commit():
            store.want([chart()])
        key = chart().key
        assert store.file(key, "png").startswith(b"\x89PNG")
        assert store.file(key, "svg").startswith(b"<svg xmlns=")
        assert store.file(key, "page") == store.figure(chart()).wide.encode()
        assert store.file("0" * 64, "png") is None

    def test_languages_are_apart(self, commit):
        with commit():
            store.want([chart(language="vi")])
        assert store.figure(chart(language="vi")).is_drawn
        assert not store.figure(chart(language="en")).is_drawn

    @pytest.mark.parametrize("count", [1, 3])
    def test_a_page_of_drawn_figures_costs_one_query(
        self, fake, commit, count, django_assert_num_queries
    ):
        charts = [chart(number) for number in range(2, 2 + count)]
        with commit():
            store.want(charts)
        with django_assert_num_queries(1):
            assert [f.is_drawn for f in store.figures(charts, draw=True)] == [True] * count

    def test_what_no_list_names_is_never_drawn_nor_waited_for(self, fake, commit):
        with commit():
            figure = store.figure(chart(), draw=False)
        assert (figure.pending, figure.is_drawn) == (False, False)
        assert Drawing.objects.count() == 0
        assert fake.jobs == []

    def test_a_page_that_waits_is_kept_out_of_caches(self, later, fake, rf):
        waiting, plain = store.figure(chart(), draw=True), store.figure(chart(2))
        asked = rf.get("/en/x/?as_of=2022-11-30")
        response = store.mark_unfinished(asked, HttpResponse(), [plain, waiting])
        assert response.headers["Cache-Control"] == "no-store"
        assert response.headers["Refresh"] == "10; url=/en/x/?as_of=2022-11-30&again=1"
        finished = store.mark_unfinished(asked, HttpResponse(), [plain]).headers
        assert not {"Cache-Control", "Refresh"} & finished.keys()

    def test_a_page_is_loaded_again_once_and_no_more(self, later, rf):
        waiting = store.figure(chart(), draw=True)
        again = rf.get("/en/x/?as_of=2022-11-30&again=1")
        response = store.mark_unfinished(again, HttpResponse(), [waiting])
        assert response.headers["Cache-Control"] == "no-store"
        assert "Refresh" not in response.headers
        assert '<a href="">Load the page again</a>' in markup(waiting, "en")


class TestPart:
    def test_without_a_drawing_the_table_is_open_and_says_why(self, later):
        html = markup(store.figure(chart(language="vi"), draw=True), "vi")
        assert "<svg" not in html
        assert '<details class="fig__data" open>' in html
        assert "Biểu đồ đang được vẽ; số liệu có trong bảng." in html
        assert '<th scope="row">Hàn Quốc</th><td>1,00</td>' in html
        assert markup(store.figure(chart()), "en").count("being drawn") == 0

    def test_with_one_it_has_both_widths_and_a_closed_table(self, commit):
        with commit():
            store.want([chart()])
        html = markup(store.figure(chart()), "en", [{"url": "/en/a.csv", "label": "CSV"}])
        assert html.count('<svg viewBox="0 0 680 ') == html.count('<svg viewBox="0 0 300 ') == 1
        assert '<details class="fig__data">' in html
        assert f'<a href="/en/a.csv"><span class="vh">{chart().title}: </span>CSV</a>' in html

    def test_a_hostile_name_stays_text(self, commit):
        hostile = shapes.bars(about("en"), {"</svg><script>x</script>": D(1)})
        with commit():
            store.want([hostile])
        assert "<script" not in markup(store.figure(hostile), "en")


class TestWorker:
    def test_kinds_of_one_picture_are_drawn_in_one_go(self, fake, commit):
        with commit():
            store.want([chart()])
        assert [[(job["width"], job["kinds"]) for job in jobs] for jobs in fake.jobs] == [
            [(680, ["page", "svg", "png"]), (300, ["page"])]
        ]
        assert set(Drawing.objects.values_list("job", flat=True)) == {None}

    def test_a_killed_renderer_leaves_the_page_its_table(self, commit, monkeypatch):
        killed = "import os; os.kill(os.getpid(), 9)"
        monkeypatch.setattr(renderer, "COMMAND", [sys.executable, "-c", killed])
        with commit():
            store.want([chart()])
        figure = store.figure(chart(), draw=True)
        assert (figure.pending, figure.is_drawn) == (True, False)
        assert "<td>1.00</td>" in markup(figure, "en")
        assert set(Drawing.objects.values_list("tries", flat=True)) == {3}

    def test_what_spoils_a_batch_is_tried_alone_and_given_up(self, fake, commit, monkeypatch):
        good, bad = chart(), chart(2)
        batches = []

        def render(jobs):
            batches.append([job["name"] for job in jobs])
            if any(store.name_of(bad.key) in job["name"] for job in jobs):
                return []
            return [fake.answer for _job in jobs]

        monkeypatch.setattr(renderer, "render", render)
        with commit():
            store.want([bad, good])
        assert store.figure(good).is_drawn
        assert not store.figure(bad).is_drawn
        assert len(batches[0]) == 4
        assert {len(batch) for batch in batches[1:]} == {1}
        assert len(batches) == 1 + 4 + 2 * 4

    @pytest.mark.parametrize("written", [{}, {"revision": REVISION - 1}])
    @pytest.mark.parametrize("tries", [0, Drawing.MOST_TRIES])
    def test_what_older_code_asked_for_is_dropped_untried(self, fake, commit, written, tries):
        # Its words and its key are not those of today: nobody asks for it.
        job = {"spec": {}, "name": "c0-680", "title": "Vốn", **written}
        old = {"language": "vi", "width": 680, "kind": "page", "job": job}
        Drawing.objects.create(key="0" * 64, tries=tries, **old)
        drawn = Drawing.objects.create(key="1" * 64, **old | {"body": b"<svg/>", "job": None})
        with commit():
            store.want([chart()])
        assert "c0-680" not in [job["name"] for jobs in fake.jobs for job in jobs]
        assert store.figure(chart()).is_drawn
        assert not Drawing.objects.filter(body=None).exists()
        assert Drawing.objects.filter(pk=drawn.pk).exists()

    def test_what_was_given_up_is_tried_again_after_an_hour(self, fake, commit):
        fake.answer = {"error": "no"}
        with commit():
            store.want([chart()])
        tried = len(fake.jobs)
        fake.answer = {"page": "<svg/>", "svg": "<svg/>", "png": "AAAA"}
        with commit():
            store.want([chart()])
        assert len(fake.jobs) == tried
        with time_machine.travel(timezone.now() + timedelta(minutes=61)), commit():
            store.want([chart()])
        assert store.figure(chart()).is_drawn

    def test_a_drawing_too_large_to_keep_is_not_kept(self, fake, commit):
        fake.answer = {"page": "x" * (tasks.LARGEST + 1), "svg": "<svg/>", "png": "AAAA"}
        with commit():
            store.want([chart()])
        assert not store.figure(chart()).is_drawn

    def test_while_another_process_draws_it_comes_back_later(self, later, monkeypatch):
        def busy(jobs):
            raise renderer.Busy

        monkeypatch.setattr(renderer, "render", busy)
        store.want([chart()])
        DBTaskResult.objects.all().delete()
        tasks.draw_waiting.call()
        (task,) = DBTaskResult.objects.all()
        assert task.run_after > timezone.now()
        assert set(Drawing.objects.values_list("tries", flat=True)) == {0}


class TestBounds:
    def test_ten_thousand_combinations_that_no_list_names_store_and_start_nothing(self, fake):
        base = chart()
        for start in range(0, 10_000, 100):
            charts = [replace(base, title=f"{number}") for number in range(start, start + 100)]
            assert not any(figure.pending for figure in store.figures(charts))
        assert Drawing.objects.count() == 0
        assert fake.jobs == []

    def test_ten_thousand_wishes_stay_within_the_bound_and_are_one_task(self, later, commit):
        base = chart()
        for start in range(0, 10_000, 100):
            charts = [replace(base, title=f"{number}") for number in range(start, start + 100)]
            with commit():
                assert all(figure.pending for figure in store.figures(charts, draw=True))
        assert Drawing.objects.count() == store.MOST_WAITING
        assert DBTaskResult.objects.count() == 1

    def test_the_oldest_drawings_leave_first(self, fake, commit, monkeypatch):
        monkeypatch.setattr(store, "MOST", 8)
        charts = [chart(number) for number in range(2, 7)]
        for one in charts:
            with commit():
                store.want([one])
        assert Drawing.objects.count() == 8
        assert [figure.is_drawn for figure in store.figures(charts)] == [False] * 3 + [True] * 2

    def test_what_was_evicted_is_drawn_again_when_asked_for(self, fake, commit, monkeypatch):
        monkeypatch.setattr(store, "MOST", 4)
        for one in (chart(2), chart(3), chart(2)):
            with commit():
                store.want([one])
        assert store.figure(chart(2)).is_drawn


def test_a_process_that_served_pages_and_had_charts_drawn_knows_no_engine(client, commit):
    with commit():
        store.want([chart()])
    assert store.figure(chart()).is_drawn
    assert client.get("/vi/").status_code == 200
    assert [name for name in sys.modules if name.startswith("vl_convert")] == []
    assert "portal.charts.render" not in sys.modules
