"""Starts servers on loopback, reads what they cost from /proc, and stops them."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TICK = os.sysconf("SC_CLK_TCK")  # per second
NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
STARTS_WITHIN = 30  # seconds
WORKERS = 2
LAST_LINES = 40  # of a server's log, when something failed


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def granian(target, port):
    """The command that serves a WSGI application as `manage.py serve` does."""
    options = f"--interface wsgi --workers {WORKERS} --blocking-threads 4 --log-level warning"
    return [sys.executable, "-m", "granian", *options.split(), "--port", str(port), target]


class Server:
    """A running server process with its workers."""

    def __init__(self, process, port):
        self.process = process
        self.port = port

    def workers(self):
        """The process ids of the direct children."""
        pid = self.process.pid
        return [int(child) for child in _proc(pid, f"task/{pid}/children").split()]

    def processor_time(self):
        """Seconds that the server and its workers have computed so far."""
        return sum(_processor_time(pid) for pid in [self.process.pid, *self.workers()])

    def memory(self):
        """PSS of the workers in bytes."""
        return sum(_pss(pid) for pid in self.workers())


def _proc(pid, name):
    return Path(f"/proc/{pid}/{name}").read_text()


def _processor_time(pid):
    fields = _proc(pid, "stat").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK  # utime, stime


def _pss(pid):
    lines = _proc(pid, "smaps_rollup").splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


@contextmanager
def serving(command, port, env):
    """A Server for the time of a with block; an error in it is told how the server fared."""
    log = tempfile.TemporaryFile("w+")  # noqa: SIM115  the server writes while it runs
    process = subprocess.Popen(  # noqa: S603
        command, cwd=ROOT, env=env, stdout=log, stderr=log, start_new_session=True
    )
    try:
        _wait(process, port)
        yield Server(process, port)
    except Exception as error:
        error.add_note(_last_words(process, log))
        raise
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(10)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _last_words(process, log):
    """Whether a server still runs, or the status with which it ended, and its last lines."""
    with suppress(subprocess.TimeoutExpired):
        process.wait(2)  # granian ends a moment after a worker that died
    log.seek(0)
    state = "runs" if process.returncode is None else f"ended with {process.returncode}"
    return f"{process.args[-1]} {state}:\n" + "".join(log.readlines()[-LAST_LINES:])


def _wait(process, port):
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    raise TimeoutError(f"{process.args} did not start")


# The caching of docs/nginx.conf: pages for one second, stale only on error.
NGINX_CONF = """
user root;
worker_processes {workers};
daemon off;
pid {folder}/nginx.pid;
error_log stderr error;
events {{}}
http {{
    access_log off;
    default_type text/html;
    keepalive_requests 1000000;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    proxy_cache_path {folder}/cache keys_zone=pages:4m;
    upstream portal {{ server 127.0.0.1:{upstream}; keepalive 16; }}
    server {{
        listen 127.0.0.1:{port};
        location = /static-file {{ alias {folder}/home.html; }}
        location / {{
            proxy_pass http://portal;
            proxy_http_version 1.1;
            proxy_set_header Connection "";
            proxy_set_header Host $http_host;
            proxy_cache pages;
            proxy_cache_key $request_uri$http_accept_encoding;
            proxy_cache_lock on;
            proxy_cache_revalidate on;
            proxy_cache_use_stale error timeout http_500 http_502 http_503 http_504;
        }}
    }}
}}
"""


def nginx(folder, port, upstream):
    """The command of an nginx with a static file and in front of a portal; writes its settings."""
    conf = folder / "nginx.conf"
    conf.write_text(NGINX_CONF.format(folder=folder, port=port, upstream=upstream, workers=WORKERS))
    return [NGINX, "-e", "stderr", "-p", str(folder), "-c", str(conf)]
