"""The workbook of a whole register: made once per public version, day and language, and kept."""

from functools import partial

from django.tasks import task
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from portal.delivery import prepared
from portal.exchange.workbooks import Sheet, metadata_sheet, xlsx_file
from projects import downloads
from projects.registers import REGISTERS
from projects.when import When

#: More records are for the worker, not for a visitor who waits.
MOST_AT_ONCE = 10_000


def sheets(title, columns, rows, origin, about):
    """A table, and a sheet that says what it is; texts in the active language."""
    facts = origin | {
        str(column.heading): str(about[column.key])
        for column in downloads.ABOUT
        if about[column.key] is not None
    }
    return [Sheet(title, columns, rows), metadata_sheet(facts, columns)]


def path(kind, language):
    """Where the workbook of today's public version is, or will be."""
    return prepared.path(f"{kind}-{language}")


def is_awaited(kind, count, language):
    """Whether the workbook of so many records is the worker's to make and is not there yet; then
    it is made soon."""
    if count <= MOST_AT_ONCE or path(kind, language).exists():
        return False
    prepared.soon(prepare_workbook, kind, language)
    return True


def open_file(kind, language):
    """The workbook as a binary file, made now where it is not there."""
    return prepared.open_file(f"{kind}-{language}", partial(_make, kind, language))


@task
def prepare_workbook(kind, language):
    """What the background worker does: make the workbook, unless it is there already."""
    open_file(kind, language).close()


def last_size(kind, language):
    """The bytes of the workbook as it was made last, or None."""
    return prepared.last_size(f"{kind}-{language}")


def _make(kind, language, file):
    register = REGISTERS[kind]
    form = register.form({}, {})
    when = downloads.fixed(When.today(), timezone.now())
    with translation.override(language):
        rows = downloads.rows(register, form.selection, when, form.order, language)
        origin = downloads.origin(register, _("Projects"), {})
        about = downloads.about(register, language, when)
        xlsx_file(file, sheets(_("Projects"), downloads.columns(register), rows, origin, about))
