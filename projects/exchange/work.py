"""The work behind an import's verbs: read, write, undo; here or in the background worker."""

import logging

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.utils import translation
from django.utils.translation import gettext as _

from portal.exchange.reading import LIMITS, WORKER_LIMITS
from projects.exchange import planning, reading, shelf, undoing, writing
from projects.exchange.registers import REGISTERS
from projects.models import ImportBatch

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
    plan, skipped = _plan(batch)
    shelf.keep_preview(batch, plan, skipped)
    _finish(batch, State.READ, rows=len(plan.lines), counts=plan.counts, digest=plan.digest)


def _write(batch):
    """Plan anew outside the transaction; what differs from the preview is shown, not written."""
    plan, skipped = _plan(batch)
    if plan.digest != batch.digest:
        shelf.keep_preview(batch, plan, skipped)
        _finish(
            batch,
            State.READ,
            rows=len(plan.lines),
            counts=plan.counts,
            digest=plan.digest,
            problem=str(writing.CHANGED_MEANWHILE),
        )
        return
    new = writing.drafts(plan, by=batch.by)
    with transaction.atomic():
        writing.write(plan, new, by=batch.by, batch=batch, progress=_teller(batch))
        _finish(batch, State.DONE)
    _analyse(REGISTERS[batch.register])
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


def _plan(batch):
    data = shelf.table(batch)
    limits = LIMITS if len(data) <= READ_AT_ONCE else WORKER_LIMITS
    found = reading.read(data, REGISTERS[batch.register], limits=limits)
    return planning.plan(found, by=batch.by, progress=_teller(batch)), found.skipped


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
