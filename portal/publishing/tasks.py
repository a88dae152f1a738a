"""What the background worker does for publishing."""

import logging
from datetime import timedelta
from smtplib import SMTPConnectError, SMTPServerDisconnected

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import send_mail
from django.tasks import TaskResultStatus, task
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext, ngettext
from django_tasks_db.models import DBTaskResult

from portal.publishing import notices

logger = logging.getLogger(__name__)
RETRY_AFTER = timedelta(minutes=5)
#: The mail server does not answer: not the fault of one mail.
AWAY = (ConnectionError, TimeoutError, SMTPServerDisconnected, SMTPConnectError)


@task
def mail_notices():
    """Mail every notice that has not been mailed; while the mail server is down, try again later.

    What one person did to many records is one mail. A notice is marked after its mail was accepted:
    none is lost, at worst one is doubled.
    """
    for alike in _alike(notices.unmailed().select_related("recipient", "kind", "by")):
        try:
            _mail(alike)
        except AWAY as error:
            logger.warning("Notices wait, the mail server does not answer: %s", error)
            mail_soon(run_after=timezone.now() + RETRY_AFTER)
            return
        except Exception:
            # One address that is refused must not keep the others waiting.
            logger.exception("Notice %s could not be mailed", alike[0].pk)


def _alike(found):
    """The notices in lists that one mail can say: to one person, of the same, by the same."""
    groups = {}
    for notice in found:
        told = (notice.recipient_id, notice.kind_id, notice.reason, notice.hour, notice.by_id)
        groups.setdefault((*told, notice.note), []).append(notice)
    return list(groups.values())


def mail_soon(run_after=None):
    """Has the worker mail what waits; one task at a time, however many notices there are."""
    waiting = DBTaskResult.objects.filter(
        task_path=mail_notices.module_path, status=TaskResultStatus.READY
    )
    if not waiting.exists():
        mail_notices.using(run_after=run_after).enqueue()


def _mail(alike):
    first, others = alike[0], len(alike) - 1
    with translation.override(settings.LANGUAGE_CODE):
        told = [
            (one.title, settings.BASE_URL + reverse("admin:notice", args=[one.pk])) for one in alike
        ]
        context = {"notice": first, "told": told}
        body = render_to_string("publishing/notice.txt", context, using="django")
        more = ngettext("and one other record", "and %(n)s other records", others) % {"n": others}
        subject = " ".join(f"{first.said}: {first.title}".split())[:180]
    send_mail(f"{subject} ({more})" if others else subject, body, None, [first.recipient.email])
    type(first).objects.filter(pk__in=[one.pk for one in alike]).update(mailed_at=timezone.now())


@task
def mail_password_link(pk):
    """Mail the link by which somebody chooses their password; it is made here and kept nowhere."""
    account = get_user_model().objects.get(pk=pk)
    try:
        _mail_password_link(account)
    except AWAY as error:
        logger.warning("A link to a password waits, the mail server does not answer: %s", error)
        mail_password_link.using(run_after=timezone.now() + RETRY_AFTER).enqueue(pk)


def _mail_password_link(account):
    key = urlsafe_base64_encode(force_bytes(account.pk))
    with translation.override(settings.LANGUAGE_CODE):
        path = reverse(
            "admin:choose_password", args=[key, default_token_generator.make_token(account)]
        )
        body = render_to_string(
            "publishing/password.txt",
            {"account": account, "address": settings.BASE_URL + path},
            using="django",
        )
        subject = gettext("Choose the password of your account")
    send_mail(subject, body, None, [account.email])
