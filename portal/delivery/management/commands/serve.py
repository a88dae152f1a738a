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

HOST = "127.0.0.1"
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PATIENCE = 10  # seconds a child has to finish what it is doing


class Command(BaseCommand):
    help = "Serve the portal and run its background worker until Ctrl-C."

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=os.environ.get("PORT", "8000"))

    def handle(self, *args, port, **options):
        refuse_taken(port)
        for number in STOPPING:
            signal.signal(number, signal.default_int_handler)
        children = []
        code = 0
        try:
            for command in commands(port):
                children.append(start(command, port))
            wait_until_it_answers(port, children)
            self.stdout.write(welcome(port))
            code = first_end(children)
            self.stderr.write("The server or the worker ended unexpectedly, so both are stopped.")
        except KeyboardInterrupt:
            self.stdout.write("\nStopping.")
        finally:
            stop(children)
        sys.exit(code)


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
    granian = "granian --interface wsgi --workers 2 --log-level warning portal.wsgi:application"
    # Each thread may hold a database connection; granian's own default is 256 of them.
    address = ["--blocking-threads", "4", "--host", HOST, "--port", str(port)]
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
    )


def wait_until_it_answers(port, children):
    """Returns when the port is open, or a child has ended."""
    while all(child.poll() is None for child in children):
        with suppress(OSError), socket.create_connection((HOST, port), timeout=1):
            return
        time.sleep(0.1)


def first_end(children):
    """Waits until one child ends and gives its exit code, 1 for a death by signal."""
    while all(child.poll() is None for child in children):
        time.sleep(0.3)
    code = next(child.returncode for child in children if child.returncode is not None)
    return code if code > 0 else 1


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
        with suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
