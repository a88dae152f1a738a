"""The verbs of publishing. Nothing else changes a record's state or becomes public.

record_edit   content was changed (new version, freshness, slugs, files, history)
open_copy     a published record is to be changed
transition    the only door between states
apply_due     scheduled working copies whose hour has come take their place
"""

import logging
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.delivery.models import PublicVersion
from portal.publishing import copies, freshness, history, moments, notices, rights, rules, slugs
from portal.publishing.files import references
from portal.publishing.models import (
    LANGUAGES,
    OPEN_STATES,
    PreviewLink,
    Publishable,
    State,
    TransitionLog,
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
    Raises ValidationError when a slug belongs to another record.
    """
    row.version += 1
    row.updated_by, row.updated_at = by, timezone.now()
    row.created_by = row.created_by or by
    if settled:
        row.clashes = []
    slugs.fill(row)
    freshness.settle(row, minor=minor, confirmed=confirmed)
    history.write(row, by=by)
    slugs.claim(row)
    references.refer(row)


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
def transition(row, name, *, by, version, note="", languages=None, at=None):
    """Move a row through the workflow and return it.

    version: the version of the row that the person saw; another one is refused.
    languages: what to make public (publish only); default: every complete language.
    at: the hour to publish at (publish only); default: the one in the record, else now.
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
    if name == "publish" and at is not None:
        row.publish_at = at
    _VERBS[name](Move(row, original, family, by, note, languages))
    # Before the log says it was published, which makes the writers of this version history.
    notices.about(row, name, by=by, note=note)
    if name != "publish" or not row.is_copy or row.status == State.PUBLISHED:
        reason = f"{name}: {note}".rstrip(": ")
        written = history.write(row, by=by, reason=reason)
        _log(row, name, source=source, by=by, note=note, history_id=written)
    _after(row, name)
    return row


def _check_state(row, name, version):
    if not rules.fits(row, name):
        message = _("This is no longer possible: the record is now “%(state)s”.")
        raise ValidationError(message % {"state": row.state_label})
    if version != row.version:
        raise ValidationError(
            _("The text has changed since you opened it. Look at it once more, then decide.")
        )


def _log(row, name, *, source, by, note, history_id):
    TransitionLog.objects.create(
        kind=slugs.kind_of(type(row)),
        object_id=row.pk,
        record_id=row.record_id,
        name=name,
        source=source,
        target=row.status,
        version=row.version,
        history_id=history_id,
        by=by,
        note=note,
    )


def _after(row, name):
    if name in ("publish", "withdraw", "unschedule", "restore"):
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
    row = move.row
    if row.clashes:
        raise ValidationError(
            _("The public text has changed too. Settle the differences before you submit.")
        )
    if row.is_copy and not copies.differs(row, move.original):
        raise ValidationError(_("This working copy changes nothing yet."))
    language = row.scope or row.source_language
    if missing := row.missing_texts(language):
        raise ValidationError(_("Still missing: %(texts)s.") % {"texts": ", ".join(missing)})
    row.status = State.REVIEW


def _to_draft(move):
    move.row.status = State.DRAFT


def _refuse_open_copies(move):
    """Copies could not follow what is edited in a draft, and would undo it."""
    if any(member.is_open_copy for member in move.family.values()):
        raise ValidationError(_("First discard the open working copy of this record."))


def _unschedule(move):
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


def _restore(move):
    _refuse_open_copies(move)
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


def languages_to_publish(row, chosen=None):
    """The languages that publishing a row concerns, the source language first.

    Those chosen, else all that are complete. A whole copy puts all columns in place, so what is
    public already must stay fit to be so; a copy of one language concerns that one.
    """
    if row.scope:
        return [row.scope]
    live = row.replaces.live_languages if row.is_copy else ()
    return [
        language
        for language in (row.source_language, *row.other_languages)
        if language in live or (row.is_complete(language) if chosen is None else language in chosen)
    ]


def obstacles(row, by, chosen=None):
    """What keeps the row from being published by this person now, as sentences; [] if nothing."""
    languages = languages_to_publish(row, chosen)
    found = []
    if settings.FOUR_EYES and by.pk in history.editors(row):
        found.append(
            _("You changed this text yourself: somebody else must publish it (four eyes).")
        )
    if row.clashes:
        found.append(_("The public text has changed too; the differences are not settled."))
    if not row.scope and row.source_language not in languages:
        found.append(_("The source language must be published first."))
    for language in languages:
        if missing := row.missing_texts(language):
            found.append(_("Still missing: %(texts)s.") % {"texts": ", ".join(missing)})
        found += row.problems(language)
    now = timezone.now()
    if row.expire_at and row.expire_at <= max(now, row.publish_at or now):
        found.append(_("It would expire before it is published."))
    return found


def _publish(move):
    row = move.row
    if found := obstacles(row, move.by, move.languages):
        raise ValidationError(found)
    languages = languages_to_publish(row, move.languages)
    for language in LANGUAGES:
        setattr(row, f"live_{language}", language in languages)
    if row.is_copy:
        _publish_copy(move)
        return
    now = timezone.now()
    row.status = State.PUBLISHED
    if row.publish_at is None:
        row.publish_at = now
    if not row.was_public:
        row.first_public_at = max(now, row.publish_at)
    slugs.claim(row)
    slugs.make_public(row)
    references.refer(row)


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
    references.refer(original)
    _log(original, "apply", source=source, by=by, note=note, history_id=written)


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
    copy.version += 1
    history.write(copy, by=None, reason=f"follow {original.pk}")
    references.refer(copy)
    if clashes:
        notices.clashed(copy)


_VERBS = {
    "submit": _submit,
    "recall": _to_draft,
    "send_back": _to_draft,
    "publish": _publish,
    "unschedule": _unschedule,
    "withdraw": _withdraw,
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
