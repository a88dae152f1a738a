"""Where a published composite does not meet its sub-indices, for staff to look at."""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import prefetch_related_objects

from investment.pci.models import PciResult
from investment.pci.subindices import TOLERANCE, recomputed


@dataclass(frozen=True)
class Difference:
    """A published composite that its sub-indices do not lead to."""

    result: PciResult
    recomputed: Decimal

    @property
    def by(self):
        return self.result.score - self.recomputed


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
