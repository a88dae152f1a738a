"""The renderer as a process: alone, in bounds, and never inside another."""

import ast
import fcntl
import subprocess
import sys
import threading
from decimal import Decimal as D
from pathlib import Path

import pytest
from django.conf import settings as portal_settings

from portal.charts import renderer, shapes
from tests.charts.samples import about

pytestmark = pytest.mark.one_database

ROOT = Path(portal_settings.BASE_DIR)
#: Draws its first job and then hangs, as if the second were too much.
HANGS = """
import json, sys, time
print(json.dumps({"page": "<svg/>"}), flush=True)
print('{"page": "<sv', end="", flush=True)
time.sleep(60)
"""


def job(**spec):
    chart = shapes.bars(about("vi"), {"Hàn Quốc": D(2), "Nhật Bản": D(1)})
    drawn = chart.job(300)
    return {**drawn, "spec": drawn["spec"] | spec, "name": "c1", "kinds": ["page"]}


def instead(monkeypatch, program):
    monkeypatch.setattr(renderer, "COMMAND", [sys.executable, "-c", program])


def test_the_revision_goes_with_the_words_of_a_job():
    """Other words, another REVISION: a renderer must not read jobs that lack what it asks for."""
    words = ["language", "notes", "revision", "spec", "subject", "subtitle", "title", "trend"]
    words += ["description", "warning", "width"]
    job = shapes.bars(about("vi"), {"Hàn Quốc": D(2)}).job(300)
    assert (job["revision"], sorted(job)) == (3, sorted(words))


def test_a_job_that_fails_does_not_spoil_the_others():
    bad = job(layer=[{"mark": "no such mark"}])
    first, second, third = renderer.render([job(), bad, job()])
    assert first == third
    assert first["page"].startswith("<svg ")
    assert list(second) == ["error"]


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "https://example.com/a.csv", "data:text/csv,a"]
)
def test_a_spec_cannot_read_anything_outside_itself(address):
    (answer,) = renderer.render([job(data={"url": address, "format": {"type": "csv"}})])
    assert answer == {"error": "ValueError: a spec must hold its own data"}


def test_one_that_takes_too_long_is_ended_and_what_it_finished_is_kept(monkeypatch, settings):
    instead(monkeypatch, HANGS)
    monkeypatch.setattr(renderer, "TIME_LIMIT", 2)
    assert renderer.render([job(), job()]) == [{"page": "<svg/>"}]
    monkeypatch.undo()
    # The lock went with it.
    assert len(renderer.render([job()])) == 1


def test_one_that_is_killed_leaves_what_it_finished(monkeypatch):
    instead(monkeypatch, "import os; print('{}', flush=True); os.kill(os.getpid(), 9)")
    assert renderer.render([job(), job()]) == [{}]


def test_one_that_wants_too_much_memory_ends_and_the_next_job_can_be_drawn():
    endless = {"data": {"sequence": {"start": 0, "stop": 10**9}}, "mark": "point"}
    answers = renderer.render([job(), job(layer=[endless]), job()])
    assert [list(answer) for answer in answers] in ([["page"]], [["page"], ["error"], ["page"]])
    assert len(renderer.render([job()])) == 1


def test_it_runs_only_once_at_a_time(monkeypatch, settings):
    instead(monkeypatch, "import sys; sys.stdin.read(); print('{}')")
    with (settings.VAR_DIR / "charts.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(renderer.Busy):
            renderer.render([job()])
    assert renderer.render([job()]) == [{}]


def test_of_many_that_start_at_once_one_draws(monkeypatch, tmp_path):
    log = tmp_path / "log"
    instead(
        monkeypatch,
        f"import time; log = open({str(log)!r}, 'a'); log.write('start '); log.flush();"
        "time.sleep(1); log.write('end '); print('{}')",
    )
    outcomes, barrier = [], threading.Barrier(6)

    def run():
        barrier.wait()
        try:
            outcomes.append(renderer.render([job()]))
        except renderer.Busy:
            outcomes.append("busy")

    threads = [threading.Thread(target=run) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes, key=str) == [[{}], *["busy"] * 5]
    assert log.read_text() == "start end "


def test_the_lock_outlives_a_worker_that_dies_while_its_renderer_draws(settings):
    """Its renderer goes on for a while, and must not meet another."""
    sleeper = [sys.executable, "-c", "import time; print('x', flush=True); time.sleep(60)"]
    program = (
        "from pathlib import Path; from unittest import mock; from django.conf import settings;"
        f"settings.configure(VAR_DIR=Path({str(settings.VAR_DIR)!r}), BASE_DIR='.');"
        "from portal.charts import renderer; import subprocess, os;"
        f"renderer.COMMAND = {sleeper!r};"
        "start = subprocess.Popen.communicate;"
        "subprocess.Popen.communicate = lambda self, *a, **k: "
        "(print(self.pid, flush=True), start(self, *a, **k))[1];"
        "renderer.render([])"
    )
    worker = subprocess.Popen(
        [sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    child = int(worker.stdout.readline())
    worker.kill()
    worker.wait()
    with pytest.raises(renderer.Busy):
        renderer.render([job()])
    subprocess.run(["kill", "-9", str(child)], check=True)


def test_it_is_given_nothing_of_our_environment(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "not for the renderer")
    instead(monkeypatch, "import json, os; print(json.dumps(sorted(os.environ)))")
    (names,) = renderer.render([job()])
    assert set(names) <= {"LC_CTYPE"}


def test_only_the_renderer_imports_the_engine_and_nobody_imports_the_renderer():
    imported = {}
    for folder in ("portal", "projects", "investment", "news"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Import):
                    names = [alias.name for alias in node.names]
                elif isinstance(node, ast.ImportFrom):
                    names = [f"{node.module}.{alias.name}" for alias in node.names]
                else:
                    continue
                for name in names:
                    imported.setdefault(name, set()).add(str(path.relative_to(ROOT)))
    assert imported["vl_convert"] == {"portal/charts/render.py"}
    assert "portal.charts.render" not in imported
