"""A table of results beside those of its edition that count: what it changes when approved."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from investment.official.models import SourceTable
from investment.pci.entering import lines_of
from investment.pci.models import PciResult
from portal.text import display
from projects.models import AdministrativeUnit

NAMED = 10  # provinces whose changes are told one by one
NONE = "–"


@dataclass(frozen=True)
class Row:
    """A province in a table; values: of each column (what it says, what counts until then)."""

    name: str
    values: list

    @property
    def cells(self):
        """(what it says, what it changes or "")."""
        return [(value, before if before != value else "") for value, before in self.values]


@dataclass(frozen=True)
class Replacing:
    """What a table says of an edition, best first, and the table that it replaces, if any.

    columns: their headings; gone: names of provinces whose results no longer stand in it.
    """

    edition: object
    columns: list
    rows: list
    replaced: SourceTable | None = None
    gone: list = field(default_factory=list)

    @property
    def sentences(self):
        """What readers will see change; empty where no results of the edition count."""
        if self.replaced is None:
            return []
        said = [_("It takes the place of “%(table)s”, whose results count now.")]
        changed = [row for row in self.rows if any(before for _value, before in row.cells)]
        said += [self._told(row) for row in changed[:NAMED]]
        if len(changed) > NAMED:
            said.append(_("Provinces that change besides: %(n)s.") % {"n": len(changed) - NAMED})
        if self.gone:
            said.append(_("No longer in it: %(names)s.") % {"names": ", ".join(self.gone)})
        if not changed and not self.gone:
            said.append(_("All results are the same as before."))
        return [sentence % {"table": self.replaced} for sentence in said[:1]] + said[1:]

    def _told(self, row):
        cells = zip(self.columns, row.cells, strict=True)
        moved = [f"{column} {before} → {value}" for column, (value, before) in cells if before]
        return f"{row.name}: {'; '.join(moved)}"


def of_lines(edition, lines, *, known_at=None):
    """The Replacing of Lines by primary key of the province; known_at: of what counted then."""
    counted = PciResult.objects.counted(known_at).filter(edition=edition)
    before = lines_of(counted)
    held = set().union(*(line.scores for line in [*lines.values(), *before.values()]))
    subindices = [one for one in edition.subindices.all() if one.code in held]
    has_tiers = any(line.tier for line in [*lines.values(), *before.values()])
    columns = [_("Rank"), _("Score"), *map(str, subindices), *([_("Tier")] if has_tiers else [])]
    units = AdministrativeUnit.objects.in_bulk([*lines, *before])
    by_rank = sorted(
        lines, key=lambda pk: (lines[pk].rank is None, lines[pk].rank or 0, units[pk].sort_vi)
    )

    def row(pk):
        values, old = (_values(found.get(pk), subindices, has_tiers) for found in (lines, before))
        return Row(units[pk].name_vi, list(zip(values, old if before else values, strict=True)))

    return Replacing(
        edition,
        columns,
        [row(pk) for pk in by_rank],
        SourceTable.objects.filter(pk__in=counted.values("table")).first(),
        [units[pk].name_vi for pk in before if pk not in lines],
    )


def of_table(edition, table):
    """The Replacing of a table that waits, or of what counted when it was approved."""
    known_at = table.known_at and table.known_at - timedelta(microseconds=1)
    lines = lines_of(PciResult.objects.filter(table=table, edition=edition))
    return of_lines(edition, lines, known_at=known_at)


def _values(line, subindices, has_tiers):
    if line is None:
        return [NONE] * (2 + len(subindices) + has_tiers)
    scores = [line.score, *(line.scores.get(one.code) for one in subindices)]
    rank = NONE if line.rank is None else str(line.rank)
    return [rank, *map(_score, scores), *([line.tier or NONE] if has_tiers else [])]


def _score(value):
    """With the decimals it has, two at least."""
    if value is None:
        return NONE
    exact = value.normalize()
    return display.number(exact, get_language()[:2], max(2, -exact.as_tuple().exponent))
