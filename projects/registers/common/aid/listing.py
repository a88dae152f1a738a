from django.db.models import F, OuterRef, Subquery

from portal.text import display
from projects.views.rows import Cell, status_cell


def stage_cells(record, when, language):
    return [
        status_cell(*record.state(when.as_of)),
        Cell(display.date(record.stage.reached_on, language), "num"),
    ]


def keyed_by(agreed, records, when, name, language):
    """The records with their last stage and its date, and the `key` of an order.

    agreed: the expression for what donors agreed to give.
    """
    stages = records.model._meta.get_field("stages").related_model
    reached = stages.objects.filter(project=OuterRef("pk"), reached_on__lte=when.as_of)
    last = reached.order_by("-reached_on", "-position", "-pk")
    rows = records.annotate(
        record=F("pk"),
        last_stage=Subquery(last.values("stage")[:1]),
        last_stage_on=Subquery(last.values("reached_on")[:1]),
    )
    keys = {"name": F(f"sort_{language}"), "date": F("last_stage_on"), "capital": agreed}
    return rows.annotate(key=keys[name])
