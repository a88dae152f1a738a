"""Where an uploaded table, its preview and its progress lie while an import is under way.

In the storage of the uploads, under a random name that nothing serves; the worker finds them there.
"""

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from projects.exchange.mapping import Column, Layout
from projects.exchange.plan import Line

TABLE, PREVIEW, PROGRESS = "table", "preview.json", "progress.json"
COLUMNS = "columns.json"


@dataclass(frozen=True)
class Preview:
    """What is shown of a Plan; empty when it is gone."""

    lines: list = field(default_factory=list)
    skipped: list = field(default_factory=list)
    asked: list = field(default_factory=list)
    named: list = field(default_factory=list)
    doubted: list = field(default_factory=list)
    losses: list = field(default_factory=list)
    aside: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Progress:
    """How many rows of how many are done, and when that was said."""

    done: int
    total: int
    at: datetime


def keep_table(batch, data):
    default_storage.save(_place(batch, TABLE), ContentFile(data))


def table(batch):
    """The bytes of the uploaded table; raises FileNotFoundError when it is gone."""
    with default_storage.open(_place(batch, TABLE)) as file:
        return file.read()


def size(batch):
    """Of the uploaded table, in bytes; raises FileNotFoundError when it is gone."""
    return default_storage.size(_place(batch, TABLE))


def keep_preview(batch, plan):
    lines = [asdict(line) for line in plan.lines]
    shown = Preview(
        lines, plan.skipped, plan.asked, plan.named, plan.doubted, plan.losses, plan.aside
    )
    _write(batch, PREVIEW, asdict(shown))


def preview(batch):
    """The Preview that was kept."""
    kept = _read(batch, PREVIEW)
    if kept is None:
        return Preview()
    lines = [Line(**line) for line in kept.pop("lines")]
    return Preview(lines=lines, **kept)


def keep_columns(batch, layouts):
    _write(batch, COLUMNS, [asdict(layout) for layout in layouts])


def columns(batch):
    """The Layouts of the sheets of the table."""
    return [
        Layout(**{**kept, "columns": [Column(**column) for column in kept["columns"]]})
        for kept in _read(batch, COLUMNS) or []
    ]


def tell_progress(batch, done, total):
    _write(batch, PROGRESS, {"done": done, "total": total, "at": timezone.now().isoformat()})


def progress(batch):
    """The Progress last told, or None."""
    told = _read(batch, PROGRESS)
    return told and Progress(told["done"], told["total"], datetime.fromisoformat(told["at"]))


def forget(batch, *names):
    """Remove what an import no longer needs; all of it without names."""
    for name in names or (TABLE, PREVIEW, COLUMNS, PROGRESS):
        default_storage.delete(_place(batch, name))


def _place(batch, name):
    return f"imports/{batch.key}/{name}"


def _write(batch, name, content):
    with default_storage.open(_place(batch, name), "wb") as file:
        file.write(json.dumps(content, ensure_ascii=False).encode())


def _read(batch, name):
    try:
        with default_storage.open(_place(batch, name)) as file:
            return json.loads(file.read())
    except (FileNotFoundError, ValueError):
        # A reader may come between the words of a writer.
        return None
