"""Who is told what: a row per person first, then mail from the worker, so nothing gets lost."""

from datetime import timedelta

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from portal.publishing import history
from portal.publishing.models import Notice, TransitionLog
from portal.publishing.slugs import kind_of


def _holders(model, *actions):
    """Active staff whose roles allow one of the actions on a kind."""
    meta = model._meta
    codenames = [f"{action}_{meta.model_name}" for action in actions]
    permission = {"content_type__app_label": meta.app_label, "codename__in": codenames}
    by_group = {f"groups__permissions__{key}": value for key, value in permission.items()}
    by_user = {f"user_permissions__{key}": value for key, value in permission.items()}
    people = get_user_model().objects.filter(is_active=True, is_staff=True)
    return people.filter(Q(**by_group) | Q(**by_user)).distinct()


def _writers(row):
    pks = history.editors(row) | {row.created_by_id} - {None}
    return get_user_model().objects.filter(pk__in=pks, is_active=True)


#: What a step, whichever it is, makes out of date.
OVERTAKEN = (
    Notice.Kind.WAITING,
    Notice.Kind.APPROVED,
    Notice.Kind.LAPSED,
    Notice.Kind.SCHEDULED,
)


def about(row, name, *, by, note=""):
    """Tell the people whom a transition concerns; the one who made it knows already."""
    read([row], *OVERTAKEN)
    if name in _AUDIENCES:
        audience, reason = _AUDIENCES[name]
        tell(audience(row), row, reason, by=by, note=note)
    if name in ("submit", "discard"):
        read([row], Notice.Kind.SENT_BACK)


def _deciders(row):
    return _holders(type(row), "review", "publish")


def _publishers(row):
    return _holders(type(row), "publish")


def _concerned(row):
    """Whoever began, changed or decided on a record that stops being, or becoming, public."""
    steps = TransitionLog.objects.filter(kind=kind_of(type(row)), record_id=row.record_id)
    people = {row.created_by_id, row.updated_by_id}
    people |= set(steps.values_list("by", flat=True))
    people |= set(type(row).rows.family(row).values_list("created_by", flat=True))
    return get_user_model().objects.filter(pk__in=people - {None}, is_active=True)


#: What happened → whom it concerns, and what they are told.
_AUDIENCES = {
    "submit": (_deciders, Notice.Kind.WAITING),
    "approve": (_publishers, Notice.Kind.APPROVED),
    "send_back": (_writers, Notice.Kind.SENT_BACK),
    "schedule": (_writers, Notice.Kind.SCHEDULED),
    "reschedule": (_concerned, Notice.Kind.SCHEDULED),
    "publish": (_writers, Notice.Kind.PUBLISHED),
    "unschedule": (_concerned, Notice.Kind.CANCELLED),
    "withdraw": (_concerned, Notice.Kind.WITHDRAWN),
}


def handed_over(row, to, *, by, note):
    """Tell the old author and the new one."""
    people = get_user_model().objects.filter(
        pk__in={to.pk, row.created_by_id} - {None}, is_active=True
    )
    tell(people, row, Notice.Kind.HANDED, by=by, note=note)


def clashed(copy):
    tell(_writers(copy), copy, Notice.Kind.CHANGED)


def lapsed(row, approval, *, by):
    """Whoever approved a text, and whoever was to publish it, hears that it has changed."""
    read([row], Notice.Kind.APPROVED)
    people = {approval.by, *_publishers(row)}
    tell(people, row, Notice.Kind.LAPSED, by=by)


def read(rows, *reasons):
    """Notices of some kinds about rows of one model that time has overtaken."""
    kind = kind_of(type(rows[0]))
    unread = Notice.objects.filter(kind=kind, object_id__in=[row.pk for row in rows], read_at=None)
    unread.filter(reason__in=reasons).update(read_at=timezone.now())


def tell(people, row, reason, *, by=None, note="", title=""):
    """One notice each; the row has a page at the desk that is named “record”."""
    Notice.objects.bulk_create(
        Notice(
            kind=kind_of(type(row)),
            object_id=row.pk,
            recipient=person,
            reason=reason,
            title=(title or str(row))[:300],
            note=note,
            by=by,
            hour=row.publish_at if reason == Notice.Kind.SCHEDULED else None,
        )
        for person in people
        if by is None or person.pk != by.pk
    )
    transaction.on_commit(_enqueue)


def _enqueue():
    from portal.publishing.tasks import mail_soon

    mail_soon()


def unmailed():
    """Notices that no mail carried yet; those of the last month only."""
    since = timezone.now() - timedelta(days=30)
    waiting = Notice.objects.filter(mailed_at=None, created_at__gt=since, recipient__is_active=True)
    return waiting.exclude(recipient__email="")
