"""The browser keeps what is typed in a form until it is told that the server has it."""

import re

from django.conf import settings

from portal.delivery.staff import STAFF_PATH

COOKIE = "desk-saved-"
SECONDS = 24 * 3600
_ID = re.compile(r"[0-9a-z]{1,40}")


def saved(request, response):
    """The response to a form whose content is stored, naming the place where it was kept.

    A cookie for each, read by desk.js: forms are sent from several windows at a time.
    """
    place = request.POST.get("_kept", "")
    if _ID.fullmatch(place):
        response.set_cookie(
            COOKIE + place,
            "1",
            max_age=SECONDS,
            path=STAFF_PATH,
            secure=settings.SESSION_COOKIE_SECURE,
            samesite="Strict",
        )
    return response
