"""The first process that sees a scheduled change's hour pass puts it in place.

The public version's row holds the next moment, so this costs one small query a second at most.
"""

import logging
import time

from django.db import DatabaseError
from django.utils import timezone

from portal.delivery.models import PublicVersion
from portal.delivery.staff import is_staff_path
from portal.publishing import moments, workflow

logger = logging.getLogger(__name__)
LOOK_EVERY = 1.0  # seconds


def run():
    """Apply what is due when the next moment has passed; returns how many copies were applied."""
    version = PublicVersion.current()
    if version.next_at is None or version.next_at > timezone.now():
        return 0
    applied = workflow.apply_due()
    PublicVersion.bump(moments.next_moment())
    return applied


class DueMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response
        self.looked_at = 0.0

    def __call__(self, request):
        if not is_staff_path(request) and time.monotonic() - self.looked_at >= LOOK_EVERY:
            self.looked_at = time.monotonic()
            try:
                run()
            except DatabaseError:
                logger.warning("Could not look for scheduled changes: no database")
        return self.get_response(request)
