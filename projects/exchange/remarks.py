"""What is said of a row beside what is held: what changes, what is asked, what would be lost."""

from collections import defaultdict

from django.utils.translation import gettext as _

from projects.exchange.comparing import AMOUNTS, brief, changed_alone, follow_equal
from projects.exchange.mapping import key_of


class Remarks:
    """Notes at the rows of a Reading, and what its importer is asked about them.

    `doubted`: [(Row, what Plan.doubted has)]; `losses`: (key of the sheet, column) → rows whose
    empty cell stands where something is held.
    """

    def __init__(self, reading):
        self.register, self.names = reading.register, reading.names
        self.choices = reading.choices
        self.doubted, self.losses = [], defaultdict(set)

    def states(self, row, column):
        """Whether a cell that differs from what is held says so: an empty one is asked about."""
        if column.name in row.filled or column.name not in row.cells:
            return True
        if column.needed or (column.name in AMOUNTS and AMOUNTS & row.filled):
            return False
        place = key_of(row.sheet), column.name
        self.losses[place].add(row.number)
        return ".".join(place) in self.choices.clear

    def changes(self, row, old, values, columns):
        """{column: value} of what a row says otherwise than an entry or a part."""
        stated = {
            column.name: values[column.name]
            for column in columns
            if not column.same(getattr(old, column.name), values[column.name])
            and self.states(row, column)
        }
        return follow_equal(old, stated)

    def note(self, row, column, before, value):
        """Says what a column held and will hold."""
        shown = [brief(column.show(one, self.names)) for one in (before, value)]
        sentence = _("%(heading)s: %(before)s → %(after)s") % {
            "heading": column.heading, "before": shown[0], "after": shown[1],
        }  # fmt: skip
        row.note(column.name, sentence)

    def note_all(self, row, columns, old, changed):
        """Says what becomes of each column, and which amount stays though the other changes."""
        for column in columns:
            if column.name in changed:
                self.note(row, column, getattr(old, column.name), changed[column.name])
        self.note_left(row, columns, old, changed)

    def note_left(self, row, columns, old, changed):
        """Says which of two amounts stays, though the other changes."""
        left = changed_alone(old, changed)
        for column in columns:
            if column.name == left:
                said = _("%(heading)s stays %(value)s: is it still right?")
                shown = brief(column.show(getattr(old, left), self.names))
                row.note(left, said % {"heading": column.heading, "value": shown})

    def ask(self, row, name, value, why):
        """Whether a value is as the document says."""
        row.note(name, why)
        ledger = self.register.ledger
        column = next(one for one in row.sheet.fields if one.name == name)
        currency = ""
        if name in ledger.amounts:
            currency = ledger.amounts[name] or ledger.counted_currency
        shown = f"{value * ledger.scale:f}" if currency else brief(column.show(value, self.names))
        cell = row.cell(name)
        key = f"{row.place}!{cell}={shown}"
        said = {
            "key": key,
            "sheet": row.place,
            "row": row.number,
            "cell": cell,
            "heading": str(column.heading),
            "value": shown,
            "currency": currency,
            "why": str(why),
            "is_sure": key in self.choices.sure,
        }
        self.doubted.append((row, said))

    def losses_told(self):
        """`losses` as Plan has them."""
        return [
            {
                "name": ".".join((key_of(sheet), column.name)),
                "sheet": str(sheet.name),
                "heading": str(column.heading),
                "rows": len(self.losses[key_of(sheet), column.name]),
            }
            for sheet in self.register.sheets
            for column in sheet.fields
            if (key_of(sheet), column.name) in self.losses
        ]

    def doubts_told(self):
        """`doubted` as Plan has it, of the rows that are right."""
        return [doubt for row, doubt in self.doubted if not row.wrong]
