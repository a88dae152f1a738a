from django.db.models import OuterRef, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy

from projects.listing import NOTHING
from projects.models import OdaFund
from projects.models.money import AmountField
from projects.registers.common.aid.listing import keyed_by, stage_cells
from projects.registers.oda.records import OdaRecord, add_funds
from projects.views.rows import Cell, Column, day_cell, in_millions, name_of, row_of


def rows(request, rows, when):
    language = request.LANGUAGE_CODE
    found = OdaRecord.listed(rows)
    add_funds(found)
    return [
        row_of(
            record.project,
            language,
            [
                Cell(", ".join(name_of(donor, language) for donor in record.donors)),
                Cell(in_millions(record.foreign), "num"),
                *stage_cells(record, when, language),
                day_cell(record.project.ends_on, language),
            ],
        )
        for record in found
    ]


def keyed(records, when, name, language):
    foreign = OdaFund.objects.filter(project=OuterRef("pk")).exclude(kind=OdaFund.Kind.COUNTERPART)
    agreed = foreign.order_by().values("project").annotate(sum=Sum("usd")).values("sum")
    agreed = Coalesce(Subquery(agreed), NOTHING, output_field=AmountField())
    return keyed_by(agreed, records, when, name, language)


COLUMNS = [
    Column(gettext_lazy("Project"), "name"),
    Column(gettext_lazy("Donor")),
    Column(gettext_lazy("Foreign funds (million USD)"), "capital", "num"),
    Column(gettext_lazy("Stage")),
    Column(gettext_lazy("Latest recorded stage since"), "date", "num"),
    Column(gettext_lazy("Planned end"), classes="num"),
]
#: What a list needs of a project beside its own columns.
RELATED = ()
