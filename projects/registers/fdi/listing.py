from functools import partial

from django.utils.translation import gettext_lazy

from projects.models import FdiEvent
from projects.registers.common.capital import listing as capital
from projects.registers.common.capital.listing import life_cells, place_of
from projects.registers.common.capital.records import of_list
from projects.registers.fdi.records import FdiRecord
from projects.views.choices import countries
from projects.views.rows import Cell, Column, in_millions, name_of, row_of

COLUMNS = [
    Column(gettext_lazy("Project"), "name"),
    Column(gettext_lazy("Country or territory")),
    Column(gettext_lazy("Place")),
    Column(gettext_lazy("Capital (million USD)"), "capital", "num"),
    Column(gettext_lazy("First certificate"), "date", "num"),
    Column(gettext_lazy("End of term"), classes="num"),
    Column(gettext_lazy("Operating state")),
]
#: What a list needs of a project beside its own columns.
RELATED = ()
keyed = partial(capital.keyed, FdiEvent)


def rows(request, rows, when):
    language, known = request.LANGUAGE_CODE, countries(request)
    pks = [row["record"] for row in rows]
    found = of_list(FdiRecord, FdiEvent, pks, when, related=("unit__parent", "zone"))
    return [
        row_of(
            record.project,
            language,
            [
                Cell(name_of(known.get(record.life.partner_id), language)),
                Cell(place_of(record.project, language)),
                Cell(in_millions(record.life.capital), "num"),
                *life_cells(record, when, language),
            ],
        )
        for record in found
    ]
