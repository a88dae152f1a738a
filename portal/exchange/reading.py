"""A stranger's CSV or XLSX file as a table: read in a child process, or refused with a reason."""

import json
import logging
import subprocess
import sys
from dataclasses import asdict, dataclass
from datetime import datetime, time
from decimal import Decimal
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from portal.exchange.cells import Converted
from portal.exchange.errors import TableError
from portal.exchange.limits import Limits
from portal.exchange.tables import Sheet, Table, understand

logger = logging.getLogger(__name__)

#: 500,000 cells take 3 seconds of a slow processor, so that a request is not held longer.
LIMITS = Limits()
#: For the background worker, which may have to wait for a processor, but works no longer.
WORKER_LIMITS = Limits(seconds=40)
_MAX_NAMED = 5
_CONVERTED = _("“%(text)s”: converted from a TCVN3 or VNI font.")
_ROOT = Path(__file__).resolve().parents[2]

SENTENCES = {
    "empty": _("The file is empty."),
    "too_large": _("The file is larger than %(limit)s MB: split it into several files."),
    "old_excel": _("This is an old Excel file (.xls): open it and save it as .xlsx."),
    "encrypted": _("The file is protected by a password: save it without one."),
    "macros": _("The workbook contains macros: save it as .xlsx without macros."),
    "not_table": _("This is no table: choose an Excel workbook (.xlsx) or a CSV file."),
    "damaged": _("The file is damaged: open it in Excel and save it as .xlsx again."),
    "unpacked": _(
        "The workbook unpacks to too much data: copy the table alone into a new workbook."
    ),
    "costly": _("Reading the file takes too long: copy the table alone into a new workbook."),
    "too_much": _("The table has too many filled cells: split it into several files."),
    "outside": _(
        "Cell %(cell)s lies beyond the %(rows)s rows and %(columns)s columns that are read: "
        "remove what stands there, or split the table."
    ),
    "sheet": _("The workbook has no visible sheet “%(sheet)s”."),
    "hidden": _("The workbook has no visible sheet: show the one with the table."),
    "formulas": _("Formulas have no value in %(cells)s: open the file in Excel and save it."),
    "errors": _("There is an error instead of a value in %(cells)s: correct it."),
    "scaled": _(
        "The number format of %(cells)s shows another number than the cell holds (in thousands "
        "or millions): choose the format “General” and check the amounts."
    ),
    "encoding": _(
        "The letters of this CSV file cannot be read: save it as “CSV UTF-8” or as .xlsx."
    ),
    "delimiter": _(
        "It is not clear what separates the columns of this CSV file: save it as .xlsx."
    ),
    "quotes": _(
        "Quotation marks do not match in line %(line)s of the CSV file: correct them, or save "
        "it as .xlsx."
    ),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """What a cell holds that cannot be read; `code` is one of SENTENCES."""

    code: str

    def __str__(self):
        return ""


def read_table(
    file, *, headings=(), sheet=None, limits=LIMITS, loose=False, tolerant=False
) -> Table:
    """The table in a binary file of CSV or XLSX; raises TableError with a sentence to show.

    Of a workbook, the visible sheet named `sheet` is read, else its first visible one. The
    heading is the first row that has two of the texts `headings` (compared without case and
    diacritics) or that `headings`, a function, says it knows; without those the first row with
    two filled cells. `loose`: columns may have no heading, or share one. `tolerant`: that, and
    all that is wrong with single cells and rows is told by the Table instead of refusing it.
    """
    data = file.read(limits.file_size + 1)
    if len(data) > limits.file_size:
        raise _refusal("too_large", limit=limits.file_size // 2**20)
    answer = _ask_child(data, sheet, limits)
    if "refused" in answer:
        raise _refusal(answer["refused"], **answer["params"])
    for code, cells in answer["faults"].items():
        if cells and not tolerant:
            more = "…" if len(cells) > _MAX_NAMED else ""
            raise _refusal(code, cells=", ".join(cells[:_MAX_NAMED]) + more)
    rows = [(number, [_value(cell) for cell in cells]) for number, cells in answer["rows"]]
    return understand(
        Sheet(
            answer["sheet"],
            rows,
            answer["merged"],
            tuple(answer["other_sheets"]),
            frozenset(answer["hidden"]),
            {number: frozenset(columns) for number, columns in answer["struck"]},
        ),
        headings,
        loose=loose,
        tolerant=tolerant,
    )


def _ask_child(data, sheet, limits):
    """The answer of portal.exchange.child, which gets an empty environment: no secrets."""
    order = json.dumps({"limits": asdict(limits), "sheet": sheet})
    try:
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-m", "portal.exchange.child", order],
            input=data,
            capture_output=True,
            timeout=limits.seconds,
            cwd=_ROOT,
            env={},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _refusal("costly") from error
    if done.returncode < 0:
        raise _refusal("costly")
    if done.returncode:
        logger.error("Reading a table failed: %s", done.stderr.decode(errors="replace")[-2000:])
        raise _refusal("damaged")
    return json.loads(done.stdout)


def _refusal(code, **params):
    return TableError(SENTENCES[code], code=code, params=params)


def say_converted(values):
    """A sentence that names those of the values that came in an old font; "" where none did."""
    texts = list(dict.fromkeys(value for value in values if isinstance(value, Converted)))
    named = texts[:_MAX_NAMED] + ["…"] * (len(texts) > _MAX_NAMED)
    return str(_CONVERTED % {"text": "”, “".join(named)}) if named else ""


def _value(cell):
    """What a cell of the child's answer holds: None, bool, str, Decimal, date or datetime."""
    if not isinstance(cell, str):
        return cell
    kind, text = cell[0], cell[1:]
    if kind == "v":
        return Converted(text)
    if kind == "x":
        return Fault(text)
    if kind == "n":
        return Decimal(text)
    if kind == "d":
        moment = datetime.fromisoformat(text)
        return moment if moment.time() != time.min else moment.date()
    return text
