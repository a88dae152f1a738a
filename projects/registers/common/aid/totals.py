"""What ODA and NGO registers answer alike: counts by stage, statements about years, breakdowns."""

from collections import Counter
from dataclasses import dataclass, replace

from django.db.models import (
    Case,
    CharField,
    Count,
    Max,
    Min,
    OuterRef,
    Q,
    StringAgg,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast

from projects.figures import Figure, Part, Told, Unit
from projects.registers.common.aid.selection import Lapsed

#: As text: each database can string texts together.
_KEY = Cast("project", CharField())


@dataclass(frozen=True)
class Yearly:
    """What is added up over the statements of a year: the column of those of one measure."""

    column: str
    stated: str
    has_floors: bool = False

    def sums(self, name):
        """The aggregates of a year's rows, under names that begin with name."""
        told = Q(measure=self.stated, **{f"{self.column}__isnull": False})
        either = Q(**{f"{self.column}__isnull": False})
        floors = {f"{name}_floors": Count("pk", filter=told & Q(is_floor=True))}
        return {
            name: Sum(self.column, filter=told),
            f"{name}_told": StringAgg(_KEY, Value(","), filter=told),
            f"{name}_out_of": Count("project", filter=either, distinct=True),
            f"{name}_first": Min("effective_on", filter=told),
            f"{name}_last": Max("effective_on", filter=told),
            **(floors if self.has_floors else {}),
        }


def figure(measure, value, selection, when, unit=Unit.PROJECTS, *, is_floor=False, told=None):
    """selection: what lists the records behind it; None where no list can tell them apart."""
    records = {**selection.query, **when.query} if selection else {}
    return Figure(measure, value, unit, when, records, is_floor, told)


def standing(selection, when):
    """The times of what stands: of a period only what was reached in it is asked."""
    return when if selection.reached else replace(when, since=None)


def counted(measure, selection, when):
    """The Figure that counts the records of a selection; one query."""
    return figure(measure, selection.projects(when).count(), selection, when)


def by_stage(measure, selection, when):
    """stage → Figure of the records whose last stage it is as of the date; one query.

    Those past their period that no document calls completed count apart, under Lapsed.
    """
    at = standing(selection, when)
    last = (
        selection.stages.objects.filter(project=OuterRef("pk"), reached_on__lte=when.as_of)
        .order_by("-reached_on", "-position", "-pk")
        .values("stage")[:1]
    )
    is_over = Case(When(ends_on__lt=when.as_of, then=True), default=False)
    rows = selection.projects(at).annotate(last_stage=Subquery(last), is_over=is_over)
    found = Counter()
    for row in rows.values("last_stage", "is_over").order_by().annotate(n=Count("pk")):
        is_lapsed = row["is_over"] and row["last_stage"] == selection.running
        found[Lapsed.LAPSED if is_lapsed else row["last_stage"]] += row["n"]
    return {
        stage: figure(measure, found[stage.value], replace(selection, stage=stage), at)
        for stage in (*selection.stages.Stage, Lapsed.LAPSED)
    }


def years(selection, when, measures, unit, wanted=None):
    """year → {measure: Figure} by the documents that rule as of the date; one query.

    measures: measure → Yearly.
    Without a document that tells it a value is None, which is not 0. wanted=None: every year that
    a document is about.
    """
    at = standing(selection, when)
    model = selection.model._meta.get_field("years").related_model
    rows = model.objects.ruling(at).filter(project__in=selection.projects(at))
    if wanted is not None:
        rows = rows.filter(year__in=wanted)
    named = {}
    for measure, yearly in measures.items():
        named |= yearly.sums(measure.value)
    found = {row["year"]: row for row in rows.values("year").order_by("year").annotate(**named)}
    answer = {}
    for year in found if wanted is None else wanted:
        row = found.get(year, {})
        answer[year] = {
            measure: figure(
                measure,
                row.get(measure.value),
                replace(selection, year=year),
                at,
                unit,
                is_floor=bool(row.get(f"{measure.value}_floors")),
                told=_told(row, measure.value),
            )
            for measure in measures
        }
    return answer


def _told(row, name):
    if row.get(name) is None:
        return None
    which = frozenset(map(int, row[f"{name}_told"].split(",")))
    return Told(which, *(row[f"{name}_{part}"] for part in ("out_of", "first", "last")))


def parts(rows, selection, when, *, things, select, measures):
    """Parts from rows with a `key` and a column per measure, the largest of the first first.

    A column `<measure>_floors` counts what is told as a lower limit, or not at all.
    things: key → what the part is about; select: the field of the selection that chooses it;
    measures: measure → unit.
    """
    found = []
    for row in rows:
        thing = things.get(row["key"])
        of = replace(selection, **{select: thing}) if thing is not None else None
        figures = {
            measure: figure(
                measure,
                row[measure.value],
                of,
                when,
                unit,
                is_floor=bool(row.get(f"{measure.value}_floors")),
            )
            for measure, unit in measures.items()
        }
        found.append(Part(thing, figures))
    first = next(iter(measures))
    return sorted(found, key=lambda part: (-part.figures[first].value, str(part.thing)))
