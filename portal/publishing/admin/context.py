from django.conf import settings

from portal.delivery.staff import is_staff_path
from portal.publishing.models import Notice


def portal(request):
    """For every page of the admin: how many notices wait, and the languages to choose from."""
    user = getattr(request, "user", None)
    if not is_staff_path(request) or user is None or not user.is_authenticated:
        return {"desk_languages": settings.LANGUAGES}
    return {
        "desk_languages": settings.LANGUAGES,
        "unread_notices": Notice.objects.filter(recipient=user, read_at=None).count(),
    }
