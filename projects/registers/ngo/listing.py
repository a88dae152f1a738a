from django.db.models.functions import Coalesce
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy

from projects.listing import NOTHING
from projects.models.money import AmountField
from projects.registers.common.aid.listing import keyed_by, stage_cells
from projects.registers.common.aid.records import StagedRecord
from projects.views import words
from projects.views.rows import Cell, Column, day_cell, name_of, row_of


def rows(request, rows, when):
    language = request.LANGUAGE_CODE
    return [
        row_of(
            record.project,
            language,
            [
                Cell(name_of(record.project.donor, language)),
                Cell(capfirst(record.project.get_field_display())),
                Cell(_total(record.project), "num"),
                *stage_cells(record, when, language),
                day_cell(record.project.ends_on, language),
            ],
        )
        for record in StagedRecord.listed(rows)
    ]


def _total(aid):
    if aid.usd is None:
        return ""
    amount = words.exact(aid.usd)
    return words.floor(amount) if aid.usd_is_floor else amount


def keyed(records, when, name, language):
    agreed = Coalesce("usd", NOTHING, output_field=AmountField())
    return keyed_by(agreed, records, when, name, language)


COLUMNS = [
    Column(gettext_lazy("Item of aid"), "name"),
    Column(gettext_lazy("Donor organisation")),
    Column(gettext_lazy("Field")),
    Column(gettext_lazy("Total commitment (USD)"), "capital", "num"),
    Column(gettext_lazy("Status")),
    Column(gettext_lazy("Latest recorded stage since"), "date", "num"),
    Column(gettext_lazy("Planned end"), classes="num"),
]
#: What a list needs of a project beside its own columns.
RELATED = ("donor",)
