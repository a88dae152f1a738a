"""Results of a PCI edition from a table of CSV or XLSX: read whole, or refused with every reason.

VCCI lists the provinces in another order for each column, in columns of names that have no
heading; so names are known by what they say, and figures go by the nearest names on their left.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from difflib import get_close_matches
from operator import itemgetter

from django.core.exceptions import ValidationError
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from investment.pci import headings as pci_headings
from investment.pci import ranks
from portal.exchange.numbers import AmbiguousNumber, NumberError, parse_number
from portal.exchange.reading import read_table, say_converted
from portal.exchange.tables import Table
from portal.text import display
from portal.text.fold import fold
from projects import places
from projects.exchange.mapping import COUNTING

NOT_PUBLISHED = {"", "khong cong bo", "kcb", "not published", "n a", "na"}
MOST = {"score": Decimal(100), "sub-index": Decimal(10)}
PLACES = Decimal("0.001")
LISTED = 4  # names in a suggestion
SURVEYED = (6, 30), (12, 31)  # month and day
#: What the rows say that sum the provinces up.
STATISTICS = {"min", "minimum", "max", "maximum", "median", "mean", "average", "thap nhat",
              "cao nhat", "nho nhat", "lon nhat", "trung vi", "trung binh", "gia tri thap nhat",
              "gia tri cao nhat", "gia tri trung vi", "gia tri trung binh"}  # fmt: skip


@dataclass
class Line:
    """What a table says of one province; `scores` by code of the sub-index."""

    score: Decimal | None = None
    rank: int | None = None
    tier: str = ""
    scores: dict = field(default_factory=dict)


@dataclass
class Reading:
    """What a file says: a Line by primary key of the province, or problems.

    problems: sentences with the cell; nothing is written while there is one. notes: what a person
    should know before going on; unknown: headings of columns that were left out.
    """

    lines: dict = field(default_factory=dict)
    names: dict = field(default_factory=dict)  # primary key → name of the province
    ranks_are_computed: bool = False
    problems: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    unknown: list = field(default_factory=list)
    sheet: str = ""
    other_sheets: tuple = ()


def read(file, edition, sheet=None):
    """The Reading of a binary file for an edition; raises TableError where it is no table."""
    table = read_table(
        file,
        headings=lambda text: pci_headings.meaning(text, edition) is not None,
        sheet=sheet,
        loose=True,
    )
    return _Reader(table, edition).read()


class _Reader:
    def __init__(self, table: Table, edition):
        self.table, self.edition = table, edition
        self.reading = Reading(sheet=table.sheet, other_sheets=table.other_sheets)
        # The survey is taken in the first half of the year; a merger after it may count already.
        before, after = (places.provinces_on(date(edition.year, *day)) for day in SURVEYED)
        self.units = after if len(after) == edition.provinces != len(before) else before
        self.known = {}
        self.rounded = 0
        self.refused = set()  # (primary key of the province, what its cell holds)

    def read(self):
        self.rows = self._provinces_only()
        self._note_marked()
        meanings = [self._meaning_of(column) for column in range(len(self.table.headings))]
        names = [at for at, meaning in enumerate(meanings) if meaning == "province"]
        columns = self._columns(meanings, names)
        if self.reading.problems:
            return self.reading
        self._note_converted(columns)
        for name_at, column, meaning in columns:
            self._read_column(name_at, column, meaning)
        self._check()
        return self.reading

    # --- columns -------------------------------------------------------------------------

    def _meaning_of(self, column):
        """As pci_headings.meaning(); a column that holds names of provinces is one of names."""
        values = [row.values[column] for row in self.rows]
        texts = [value for value in values if isinstance(value, str) and _has_letters(value)]
        named = sum(self._unit(text) is not None for text in texts)
        if named and named * 2 >= len(texts):
            return "province"
        return pci_headings.meaning(self.table.headings[column].text, self.edition)

    def _columns(self, meanings, names):
        """[(column of names, column of figures, what they are)]; each sub-index is its code."""
        found, left_out, alike = [], [], self._are_alike(names)
        for column, meaning in enumerate(meanings):
            if meaning == "province":
                continue
            left = [at for at in names if at < column]
            name_at = left[-1] if left else names[0] if alike else None
            if meaning and name_at is not None:
                found.append((name_at, column, meaning))
            elif meaning == "rank" and names:
                self._note(_("“%(text)s” stands left of all names and was left out."), column)
            elif meaning:
                self._complain(_("No column of provinces stands before “%(text)s”."), column)
            elif any(row.values[column] is not None for row in self.rows):
                left_out.append(column)
        if not alike and names and not any(name_at == names[-1] for name_at, *_rest in found):
            self._complain(_("No figures stand right of the names in “%(text)s”."), names[-1])
        self._note_unknown(left_out, {meaning for _name_at, _column, meaning in found})
        self._check_columns(found)
        return found

    def _note_unknown(self, columns, read):
        others = [one for one in self.edition.subindices.all() if one.code not in read]
        for column in columns:
            heading = self.table.headings[column].text
            if near := pci_headings.nearly(heading, others, self.edition):
                said = _(
                    "The column “%(text)s” was left out. If it is meant for “%(name)s”, rename the "
                    "column so, then choose the file again."
                )
                self.reading.notes.append(said % {"text": heading, "name": near})
            elif fold(heading) not in COUNTING:
                self.reading.unknown.append(self._title(column))
        if names := self.reading.unknown:
            said = ngettext(
                "The column %(names)s is not known and was left out. If it is a sub-index, add it "
                "to the edition first, then choose the file again.",
                "The columns %(names)s are not known and were left out. Those that are "
                "sub-indices must be added to the edition first; then choose the file again.",
                len(names),
            )
            listed = ", ".join(f"“{name}”" for name in names)
            self.reading.notes.append(said % {"names": listed})

    def _are_alike(self, names):
        """Whether all columns of names say the same in each row, so that any order will do."""
        return bool(names) and all(
            len({self._unit(str(row.values[at])) for at in names if row.values[at] is not None}) < 2
            for row in self.rows
        )

    def _check_columns(self, found):
        counted = Counter(meaning for _name, _column, meaning in found)
        for _name, column, meaning in found:
            if counted[meaning] > 1:
                self._complain(_("“%(text)s”: two columns say the same."), column)
        if "score" not in counted and not self.reading.problems:
            self.reading.problems.append(
                _("No column with the composite score was found: call it “PCI” or “score”.")
            )

    def _title(self, column):
        heading = self.table.headings[column]
        return heading.text or heading.letters

    def _complain(self, sentence, column):
        self.reading.problems.append(sentence % {"text": self._title(column)})

    def _note(self, sentence, column):
        self.reading.notes.append(sentence % {"text": self._title(column)})

    # --- rows ----------------------------------------------------------------------------

    def _provinces_only(self):
        """The rows without lines below them and without those that sum up; what is left out is
        named."""
        rows, left_out = list(self.table.rows), []
        while rows and _is_line(rows[-1]) and not self._is_near(rows[-1]):
            left_out.append(rows.pop())
        left_out += [row for row in rows if _sums_up(row)]
        found = [(skipped.number, skipped.reason) for skipped in self.table.skipped]
        found += [(row.number, f"“{_first_text(row)}”") for row in left_out]
        if found:
            listed = "; ".join(
                f"{number} ({what})" for number, what in sorted(found, key=itemgetter(0))
            )
            self.reading.notes.append(_("Rows left out: %(rows)s.") % {"rows": listed})
        return [row for row in rows if not _sums_up(row)]

    def _note_marked(self):
        """Rows that nobody sees in Excel, or that somebody took back there, are read but named."""
        table = self.table
        marked = sorted({row.number for row in self.rows} & (table.hidden | table.struck))
        if marked:
            said = _("Rows %(rows)s are hidden or struck out in the file, and were read.")
            self.reading.notes.append(said % {"rows": ", ".join(map(str, marked))})

    def _note_converted(self, columns):
        read = sorted({at for name_at, column, _meaning in columns for at in (name_at, column)})
        headings = [heading.text for heading in self.table.headings]
        values = [row.values[at] for at in read for row in self.rows]
        self.reading.notes += filter(None, map(say_converted, (headings, values)))

    def _is_near(self, row):
        """Whether a line names a province, or may be meant to."""
        return bool(self._unit(_first_text(row)) or self._near(_first_text(row), cutoff=0.75))

    # --- cells ---------------------------------------------------------------------------

    def _read_column(self, name_at, column, meaning):
        seen = {}
        for row in self.rows:
            name, value = row.values[name_at], row.values[column]
            if name is None:
                if value is not None:
                    self._refuse(row, name_at, _("A province is missing."))
                continue
            if (province := self._unit(str(name))) is None:
                self._refuse(row, name_at, self._unknown(str(name)))
                continue
            try:
                parsed = self._parsed(value, meaning)
            except ValidationError as error:
                self._refuse(row, column, " ".join(error.messages))
                self.refused.add((province.pk, meaning))
                continue
            if province.pk in seen:
                self._refuse(row, name_at, _("“%(text)s” stands there twice.") % {"text": name})
                continue
            seen[province.pk] = True
            line = self.reading.lines.setdefault(province.pk, Line())
            self.reading.names[province.pk] = province.name_vi
            _put(line, meaning, parsed)

    def _parsed(self, value, meaning):
        if value is None or fold(str(value)) in NOT_PUBLISHED:
            return None
        if meaning == "tier":
            return str(value)[:60]
        if meaning == "rank":
            return int(_number(value, Decimal(100), places_allowed=0))
        number = _number(value, MOST["score" if meaning == "score" else "sub-index"])
        kept = number.quantize(PLACES, ROUND_HALF_UP)
        self.rounded += kept != number
        return kept

    def _refuse(self, row, column, sentence):
        problem = f"{self.table.address(row, column)}: {sentence}"
        if problem not in self.reading.problems:
            self.reading.problems.append(problem)

    def _unit(self, name):
        """The province that a cell names, looked for once; or None."""
        key = fold(name)
        if key not in self.known:
            self.known[key] = places.called(self.units, name)
        return self.known[key]

    def _near(self, name, cutoff):
        names = {fold(unit.name_vi): unit.name_vi for unit in self.units}
        known = {
            alias: names[name] for alias, name in places.PROVINCE_ALIASES.items() if name in names
        }
        names = known | names
        near = get_close_matches(fold(name), names, n=LISTED, cutoff=cutoff)
        return list(dict.fromkeys(names[key] for key in near))

    def _unknown(self, name):
        if former := places.called(places.former_provinces(self.edition.year), name):
            return _(
                "“%(text)s” ended on %(day)s and went into %(units)s: this edition takes the score "
                "of the new one alone."
            ) % {
                "text": name,
                "day": display.date(former.valid_to, "vi"),
                "units": ", ".join(unit.name_vi for unit in former.successors.all()),
            }
        near = self._near(name, cutoff=0.6)
        if not near:
            return _("“%(text)s” is no province of %(year)s.") % {
                "text": name,
                "year": self.edition.year,
            }
        return _("“%(text)s” is no province of %(year)s. Is it one of: %(names)s?") % {
            "text": name,
            "year": self.edition.year,
            "names": "; ".join(f"“{name}”" for name in near),
        }

    # --- the whole -----------------------------------------------------------------------

    def _check(self):
        reading = self.reading
        if self.rounded:
            reading.notes.append(
                ngettext(
                    "%(n)s score has more than three decimals and was rounded half up to three.",
                    "%(n)s scores have more than three decimals and were rounded half up to three.",
                    self.rounded,
                )
                % {"n": self.rounded}
            )
        for pk, line in reading.lines.items():
            is_told = (pk, "score") in self.refused
            if line.score is None and (line.scores or line.rank) and not is_told:
                reading.problems.append(
                    _("%(name)s has a rank or sub-indices, but no composite score.")
                    % {"name": reading.names[pk]}
                )
        ranked = [line for line in reading.lines.values() if line.rank is not None]
        if not ranked and self.edition.ranks_published_to is None:
            ranks.compute(reading.lines.values())
            reading.ranks_are_computed = True
            reading.notes.append(_("The file has no ranks: they are computed from the scores."))
        else:
            problems, notes = ranks.against_scores(reading, self.edition)
            reading.problems += problems
            reading.notes += notes
        if not self.edition.subindices.exists():
            reading.notes.append(
                _("The edition has no sub-indices yet: add them on its page before their scores.")
            )
        reading.problems += ranks.beyond(self.edition, reading.lines.values())
        expected = self.edition.provinces
        if len(reading.lines) not in (expected, self.edition.ranks_published_to) and expected:
            reading.notes.append(
                _("The file has %(n)s provinces; the edition says %(expected)s.")
                % {"n": len(reading.lines), "expected": expected}
            )


def _has_letters(text):
    return fold(text) not in NOT_PUBLISHED and any(c.isalpha() for c in text)


def _is_line(row):
    """Whether a row is text alone, as "Nguồn: VCCI" is."""
    filled = [value for value in row.values if value is not None]
    return len(filled) == 1 and isinstance(filled[0], str)


def _sums_up(row):
    return any(isinstance(value, str) and fold(value) in STATISTICS for value in row.values)


def _first_text(row):
    return next((value for value in row.values if isinstance(value, str)), "")


def _number(value, most, places_allowed=None):
    try:
        number = parse_number(value, places=places_allowed)
    except AmbiguousNumber:
        # "6.625" is no six thousand here: with a further digit there is one reading.
        number = parse_number(f"{value}0", places=places_allowed)
    if not 0 <= number <= most:
        shown = display.number(number, get_language()[:2])
        raise NumberError(
            _("“%(text)s” is not between 0 and %(most)s.") % {"text": shown, "most": most}
        )
    return number


def _put(line, meaning, value):
    if meaning in ("score", "rank"):
        setattr(line, meaning, value)
    elif meaning == "tier":
        line.tier = value or ""
    elif value is not None:
        line.scores[meaning] = value
