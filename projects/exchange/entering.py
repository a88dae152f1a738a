"""What rows say of the ledger: new entries, corrections of approved ones, or nothing new."""

from collections import defaultdict

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects import consistency, doubts, ledger
from projects.exchange.comparing import (
    AMOUNTS,
    amounts_once,
    brief,
    columns_of,
    day_of,
    entry_key,
    fill_equal,
    own,
)
from projects.exchange.layout import NUMBER
from projects.exchange.plan import CHANGED, NEW, SAME
from projects.models import FdiEvent
from projects.models.capital import CapitalEvent, EventType

WAITS = gettext_lazy(
    "An entry of the same key waits with another value: have it decided on or taken back first."
)
AMBIGUOUS = gettext_lazy("Several entries have the same key: correct the right one at the desk.")
FIRST_WAITS = gettext_lazy("The first certificate will wait for approval.")
LATER = (EventType.INCREASE, EventType.DECREASE)
FOREIGN_KEYS = ["project", "partner", "industry", "unit", "document", "supersedes", "entered_by",
                "batch", "decided_by"]  # fmt: skip


class Entries:
    """`planned`: [(Record or None, Row, unsaved entry)]; `there`: key of a project → its entries
    that count or wait."""

    def __init__(self, register, remarks):
        self.register, self.model, self.remarks = register, register.model, remarks
        self.planned, self.there, self._beside = [], defaultdict(list), defaultdict(list)

    def load(self, keys):
        """What is there of the projects of some keys, and what stands without a project."""
        model = self.register.ledger
        about = models.Q(project__in=keys)
        if model.stands_alone:
            about |= models.Q(project=None)
        for entry in model.objects.live().filter(about):
            self.there[entry.project_id].append(entry)

    def compare_first(self, record, row):
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

    def compare(self, row):
        values = own(self.register, row)
        row.verdict = NEW
        if row.record is None and not row.wrong and values.get("type") != FdiEvent.Type.SHARES:
            row.refuse(NUMBER, _("Only a share-purchase notice may stand without a project."))
        if row.record is not None:
            for name in {"company", "industry_id", "unit_id"} & row.filled:
                row.refuse(name, _("Only a notice that stands alone needs this."))
        if not row.wrong:
            self._match(row.record, row, values, columns_of(self.register, row), {})

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
        if any(not self.remarks.changes(row, other, values, columns) for other in there):
            row.verdict = row.verdict if row.sheet is self.register.records else SAME
            return
        waiting = [other for other in there if other.is_pending]
        approved = [other for other in there if not other.is_pending]
        if waiting:
            row.refuse(next(iter(self.remarks.changes(row, waiting[0], values, columns))), WAITS)
        elif len(approved) > 1:
            row.refuse(columns[0].name, AMBIGUOUS)
        elif approved:
            self._correct(row, approved[0], values, columns)
        else:
            if row.sheet is self.register.records:
                row.verdict = CHANGED if record.original else NEW
                row.note("effective_on", FIRST_WAITS)
            self._note_former(row, self.there[key], entry)
            self._plan_entry(record, row, entry)

    def _note_former(self, row, there, entry):
        """Says of a statement on a year which one it follows."""
        if isinstance(entry, CapitalEvent):
            return
        former = [one for one in there if (one.year, one.measure) == (entry.year, entry.measure)]
        if latest := max(former, key=lambda one: one.effective_on, default=None):
            amounts = [getattr(latest, name) for name in latest.doubted]
            said = _("This year is stated already: %(amounts)s (document of %(day)s); the later "
                     "document counts.")  # fmt: skip
            shown = "; ".join(brief(amount) for amount in amounts if amount is not None)
            row.note("effective_on", said % {"amounts": shown, "day": day_of(latest)})

    def _correct(self, row, old, values, columns):
        changed = self.remarks.changes(row, old, values, columns)
        if row.sheet is self.register.records and self._is_present_capital(row, old, changed):
            changed = {name: value for name, value in changed.items() if name not in AMOUNTS}
            if not changed:
                row.verdict = row.verdict or SAME
                return
        row.verdict = CHANGED
        self.remarks.note_all(row, self.register.entries.fields, old, changed)
        self._ask_whether_older(row, old, changed)
        row.note("effective_on", _("A correction will wait for approval."))
        self._plan_entry(row.record, row, ledger.correction_of(old, **changed))

    def _ask_whether_older(self, row, old, changed):
        """Whether the file stands as it did before the entry was corrected."""
        before = old.supersedes
        if before is None or any(getattr(before, name) != changed[name] for name in changed):
            return
        said = _("Corrected on %(day)s: is the file older than that correction?")
        day = f"{timezone.localtime(old.decided_at):%d/%m/%Y}"
        for name in changed:
            if name in row.filled:
                self.remarks.ask(row, name, changed[name], said % {"day": day})
                return

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
        self.remarks.ask(row, counted, changed[counted], said % shown)
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
        self._doubt(record, row, entry)
        self.planned.append((record, row, entry))

    def _doubt(self, record, row, entry):
        """Ask what the form of an entry asks."""
        others, project = [], None
        if record is not None:
            others = [*self.there[record.key], *self._beside[record.key]]
            project = record.original
            self._beside[record.key].append(entry)
        for name, sentence in doubts.of(entry, others, project):
            stated = name if name in row.filled or name not in AMOUNTS else "amount"
            if stated in row.filled:
                self.remarks.ask(row, stated, getattr(entry, name), sentence)

    def check_ledgers(self):
        """Plays the ledger of each project with its new entries; says it where they stand."""
        groups = defaultdict(list)
        for record, row, entry in self.planned:
            if record is not None and not row.wrong:
                groups[record.key].append((row, entry))
        for key, group in groups.items():
            together = [*self.there[key], *(entry for _row, entry in group)]
            for sentence in ledger.problems_together(together):
                of_day = [row for row, entry in group if day_of(entry) in sentence]
                for row in of_day or [row for row, _entry in group]:
                    row.refuse("effective_on", sentence)
