"""What an import would do, row by row, without writing anything.

Every row becomes new, changed, same or wrong. A value that the register or the record's open
working copy holds already is no change, so repeating an import, or importing an unchanged export,
changes nothing.
"""

from collections import defaultdict
from functools import cached_property

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.publishing import rights
from portal.publishing.models import State
from projects import consistency, doubts, ledger
from projects.exchange import doubles
from projects.exchange.comparing import (
    AMOUNTS,
    amounts_once,
    brief,
    changed_alone,
    child_of,
    day_of,
    entry_key,
    fill_equal,
    follow_equal,
    held,
    lonely,
    named_by,
    stored,
)
from projects.exchange.finding import Finder
from projects.exchange.layout import NUMBER
from projects.exchange.mapping import key_of
from projects.exchange.plan import CHANGED, NEW, SAME, Part, Plan
from projects.exchange.preview import line_of
from projects.models import AdministrativeUnit, FdiEvent, Zone
from projects.models.capital import EventType, doubt_of_land
from projects.models.project import period_problem

WAITS = gettext_lazy(
    "An entry of the same key waits with another value: have it decided on or taken back first."
)
AMBIGUOUS = gettext_lazy("Several entries have the same key: correct the right one at the desk.")
FIRST_WAITS = gettext_lazy("The first certificate will wait for approval.")
LATER = (EventType.INCREASE, EventType.DECREASE)
FOREIGN_KEYS = ["project", "partner", "industry", "unit", "document", "supersedes", "entered_by",
                "batch", "decided_by"]  # fmt: skip


def plan(reading, *, by, progress=None):
    """The Plan of a Reading for the person who imports it."""
    return _Planner(reading, by).plan(progress or (lambda done, total: None))


class _Planner:
    def __init__(self, reading, by):
        self.reading, self.by, self.register = reading, by, reading.register
        self.names, self.model = reading.names, reading.register.model
        self.entries = []  # (Record, Row, entry)
        self.doubted = []  # (Row, what Plan has)
        #: (key of the sheet, column): rows whose empty cell stands where something is held.
        self.losses = defaultdict(set)

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
        self._check_ledgers()
        lines = [line_of(row, self.register, self.names) for row in rows]
        changed = [record for record in self.records.values() if record.changes]
        entries = [(record, entry) for record, _row, entry in self.entries]
        skipped = sorted([*self.reading.skipped, *skipped])
        asides = self.reading.aside
        named = list(self.names.asked.values())
        doubted = [doubt for row, doubt in self.doubted if not row.wrong]
        return Plan(
            self.register, changed, entries, lines, skipped, asked, named, doubted, self._losses(),
            asides,
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
        self.there = defaultdict(list)
        model = self.register.ledger
        about = models.Q(project__in=pks)
        if model.stands_alone:
            about |= models.Q(project=None)
        for entry in model.objects.live().filter(about):
            self.there[entry.project_id].append(entry)

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
            self._compare_entry(row)
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
                if not self._states(row, column):
                    continue
                before = stored(record.target, column.name)
                self._note(row, column, before, value)
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
            self._ask(row, "land_area", land, doubt)
        if row.verdict == CHANGED:
            self._check_rights(record, row)
        if self.register.first:
            self._compare_first(record, row)

    def _follow(self, record, row):
        """Both amounts of an aid, where one is changed."""
        changed = follow_equal(record.target, record.values)
        columns = self.register.records.fields
        for column in columns:
            if column.name in changed.keys() - record.values.keys():
                before = getattr(record.target, column.name)
                self._note(row, column, before, changed[column.name])
        record.values = changed
        self._note_left(row, columns, record.target, changed)

    def _states(self, row, column):
        """Whether a cell that differs from what is held says so: an empty one is asked about."""
        if column.name in row.filled or column.name not in row.cells:
            return True
        if column.needed or (column.name in AMOUNTS and AMOUNTS & row.filled):
            return False
        place = key_of(row.sheet), column.name
        self.losses[place].add(row.number)
        return ".".join(place) in self.reading.choices.clear

    def _changes(self, row, old, values, columns):
        """{column: value} of what a row says otherwise than an entry or a part."""
        stated = {
            column.name: values[column.name]
            for column in columns
            if not column.same(getattr(old, column.name), values[column.name])
            and self._states(row, column)
        }
        return follow_equal(old, stated)

    def _losses(self):
        """As Plan has them."""
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

    def _note(self, row, column, before, value):
        shown = [brief(column.show(one, self.names)) for one in (before, value)]
        sentence = _("%(heading)s: %(before)s → %(after)s") % {
            "heading": column.heading, "before": shown[0], "after": shown[1],
        }  # fmt: skip
        row.note(column.name, sentence)

    def _note_all(self, row, columns, old, changed):
        """Says what becomes of each column, and which amount stays though the other changes."""
        for column in columns:
            if column.name in changed:
                self._note(row, column, getattr(old, column.name), changed[column.name])
        self._note_left(row, columns, old, changed)

    def _note_left(self, row, columns, old, changed):
        left = changed_alone(old, changed)
        for column in columns:
            if column.name == left:
                said = _("%(heading)s stays %(value)s: is it still right?")
                shown = brief(column.show(getattr(old, left), self.names))
                row.note(left, said % {"heading": column.heading, "value": shown})

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
        values = held(sheet.model, self._own(row))
        row.about = named_by(row, self._columns(row), self.names)
        row.key = (record.key, sheet.accessor, *(values.get(name) for name in sheet.key))
        row.verdict = NEW
        if row.wrong:
            return
        existing = child_of(record.target, sheet, values)
        if existing is not None:
            values = self._changes(row, existing, values, self._columns(row))
            if (original := child_of(record.original, sheet, self._own(row))) is not None:
                values = {
                    name: value
                    for name, value in values.items()
                    if getattr(original, name) != value
                }
            if not values:
                row.verdict = SAME
                return
            row.verdict = CHANGED
            self._note_all(row, sheet.fields, existing, values)
        elif problem := lonely(sheet.model, values):
            row.refuse(sheet.key[-1], problem)
            return
        self._check_rights(record, row)
        record.parts.append(Part(sheet.accessor, values, existing))

    def _columns(self, row):
        own = self.register.own_fields(row.sheet)
        return [column for column in own if column.name in row.values]

    def _own(self, row):
        return {column.name: row.values[column.name] for column in self._columns(row)}

    # --- entries -----------------------------------------------------------------------

    def _compare_first(self, record, row):
        """The first certificate, where a row states one."""
        columns = [column for column in self.register.first if column.name in row.values]
        values = {column.name: row.values[column.name] for column in columns}
        if not values.keys() & row.filled:
            return
        values["type"] = EventType.NEW
        if hasattr(self.model, "capital_currency"):
            columns += self._currency(record, row, values)
        is_there = any(entry.type == EventType.NEW for entry in self.there[record.key])
        if values.get("effective_on") is None and not is_there:
            row.refuse("effective_on", _("The day of the first certificate is missing."))
        self._match(record, row, values, columns, {"number": record.number})

    def _currency(self, record, row, values):
        """Puts the currency of the certificate into values; gives its column where it changes."""
        before = record.original.capital_currency if record.original else "USD"
        is_named = "capital_currency" in row.filled
        values["currency"] = row.values["capital_currency"] if is_named else before
        if values["currency"] == before:
            return []
        return [column for column in self.register.entries.fields if column.name == "currency"]

    def _compare_entry(self, row):
        values = self._own(row)
        row.verdict = NEW
        if row.record is None and not row.wrong and values.get("type") != FdiEvent.Type.SHARES:
            row.refuse(NUMBER, _("Only a share-purchase notice may stand without a project."))
        if row.record is not None:
            for name in {"company", "industry_id", "unit_id"} & row.filled:
                row.refuse(name, _("Only a notice that stands alone needs this."))
        if not row.wrong:
            self._match(row.record, row, values, self._columns(row), {})

    def _match(self, record, row, values, columns, further):
        """A new entry, the correction of an approved one, or nothing new.

        columns: what the row states; further: what a new entry says besides.
        """
        if row.wrong:
            return
        model, key = self.register.ledger, record.key if record else None
        equal = fill_equal(values) if getattr(model, "counted_in", "") == "usd" else values
        entry = model(project_id=key, **{**further, **equal})
        row.key = (key, *entry_key(entry))
        row.about = row.about or (str(entry) if row.sheet is self.register.entries else "")
        there = [other for other in self.there[key] if entry_key(other) == entry_key(entry)]
        if any(not self._changes(row, other, values, columns) for other in there):
            row.verdict = row.verdict if row.sheet is self.register.records else SAME
            return
        waiting = [other for other in there if other.is_pending]
        approved = [other for other in there if not other.is_pending]
        if waiting:
            row.refuse(next(iter(self._changes(row, waiting[0], values, columns))), WAITS)
        elif len(approved) > 1:
            row.refuse(columns[0].name, AMBIGUOUS)
        elif approved:
            self._correct(row, approved[0], values, columns)
        else:
            if row.sheet is self.register.records:
                row.verdict = CHANGED if record.original else NEW
                row.note("effective_on", FIRST_WAITS)
            self._plan_entry(record, row, entry)

    def _correct(self, row, old, values, columns):
        changed = self._changes(row, old, values, columns)
        if row.sheet is self.register.records and self._is_present_capital(row, old, changed):
            changed = {name: value for name, value in changed.items() if name not in AMOUNTS}
            if not changed:
                row.verdict = row.verdict or SAME
                return
        row.verdict = CHANGED
        self._note_all(row, self.register.entries.fields, old, changed)
        row.note("effective_on", _("A correction will wait for approval."))
        self._plan_entry(row.record, row, ledger.correction_of(old, **changed))

    def _is_present_capital(self, row, first, changed):
        """Whether a row states what later events have made of the first certificate's capital; of
        another capital it is asked whether it is the first one's."""
        counted = self.register.ledger.counted_in
        there = self.there[row.record.key]
        later = [entry for entry in there if entry.type in LATER and not entry.is_pending]
        if counted not in changed or not later:
            return False
        present = consistency.play([first, *later])[0].capital
        shown = {"first": brief(getattr(first, counted)), "present": brief(present)}
        if changed[counted] == present:
            said = _("It is today's capital, %(present)s; that of the first certificate stays "
                     "%(first)s.")  # fmt: skip
            row.note(counted, said % shown)
            return True
        said = _("Later events changed the capital from %(first)s to %(present)s: is this what the "
                 "first certificate says?")  # fmt: skip
        self._ask(row, counted, changed[counted], said % shown)
        return False

    def _plan_entry(self, record, row, entry):
        for name, sentence in amounts_once(consistency.field_problems(entry), row).items():
            row.refuse(name, sentence)
        try:
            # Foreign keys are asked for one by one, and the project may not be saved yet.
            entry.clean_fields(exclude=FOREIGN_KEYS)
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                row.refuse(name, " ".join(messages))
        self._doubt(row, entry)
        self.entries.append((record, row, entry))

    def _doubt(self, row, entry):
        """Ask what the form of an entry asks."""
        for name, sentence in doubts.of(entry):
            stated = name if name in row.filled or name not in AMOUNTS else "amount"
            if stated in row.filled:
                self._ask(row, stated, getattr(entry, name), sentence)

    def _ask(self, row, name, value, why):
        """Whether a value is as the document says."""
        row.note(name, why)
        is_money = name in self.register.ledger.amounts
        column = next(one for one in row.sheet.fields if one.name == name)
        shown = f"{value:f}" if is_money else brief(column.show(value, self.names))
        cell = row.cell(name)
        key = f"{row.place}!{cell}={shown}"
        said = {
            "key": key,
            "sheet": row.place,
            "row": row.number,
            "cell": cell,
            "heading": str(column.heading),
            "value": shown,
            "currency": self.register.ledger.counted_currency if is_money else "",
            "why": str(why),
            "is_sure": key in self.reading.choices.sure,
        }
        self.doubted.append((row, said))

    def _check_ledgers(self):
        """Plays the ledger of each project with its new entries; says it where they stand."""
        groups = defaultdict(list)
        for record, row, entry in self.entries:
            if record is not None and not row.wrong:
                groups[record.key].append((row, entry))
        for key, group in groups.items():
            together = [*self.there[key], *(entry for _row, entry in group)]
            for sentence in ledger.problems_together(together):
                of_day = [row for row, entry in group if day_of(entry) in sentence]
                for row in of_day or [row for row, _entry in group]:
                    row.refuse("effective_on", sentence)

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
