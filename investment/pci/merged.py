"""The results of provinces that merged beside those of the province that they went into."""

from dataclasses import dataclass

from investment.pci.questions import Standing, standing
from projects.models import AdministrativeUnit


@dataclass(frozen=True)
class Merger:
    """A province and those that went into it; each with its last published Standing.

    now: that of the province itself, None before it has one; so is that of each before.
    """

    province: AdministrativeUnit
    now: Standing | None
    before: list  # (AdministrativeUnit, Standing | None)


def mergers(book):
    """The Merger of every province into which others with results went."""
    last = {}
    for edition in book.editions:
        for result in book.of(edition):
            if result.score is not None:
                last[result.province_id] = standing(edition, result.province, book)
    into = {unit for pk in last for unit in book.successors.get(pk, []) if book.is_merged(unit)}
    return [
        Merger(
            province=unit,
            now=last.get(unit.pk),
            before=[(old, last.get(old.pk)) for old in book.predecessors[unit.pk]],
        )
        for unit in sorted(into, key=lambda unit: unit.sort_vi)
    ]
