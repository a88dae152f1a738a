"""Taking up an earlier version again: as an edit of the draft, or in a new working copy."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from portal.publishing import lists, rights, slugs, workflow
from portal.publishing.models import LANGUAGES, State


@transaction.atomic
def take_up(row, history_id, *, by):
    """Put what a version of a row held into a text that the person writes; returns that text.

    What stood there before stays in its history. Raises PermissionDenied, or ValidationError
    with what stands in the way.
    """
    past = row.history.filter(history_id=history_id).first()
    if past is None:
        raise ValidationError(_("There is no such version."))
    target = _target(row, by)
    _put_columns(past, target)
    if row.copied_m2m or row.copied_children:
        held = lists.at(row, [history_id])[history_id]
        if not target.scope:
            _put_m2m(held, target)
        _put_children(row, held, target)
    workflow.record_edit(target, by=by)
    return target


def _target(row, by):
    row = type(row).rows.select_for_update().get(pk=row.pk)
    if row.status == State.DRAFT:
        if rights.editable_scope(by, row) != row.scope:
            raise PermissionDenied
        return row
    original = type(row).rows.get(pk=row.record_id)
    if not rights.may_copy(by, original, row.scope):
        raise PermissionDenied
    if type(row).rows.family(row).open_copies().filter(scope=row.scope).exists():
        raise ValidationError(
            _("A working copy of this record is open. Finish or discard that one first.")
        )
    return workflow.open_copy(original, by=by, scope=row.scope)


def _put_columns(past, target):
    names = target.content_columns(target.scope)
    addresses = {f"slug_{language}" for language in LANGUAGES}
    for name in names:
        field = target._meta.get_field(name)
        value = getattr(past, field.attname)
        if name in addresses and value and slugs.is_taken(target, value):
            continue
        if not lists.is_there(field, value):
            value = None
        setattr(target, field.attname, value)


def _put_m2m(held, target):
    for name in target.copied_m2m:
        manager = getattr(target, name)
        there = manager.model._base_manager.filter(pk__in=held.get(name, []))
        manager.set(there)


def _put_children(row, held, target):
    for accessor in target.copied_children:
        manager = getattr(target, accessor)
        origins = _origins(row, manager.model, held.get(accessor, []))
        present = {_origin(child, row, target): child for child in manager.all()}
        for past in lists.children(manager.model, held.get(accessor, [])):
            child = present.pop(origins.get(past.was, past.was), None)
            if child is not None:
                for name in child.content_columns(target.scope):
                    setattr(child, name, getattr(past, name))
                child.save()
            elif not target.scope and lists.is_whole(past):
                setattr(past, past.parent, target)
                past.save()
        if not target.scope:
            for child in present.values():
                child.delete()


def _origin(child, row, target):
    """What a child of the target is known by in the lists that were kept of the row."""
    return child.pk if target.pk == row.pk else child.copied_from_id


def _origins(row, model, items):
    """Key of a working copy's child → key of the original's child that it is a copy of."""
    if not row.is_copy or row.status == State.DRAFT:
        return {}
    keys = [item["id"] for item in items]
    return dict(model.objects.filter(pk__in=keys).values_list("pk", "copied_from"))
