"""Which record each row is about: by its key or number, in the register or in the table itself."""

from collections import defaultdict
from itertools import count

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.text.fold import fold
from projects.exchange.layout import NUMBER, RECORD
from projects.exchange.plan import Record

LARGEST_KEY = 2**63

NO_NUMBER = gettext_lazy("The number is missing: by it the row finds its project.")
SEVERAL = gettext_lazy("Several records have this number: fill in the key of the right one.")


class Finder:
    def __init__(self, reading):
        self.reading, self.register = reading, reading.register
        self.records, self.by_number = {}, defaultdict(list)
        self.placeholders = count(-1, -1)

    def find_all(self):
        """Sets the Record of each row, None where it has none, and gives key → Record."""
        self._read_numbers()
        for sheet, rows in self.reading.rows.items():
            for row in rows:
                column = self.register.number if sheet is self.register.records else NUMBER
                row.record = self._record_of(row, row.values.get(column) or "", column)
        return self.records

    def _read_numbers(self):
        """folded number → [(key, year of the decision or None)] of all originals."""
        for key, (number, year) in self.register.identities():
            self.by_number[number].append((key, year))
        keys = {
            int(key)
            for rows in self.reading.rows.values()
            for row in rows
            if (key := row.values.get(RECORD)) is not None and 0 < key < LARGEST_KEY
        }
        self.known = set(
            self.register.model.objects.filter(pk__in=keys).values_list("pk", flat=True)
        )

    def _record_of(self, row, number, column):
        is_record = row.sheet is self.register.records
        found = self._named(row, number)
        if (key := row.values.get(RECORD)) is not None:
            return self._by_key(row, int(key), found, number)
        if not fold(number):
            # A share-purchase notice may stand without a project.
            if row.sheet is not self.register.entries or not self.register.ledger.stands_alone:
                row.refuse(column, NO_NUMBER)
            return None
        if len(found) > 1:
            row.refuse(column, SEVERAL)
            return None
        if found:
            return self._record(row, found[0], number)
        if is_record:
            key = next(self.placeholders)
            folded, year = self.register.identity(number, self.register.day_that_tells(row))
            self.by_number[folded].append((key, year))
            return self._record(row, key, number)
        row.refuse(
            column, _("There is no record with this number, neither here nor in the register.")
        )
        return None

    def _named(self, row, number):
        """The keys of the records that have a number; the year of the decision tells them apart."""
        candidates = self.by_number.get(fold(number), [])
        if day := self.register.day_that_tells(row):
            candidates = [(key, year) for key, year in candidates if year in (None, day.year)]
        return [key for key, _year in candidates]

    def _by_key(self, row, key, found, number):
        if key not in self.known:
            row.refuse(RECORD, _("There is no record with this key."))
            return None
        is_record = row.sheet is self.register.records
        if any(other != key for other in found) and (is_record or key not in found):
            row.refuse(RECORD, _("The number belongs to another record than the key."))
            return None
        return self._record(row, key, number)

    def _record(self, row, key, number):
        record = self.records.setdefault(key, Record(key))
        if row.sheet is self.register.records:
            record.claim(row)
        record.number = record.number or number
        return record
