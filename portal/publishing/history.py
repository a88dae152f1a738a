"""What the history of a row tells: who changed its content, what it said in an earlier version."""

from portal.publishing import lists
from portal.publishing.models import TransitionLog
from portal.publishing.slugs import kind_of


def write(row, *, by, reason=None):
    """Save the row with one history row; edits of content carry no reason, all else does."""
    row._history_user = by
    row._change_reason = reason
    row.save()
    written = row.history.first().history_id
    lists.keep(row, written)
    return written


def last_publication(row):
    """The last publication in the log that was not cancelled before its hour, or None."""
    steps = TransitionLog.objects.filter(
        kind=kind_of(type(row)), object_id=row.pk, name__in=("publish", "apply", "unschedule")
    )
    cancelled = False
    for step in steps:  # newest first
        if step.name != "unschedule" and not cancelled:
            return step
        cancelled = step.name == "unschedule"
    return None


def editors(row):
    """The keys of all who changed this row's content since it was last public."""
    edits = row.history.filter(history_change_reason=None, history_user__isnull=False)
    if published := last_publication(row):
        edits = edits.filter(history_id__gt=published.history_id)
    return set(edits.values_list("history_user_id", flat=True))


def as_of_version(row, version):
    """The history row that held this version of a row's content, or None."""
    return row.history.filter(version=version).first()
