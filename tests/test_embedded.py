"""What an embedded portal writes holds drafts and accounts: its own user alone reads it."""

import os
import stat
import subprocess
import sys

from django.conf import settings


def test_the_embedded_database_and_secret_are_the_owners_alone(tmp_path):
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DATABASE_URL", "SECRET_KEY", "DJANGO_SETTINGS_MODULE")
    } | {"PORTAL_VAR": str(tmp_path), "PORTAL_BASE_URL": "http://localhost:8000"}
    subprocess.run(
        [sys.executable, "manage.py", "migrate", "publishing", "0001", "-v0"],
        cwd=settings.BASE_DIR,
        env=environment,
        check=True,
        umask=0o022,
    )
    files = [path for path in tmp_path.iterdir() if path.is_file()]
    modes = {path.name: oct(stat.S_IMODE(path.stat().st_mode)) for path in files}
    assert {"portal.sqlite3", "secret"} <= modes.keys()
    assert set(modes.values()) == {"0o600"}, modes
