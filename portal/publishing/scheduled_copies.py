"""The first process that sees a scheduled change's hour pass puts it in place.

The public version's row holds the next moment; the page cache looks at it once a second.
"""

from django.utils import timezone

from portal.delivery.models import PublicVersion
from portal.publishing import moments, workflow


def run():
    """Apply what is due when the next moment has passed; returns how many copies were applied."""
    version = PublicVersion.current()
    if version.next_at is None or version.next_at > timezone.now():
        return 0
    applied = workflow.apply_due()
    PublicVersion.bump(moments.next_moment)
    return applied
