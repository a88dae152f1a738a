"""Whether the portal lives (touches nothing) and is ready (asks the database)."""

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
