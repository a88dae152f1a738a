"""The portal's settings, made quick and isolated; DATABASE_URL still chooses the database."""

import os
import tempfile
from pathlib import Path

os.environ |= {
    "PORTAL_BASE_URL": "http://localhost:8000",
    # A generated one would be written by several test processes at once.
    "SECRET_KEY": "only-for-tests",
}

from portal.settings import *  # noqa: F403
from portal.settings import DATABASES, STORAGES

# The objects remove their folders when the process ends that made them: the run's is made by its
# first process, whose workers find it in the environment.
if "PORTAL_TESTS_RUN" not in os.environ:
    OF_RUN = tempfile.TemporaryDirectory(prefix="portal-tests-")
    os.environ["PORTAL_TESTS_RUN"] = OF_RUN.name
RUN = Path(os.environ["PORTAL_TESTS_RUN"])
RUN.chmod(0o711)  # a real nginx, which is another user, passes through to what it serves
TEMPORARY = tempfile.TemporaryDirectory(dir=RUN)

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, because threads cannot share an SQLite database in memory.
    DATABASES["default"]["TEST"] = {"NAME": str(RUN / "test.sqlite3")}
MEDIA_ROOT = Path(TEMPORARY.name) / "media"
MEDIA_ROOT.mkdir()
PUBLIC_DIR = Path(TEMPORARY.name) / "public"
STORAGES["staticfiles"] = {
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage",
}
# Static files are sent as they lie in the source tree, none need be collected.
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}
