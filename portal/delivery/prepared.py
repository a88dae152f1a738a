"""Workbooks that take long: made once per public version and day, and kept."""

import fcntl
import os
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from portal.delivery.models import PublicVersion


def path(name):
    """Where the workbook of today's public version is, or will be."""
    return _folder() / f"{name}-{timezone.localdate()}-{PublicVersion.current().number}.xlsx"


def open_file(name, make):
    """The workbook as a binary file; made now, by one process alone, where it is not there.

    make(file) writes it.
    """
    wanted = path(name)
    if not wanted.exists():
        with _alone(name):
            if not wanted.exists():
                _write(name, make, wanted)
    return wanted.open("rb")


def last_size(name):
    """The bytes of the workbook that was made last, of this public version or an earlier one."""
    made = [file.stat() for file in _folder().glob(f"{name}-*.xlsx")]
    return max(made, key=lambda found: found.st_mtime).st_size if made else None


def soon(task, *args):
    """Has the worker make a workbook; one task at a time for each."""
    waiting = DBTaskResult.objects.filter(task_path=task.module_path, status=TaskResultStatus.READY)
    if not any(found.args_kwargs["args"] == list(args) for found in waiting):
        task.enqueue(*args)


def _write(name, make, wanted):
    with NamedTemporaryFile(dir=_folder(), delete=False) as file:
        make(file)
    os.replace(file.name, wanted)
    for old in _folder().glob(f"{name}-*.xlsx"):
        if old != wanted:
            old.unlink(missing_ok=True)


def _folder():
    folder = Path(settings.MEDIA_ROOT) / "prepared"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@contextmanager
def _alone(name):
    with (_folder() / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
