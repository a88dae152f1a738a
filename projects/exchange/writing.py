"""Writes a Plan: drafts, working copies and entries that wait, all of them or nothing."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext_lazy as _

from portal.publishing import bulk, rights
from portal.publishing.models import State
from portal.publishing.slugs import kind_of
from projects import ledger
from projects.models import ImportedRecord

CHANGED_MEANWHILE = _("The register has changed since the preview was made. Look at it once more.")


def drafts(plan, *, by):
    """(Record, unsaved draft, its unsaved children) of every new record, ready to be written."""
    records = [record for record in plan.records if record.original is None]
    rows = [plan.register.model(**record.values) for record in records]
    children = [list(_new_children(*pair)) for pair in zip(records, rows, strict=True)]
    bulk.prepare(rows, children, by=by)
    return list(zip(records, rows, children, strict=True))


def write(plan, new, *, by, batch, progress):
    """Write all that a plan says, in the transaction of whoever calls; `new` are its drafts().

    Raises ValidationError where the register has changed since.
    progress(done, total) is told how far it is; it must not use this database.
    """
    total = len(plan.records) + len(plan.entries)
    _refuse_changed(plan)
    _create(new, plan.register, by)
    progress(len(new), total)
    changed, before = _change([r for r in plan.records if r.original is not None], by)
    progress(len(plan.records), total)
    keys = {record: row.pk for record, row, _children in new}
    for record, entry in plan.entries:
        if record is not None:
            entry.project_id = keys.get(record, record.key)
    ledger.enter_many([entry for _record, entry in plan.entries], by=by, batch=batch)
    kind = kind_of(plan.register.model)
    rows = [(row, True, {}) for _record, row, _children in new]
    rows += [(row, was is None, was or {}) for row, was in zip(changed, before, strict=True)]
    ImportedRecord.objects.bulk_create(
        [
            ImportedRecord(
                batch=batch, kind=kind, object_id=row.pk, made=made, version=row.version, before=was
            )
            for row, made, was in rows
        ],
        batch_size=bulk.BATCH,
    )
    progress(total, total)


def _refuse_changed(plan):
    """The records must be as they were planned for, and the new numbers still unknown."""
    register = plan.register
    rows = register.model.rows
    seen = {
        row.pk: (row.version, row.status)
        for record in plan.records
        for row in (record.original, record.copy)
        if row is not None
    }
    locked = rows.select_for_update().filter(pk__in=seen).order_by("pk")
    if {pk: (version, status) for pk, version, status in locked.values_list(
        "pk", "version", "status"
    )} != seen:  # fmt: skip
        raise ValidationError(CHANGED_MEANWHILE)
    new = {
        register.identity(record.number, record.values.get(register.day))
        for record in plan.records
        if record.original is None
    }
    known = {record.key for record in plan.records if record.original is not None}
    if any(pk not in known and identity in new for pk, identity in register.identities()):
        raise ValidationError(CHANGED_MEANWHILE)


# --- new records -----------------------------------------------------------------------


def _create(new, register, by):
    if not new:
        return
    if not rights.has(by, "add", register.model):
        raise PermissionDenied
    records, rows, children = zip(*new, strict=True)
    bulk.create(rows, children, [record.m2m for record in records], by=by)


def _new_children(record, row):
    for investors in record.lists.values():
        model = row._meta.get_field("investors").related_model
        for position, (name, known_by) in enumerate(investors):
            yield model(project=row, name=name, position=position, **{model.known_by: known_by})
    for position, part in enumerate(record.parts):
        model = row._meta.get_field(part.accessor).related_model
        yield model(project=row, position=position, **part.values)


# --- records that were there -----------------------------------------------------------


def _change(records, by):
    """(the drafts and working copies that were changed, what each was before or None if opened)."""
    records = [record for record in records if record.changes]
    published = [r for r in records if r.original.status == State.PUBLISHED and r.copy is None]
    opened = bulk.open_copies([record.original for record in published], by=by)
    copies = dict(zip(published, opened, strict=True))
    rows, before = [], []
    for record in records:
        row = copies.get(record) or record.target
        before.append(None if record in copies else _before(record, row))
        _apply(record, row, by)
        rows.append(row)
    bulk.record_edits(rows, by=by)
    return rows, before


def _before(record, row):
    """What the import is about to change of a row."""
    accessors = {*record.lists, *(part.accessor for part in record.parts)}
    return {
        "columns": {name: getattr(row, name) for name in record.values},
        "m2m": {name: [one.pk for one in getattr(row, name).all()] for name in record.m2m},
        "children": {
            accessor: [_columns_of(child) for child in getattr(row, accessor).all()]
            for accessor in accessors
        },
    }


def _columns_of(child):
    skipped = {child._meta.pk.attname, f"{child.parent}_id"}
    skipped |= set(type(child).translated_fields())
    return {
        column.attname: getattr(child, column.attname)
        for column in child._meta.concrete_fields
        if column.attname not in skipped
    }


def _apply(record, row, by):
    for name, value in record.values.items():
        column = row._meta.get_field(name)
        setattr(row, name, None if value == "" and column.null else value)
    for name, keys in record.m2m.items():
        getattr(row, name).set(keys)
    for accessor, wanted in record.lists.items():
        _set_investors(row, getattr(row, accessor), wanted)
    bulk.create_children(_add_parts(record, row), by=by)


def _set_investors(row, investors, wanted):
    """An investor of the same name stays the row it is, so that the original's can follow."""
    there = {investor.name: investor for investor in investors.all()}
    for position, (name, known_by) in enumerate(wanted):
        investor = there.pop(name, None) or investors.model(project=row, name=name)
        setattr(investor, investor.known_by, known_by)
        investor.position = position
        investor.save()
    for gone in there.values():
        gone.delete()


def _add_parts(record, row):
    """Changes what is there; gives the children that are new."""
    for part in record.parts:
        children = list(getattr(row, part.accessor).all())
        existing = part.child and _counterpart(children, part.child)
        if existing is None:
            position = 1 + max((child.position for child in children), default=-1)
            model = row._meta.get_field(part.accessor).related_model
            yield model(project=row, position=position, **part.values)
            continue
        for name, value in part.values.items():
            setattr(existing, name, value)
        existing.save()


def _counterpart(children, child):
    """The child itself, or its copy in a working copy that was just opened."""
    return next((one for one in children if child.pk in (one.pk, one.copied_from_id)), None)
