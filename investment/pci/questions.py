"""What the Provincial Competitiveness Index says: as published, edition by edition.

A composite is never recomputed for show; for staff see recomputing.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from statistics import median

from investment.official.models import SourceTable
from investment.pci import ranks
from investment.pci.models import PciEdition, PciResult, PciScore
from projects.models import AdministrativeUnit
from projects.places import apart


class State(StrEnum):
    """What is known of a province in an edition; what our data lacks may have been published."""

    PUBLISHED = "published"
    NOT_PUBLISHED = "not_published"
    NOT_IN_DATA = "not_in_data"
    NOT_SURVEYED = "not_surveyed"
    ENDED = "ended"  # before the edition
    NOT_YET = "not_yet"  # established after it


#: In these a province was none.
GONE = {State.ENDED, State.NOT_YET}


@dataclass(frozen=True)
class Standing:
    """A province in one edition beside the others; scores out of 100.

    score and rank are None unless the state is PUBLISHED. `of`: provinces that were published;
    first: how many first provinces alone were, None where all were; median and best are None where
    our data lacks some of them.
    """

    edition: PciEdition
    state: State
    score: Decimal | None
    rank: int | None
    rank_is_computed: bool
    of: int
    median: Decimal | None
    best: Decimal | None
    best_province: AdministrativeUnit | None
    first: int | None
    #: [(AdministrativeUnit, its Standing)] of what it had gone into, or was yet to be made of.
    kin: list = field(default_factory=list)


@dataclass(frozen=True)
class Row:
    """One province in the table of an edition."""

    province: AdministrativeUnit
    score: Decimal | None
    rank: int | None
    rank_is_computed: bool
    scores: dict  # sub-index code → Decimal


def editions():
    """The public editions, oldest first, with their sub-indices; two queries."""
    return list(PciEdition.objects.public().order_by("year").prefetch_related("subindices"))


def is_break(edition):
    """Whether an edition cannot be compared with the one before."""
    return bool(edition.text("break_note", edition.source_language))


@dataclass(frozen=True)
class Book:
    """The public editions, oldest first, and all their results that count, by edition."""

    editions: list
    results: dict  # primary key of an edition → [PciResult, …] with their provinces
    #: Primary key of a province → the provinces that it went into, or was made of.
    successors: dict
    predecessors: dict
    #: Primary keys of the provinces that another one is called like, by the last edition.
    namesakes: frozenset

    def name_of(self, province, language):
        """What a province is called where others are met, too."""
        name = province.name_in(language)
        return apart(name, province, language) if province.pk in self.namesakes else name

    def is_merged(self, province):
        """Whether others went into a province; one that took the place of another alone is that
        one by another name."""
        return province.valid_from is None or len(self.predecessors.get(province.pk, [])) > 1

    def of(self, edition):
        """The results of an edition or of its working copy; one query where it is not public."""
        if edition.record_id in self.results:
            return self.results[edition.record_id]
        return list(_results([edition.record_id]))

    def of_province(self, province):
        """{primary key of a result: year} of one province."""
        return {
            result.pk: edition.year
            for edition in self.editions
            for result in self.of(edition)
            if result.province_id == province.pk
        }


def read(known_at=None):
    """The Book as known at a moment, which further questions are asked of; four queries."""
    of = editions()
    results = {edition.pk: [] for edition in of}
    for result in _results(of, known_at):
        results[result.edition_id].append(result)
    of = [edition for edition in of if results[edition.pk]]
    successors, predecessors = defaultdict(list), defaultdict(list)
    units = {result.province for found in results.values() for result in found}
    for unit, heir in _successions():
        successors[unit.pk].append(heir)
        predecessors[heir.pk].append(unit)
        units |= {unit, heir}
    return Book(of, results, dict(successors), dict(predecessors), _namesakes(units, of))


def _successions():
    """(province, one that it went into), in Vietnamese order; one query."""
    rows = AdministrativeUnit.successors.through.objects.filter(
        from_administrativeunit__level=AdministrativeUnit.Level.PROVINCE
    ).select_related("from_administrativeunit", "to_administrativeunit")
    pairs = [(row.from_administrativeunit, row.to_administrativeunit) for row in rows]
    return sorted(pairs, key=lambda pair: [unit.sort_vi for unit in pair])


def _namesakes(units, editions):
    """The primary keys of the units that another one was called like by the last edition."""
    last = max((edition.year for edition in editions), default=0)
    begun = [unit for unit in units if unit.valid_from is None or unit.valid_from.year <= last]
    called = Counter(unit.name_vi for unit in begun)
    return frozenset(unit.pk for unit in begun if called[unit.name_vi] > 1)


def _results(of, known_at=None):
    results = PciResult.objects.counted(known_at).filter(edition__in=of)
    return results.select_related("province")


def results():
    """The results of the public editions that count."""
    return PciResult.objects.counted().filter(edition__in=PciEdition.objects.public())


def has_results():
    return results().exists()


def provinces(book):
    """The units that have a result, in Vietnamese order."""
    found = {result.province for results in book.results.values() for result in results}
    return sorted(found, key=lambda unit: unit.sort_vi)


def standings(province, book):
    """The province's Standing in every edition with results, oldest first.

    Before a merger a province stands for itself: `province` is the unit as it was then.
    """
    return [standing(edition, province, book) for edition in book.editions]


def result_in(province, results):
    return next((result for result in results if result.province_id == province.pk), None)


def standing(edition, province, book):
    results = book.of(edition)
    own = next((result for result in results if result.province_id == province.pk), None)
    scored = [result for result in results if result.score is not None]
    of, complete = published(edition, results), is_complete(edition, results)
    best = max(scored, key=lambda result: result.score, default=None)
    if best and not complete and best.rank != 1:
        best = None
    state = _state(edition, province, own, results)
    return Standing(
        edition=edition,
        state=state,
        score=own and own.score,
        rank=own and own.rank,
        rank_is_computed=bool(own and own.rank_is_computed),
        of=of,
        median=median(result.score for result in scored) if complete else None,
        best=best and best.score,
        best_province=best and best.province,
        first=first_of(edition, results),
        kin=[
            (unit, standing(edition, unit, book))
            for unit in kin_of(province, state, book)
            if result_in(unit, results)
        ],
    )


def kin_of(province, state, book):
    """The provinces that one had gone into, or was yet to be made of."""
    if state == State.ENDED:
        return book.successors.get(province.pk, [])
    return book.predecessors.get(province.pk, []) if state == State.NOT_YET else []


def is_complete(edition, results):
    """Whether our data has all scores of an edition: of the first alone nobody knows the median."""
    scored = sum(result.score is not None for result in results)
    everyone = first_of(edition, results) is None and published(edition, results)
    return scored > 0 and scored == everyone


def published(edition, results):
    """How many provinces an edition was published of, whether our data has them or not."""
    scored = sum(result.score is not None for result in results)
    said = first_of(edition, results)
    if said is None:
        said = (edition.provinces or 0) - (len(results) - scored)
    return max(said, scored)


def first_of(edition, rows):
    """How many first provinces alone an edition was published of; None where all were, also where
    it says so of the first and rows, PciResults or Rows, tell more."""
    return None if ranks.go_beyond(edition, rows) else edition.ranks_published_to


def known_of_first(edition, rows):
    """How many our data has of the first provinces, of which alone an edition was published: one
    without a rank is none of them. rows: PciResults or Rows."""
    first = first_of(edition, rows) or 0
    return sum(row.rank is not None and row.rank <= first for row in rows)


def _state(edition, province, own, results):
    if own is not None:
        return State.NOT_PUBLISHED if own.score is None else State.PUBLISHED
    others = [result.province for result in results]
    if _had_ended(province, edition, others):
        return State.ENDED
    if _had_not_begun(province, edition, others):
        return State.NOT_YET
    if sum(result.score is not None for result in results) < published(edition, results):
        return State.NOT_IN_DATA
    return State.NOT_SURVEYED if first_of(edition, results) is None else State.NOT_PUBLISHED


def _had_ended(province, edition, others):
    """Whether a province was no more; in its last year the other provinces of the edition tell."""
    day = province.valid_to
    if day is None or day.year != edition.year:
        return day is not None and day.year < edition.year
    return any(unit.valid_from and unit.valid_from > day for unit in others)


def _had_not_begun(province, edition, others):
    """Whether a province was none yet; in its first year the others of the edition tell."""
    day = province.valid_from
    if day is None or day.year != edition.year:
        return day is not None and day.year > edition.year
    return any(unit.valid_to and unit.valid_to < day for unit in others)


def table(edition, book):
    """All provinces of an edition, best first, those not published last; one query."""
    results = book.of(edition)
    scores = scores_by_result(results)
    rows = [
        Row(
            result.province,
            result.score,
            result.rank,
            result.rank_is_computed,
            scores.get(result.pk, {}),
        )
        for result in results
    ]
    return sorted(rows, key=lambda row: (row.rank is None, row.rank, row.province.sort_vi))


def scores_by_result(results):
    """{primary key of a result: {code: score}}; one query."""
    found = defaultdict(dict)
    rows = PciScore.objects.filter(result__in=[result.pk for result in results])
    for result, code, score in rows.values_list("result", "code", "score"):
        found[result][code] = score
    return found


def tables(edition, book):
    """The approved tables that an edition's results come from; one query."""
    return list(SourceTable.objects.filter(pk__in={one.table_id for one in book.of(edition)}))
