"""A PostgreSQL of one's own on loopback, with the settings of a fresh installation."""

import os
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

from benchmarks import servers

SHARED_BUFFERS = "256MB"


def programs():
    """The folder of the newest server's programs, or None."""
    found = Path("/usr/lib/postgresql").glob("*/bin")
    return max(found, key=lambda folder: float(folder.parent.name), default=None)


@contextmanager
def cluster():
    """url(database) of databases that it creates; all is gone when the with block ends."""
    folder = Path(tempfile.mkdtemp(prefix="bench-postgres-"))
    port = servers.free_port()

    def run(program, *arguments):
        command = [str(programs() / program), *arguments]
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root
            command = ["runuser", "-u", "postgres", "--", *command]
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL)  # noqa: S603

    def url(database):
        run("createdb", "-h", "127.0.0.1", "-p", str(port), "-U", "portal", database)
        return f"postgres://portal@127.0.0.1:{port}/{database}"

    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    data = folder / "data"
    options = f"-p {port} -k {folder} -h 127.0.0.1 -F -c shared_buffers={SHARED_BUFFERS}"
    try:
        run("initdb", f"--pgdata={data}", "--username=portal", "--auth=trust",
            "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")  # fmt: skip
        run("pg_ctl", "start", "--wait", "--silent", f"--pgdata={data}",
            f"--log={folder / 'log'}", f"--options={options}")  # fmt: skip
        yield url
    finally:
        if (data / "postmaster.pid").exists():
            run("pg_ctl", "stop", "--silent", "--mode=immediate", f"--pgdata={data}")
        shutil.rmtree(folder)
