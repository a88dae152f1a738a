"""Results that were read: handed on by a preview, entered as a table that waits for approval."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction

from investment.official.models import SourceTable
from investment.pci import ranks
from investment.pci.models import PciResult, PciScore
from investment.pci.reading import Line, Reading
from projects import ledger
from projects.models import AdministrativeUnit


def packed(reading):
    """What a preview hands on to be written, as JSON values."""
    lines = [
        [pk, _text(line.score), line.rank, line.tier, {c: str(s) for c, s in line.scores.items()}]
        for pk, line in reading.lines.items()
    ]
    return {
        "computed": reading.ranks_are_computed,
        "lines": lines,
        "warned": reading.notes,
        "unknown": reading.unknown,
    }


def unpacked(data):
    """The Reading that packed() gave, to be shown once more."""
    names = AdministrativeUnit.objects.in_bulk([line[0] for line in data["lines"]])
    reading = Reading(
        ranks_are_computed=data["computed"], notes=data["warned"], unknown=data["unknown"]
    )
    for pk, *line in data["lines"]:
        reading.names[pk] = names[pk].name_vi
        reading.lines[pk] = _line(*line)
    return reading


def _line(score, rank, tier, scores):
    by_code = {code: Decimal(text) for code, text in scores.items()}
    return Line(score and Decimal(score), rank, tier, by_code)


def stored(table):
    """What a table was entered with, as its file was read then."""
    results = PciResult.objects.filter(table=table)
    return Reading(
        lines=lines_of(results),
        ranks_are_computed=results.filter(rank_is_computed=True).exists(),
        notes=table.warned,
    )


def lines_of(results):
    """What results say, as Lines by primary key of the province."""
    return {
        row.province_id: Line(
            row.score, row.rank, row.tier, {one.code: one.score for one in row.scores.all()}
        )
        for row in results.prefetch_related("scores").order_by("pk")
    }


def _text(score):
    return None if score is None else str(score)


@transaction.atomic
def enter(edition, data, *, by, **values):
    """A SourceTable with the results that packed() gave, waiting for another person's approval.

    values: of the table. Raises PermissionDenied or ValidationError.
    """
    if problems := ranks.beyond(edition, [_line(*line) for _pk, *line in data["lines"]]):
        raise ValidationError(problems)
    table = ledger.enter(SourceTable(warned=data["warned"], **values), by=by)
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
