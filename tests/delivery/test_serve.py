import signal
import socket
import sys
import threading
import time

import pytest
from django.core.management import CommandError, call_command

from portal.delivery.management.commands import serve

pytestmark = pytest.mark.one_database

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


def test_a_dying_child_stops_the_other_and_gives_its_exit_code(children, monkeypatch, free_port):
    dying = [sys.executable, "-c", "import sys; sys.exit(7)"]
    assert run(monkeypatch, free_port, SLEEPER, dying) == 7
    assert [child.returncode for child in children] == [-signal.SIGTERM, 7]


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
    assert run(monkeypatch, free_port, stubborn, late) == 3
    assert children[0].returncode == -signal.SIGKILL
