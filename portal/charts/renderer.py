"""Runs the renderer: one at a time, with little time, and nothing of ours in its environment."""

import fcntl
import json
import logging
import subprocess
import sys
from contextlib import contextmanager

from django.conf import settings

logger = logging.getLogger(__name__)

TIME_LIMIT = 30  # seconds for a batch
COMMAND = [sys.executable, "-m", "portal.charts.render"]


class Busy(Exception):
    """Another process is drawing."""


def render(jobs):
    """What render.py answers to each job, in order; fewer answers where it did not finish.

    Raises Busy while another renderer runs on this machine.
    """
    with _alone() as lock:
        try:
            done = subprocess.run(  # noqa: S603
                COMMAND,
                input=json.dumps(jobs).encode(),
                capture_output=True,
                cwd=settings.BASE_DIR,
                env={},
                timeout=TIME_LIMIT,
                # Should this process die, the lock lives on as long as the renderer.
                pass_fds=[lock.fileno()],
                check=False,
            )
        except subprocess.TimeoutExpired as expired:
            logger.warning("The chart renderer took longer than %s s and was ended", TIME_LIMIT)
            return _answers(expired.stdout)
    if done.returncode:
        logger.warning(
            "The chart renderer ended with %s: %s", done.returncode, done.stderr[-300:].decode()
        )
    return _answers(done.stdout)


@contextmanager
def _alone():
    with (settings.VAR_DIR / "charts.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Busy from error
        yield lock


def _answers(output):
    """The whole lines of what may have been cut off."""
    lines = (output or b"").split(b"\n")[:-1]
    return [json.loads(line) for line in lines]
