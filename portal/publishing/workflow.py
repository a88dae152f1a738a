"""The verbs of publishing. Nothing else changes a record's state or becomes public.

record_edit   content was changed (new version, freshness, slugs, files, history)
open_copy     a published record is to be changed
hand_over     a draft gets another author
transition    the only door between states
apply_due     scheduled working copies whose hour has come take their place
"""

import logging
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.delivery.models import PublicVersion
from portal.publishing import (
    approvals,
    checks,
    copies,
    freshness,
    history,
    moments,
    notices,
    rights,
    rules,
    slugs,
)
from portal.publishing.files import references
from portal.publishing.models import (
    LANGUAGES,
    OPEN_STATES,
    PreviewLink,
    Publishable,
    State,
)

logger = logging.getLogger(__name__)


def _lock(row):
    """The row, fresh and locked, with its original and all its copies, originals first."""
    rows = type(row).rows.select_for_update()
    try:
        # The original first and by itself: a copy opened while we waited must be seen.
        original = rows.get(pk=row.record_id)
    except type(row).DoesNotExist:
        raise ValidationError(_("This record has been deleted.")) from None
    family = {member.pk: member for member in rows.family(row)}
    return family[row.pk], original if row.is_copy else family[row.pk], family


@transaction.atomic
def record_edit(row, *, by, minor=False, confirmed=(), settled=False):
    """Content of a draft was changed and saved with its children: make it a new version.

    minor: a small correction that leaves translations fresh; confirmed: languages whose text
    matches the source as it is now; settled: the clashes with the live record were looked at.
    Returns the approval that this takes back, or None.
    Raises ValidationError when a slug belongs to another record.
    """
    approval = approvals.of_waiting([row]).get(row.pk)
    row.version += 1
    row.updated_by, row.updated_at = by, timezone.now()
    row.created_by = row.created_by or by
    if settled:
        row.clashes = []
    slugs.fill(row)
    freshness.settle(row, minor=minor, confirmed=confirmed)
    written = history.write(row, by=by)
    slugs.claim(row)
    references.refer(row)
    if approval:
        approvals.take_back(row, approval, by=by, history_id=written)
    return approval


@transaction.atomic
def open_copy(original, *, by, scope=""):
    """The open working copy of a published record and scope; made when there is none."""
    original, _same, family = _lock(original)
    if not rights.may_copy(by, original, scope):
        raise PermissionDenied
    for member in family.values():
        if member.is_open_copy and member.scope == scope:
            return member
    copy = copies.duplicate(original, scope=scope, by=by)
    history.write(copy, by=by, reason="copy")
    references.refer(copy)
    return copy


@transaction.atomic
def hand_over(row, to, *, by, note):
    """Make another person the author of a draft, or of a text that waits."""
    row, _original, _family = _lock(row)
    if not rights.may_hand_over(by, row):
        raise PermissionDenied
    if not note.strip():
        raise ValidationError(_("Write a note: the others must know why."))
    if not rights.may_receive(to, row):
        raise ValidationError(_("%(name)s cannot work on this text.") % {"name": to})
    notices.handed_over(row, to, by=by, note=note)
    row.created_by = to
    written = history.write(row, by=by, reason=f"hand_over: {note}")
    history.keep(row, "hand_over", source=row.status, by=by, note=note, history_id=written)
    return row


@transaction.atomic
def transition(row, name, *, by, version, note="", languages=None, at=None):
    """Move a row through the workflow and return it.

    version: the version of the row that the person saw; another one is refused.
    languages: what to make public (publish only); default: every complete language.
    at: the hour to publish at (publish, reschedule); default: the one in the record, else now.
    Raises PermissionDenied, or ValidationError with what stands in the way.
    """
    rule = rules.RULES[name]
    row, original, family = _lock(row)
    _check_state(row, name, version)
    if not rule.allowed(by, row):
        raise PermissionDenied
    if rule.note and not note.strip():
        raise ValidationError(_("Write a note: the others must know why."))
    source = row.status
    if name in ("publish", "reschedule") and at is not None:
        row.publish_at = at
    _VERBS[name](Move(row, original, family, by, note, languages))
    happened = _what_happened(row, name)
    # Before the log says it was published, which makes the writers of this version history.
    notices.about(row, happened, by=by, note=note)
    if row.status != State.APPLIED:
        reason = f"{happened}: {note}".rstrip(": ")
        written = history.write(row, by=by, reason=reason)
        history.keep(row, happened, source=source, by=by, note=note, history_id=written)
    _after(row, name)
    return row


def _what_happened(row, name):
    """The name under which the log keeps a transition: a text that waits is not published yet."""
    if name == "publish" and row.is_scheduled:
        return "schedule"
    if name == "reschedule" and not row.is_scheduled:
        return "publish"
    return name


def _check_state(row, name, version):
    if not rules.fits(row, name):
        message = _("This is no longer possible: the record is now “%(state)s”.")
        raise ValidationError(message % {"state": row.state_label})
    if version != row.version:
        raise ValidationError(
            _("The text has changed since you opened it. Look at it once more, then decide.")
        )


def _after(row, name):
    if name in ("publish", "reschedule", "withdraw", "unschedule", "restore"):
        PublicVersion.bump(moments.next_moment)
    if row.status not in OPEN_STATES:
        PreviewLink.objects.of(row).revoke()


# --- the verbs change move.row; transition() saves it -------------------------------


@dataclass(frozen=True)
class Move:
    """One transition on its way: the locked row, its original, all of its family by key."""

    row: Publishable
    original: Publishable
    family: dict
    by: object
    note: str
    languages: list | None


def _submit(move):
    if found := checks.of_submission(move.row):
        raise ValidationError(found)
    move.row.status = State.REVIEW


def _to_draft(move):
    move.row.status = State.DRAFT


def _approve(move):
    """The reviewer's word; the state stays, for the publisher decides."""
    if found := checks.obstacles(move.row, move.by):
        raise ValidationError(found)


def _refuse_open_copies(move):
    """Copies could not follow what is edited in a draft, and would undo it."""
    if any(member.is_open_copy for member in move.family.values()):
        raise ValidationError(_("First discard the open working copy of this record."))


def _unschedule(move):
    move.row.publish_at = None  # else the hour that was given up would be that of the next approval
    if move.row.is_copy:
        move.row.status = State.DRAFT
        return
    _refuse_open_copies(move)
    if move.row.was_public:
        move.row.status = State.ARCHIVED
        return
    move.row.status = State.DRAFT
    move.row.first_public_at = None
    slugs.make_secret(move.row)


def _shelve(move):
    _refuse_open_copies(move)
    move.row.status = State.ARCHIVED
    slugs.release(move.row)


def _restore(move):
    _refuse_open_copies(move)
    slugs.take_free(move.row)
    move.row.status = State.DRAFT
    move.row.live_vi = move.row.live_en = False


def _discard(move):
    move.row.status = State.DISCARDED


def _withdraw(move):
    if any(member.is_copy and member.status == State.PUBLISHED for member in move.family.values()):
        raise ValidationError(
            _("Another change of this record is scheduled. Cancel that one first.")
        )
    move.row.status = State.ARCHIVED


def _publish(move):
    row = move.row
    if found := checks.obstacles(row, move.by, move.languages):
        raise ValidationError(found)
    languages = checks.languages_to_publish(row, move.languages)
    for language in LANGUAGES:
        setattr(row, f"live_{language}", language in languages)
    if row.is_copy:
        _publish_copy(move)
        return
    row.status = State.PUBLISHED
    _set_hour(row)
    slugs.claim(row)
    slugs.make_public(row)
    references.refer(row)


def _set_hour(row):
    now = timezone.now()
    if row.publish_at is None:
        row.publish_at = now
    if not row.was_public:
        row.first_public_at = max(now, row.publish_at)


def _reschedule(move):
    if found := checks.of_record(move.row):
        raise ValidationError(found)
    if move.row.is_copy:
        _publish_copy(move)
    else:
        _set_hour(move.row)


def _publish_copy(move):
    copy = move.row
    if move.original.status != State.PUBLISHED:
        raise ValidationError(_("The record itself is no longer published."))
    if copy.publish_at and copy.publish_at > timezone.now():
        _refuse_second_schedule(copy, move.family)
        copy.status = State.PUBLISHED
        return
    _apply(copy, move.original, move.family, by=move.by, note=move.note)


def _refuse_second_schedule(copy, family):
    for other in family.values():
        if other.pk != copy.pk and other.is_copy and other.status == State.PUBLISHED:
            raise ValidationError(
                _("Another change of this record is scheduled. Cancel that one first.")
            )


def _apply(copy, original, family, *, by, note):
    before = copies.Snapshot.of(original)
    copies.put_in_place(copy, original)
    for language in LANGUAGES:
        live = getattr(original, f"live_{language}") or getattr(copy, f"live_{language}")
        setattr(original, f"live_{language}", live)
    original.version += 1
    original.updated_by, original.updated_at = copy.updated_by, timezone.now()
    written = history.write(original, by=by, reason=f"apply {copy.pk}: {note}".rstrip(": "))
    source, copy.status = copy.status, State.APPLIED
    history.write(copy, by=by, reason="apply")
    for other in family.values():
        if other.is_open_copy and other.pk != copy.pk:
            _let_follow(other, before, original)
    slugs.claim(original)
    slugs.make_public(original)
    references.replace(original)
    history.keep(original, "apply", source=source, by=by, note=note, history_id=written)


def _let_follow(copy, before, original):
    clashes = copies.follow(copy, before, original)
    if clashes and copy.status == State.PUBLISHED:
        raise ValidationError(
            _(
                "This would clash with a change of the same record that is scheduled. "
                "Cancel it first."
            )
        )
    known = {clash["field"] for clash in clashes}
    copy.clashes = clashes + [old for old in copy.clashes if old["field"] not in known]
    approval = approvals.of_waiting([copy]).get(copy.pk)
    copy.version += 1
    written = history.write(copy, by=None, reason=f"follow {original.pk}")
    references.refer(copy)
    if approval:
        approvals.take_back(copy, approval, by=None, history_id=written)
    if clashes:
        notices.clashed(copy)


_VERBS = {
    "submit": _submit,
    "recall": _to_draft,
    "send_back": _to_draft,
    "approve": _approve,
    "publish": _publish,
    "reschedule": _reschedule,
    "unschedule": _unschedule,
    "withdraw": _withdraw,
    "shelve": _shelve,
    "restore": _restore,
    "discard": _discard,
}


def apply_due():
    """Put scheduled working copies whose hour has come in place; returns how many.

    Safe to run in many processes at once: each copy is looked at again under its lock.
    """
    now = timezone.now()
    applied = 0
    for model in moments.publishable_models():
        for copy in model.rows.scheduled_copies().filter(publish_at__lte=now):
            try:
                applied += _apply_due_copy(copy)
            except Exception:
                # One that fails must not keep the others, and every page, waiting.
                logger.exception("A scheduled change could not be put in place: %s", copy.pk)
    return applied


@transaction.atomic
def _apply_due_copy(copy):
    copy, original, family = _lock(copy)
    is_due = copy.status == State.PUBLISHED and copy.publish_at <= timezone.now()
    if not is_due or original.status != State.PUBLISHED:
        return 0
    _apply(copy, original, family, by=None, note="")
    notices.about(copy, "publish", by=None)
    PreviewLink.objects.of(copy).revoke()
    PublicVersion.bump(moments.next_moment)
    return 1


def touch_public():
    """Something public outside the workflow changed (identity, menus, categories)."""
    PublicVersion.bump(moments.next_moment)
