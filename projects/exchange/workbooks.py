"""A register's workbook: empty as a template, filled as an export that can be imported again."""

from collections import defaultdict

from django.conf import settings
from django.utils.translation import override

from portal.exchange.workbooks import Sheet, form_file
from projects import consistency
from projects.exchange.layout import NUMBER, PRESENT, RECORD
from projects.exchange.names import Names
from projects.exchange.planning import stored
from projects.models.capital import EventType

#: An export with more records would be too large to be imported again.
MOST = 10_000


def template(file, register):
    """Write the register's empty workbook, in Vietnamese, to a path or binary file."""
    with override(settings.LANGUAGE_CODE):
        names = Names()
        form_file(
            file,
            [
                Sheet(sheet.name, _columns(sheet, names, empty=True), [])
                for sheet in register.sheets
            ],
        )


def export(file, register, records):
    """Write records of the register, a queryset of originals, as the template has them."""
    lists = [*register.model.copied_m2m, *(sheet.accessor for sheet in register.parts)]
    if "investors" in register.model.copied_children:
        lists.append("investors")
    rows = list(records.prefetch_related(*lists))
    entries = defaultdict(list)
    for entry in register.ledger.objects.live().filter(project__in=[row.pk for row in rows]):
        entries[entry.project_id].append(entry)
    with override(settings.LANGUAGE_CODE):
        names = Names()
        form_file(file, _sheets(register, rows, entries, names))


def _sheets(register, rows, entries, names):
    yield Sheet(
        register.records.name,
        _columns(register.records, names),
        [_record_row(register, row, entries[row.pk], names) for row in rows],
    )
    for sheet in register.parts:
        parts = [(row, part) for row in rows for part in getattr(row, sheet.accessor).all()]
        yield Sheet(sheet.name, _columns(sheet, names), _own_rows(register, sheet, parts, names))
    told = [
        (row, entry)
        for row in rows
        for entry in _as_it_stands(entries[row.pk])
        if not (register.first and entry.type == EventType.NEW)
    ]
    sheet = register.entries
    yield Sheet(sheet.name, _columns(sheet, names), _own_rows(register, sheet, told, names))


def _columns(sheet, names, *, empty=False):
    """The columns of a sheet; a template has none that only an export fills."""
    told = {RECORD} | {field.name for field in sheet.fields if field.told}
    return [field.column(names) for field in sheet.fields if not (empty and field.name in told)]


def _first(entries):
    """The first certificate as it counts, else as it waits."""
    found = [entry for entry in _as_it_stands(entries) if entry.type == EventType.NEW]
    return found[0] if found else None


def _as_it_stands(entries):
    """What counts, and what waits without correcting anything; what counts first."""
    kept = [entry for entry in entries if not entry.supersedes_id or not entry.is_pending]
    return sorted(kept, key=lambda entry: (entry.is_pending, entry.effective_on, entry.pk))


def _record_row(register, row, entries, names):
    first = _first(entries) if register.first else None
    of_first = {field.name for field in register.first}
    shown = {RECORD: row.pk}
    for field in register.records.fields:
        if field.name in of_first:
            value = getattr(first, field.name) if first else None
            shown[field.name] = None if value is None else field.show(value, names)
        elif field.name == PRESENT:
            shown[field.name] = _present_capital(entries)
        elif field.name != RECORD:
            shown[field.name] = field.show(stored(row, field.name), names)
    return shown


def _present_capital(entries):
    """What the approved entries make of it; None before the first and after the end."""
    life, _problems = consistency.play([entry for entry in entries if not entry.is_pending])
    return life.capital if life.first_on and not life.ended_on else None


def _own_rows(register, sheet, pairs, names):
    """Rows of (record, part or entry)."""
    for record, obj in pairs:
        shown = {RECORD: record.pk, NUMBER: getattr(record, register.number) or None}
        for field in register.own_fields(sheet):
            shown[field.name] = field.show(getattr(obj, field.name), names)
        if sheet is register.entries:
            shown["state"] = str(obj.get_status_display())
        yield shown
