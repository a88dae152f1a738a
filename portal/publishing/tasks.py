"""What the background worker does for publishing."""

import logging
from datetime import timedelta
from smtplib import SMTPConnectError, SMTPServerDisconnected

from django.conf import settings
from django.core.mail import send_mail
from django.tasks import TaskResultStatus, task
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django_tasks_db.models import DBTaskResult

from portal.publishing import notices

logger = logging.getLogger(__name__)
RETRY_AFTER = timedelta(minutes=5)


@task
def mail_notices():
    """Mail every notice that has not been mailed; while the mail server is down, try again later.

    A notice is marked after its mail was accepted: none is lost, at worst one is doubled.
    """
    for notice in notices.unmailed().select_related("recipient", "kind", "by"):
        try:
            _mail(notice)
        except (ConnectionError, TimeoutError, SMTPServerDisconnected, SMTPConnectError) as error:
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
