"""New rows that may be what the register, or another row, has already: named, and asked about."""

from collections import defaultdict
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from portal.text.fold import fold
from projects import duplicates
from projects.exchange.plan import Record
from projects.models import NgoAid
from projects.models.capital import EventType

NEAR_NUMBER = gettext_noop("The register has “%(number)s”: is it the same without its zeros?")
NEAR_NAME = gettext_noop("The register has “%(record)s” of nearly the same name: is it the same?")
IN_FILE = gettext_noop("Row %(row)s has nearly the same number or name: is it the same?")
ASKED_TO = gettext_lazy("left out as its importer said")
NEW, SKIP = "new", "skip"
MOST = 5  # records named for a row
LOOKED_AT = 200  # of one name, compared one by one


@dataclass(frozen=True)
class _Known:
    """What tells a record of the register or a new row; key: of the record, None of a row."""

    key: int | None
    number: str
    title: str
    partner: int | None
    year: int | None
    row: int = 0

    def is_near(self, other):
        """Whether the names are near and what else is known of both does not say otherwise."""
        told = [
            (mine, theirs)
            for mine, theirs in ((self.partner, other.partner), (self.year, other.year))
            if mine and theirs
        ]
        return not told or any(mine == theirs for mine, theirs in told)


def settle(reading, records):
    """Notes and asks about near doubles among the new rows; does as was answered.

    records: key → Record, as Finder.find_all() gives them. Gives what was asked, each {"row",
    "name", "why", "options": [[answer, words]], "answer"}, and [(sheet, row number, reason)] of
    rows left out.
    """
    register, answers = reading.register, reading.choices.doubles
    rows = reading.rows.get(register.records, [])
    new = [row for row in rows if row.record is not None and row.record.key < 0]
    if not new:
        return [], []
    by_year = bool(register.day)
    register_has, file_has = _Index(_of_register(register, new), by_year), _Index([], by_year)
    asked, skipped = [], []
    for row in new:
        known = _of_row(register, row)
        near = register_has.near(known)
        twins = [] if near else file_has.near(known)
        if not (near or twins):
            file_has.add(known)
            continue
        options = _options(near)
        answer = answers.get(str(row.number), "")
        answer = answer if answer in dict(options) else ""
        why = _why(register, row, near, twins)
        asked.append(
            {
                "row": row.number,
                "name": _name(known),
                "why": [sentence for _column, sentence in why],
                "options": options,
                "answer": answer,
            }
        )
        if answer == SKIP:
            skipped.append(row)
        elif same := next((one for one in near if str(one.key) == answer), None):
            _is(row, same, reading, records)
        else:
            file_has.add(known)
            for column, sentence in why:
                row.note(column, sentence)
    return asked, _leave_out(reading, records, skipped)


def _options(near):
    """[[answer, words]] that the importer chooses from."""
    same = [[str(one.key), _("It is “%(record)s”") % {"record": _name(one)}] for one in near]
    return [*same, [NEW, _("It is a new record")], [SKIP, _("Leave it out")]]


def _why(register, row, near, twins):
    """[(column, sentence)]: what a row is near to."""
    why = []
    for one in near:
        same = fold(one.number).lstrip("0") == fold(row.values[register.number]).lstrip("0")
        sentence = NEAR_NUMBER if same else NEAR_NAME
        said = {"number": one.number, "record": _name(one)}
        why.append((register.number if same else "title_vi", _(sentence) % said))
    return why + [(register.number, _(IN_FILE) % {"row": one.row}) for one in twins]


def _name(one):
    return " – ".join(filter(None, [one.number, one.title]))


def _is(row, known, reading, records):
    """The row is about a record that is there; its number stays as the register has it."""
    placeholder = row.record
    record = records.setdefault(known.key, Record(known.key))
    record.number = record.number or known.number
    row.values.pop(reading.register.number, None)
    row.note(reading.register.number, _("It is “%(record)s”") % {"record": _name(known)})
    if placeholder is record:  # As a row of the same number was.
        return
    del records[placeholder.key]
    for one in (placeholder.row, *placeholder.others):
        record.claim(one)
    for rows in reading.rows.values():
        for other in rows:
            if other.record is placeholder:
                other.record = record


def _leave_out(reading, records, skipped):
    for row in skipped:
        row.record.let_go(row)
    gone = {row.record for row in skipped if row.record.row is None}
    for record in gone:
        del records[record.key]
    numbers = {row.number for row in skipped}
    for sheet, rows in reading.rows.items():
        left = numbers if sheet is reading.register.records else ()
        reading.rows[sheet] = [
            row for row in rows if row.record not in gone and row.number not in left
        ]
    return [
        (row.place, row.number, f"{ASKED_TO}: “{row.values.get('title_vi', '')}”")
        for row in skipped
    ]


class _Index:
    """by_year: one number may be given again in another year."""

    def __init__(self, known, by_year):
        self.by_number, self.by_name = defaultdict(list), defaultdict(list)
        self.by_year = by_year
        for one in known:
            self.add(one)

    def add(self, one):
        if number := fold(one.number).lstrip("0"):
            self.by_number[number].append(one)
        if words := duplicates.tell(one.title):
            self.by_name[words].append(one)

    def near(self, wanted):
        numbered = self.by_number[fold(wanted.number).lstrip("0")]
        found = [one for one in numbered if not (self.by_year and _differ(one.year, wanted.year))]
        named = self.by_name[duplicates.tell(wanted.title)]
        found += [one for one in named[:LOOKED_AT] if one not in found and wanted.is_near(one)]
        return found[:MOST]


def _differ(one, other):
    return bool(one and other and one != other)


# --- what is known ---------------------------------------------------------------------


def _known_by(register):
    """The columns of a row with its partner and its day; None for no partner."""
    if register.first:
        return "partner_id", "effective_on"
    return ("donor_id", register.day) if register.model is NgoAid else (None, "starts_on")


def _of_row(register, row):
    values = row.values
    partner, day = _known_by(register)
    return _Known(
        None,
        values.get(register.number) or "",
        values.get("title_vi") or "",
        values.get(partner),
        getattr(values.get(day), "year", None),
        row.number,
    )


def _of_register(register, new):
    """The originals that are near one of the new rows by number or name alone."""
    wanted = [_of_row(register, row) for row in new]
    numbers = {fold(one.number).lstrip("0") for one in wanted} - {""}
    names = {duplicates.tell(one.title) for one in wanted} - {frozenset()}
    columns = () if register.first else filter(None, _known_by(register))
    rows = register.model.objects.values_list("pk", register.number, "title_vi", *columns)
    near = [
        row
        for row in rows
        if fold(row[1]).lstrip("0") in numbers or duplicates.tell(row[2] or "") in names
    ]
    first = _first_certificates(register.ledger, [row[0] for row in near]) if register.first else {}
    for pk, number, title, *more in near:
        partner, day = first.get(pk, (None, None)) if register.first else [None, *more][-2:]
        yield _Known(pk, number, title or "", partner, day and day.year)


def _first_certificates(ledger, pks):
    """project → (partner, day) of its first certificate, as it counts or waits."""
    entries = ledger.objects.live().filter(project__in=pks, type=EventType.NEW)
    found = entries.order_by("pk")
    return {entry.project_id: (entry.partner_id, entry.effective_on) for entry in found}
