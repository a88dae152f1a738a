"""What the background worker does for charts."""

import base64
import logging
from datetime import timedelta
from itertools import zip_longest

from django.db.models import F
from django.tasks import TaskResultStatus, task
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from portal.charts import renderer
from portal.charts.chart import REVISION
from portal.charts.models import Drawing

logger = logging.getLogger(__name__)

BATCH = 20  # drawings of about five charts for one renderer
LARGEST = 512 * 2**10  # bytes of a drawing that is kept
NOT_REACHED = "the renderer ended before it"
AGAIN = timedelta(seconds=15)  # after which another renderer on this machine may have ended


@task
def draw_waiting():
    """Draw what waits, batch after batch; later, while another process is drawing."""
    Drawing.objects.drop_unreadable(REVISION)
    while batch := _next_batch():
        pictures = _pictures(batch)
        jobs = [{**rows[0].job, "kinds": [row.kind for row in rows]} for rows in pictures]
        try:
            answers = renderer.render(jobs)
        except renderer.Busy:
            draw_soon(run_after=timezone.now() + AGAIN)
            return
        for rows, answer in zip_longest(pictures, answers, fillvalue={"error": NOT_REACHED}):
            _keep(rows, answer)


def draw_soon(run_after=None):
    """Has the worker draw what waits; one task at a time, however much there is."""
    waiting = DBTaskResult.objects.filter(
        task_path=draw_waiting.module_path, status=TaskResultStatus.READY
    )
    if not waiting.exists():
        draw_waiting.using(run_after=run_after).enqueue()


def _next_batch():
    """What was never tried, together; what failed before alone, so that it spoils no other."""
    rows = list(Drawing.objects.waiting().order_by("tries", "pk")[:BATCH])
    fresh = [row for row in rows if row.tries == 0]
    return fresh or rows[:1]


def _pictures(batch):
    """The rows in groups that are kinds of the same picture: it is drawn once."""
    groups = {}
    for row in batch:
        groups.setdefault((row.key, row.language, row.width), []).append(row)
    return list(groups.values())


def _keep(rows, answer):
    """Store what was drawn, and count a failed try of the rest."""
    for row in rows:
        body = _body(row.kind, answer)
        if body is None:
            logger.warning("Chart %s was not drawn: %s", row, answer.get("error", "too large"))
            Drawing.objects.filter(pk=row.pk).update(tries=F("tries") + 1)
        else:
            Drawing.objects.filter(pk=row.pk).update(body=body, job=None)


def _body(kind, answer):
    drawn = answer.get(kind, "")
    body = base64.b64decode(drawn) if kind == Drawing.Kind.PNG else drawn.encode()
    return body if 0 < len(body) <= LARGEST else None
