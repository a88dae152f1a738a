"""The tables that the portal offers to the public: told apart from what can be imported."""

from functools import cache

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from portal.exchange.errors import TableError
from portal.text.fold import fold
from projects import downloads, entries
from projects.registers import REGISTERS

PUBLIC = "public_download"
SENTENCE = _(
    "This is the public download, which lacks what the register needs: use the workbook of the "
    "register, as an export or as a template. Both stand on the page of the upload."
)


def refuse_published(table):
    """Raises TableError where a Table is a download of a register's public list or entries."""
    found = {fold(heading.text) for heading in table.headings}
    if any(marks <= found for marks in _marks()):
        raise TableError(SENTENCE, code=PUBLIC)


@cache
def _marks():
    """The first and the last heading of each download, in every language."""
    tables = [
        columns
        for register in REGISTERS.values()
        for columns in (downloads.columns(register), entries.columns(register))
    ]
    marks = []
    for language in ("vi", "en"):
        with override(language):
            marks += [{fold(columns[0].title), fold(columns[-1].title)} for columns in tables]
    return marks
