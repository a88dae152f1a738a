"""What a member of staff may do with one row. The only place that combines role, state and owner.

Roles are sets of permissions (roles.py). Whoever may `change` a kind edits drafts of their own;
who may also `review` or `publish` it edits anybody's. Who may `translate` it edits the texts of
the other languages, also while a review waits.
"""

from django.db.models import Q

from portal.publishing.models import State, was_public


def has(user, action, model):
    """Whether a role of the user allows an action (add, change, view, translate, …) on a kind."""
    meta = model._meta
    return user.has_perm(f"{meta.app_label}.{action}_{meta.model_name}")


def can_view(user, model):
    return any(has(user, action, model) for action in ("view", "change", "translate", "publish"))


def seen(user, rows):
    """Those of the rows that the user may read.

    What was not yet public is for its circle: who began it or the record it changes, and who
    reviews, publishes or translates its kind. A register's drafts are read by whoever reads its
    ledger.
    """
    model = rows.model
    if not can_view(user, model):
        return rows.none()
    circle = ["review", "publish", "translate"]
    if any(has(user, action, model) for action in [*circle, *model.draft_readers]):
        return rows
    return rows.filter(was_public() | Q(created_by=user) | Q(replaces__created_by=user))


def may_see(user, row):
    return seen(user, type(row).rows.filter(pk=row.pk)).exists()


def is_mine(user, row):
    return row.created_by_id == user.pk


def may_write(user, row):
    """Whether the user may write the whole row, whatever its state."""
    model = type(row)
    if not has(user, "change", model):
        return False
    return is_mine(user, row) or has(user, "review", model) or has(user, "publish", model)


def editable_scope(user, row):
    """What the user may type into now: "" everything, "en" one language's texts, None nothing."""
    if row.status == State.DRAFT and not row.scope and may_write(user, row):
        return ""
    if row.status not in (State.DRAFT, State.REVIEW):
        return None
    if row.scope:
        writes = row.status == State.DRAFT and may_write(user, row)
        return row.scope if writes or _may_translate(user, row, row.scope) else None
    language = row.other_languages[0]
    return language if _may_translate(user, row, language) else None


def _may_translate(user, row, language):
    return language != row.source_language and has(user, "translate", type(row))


def may_submit(user, row):
    scope = editable_scope(user, row)
    return row.status == State.DRAFT and scope is not None and scope == row.scope


def may_recall(user, row):
    """Whether the user may take back what waits: their own; whoever reviews sends back, and says
    why."""
    writes = has(user, "change", type(row)) or has(user, "translate", type(row))
    return writes and is_mine(user, row)


def _keeps(user, row):
    return has(user, "review", type(row)) or may_recall(user, row)


def may_discard(user, row):
    return row.is_copy and _keeps(user, row)


def may_restore(user, row):
    """Whether the user may take a record out of the archive; one never public is its writers'."""
    return has(user, "publish", type(row)) or (not row.was_public and may_write(user, row))


def may_hand_over(user, row):
    return row.status in (State.DRAFT, State.REVIEW) and _keeps(user, row)


def may_receive(user, row):
    """Whether the user can be made the author of a row."""
    if is_mine(user, row) or not user.is_active:
        return False
    return has(user, "change", type(row)) or bool(
        row.scope and _may_translate(user, row, row.scope)
    )


def may_share(user, row):
    """Whether the user may show the row to somebody without an account."""
    model = type(row)
    return has(user, "publish", model) or may_write(user, row)


def may_copy(user, row, scope=""):
    """Whether the user may open a working copy of a published record."""
    if row.is_copy or row.status != State.PUBLISHED:
        return False
    if scope and _may_translate(user, row, scope):
        return True
    return has(user, "change", type(row))


def may_delete(user, row):
    """Only a draft that was never submitted can vanish."""
    return (
        row.status == State.DRAFT
        and not row.is_copy
        and not row.was_submitted
        and has(user, "delete", type(row))
        and may_write(user, row)
    )
