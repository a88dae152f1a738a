"""New rows that may be what the register, or another row, has already: named, and asked about."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from portal.text.fold import fold
from projects import duplicates
from projects.codes import comes_back, likenesses, may_lack_zero
from projects.exchange.plan import Record
from projects.models import NgoAid
from projects.models.capital import EventType

NEAR_NUMBER = gettext_noop("The register has “%(record)s”, whose number is alike: is it the same?")
SAME_FACTS = gettext_noop(
    "The register has “%(record)s” of the same day, partner and capital: is it the same?"
)
NEAR_NAME = gettext_noop("The register has “%(record)s” of nearly the same name: is it the same?")
LACKS_ZERO = gettext_lazy(
    "“%(number)s” has %(n)s digits, and codes have ten (twelve before 2015): has Excel dropped a "
    "zero at its beginning? Then format the cell as text and write the whole code."
)
OTHERWISE = gettext_lazy(
    "The register has this number for “%(record)s”, whose name and %(others)s differ: is the "
    "number right?"
)
RENAMED = gettext_lazy(
    "The register has this number for “%(record)s”, a name with few words in common: is the number "
    "right?"
)
NAMED_ELSEWHERE = gettext_lazy(
    "The register has this number for “%(record)s”, and this name for “%(other)s”: is the number "
    "right?"
)
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
    day: date | None
    amount: Decimal | None = None
    row: int = 0

    @property
    def year(self):
        return self.day and self.day.year

    @property
    def facts(self):
        """Day, partner and capital of the first certificate; None where one is not known."""
        facts = self.day, self.partner, self.amount
        return None if None in facts else facts

    def is_near(self, other):
        """Whether the names are near and what else is known of both does not say otherwise."""
        told = [
            (mine, theirs)
            for mine, theirs in ((self.partner, other.partner), (self.year, other.year))
            if mine and theirs
        ]
        return not told or any(mine == theirs for mine, theirs in told)

    def contradicts(self, other):
        """What else differs, as words, where the names have less than half of the words of their
        subjects in common; None otherwise."""
        mine, theirs = duplicates.subject(self.title), duplicates.subject(other.title)
        if not (mine and theirs) or 2 * len(mine & theirs) >= min(len(mine), len(theirs)):
            return None
        facts = [
            (_("day"), self.day, other.day),
            (_("partner"), self.partner, other.partner),
            (_("capital"), self.amount, other.amount),
        ]
        return [name for name, one, two in facts if one and two and one != two]


def settle(reading, records):
    """Notes and asks about near doubles among the new rows; does as was answered.

    records: key → Record, as Finder.find_all() gives them. Gives what was asked, each {"row",
    "name", "why", "options": [[answer, words]], "answer"}, and [(sheet, row number, reason)] of
    rows left out.
    """
    register, questions = reading.register, _Questions(reading.choices.doubles)
    rows = [row for row in reading.rows.get(register.records, []) if row.record is not None]
    new = [row for row in rows if row.record.key < 0]
    by_year = bool(register.day)
    register_has, file_has = _Index(_of_register(register, new), by_year), _Index([], by_year)
    skipped = _told_otherwise(register, questions, [row for row in rows if row.record.key > 0])
    for row in new:
        known = _of_row(register, row)
        near = register_has.near(known)
        twins = [] if near else file_has.near(replace(known, amount=None))
        lacks_zero = not near and may_lack_zero(known.number)
        if not (near or twins or lacks_zero):
            file_has.add(known)
            continue
        why = _why(register, row, near, twins)
        if lacks_zero:
            said = {"number": known.number, "n": len(known.number)}
            why.append((register.number, LACKS_ZERO % said))
        answer = questions.ask(row, known, why, _options(near, known.number))
        if answer == SKIP:
            skipped.append(row)
        elif same := next((one for one in near if str(one.key) == answer.rstrip("+")), None):
            _is(row, same, reading, records, keeps_number=not answer.endswith("+"))
        else:
            file_has.add(known)
            for column, sentence in why:
                row.note(column, sentence)
    return questions.asked, _leave_out(reading, records, skipped)


class _Questions:
    def __init__(self, answers):
        self.asked, self._answers = [], answers

    def ask(self, row, known, why, options):
        """The answer of a row to why [(column, sentence)] it is asked about; "" for none."""
        answer = self._answers.get(str(row.number), "")
        answer = answer if answer in dict(options) else ""
        self.asked.append(
            {
                "row": row.number,
                "name": _name(known),
                "why": [sentence for _column, sentence in why],
                "options": options,
                "answer": answer,
            }
        )
        return answer


def _options(near, number):
    """[[answer, words]] that the importer chooses from; the number of the file, where another."""
    same = []
    for one in near:
        said = {"record": _name(one), "number": number}
        same.append([str(one.key), _("It is “%(record)s”") % said])
        if number and number != one.number:
            renumbered = _("It is “%(record)s”, whose number becomes %(number)s") % said
            same.append([f"{one.key}+", renumbered])
    return [*same, [NEW, _("It is a new record")], [SKIP, _("Leave it out")]]


def _told_otherwise(register, questions, rows):
    """Asks of rows whose number is of a record that has another name, or of another record than
    their name: a wrong digit would turn another project into this one. Gives the rows to leave
    out."""
    there = {one.key: one for one in _of_keys(register, {row.record.key for row in rows})}
    named = _named_as(register, rows, there)
    skipped = []
    for row in rows:
        known, one = _of_row(register, row), there.get(row.record.key)
        if one is None or not (why := _otherwise(known, one, named.get(fold(known.title)))):
            continue
        same = _("It is “%(record)s”, told otherwise") % {"record": _name(one)}
        options = [[str(one.key), same], [SKIP, _("Leave it out")]]
        row.note(register.number, why)
        if questions.ask(row, known, [(register.number, why)], options) == SKIP:
            skipped.append(row)
    return skipped


def _otherwise(known, one, other):
    """Why a row may not be about the record of its number; other: the one that has its name."""
    said = {"record": _name(one)}
    if other and fold(known.title) != fold(one.title):
        return NAMED_ELSEWHERE % {**said, "other": _name(other)}
    if (others := known.contradicts(one)) is None:
        return ""
    return (OTHERWISE if others else RENAMED) % {**said, "others": ", ".join(others)}


def _named_as(register, rows, there):
    """folded name → the record that has it, of the rows that name their record otherwise."""
    titles = {row.record.key: fold(row.values.get("title_vi") or "") for row in rows}
    titles = {
        title for key, title in titles.items() if key in there and title != fold(there[key].title)
    } - {""}
    if not titles:
        return {}
    known = _originals(register, register.model.objects)
    return {fold(one.title): one for one in known if fold(one.title) in titles}


def _why(register, row, near, twins):
    """[(column, sentence)]: what a row is near to."""
    why = []
    for one in near:
        number = row.values.get(register.number) or ""
        if likenesses(one.number) & likenesses(number):
            column, sentence = register.number, NEAR_NUMBER
        else:
            title = row.values.get("title_vi") or ""
            is_named = duplicates.tell(one.title) == duplicates.tell(title)
            column, sentence = "title_vi", NEAR_NAME if is_named else SAME_FACTS
        why.append((column, _(sentence) % {"record": _name(one)}))
    return why + [(register.number, _(IN_FILE) % {"row": one.row}) for one in twins]


def _name(one):
    return " – ".join(filter(None, [one.number, one.title]))


def _is(row, known, reading, records, *, keeps_number):
    """The row is about a record that is there, whose number stays or becomes that of the file."""
    placeholder = row.record
    record = records.setdefault(known.key, Record(known.key))
    record.number = record.number or known.number
    row.note(reading.register.number, _("It is “%(record)s”") % {"record": _name(known)})
    written = row.values.pop(reading.register.number, None) if keeps_number else None
    if written and written != known.number:
        said = _("Its number stays “%(number)s”: if the file is right, correct it on its page.")
        row.note(reading.register.number, said % {"number": known.number})
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
        self.by_facts = defaultdict(list)
        self.by_year = by_year
        for one in known:
            self.add(one)

    def add(self, one):
        for likeness in likenesses(one.number):
            self.by_number[likeness].append(one)
        if one.facts:
            self.by_facts[one.facts].append(one)
        if words := duplicates.tell(one.title):
            self.by_name[words].append(one)

    def near(self, wanted):
        numbered = [one for like in likenesses(wanted.number) for one in self.by_number[like]]
        recurs = self.by_year and comes_back(wanted.number)
        found = [one for one in numbered if not (recurs and _differ(one.year, wanted.year))]
        named = self.by_name[duplicates.tell(wanted.title)]
        found += [one for one in named[:LOOKED_AT] if wanted.is_near(one)]
        found += self.by_facts[wanted.facts] if wanted.facts else []
        return list(dict.fromkeys(found))[:MOST]


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
        values.get(day),
        values.get(register.ledger.counted_in) if register.first else None,
        row.number,
    )


def _of_register(register, new):
    """The originals that are near one of the new rows by number, name or facts."""
    wanted = [_of_row(register, row) for row in new]
    numbers = {likeness for one in wanted for likeness in likenesses(one.number)}
    names = {duplicates.tell(one.title) for one in wanted} - {frozenset()}
    facts = {one.facts for one in wanted} - {None}
    for one in _originals(register, register.model.objects) if new else ():
        is_named = duplicates.tell(one.title) in names
        if is_named or likenesses(one.number) & numbers or one.facts in facts:
            yield one


def _of_keys(register, keys):
    return _originals(register, register.model.objects.filter(pk__in=keys)) if keys else []


def _originals(register, rows):
    """Each original as _Known."""
    first = _first_certificates(register.ledger) if register.first else {}
    columns = [] if register.first else list(filter(None, _known_by(register)))
    for pk, number, title, *told in rows.values_list("pk", register.number, "title_vi", *columns):
        partner, day, amount = first.get(pk) or (*[None, None, *told][-2:], None)
        yield _Known(pk, number, title or "", partner, day, amount)


def _first_certificates(ledger):
    """project → (partner, day, capital) of its first certificate, as it counts or waits."""
    entries = ledger.objects.live().filter(type=EventType.NEW).order_by("pk")
    of = ["project", "effective_on", ledger.counted_in]
    if hasattr(ledger, "partner"):
        of.append("partner")
    return {
        pk: (partner[0] if partner else None, day, amount)
        for pk, day, amount, *partner in entries.values_list(*of)
    }
