"""When something appears, expires or is replaced next, over all kinds of records."""

from django.apps import apps
from django.db.models import Q
from django.utils import timezone

from portal.publishing.models import Publishable, State


def publishable_models():
    return [model for model in apps.get_models() if issubclass(model, Publishable)]


def next_moment():
    """The next moment after now at which public pages change by themselves, or None."""
    now = timezone.now()
    ahead = [
        model.rows.filter(Q(publish_at__gt=now) | Q(expire_at__gt=now), status=State.PUBLISHED)
        .order_by()
        .values_list("publish_at", "expire_at")
        for model in publishable_models()
    ]
    hours = ahead[0].union(*ahead[1:], all=True)
    return min((at for both in hours for at in both if at and at > now), default=None)
