"""The tables of the three registers: their sheets, what stands in them, how rows are recognised.

A register is one workbook. Its first sheet has a row per project; the others have rows that belong
to a project by its number: parts of its description, and entries of its ledger.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from portal.text.fold import fold
from projects.codes import comes_back
from projects.exchange import fields
from projects.exchange.fields import Field
from projects.models.capital import EventType

#: Names of columns that are no columns of a model: which record a row is about.
NUMBER, RECORD = "number_of_record", "record"
#: Told by the export of what the entries make of a project.
PRESENT = "present_capital"


@dataclass(frozen=True, eq=False)
class Sheet:
    """`accessor` leads from a record to the parts or entries of this sheet."""

    name: str
    model: type
    fields: tuple[Field, ...]
    accessor: str = ""
    #: The columns by which a part is recognised among those of its record.
    key: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Workbook:
    """`first`: columns of the first sheet that state the first certificate, an entry; `day`: the
    date whose year tells records with the same number apart; `foreign`: what only tables other
    than ours have in the first sheet."""

    model: type
    number: str
    records: Sheet
    parts: tuple[Sheet, ...]
    entries: Sheet
    first: tuple[Field, ...] = ()
    day: str = ""
    foreign: tuple[Field, ...] = ()

    @property
    def recurs(self):
        """Whether the year of the first certificate, too, tells records of one number apart."""
        return getattr(self.model, "numbers_come_back", False)

    @property
    def name(self):
        return self.model._meta.model_name

    @property
    def ledger(self):
        return self.entries.model

    @property
    def sheets(self):
        return (self.records, *self.parts, self.entries)

    def day_of(self, sheet):
        """The column with the day of what a row of a sheet states; "" where it has none."""
        if sheet is self.records:
            return self.first[0].name if self.first else self.day
        return "effective_on" if sheet is self.entries else ""

    def identity(self, number, day):
        tells = self.day or (self.recurs and comes_back(number))
        return fold(number), day.year if day and tells else None

    def identities(self):
        """(primary key, what identity() gives) of every original that has a number."""
        rows = self.model.objects.exclude(**{self.number: ""})
        days = self._first_days() if self.recurs else {}
        for pk, number, *day in rows.values_list("pk", self.number, *filter(None, [self.day])):
            yield pk, self.identity(number, day[0] if day else days.get(pk))

    def _first_days(self):
        first = self.ledger.objects.live().filter(type=EventType.NEW)
        return dict(first.values_list("project", "effective_on"))

    def day_that_tells(self, row):
        """The day whose year tells the record of a row from others of its number, or None."""
        if not self.recurs:
            return row.values.get(self.day)
        return row.values.get(self.first[0].name) if row.sheet is self.records else None

    def own_fields(self, sheet):
        """The columns of a sheet that are content, without those that name the record."""
        others = {NUMBER, RECORD, *(field.name for field in self.first if sheet is self.records)}
        return [field for field in sheet.fields if not field.told and field.name not in others]


def number_of_record(heading, note="", **options):
    return fields.code(NUMBER, heading, note=note, **options)


#: Told by the export: it finds records without a number, and those whose number is corrected.
KEY = fields.number(
    RECORD,
    _("Key in the portal"),
    places=0,
    note=_("Leave as it is; empty in new rows."),
)

STATE = fields.told("state", _("State of the entry"))
SOURCES = fields.texts("source", _("Source of the description"))
DOCUMENT = [
    *fields.texts("source", _("Source document")),
    fields.text("note", _("Note (staff only)")),
]

FINDS = _("By it a row finds its project.")
PLACES_NOTE = _("Several are separated by semicolons.")
UPDATED = _("A row for each; rows that are missing here stay as they are.")
UNIT_NOTE = _(
    "Name with what it belongs to, as “xã Vũ Đông, thành phố Thái Bình”; one that is no more with "
    "its last day in brackets, as the export writes it."
)
