"""The verbs of the ledgers. Nothing else writes an entry's state.

enter        a person states something from a document; it waits for approval
correct      a new entry that will take an approved one's place, or take it back
approve      another person makes it count, from this moment on
reject       another person refuses it, with a reason
take_back    who entered it removes it while it waits
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portal.publishing import four_eyes, notices, rights, workflow
from portal.publishing.models import Notice
from projects import consistency, desk
from projects.models import EntryState
from projects.models.capital import CapitalEvent

INSTANT = timedelta(microseconds=1)


@transaction.atomic
def enter(entry, *, by):
    """Save a new entry, or a changed one of one's own that still waits; returns it.

    It must fit the ledger as it will be when everything that waits is approved.
    Raises PermissionDenied, or ValidationError by field or with sentences.
    """
    if not rights.has(by, "add", type(entry)):
        raise PermissionDenied
    if entry.pk:
        stored = type(entry).objects.select_for_update().get(pk=entry.pk)
        if not stored.is_pending or stored.entered_by_id != by.pk:
            raise PermissionDenied
        entry.version = stored.version + 1
    entry.entered_by, entry.entered_at = by, timezone.now()
    _lock_project(entry)
    check(entry)
    entry.save()
    return entry


@transaction.atomic
def enter_many(entries, *, by, batch):
    """Save the new entries of an import, of one ledger, together or none of them.

    Raises PermissionDenied, or ValidationError with what does not fit the ledgers as they are now.
    """
    if not entries:
        return
    model = type(entries[0])
    if not rights.has(by, "add", model):
        raise PermissionDenied
    waiting = _lock_ledgers(entries)
    for group in _by_project(entries).values():
        there = waiting[group[0].project_id]
        problems = [text for entry in group for text in consistency.field_problems(entry).values()]
        problems += _rivals(group, there)
        if group[0].project_id is not None:
            problems += problems_together([*there, *group])
        if problems:
            raise ValidationError(problems)
    for entry in entries:
        entry.entered_by, entry.entered_at, entry.batch = by, timezone.now(), batch
    model.objects.bulk_create(entries, batch_size=500)


def _lock_ledgers(entries):
    """project → its entries that count or wait, the projects locked."""
    model, there = type(entries[0]), defaultdict(list)
    projects = model._meta.get_field("project").related_model
    pks = sorted({entry.project_id for entry in entries if entry.project_id})
    list(projects.rows.select_for_update().filter(pk__in=pks).order_by("pk").values_list("pk"))
    for entry in model.objects.live().filter(project__in=pks):
        there[entry.project_id].append(entry)
    return there


def _rivals(entries, there):
    """Corrections of what no longer counts, or is being corrected already."""
    approved = {entry.pk for entry in there if not entry.is_pending}
    corrected = {entry.supersedes_id for entry in there}
    for entry in entries:
        if entry.supersedes_id and entry.supersedes_id not in approved - corrected:
            yield _("Only an approved entry can be corrected.")


def check(entry):
    """Raises ValidationError unless the entry makes sense, alone and among all that may count."""
    entry.full_clean(exclude=["supersedes"], validate_constraints=False)
    if entry.project_id and entry.project.is_copy:
        raise ValidationError(_("Entries belong to the record itself, not to a working copy."))
    if wrong := consistency.field_problems(entry):
        raise ValidationError(wrong)
    if entry.supersedes_id:
        _check_supersedes(entry)
    elif entry.void:
        raise ValidationError(_("Only a correction can take an entry back."))
    if problems := _problems([entry], with_pending=True):
        raise ValidationError(problems)


def _check_supersedes(entry):
    old = entry.supersedes
    if old.status != EntryState.APPROVED:
        raise ValidationError(_("Only an approved entry can be corrected."))
    if old.project_id != entry.project_id:
        raise ValidationError(
            _("A correction stays with its project. Take this entry back and enter a new one.")
        )
    rivals = old.corrections.exclude(status=EntryState.REJECTED).exclude(pk=entry.pk)
    if rivals.exists():
        raise ValidationError(_("A correction of this entry waits already."))


def correct(entry, *, by, void=False, **values):
    """Enter a correction of an approved entry: its values, changed by `values`."""
    return enter(correction_of(entry, void=void, **values), by=by)


def correction_of(entry, **values):
    """An unsaved entry that says what the old one says, changed by `values`, and will take its
    place."""
    correction = type(entry)(**{**_stated(entry), "void": False}, supersedes=entry)
    for name, value in values.items():  # a relation by its name or its column
        setattr(correction, name, value)
    return correction


def again(entry):
    """An unsaved entry that says what a rejected one says, of the same entry where it corrects."""
    return type(entry)(**_stated(entry), supersedes=entry.supersedes)


def _stated(entry):
    return {
        field.attname: getattr(entry, field.attname)
        for field in entry._meta.concrete_fields
        if field.editable and not field.primary_key
    }


def may_approve(user, entry):
    """Whether the roles of a person and four eyes allow it."""
    if not rights.has(user, "approve", type(entry)):
        return False
    return not four_eyes.keep_out(user, {entry.entered_by_id})


def approve(entry, *, by, version):
    """Let an entry count from now on; the entry it corrects stops counting at the same moment."""
    return approve_many([(entry, version)], by=by)[0]


@transaction.atomic
def approve_many(chosen, *, by):
    """Approve (entry, version seen) pairs together, or none of them; returns them as they are now.

    Raises PermissionDenied, or ValidationError with all that stands in the way.
    """
    entries = [_locked(entry, version, by) for entry, version in chosen]
    for group in _by_project(entries).values():
        _lock_project(group[0])
        problems = [text for entry in group for text in consistency.field_problems(entry).values()]
        if problems := problems or _problems(group, with_pending=False):
            raise ValidationError(problems)
    now = timezone.now()
    for entry in entries:
        _settle(entry, by, now)
    if any(_is_public(entry) for entry in entries):
        workflow.touch_public()
    return [type(entry).objects.get(pk=entry.pk) for entry in entries]


def _locked(entry, version, by):
    """The entry fresh and locked, if this person may decide on what they saw."""
    stored = type(entry).objects.select_for_update().filter(pk=entry.pk).first()
    if stored is None:
        raise ValidationError(_("The entry has been taken back."))
    if not rights.has(by, "approve", type(entry)):
        raise PermissionDenied
    if not may_approve(by, stored):
        raise ValidationError(
            _("You entered this yourself: somebody else must decide on it (four eyes).")
        )
    if not stored.is_pending:
        raise ValidationError(
            _("This entry was decided on already: %(state)s.")
            % {"state": stored.get_status_display()}
        )
    if stored.version != version:
        raise ValidationError(
            _("The entry has changed since you opened it. Look at it once more, then decide.")
        )
    return stored


def _settle(entry, by, now):
    rows, at = type(entry).objects, known_from(entry, now)
    if entry.supersedes_id:
        replaced = rows.filter(pk=entry.supersedes_id, status=EntryState.APPROVED)
        if not replaced.decide(status=EntryState.SUPERSEDED, known_until=at):
            raise ValidationError(_("Only an approved entry can be corrected."))
    rows.filter(pk=entry.pk).decide(
        status=EntryState.APPROVED, known_at=at, decided_by=by, decided_at=now
    )


def known_from(entry, approved_at):
    """When an entry counts from: a correction an instant before what is new and was approved with
    it, so that what each of them moved can be told apart."""
    return approved_at - INSTANT if entry.supersedes_id else approved_at


@transaction.atomic
def reject(entry, *, by, version, reason):
    """Refuse an entry; it stays on record and never counts."""
    stored = _locked(entry, version, by)
    if not reason.strip():
        raise ValidationError(_("Write a note: the others must know why."))
    type(entry).objects.filter(pk=stored.pk).decide(
        status=EntryState.REJECTED, decision=reason, decided_by=by, decided_at=timezone.now()
    )
    notices.tell(
        [stored.entered_by], stored, Notice.Kind.SENT_BACK, by=by, note=reason,
        title=": ".join(filter(None, [capfirst(str(stored)), str(desk.about(stored))])),
    )  # fmt: skip
    return type(entry).objects.get(pk=stored.pk)


@transaction.atomic
def take_back(entry, *, by):
    """Remove one's own entry while it waits."""
    stored = type(entry).objects.select_for_update().get(pk=entry.pk)
    if stored.entered_by_id != by.pk or not rights.has(by, "add", type(entry)):
        raise PermissionDenied
    if not stored.is_pending:
        raise ValidationError(_("This entry was decided on already."))
    stored.delete()


def may_take_back(user, entry):
    """Whether it is one's own and waits."""
    is_own = entry.entered_by_id == user.pk and rights.has(user, "add", type(entry))
    return is_own and entry.is_pending


# --- the ledger an entry must fit ------------------------------------------------------


def _problems(entries, *, with_pending):
    """What is wrong with the ledger of the entries' project once they count.

    with_pending: together with everything else that waits.
    """
    first = entries[0]
    if first.project_id is None:
        return []
    rows = type(first).objects.filter(project=first.project_id)
    there = [*rows.counted()]
    if with_pending:
        there += rows.pending()
    own = {entry.pk for entry in entries}
    return problems_together([entry for entry in there if entry.pk not in own] + entries)


def problems_together(entries):
    """What is wrong with the ledger of one project once all these entries count."""
    replaced = {entry.supersedes_id for entry in entries if entry.supersedes_id}
    kept = [entry for entry in entries if entry.pk not in replaced and not entry.void]
    if kept and isinstance(kept[0], CapitalEvent):
        return consistency.play(kept)[1]
    return consistency.year_problems(kept)


def _by_project(entries):
    groups = defaultdict(list)
    for entry in entries:
        groups[type(entry), entry.project_id].append(entry)
    return groups


def _lock_project(entry):
    """One writer at a time looks at a project's ledger and adds to it."""
    if entry.project_id:
        model = type(entry)._meta.get_field("project").related_model
        model.rows.select_for_update().get(pk=entry.project_id)


def _is_public(entry):
    """Whether visitors may see it counted: its project is public, or it stands alone."""
    if entry.project_id is None:
        return True
    model = type(entry)._meta.get_field("project").related_model
    return model.objects.public().filter(pk=entry.project_id).exists()


@dataclass(frozen=True)
class Effect:
    """What approving entries together would change: (label, before, after) of each total."""

    changes: list
    problems: list


def effect(chosen, *, by, totals):
    """What `totals()` says before and after approving; nothing is written.

    totals: gives label → value. The door is the same, so what it refuses is seen beforehand.
    """
    before = totals()
    try:
        with transaction.atomic():
            approve_many(chosen, by=by)
            after = totals()
            transaction.set_rollback(True)
    except ValidationError as error:
        return Effect([], list(error.messages))
    changed = [(label, before[label], after[label]) for label in after]
    return Effect([row for row in changed if row[1] != row[2]], [])
