"""Many rows: written at once or not at all, while the public pages go on."""

import os
import signal
import subprocess
import sys
import threading
import time

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.utils import timezone

from portal.delivery.models import PublicVersion
from portal.publishing.models import SlugClaim
from projects.exchange import batches, shelf
from projects.models import FdiEvent, FdiProject, ImportBatch, ImportedRecord, Investor
from projects.models.batch import SILENCE
from projects.registers.fdi.workbook import WORKBOOK as FDI
from tests import registers
from tests.projects.tables import filled, problems, uploaded

pytestmark = [
    pytest.mark.one_database,
    pytest.mark.long,
    pytest.mark.django_db(transaction=True),
]

#: Just enough for the background worker; more take the same ways, only longer.
ROWS = 1100
WORK = """
import django
django.setup()
from projects.exchange import work
from projects.models import ImportBatch
work.run(ImportBatch.objects.select_related("by").get())
"""


def rows():
    return [
        {
            "certificate_number": f"GCN-{number:05}",
            "title_vi": f"Nhà máy linh kiện điện tử số {number}",
            "title_en": f"Electronics factory {number}",
            "effective_on": f"{1 + number % 28:02}/{1 + number % 12:02}/2021",
            "usd": 1_000_000 + number,
            "partner_id": "Hàn Quốc",
            "investors": f"Công ty {number} (Hàn Quốc)",
            "industry_id": "C",
            "unit_id": "Thái Bình",
        }
        for number in range(ROWS)
    ]


@pytest.fixture
def officer(people):
    registers.country(), registers.industry(), registers.unit()
    return people["data officer"]


def left():
    """How much an import has left in the database."""
    models = (FdiProject, FdiProject.history.model, FdiEvent, Investor, SlugClaim, ImportedRecord)
    return [model._base_manager.count() for model in models]


class Visitors(threading.Thread):
    """Reads public pages and writes a little, over and over, on a connection of its own."""

    def __init__(self):
        super().__init__()
        self.stopped, self.answers, self.errors, self.seen = threading.Event(), set(), [], []

    def run(self):
        client = Client()
        try:
            # However slow the machine: only one may write, and the import does so for long.
            connection.cursor().execute("PRAGMA busy_timeout = 600000")
            while not self.stopped.is_set():
                self.answers.add(client.get("/vi/").status_code)
                self.answers.add(client.get("/health/ready").status_code)
                PublicVersion.bump(lambda: None)
                self.seen.append(FdiProject.rows.count())
                time.sleep(0.05)
        except Exception as error:
            self.errors.append(error)
        finally:
            connection.close()


def test_three_bad_rows_then_all_in_one_transaction_then_nothing_new(officer, monkeypatch):
    wrong = rows()
    wrong[17]["effective_on"] = "31/02/2021"
    wrong[ROWS // 2]["usd"] = "67.812"
    wrong[-1]["partner_id"] = "Hàn Quốk"
    batch = uploaded(filled(FDI, wrong), FDI, officer)
    assert [cell for cell, _sentence in problems(batch)] == [
        "D19",
        f"E{ROWS // 2 + 2}",
        f"F{ROWS + 1}",
    ]
    assert batch.counts == {
        "new": ROWS - 3,
        "changed": 0,
        "same": 0,
        "wrong": 3,
        "undecided": 0,
        "unnamed": 1,
        "unsure": 0,
    }
    assert left() == [0] * 6

    told, tell = [], shelf.tell_progress

    def listen(batch, done, total):
        told.append((connection.in_atomic_block, done, total))
        tell(batch, done, total)

    monkeypatch.setattr(shelf, "tell_progress", listen)
    right = filled(FDI, rows())
    batch = uploaded(right, FDI, officer)
    visitors = Visitors()
    visitors.start()
    batches.write(batch, by=officer)
    visitors.stopped.set()
    visitors.join()
    batch.refresh_from_db()
    assert (batch.state, batch.problem, visitors.errors) == ("done", "", [])
    assert visitors.answers == {200}
    # In one transaction: nobody ever saw a part of it.
    assert set(visitors.seen) <= {0, ROWS}
    assert left() == [ROWS, ROWS, ROWS, ROWS, 2 * ROWS, ROWS]
    assert (False, 500, ROWS) in told
    assert (True, ROWS, 2 * ROWS) in told

    again = uploaded(right, FDI, officer)
    same = {"new": 0, "changed": 0, "same": ROWS, "wrong": 0, "undecided": 0, "unnamed": 0,
            "unsure": 0}  # fmt: skip
    assert again.counts == same
    batches.undo(batch, by=officer)
    batch.refresh_from_db()
    assert (batch.state, left()[0], left()[2]) == ("undone", 0, 0)


def test_killed_in_the_middle_nothing_is_left_and_it_is_done_again(officer, tmp_path):
    batch = uploaded(filled(FDI, rows()), FDI, officer)
    ImportBatch.objects.update(state="running", attempt=2, started_at=timezone.now())
    batch.refresh_from_db()
    worker = subprocess.Popen(
        [sys.executable, "-c", WORK],
        cwd=settings.BASE_DIR,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "portal.settings",
            "DATABASE_URL": f"sqlite:///{connection.settings_dict['NAME']}",
            "PORTAL_MEDIA": str(settings.MEDIA_ROOT),
            "PORTAL_VAR": str(tmp_path),
        },
    )
    while worker.poll() is None:
        progress = shelf.progress(batch)
        # So far only writing tells of more than the rows.
        if progress and progress.total > ROWS:
            break
        time.sleep(0.01)
    worker.send_signal(signal.SIGKILL)
    assert worker.wait() == -signal.SIGKILL
    assert left() == [0] * 6

    batch.refresh_from_db()
    assert (batch.state, batches.is_dead(batch)) == ("running", False)
    with pytest.raises(batches.ValidationError):
        batches.resume(batch, by=officer)
    ImportBatch.objects.update(started_at=timezone.now() - 2 * SILENCE)
    shelf.forget(batch, shelf.PROGRESS)
    batch.refresh_from_db()
    assert batches.is_dead(batch)
    batches.resume(batch, by=officer)
    batch.refresh_from_db()
    assert (batch.state, FdiProject.rows.count()) == ("done", ROWS)
