"""What workflow.py does for one row, for thousands of one kind: edit, open copies, discard them.

In a few statements for every 500 rows.
"""

from collections import defaultdict

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from portal.publishing import approvals, copies, freshness, lists, notices, rights, rules, slugs
from portal.publishing.files import references
from portal.publishing.models import LANGUAGES, Notice, PreviewLink, State, TransitionLog

BATCH = 500


def prepare(rows, children, *, by):
    """Make new drafts version 1 in memory: half of the work, and it needs no transaction.

    children: for each row its unsaved Child rows.
    """
    if rows:
        slugs.fill_many(rows)
    for row, own in zip(rows, children, strict=True):
        _next_version(row, by)
        freshness.settle(row, children=_by_accessor(row, own))
        row.tidy()


@transaction.atomic
def create(rows, children, m2m, *, by):
    """Save new drafts that were prepared, with their children.

    m2m: for each row {name: keys}. Raises ValidationError when a slug belongs to another record.
    """
    if not rows:
        return
    model = type(rows[0])
    model.rows.bulk_create(rows, batch_size=BATCH)
    for row in rows:
        if any(row.title_in(language) and not row.slug_in(language) for language in LANGUAGES):
            slugs.fill(row)
            model.rows.filter(pk=row.pk).update(slug_vi=row.slug_vi, slug_en=row.slug_en)
    for row, own in zip(rows, children, strict=True):
        for child in own:
            setattr(child, child.parent, row)
    create_children([child for own in children for child in own], by=by)
    for name in model.copied_m2m:
        chosen = zip(rows, m2m, strict=True)
        _link(model, name, [(row.pk, keys.get(name, ())) for row, keys in chosen])
    written = _write_history(rows, by=by)
    slugs.claim_many(rows)
    owned = zip(rows, children, strict=True)
    owned = {row.pk: _by_accessor(row, own) for row, own in owned}
    chosen = {
        name: {row.pk: keys.get(name, ()) for row, keys in zip(rows, m2m, strict=True)}
        for name in model.copied_m2m
    }
    lists.keep_read(rows, written, chosen, owned)
    references.refer_many(rows, owned)


def create_children(children, *, by):
    """Save new Child rows with their history."""
    groups = defaultdict(list)
    for child in children:
        child.tidy()
        groups[type(child)].append(child)
    for model, group in groups.items():
        model.objects.bulk_create(group, batch_size=BATCH)
        model.history.bulk_history_create(
            group, batch_size=BATCH, default_user=by, default_change_reason=None
        )


@transaction.atomic
def record_edits(rows, *, by):
    """workflow.record_edit() for many rows of one model, whose content is set but not saved.

    Their children are saved. Raises ValidationError when a slug belongs to another record.
    """
    if not rows:
        return
    children, next_revision = _read_children(rows), freshness.next_revisions(rows)
    approved = approvals.of_waiting(rows)
    slugs.fill_many(rows)
    for row in rows:
        _next_version(row, by)
        freshness.settle(row, children=children[row.pk], next_revision=next_revision)
        row.tidy()
    _save(rows)
    written = _write_history(rows, by=by)
    slugs.claim_many(rows)
    chosen = {name: _read_m2m(rows, name) for name in type(rows[0]).copied_m2m}
    lists.keep_read(rows, written, chosen, children)
    references.refer_many(rows, children)
    for row, past in zip(rows, written, strict=True):
        if row.pk in approved:
            approval = approved[row.pk]
            approvals.take_back(row, approval, by=by, history_id=past.history_id)


@transaction.atomic
def open_copies(originals, *, by):
    """The open working copy of each published record, in their order; made where there is none."""
    if not originals:
        return []
    model = type(originals[0])
    pks = sorted(original.pk for original in originals)
    locked = {row.pk: row for row in model.rows.select_for_update().filter(pk__in=pks)}
    there = model.rows.open_copies().filter(replaces__in=pks, scope="")
    found = {copy.replaces_id: copy for copy in there}
    missing = [locked[pk] for pk in pks if pk not in found]
    if not all(rights.may_copy(by, original) for original in missing):
        raise PermissionDenied
    found |= {copy.replaces_id: copy for copy in _duplicate(missing, by=by)}
    return [found[original.pk] for original in originals]


@transaction.atomic
def discard(rows, *, by):
    """workflow.transition(…, "discard") for many working copies that the caller has locked."""
    if not rows:
        return
    if not all(rules.fits(row, "discard") and rights.may_discard(by, row) for row in rows):
        raise PermissionDenied
    sources = [row.status for row in rows]
    for row in rows:
        row.status = State.DISCARDED
    kind = slugs.kind_of(type(rows[0]))
    notices.read(rows, *notices.OVERTAKEN, Notice.Kind.SENT_BACK)
    PreviewLink.objects.of_rows(rows).revoke()
    _save(rows)
    written = _write_history(rows, by=by, reason="discard")
    TransitionLog.objects.bulk_create(
        [
            TransitionLog(
                kind=kind,
                object_id=row.pk,
                record_id=row.record_id,
                name="discard",
                source=source,
                target=row.status,
                version=row.version,
                history_id=past.history_id,
                by=by,
            )
            for row, source, past in zip(rows, sources, written, strict=True)
        ],
        batch_size=BATCH,
    )


def _duplicate(originals, *, by):
    if not originals:
        return []
    model, children = type(originals[0]), _read_children(originals)
    made = [copies.unsaved(original, scope="", by=by) for original in originals]
    for copy in made:
        copy.tidy()
    model.rows.bulk_create(made, batch_size=BATCH)
    pairs = list(zip(originals, made, strict=True))
    chosen = {}
    for name in model.copied_m2m:
        keys = _read_m2m(originals, name)
        chosen[name] = {copy.pk: keys[original.pk] for original, copy in pairs}
        _link(model, name, chosen[name].items())
    copied = {
        copy.pk: [
            (accessor, [copies.unsaved_child(child, copy, copied_from=child) for child in rows])
            for accessor, rows in children[original.pk]
        ]
        for original, copy in pairs
    }
    create_children([c for own in copied.values() for _name, rows in own for c in rows], by=by)
    written = _write_history(made, by=by, reason="copy")
    lists.keep_read(made, written, chosen, copied)
    references.refer_many(made, copied)
    return made


def _next_version(row, by):
    row.version += 1
    row.updated_by, row.updated_at = by, timezone.now()
    row.created_by = row.created_by or by


def _by_accessor(row, children):
    """The (accessor, rows) of children in memory, as Publishable.children() gives them."""
    models = {name: row._meta.get_field(name).related_model for name in row.copied_children}
    return [
        (name, [child for child in children if type(child) is model])
        for name, model in models.items()
    ]


def _read_children(rows):
    """key of a row → its (accessor, rows); a query for each accessor."""
    model, found = type(rows[0]), {row.pk: [] for row in rows}
    for accessor in model.copied_children:
        child_model = model._meta.get_field(accessor).related_model
        parent = f"{child_model.parent}_id"
        own = {pk: [] for pk in found}
        for child in child_model.objects.filter(**{f"{parent}__in": list(own)}):
            own[getattr(child, parent)].append(child)
        for pk, children in own.items():
            found[pk].append((accessor, children))
    return found


def _read_m2m(rows, name):
    """key of a row → the keys that a many-to-many field links it to."""
    field = type(rows[0])._meta.get_field(name)
    source, target = field.m2m_column_name(), field.m2m_reverse_name()
    found = {row.pk: [] for row in rows}
    links = field.remote_field.through.objects.filter(**{f"{source}__in": list(found)})
    for pk, key in links.values_list(source, target):
        found[pk].append(key)
    return found


def _link(model, name, chosen):
    """Add the keys of a many-to-many field to rows that have none yet."""
    field = model._meta.get_field(name)
    through = field.remote_field.through
    source, target = field.m2m_column_name(), field.m2m_reverse_name()
    through.objects.bulk_create(
        [through(**{source: pk, target: key}) for pk, keys in chosen for key in keys],
        batch_size=BATCH,
    )


def _save(rows):
    """Update all columns but the key and the day of creation."""
    model = type(rows[0])
    made = [row.created_at for row in rows]
    written = [
        field.name
        for field in model._meta.concrete_fields
        if not field.primary_key and field.name != "created_at"
    ]
    model.rows.bulk_create(
        rows,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=[model._meta.pk.name],
        update_fields=written,
    )
    # An insert, even one that becomes an update, sets it in memory.
    for row, at in zip(rows, made, strict=True):
        row.created_at = at


def _write_history(rows, *, by, reason=None):
    """One history row each, as history.write() makes them; returns these."""
    for row in rows:
        # What an earlier verb left on the object would go before the arguments.
        row._history_user, row._change_reason = by, reason
    return type(rows[0]).history.bulk_history_create(
        rows, batch_size=BATCH, update=True, default_change_reason=reason
    )
