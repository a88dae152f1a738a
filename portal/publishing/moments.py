"""When something appears, expires or is replaced next, over all kinds of records."""

from django.apps import apps
from django.db.models import Min
from django.utils import timezone

from portal.publishing.models import Publishable, State


def publishable_models():
    return [model for model in apps.get_models() if issubclass(model, Publishable)]


def next_moment():
    """The next moment after now at which public pages change by themselves, or None."""
    now = timezone.now()
    moments = []
    for model in publishable_models():
        published = model.rows.filter(status=State.PUBLISHED)
        moments += [
            published.filter(publish_at__gt=now).aggregate(at=Min("publish_at"))["at"],
            published.filter(expire_at__gt=now).aggregate(at=Min("expire_at"))["at"],
        ]
    return min(filter(None, moments), default=None)
