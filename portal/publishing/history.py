"""What the history of a row tells: who changed its content, what it said in an earlier version."""

from collections import defaultdict

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


def keep(row, name, *, source, by, history_id, note=""):
    """A row in the log of steps."""
    TransitionLog.objects.create(
        kind=kind_of(type(row)),
        object_id=row.pk,
        record_id=row.record_id,
        name=name,
        source=source,
        target=row.status,
        version=row.version,
        history_id=history_id,
        by=by,
        note=note,
        hour=row.publish_at if row.is_scheduled else None,
    )


def _log(row):
    """The steps of this very row, newest first."""
    return TransitionLog.objects.filter(kind=kind_of(type(row)), object_id=row.pk)


def sent_back(row):
    """The step that sent a draft back, with its note, while it is the last word on it; or None."""
    last = _log(row).exclude(name="hand_over").select_related("by").first()
    return last if last and last.name == "send_back" else None


#: The steps by which an approved text was changed, which takes its approval back.
LAPSES = ("lapse", "lapse_confirm", "lapse_follow")


def approval(row):
    """The step that approved the present version of a row that waits, or None."""
    steps = _log(row).filter(name__in=("submit", "approve")).select_related("by")
    last = steps.first()
    return last if last and last.name == "approve" and last.version == row.version else None


def lapse(row):
    """The step that took the approval of a row that waits back, while nobody approved it anew."""
    steps = _log(row).filter(name__in=("submit", "approve", *LAPSES)).select_related("by")
    last = steps.first()
    return last if last and last.name in LAPSES else None


def approvals(rows):
    """key → the step that approved a row of one model since its submission, in whatever version."""
    if not rows:
        return {}
    steps = TransitionLog.objects.filter(
        kind=kind_of(type(rows[0])),
        object_id__in=[row.pk for row in rows],
        name__in=("submit", "approve"),
    )
    last = {step.object_id: step for step in steps.order_by("pk")}
    return {pk: step for pk, step in last.items() if step.name == "approve"}


def last_look(row):
    """The step with which somebody last decided on the row and let it come back, or None."""
    last = _log(row).filter(name__in=("send_back", "publish", "schedule", "apply")).first()
    return last if last and last.name == "send_back" else None


PUBLICATIONS = ("publish", "schedule", "apply", "unschedule")


def last_publication(row):
    """The last publication in the log that was not cancelled before its hour, or None."""
    return _last_publication(_log(row).filter(name__in=PUBLICATIONS))


def _last_publication(steps):
    cancelled = False
    for step in steps:  # newest first
        if step.name != "unschedule" and not cancelled:
            return step
        cancelled = step.name == "unschedule"
    return None


def editors(row):
    """The keys of all who changed this row's content since it was last public."""
    return editors_of([row])[row.pk]


def editors_of(rows):
    """key of a row → the keys of its editors(), for rows of one model; two queries."""
    found = {row.pk: set() for row in rows}
    if not rows:
        return found
    model, steps = type(rows[0]), defaultdict(list)
    log = TransitionLog.objects.filter(kind=kind_of(model), name__in=PUBLICATIONS)
    for step in log.filter(object_id__in=list(found)):
        steps[step.object_id].append(step)
    since = {pk: step.history_id for pk, own in steps.items() if (step := _last_publication(own))}
    edits = model.history.filter(
        id__in=list(found), history_change_reason=None, history_user__isnull=False
    )
    for pk, user, history_id in edits.values_list("id", "history_user_id", "history_id"):
        if history_id > (since.get(pk) or 0):
            found[pk].add(user)
    return found


def when_confirmed(row, language):
    """The history row of the record that held the source text to which a translation was matched.

    None when the translation is missing.
    """
    confirmed = getattr(row, f"confirmed_{language}")
    if confirmed is None:
        return None
    past = type(row).history.filter(id=row.record_id, source_revision__lte=confirmed)
    return past.order_by("-history_id").first()


def as_of_version(row, version):
    """The history row that held this version of a row's content, or None."""
    return row.history.filter(version=version).first()
