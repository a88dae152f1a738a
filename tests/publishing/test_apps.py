"""What happens around an upgrade."""

import pytest
from django.core.management.sql import emit_post_migrate_signal

from portal.delivery.models import PublicVersion


@pytest.mark.django_db
def test_an_upgrade_makes_anew_what_was_prepared():
    before = PublicVersion.current().number
    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
    assert PublicVersion.current().number == before + 1
