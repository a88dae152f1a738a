"""The totals of the registers at the desk: what would change, and the gap to the public ones."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from projects.desk import money
from projects.models.capital import CapitalEvent
from projects.registers import OF_MODEL
from projects.when import When


def totals(selection, when, years):
    """(label, when or year) → Figure: what stands as of the day, and what flowed in the years."""
    return OF_MODEL[selection.model].summary.desk(selection, when, sorted(years))


def _selection(model):
    return OF_MODEL[model].form.selection_class


def shown(figure):
    """A figure with its unit; “above” for a floor, a dash where nothing is recorded."""
    if figure.value is None:
        return "–"
    text = f"{money(figure.value)} {figure.unit.label}"
    return _("above %(amount)s") % {"amount": text} if figure.is_floor else text


def snapshot(entries):
    """A function that says the public totals and those of the whole registers, which approving the
    entries may change: (model, label, period, is public) → Figure."""
    years = {}
    for entry in entries:
        model = type(entry)._meta.get_field("project").related_model
        years.setdefault(model, {timezone.localdate().year}).update(_years_about(entry))
    when = When.today()

    def now():
        return {
            (model, label, period, not registered): figure
            for model, wanted in years.items()
            for registered in (False, True)
            for (label, period), figure in totals(
                _selection(model)(registered=registered), when, wanted
            ).items()
        }

    return now


def _years_about(entry):
    """The year in which an entry counts, and that in which the one it corrects stops counting."""
    for stated in filter(None, (entry, entry.supersedes)):
        yield stated.effective_on.year if isinstance(stated, CapitalEvent) else stated.year


@dataclass
class Change:
    """One total of a register before and after, (before, after) in public and over all records;
    None where it stays."""

    label: str
    period: str
    public: tuple | None = None
    registered: tuple | None = None

    @property
    def sides(self):
        return self.public, self.registered


def by_register(changes):
    """[(name of a register, its Changes)] from the changes of a ledger's Effect."""
    registers = {}
    for (model, label, period, is_public), before, after in changes:
        rows = registers.setdefault(model, {})
        change = rows.setdefault((label, period), Change(label, period))
        setattr(change, "public" if is_public else "registered", (shown(before), shown(after)))
    return [
        (model._meta.verbose_name_plural, [*rows.values()]) for model, rows in registers.items()
    ]


def told(changes):
    """What the page says of the changes of a ledger's Effect, by which it is told from others."""
    return [
        (model._meta.label, label, period, is_public, shown(before), shown(after))
        for (model, label, period, is_public), before, after in changes
    ]


def shift(records, *, public):
    """(label, before, after) of the public totals that change when records of one register become
    public or are withdrawn."""
    base = _selection(type(records[0]))
    moved = Q(pk__in=[record.pk for record in records])

    class Shifted(base):
        def records(self, when=None):
            there = Q(pk__in=super().records(when).values("pk"))
            return self.model.objects.filter(there | moved if public else there & ~moved)

    when = When.today()
    years = _years_of(records) | {when.as_of.year}
    before, after = (totals(selection, when, years) for selection in (base(), Shifted()))
    return [
        (f"{label} ({period})", shown(before[label, period]), shown(figure))
        for (label, period), figure in after.items()
        if figure.value != before[label, period].value
    ]


def _years_of(records):
    """The years about which the ledgers of records of one register say something; one query."""
    entries = _ledger(type(records[0])).objects.counted().filter(project__in=records)
    if issubclass(entries.model, CapitalEvent):
        return {day.year for day in entries.values_list("effective_on", flat=True)}
    return set(entries.values_list("year", flat=True))


def _ledger(model):
    return OF_MODEL[model].ledger


@dataclass
class Gap:
    """A register's public totals beside those of all its records.

    rows: (label, period, public, registered, difference or "" ); records: those that are counted
    but not public, `count` in all; waiting: entries that count nowhere yet.
    """

    model: type
    rows: list
    records: list
    count: int
    waiting: int


MOST = 100  # records that a gap lists


def gap(model, when):
    """The Gap of one register as of a day."""
    public, registered = _selection(model)(), _selection(model)(registered=True)
    years = {when.as_of.year}
    there, all_there = (totals(selection, when, years) for selection in (public, registered))
    rows = []
    for (label, period), figure in all_there.items():
        seen = there[label, period]
        difference = (figure.value or 0) - (seen.value or 0)
        rows.append(
            (label, period, shown(seen), shown(figure), money(difference) if difference else "")
        )
    hidden = registered.projects(when).exclude(pk__in=public.projects(when).values("pk"))
    return Gap(
        model,
        rows,
        list(hidden.order_by("-updated_at")[:MOST]),
        hidden.count(),
        _ledger(model).objects.pending().count(),
    )
