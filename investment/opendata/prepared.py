"""The workbooks of the datasets that are no register, made like those of the registers."""

from functools import partial

from django.tasks import task
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from investment.opendata import catalogue, notes
from portal.delivery import prepared
from portal.delivery.shared import remembered
from portal.exchange.workbooks import Sheet, metadata_sheet, xlsx_file
from portal.pages.context import absolute, publisher
from projects import downloads
from projects import prepared as registers
from projects.when import When


def is_awaited(dataset, count, language):
    """Whether the workbook of so many rows is the worker's to make and is not there yet; then it
    is made soon."""
    if dataset.register:
        return registers.is_awaited(dataset.register, count, language)
    if count <= registers.MOST_AT_ONCE or prepared.path(_name(dataset, language)).exists():
        return False
    prepared.soon(prepare_dataset, dataset.key, language)
    return True


def open_file(dataset, language):
    """The workbook as a binary file, made now where it is not there."""
    return prepared.open_file(_name(dataset, language), partial(_make, dataset, language))


@task
def prepare_dataset(key, language):
    """What the background worker does: make the workbook, unless it is there already."""
    open_file(catalogue.by_key(key), language).close()


def last_size(dataset, language):
    """The bytes of the workbook as it was made last, or None."""
    if dataset.register:
        return registers.last_size(dataset.register, language)
    return prepared.last_size(_name(dataset, language))


def _name(dataset, language):
    return f"dataset-{dataset.key}-{language}"


def _make(dataset, language, file):
    write(dataset, language, downloads.fixed(When.today(), timezone.now()), file)


def write(dataset, language, when, file):
    """Write the workbook of a dataset at a time to a binary file."""
    with translation.override(language):
        table = dataset.table(language, when)
        address = reverse("opendata:dataset", args=[dataset.slug(language)])
        about = {
            _("Title"): str(dataset.title),
            _("Kind"): str(dataset.basis.label),
            _("Source"): str(dataset.source),
            _("Licence"): str(dataset.licence),
            _("Note"): notes.note(remembered(), dataset.key),
            _("Publisher"): publisher(remembered(), language),
            _("As of"): _day(table.as_of()),
            _("As known at"): timezone.localtime(when.known_at).isoformat(timespec="seconds"),
            _("Address"): absolute(address),
        }
        sheet = Sheet(_("Data"), table.columns, table.rows())
        told = {heading: text for heading, text in about.items() if text}
        xlsx_file(file, [sheet, metadata_sheet(told, table.columns)])


def _day(day):
    return day.isoformat() if day else ""
