"""Results of a PCI edition from a table of CSV or XLSX: read whole, or refused with every reason.

The files that circulate spell provinces in several ways, and list them in another order for each
column; so each column of figures goes by the nearest column of names on its left.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from difflib import get_close_matches

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from investment.models import PciResult, PciScore, SourceTable
from portal.exchange.numbers import AmbiguousNumber, NumberError, parse_number
from portal.exchange.reading import read_table
from portal.exchange.tables import Table
from portal.text.fold import fold
from projects import ledger, places

PROVINCE = {"tinh", "tinh thanh pho", "tinh tp", "dia phuong", "province", "province city",
            "ten tinh", "province vi", "province en"}  # fmt: skip
SCORE = {"pci", "diem pci", "diem so pci", "chi so pci", "pci score", "score",
         "diem tong hop", "chi so tong hop", "composite"}  # fmt: skip
RANK = {"hang", "xep hang", "thu hang", "rank", "pci rank", "hang pci"}
TIER = {"nhom", "nhom xep hang", "tier"}
NOT_PUBLISHED = {"", "khong cong bo", "kcb", "not published", "n a", "na"}
MOST = {"score": Decimal(100), "sub-index": Decimal(10)}
PLACES = 3
LISTED = 4  # names in a suggestion


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
    should know before going on.
    """

    lines: dict = field(default_factory=dict)
    names: dict = field(default_factory=dict)  # primary key → name of the province
    ranks_are_computed: bool = False
    problems: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    sheet: str = ""
    other_sheets: tuple = ()


def read(file, edition, sheet=None):
    """The Reading of a binary file for an edition; raises TableError where it is no table."""
    table = read_table(file, headings=_headings(edition), sheet=sheet)
    return _Reader(table, edition).read()


def _headings(edition):
    words = [*PROVINCE, *SCORE, *RANK]
    for subindex in edition.subindices.all():
        words += filter(None, [subindex.code, subindex.name_vi, subindex.name_en])
    return words


class _Reader:
    def __init__(self, table: Table, edition):
        self.table, self.edition = table, edition
        self.reading = Reading(sheet=table.sheet, other_sheets=table.other_sheets)
        # The survey is taken in the first half of the year.
        self.day = date(edition.year, 6, 30)
        self.known = {}

    def read(self):
        columns = self._columns()
        if self.reading.problems:
            return self.reading
        for name_at, column, meaning in columns:
            self._read_column(name_at, column, meaning)
        self._check()
        return self.reading

    # --- columns -------------------------------------------------------------------------

    def _columns(self):
        """[(column of names, column of figures, what they are)]; each sub-index is its code."""
        meanings = [_meaning(heading.text, self.edition) for heading in self.table.headings]
        found, name_at = [], None
        for column, meaning in enumerate(meanings):
            if meaning == "province":
                name_at = column
            elif meaning and name_at is None:
                self._complain(_("No column of provinces stands before “%(text)s”."), column)
            elif meaning:
                found.append((name_at, column, meaning))
            elif self._has_figures(column):
                self.reading.notes.append(
                    _("The column “%(text)s” is not known and was left out.")
                    % {"text": self.table.headings[column].text}
                )
        counted = Counter(meaning for _name, _column, meaning in found)
        for _name, column, meaning in found:
            if counted[meaning] > 1:
                self._complain(_("“%(text)s”: two columns say the same."), column)
        if "score" not in counted and not self.reading.problems:
            self.reading.problems.append(
                _("No column with the composite score was found: call it “PCI” or “score”.")
            )
        return found

    def _has_figures(self, column):
        return any(row.values[column] is not None for row in self.table.rows)

    def _complain(self, sentence, column):
        self.reading.problems.append(sentence % {"text": self.table.headings[column].text})

    # --- cells ---------------------------------------------------------------------------

    def _read_column(self, name_at, column, meaning):
        seen = {}
        for row in self.table.rows:
            name, value = row.values[name_at], row.values[column]
            if name is None:
                if value is not None:
                    self._refuse(row, name_at, _("A province is missing."))
                continue
            try:
                province = self._province(str(name))
                parsed = _parsed(value, meaning)
            except ValidationError as error:
                self._refuse(row, column, " ".join(error.messages))
                continue
            if province.pk in seen:
                self._refuse(row, name_at, _("“%(text)s” stands there twice.") % {"text": name})
                continue
            seen[province.pk] = True
            line = self.reading.lines.setdefault(province.pk, Line())
            self.reading.names[province.pk] = province.name_vi
            _put(line, meaning, parsed)

    def _refuse(self, row, column, sentence):
        problem = f"{self.table.address(row, column)}: {sentence}"
        if problem not in self.reading.problems:
            self.reading.problems.append(problem)

    def _province(self, name):
        """The province that a cell names, asked for once; raises ValidationError."""
        key = fold(name)
        if key not in self.known:
            self.known[key] = places.province_by_name(name, on=self.day)
        if self.known[key] is None:
            raise ValidationError(self._unknown(name))
        return self.known[key]

    def _unknown(self, name):
        names = {fold(unit.name_vi): unit.name_vi for unit in places.provinces_on(self.day)}
        near = get_close_matches(fold(name), names, n=LISTED, cutoff=0.6)
        if not near:
            return _("“%(text)s” is no province of %(year)s.") % {
                "text": name,
                "year": self.edition.year,
            }
        return _("“%(text)s” is no province of %(year)s. Is it one of: %(names)s?") % {
            "text": name,
            "year": self.edition.year,
            "names": "; ".join(f"“{names[key]}”" for key in near),
        }

    # --- the whole -----------------------------------------------------------------------

    def _check(self):
        reading = self.reading
        for pk, line in reading.lines.items():
            if line.score is None and (line.scores or line.rank):
                reading.problems.append(
                    _("%(name)s has a rank or sub-indices, but no composite score.")
                    % {"name": reading.names[pk]}
                )
        ranked = [line for line in reading.lines.values() if line.rank is not None]
        if not ranked and self.edition.ranks_published_to is None:
            _rank(reading.lines.values())
            reading.ranks_are_computed = True
            reading.notes.append(_("The file has no ranks: they are computed from the scores."))
        expected = self.edition.provinces
        if expected and len(reading.lines) != expected:
            reading.notes.append(
                _("The file has %(n)s provinces; the edition says %(expected)s.")
                % {"n": len(reading.lines), "expected": expected}
            )


def _meaning(heading, edition):
    """What a column holds: "province", "score", "rank", "tier", a code, or None."""
    parts = [fold(part) for part in heading.split(" / ")]
    if parts[-1] in PROVINCE:
        return "province"
    for part in reversed(parts):
        if code := _code(part, edition):
            # Of a sub-index only the scores are kept.
            return code if parts[-1] not in RANK else None
    for words, meaning in ((RANK, "rank"), (TIER, "tier")):
        if parts[-1] in words:
            return meaning
    return "score" if SCORE & set(parts) else None


def _code(text, edition):
    for subindex in edition.subindices.all():
        names = filter(None, (subindex.code, subindex.name_vi, subindex.name_en))
        # "1. Gia nhập thị trường" too.
        if re.sub(r"^(?:cstp )?\d+ ", "", text) in {fold(name) for name in names}:
            return subindex.code
    return None


def _parsed(value, meaning):
    if value is None or fold(str(value)) in NOT_PUBLISHED:
        return None
    if meaning == "tier":
        return str(value)[:60]
    if meaning == "rank":
        return int(_number(value, 0, Decimal(100)))
    return _number(value, PLACES, MOST["score" if meaning == "score" else "sub-index"])


def _number(value, places_allowed, most):
    try:
        number = parse_number(value, places=places_allowed)
    except AmbiguousNumber:
        # "6.625" is no six thousand here: with a further digit there is one reading.
        number = parse_number(f"{value}0", places=places_allowed)
    if not 0 <= number <= most:
        raise NumberError(
            _("“%(text)s” is not between 0 and %(most)s.") % {"text": value, "most": most}
        )
    return number


def _put(line, meaning, value):
    if meaning in ("score", "rank"):
        setattr(line, meaning, value)
    elif meaning == "tier":
        line.tier = value or ""
    elif value is not None:
        line.scores[meaning] = value


def _rank(lines):
    """Ranks by score, equal scores alike."""
    scores = [line.score for line in lines if line.score is not None]
    for line in lines:
        if line.score is not None:
            line.rank = 1 + sum(score > line.score for score in scores)


# --- keeping and writing ---------------------------------------------------------------


def packed(reading):
    """What a preview hands on to be written, as JSON values."""
    lines = [
        [pk, _text(line.score), line.rank, line.tier, {c: str(s) for c, s in line.scores.items()}]
        for pk, line in reading.lines.items()
    ]
    return {"computed": reading.ranks_are_computed, "lines": lines}


def _text(score):
    return None if score is None else str(score)


@transaction.atomic
def enter(edition, data, *, by, **values):
    """A SourceTable with the results that packed() gave, waiting for another person's approval.

    values: of the table. Raises PermissionDenied or ValidationError.
    """
    table = ledger.enter(SourceTable(**values), by=by)
    results = [
        PciResult(
            table=table,
            edition=edition,
            province_id=pk,
            score=score and Decimal(score),
            rank=rank,
            rank_is_computed=data["computed"] and rank is not None,
            tier=tier,
        )
        for pk, score, rank, tier, _scores in data["lines"]
    ]
    PciResult.objects.bulk_create(results)
    PciScore.objects.bulk_create(
        PciScore(result=result, code=code, score=Decimal(score))
        for result, line in zip(results, data["lines"], strict=True)
        for code, score in line[4].items()
    )
    return table
