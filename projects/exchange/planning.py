"""What an import would do, row by row, without writing anything.

Every row becomes new, changed, same or wrong. A value that the register or the record's open
working copy holds already is no change, so repeating an import, or importing an unchanged export,
changes nothing.
"""

from collections import defaultdict
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import Truncator
from django.utils.translation import get_language, gettext_lazy, gettext_noop
from django.utils.translation import gettext as _

from portal.publishing import rights
from portal.publishing.models import State
from portal.text import display
from portal.text.plain import clean_text
from projects import consistency, ledger
from projects.exchange.finding import Finder
from projects.exchange.plan import CHANGED, NEW, SAME, WRONG, Line, Part, Plan
from projects.exchange.registers import NUMBER, entry_key
from projects.models import FdiEvent, FdiProject
from projects.models.project import period_problem

SHOWN = 120  # letters of a value in the preview

WAITS = gettext_lazy(
    "An entry of the same key waits with another value: have it decided on or taken back first."
)
AMBIGUOUS = gettext_lazy("Several entries have the same key: correct the right one at the desk.")
FIRST_WAITS = gettext_lazy("The first certificate will wait for approval.")
#: (column, least, most, remark) of each model.
_CAPITAL = (
    "usd", 1_000, 10**10, gettext_noop("A capital of %(value)s USD: is the unit right?"),
)  # fmt: skip
_LAND = ("land_area", 0, 1_000, gettext_noop("An area of %(value)s ha: is the unit right?"))
DOUBTS = {FdiProject: (_CAPITAL, _LAND), FdiEvent: (_CAPITAL,)}
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

    def plan(self, progress):
        rows = [row for rows in self.reading.rows.values() for row in rows]
        self.records = Finder(self.reading).find_all()
        self._load()
        for done, row in enumerate(rows):
            self._compare(row)
            if done % 500 == 0:
                progress(done, len(rows))
        self._refuse_repeated(rows)
        self._check_ledgers()
        lines = [self._line(row) for row in rows]
        changed = [record for record in self.records.values() if record.changes]
        entries = [(record, entry) for record, _row, entry in self.entries]
        return Plan(self.register, changed, entries, lines)

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
        if model is FdiEvent:
            about |= models.Q(project=None)
        for entry in model.objects.live().filter(about):
            self.there[entry.project_id].append(entry)

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
                before = stored(record.target, column.name)
                self._note(row, column, before, value)
                self._put(record, column.name, value)
                row.verdict = CHANGED
        if record.original is None and not row.values.get("title_vi"):
            row.refuse("title_vi", _("A new record needs a name."))
        self._check_period(record, row)
        if row.verdict == CHANGED:
            self._check_rights(record, row)
        if self.register.first:
            self._compare_first(record, row)

    def _check_period(self, record, row):
        ends = [
            row.values.get(name, getattr(record.target, name, None))
            for name in ("starts_on", "ends_on")
        ]
        if problem := period_problem(*ends):
            row.refuse("ends_on" if "ends_on" in row.values else "starts_on", problem)

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
        shown = [_brief(column.show(one, self.names)) for one in (before, value)]
        sentence = _("%(heading)s: %(before)s → %(after)s") % {
            "heading": column.heading, "before": shown[0], "after": shown[1],
        }  # fmt: skip
        row.note(column.name, sentence)

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
        values = _held(sheet.model, self._own(row))
        row.about = self._named_by(row, sheet.key)
        row.key = (record.key, sheet.accessor, *(values.get(name) for name in sheet.key))
        row.verdict = NEW
        if row.wrong:
            return
        existing = _child(record.target, sheet, values)
        if existing is not None:
            known = [existing, _child(record.original, sheet, values)]
            changed = [
                column
                for column in self._columns(row)
                if not any(
                    child is not None
                    and column.same(getattr(child, column.name), row.values[column.name])
                    for child in known
                )
            ]
            if not changed:
                row.verdict = SAME
                return
            row.verdict = CHANGED
            values = {column.name: values[column.name] for column in changed}
            for column in changed:
                self._note(row, column, getattr(existing, column.name), row.values[column.name])
        elif problem := _lonely(sheet.model, values):
            row.refuse(sheet.key[-1], problem)
            return
        self._check_rights(record, row)
        record.parts.append(Part(sheet.accessor, values, existing))

    def _named_by(self, row, key):
        shown = {
            column.name: column.show(row.values[column.name], self.names)
            for column in self._columns(row)
            if column.name in key and row.values[column.name]
        }
        return ", ".join(_brief(shown[name]) for name in key if name in shown)

    def _columns(self, row):
        own = self.register.own_fields(row.sheet)
        return [column for column in own if column.name in row.values]

    def _own(self, row):
        return {column.name: row.values[column.name] for column in self._columns(row)}

    # --- entries -----------------------------------------------------------------------

    def _compare_first(self, record, row):
        """The first certificate, where a row states one."""
        values = {
            column.name: row.values[column.name]
            for column in self.register.first
            if column.name in row.values
        }
        if not values.keys() & row.filled:
            return
        before = record.original.capital_currency if record.original else "USD"
        values["currency"] = row.values.get("capital_currency") or before
        _fill_equal(values)
        said = [column for column in self.register.first if column.name in values]
        if values["currency"] != before:
            said += [c for c in self.register.entries.fields if c.name == "currency"]
        if values.get("effective_on") is None:
            row.refuse("effective_on", _("The day of the first certificate is missing."))
        values |= {"type": FdiEvent.Type.NEW}
        self._match(record, row, values, said, {"number": record.number})

    def _compare_entry(self, row):
        model = self.register.ledger
        values = self._own(row)
        row.verdict = NEW
        if model is FdiEvent:
            _fill_equal(values)
        if row.record is None and not row.wrong and values.get("type") != FdiEvent.Type.SHARES:
            row.refuse(NUMBER, _("Only a share-purchase notice may stand without a project."))
        if row.record is not None:
            for name in {"company", "industry_id", "unit_id"} & row.filled:
                row.refuse(name, _("Only a notice that stands alone needs this."))
        if not row.wrong:
            own = self.register.own_fields(row.sheet)
            self._match(row.record, row, values, [c for c in own if c.name in values], {})

    def _match(self, record, row, values, columns, further):
        """A new entry, the correction of an approved one, or nothing new.

        columns: what the row states; further: what a new entry says besides.
        """
        if row.wrong:
            return
        model, key = self.register.ledger, record.key if record else None
        entry = model(project_id=key, **{**further, **values})
        row.key = (key, *entry_key(entry))
        row.about = row.about or (str(entry) if row.sheet is self.register.entries else "")
        there = [other for other in self.there[key] if entry_key(other) == entry_key(entry)]
        if any(_says(other, values, columns) for other in there):
            row.verdict = row.verdict if row.sheet is self.register.records else SAME
            return
        waiting = [other for other in there if other.is_pending]
        approved = [other for other in there if not other.is_pending]
        if waiting:
            column = _first_different(waiting[0], values, columns)
            row.refuse(column.name, WAITS)
            return
        if len(approved) > 1:
            row.refuse(columns[0].name, AMBIGUOUS)
            return
        if approved:
            self._correct(row, approved[0], values, columns)
            return
        if row.sheet is self.register.records:
            row.verdict = CHANGED if record.original else NEW
            row.note("effective_on", FIRST_WAITS)
        self._plan_entry(record, row, entry)

    def _correct(self, row, old, values, columns):
        entry = ledger.correction_of(
            old, **{column.name: values[column.name] for column in columns}
        )
        row.verdict = CHANGED
        for column in columns:
            if not column.same(getattr(old, column.name), values[column.name]):
                self._note(row, column, getattr(old, column.name), values[column.name])
        row.note("effective_on", _("A correction will wait for approval."))
        self._plan_entry(row.record, row, entry)

    def _plan_entry(self, record, row, entry):
        for name, sentence in consistency.field_problems(entry).items():
            row.refuse(name, sentence)
        try:
            # Foreign keys are asked for one by one, and the project may not be saved yet.
            entry.clean_fields(exclude=FOREIGN_KEYS)
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                row.refuse(name, " ".join(messages))
        self.entries.append((record, row, entry))

    def _check_ledgers(self):
        """Plays the ledger of each project with its new entries; says it where they stand."""
        groups = defaultdict(list)
        for record, row, entry in self.entries:
            if record is not None and not row.wrong:
                groups[record.key].append((row, entry))
        for key, group in groups.items():
            together = [*self.there[key], *(entry for _row, entry in group)]
            for sentence in ledger.problems_together(together):
                of_day = [row for row, entry in group if _day(entry) in sentence]
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

    # --- the preview -------------------------------------------------------------------

    def _line(self, row):
        name = " – ".join(filter(None, [str(row.record or ""), row.about]))
        if row.wrong:
            return Line(str(row.sheet.name), row.number, WRONG, name, _once(row.wrong))
        self._doubt(row)
        read = self._read(row) if row.verdict == NEW else []
        return Line(str(row.sheet.name), row.number, row.verdict, name, _once(row.notes), read)

    def _read(self, row):
        return [
            [
                row.cells[column.name],
                column.column(self.names).title if column.measure else str(column.heading),
                _brief(column.show(row.values[column.name], self.names)),
            ]
            for column in row.sheet.fields
            if column.name in row.filled
        ]

    def _doubt(self, row):
        """Remark on what is right only rarely: a wrong unit makes it a thousandfold wrong."""
        for name, least, most, sentence in DOUBTS.get(row.sheet.model, ()):
            value = row.values.get(name) if name in row.filled else None
            if value and row.verdict in (NEW, CHANGED) and not least <= value <= most:
                row.note(name, _(sentence) % {"value": _brief(value)})


def _day(entry):
    return f"{entry.effective_on:%d/%m/%Y}"


def _once(notes):
    return [list(note) for note in dict.fromkeys(notes)]


def _brief(value):
    if value is None or value == "":
        return _("(empty)")
    if isinstance(value, Decimal):
        shown = display.number(value.normalize(), get_language()[:2])
    else:
        shown = f"{value:%d/%m/%Y}" if hasattr(value, "strftime") else str(value)
    return Truncator(" ".join(shown.split())).chars(SHOWN)


def stored(row, name):
    """What a record says in a column, in the shape that fields read it."""
    if name in row.copied_m2m:
        return frozenset(other.pk for other in getattr(row, name).all())
    if name in row.copied_children:
        return tuple((clean_text(one.name), one.country_id) for one in getattr(row, name).all())
    return getattr(row, name)


def _held(model, values):
    """Values as columns hold them: an empty text of a translation is nothing."""
    return {
        name: None if value == "" and model._meta.get_field(name).null else value
        for name, value in values.items()
    }


def _child(row, sheet, values):
    """The child of a record that a row is about, or None."""
    if row is None:
        return None
    wanted = [values.get(name) for name in sheet.key]
    for child in getattr(row, sheet.accessor).all():
        if [getattr(child, name) for name in sheet.key] == wanted:
            return child
    return None


def _lonely(model, values):
    """What the database would refuse about a new part."""
    if values.get("kind") == "counterpart" and values.get("donor_id"):
        return _("Counterpart funds have no donor.")
    return ""


def _fill_equal(values):
    """In USD both amounts are the same: one of them is enough."""
    if (values.get("currency") or "USD") != "USD":
        return
    for name, other in (("amount", "usd"), ("usd", "amount")):
        if values.get(name) is None and values.get(other) is not None:
            values[name] = values[other]


def _says(entry, values, columns):
    return _first_different(entry, values, columns) is None


def _first_different(entry, values, columns):
    for column in columns:
        if not column.same(getattr(entry, column.name), values[column.name]):
            return column
    return None
