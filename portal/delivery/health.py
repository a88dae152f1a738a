"""Whether the portal lives (touches nothing) and is ready (asks the database)."""

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpResponse


def live(request):
    return HttpResponse("live\n", content_type="text/plain")


def ready(request):
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("no database\n", content_type="text/plain", status=503)
    return HttpResponse("ready\n", content_type="text/plain")


class LoopbackHealth:
    """Who asks on this machine does so by address: the Host is not the site's, and need not be."""

    PATHS = ("/health/live", "/health/ready")
    LOOPBACK = ("127.0.0.1", "::1")

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path_info in self.PATHS and request.META["REMOTE_ADDR"] in self.LOOPBACK:
            request.META["HTTP_HOST"] = settings.ALLOWED_HOSTS[0]
        return self.get_response(request)
