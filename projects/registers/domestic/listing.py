from functools import partial

from django.utils.translation import gettext_lazy as _

from projects.models import DomesticEvent
from projects.registers.common.capital import listing as capital
from projects.registers.common.capital.records import CapitalRecord, add_investors, of_list
from projects.views.rows import Cell, Column, row_of
from projects.views.words import billion

COLUMNS = [
    Column(_("Project"), "name"),
    Column(_("Investors")),
    Column(_("Place")),
    Column(_("Capital (billion VND)"), "capital", "num"),
    Column(_("First decision or certificate"), "date", "num"),
    Column(_("End of term"), classes="num"),
    Column(_("Operating state")),
]
RELATED = ()
keyed = partial(capital.keyed, DomesticEvent)


def rows(request, rows, when):
    language, pks = request.LANGUAGE_CODE, [row["record"] for row in rows]
    found = of_list(CapitalRecord, DomesticEvent, pks, when, related=("unit__parent", "zone"))
    add_investors(found)
    return [
        row_of(
            record.project,
            language,
            [
                Cell("; ".join(investor.name for investor in record.investors)),
                Cell(capital.place_of(record.project, language)),
                Cell(billion(record.life.capital), "num"),
                *capital.life_cells(record, when, language),
            ],
        )
        for record in found
    ]
