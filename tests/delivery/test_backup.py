"""The backup of SQLite that README names, word for word, from a database that is being written."""

import re
import shutil
import sqlite3
import subprocess
import sys

from django.conf import settings


def command():
    readme = " ".join((settings.BASE_DIR / "README.md").read_text().split())
    found = re.search(r'python3 -c "(import sqlite3[^"]*)" var/portal.sqlite3', readme)
    return found[1]


def count(path):
    return sqlite3.connect(path).execute("SELECT count(*) FROM words").fetchone()[0]


def test_it_holds_the_newest_commit_where_a_copy_of_the_file_does_not(tmp_path):
    live = sqlite3.connect(tmp_path / "live.sqlite3", isolation_level=None)
    live.execute("PRAGMA journal_mode=WAL")
    live.execute("CREATE TABLE words (word TEXT)")
    live.execute("INSERT INTO words VALUES ('một')")
    live.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    live.execute("INSERT INTO words VALUES ('hai')")
    shutil.copy(tmp_path / "live.sqlite3", tmp_path / "copied.sqlite3")
    places = [str(tmp_path / "live.sqlite3"), str(tmp_path / "backup.sqlite3")]
    subprocess.run([sys.executable, "-c", command(), *places], check=True)
    assert count(tmp_path / "copied.sqlite3") == 1
    assert count(tmp_path / "backup.sqlite3") == 2
