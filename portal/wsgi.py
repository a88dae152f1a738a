"""What granian serves: Django behind the page cache."""

import multiprocessing
import os
import signal

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
django_application = get_wsgi_application()

from portal.delivery.cache import PageCache  # noqa: E402  needs Django set up
from portal.delivery.parents import end_with_parent  # noqa: E402
from portal.publishing import scheduled_copies  # noqa: E402

if multiprocessing.parent_process():  # a worker, which would hold the port after its parent's end
    end_with_parent(signal.SIGKILL)
application = PageCache(django_application, when_due=scheduled_copies.run)
