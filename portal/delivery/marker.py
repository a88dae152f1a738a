"""The public version as a link in the file system: `public/version` leads to a folder of its own.

Whatever changes what is public moves the link after its commit. nginx keeps its pages under what
the link leads to and each process looks at it in each request, so that on this machine what was
withdrawn is gone at once, for good, and even when nobody is left to be asked. No folder's name
comes twice, though numbers may: of a database that was taken from a backup.
"""

import logging
import os
import secrets
from fcntl import LOCK_EX, flock

from django.conf import settings

logger = logging.getLogger(__name__)

KEPT = 10  # folders, the last ones too, for who resolves the link at this moment


def link():
    return settings.PUBLIC_DIR / "version"


def read(path):
    """What the link at this path says, or None."""
    try:
        return os.readlink(path)
    except OSError:
        return None


def number_of(said):
    """The number in what the link says, or None."""
    return int(said.partition(".")[0]) if said else None


def ensure():
    """There is a link from the start: without it nginx knows no key."""
    follow(0, None)


def move(current):
    """Lead the link to the number that current() gives: of two changes at once, the later wins."""
    _change(current)


def follow(number, seen):
    """Lead the link to this number where it does not, unless it moved since `seen` was read."""
    is_behind = number_of(seen) != number
    _change(lambda: number if is_behind and read(link()) == seen else None)


def _change(choose):
    """One at a time. A full disk must not undo what is already committed."""
    folder = settings.PUBLIC_DIR
    try:
        folder.mkdir(mode=0o755, exist_ok=True)
        with (folder / "lock").open("w") as lock:
            flock(lock, LOCK_EX)
            if (number := choose()) is not None:
                _lead_to(number)
    except OSError:
        logger.exception("The public version could not be marked in %s", folder)


def _lead_to(number):
    folder = settings.PUBLIC_DIR
    name = f"{number}.{secrets.token_hex(8)}"
    (folder / name).mkdir(mode=0o755)
    new = folder / "new"
    new.unlink(missing_ok=True)
    new.symlink_to(name)
    new.replace(link())
    made = [path for path in folder.iterdir() if path.is_dir() and not path.is_symlink()]
    for old in sorted(made, key=lambda path: path.stat().st_mtime_ns)[:-KEPT]:
        old.rmdir()
