"""Sessions, messages and the staff member's language: below /admin/ and nowhere else.

Public pages set no cookie and read none, so they can be cached whole.
"""

import time

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.utils import translation
from django.utils.cache import add_never_cache_headers
from django.utils.module_loading import import_string

STAFF_PATH = "/admin/"
#: Seconds after which work prolongs a session. Not at every request: reading would need to write,
#: and on SQLite wait for whoever writes at that time.
PROLONG_EVERY = 60


def is_staff_path(request):
    return request.path_info.startswith(STAFF_PATH)


def staff_user(request):
    """The active staff member behind a request outside /admin/, or None. Sets no cookie."""
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    if not key:
        return None
    request.session = import_string(settings.SESSION_ENGINE + ".SessionStore")(key)
    user = get_user(request)
    return user if user.is_authenticated and user.is_active and user.is_staff else None


class StaffOnly:
    def __call__(self, request):
        return super().__call__(request) if is_staff_path(request) else self.get_response(request)


class StaffSessionMiddleware(StaffOnly, SessionMiddleware):
    pass


class StaffAuthenticationMiddleware(StaffOnly, AuthenticationMiddleware):
    def process_request(self, request):
        super().process_request(request)
        if "_auth_user_id" not in request.session:
            return
        now, session = int(time.time()), request.session
        if now - session.setdefault("since", now) > settings.STAFF_SESSION_LIMIT:
            session.flush()
        elif now - session.get("seen", 0) >= PROLONG_EVERY:
            session["seen"] = now


class StaffMessageMiddleware(StaffOnly, MessageMiddleware):
    pass


class StaffLanguageMiddleware:
    """Vietnamese whatever the browser says, unless the staff member chose English."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not is_staff_path(request):
            return self.get_response(request)
        request.LANGUAGE_CODE = request.session.get("language", settings.LANGUAGE_CODE)
        with translation.override(request.LANGUAGE_CODE):
            response = self.get_response(request)
        response.headers["Content-Language"] = request.LANGUAGE_CODE
        add_never_cache_headers(response)
        return response
