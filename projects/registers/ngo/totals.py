"""What the register of foreign NGO aid says. Amounts in USD."""

from dataclasses import replace
from decimal import Decimal

from django.db.models import Count, F, Q, Sum

from projects.figures import Measure, Unit
from projects.models import AdministrativeUnit, Country, NgoAid, NgoStage, NgoYear, Organisation
from projects.registers.common.aid import totals as stages
from projects.registers.common.aid.totals import Yearly

Stage = NgoStage.Stage
#: Items whose whole amount is more than is told, or not told at all.
FLOORS = Q(usd_is_floor=True) | Q(usd=None)

YEARLY = {
    Measure.NGO_COMMITTED: Yearly("usd", NgoYear.Measure.COMMITTED, has_floors=True),
    Measure.NGO_DISBURSED: Yearly("usd", NgoYear.Measure.DISBURSED, has_floors=True),
}


def by_stage(selection, when):
    """status → Figure of the items whose status it is as of the date."""
    return stages.by_stage(Measure.NGO_ITEMS, selection, when)


def running(selection, when):
    """measure → Figure of the items being implemented: items, donors, life-time commitment."""
    of = replace(selection, stage=Stage.IMPLEMENTING)
    at = stages.standing(selection, when)
    return _totals(of, at, {Measure.NGO_ITEMS: "n", Measure.NGO_DONORS: "donors"})


def listed(selection, when):
    """measure → Figure of the items of a selection: items, donors; of those that were approved and
    not cancelled their number and life-time commitment, None where no document tells one."""
    agreed = Q(pk__in=selection.agreed.projects(when).values("pk"))
    row = selection.projects(when).aggregate(
        n=Count("pk"),
        donors=Count("donor", distinct=True),
        agreed=Count("pk", filter=agreed),
        total=Sum("usd", filter=agreed),
        floors=Count("pk", filter=agreed & FLOORS),
    )
    counts = {
        Measure.NGO_ITEMS: (row["n"], selection),
        Measure.NGO_DONORS: (row["donors"], selection),
        Measure.NGO_APPROVED: (row["agreed"], selection.agreed),
    }
    found = {
        measure: stages.figure(measure, value, of, when) for measure, (value, of) in counts.items()
    }
    found[Measure.NGO_TOTAL] = stages.figure(
        Measure.NGO_TOTAL,
        row["total"],
        selection.agreed,
        when,
        Unit.USD,
        is_floor=bool(row["floors"]),
    )
    return found


def approved(selection, when):
    """measure → Figure of the items approved in the period: items, life-time commitment."""
    of = replace(selection, reached=Stage.APPROVED)
    return _totals(of, when, {Measure.NGO_APPROVED: "n"})


def _totals(selection, when, counts):
    """The total of items none of which has an amount is None, which is not 0."""
    row = selection.projects(when).aggregate(
        n=Count("pk"),
        donors=Count("donor", distinct=True),
        total=Sum("usd"),
        floors=Count("pk", filter=FLOORS),
    )
    found = {
        measure: stages.figure(measure, row[column], selection, when)
        for measure, column in counts.items()
    }
    total = row["total"] if row["n"] else Decimal(0)
    found[Measure.NGO_TOTAL] = stages.figure(
        Measure.NGO_TOTAL, total, selection, when, Unit.USD, is_floor=bool(row["floors"])
    )
    return found


def years(selection, when, wanted=None):
    """year → {measure: Figure} of commitments and disbursements; see stages.years."""
    return stages.years(selection, when, YEARLY, Unit.USD, wanted)


MEASURES = {Measure.NGO_ITEMS: Unit.PROJECTS, Measure.NGO_TOTAL: Unit.USD}
#: dimension → (key, the model it is a key of, the field of the selection that chooses a part)
DIMENSIONS = {
    "donor": (F("donor"), Organisation, "donor"),
    "country": (F("donor__country"), Country, "country"),
    "field": (F("field"), None, "field"),
    "place": (F("places"), AdministrativeUnit, "place"),
}


def by(dimension, selection, when):
    """Parts by dimension: items and life-time commitments.

    Places are as recorded; an item in two places is in both parts.
    """
    at = stages.standing(selection, when)
    key, model, select = DIMENSIONS[dimension]
    projects = NgoAid.objects.filter(pk__in=selection.projects(at))
    rows = list(
        projects.annotate(key=key)
        .values("key")
        .order_by()
        .annotate(
            ngo_items=Count("pk"),
            ngo_total=Sum("usd", default=Decimal(0)),
            ngo_total_floors=Count("pk", filter=FLOORS),
        )
    )
    if model is None:
        things = {field.value: field for field in NgoAid.Field}
    else:
        things = model.objects.in_bulk([row["key"] for row in rows if row["key"]])
    return stages.parts(rows, selection, at, things=things, select=select, measures=MEASURES)
