"""Which column of an uploaded table is which field: known, remembered, proposed; people confirm."""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import get_close_matches
from functools import cache
from itertools import islice

from django.core.exceptions import ValidationError
from django.utils.text import Truncator
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from portal.exchange.reading import say_converted
from portal.exchange.units import UnitError, area_unit, mentions_money
from portal.text import display
from portal.text.fold import fold
from projects.exchange import remembering, synonyms
from projects.exchange.fields import bare, factor
from projects.exchange.layout import NUMBER, RECORD
from projects.exchange.lines import told_apart

#: Columns that only count the rows.
COUNTING = {"stt", "tt", "so tt", "so thu tu", "no"}
SAMPLES = 3  # first values that are shown
NEAR = 0.85

#: Columns by which another is filled.
STANDS_FOR = {"usd": ["amount"], "partner_id": ["nationality_id"]}

#: What a column is that is not imported.
LEFT_OUT = ""
KNOWN, COUNTS, CHOSEN, REMEMBERED = "known", "counts", "chosen", "remembered"
SETTLED = (KNOWN, COUNTS, CHOSEN, REMEMBERED)
#: How a field was found, for people.
HOW = {
    KNOWN: gettext_lazy("as in the template"),
    COUNTS: gettext_lazy("row numbers: skipped"),
    CHOSEN: gettext_lazy("chosen"),
    REMEMBERED: gettext_lazy("as confirmed last time"),
    "guessed": gettext_lazy("a proposal: check it"),
    "unknown": gettext_lazy("not known"),
    "elsewhere": gettext_lazy("not imported"),
    "open": gettext_lazy("choose"),
}

BESIDE = gettext_lazy("Beside the table stands “%(text)s”.")
DIFFERENT = gettext_lazy("Beside the table stand different units: choose the right one.")
KEEPS_LAST_DAY = gettext_lazy(
    "The portal keeps the last day of the term, as the certificate says: in the field “%(field)s”. "
    "A number of years is not imported."
)


@dataclass
class Column:
    """A column of a table. `target` is a key of targets(), LEFT_OUT, or None: still to choose."""

    letters: str
    heading: str
    samples: list
    target: str | None = None
    how: str = "unknown"
    remark: str = ""

    def settle(self, target, how, remark=""):
        self.target, self.how, self.remark = target, how, remark


@dataclass
class Layout:
    """The columns of a sheet; `sheet` is the name in the file, `key` tells ours.

    `units`: the texts outside the table that mention a unit of money;
    `notes`: what to know about its headings; `has_new`: whether it may have new records; `lacks`:
    sentences about fields that these need and no column is.
    """

    key: str
    sheet: str
    columns: list
    other_sheets: list = field(default_factory=list)
    units: list = field(default_factory=list)
    problems: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    has_new: bool = False
    lacks: list = field(default_factory=list)

    @property
    def is_settled(self):
        settled = (CHOSEN,) if self.lacks else SETTLED
        return not self.problems and all(column.how in settled for column in self.columns)

    @property
    def chosen(self):
        return {column.letters: column.target for column in self.columns}


def key_of(sheet):
    return sheet.accessor or "records"


def targets(register, sheet):
    """{what a form sends: (Field, what its numbers are multiplied by, label)} of a sheet."""
    found = {}
    for one in _fields(register, sheet):
        if one.measure is None:
            found[one.name] = one, 1, str(one.heading)
            continue
        for size, unit in one.measure.units.items():
            found[_target(one, size)] = one, size, f"{one.heading} ({unit})"
    return found


def _fields(register, sheet):
    own = [one for one in sheet.fields if not one.told]
    return [*own, *register.foreign] if sheet is register.records else own


def _target(one, size):
    return one.name if one.measure is None else f"{one.name}*{size.normalize():f}"


def layout(register, sheet, table, chosen=None):
    """The Layout of a Table; chosen: {letters: target} that somebody confirmed for this file."""
    known = set(targets(register, sheet)) | {LEFT_OUT}
    full = _full(table.rows)
    columns = [
        Column(heading.letters, heading.text, _samples(full, index))
        for index, heading in enumerate(table.headings)
    ]
    found = Layout(key_of(sheet), table.sheet, columns, units=_unit_lines(table))
    found.notes += [BESIDE % {"text": line} for line in found.units]
    if said := say_converted(heading.text for heading in table.headings):
        found.notes.append(said)
    confirmed = remembering.confirmed(register, found) or [None] * len(columns)
    for column, target in zip(columns, confirmed, strict=True):
        if chosen is not None and chosen.get(column.letters) in known:
            column.settle(chosen[column.letters], CHOSEN)
        elif chosen is None and target in known:
            column.settle(target, REMEMBERED)
        else:
            _recognise(sheet, column)
    if not all(column.how in SETTLED for column in columns):
        _propose(register, sheet, found)
    found.problems = problems(register, sheet, columns)
    found.has_new = sheet is register.records and _has_new(register, table, columns)
    found.lacks = lacks(register, found)
    return found


def _unit_lines(table):
    """The texts outside the cells of the table that mention a unit of money, clear or not."""
    said = [text for line in table.skipped for text in line.texts]
    nameless = [at for at, heading in enumerate(table.headings) if not heading.text]
    most = max(map(_count, table.rows))
    for row in table.rows:
        filled = [value for value in row.values if value is not None]
        is_short = len(filled) <= 2 or 2 * len(filled) < most
        is_line = is_short and all(isinstance(value, str) for value in filled)
        said += filled if is_line else [row.values[at] for at in nameless]
    return [text for text in said if isinstance(text, str) and mentions_money(text)]


def _has_new(register, table, columns):
    """Whether rows of the first sheet have a number that no record has, or may have one."""
    at = {_name(column.target): index for index, column in enumerate(columns) if column.target}
    if register.number not in at:
        return RECORD not in at
    data, _others = told_apart(table.rows, at[register.number], at.get(RECORD))
    numbers = {fold(str(row.values[at[register.number]] or "")) for row in data}
    return bool(numbers - {number for _key, (number, _year) in register.identities()} - {""})


def _full(rows):
    """Those that are no groups or sums, by the number of their cells."""
    most = max(map(_count, rows))
    return [row for row in rows if 2 * _count(row) >= most]


def _samples(rows, index):
    values = (row.values[index] for row in rows)
    filled = (value for value in values if value is not None and str(value))
    return [shown(value) for value in islice(filled, SAMPLES)]


def _count(row):
    return sum(value is not None for value in row.values)


def shown(value):
    """A cell as a person reads it, cut short."""
    if isinstance(value, Decimal):
        return display.number(value.normalize(), get_language()[:2])
    text = f"{value:%d/%m/%Y}" if hasattr(value, "strftime") else str(value)
    return Truncator(" ".join(text.split())).chars(60)


def _recognise(sheet, column):
    """What a heading of our own workbook is."""
    if fold(column.heading) in COUNTING:
        column.settle(LEFT_OUT, COUNTS)
        return
    for one in sheet.fields:
        try:
            size = factor(one, column.heading)
        except ValidationError as error:
            column.settle(None, "open", " ".join(error.messages))
            return
        if size is not None:
            column.settle(LEFT_OUT if one.told else _target(one, size), KNOWN)
            return


# --- proposals -------------------------------------------------------------------------


def _propose(register, sheet, found):
    """Fill in what is not settled: as it was last confirmed, else by names that mean the same."""
    before = remembering.by_heading(register, found.key)
    taken = {_name(column.target): column.letters for column in found.columns if column.target}
    for column in found.columns:
        if column.how in SETTLED:
            continue
        known = target = before.get(fold(column.heading))
        remark = column.remark
        if found.units and known and "*" in known:
            target, remark = _as_large_as_said(register, sheet, column, known, found.units)
        if term := _term(register, sheet, column):
            if not _are_days(term, column.samples):
                column.settle(LEFT_OUT, "elsewhere", KEEPS_LAST_DAY % {"field": term.heading})
                continue
            target = term.name
        if target is None and known is None:
            target, remark = _guess(register, sheet, column.heading, found.units)
        if target and (other := taken.get(_name(target))):
            remark = _("Column %(column)s is this field already.") % {"column": other}
            target = LEFT_OUT
        if target:
            column.settle(target, "guessed")
            taken[_name(target)] = column.letters
        elif target is None:
            column.settle(None, "open", remark)
        else:
            column.settle(LEFT_OUT, "unknown", remark)


def _as_large_as_said(register, sheet, column, known, units):
    """(target, remark) of a column that was confirmed in other units than this file may be in."""
    one = next(one for one in _fields(register, sheet) if one.name == _name(known))
    target, remark = _with_unit(one, column.heading, units)
    return target or (known if one.measure.find is area_unit else None), remark


def _term(register, sheet, column):
    """The field of the last day, where a heading speaks of a project's term."""
    if sheet is not register.records or not synonyms.is_term(column.heading):
        return None
    return next((one for one in sheet.fields if one.name == "term_ends_on"), None)


def _are_days(one, samples):
    for sample in samples:
        try:
            one.parse(sample, None)
        except ValidationError:
            return False
    return bool(samples)


def _name(target):
    return target.partition("*")[0] if target else None


def _guess(register, sheet, heading, above):
    """(target, remark) by a heading or its parts; None where unit or field are unclear."""
    named = [(one, names) for one in _fields(register, sheet)
             if (names := _names(register, sheet, one))]  # fmt: skip
    group, _slash, own = heading.rpartition(" / ")
    for part in dict.fromkeys([heading, own, f"{own} {group}"]):
        wanted = {fold(part), bare(part)}
        for one, names in named:
            if wanted & names:
                return _with_unit(one, heading, above)
    parts = [{fold(part), bare(part)} for part in re.split(" ?/ ?", heading)]
    several = {one.name: one for wanted in parts for one, names in named if wanted & names}
    if len(several) > 1:
        listed = ", ".join(f"“{one.heading}”" for one in several.values())
        return None, _("The heading names several fields, %(fields)s.") % {"fields": listed}
    for one in several.values():
        if one.name == register.number and fold(own).startswith("ngay"):
            return _day_of_number(register), ""
        return _with_unit(one, heading, above)
    words = {name: one for one, names in named for name in names}
    for spelled in (bare(heading), fold(heading)):
        if near := get_close_matches(spelled, words, n=1, cutoff=NEAR):
            return _with_unit(words[near[0]], heading, above)
    return LEFT_OUT, ""


def _day_of_number(register):
    """The target of the day of the document whose number tells a record; LEFT_OUT for none."""
    return "effective_on" if register.first else register.day or LEFT_OUT


@cache
def _names(register, sheet, one):
    titles = {fold(title) for title in one.titles()}
    return titles | (synonyms.of(register, one.name) if sheet is register.records else set())


def _with_unit(one, heading, above):
    """The field in the unit of its heading, else of a line above the table."""
    if one.measure is None:
        return _target(one, 1), ""
    refusals, sizes = [], set()
    for text in [heading, *above]:
        try:
            sizes.add(one.measure.find(text))
        except ValidationError as error:
            refusals.append(error)
            if not isinstance(error, UnitError):
                break
        if sizes and text == heading:
            break
    if len(sizes) == 1:
        return _target(one, sizes.pop()), ""
    if sizes:
        return None, str(DIFFERENT)
    return None, " ".join(refusals[-1 if len(refusals) == 1 else 0].messages)


# --- what was confirmed ----------------------------------------------------------------


def problems(register, sheet, columns):
    """Sentences about what the columns together lack or say twice; all at once."""
    found, seen = [], {}
    for column in columns:
        name = _name(column.target)
        if name and name in seen:
            found.append(
                _("Columns %(first)s and %(second)s are the same field: choose one of them.")
                % {"first": seen[name], "second": column.letters}
            )
        elif name:
            seen[name] = column.letters
        elif column.target is None:
            found.append(
                _("Column %(column)s “%(heading)s”: choose a field, or do not import it.")
                % {"column": column.letters, "heading": column.heading}
            )
    wanted = {register.number if sheet is register.records else NUMBER, RECORD}
    if not wanted & seen.keys():
        heading = next(one.heading for one in sheet.fields if one.name in wanted)
        found.append(
            _("No column is “%(heading)s”: by it a row finds its record.") % {"heading": heading}
        )
    if sheet is not register.records:
        found += [
            _("The column “%(heading)s” is missing.") % {"heading": one.heading}
            for one in sheet.fields
            if one.needed and one.name not in seen
        ]
    return found


def lacks(register, found):
    """Sentences about what new records need and no column of a Layout is."""
    if not found.has_new:
        return []
    seen = {_name(column.target) for column in found.columns if column.target}
    needed = [one for one in register.records.fields if one.name == "title_vi"]
    if seen & {"nationality_id", *(one.name for one in register.first)}:
        needed += [one for one in register.first if one.needed]
    return [
        _("No column is “%(heading)s”, which new records need.") % {"heading": one.heading}
        for one in needed
        if not seen & {one.name, *STANDS_FOR.get(one.name, ())}
    ]
