"""What an import would do, row by row, without writing anything.

Every row becomes new, changed, same or wrong. A value that the register or the record's open
working copy holds already is no change, so repeating an import, or importing an unchanged export,
changes nothing.
"""

from functools import cached_property

from django.utils.translation import gettext as _

from portal.publishing import rights
from portal.publishing.models import State
from projects.exchange import doubles
from projects.exchange.comparing import (
    child_of,
    columns_of,
    follow_equal,
    held,
    lonely,
    named_by,
    own,
    stored,
)
from projects.exchange.entering import Entries
from projects.exchange.finding import Finder
from projects.exchange.layout import NUMBER
from projects.exchange.plan import CHANGED, NEW, SAME, Part, Plan
from projects.exchange.preview import line_of
from projects.exchange.remarks import Remarks
from projects.models import AdministrativeUnit, Zone
from projects.models.capital import doubt_of_land
from projects.models.project import period_problem


def plan(reading, *, by, progress=None):
    """The Plan of a Reading for the person who imports it."""
    return _Planner(reading, by).plan(progress or (lambda done, total: None))


class _Planner:
    def __init__(self, reading, by):
        self.reading, self.by, self.register = reading, by, reading.register
        self.names, self.model = reading.names, reading.register.model
        self.remarks = Remarks(reading)
        self.entries = Entries(self.register, self.remarks)

    def plan(self, progress):
        self.records = Finder(self.reading).find_all()
        asked, skipped = doubles.settle(self.reading, self.records)
        self._refuse_others()
        rows = [row for rows in self.reading.rows.values() for row in rows]
        self._load()
        for done, row in enumerate(rows):
            self._compare(row)
            if done % 500 == 0:
                progress(done, len(rows))
        self._refuse_repeated(rows)
        self.entries.check_ledgers()
        lines = [line_of(row, self.register, self.names) for row in rows]
        changed = [record for record in self.records.values() if record.changes]
        entries = [(record, entry) for record, _row, entry in self.entries.planned]
        skipped = sorted([*self.reading.skipped, *skipped])
        asides = self.reading.aside
        named = list(self.names.asked.values())
        return Plan(
            self.register, changed, entries, lines, skipped, asked, named,
            self.remarks.doubts_told(), self.remarks.losses_told(), asides,
        )  # fmt: skip

    # --- what is there -----------------------------------------------------------------

    def _load(self):
        """Originals and open copies with their lists, and the entries that count or wait."""
        pks = [key for key in self.records if key > 0]
        lists = [*self.model.copied_m2m, *(sheet.accessor for sheet in self.register.parts)]
        if "investors" in self.model.copied_children:
            lists.append("investors")
        for row in self.model.objects.filter(pk__in=pks).prefetch_related(*lists):
            self.records[row.pk].original = row
        copies = self.model.rows.open_copies().filter(replaces__in=pks, scope="")
        for copy in copies.prefetch_related(*lists):
            self.records[copy.replaces_id].copy = copy
        self.entries.load(pks)

    def _refuse_others(self):
        """Of several rows about one record nobody knows which is right."""
        sentence = _("Rows %(first)s and %(second)s are about the same record.")
        for record in self.records.values():
            for other in record.others:
                said = {"first": record.row.number, "second": other.number}
                for one in (record.row, other):
                    one.refuse(self.register.number, sentence % said)

    # --- the verdict of a row ----------------------------------------------------------

    def _compare(self, row):
        if row.sheet is self.register.records:
            if row.record is not None and row.record.row is row:
                self._compare_record(row.record, row)
        elif row.sheet is self.register.entries:
            self.entries.compare(row)
        elif row.record is not None:
            self._compare_part(row.record, row)

    def _compare_record(self, record, row):
        wrong = {cell for cell, _sentence in row.wrong}
        row.verdict = SAME if record.original else NEW
        for column in self.register.own_fields(self.register.records):
            if column.name not in row.values or row.cells[column.name] in wrong:
                continue
            value = row.values[column.name]
            if record.original is None:
                if value != column.empty:
                    self._put(record, column.name, value)
            elif self._is_change(record, column, value):
                if not self.remarks.states(row, column):
                    continue
                before = stored(record.target, column.name)
                self.remarks.note(row, column, before, value)
                self._put(record, column.name, value)
                row.verdict = CHANGED
        if record.original is not None and hasattr(record.target, "usd"):
            self._follow(record, row)
        if record.original is None and not row.values.get("title_vi"):
            row.refuse("title_vi", _("A new record needs a name."))
        self._check_period(record, row)
        self._doubt_place(record, row)
        land = record.values.get("land_area")
        if "land_area" in row.filled and (doubt := doubt_of_land(land)):
            self.remarks.ask(row, "land_area", land, doubt)
        if row.verdict == CHANGED:
            self._check_rights(record, row)
        if self.register.first:
            self.entries.compare_first(record, row)

    def _follow(self, record, row):
        """Both amounts of an aid, where one is changed."""
        changed = follow_equal(record.target, record.values)
        columns = self.register.records.fields
        for column in columns:
            if column.name in changed.keys() - record.values.keys():
                before = getattr(record.target, column.name)
                self.remarks.note(row, column, before, changed[column.name])
        record.values = changed
        self.remarks.note_left(row, columns, record.target, changed)

    def _check_period(self, record, row):
        ends = [
            record.values.get(name, getattr(record.target, name, None))
            for name in ("starts_on", "ends_on")
        ]
        if problem := period_problem(*ends):
            row.refuse("ends_on" if "ends_on" in row.values else "starts_on", problem)

    def _doubt_place(self, record, row):
        if changed := record.values.keys() & {"unit_id", "zone_id"}:
            unit, zone = (
                known.get(record.values.get(name, getattr(record.target, name, None)))
                for name, known in self._places.items()
            )
            if unit and zone and (doubt := zone.doubt(unit)):
                row.note(min(changed), doubt)

    @cached_property
    def _places(self):
        return {
            "unit_id": AdministrativeUnit.with_parents.in_bulk(),
            "zone_id": Zone.objects.select_related("unit__parent__parent").in_bulk(),
        }

    def _is_change(self, record, column, value):
        """Whether neither the record nor its working copy says so already."""
        return not any(
            column.same(stored(one, column.name), value)
            for one in (record.original, record.copy)
            if one is not None
        )

    def _put(self, record, name, value):
        if name in self.model.copied_m2m:
            record.m2m[name] = value
        elif name in self.model.copied_children:
            record.lists[name] = value
        else:
            record.values[name] = value

    def _check_rights(self, record, row):
        if problem := self._obstacle(record):
            row.refuse(self.register.number if record.row is row else NUMBER, problem)

    def _obstacle(self, record):
        """Why this person cannot change the description of a record now; "" if they can."""
        original, copy = record.original, record.copy
        if original is None:
            return ""
        if original.status == State.DRAFT and rights.editable_scope(self.by, original) != "":
            return _("This draft belongs to %(person)s, who must change it.") % {
                "person": original.created_by
            }
        if original.status == State.PUBLISHED:
            if copy is None and not rights.may_copy(self.by, original):
                return _("You may not change this published record.")
            if copy is not None and rights.editable_scope(self.by, copy) != "":
                return _("Its working copy is not yours, or waits for review.")
        elif original.status != State.DRAFT:
            return _("It is “%(state)s” and cannot be changed now.") % {
                "state": original.state_label
            }
        return ""

    # --- parts -------------------------------------------------------------------------

    def _compare_part(self, record, row):
        sheet = row.sheet
        values = held(sheet.model, own(self.register, row))
        row.about = named_by(row, columns_of(self.register, row), self.names)
        row.key = (record.key, sheet.accessor, *(values.get(name) for name in sheet.key))
        row.verdict = NEW
        if row.wrong:
            return
        existing = child_of(record.target, sheet, values)
        if existing is not None:
            values = self.remarks.changes(row, existing, values, columns_of(self.register, row))
            if (original := child_of(record.original, sheet, own(self.register, row))) is not None:
                values = {
                    name: value
                    for name, value in values.items()
                    if getattr(original, name) != value
                }
            if not values:
                row.verdict = SAME
                return
            row.verdict = CHANGED
            self.remarks.note_all(row, sheet.fields, existing, values)
        elif problem := lonely(sheet.model, values):
            row.refuse(sheet.key[-1], problem)
            return
        self._check_rights(record, row)
        record.parts.append(Part(sheet.accessor, values, existing))

    def _refuse_repeated(self, rows):
        first = {}
        for row in rows:
            if row.key is None or row.verdict == SAME or row.sheet is self.register.records:
                continue
            other = first.setdefault((row.sheet, row.key), row)
            if other is not row:
                for one in (row, other):
                    one.refuse(
                        "effective_on",
                        _("Rows %(first)s and %(second)s state the same thing.")
                        % {"first": other.number, "second": row.number},
                    )
