"""Serves the portal with the production server, and runs the background worker beside it."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.delivery.cache import THREADS
from portal.delivery.parents import end_with_parent

HOST = "127.0.0.1"
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PATIENCE = 10  # seconds a child has to finish what it is doing
LOOK_EVERY = 0.3  # seconds
FIRST_PAUSE, LONGEST_PAUSE = 1, 16  # seconds before a child that ended is started again


class Command(BaseCommand):
    help = "Serve the portal and run its background worker until Ctrl-C."

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=os.environ.get("PORT", "8000"))

    def handle(self, *args, port, **options):
        refuse_taken(port)
        for number in STOPPING:
            signal.signal(number, signal.default_int_handler)
        children = [Child(command, port) for command in commands(port)]
        code = 0
        try:
            for child in children:
                child.start()
            code = wait_until_it_answers(port, children[0])
            if code:
                self.stderr.write("The server cannot start.")
            else:
                self.stdout.write(welcome(port))
                self._watch(children)
        except KeyboardInterrupt:
            self.stdout.write("\nStopping.")
        finally:
            stop([child.process for child in children if child.process])
        sys.exit(code)

    def _watch(self, children):
        """Starts again whatever ends, for ever: a database may be away for hours."""
        while True:
            time.sleep(LOOK_EVERY)
            for child in children:
                if pause := child.ended():
                    self.stderr.write(f"{child.name} ended; again in {pause} s.")
                child.start_when_due()


class Child:
    """A program that is started again when it ends, after a pause that grows while it fails."""

    def __init__(self, command, port):
        self.command, self.port = command, port
        self.name = " ".join(command[1:3])
        self.process = None
        self.due = None  # time.monotonic() of the next start
        self.pause = FIRST_PAUSE

    def start(self):
        self.process = start(self.command, self.port)
        self.began, self.due = time.monotonic(), None

    def ended(self):
        """The seconds until it is started again if it has ended since the last question."""
        if self.due is not None or self.process.poll() is None:
            return None
        kill_group(self.process)
        lasted = time.monotonic() - self.began
        self.pause = FIRST_PAUSE if lasted > LONGEST_PAUSE else min(self.pause * 2, LONGEST_PAUSE)
        self.due = time.monotonic() + self.pause
        return self.pause

    def start_when_due(self):
        if self.due is not None and time.monotonic() >= self.due:
            self.start()


def refuse_taken(port):
    """Raises CommandError, in both languages, where the port cannot be used."""
    try:
        socket.create_server((HOST, port)).close()
    except (OSError, OverflowError) as error:
        raise CommandError(
            f"Port {port} is taken or not allowed; choose another, such as make run PORT=8001\n"
            f"Cổng {port} đang bận hoặc không được phép; hãy chọn cổng khác: make run PORT=8001"
        ) from error


def commands(port):
    """The two programs that make up the running portal."""
    granian = "granian --interface wsgi --workers 2 --log-level warning"
    granian += " --respawn-failed-workers --workers-kill-timeout 10 portal.wsgi:application"
    # Each thread may hold a database connection; granian's own default is 256 of them.
    address = ["--blocking-threads", str(THREADS), "--host", HOST, "--port", str(port)]
    return [
        [sys.executable, "-m", *granian.split(), *address],
        [sys.executable, "manage.py", "db_worker"],
    ]


def base_url(port):
    return os.environ.get("PORTAL_BASE_URL") or f"http://localhost:{port}"


def start(command, port):
    # In a session of its own, so that Ctrl-C reaches this process alone, which stops the others.
    return subprocess.Popen(  # noqa: S603
        command,
        cwd=settings.BASE_DIR,
        env={**os.environ, "PORTAL_BASE_URL": base_url(port)},
        start_new_session=True,
        preexec_fn=end_with_parent,  # noqa: PLW1509  this process has one thread
    )


def wait_until_it_answers(port, server):
    """0 when the port is open, or the exit code of a server that ended before, 1 for a signal."""
    while server.process.poll() is None:
        with suppress(OSError), socket.create_connection((HOST, port), timeout=1):
            return 0
        time.sleep(0.1)
    return max(server.process.returncode, 1)


def welcome(port):
    address = base_url(port)
    lines = [f"The portal: {address}/   Its admin: {address}/admin/   Ctrl-C stops both."]
    accounts = settings.VAR_DIR / "accounts.txt"
    if accounts.exists():
        lines.append(f"Staff accounts with their passwords: {accounts}")
    return "\n".join(lines)


def stop(children):
    """Ends the children and whatever they started; a second signal does not hurry it."""
    for number in STOPPING:
        signal.signal(number, signal.SIG_IGN)
    for child in children:
        child.terminate()
    deadline = time.monotonic() + PATIENCE
    for child in children:
        with suppress(subprocess.TimeoutExpired):
            child.wait(max(0, deadline - time.monotonic()))
        kill_group(child)
        child.wait()


def kill_group(child):
    """Ends what a child started and left behind."""
    with suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)
