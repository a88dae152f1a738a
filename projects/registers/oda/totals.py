"""What the ODA register says. Yearly amounts in million VND, agreed funds in USD."""

from dataclasses import replace
from decimal import Decimal

from django.db.models import Count, F, Q, Sum

from projects.figures import Measure, Unit
from projects.models import OdaFund, OdaStage, OdaYear, Organisation, Sector
from projects.registers.common.aid import totals as stages
from projects.registers.common.aid.totals import Yearly

YEARLY = {
    Measure.ODA_PLANNED_FOREIGN: Yearly("foreign", OdaYear.Measure.PLANNED),
    Measure.ODA_PLANNED_COUNTERPART: Yearly("counterpart", OdaYear.Measure.PLANNED),
    Measure.ODA_DISBURSED_FOREIGN: Yearly("foreign", OdaYear.Measure.DISBURSED),
    Measure.ODA_DISBURSED_COUNTERPART: Yearly("counterpart", OdaYear.Measure.DISBURSED),
}


def by_stage(selection, when):
    """stage → Figure of the projects whose last stage it is as of the date."""
    return stages.by_stage(Measure.ODA_PROJECTS, selection, when)


def started(selection, when):
    """The Figure of projects whose implementation began in the period."""
    of = replace(selection, reached=OdaStage.Stage.IMPLEMENTATION)
    return stages.counted(Measure.ODA_STARTED, of, when)


def years(selection, when, wanted=None):
    """year → {measure: Figure} of plans and disbursements; see stages.years."""
    return stages.years(selection, when, YEARLY, Unit.MILLION_VND, wanted)


def agreed(selection, when, donor=None):
    """measure → Figure: projects, and the foreign funds agreed, all or by one donor; one query.

    Agreed are the funds of those projects whose agreement is signed and that were not cancelled.
    Where a fund's amount is not known the sum is a floor, and no amount at all is None.
    """
    at = stages.standing(selection, when)
    asked = ~Q(funds__kind=OdaFund.Kind.COUNTERPART)
    asked &= Q(pk__in=selection.agreed.projects(at).values("pk"))
    if donor:
        asked &= Q(funds__donor=donor)
    row = selection.projects(at).aggregate(
        projects=Count("pk", distinct=True),
        agreed=Sum("funds__usd", filter=asked),
        unknown=Count("pk", filter=asked & Q(funds__usd=None)),
    )
    return {
        Measure.ODA_PROJECTS: stages.figure(Measure.ODA_PROJECTS, row["projects"], selection, when),
        Measure.ODA_COMMITTED: stages.figure(
            Measure.ODA_COMMITTED,
            row["agreed"],
            selection.agreed,
            when,
            Unit.USD,
            is_floor=bool(row["unknown"]),
        ),
    }


def by_donor(selection, when):
    """Parts by donor: funds agreed in USD, projects with its funds; see agreed().

    A project with two donors is in both parts: the counts have no sum.
    """
    at, selection = stages.standing(selection, when), selection.agreed
    rows = (
        OdaFund.objects.filter(project__in=selection.projects(at))
        .exclude(kind=OdaFund.Kind.COUNTERPART)
        .annotate(key=F("donor"))
        .values("key")
        .order_by()
        .annotate(
            oda_committed=Sum("usd", default=Decimal(0)),
            oda_committed_floors=Count("pk", filter=Q(usd=None)),
            oda_projects=Count("project", distinct=True),
        )
    )
    donors = Organisation.objects.in_bulk([row["key"] for row in rows])
    return stages.parts(rows, selection, at, things=donors, select="donor", measures=AGREED)


AGREED = {Measure.ODA_COMMITTED: Unit.USD, Measure.ODA_PROJECTS: Unit.PROJECTS}


def by_sector(selection, when):
    """Parts by group of sectors: projects."""
    at = stages.standing(selection, when)
    rows = (
        selection.projects(at)
        .annotate(key=F("sector__group"))
        .values("key")
        .order_by()
        .annotate(oda_projects=Count("pk"))
    )
    groups = Sector.objects.in_bulk([row["key"] for row in rows if row["key"]])
    measures = {Measure.ODA_PROJECTS: Unit.PROJECTS}
    return stages.parts(rows, selection, at, things=groups, select="sector", measures=measures)
