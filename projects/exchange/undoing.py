"""Takes an import back: what it made vanishes, what it changed is as before. All or nothing."""

from django.core.exceptions import ValidationError
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from portal.publishing import bulk
from portal.publishing.models import FileReference, SlugClaim, State, TransitionLog
from portal.publishing.slugs import kind_of
from projects.models import EntryState
from projects.registers import WORKBOOKS

NAMED = 20  # obstacles in a refusal


def undo(batch, *, by):
    """Take back all that an import wrote, in the transaction of whoever calls.

    Raises ValidationError that names what was approved, submitted or edited since.
    """
    register = WORKBOOKS[batch.register]
    written = {row.object_id: row for row in batch.records.all()}
    rows = {
        row.pk: row
        for row in register.model.rows.select_for_update().filter(pk__in=written).order_by("pk")
    }
    entries = register.ledger.objects.filter(batch=batch)
    list(entries.select_for_update().values_list("pk"))
    made = {pk: rows[pk] for pk, was in written.items() if was.made and pk in rows}
    refuse(obstacles(batch))
    entries.delete()
    restored = [_restore(rows[pk], was.before, by) for pk, was in written.items() if not was.made]
    bulk.record_edits(restored, by=by)
    bulk.discard([row for row in made.values() if row.is_copy], by=by)
    _delete([row for row in made.values() if not row.is_copy], register.model)


def obstacles(batch):
    """What stands in the way of undoing: approved, submitted or edited since."""
    register = WORKBOOKS[batch.register]
    written = {row.object_id: row for row in batch.records.all()}
    rows = {row.pk: row for row in register.model.rows.filter(pk__in=written).order_by("pk")}
    drafts = [row for pk, row in rows.items() if written[pk].made and not row.is_copy]
    entries = register.ledger.objects.filter(batch=batch)
    return [*_of_entries(entries, drafts, register), *_of_rows(written, rows, register)]


def refuse(problems):
    if problems:
        raise ValidationError(problems[:NAMED] + (["…"] if len(problems) > NAMED else []))


def _of_entries(entries, drafts, register):
    """What was decided on, and what others entered for the drafts since."""
    for entry in entries.exclude(status=EntryState.PENDING).select_related("project"):
        yield _("%(record)s: the entry “%(entry)s” was decided on already: %(state)s.") % {
            "record": entry.project or getattr(entry, "company", ""),
            "entry": entry,
            "state": entry.get_status_display(),
        }
    of_drafts = register.ledger.objects.filter(project__in=drafts)
    own = set(entries.values_list("pk", flat=True))
    for entry in of_drafts.select_related("project"):
        if entry.pk not in own:
            yield _("%(record)s: the entry “%(entry)s” was entered since.") % {
                "record": entry.project,
                "entry": entry,
            }


def _of_rows(written, rows, register):
    """What was edited, submitted, published or deleted since."""
    kind = kind_of(register.model)
    logs = TransitionLog.objects.filter(kind=kind, object_id__in=written)
    submitted = set(logs.values_list("object_id", flat=True))
    for pk, was in written.items():
        row = rows.get(pk)
        if row is None:
            if not was.made:
                yield _("A record of this import was deleted since.")
        elif row.status != State.DRAFT or (was.made and pk in submitted):
            yield _("%(record)s: it is “%(state)s” now.") % {
                "record": row,
                "state": row.state_label,
            }
        elif row.version != was.version:
            yield _("%(record)s: %(person)s has edited it since.") % {
                "record": row,
                "person": row.updated_by or "–",
            }


def _restore(row, before, by):
    for name, value in before["columns"].items():
        setattr(row, name, row._meta.get_field(name).to_python(value))
    for name, keys in before["m2m"].items():
        getattr(row, name).set(keys)
    for accessor, children in before["children"].items():
        manager = getattr(row, accessor)
        manager.all().delete()
        model = manager.model
        bulk.create_children(
            [model(**{model.parent: row}, **_typed(model, values)) for values in children], by=by
        )
    return row


def _typed(model, values):
    return {
        name: model._meta.get_field(name).to_python(value)
        if model._meta.get_field(name).remote_field is None
        else value
        for name, value in values.items()
    }


def _delete(drafts, model):
    """Never-submitted drafts vanish, and give their address words back."""
    if not drafts:
        return
    pks, kind = [row.pk for row in drafts], kind_of(model)
    FileReference.objects.filter(kind=kind, object_id__in=pks).delete()
    SlugClaim.objects.filter(kind=kind, object_id__in=pks, was_public=False).delete()
    try:
        model.rows.filter(pk__in=pks).delete()
    except ProtectedError as error:
        names = ", ".join(sorted({str(obj) for obj in error.protected_objects})[:NAMED])
        raise ValidationError(
            _("Something refers to the drafts by now: %(names)s."), params={"names": names}
        ) from error
