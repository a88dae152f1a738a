"""The pages of errors: refused, not found, gone, broken, and without a database."""

import sys

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import DisallowedHost
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views import csrf, defaults

from portal.delivery.no_database import is_no_database
from portal.delivery.staff import is_staff_path
from portal.pages import parts
from portal.pages.context import Link, in_languages, page_info
from portal.publishing.files.references import Replaced


def _error(request, status, template=None, **context):
    context["page"] = page_info(request, {}, switch=in_languages("home"), noindex=True)
    template = template or f"errors/{status}.html"
    return parts.page(request, template, context, status=status)


def bad_request(request, exception=None):
    """Who asks under a foreign name is no visitor of this site."""
    if isinstance(exception, DisallowedHost) or not hasattr(request, "LANGUAGE_CODE"):
        return defaults.bad_request(request, exception)
    return _error(request, 400)


def not_found(request, exception=None):
    return _error(request, 404)


def forbidden(request, exception=None):
    if is_staff_path(request):
        return render(request, "admin/403.html", admin.site.each_context(request), status=403)
    return _error(request, 403)


def csrf_failure(request, reason=""):
    """The desk explains how to go on; visitors see no more than that it was refused."""
    if is_staff_path(request):
        return csrf.csrf_failure(request, reason)
    return forbidden(request)


def gone(request):
    return _error(request, 410)


def replaced(request, record):
    """A file that visitors could see until its record changed: where the record stands."""
    pages = [
        Link(record.title_in(code), record.url(code), lang=code, outdated=record.is_outdated(code))
        for code in record.live_languages
    ]
    return _error(request, 410, "errors/replaced.html", pages=pages)


def server_error(request):
    """Needs no database: only the language of the address. Without a database it is a 503."""
    away = is_no_database(sys.exc_info()[1])
    # Without the request no context processor runs, which would ask the database.
    context = {"lang": getattr(request, "LANGUAGE_CODE", settings.LANGUAGE_CODE)}
    page = render_to_string("errors/500.html", context, using="jinja2")
    response = HttpResponse(page, status=503 if away else 500)
    if away:
        response.headers["Retry-After"] = "5"
    return response


class GoneMiddleware:
    """Answers what was public once with 410, a sentence and a way on."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, Replaced):
            return replaced(request, exception.record)
        return gone(request) if isinstance(exception, parts.Gone) else None
