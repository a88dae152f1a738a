"""What ODA and NGO registers answer alike: counts by stage, statements about years, breakdowns."""

from dataclasses import replace
from decimal import Decimal

from django.db.models import Count, OuterRef, Subquery

from projects.statistics.figures import Figure, Part, Unit


def figure(measure, value, selection, when, unit=Unit.PROJECTS, *, is_floor=False):
    """selection: what lists the records behind it; None where no list can tell them apart."""
    records = {**selection.query, **when.query} if selection else {}
    return Figure(measure, value, unit, when, records, is_floor)


def counted(measure, selection, when):
    """The Figure that counts the records of a selection; one query."""
    return figure(measure, selection.projects(when).count(), selection, when)


def by_stage(measure, selection, when):
    """stage → Figure of the records whose last stage it is as of the date; one query."""
    at = replace(when, since=None)
    last = (
        selection.stages.objects.filter(project=OuterRef("pk"), reached_on__lte=when.as_of)
        .order_by("-reached_on", "-position", "-pk")
        .values("stage")[:1]
    )
    rows = selection.projects(at).annotate(last_stage=Subquery(last)).values("last_stage")
    found = {row["last_stage"]: row["n"] for row in rows.order_by().annotate(n=Count("pk"))}
    return {
        stage: figure(measure, found.get(stage.value, 0), replace(selection, stage=stage), at)
        for stage in selection.stages.Stage
    }


def years(selection, when, measures, unit, wanted=None):
    """year → {measure: Figure} by the documents that rule as of the date; one query.

    measures: measure → (aggregate over the rows of a year, aggregate that counts floors or None).
    A wanted year without a document answers 0; wanted=None: every year that a document is about.
    """
    at = replace(when, since=None)
    model = selection.model._meta.get_field("years").related_model
    rows = model.objects.ruling(at).filter(project__in=selection.projects(at))
    if wanted is not None:
        rows = rows.filter(year__in=wanted)
    named = {measure.value: value for measure, (value, _floors) in measures.items()}
    named |= {f"{measure.value}_floors": f for measure, (_value, f) in measures.items() if f}
    found = {row["year"]: row for row in rows.values("year").order_by("year").annotate(**named)}
    answer = {}
    for year in found if wanted is None else wanted:
        row = found.get(year, {})
        answer[year] = {
            measure: figure(
                measure,
                row.get(measure.value, Decimal(0)),
                replace(selection, year=year),
                at,
                unit,
                is_floor=bool(row.get(f"{measure.value}_floors")),
            )
            for measure in measures
        }
    return answer


def parts(rows, selection, when, *, things, select, measures):
    """Parts from rows with a `key` and a column per measure, the largest of the first first.

    things: key → what the part is about; select: the field of the selection that chooses it;
    measures: measure → unit.
    """
    found = []
    for row in rows:
        thing = things.get(row["key"])
        of = replace(selection, **{select: thing}) if thing is not None else None
        figures = {
            measure: figure(measure, row[measure.value], of, when, unit)
            for measure, unit in measures.items()
        }
        found.append(Part(thing, figures))
    first = next(iter(measures))
    return sorted(found, key=lambda part: (-part.figures[first].value, str(part.thing)))
