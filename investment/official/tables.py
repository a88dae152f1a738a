"""The verbs of official FDI tables: enter the figures of a document, let them count."""

from collections import defaultdict
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from investment.official.models import (
    STOCKS,
    Breakdown,
    Explanation,
    Indicator,
    OfficialFigure,
    SourceTable,
)
from portal.text.fold import fold
from projects import ledger
from projects.models import EntryState


class Earlier:
    """The figures of a day that count now; one query."""

    def __init__(self, day):
        self._found = defaultdict(dict)
        for figure in OfficialFigure.objects.counted().filter(as_of=day):
            place = figure.indicator, figure.breakdown, thing_of(figure)
            self._found[place][fold(figure.label)] = figure

    def of(self, indicator, breakdown, key, label):
        """The figure of the same thing, by the same name where it had several; or None."""
        found = self._found.get((indicator, breakdown, key), {})
        if exact := found.get(fold(label)):
            return exact
        return next(iter(found.values())) if key is not None and len(found) == 1 else None

    def names(self, indicator, breakdown, key):
        """What a thing is called in the figures that count: a country may stand in two rows."""
        return [
            figure.label for figure in self._found.get((indicator, breakdown, key), {}).values()
        ]


def thing_of(figure):
    """The key of the province, partner or sector of a figure; None for what is no unit."""
    return figure.province_id or figure.partner_id or figure.sector_id


@transaction.atomic
def enter(data, *, by, **values):
    """A SourceTable with figures as printed.packed() gives them, which waits for approval.

    values: of the table. Raises PermissionDenied or ValidationError.
    """
    table = ledger.enter(SourceTable(warned=data["warned"], **values), by=by)
    day = date.fromisoformat(data["day"])
    earlier = Earlier(day)
    OfficialFigure.objects.bulk_create(
        [
            figure
            for _sheet, breakdown, lines in data["parts"]
            for line in lines
            for figure in _figures(Breakdown(breakdown), line, day, earlier, table)
        ],
        batch_size=500,
    )
    return table


def _figures(breakdown, line, day, earlier, table):
    label, key, values = line
    unit = OfficialFigure.Unit
    for code, value in values.items():
        indicator = Indicator(code)
        yield OfficialFigure(
            table=table,
            indicator=indicator,
            breakdown=breakdown,
            label=label,
            since=None if indicator in STOCKS else day.replace(month=1, day=1),
            as_of=day,
            value=Decimal(value),
            unit=unit.COUNT if indicator.is_count else unit.MILLION_USD,
            revises=earlier.of(indicator, breakdown, key, label),
            **{f"{breakdown}_id": key},
        )


@transaction.atomic
def approve(table, *, by, version):
    """ledger.approve(), unless a table that says the same has been approved since it was entered.

    Both would count then.
    """
    waiting = SourceTable.objects.select_for_update().filter(status=EntryState.PENDING)
    list(waiting.order_by("pk").values_list("pk"))
    earlier = {}
    for figure in OfficialFigure.objects.filter(table=table):
        if figure.as_of not in earlier:
            earlier[figure.as_of] = Earlier(figure.as_of)
        now = earlier[figure.as_of].of(
            figure.indicator, figure.breakdown, thing_of(figure), figure.label
        )
        if (now and now.pk) != figure.revises_id:
            raise ValidationError(
                _(
                    "A table with figures of the same day was approved after this one was entered: "
                    "reject it and have the file entered again."
                )
            )
    return ledger.approve(table, by=by, version=version)


def delete_rows(tables):
    """Delete what stands in tables, of whichever room."""
    Explanation.objects.filter(figure__table__in=tables).delete()
    for relation in SourceTable._meta.related_objects:
        if relation.one_to_many and relation.related_model is not SourceTable:
            rows = relation.related_model.objects
            rows.filter(**{f"{relation.field.name}__in": tables}).delete()
