"""What granian serves: Django behind the page cache."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
django_application = get_wsgi_application()

from portal.delivery.cache import PageCache  # noqa: E402  needs Django set up
from portal.publishing import due  # noqa: E402

application = PageCache(django_application, when_due=due.run)
