"""The sub-indices of the editions: a province's scores, and what they weigh in its composite."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from django.db.models import prefetch_related_objects

from investment.pci.models import PciScore, SubIndex
from investment.pci.questions import is_break, is_complete, result_in, scores_by_result

#: What a composite may differ from its sub-indices by rounding.
TOLERANCE = Decimal("0.05")


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


def of_edition(edition, province, book, before=None):
    """The SubIndexStanding of every sub-index of an edition, in its order; [] without any score.

    before: the edition to compare with; none where the method broke the series. Two queries.
    """
    results = book.of(edition)
    complete = is_complete(edition, results)
    comparable = before is not None and not is_break(edition)
    prefetch_related_objects([edition, *([before] if comparable else [])], "subindices")
    earlier = book.of(before) if comparable else []
    all_scores = scores_by_result([*results, *earlier])
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


def not_led_to(province, book, *editions):
    """The editions of which the weights do not lead to the published composite of a province."""
    scores = scores_by_result([result for one in editions for result in book.of(one)])
    return [
        one
        for one in editions
        if not _leads_to(one, province, book.of(one), _scores_of(province, book.of(one), scores))
    ]


def _scores_of(province, results, scores):
    own = result_in(province, results)
    return scores[own.pk] if own else {}


def _leads_to(edition, province, results, scores):
    """Whether the weights of an edition lead from the sub-indices to the published composite."""
    published, value = result_in(province, results), recomputed(edition, scores)
    if value is None or published is None or published.score is None:
        return False
    return abs(published.score - value) <= TOLERANCE


def _points(subindex, score, was):
    """On the 100-point composite a sub-index counts ten times its weight."""
    if None in (score, was, subindex.weight):
        return None
    return (score - was) * subindex.weight / 10


def series(code, province, book):
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


def recomputed(edition, scores):
    """The composite that the sub-indices lead to, out of 100; None where a weight is unknown."""
    weights = {subindex.code: subindex.weight for subindex in edition.subindices.all()}
    if not weights or None in weights.values() or not weights.keys() <= scores.keys():
        return None
    return sum(scores[code] * weight for code, weight in weights.items()) / 10
