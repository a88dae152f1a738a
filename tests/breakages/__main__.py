"""Breaks a copy of the last commit in every way of breakages.toml, and sees the named tests fail.

python -m tests.breakages [a part of the names]
"""

import io
import re
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from pathlib import Path
from time import perf_counter

ROOT = Path(__file__).parents[2]
PYTEST = [sys.executable, "-m", "pytest", "-q", "-x", "-n0", "--no-migrations", "--tb=no", "-rf",
          "-p", "no:cacheprovider", "--randomly-seed=1"]  # fmt: skip
TESTS_FAILED = 1  # pytest's exit status; after an error in the code that is loaded it is another


def main(wanted):
    listed = tomllib.loads(Path(__file__).with_name("breakages.toml").read_text())["breakage"]
    breakages = [one for one in listed if wanted.lower() in one["name"].lower()]
    if not breakages:
        sys.exit(f"No breakage is called “{wanted}”.")
    start = perf_counter()
    with tempfile.TemporaryDirectory(prefix="breakages-") as folder:
        copy = Path(folder)
        take_last_commit(copy)
        say("unbroken: ", end="")
        status, output = run(copy, {test for one in breakages for test in one["tests"]})
        if status:
            sys.exit(f"the tests do not pass\n{output}")
        say(f"all pass in {perf_counter() - start:.0f} s")
        caught = []
        for number, breakage in enumerate(breakages, 1):
            say(f"{number}/{len(breakages)} {breakage['name']}: ", end="")
            begun = perf_counter()
            is_caught, told = outcome(copy, breakage)
            say(f"{told} in {perf_counter() - begun:.0f} s")
            caught.append(is_caught)
    say(f"{sum(caught)} of {len(caught)} caught in {perf_counter() - start:.0f} s")
    sys.exit(not all(caught))


def take_last_commit(copy):
    """And of what git ignores the environment and the fonts."""
    archive = subprocess.run(["git", "archive", "HEAD"], cwd=ROOT, check=True, capture_output=True)
    with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as tree:
        tree.extractall(copy, filter="data")
    (copy / "var").mkdir()
    for name in ("venv", "fonts"):
        (copy / "var" / name).symlink_to((ROOT / "var" / name).resolve())


def outcome(copy, breakage):
    """Whether a breakage is caught, and the words for it; the copy is whole again afterwards."""
    path = copy / breakage["file"]
    whole = path.read_text() if path.exists() else ""
    if (found := whole.count(breakage["text"])) != 1:
        return False, f"NOT BROKEN: {breakage['file']} has its text {found} times"
    path.write_text(whole.replace(breakage["text"], breakage["becomes"]))
    status, output = run(copy, breakage["tests"])
    path.write_text(whole)
    failed = re.search(r"^FAILED (.+?)(?: - |$)", output, re.MULTILINE)
    if status != TESTS_FAILED or not failed:
        return False, f"NOT CAUGHT: pytest ends with {status}"
    return True, f"caught by {failed[1]}"


def run(copy, tests):
    """pytest's exit status and output."""
    command = [*PYTEST, *sorted(tests)]
    done = subprocess.run(command, cwd=copy, check=False, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


def say(text, end="\n"):
    sys.stdout.write(text + end)
    sys.stdout.flush()


main(" ".join(sys.argv[1:]))
