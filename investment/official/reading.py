"""Tables of official FDI figures from CSV or XLSX: read whole, or refused with every reason.

The Foreign Investment Agency prints a table by locality, one by partner, one by sector, each for
the flows of a period and for the stock of a day: sheets of one workbook, or a file each.
"""

import re
from collections import Counter
from contextlib import suppress
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from investment.official import headings as fia_headings
from investment.official.headings import NAME
from investment.official.models import Indicator
from investment.official.names import Names
from investment.official.printed import (
    Line,
    Part,
    Reading,
    compare_with_earlier,
    warn_of_jumps,
    written,
)
from portal.exchange.errors import TableError
from portal.exchange.numbers import NumberError, parse_number
from portal.exchange.reading import read_table, say_converted
from portal.exchange.units import UnitError, money_unit
from portal.text import display
from portal.text.fold import fold

MOST_SHEETS = 12
MOST_NAMED = 5  # of the rows without figures: more are those of a template that nobody filled in
MILLION = Decimal(1_000_000)
#: More than the whole world invests: the column is in another unit than its heading says.
MOST = Decimal(1_000_000)
PLACES = Decimal("0.001")
#: How far the parts of a printed total, each rounded, may lie from it.
TOLERANCE = Decimal("0.05")
NOTHING = {"", "x"}
#: Columns that number the rows.
NUMBERS = {"tt", "stt", "so tt", "so thu tu", "no"}
TOTALS = {
    "tong",
    "tong so",
    "tong cong",
    "cong",
    "ca nuoc",
    "total",
    "grand total",
    "whole country",
}
PARTS = (Indicator.NEW_CAPITAL, Indicator.ADJUSTED_CAPITAL, Indicator.SHARE_VALUE)
#: A day in a folded text.
_DAY = re.compile(r"\b(\d{1,2}) (?:thang )?(\d{1,2}) (?:nam )?(\d{4})\b")
ALLOWED_NEGATIVE = {Indicator.ADJUSTED_CAPITAL, Indicator.TOTAL_CAPITAL}


def read(file, day, sheet=None):
    """The Reading of a binary file whose figures are as of a day.

    Of a workbook the named sheet, else all visible ones that are such tables. Raises TableError
    where there is none.
    """
    names, reading, left_out = Names(day), Reading(), []
    first = _table(file, sheet)
    tables = [first]
    for other in first.other_sheets[: MOST_SHEETS - 1] if sheet is None else ():
        try:
            tables.append(_table(file, other))
        except TableError as error:
            if error.code not in ("no_heading", "no_rows", "empty"):
                raise
            left_out.append(other)
    if left_out:
        told = ", ".join(f"“{name}”" for name in left_out)
        reading.warned.append(_("Sheets without such a table: %(sheets)s.") % {"sheets": told})
    for table in tables:
        _Reader(table, names, reading).read()
    _tell_other_days(tables, day, reading)
    if not (reading.parts or reading.problems):
        reading.problems.append(_("No figure is filled in."))
    _check_twice(reading)
    compare_with_earlier(reading, day)
    warn_of_jumps(reading, day)
    return reading


def _table(file, sheet):
    file.seek(0)
    return read_table(file, headings=fia_headings.is_known, sheet=sheet, loose=True)


class _Reader:
    """One sheet."""

    def __init__(self, table, names, reading):
        self.table, self.names, self.reading = table, names, reading
        self.rounded = 0

    def read(self):
        told = [fia_headings.meaning(heading.text) for heading in self.table.headings]
        meanings = fia_headings.resolved(told)
        if said := say_converted(heading.text for heading in self.table.headings):
            self._note("%(said)s", said=said)
        if NAME not in meanings:
            self._complain(_("No column with the names was found: call it “Name”."))
            return
        self.name_at = meanings.index(NAME)
        columns = {at: m for at, m in enumerate(meanings) if isinstance(m, Indicator)}
        self._check_columns(columns, meanings)
        factors = {at: self._factor(at) for at, i in columns.items() if not i.is_count}
        rows = self._rows(columns)
        if not rows:
            self._note(_("There are no figures here: the sheet was left out."))
            return
        breakdown = self.names.breakdown_of([self._label(row) for row in rows])
        part = Part(self.table.sheet, breakdown, list(columns.values()))
        self.reading.parts.append(part)
        self._note_marked(rows)
        if said := say_converted(row.values[self.name_at] for row in rows):
            self._note("%(said)s", said=said)
        for row in rows:
            self._read_row(row, part, columns, factors)
        self._tell_rounded()
        self._check_totals(part, columns, factors)
        self._check_parts(part)

    # --- columns -------------------------------------------------------------------------

    def _check_columns(self, columns, meanings):
        counted = Counter(columns.values())
        for at, indicator in columns.items():
            if counted[indicator] > 1:
                self._complain(_("“%(text)s”: two columns say the same."), at)
        if not columns:
            self._complain(_("No column with figures is known."))
        for at, meaning in enumerate(meanings):
            is_filled = any(row.values[at] is not None for row in self.table.rows)
            text = self.table.headings[at].text
            if meaning is None and is_filled and text and fold(text) not in NUMBERS:
                self._note(_("The column “%(text)s” is not known and was left out."), at)

    def _factor(self, at):
        """What makes million USD of the amounts of a column."""
        heading = self.table.headings[at].text
        try:
            unit = money_unit(heading)
        except UnitError as error:
            if error.code == "missing":
                self._note(_("“%(text)s” names no unit: it is read as million USD."), at)
                return Decimal(1)
            self._problem(" ".join(error.messages))
            return Decimal(1)
        if unit.currency != "USD":
            self._complain(_("“%(text)s” is not in USD."), at)
        return unit.factor / MILLION

    # --- rows ----------------------------------------------------------------------------

    def _label(self, row):
        value = row.values[self.name_at]
        return str(value) if value is not None else ""

    def _rows(self, columns):
        """The rows about one thing each; those of totals and those without figures are left out."""
        kept, blank = [], []
        left_out = [(s.number, str(s.reason)) for s in self.table.skipped if s.reason]
        for row in self.table.rows:
            filled = [at for at in columns if _has_value(row.values[at])]
            if not filled:
                blank.append((row.number, f"“{_first_text(row)}”"))
            elif fold(self._label(row)) in TOTALS:
                left_out.append((row.number, _("total of the rows above")))
            else:
                kept.append(row)
        if not kept:
            return kept
        if len(blank) > MOST_NAMED:
            self._note(_("%(n)s rows have no figures and were left out."), n=len(blank))
        else:
            left_out += blank
        if left_out:
            told = "; ".join(f"{number} ({what})" for number, what in sorted(left_out))
            self._note(_("Rows left out: %(rows)s."), rows=told)
        return kept

    def _note_marked(self, rows):
        """Rows that nobody sees in Excel, or that somebody took back there, are read but named."""
        marked = sorted({row.number for row in rows} & (self.table.hidden | self.table.struck))
        if marked:
            said = _("Rows %(rows)s are hidden or struck out in the file, and were read.")
            self._note(said, rows=", ".join(map(str, marked)))

    def _read_row(self, row, part, columns, factors):
        label = self._label(row)
        if not label:
            self._refuse(row, self.name_at, _("A name is missing."))
            return
        if fold(label) in {fold(line.label) for line in part.lines}:
            self._refuse(row, self.name_at, _("“%(text)s” stands there twice.") % {"text": label})
            return
        try:
            key, name = self.names.find(part.breakdown, label)
        except ValidationError as error:
            self._refuse(row, self.name_at, " ".join(error.messages))
            return
        line = Line(label[:150], key, name)
        for at, indicator in columns.items():
            try:
                value = self._value(row.values[at], indicator, factors.get(at))
            except ValidationError as error:
                self._refuse(row, at, " ".join(error.messages))
                continue
            if value is not None:
                line.values[indicator] = value
        part.lines.append(line)

    def _value(self, value, indicator, factor):
        if not _has_value(value):
            return None
        if indicator.is_count:
            number = parse_number(value, places=0)
        else:
            exact = parse_number(value) * factor
            number = exact.quantize(PLACES, ROUND_HALF_UP)
            self.rounded += number != exact
        if number < 0 and indicator not in ALLOWED_NEGATIVE:
            raise NumberError(_("“%(text)s” is below zero."), params={"text": value})
        if abs(number) > MOST:
            raise NumberError(
                _("“%(text)s” is more than all capital there is: check the unit of the column."),
                params={"text": value},
            )
        return number

    # --- the whole sheet -----------------------------------------------------------------

    def _tell_rounded(self):
        if self.rounded:
            text = ngettext(
                "%(n)s amount has more than three decimals and was rounded half up to three.",
                "%(n)s amounts have more than three decimals and were rounded half up to three.",
                self.rounded,
            )
            self._note(text, n=self.rounded)

    def _check_totals(self, part, columns, factors):
        """Says where a printed total is not the sum of its rows; documents are kept as printed."""
        rows = [row for row in self.table.rows if fold(self._label(row)) in TOTALS]
        printed = [row.values for row in rows] + [s.values for s in self.table.skipped if s.values]
        for values in printed:
            for at, indicator in columns.items():
                try:
                    total = self._value(values[at], indicator, factors.get(at))
                except ValidationError:
                    continue
                summed = sum(line.values.get(indicator, 0) for line in part.lines)
                if total is not None and abs(total - summed) > TOLERANCE:
                    self._note(
                        _("The printed total of “%(text)s” is %(total)s, its rows add up to "
                          "%(sum)s."),
                        at, total=written(total), sum=written(summed),
                    )  # fmt: skip

    def _check_parts(self, part):
        """Says where the capital of a row is not what its parts add up to."""
        if Indicator.TOTAL_CAPITAL not in part.indicators or len(part.indicators) < 4:
            return
        wrong = [
            line.label
            for line in part.lines
            if (total := line.values.get(Indicator.TOTAL_CAPITAL)) is not None
            and abs(total - sum(line.values.get(i, 0) for i in PARTS)) > TOLERANCE
        ]
        if wrong:
            self._note(
                _("The total capital is not the sum of its parts: %(text)s."), text="; ".join(wrong)
            )

    # --- saying so -----------------------------------------------------------------------

    def _refuse(self, row, at, sentence):
        self._problem(f"{self.table.address(row, at)}: {sentence}")

    def _complain(self, sentence, at=None):
        self._problem(sentence % self._words(at))

    def _note(self, sentence, at=None, **words):
        self.reading.warned.append(self._where(sentence % (self._words(at) | words)))

    def _words(self, at):
        if at is None:
            return {}
        heading = self.table.headings[at]
        return {"text": heading.text or heading.letters}

    def _problem(self, sentence):
        self.reading.problems.append(self._where(sentence))

    def _where(self, sentence):
        return f"{self.table.sheet}: {sentence}" if self.table.sheet else sentence


def _tell_other_days(tables, day, reading):
    """Warns where the lines above the tables name days, but not the one that was typed."""
    named = {found for table in tables for found in _days_above(table)}
    if named and day not in named:
        said = _(
            "The file says %(days)s above its table, but the figures are to be entered as of "
            "%(day)s. Look at the document: if another day is right, choose the file again with it."
        )
        days = ", ".join(_day(found) for found in sorted(named))
        reading.warned.insert(0, said % {"days": days, "day": _day(day)})


def _days_above(table):
    """The days that the lines above a heading name: 20/12/2024, ngày 20 tháng 12 năm 2024."""
    for line in table.skipped:
        if line.number < table.header_rows[0]:
            for named, month, year in _DAY.findall(fold(line.text)):
                with suppress(ValueError):
                    yield date(int(year), int(month), int(named))


def _day(day):
    return display.date(day, get_language()[:2])


def _first_text(row):
    return next((value for value in row.values if isinstance(value, str)), "")


def _has_value(value):
    return value is not None and fold(str(value)) not in NOTHING


def _check_twice(reading):
    """No two sheets may say the same."""
    seen = {}
    for part in reading.parts:
        for indicator in part.indicators:
            other = seen.setdefault((part.breakdown, indicator), part.sheet)
            if other != part.sheet:
                reading.problems.append(
                    _("Sheets “%(one)s” and “%(other)s” both have: %(what)s. Name the one to read.")
                    % {"one": other, "other": part.sheet, "what": indicator.label}
                )
