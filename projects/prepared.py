"""The workbook of a whole register: made once per public version, day and language, and kept."""

import fcntl
import os
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings
from django.tasks import TaskResultStatus, task
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks_db.models import DBTaskResult

from portal.delivery.models import PublicVersion
from portal.exchange.workbooks import Sheet, metadata_sheet, xlsx_file
from projects import downloads, filters
from projects.when import When

FORMS = {"fdi": filters.FdiForm, "oda": filters.OdaForm, "ngo": filters.NgoForm}


def sheets(title, columns, rows, about):
    """A table, and a sheet that says what it is; texts in the active language."""
    facts = {
        str(column.heading): str(about[column.key])
        for column in downloads.ABOUT
        if about[column.key] is not None
    }
    return [Sheet(title, columns, rows), metadata_sheet(facts, columns)]


def path(kind, language):
    """Where the workbook of today's public version is, or will be."""
    name = f"{kind}-{language}-{timezone.localdate()}-{PublicVersion.current().number}.xlsx"
    return _folder() / name


def open_file(kind, language):
    """The workbook as a binary file; made now, by one process alone, where it is not there."""
    wanted = path(kind, language)
    if not wanted.exists():
        with _alone(kind, language):
            if not wanted.exists():
                _make(kind, language, wanted)
    return wanted.open("rb")


@task
def prepare_workbook(kind, language):
    """What the background worker does: make the workbook, unless it is there already."""
    open_file(kind, language).close()


def prepare_soon(kind, language):
    """Has the worker make a workbook; one task at a time for each."""
    waiting = DBTaskResult.objects.filter(
        task_path=prepare_workbook.module_path, status=TaskResultStatus.READY
    )
    if not any(found.args_kwargs["args"] == [kind, language] for found in waiting):
        prepare_workbook.enqueue(kind, language)


def _make(kind, language, wanted):
    form = FORMS[kind]({}, {})
    when = downloads.fixed(When.today(), timezone.now())
    with translation.override(language), NamedTemporaryFile(dir=_folder(), delete=False) as file:
        rows = downloads.rows(kind, form.selection, when, form.order, language)
        about = downloads.about(language, when)
        xlsx_file(file, sheets(_("Projects"), downloads.COLUMNS[kind], rows, about))
    os.replace(file.name, wanted)
    for old in _folder().glob(f"{kind}-{language}-*.xlsx"):
        if old != wanted:
            old.unlink(missing_ok=True)


def _folder():
    folder = Path(settings.MEDIA_ROOT) / "prepared"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@contextmanager
def _alone(kind, language):
    with (_folder() / f"{kind}-{language}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
