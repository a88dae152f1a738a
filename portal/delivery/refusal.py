"""What no database can take is refused before it is asked, or when it says so: never a 500."""

import logging

from django.core.exceptions import BadRequest
from django.db import DataError
from django.http import Http404

logger = logging.getLogger(__name__)

NUL = "\0"


def is_beyond_bounds(error):
    """A number no column holds, or a day that no calendar has: "year 0 is out of range"."""
    if isinstance(error, DataError | OverflowError):
        return True
    return isinstance(error, ValueError) and str(error).endswith("out of range")


class RefusalMiddleware:
    """No page and no form has a NUL; numbers and days beyond all bounds are not ours to store."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if NUL in request.path_info:
            raise Http404
        for sent in (request.GET, request.POST):
            if any(NUL in text for name, values in sent.lists() for text in (name, *values)):
                raise BadRequest("NUL in a parameter")

    def process_exception(self, request, exception):
        if is_beyond_bounds(exception):
            logger.warning("Refused %s: %s", request.path, exception)
            raise BadRequest("beyond all bounds") from exception
