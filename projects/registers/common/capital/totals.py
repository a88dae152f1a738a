"""What a register of events says: what stands as of a day, and what happened in a period."""

from dataclasses import replace
from decimal import Decimal

from django.db.models import Case, CharField, Count, F, Q, Sum, Value, When
from django.db.models.functions import Coalesce, Concat, ExtractYear

from portal.delivery.shared import remembered
from projects import places
from projects.figures import Figure, Measure, Part, Unit
from projects.models import AdministrativeUnit, Industry, Zone
from projects.models.capital import EventType
from projects.registers.common.capital.selection import CAPITAL, PROJECTS, TURNS, Counted, Status
from projects.selection import ALL, Boundaries

#: A turn is one certificate or notice, whatever it changes.
TURN = Concat(F("project"), Value("/"), F("number"), output_field=CharField())
COUNTS = {
    Measure.NEW_PROJECTS,
    Measure.ADJUSTED_PROJECTS,
    Measure.RAISED_PROJECTS,
    Measure.LOWERED_PROJECTS,
    Measure.VALID_PROJECTS,
    Measure.SUSPENDED_PROJECTS,
    Measure.ENDED_PROJECTS,
}


def adds(ledger, prefix=""):
    """What an event does to the registered capital; prefix leads to it from another model."""
    amount = f"{prefix}{ledger.counted_in}"
    return Case(
        When(**{f"{prefix}type": EventType.DECREASE}, then=-F(amount)),
        default=F(amount),
        output_field=ledger._meta.get_field(ledger.counted_in),
    )


def _flow(selection):
    """name of a measure → what is computed over the events of a period."""
    what = {
        PROJECTS: lambda types: Count("project", filter=types, distinct=True),
        TURNS: lambda types: Count(TURN, filter=types, distinct=True),
        CAPITAL: lambda types: Sum(selection.ledger.counted_in, filter=types, default=Decimal(0)),
    }
    return {
        measure.value: what[counts](Q(type__in=types))
        for measure, (counts, types, _of) in selection.flows.items()
    }


def _stock(ledger):
    """name of a measure → what is computed over the events that make up the capital."""
    return {
        Measure.VALID_PROJECTS.value: Count("project", filter=Q(type=EventType.NEW)),
        Measure.VALID_CAPITAL.value: Sum(adds(ledger), default=Decimal(0)),
    }


def _figure(measure, value, of, selection, when):
    """of: the Selection of the records behind it; None where no list can tell them apart."""
    unit = selection.unit
    if measure in COUNTS:
        unit = Unit.PROJECTS
    elif selection.flows.get(measure, "")[:1] == (TURNS,):
        unit = Unit.TURNS
    return Figure(measure, value, unit, when, {**of.query, **when.query} if of else {})


def _counted(of, counted):
    return of and replace(of, counted=counted)


def flow_figures(row, of, selection, when):
    figures = {
        measure: _figure(measure, row[measure.value], _counted(of, counted), selection, when)
        for measure, (_counts, _types, counted) in selection.flows.items()
    }
    net = row[Measure.RAISED_CAPITAL.value] - row[Measure.LOWERED_CAPITAL.value]
    adjusted = _counted(of, Counted.ADJUSTED)
    figures[Measure.ADJUSTED_CAPITAL] = _figure(
        Measure.ADJUSTED_CAPITAL, net, adjusted, selection, when
    )
    return figures


def stock_figures(row, of, selection, when):
    of = of and replace(of, status=of.status or Status.VALID)
    at = replace(when, since=None)
    return {
        measure: _figure(measure, row[measure.value], of, selection, at)
        for measure in (Measure.VALID_PROJECTS, Measure.VALID_CAPITAL)
    }


# --- totals ---------------------------------------------------------------------------


def flow(selection, when):
    """measure → Figure of everything that happened in the period; one query."""
    row = selection.events(when).during(when).aggregate(**_flow(selection))
    return flow_figures(row, selection, selection, when)


def stock(selection, when):
    """measure → Figure of the valid projects as of the date; one query."""
    row = _capital_of(selection.valid(when), when).aggregate(**_stock(selection.ledger))
    return stock_figures(row, selection, selection, when)


def registered(selection, when):
    """The Figure of projects whatever their state, the ended ones among them."""
    at = replace(when, since=None)
    count = selection.projects(at).count()
    records = {**selection.query, **at.query, "status": ALL}
    return Figure(selection.measure, count, Unit.PROJECTS, at, records)


def ended(selection, when):
    """measure → Figure of the projects that ended in the period, with their last capital."""
    projects = selection.projects(when).ended_during(when)
    row = _capital_of(projects, when).aggregate(**_stock(selection.ledger))
    of = _counted(selection, Counted.ENDED)
    return {
        measure: _figure(measure, row[stands.value], of, selection, when)
        for measure, stands in (
            (Measure.ENDED_PROJECTS, Measure.VALID_PROJECTS),
            (Measure.ENDED_CAPITAL, Measure.VALID_CAPITAL),
        )
    }


def suspended(selection, when):
    """The Figure of valid projects that were suspended as of the date."""
    of = replace(selection, status=Status.SUSPENDED)
    count = of.projects(when).count()
    at = replace(when, since=None)
    return _figure(Measure.SUSPENDED_PROJECTS, count, of, selection, at)


def _capital_of(projects, when):
    """The events that make up the registered capital of projects."""
    ledger = projects.model._meta.get_field("events").related_model
    return ledger.objects.as_of(when).capital().filter(project__in=projects)


# --- breakdowns -----------------------------------------------------------------------

#: By what totals can be broken down → (fields of a project, the first that is there tells the
#: part; the model that they lead to; the field of the selection that chooses the part)
DIMENSIONS = {
    "industry": (("industry__section", "industry"), Industry, "industry"),
    "unit": (("unit",), AdministrativeUnit, "place"),
    "zone": (("zone",), Zone, "zone"),
}


def _key(dimension, ledger):
    """The expression over events that gives a part's key; some events tell it themselves."""
    paths, model, _select = DIMENSIONS[dimension]
    tells = any(field.name == paths[-1] for field in ledger._meta.fields)
    found = [*(f"project__{path}" for path in paths), *(paths if tells else ())]
    if len(found) == 1:
        return F(found[0])
    return Coalesce(*found, output_field=model._meta.pk)


def stock_by(dimension, selection, when, ask=None):
    """Parts of the valid projects as of the date, the largest capital first.

    ask: remembers reference data between several breakdowns, see portal.delivery.shared.
    """
    rows = _capital_of(selection.valid(when), when).annotate(key=_key(dimension, selection.ledger))
    rows = rows.values("key").order_by().annotate(**_stock(selection.ledger))
    return parts(dimension, rows, stock_figures, selection, when, ask=ask)


def flow_by(dimension, selection, when):
    """Parts of what happened in the period, the largest new capital first."""
    events = selection.events(when).during(when)
    rows = flow_rows(events, selection, _key(dimension, selection.ledger))
    return parts(dimension, rows, flow_figures, selection, when)


def flow_rows(events, selection, key):
    """The rows of what happened, one for each value of an expression over events."""
    return events.values(key=key).order_by().annotate(**_flow(selection))


def flow_by_year(selection, when):
    """year → {measure: Figure}, for the years of the period in which something happened."""
    events, found = selection.events(when).during(when), {}
    rows = flow_rows(events, selection, ExtractYear("effective_on")).order_by("key")
    for row in rows:
        first, last = when.as_of.replace(row["key"], 1, 1), when.as_of.replace(row["key"], 12, 31)
        of_year = replace(
            when, since=max(filter(None, [when.since, first])), as_of=min(when.as_of, last)
        )
        found[row["key"]] = flow_figures(row, selection, selection, of_year)
    return found


def parts(dimension, rows, figures, selection, when, *, ask=None):
    """Parts from rows with a `key` and a column per measure.

    dimension: one of DIMENSIONS, or (model, select) of another.
    """
    model, select = dimension if isinstance(dimension, tuple) else DIMENSIONS[dimension][1:]
    rows, ask = list(rows), ask or remembered()
    if dimension == "unit":
        rows, things = _rolled_up(rows, selection.boundaries, ask(places.Atlas))
    else:
        things = ask(model.objects.in_bulk)
    found = []
    for row in rows:
        thing = things.get(row["key"])
        of = replace(selection, **{select: thing}) if thing else None
        found.append(Part(thing, figures(row, of, selection, when)))
    first = Measure.VALID_CAPITAL if figures is stock_figures else Measure.NEW_CAPITAL
    return sorted(found, key=lambda part: (-part.figures[first].value, str(part.thing)))


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
