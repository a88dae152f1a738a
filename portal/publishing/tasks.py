"""What the background worker does for publishing."""

import logging
from datetime import timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.tasks import task
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from portal.publishing import notices

logger = logging.getLogger(__name__)
RETRY_AFTER = timedelta(minutes=5)


@task
def mail_notices():
    """Mail every notice that has not been mailed; while the mail server is down, try again later.

    A notice is marked after its mail was accepted: none is lost, at worst one is doubled.
    """
    try:
        for notice in notices.unmailed().select_related("recipient", "kind", "by"):
            _mail(notice)
    except (OSError, SMTPException) as error:
        logger.warning("Notices wait, the mail server does not answer: %s", error)
        _try_later()


def _try_later():
    mail_notices.using(run_after=timezone.now() + RETRY_AFTER).enqueue()


def _mail(notice):
    with translation.override(settings.LANGUAGE_CODE):
        address = settings.BASE_URL + reverse("admin:notice", args=[notice.pk])
        body = render_to_string(
            "publishing/notice.txt", {"notice": notice, "address": address}, using="django"
        )
        subject = f"{notice.get_reason_display()}: {notice.title}".replace("\n", " ")
    send_mail(subject[:200], body, None, [notice.recipient.email])
    notice.mailed_at = timezone.now()
    notice.save(update_fields=["mailed_at"])
