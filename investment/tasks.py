"""What the background worker does for figures: it draws before anybody asks."""

from datetime import timedelta

from django.db import transaction
from django.tasks import TaskResultStatus, task
from django.utils import timezone
from django.utils.translation import override
from django_tasks_db.models import DBTaskResult

from investment import figures
from investment.figures import days
from investment.views.dashboards import SHOWN
from portal.charts import store
from portal.delivery.language import LANGUAGES
from projects.when import When

#: After a change; several within this time are one task.
SOON = timedelta(seconds=30)


@task
def draw_days(start=0):
    """Draw the charts of what beforehand() lists from a place on.

    A day at a time, so that other tasks need not wait for all of them.
    """
    for place, asked in enumerate(beforehand()[start:], start):
        if store.want(charts_of(*asked)):
            draw_days.enqueue(place + 1)
            return


def draw_soon():
    """When something public has changed: has the worker draw, one task at a time."""
    if draw_days.get_backend().supports_defer:  # what works at once would have somebody wait
        transaction.on_commit(_enqueue, robust=True)


def _enqueue():
    waiting = DBTaskResult.objects.filter(
        task_path=draw_days.module_path, status=TaskResultStatus.READY
    )
    if not waiting.exists():
        draw_days.using(run_after=timezone.now() + SOON).enqueue()


def beforehand():
    """[(keys of figures, When, year)]: of today, then what public texts cite, then the days of the
    latest changes; other days are drawn when somebody first asks."""
    cited = days.citations()
    found = of_today()
    found += [((key,), when, year) for key, when, year in sorted(cited.figures, key=str)]
    for group in SHOWN:
        of = set(days.changed(group)[: days.MOST_CHANGES])
        listed = sorted(cited.days, reverse=True) + sorted(of - cited.days, reverse=True)
        found += [(keys_of(group), When(day), None) for day in listed]
    return found


def of_today():
    """[(keys of figures, When, None)] of every group."""
    groups = dict.fromkeys(page.group for page in figures.ALL)
    return [(keys_of(group), When.today(), None) for group in groups]


def keys_of(group):
    """The keys of a group's figures, and of those beside them on its dashboard."""
    _tops, shown = SHOWN.get(group, ([], []))
    return tuple(dict.fromkeys([*shown, *(p.key for p in figures.ALL if p.group == group)]))


def charts_of(keys, when, year):
    """The charts of figures at a time, in every language."""
    facts = figures.Facts(when)
    charts = []
    for language in LANGUAGES:
        with override(language):
            for key in keys:
                charts += figures.answer(key, language, year=year, facts=facts).charts
    return charts
