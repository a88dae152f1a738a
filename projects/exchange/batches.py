"""The verbs of an import: upload, read, choose, write, undo, discard. Nothing else changes it.

Small tables are read and written at once, larger ones by the background worker. Whoever starts
counts an attempt; one that was thought dead and lives may no longer write.
"""

import hashlib
from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.exchange.errors import TableError
from portal.exchange.reading import LIMITS, SENTENCES
from portal.publishing import rights
from projects.exchange import remembering, shelf, work
from projects.models import ImportBatch
from projects.models.batch import SILENCE
from projects.registers import WORKBOOKS
from projects.tasks import work_on

State = ImportBatch.State
#: While its importer decides.
NOT_WRITTEN = (State.MAPPING, State.READ, State.FAILED)
WRITTEN_AT_ONCE = 1000  # rows
#: A preview that nobody wrote is removed with its file after this time.
KEPT = timedelta(days=2)

UNSURE = gettext_lazy("Some values are in doubt: say below whether they are right, then write.")


def may_import(user, register):
    """Whether the roles of a person allow to import into a register."""
    wanted = (ImportBatch, register.model, register.ledger)
    return all(rights.has(user, "add", model) for model in wanted)


def may_act(user, batch):
    """Whether a person may write, repeat, undo or discard an import: only their own."""
    return batch.by_id == user.pk and may_import(user, WORKBOOKS[batch.register])


# --- verbs -----------------------------------------------------------------------------


def upload(file, register, *, by, mends=None):
    """Keep an uploaded file and read it, or have it read; returns the batch.

    mends: the import whose file it corrects; what its names mean, and whether hidden and struck
    rows come in, holds here too. Of amounts and doubles nothing does: another row may stand there.
    Raises PermissionDenied, and TableError for a file that cannot be read.
    """
    if not may_import(by, register):
        raise PermissionDenied
    sweep()
    if file.size > LIMITS.file_size:
        raise TableError(
            SENTENCES["too_large"], code="too_large", params={"limit": LIMITS.file_size // 2**20}
        )
    data = file.read()
    batch = ImportBatch.objects.create(
        register=register.name,
        file_name=(file.name or "")[-150:],
        sha256=hashlib.sha256(data).hexdigest(),
        choices=_kept(mends),
        by=by,
    )
    try:
        shelf.keep_table(batch, data)
        _start(batch, State.READING, at_once=len(data) <= work.READ_AT_ONCE)
    except OSError as error:
        _remove(batch)
        raise TableError(
            _("The file could not be stored (%(reason)s). Tell the administrator."),
            params={"reason": error.strerror or error},
        ) from error
    batch.refresh_from_db()
    if batch.state == State.FAILED:
        problem = batch.problem
        if len(data) <= work.READ_AT_ONCE:
            _remove(batch)
            raise TableError("%(problem)s", params={"problem": problem})
    return batch


def unwritten(pk, register, *, by):
    """A person's own import of that key that was not written; or None."""
    batch = ImportBatch.objects.filter(pk=pk, register=register.name, state__in=NOT_WRITTEN).first()
    return batch if batch and may_act(by, batch) else None


def _kept(mends):
    if mends is None:
        return {}
    rows = {name: mends.choices[name] for name in ("hidden", "struck") if name in mends.choices}
    named = mends.choices.get("named", {})
    return rows | ({"named": named, "kept": named} if named else {})


def choose(batch, *, by, **choices):
    """Read a file anew with what its importer decided; see reading.Choices.

    Raises ValidationError where it is too late for that, or the file is gone.
    """
    _demand(batch, by)
    if batch.state not in NOT_WRITTEN:
        raise ValidationError(_("This import was written, or is at work."))
    try:
        size = shelf.size(batch)
    except FileNotFoundError as error:
        raise ValidationError(_("The uploaded file is gone: upload it again.")) from error
    ImportBatch.objects.filter(pk=batch.pk).update(
        choices={**batch.choices, **choices}, counts={}, rows=0, digest=""
    )
    _start(batch, State.READING, at_once=size <= work.READ_AT_ONCE)


def confirm_columns(batch, layouts, *, by):
    """Read a file anew with the columns of Layouts, and remember them for the department."""
    # Another sheet may have been asked for since, and found to be no table.
    sheet = layouts[0].sheet if batch.choices.get("sheet") else None
    columns = {layout.key: layout.chosen for layout in layouts}
    choose(batch, by=by, sheet=sheet, columns=columns)
    for layout in layouts:
        remembering.remember(WORKBOOKS[batch.register], layout, by=by)


def write(batch, *, by):
    """Write what the preview shows, or have it written. Raises ValidationError if it cannot be."""
    _demand(batch, by)
    if batch.counts.get("unsure") and not batch.counts.get("wrong"):
        raise ValidationError(UNSURE)
    if not batch.may_be_written:
        raise ValidationError(_("This import cannot be written now."))
    _start(batch, State.RUNNING, at_once=batch.rows <= WRITTEN_AT_ONCE)


def resume(batch, *, by):
    """Begin anew what a killed process left: nothing of it was written."""
    _demand(batch, by)
    if not is_dead(batch):
        raise ValidationError(_("It is at work: wait for it."))
    _start(batch, batch.state, at_once=False)


def undo(batch, *, by):
    """Take back what an import wrote, or have it taken back."""
    _demand(batch, by)
    if batch.state != State.DONE:
        raise ValidationError(_("Only an import that was written can be undone."))
    _start(batch, State.UNDOING, at_once=batch.rows <= WRITTEN_AT_ONCE)


def discard(batch, *, by):
    """Remove an import that was never written, with its file."""
    _demand(batch, by)
    if batch.state not in NOT_WRITTEN:
        raise ValidationError(_("Only an import that was not written can be discarded."))
    _remove(batch)


def is_dead(batch):
    """Whether an import is at work that nobody has heard of for too long."""
    if not batch.is_working:
        return False
    told = shelf.progress(batch)
    last = max(filter(None, [batch.started_at, told and told.at]), default=batch.at)
    return timezone.now() - last > SILENCE


def sweep():
    """Remove what was uploaded long ago and never written."""
    old = ImportBatch.objects.filter(
        state__in=[State.READING, *NOT_WRITTEN], at__lt=timezone.now() - KEPT
    )
    for batch in old:
        _remove(batch)


def _demand(batch, by):
    if not may_act(by, batch):
        raise PermissionDenied


def _remove(batch):
    batch.delete()
    shelf.forget(batch)


def _start(batch, state, *, at_once):
    """Begin a new attempt of a work, here or in the worker."""
    started = ImportBatch.objects.filter(pk=batch.pk, state=batch.state, attempt=batch.attempt)
    if not started.update(
        state=state, attempt=F("attempt") + 1, problem="", started_at=timezone.now()
    ):
        raise ValidationError(_("Somebody has started this already."))
    shelf.forget(batch, shelf.PROGRESS)
    batch.refresh_from_db()
    if at_once:
        work.run(batch)
    else:
        work_on.enqueue(batch.pk, batch.attempt)
