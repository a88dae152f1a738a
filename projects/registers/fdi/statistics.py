"""What the FDI register says. Capital in USD as licensed."""

from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import BigIntegerField, Case, CharField, Count, F, Q, Sum, Value, When
from django.db.models.functions import Coalesce, Concat, ExtractYear

from portal.delivery.shared import remembered
from projects import places
from projects.figures import Figure, Measure, Part, Unit
from projects.models import AdministrativeUnit, Country, FdiEvent, Industry, Zone
from projects.models.entry import counts
from projects.registers.fdi.selection import FdiCounted, FdiStatus
from projects.selection import ALL, Boundaries

Type = FdiEvent.Type

#: A turn is one certificate or notice, whatever it changes.
TURN = Concat(F("project"), Value("/"), F("number"), output_field=CharField())
#: What an event does to the registered capital.
ADDS = Case(
    When(type=Type.DECREASE, then=-F("usd")),
    default=F("usd"),
    output_field=FdiEvent._meta.get_field("usd"),
)


def _usd(*types):
    return Sum("usd", filter=Q(type__in=types), default=Decimal(0))


def _projects(*types):
    return Count("project", filter=Q(type__in=types), distinct=True)


def _turns(*types):
    return Count(TURN, filter=Q(type__in=types), distinct=True)


#: measure → (what is computed over the events of a period, the records behind it)
FLOW = {
    Measure.NEW_PROJECTS: (_projects(Type.NEW), FdiCounted.NEW),
    Measure.NEW_CAPITAL: (_usd(Type.NEW), FdiCounted.NEW),
    Measure.ADJUSTED_TURNS: (_turns(*FdiEvent.ADJUSTMENTS), FdiCounted.ADJUSTED),
    Measure.ADJUSTED_PROJECTS: (_projects(*FdiEvent.ADJUSTMENTS), FdiCounted.ADJUSTED),
    Measure.RAISED_PROJECTS: (_projects(Type.INCREASE), FdiCounted.RAISED),
    Measure.RAISED_CAPITAL: (_usd(Type.INCREASE), FdiCounted.RAISED),
    Measure.LOWERED_PROJECTS: (_projects(Type.DECREASE), FdiCounted.LOWERED),
    Measure.LOWERED_CAPITAL: (_usd(Type.DECREASE), FdiCounted.LOWERED),
    Measure.SHARE_TURNS: (_turns(Type.SHARES), FdiCounted.SHARES),
    Measure.SHARE_VALUE: (_usd(Type.SHARES), FdiCounted.SHARES),
    Measure.DISBURSED_CAPITAL: (_usd(Type.DISBURSEMENT), FdiCounted.DISBURSED),
}
UNITS = {
    Measure.ADJUSTED_TURNS: Unit.TURNS,
    Measure.SHARE_TURNS: Unit.TURNS,
    Measure.NEW_PROJECTS: Unit.PROJECTS,
    Measure.ADJUSTED_PROJECTS: Unit.PROJECTS,
    Measure.RAISED_PROJECTS: Unit.PROJECTS,
    Measure.LOWERED_PROJECTS: Unit.PROJECTS,
    Measure.VALID_PROJECTS: Unit.PROJECTS,
    Measure.SUSPENDED_PROJECTS: Unit.PROJECTS,
    Measure.ENDED_PROJECTS: Unit.PROJECTS,
}
STOCK = {
    Measure.VALID_PROJECTS: Count("project", filter=Q(type=Type.NEW)),
    Measure.VALID_CAPITAL: Sum(ADDS, default=Decimal(0)),
}


def _figure(measure, value, selection, when):
    """selection: what lists the records behind it; None where no list can tell them apart."""
    records = {**selection.query, **when.query} if selection else {}
    return Figure(measure, value, UNITS.get(measure, Unit.USD), when, records)


def _counted(selection, counted):
    return selection and replace(selection, counted=counted)


def _flow_figures(row, selection, when):
    figures = {
        measure: _figure(measure, row[measure.value], _counted(selection, counted), when)
        for measure, (_expression, counted) in FLOW.items()
    }
    net = row[Measure.RAISED_CAPITAL.value] - row[Measure.LOWERED_CAPITAL.value]
    figures[Measure.ADJUSTED_CAPITAL] = _figure(
        Measure.ADJUSTED_CAPITAL, net, _counted(selection, FdiCounted.ADJUSTED), when
    )
    return figures


def stock_figures(row, selection, when):
    of = selection and replace(selection, status=selection.status or FdiStatus.VALID)
    at = replace(when, since=None)
    return {measure: _figure(measure, row[measure.value], of, at) for measure in STOCK}


# --- totals ---------------------------------------------------------------------------


def flow(selection, when):
    """measure → Figure of everything that happened in the period; one query."""
    expressions = {measure.value: expression for measure, (expression, _of) in FLOW.items()}
    row = selection.events(when).during(when).aggregate(**expressions)
    return _flow_figures(row, selection, when)


def stock(selection, when):
    """measure → Figure of the valid projects as of the date; one query."""
    row = _capital_of(selection.valid(when), when).aggregate(**_named(STOCK))
    return stock_figures(row, selection, when)


def registered(selection, when):
    """The Figure of projects whatever their state, the ended ones among them."""
    at = replace(when, since=None)
    count = selection.projects(at).count()
    records = {**selection.query, **at.query, "status": ALL}
    return Figure(Measure.FDI_PROJECTS, count, Unit.PROJECTS, at, records)


def ended(selection, when):
    """measure → Figure of the projects that ended in the period, with their last capital."""
    projects = selection.projects(when).ended_during(when)
    row = _capital_of(projects, when).aggregate(**_named(STOCK))
    of = _counted(selection, FdiCounted.ENDED)
    return {
        Measure.ENDED_PROJECTS: _figure(
            Measure.ENDED_PROJECTS, row[Measure.VALID_PROJECTS.value], of, when
        ),
        Measure.ENDED_CAPITAL: _figure(
            Measure.ENDED_CAPITAL, row[Measure.VALID_CAPITAL.value], of, when
        ),
    }


def suspended(selection, when):
    """The Figure of valid projects that were suspended as of the date."""
    of = replace(selection, status=FdiStatus.SUSPENDED)
    count = of.projects(when).count()
    return _figure(Measure.SUSPENDED_PROJECTS, count, of, replace(when, since=None))


def _named(expressions):
    return {measure.value: expression for measure, expression in expressions.items()}


def _capital_of(projects, when):
    """The events that make up the registered capital of projects."""
    return FdiEvent.objects.as_of(when).capital().filter(project__in=projects)


# --- breakdowns -----------------------------------------------------------------------


@dataclass(frozen=True)
class Dimension:
    """By what totals can be broken down.

    stock, flow: the expression over events that gives a part's key; find: the model it is a key
    of; select: the field of the selection that chooses the part.
    """

    stock: object
    flow: object
    find: object
    select: str


SECTION = Coalesce(
    "project__industry__section",
    "project__industry",
    "industry__section",
    "industry",
    output_field=BigIntegerField(),
)
DIMENSIONS = {
    "partner": Dimension(None, F("partner_then"), Country, "partner"),
    "industry": Dimension(SECTION, SECTION, Industry, "industry"),
    "unit": Dimension(
        F("project__unit"),
        Coalesce("project__unit", "unit", output_field=BigIntegerField()),
        AdministrativeUnit,
        "place",
    ),
    "zone": Dimension(F("project__zone"), F("project__zone"), Zone, "zone"),
}


def stock_by(dimension, selection, when, ask=None):
    """Parts of the valid projects as of the date, the largest capital first.

    ask: remembers reference data between several breakdowns, see portal.delivery.shared.
    """
    projects = selection.valid(when)
    if dimension == "partner":
        rows = _stock_by_partner(projects, when)
    else:
        rows = _capital_of(projects, when).annotate(key=DIMENSIONS[dimension].stock)
        rows = rows.values("key").order_by().annotate(**_named(STOCK))
    return _parts(dimension, rows, stock_figures, selection, when, ask=ask)


def _stock_by_partner(projects, when):
    """The partner that rules as of the date, joined with the project's events of capital."""
    prefix = "project__events__"
    is_capital = Q(
        counts(when.known_at, prefix),
        **{f"{prefix}type__in": FdiEvent.CAPITAL, f"{prefix}effective_on__lte": when.as_of},
    )
    adds = Case(
        When(**{f"{prefix}type": Type.DECREASE}, then=-F(f"{prefix}usd")),
        default=F(f"{prefix}usd"),
        output_field=FdiEvent._meta.get_field("usd"),
    )
    ruling = FdiEvent.objects.ruling_partner(when).filter(project__in=projects)
    return (
        ruling.filter(is_capital)
        .values(key=F("partner"))
        .order_by()
        .annotate(
            **{
                Measure.VALID_PROJECTS.value: Count("pk", filter=Q(**{f"{prefix}type": Type.NEW})),
                Measure.VALID_CAPITAL.value: Sum(adds, default=Decimal(0)),
            }
        )
    )


def flow_by(dimension, selection, when):
    """Parts of what happened in the period, the largest new capital first."""
    events = selection.events(when).during(when)
    if dimension == "partner" and not selection.partner:
        events = events.with_partner(when)
    expressions = {measure.value: expression for measure, (expression, _of) in FLOW.items()}
    rows = events.values(key=DIMENSIONS[dimension].flow).order_by().annotate(**expressions)
    return _parts(dimension, rows, _flow_figures, selection, when)


def flow_by_year(selection, when):
    """year → {measure: Figure}, for the years of the period in which something happened."""
    expressions = {measure.value: expression for measure, (expression, _of) in FLOW.items()}
    rows = (
        selection.events(when)
        .during(when)
        .values(key=ExtractYear("effective_on"))
        .order_by("key")
        .annotate(**expressions)
    )
    found = {}
    for row in rows:
        first, last = when.as_of.replace(row["key"], 1, 1), when.as_of.replace(row["key"], 12, 31)
        of_year = replace(
            when, since=max(filter(None, [when.since, first])), as_of=min(when.as_of, last)
        )
        found[row["key"]] = _flow_figures(row, selection, of_year)
    return found


def _parts(dimension, rows, figures, selection, when, *, ask=None):
    how = DIMENSIONS[dimension]
    rows, ask = list(rows), ask or remembered()
    if dimension == "unit":
        rows, things = _rolled_up(rows, selection.boundaries, ask(places.Atlas))
    else:
        things = ask(how.find.objects.in_bulk)
    parts = []
    for row in rows:
        thing = things.get(row["key"])
        of = replace(selection, **{how.select: thing}) if thing else None
        parts.append(Part(thing, figures(row, of, when)))
    first = Measure.VALID_CAPITAL if figures is stock_figures else Measure.NEW_CAPITAL
    return sorted(parts, key=lambda part: (-part.figures[first].value, str(part.thing)))


#: Districts were abolished in 2025, so the present boundaries are read by commune.
LEVELS = {
    Boundaries.THEN: AdministrativeUnit.Level.DISTRICT,
    Boundaries.NOW: AdministrativeUnit.Level.COMMUNE,
}


def _rolled_up(rows, boundaries, atlas):
    """(the rows of recorded units added up to those of the boundaries' level, its units by key).

    A project lies in one unit, so even counts of distinct projects may be added here.
    """
    pks = [row["key"] for row in rows if row["key"]]
    leads_to = places.roll_up(pks, LEVELS[boundaries], boundaries, atlas)
    found = {}
    for row in rows:
        unit = leads_to.get(row["key"])
        key = unit and unit.pk
        if key not in found:
            found[key] = {**row, "key": key}
        else:
            for name, value in row.items():
                if name != "key":
                    found[key][name] += value
    return list(found.values()), {unit.pk: unit for unit in leads_to.values() if unit}
