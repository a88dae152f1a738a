"""The work behind an import's verbs: read, write, undo; here or in the background worker."""

import logging

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from portal.exchange.reading import LIMITS, WORKER_LIMITS
from projects.exchange import planning, reading, shelf, undoing, writing
from projects.models import ImportBatch
from projects.registers import WORKBOOKS

logger = logging.getLogger(__name__)

State = ImportBatch.State
READ_AT_ONCE = 150 * 2**10  # bytes of a file


class _Overtaken(Exception):
    """Another attempt was started: this one must leave no trace."""


def run(batch):
    """Do the work that a batch was started for; whatever fails is said on it, nothing is left."""
    work, failed = {
        State.READING: (_read, State.FAILED),
        State.RUNNING: (_write, State.FAILED),
        State.UNDOING: (_undo, State.DONE),
    }[batch.state]
    try:
        # The language of the preview, and the one that modeltranslation writes base columns in.
        with translation.override(settings.LANGUAGE_CODE):
            work(batch)
    except _Overtaken:
        logger.warning("Import %s: a later attempt goes on", batch.pk)
    except (ValidationError, PermissionDenied) as error:
        _fail(batch, failed, getattr(error, "messages", None) or [_not_allowed()])
    except FileNotFoundError:
        _fail(batch, failed, [_("The uploaded file is gone: upload it again.")])
    except Exception:
        logger.exception("Import %s failed", batch.pk)
        _fail(batch, failed, [_("It failed unexpectedly; nothing was written. Try it once more.")])


def _not_allowed():
    return _("You may no longer do this.")


def _read(batch):
    """What the columns are comes first; without that there is no preview."""
    opened, choices = _opened(batch)
    shelf.keep_columns(batch, opened.layouts.values())
    if opened.is_settled:
        _finish_preview(batch, _plan(batch, opened, choices))
    else:
        shelf.forget(batch, shelf.PREVIEW)
        _finish(batch, State.MAPPING, rows=0, counts={}, digest="")


def _finish_preview(batch, plan, **values):
    shelf.keep_preview(batch, plan)
    _finish(
        batch,
        State.READ,
        rows=len(plan.lines),
        counts=plan.counts,
        digest=plan.digest,
        **values,
    )


def _write(batch):
    """Plan anew outside the transaction; what differs from the preview is shown, not written."""
    opened, choices = _opened(batch)
    plan = _plan(batch, opened, choices)
    if plan.digest != batch.digest:
        _finish_preview(batch, plan, problem=str(writing.CHANGED_MEANWHILE))
        return
    new = writing.drafts(plan, by=batch.by)
    with transaction.atomic():
        writing.write(plan, new, by=batch.by, batch=batch, progress=_teller(batch))
        _finish(batch, State.DONE)
    _analyse(WORKBOOKS[batch.register])
    shelf.forget(batch, shelf.TABLE, shelf.PROGRESS)


def _analyse(register):
    """SQLite never counts its rows by itself and PostgreSQL only later: lists would be slow."""
    with connection.cursor() as cursor:
        for model in (register.model, register.ledger):
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")


def _undo(batch):
    with transaction.atomic():
        undoing.undo(batch, by=batch.by)
        _finish(batch, State.UNDONE)
    shelf.forget(batch)


def _opened(batch):
    """The Opened file of a batch, and the Choices of its importer.

    What its columns are is kept with them: nobody else's later choice changes this import.
    """
    data, choices = shelf.table(batch), reading.Choices(**batch.choices)
    limits = LIMITS if len(data) <= READ_AT_ONCE else WORKER_LIMITS
    opened = reading.open_tables(data, WORKBOOKS[batch.register], choices, limits=limits)
    if opened.is_settled:
        columns = {layout.key: layout.chosen for layout in opened.layouts.values()}
        batch.choices = {**batch.choices, "columns": columns}
        ImportBatch.objects.filter(pk=batch.pk).update(choices=batch.choices)
    return opened, choices


def _plan(batch, opened, choices):
    found = reading.read(opened, choices)
    return planning.plan(found, by=batch.by, progress=_teller(batch))


def _teller(batch):
    return lambda done, total: shelf.tell_progress(batch, done, total)


def _finish(batch, state, **values):
    mine = ImportBatch.objects.filter(pk=batch.pk, state=batch.state, attempt=batch.attempt)
    if not mine.update(state=state, **values):
        raise _Overtaken
    batch.state = state


def _fail(batch, state, messages):
    with translation.override(settings.LANGUAGE_CODE):
        problem = "\n".join(map(str, messages))
    mine = ImportBatch.objects.filter(pk=batch.pk, state=batch.state, attempt=batch.attempt)
    mine.update(state=state, problem=problem)
    shelf.forget(batch, shelf.PROGRESS)
