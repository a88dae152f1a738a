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
from django.utils.translation import gettext
from django_tasks_db.models import DBTaskResult

from portal.publishing import notices

logger = logging.getLogger(__name__)
RETRY_AFTER = timedelta(minutes=5)
#: The mail server does not answer: not the fault of one mail.
AWAY = (ConnectionError, TimeoutError, SMTPServerDisconnected, SMTPConnectError)


@task
def mail_notices():
    """Mail every notice that has not been mailed; while the mail server is down, try again later.

    A notice is marked after its mail was accepted: none is lost, at worst one is doubled.
    """
    for notice in notices.unmailed().select_related("recipient", "kind", "by"):
        try:
            _mail(notice)
        except AWAY as error:
            logger.warning("Notices wait, the mail server does not answer: %s", error)
            mail_soon(run_after=timezone.now() + RETRY_AFTER)
            return
        except Exception:
            # One address that is refused must not keep the others waiting.
            logger.exception("Notice %s could not be mailed", notice.pk)


def mail_soon(run_after=None):
    """Has the worker mail what waits; one task at a time, however many notices there are."""
    waiting = DBTaskResult.objects.filter(
        task_path=mail_notices.module_path, status=TaskResultStatus.READY
    )
    if not waiting.exists():
        mail_notices.using(run_after=run_after).enqueue()


def _mail(notice):
    with translation.override(settings.LANGUAGE_CODE):
        address = settings.BASE_URL + reverse("admin:notice", args=[notice.pk])
        body = render_to_string(
            "publishing/notice.txt", {"notice": notice, "address": address}, using="django"
        )
        subject = " ".join(f"{notice.said}: {notice.title}".split())
    send_mail(subject[:200], body, None, [notice.recipient.email])
    notice.mailed_at = timezone.now()
    notice.save(update_fields=["mailed_at"])


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
