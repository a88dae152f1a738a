"""The process that reads a stranger's file: python -m portal.exchange.child LIMITS < file.

It limits itself before it looks at the file, knows no settings and no secrets, and answers
with one JSON document: the table, or {"refused": code, "params": {…}}.
"""

import json
import resource
import sys

from portal.exchange import delimited, workbook
from portal.exchange.limits import Limits, Unreadable

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHER_FILES = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"{\\rtf", b"\x1f\x8b")


def main():
    order = json.loads(sys.argv[1])
    limits = Limits(**order["limits"])
    _restrict(limits)
    try:
        answer = _read(sys.stdin.buffer.read(), limits, order["sheet"])
    except Unreadable as error:
        answer = {"refused": error.code, "params": error.params}
    except MemoryError:
        answer = {"refused": "costly", "params": {}}
    sys.stdout.write(json.dumps(answer))


def _restrict(limits):
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def _read(data, limits, sheet):
    if not data.strip():
        raise Unreadable("empty")
    if data.startswith(_OLE):
        is_encrypted = "EncryptedPackage".encode("utf-16-le") in data
        raise Unreadable("encrypted" if is_encrypted else "old_excel")
    if data.startswith(b"PK"):
        return workbook.read(data, limits, sheet)
    if data.startswith(_OTHER_FILES):
        raise Unreadable("not_table")
    return delimited.read(data, limits)


if __name__ == "__main__":
    main()
