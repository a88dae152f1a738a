"""What the Provincial Competitiveness Index says: as published, edition by edition.

A composite is never recomputed for show; `differences` recomputes it where the weights are known
and tells staff where it does not meet the published one.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from statistics import median

from django.db.models import prefetch_related_objects

from investment.official.models import SourceTable
from investment.pci.models import PciEdition, PciResult, PciScore, SubIndex
from projects.models import AdministrativeUnit
from projects.places import apart

#: What a composite may differ from its sub-indices by rounding.
TOLERANCE = Decimal("0.05")


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
    median and best are None where our data lacks some of them.
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


@dataclass(frozen=True)
class SubIndexStanding:
    """A sub-index of one edition for one province, on a 10-point scale.

    is_in_data: whether our data has scores of it in the edition, of whichever province. median and
    best are None where our data lacks some scores of the edition. last: the province's score in the
    edition before, None where it cannot be compared; points: what the change moved in the
    composite, None where the weight is not known.
    """

    subindex: SubIndex
    is_in_data: bool
    score: Decimal | None
    median: Decimal | None
    best: Decimal | None
    last: Decimal | None
    points: Decimal | None

    @property
    def change(self):
        comparable = self.score is not None and self.last is not None
        return self.score - self.last if comparable else None


@dataclass(frozen=True)
class Merger:
    """A province and those that went into it; each with its last published Standing.

    now: that of the province itself, None before it has one.
    """

    province: AdministrativeUnit
    now: Standing | None
    before: list  # (AdministrativeUnit, Standing)


@dataclass(frozen=True)
class Difference:
    """A published composite that its sub-indices do not lead to."""

    result: PciResult
    recomputed: Decimal

    @property
    def by(self):
        return self.result.score - self.recomputed


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
    return [_standing(edition, province, book) for edition in book.editions]


def _standing(edition, province, book):
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
        kin=[
            (unit, _standing(edition, unit, book))
            for unit in kin_of(province, state, book)
            if _of_province(unit, results)
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
    everyone = edition.ranks_published_to is None and published(edition, results)
    return scored > 0 and scored == everyone


def published(edition, results):
    """How many provinces an edition was published of, whether our data has them or not."""
    scored = sum(result.score is not None for result in results)
    said = edition.ranks_published_to
    if said is None:
        said = (edition.provinces or 0) - (len(results) - scored)
    return max(said, scored)


def known_of_first(edition, rows):
    """How many our data has of the first provinces, of which alone an edition was published: one
    without a rank is none of them. rows: PciResults or Rows."""
    first = edition.ranks_published_to or 0
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
    return State.NOT_SURVEYED if edition.ranks_published_to is None else State.NOT_PUBLISHED


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
    scores = _scores(results)
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


def _scores(results):
    """{primary key of a result: {code: score}}; one query."""
    found = defaultdict(dict)
    rows = PciScore.objects.filter(result__in=[result.pk for result in results])
    for result, code, score in rows.values_list("result", "code", "score"):
        found[result][code] = score
    return found


def subindices(edition, province, book, before=None):
    """The SubIndexStanding of every sub-index of an edition, in its order; [] without any score.

    before: the edition to compare with; none where the method broke the series. Two queries.
    """
    results = book.of(edition)
    complete = is_complete(edition, results)
    comparable = before is not None and not is_break(edition)
    prefetch_related_objects([edition, *([before] if comparable else [])], "subindices")
    earlier = book.of(before) if comparable else []
    all_scores = _scores([*results, *earlier])
    own, last = (_scores_of(province, found, all_scores) for found in (results, earlier))
    counts = comparable and all(
        _leads_to(one, province, of, scores)
        for one, of, scores in ((edition, results, own), (before, earlier, last))
    )
    found = []
    for subindex in edition.subindices.all():
        code = subindex.code
        scores = [
            all_scores[result.pk][code] for result in results if code in all_scores[result.pk]
        ]
        found.append(
            SubIndexStanding(
                subindex=subindex,
                is_in_data=bool(scores),
                score=own.get(code),
                median=median(scores) if scores and complete else None,
                best=max(scores) if scores and complete else None,
                last=last.get(code),
                points=_points(subindex, own.get(code), last.get(code)) if counts else None,
            )
        )
    return found if any(one.is_in_data for one in found) else []


def _scores_of(province, results, scores):
    own = _of_province(province, results)
    return scores[own.pk] if own else {}


def _of_province(province, results):
    return next((result for result in results if result.province_id == province.pk), None)


def _leads_to(edition, province, results, scores):
    """Whether the weights of an edition lead from the sub-indices to the published composite."""
    published, value = _of_province(province, results), recomputed(edition, scores)
    if value is None or published is None or published.score is None:
        return False
    return abs(published.score - value) <= TOLERANCE


def _points(subindex, score, was):
    """On the 100-point composite a sub-index counts ten times its weight."""
    if None in (score, was, subindex.weight):
        return None
    return (score - was) * subindex.weight / 10


def subindex_series(code, province, book):
    """[(edition, score, median, best)] of one sub-index, over the editions that have it.

    median and best are None where our data lacks some scores of the edition.
    """
    of = {result.pk: result for results in book.results.values() for result in results}
    scores = defaultdict(dict)
    rows = PciScore.objects.filter(code=code, result__edition__in=book.editions)
    for pk, score in rows.values_list("result", "score"):
        if pk in of:
            scores[of[pk].edition_id][of[pk].province_id] = score
    return [
        (
            edition,
            scores[edition.pk].get(province.pk),
            median(scores[edition.pk].values()) if complete else None,
            max(scores[edition.pk].values()) if complete else None,
        )
        for edition in book.editions
        for complete in [is_complete(edition, book.of(edition))]
        if edition.pk in scores
    ]


def scores_of(province, book):
    """{code: {year: score}} of a province in all editions; one query."""
    years = book.of_province(province)
    found = defaultdict(dict)
    rows = PciScore.objects.filter(result__in=years)
    for result, code, score in rows.values_list("result", "code", "score"):
        found[code][years[result]] = score
    return dict(found)


def mergers(book):
    """The Merger of every province into which others with results went."""
    last = {}
    for edition in book.editions:
        for result in book.of(edition):
            if result.score is not None:
                last[result.province_id] = _standing(edition, result.province, book)
    into = {unit for pk in last for unit in book.successors.get(pk, []) if book.is_merged(unit)}
    return [
        Merger(
            province=unit,
            now=last.get(unit.pk),
            before=[(old, last[old.pk]) for old in book.predecessors[unit.pk] if old.pk in last],
        )
        for unit in sorted(into, key=lambda unit: unit.sort_vi)
    ]


def tables(edition, book):
    """The approved tables that an edition's results come from; one query."""
    return list(SourceTable.objects.filter(pk__in={one.table_id for one in book.of(edition)}))


def recomputed(edition, scores):
    """The composite that the sub-indices lead to, out of 100; None where a weight is unknown."""
    weights = {subindex.code: subindex.weight for subindex in edition.subindices.all()}
    if not weights or None in weights.values() or not weights.keys() <= scores.keys():
        return None
    return sum(scores[code] * weight for code, weight in weights.items()) / 10


def differences(edition, results=None):
    """The results whose published composite differs by more than 0.05 from the recomputed one.

    results: PciResults of the edition, default those that count.
    """
    if results is None:
        results = PciResult.objects.counted().filter(edition=edition.record_id)
    found = []
    for result, value in composites(edition, results):
        if abs(result.score - value) > TOLERANCE:
            found.append(Difference(result, value))
    return sorted(found, key=lambda difference: -abs(difference.by))


def composites(edition, results):
    """(result, recomputed composite) where weights, sub-indices and the composite are known."""
    prefetch_related_objects([edition], "subindices")
    for result in results.select_related("province").prefetch_related("scores"):
        scores = {score.code: score.score for score in result.scores.all()}
        value = recomputed(edition, scores)
        if value is not None and result.score is not None:
            yield result, value
