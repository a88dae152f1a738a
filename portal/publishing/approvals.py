"""An approval is of one version: whatever makes another takes it back, and it is said to whom."""

from portal.publishing import diff, history, lists, notices
from portal.publishing.models import State


def of_waiting(rows):
    """key → the approval of the present version, of those rows of one model that have one."""
    waiting = [row for row in rows if row.status == State.REVIEW]
    found = history.approvals(waiting)
    return {
        row.pk: found[row.pk]
        for row in waiting
        if row.pk in found and found[row.pk].version == row.version
    }


def take_back(row, approval, *, by, history_id):
    """The row has a new version since it was approved: the log says what made it."""
    history.keep(row, _what(row, by), source=row.status, by=by, history_id=history_id)
    notices.lapsed(row, approval, by=by)


def _what(row, by):
    if by is None:
        return "lapse_follow"
    return "lapse" if _reads_differently(row) else "lapse_confirm"


def _reads_differently(row):
    after, before = row.history.all()[:2]
    held = lists.at(row, [after.history_id, before.history_id])
    return bool(
        diff.columns(before, after, row.content_columns())
        or diff.list_changes(type(row), held[before.history_id], held[after.history_id])
    )
