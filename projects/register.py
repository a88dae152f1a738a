"""What a register is: everything that the lists, pages, files, imports and the desk ask of one.

A register is a folder of `registers`; its `__init__.py` declares it. What each of its modules must
have stands here.
"""

from dataclasses import dataclass
from functools import cached_property
from types import ModuleType

from projects.exchange.layout import Workbook


@dataclass(frozen=True)
class Register:
    """kind: its key, and its word in files; word: in addresses, where that depends on the language.
    title, short: its name, in full and in menus.

    source: what documents it is made of. columns: of its records, see columns.py.
    form: its filters, whose selection_class asks it. choices(request, language): what the filters
    offer. method: [(question, answer)] for readers.
    is_stated: whether documents state what stands, so that it holds on the day of the latest one;
    else events make it, and it holds on every day.

    listing:   COLUMNS, RELATED; keyed(records, when, name, language): each with the key of an
               order; rows(request, found, when): of a page of the list
    records:   read(pks, when, names): what columns are values of, for the rows of a file
    entries:   COLUMNS, see entries.py; RELATED; found(selection, when); ruling(selection, when):
               those that make up the totals; contents(asked): what the file says of itself
    summary:   summary(whole, ask, when): Summary; is_empty(found); count(found);
               desk(selection, when, years): (label, period) → Figure
    desk:      standing(record, when): (facts, entries) of what it was; says(entry): its figures
    sentences: sentences(found, day); key_figures(found)
    narrowed:  narrowed(selection, when, span): what filters leave
    page:      RELATED; tell(request, row, language, when): a record's page
    """

    kind: str
    title: str
    short: str
    form: type
    workbook: Workbook
    method: list
    source: str
    columns: list
    listing: ModuleType
    records: ModuleType
    entries: ModuleType
    summary: ModuleType
    desk: ModuleType
    sentences: ModuleType
    narrowed: ModuleType
    page: ModuleType
    choices: object
    is_stated: bool = False
    word: str = ""

    @property
    def model(self):
        return self.workbook.model

    @property
    def address(self):
        """Its word in addresses, of the active language."""
        return self.word or self.kind

    @property
    def ledger(self):
        """The model of its entries."""
        return self.workbook.ledger

    @cached_property
    def whole(self):
        """The Selection of every record."""
        return self.form.selection_class()

    @cached_property
    def unasked(self):
        """The Selection that its list shows as long as nothing is asked for."""
        return self.form({}, {}).selection
