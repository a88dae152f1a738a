"""What an import would write, and the preview that shows it."""

import hashlib
import json
from dataclasses import asdict, dataclass, field

from django.db import models

from projects.exchange.layout import Workbook
from projects.exchange.reading import Row

NEW, CHANGED, SAME, WRONG = VERDICTS = ("new", "changed", "same", "wrong")


@dataclass
class Line:
    """A row of the preview: verdict, what it is about, and notes as (cell, sentence).

    `read`: (cell, heading, value) of every filled cell of a new row.
    """

    sheet: str
    number: int
    verdict: str
    name: str
    notes: list
    read: list = field(default_factory=list)


@dataclass
class Part:
    """A row of a list that belongs to a record: values for a new child or an existing one."""

    accessor: str
    values: dict
    child: models.Model | None


@dataclass(eq=False)
class Record:
    """What the file makes of one record; `key` is negative while it is new.

    `others`: further rows of the first sheet about it, of which only one can be right; `copy`: its
    open working copy; `values`: columns to write; `lists`: accessor → all its rows.
    """

    key: int
    original: models.Model | None = None
    copy: models.Model | None = None
    row: Row | None = None
    others: list = field(default_factory=list)
    number: str = ""
    values: dict = field(default_factory=dict)
    m2m: dict = field(default_factory=dict)
    lists: dict = field(default_factory=dict)
    parts: list = field(default_factory=list)

    def claim(self, row):
        """A row of the first sheet is about this record."""
        if self.row is None:
            self.row = row
        else:
            self.others.append(row)

    def let_go(self, row):
        """A row of the first sheet is left out."""
        if row in self.others:
            self.others.remove(row)
        else:
            self.row = self.others.pop(0) if self.others else None

    @property
    def changes(self):
        return bool(self.values or self.m2m or self.lists or self.parts)

    @property
    def target(self):
        """The row that descriptions are compared with; None while there is none."""
        return self.copy or self.original

    def __str__(self):
        title = self.row.values.get("title_vi") if self.row else ""
        title = title or str(self.original or "")
        return " – ".join(filter(None, [self.number, title]))


@dataclass
class Plan:
    """All that an import would write, and the preview that shows it.

    `skipped`, `aside`: see Reading; `asked`: see doubles.settle(); `named`: see Names.asked;
    `doubted`: [{"key", "sheet", "row", "cell", "heading", "amount", "currency", "is_sure"}] of the
    amounts that are more likely slips; `losses`: [{"name", "sheet", "heading", "rows"}] of the
    columns whose empty cells stand where the register holds something.
    """

    register: Workbook
    records: list
    entries: list  # (Record or None, unsaved entry)
    lines: list
    skipped: list
    asked: list
    named: list
    doubted: list
    losses: list
    aside: dict

    @property
    def counts(self):
        found = dict.fromkeys(VERDICTS, 0)
        for line in self.lines:
            found[line.verdict] += 1
        found["undecided"] = sum(not question["answer"] for question in self.asked)
        found["unnamed"] = sum(not question["answer"] for question in self.named)
        found["unsure"] = sum(not doubt["is_sure"] for doubt in self.doubted)
        return found

    @property
    def digest(self):
        """The same as long as the same would be written."""
        lines = [asdict(line) for line in self.lines]
        return hashlib.sha256(json.dumps(lines).encode()).hexdigest()
