"""Why the register and an official figure may differ: what can be counted of each reason."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Case, Count, Exists, F, OuterRef, Q, Sum
from django.db.models import When as If

from investment.official import questions
from investment.official.models import Breakdown, Indicator, OfficialFigure
from projects.models import FdiEvent
from projects.registers.common.capital.totals import adds
from projects.registers.fdi.selection import FdiSelection
from projects.when import When

Type = FdiEvent.Type
#: The events that make up each measure of the register.
EVENTS = {
    Indicator.NEW_PROJECTS: (Type.NEW,),
    Indicator.NEW_CAPITAL: (Type.NEW,),
    Indicator.ADJUSTED_TURNS: FdiEvent.ADJUSTMENTS,
    Indicator.ADJUSTED_CAPITAL: (Type.INCREASE, Type.DECREASE),
    Indicator.SHARE_TURNS: (Type.SHARES,),
    Indicator.SHARE_VALUE: (Type.SHARES,),
    Indicator.STOCK_PROJECTS: (Type.NEW,),
    Indicator.STOCK_CAPITAL: FdiEvent.CAPITAL,
}
#: What the entry that a correction takes the place of had done to the capital.
ADDED = Case(
    If(supersedes__type=Type.DECREASE, then=-F("supersedes__usd")),
    default=F("supersedes__usd"),
    output_field=FdiEvent._meta.get_field("usd"),
)


@dataclass(frozen=True)
class Waiting:
    """Entries that wait for approval: how many, and what they would add, in USD."""

    count: int
    usd: Decimal


@dataclass(frozen=True)
class Register:
    """What is true of the whole register on a day.

    unpublished: records with entries that are not public. empty: public ones without any approved
    entry. sample: public records that were made up. ends: terminations that wait for approval.
    """

    unpublished: int
    empty: int
    sample: int
    ends: int


@dataclass(frozen=True)
class Reasons:
    """What may explain one difference.

    cut_off: the end of the month when the document stops before it, and `later`, what the
    register says up to that day, in the figure's unit. earlier: the figures it revises, latest
    first. offshore: the same measure of oil and gas, which the document tells apart from provinces.
    """

    cut_off: date | None
    later: Decimal | int | None
    earlier: list[OfficialFigure]
    offshore: OfficialFigure | None
    waiting: Waiting


def of_register(as_of):
    """The Register on a day."""
    when, public = When(as_of), FdiSelection()
    projects, records = public.projects(when), public.records()
    entries = FdiEvent.objects.counted().filter(project=OuterRef("pk"))
    ends = FdiEvent.objects.pending().filter(
        project__in=records, effective_on__lte=as_of, type__in=FdiEvent.ENDS
    )
    return Register(
        unpublished=FdiSelection(registered=True).projects(when).count() - projects.count(),
        empty=records.filter(~Exists(entries)).count(),
        sample=projects.filter(illustrative=True).count(),
        ends=ends.count(),
    )


def possible(comparisons, as_of):
    """indicator → Reasons of the comparisons of a day."""
    last = as_of.replace(day=monthrange(as_of.year, as_of.month)[1])
    cut_off = last if last != as_of else None
    later = questions.registered(When.year_to(last)) if cut_off else {}
    offshore = _offshore(as_of)
    waiting = _waiting(as_of)
    found = {}
    for comparison in comparisons:
        figure = comparison.official
        found[figure.indicator] = Reasons(
            cut_off,
            questions.in_unit_of(figure, later[figure.indicator]) if cut_off else None,
            list(_earlier(figure)),
            offshore.get(figure.indicator),
            waiting[figure.indicator],
        )
    return found


def _offshore(as_of):
    """indicator → the figure of no province among those of provinces: oil and gas."""
    rows = OfficialFigure.objects.counted().filter(
        breakdown=Breakdown.PROVINCE, province=None, as_of=as_of
    )
    return {figure.indicator: figure for figure in rows}


def _earlier(figure):
    rows = OfficialFigure.objects.select_related("table", "explanation__by")
    while figure.revises_id:
        figure = rows.get(pk=figure.revises_id)
        yield figure


def _waiting(as_of):
    """indicator → Waiting of the public register; one query.

    A correction that waits adds the difference to the entry it corrects.
    """
    public = Q(project__in=FdiSelection().records()) | Q(project=None)
    expressions = {}
    for indicator in EVENTS:
        new = _counted(indicator, as_of) & Q(void=False)
        old = _counted(indicator, as_of, "supersedes__")
        expressions |= {
            f"{indicator}_count": Count("pk", filter=new | old),
            f"{indicator}_new": Sum(adds(FdiEvent), filter=new, default=Decimal(0)),
            f"{indicator}_old": Sum(ADDED, filter=old, default=Decimal(0)),
        }
    row = FdiEvent.objects.pending().filter(public).aggregate(**expressions)
    return {
        indicator: Waiting(
            row[f"{indicator}_count"], row[f"{indicator}_new"] - row[f"{indicator}_old"]
        )
        for indicator in EVENTS
    }


def _counted(indicator, as_of, prefix=""):
    """Whether an entry belongs to a measure: its type, up to the day, a flow's in the year."""
    asked = {"type__in": EVENTS[indicator], "effective_on__lte": as_of}
    if indicator not in (Indicator.STOCK_PROJECTS, Indicator.STOCK_CAPITAL):
        asked["effective_on__gte"] = as_of.replace(month=1, day=1)
    return Q(**{prefix + name: value for name, value in asked.items()})
