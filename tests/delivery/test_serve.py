import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path
from urllib.request import urlopen

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from portal.delivery.management.commands import serve

pytestmark = [pytest.mark.one_database, pytest.mark.long]

SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]


@pytest.fixture
def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


@pytest.fixture
def children(monkeypatch):
    """The processes that `serve` started; the signal handlers are put back afterwards."""
    started = []
    start = serve.start
    monkeypatch.setattr(serve, "start", lambda *args: started.append(start(*args)) or started[-1])
    handlers = {number: signal.getsignal(number) for number in serve.STOPPING}
    yield started
    for number, handler in handlers.items():
        signal.signal(number, handler)


def run(monkeypatch, port, *commands):
    """Runs `serve` with these commands as its children; returns its exit code."""
    monkeypatch.setattr(serve, "commands", lambda port: list(commands))
    with pytest.raises(SystemExit) as exit_:
        call_command("serve", "--port", str(port))
    return exit_.value.code


def test_a_taken_port_is_refused_in_both_languages(children):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with pytest.raises(CommandError, match=rf"Port {port} is taken(.|\n)*Cổng {port} đang bận"):
            call_command("serve", "--port", str(port))
    assert children == []


def test_a_server_that_cannot_start_stops_all_and_gives_its_exit_code(
    children, monkeypatch, free_port
):
    dying = [sys.executable, "-c", "import sys; sys.exit(7)"]
    assert run(monkeypatch, free_port, dying, SLEEPER) == 7
    assert [child.returncode for child in children] == [7, -signal.SIGTERM]


def test_a_child_that_ends_is_started_again(children, monkeypatch, free_port):
    monkeypatch.setattr(serve, "FIRST_PAUSE", 0.2)
    monkeypatch.setattr(serve, "LONGEST_PAUSE", 0.4)
    dying = [sys.executable, "-c", "import sys; sys.exit(7)"]

    def interrupt():
        while len(children) < 5:
            time.sleep(0.05)
        signal.raise_signal(signal.SIGTERM)

    threading.Thread(target=interrupt).start()
    assert run(monkeypatch, free_port, listener(free_port), dying) == 0
    assert [child.args for child in children[2:]] == [dying] * (len(children) - 2)
    assert children[0].returncode == -signal.SIGTERM


def listener(port):
    """A server that accepts."""
    code = f"import socket, time; s = socket.create_server(('127.0.0.1', {port})); time.sleep(60)"
    return [sys.executable, "-c", code]


def test_a_signal_stops_both_children(children, monkeypatch, free_port):
    def interrupt():
        while len(children) < 2:
            time.sleep(0.05)
        signal.raise_signal(signal.SIGTERM)

    threading.Thread(target=interrupt).start()
    assert run(monkeypatch, free_port, SLEEPER, SLEEPER) == 0
    assert [child.returncode for child in children] == [-signal.SIGTERM] * 2


def test_a_child_that_ignores_the_signal_is_killed(children, monkeypatch, free_port):
    monkeypatch.setattr(serve, "PATIENCE", 1)
    code = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"
    stubborn = [sys.executable, "-c", code]
    late = [sys.executable, "-c", "import time, sys; time.sleep(1); sys.exit(3)"]
    assert run(monkeypatch, free_port, late, stubborn) == 3
    assert children[1].returncode == -signal.SIGKILL


def descendants(pid):
    """The living processes that a process started, and those started."""
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, task.read_text().split()):
            found += [child, *descendants(child)]
    return found


def is_granian(pid):
    with suppress(OSError):
        return b"granian" in Path(f"/proc/{pid}/cmdline").read_bytes()
    return False


def eventually(true):
    """Whether something becomes true; the bound only ends a test that fails."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with suppress(OSError):
            if true():
                return True
        time.sleep(0.2)
    return False


@pytest.mark.skipif(sys.platform != "linux", reason="asks /proc")
def test_it_survives_every_child_without_a_database_and_leaves_nothing_behind(free_port, tmp_path):
    log = (tmp_path / "log").open("w")
    process = subprocess.Popen(
        [sys.executable, "manage.py", "serve", "--port", str(free_port)],
        cwd=settings.BASE_DIR,
        env=os.environ
        | {
            "DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing",
            "PORTAL_VAR": str(tmp_path),
            "PORTAL_BASE_URL": f"http://localhost:{free_port}",
            "DJANGO_SETTINGS_MODULE": "portal.settings",
        },
        stdout=log,
        stderr=log,
        start_new_session=True,
    )

    def answers():
        with urlopen(f"http://localhost:{free_port}/health/live", timeout=5) as response:
            return response.status == 200

    def servers():
        return [pid for pid in descendants(process.pid) if is_granian(pid)]

    try:
        assert eventually(answers), (tmp_path / "log").read_text()
        main = servers()[0]
        worker = next(pid for pid in descendants(main))
        os.kill(worker, signal.SIGKILL)
        assert eventually(answers)
        os.kill(main, signal.SIGKILL)
        assert eventually(lambda: servers() and servers()[0] != main and answers())
        assert eventually(lambda: "db_worker ended; again in" in (tmp_path / "log").read_text())
        assert process.poll() is None
        left = descendants(process.pid)
        process.kill()
        process.wait()
        assert eventually(lambda: not any(Path(f"/proc/{pid}").exists() for pid in left))
        socket.create_server(("127.0.0.1", free_port)).close()
    finally:
        for pid in descendants(process.pid):
            os.kill(pid, signal.SIGKILL)
        process.kill()
        process.wait()
        log.close()
