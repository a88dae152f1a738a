from django.utils.translation import gettext_lazy as _

from projects.register import Register
from projects.registers.ngo import (
    desk,
    entries,
    listing,
    narrowed,
    page,
    records,
    sentences,
    summary,
)
from projects.registers.ngo.columns import COLUMNS
from projects.registers.ngo.filters import NgoForm, choices
from projects.registers.ngo.workbook import WORKBOOK
from projects.views.method import DECISIONS, RATE, REUSE, SEARCH, TWO_DATES

METHOD = [
    (
        _("What is the difference between total and yearly commitment?"),
        _(
            "The total is what a donor promised for the whole period, the yearly commitment "
            "what of it falls into one year. “Above” marks an amount that the document gives "
            "as a lower limit."
        ),
    ),
    RATE,
    TWO_DATES,
    SEARCH,
    REUSE,
]

NGO = Register(
    kind="ngo",
    title=_("Aid of foreign non-governmental organisations"),
    short=_("Foreign NGO aid"),
    form=NgoForm,
    choices=choices,
    workbook=WORKBOOK,
    method=METHOD,
    source=DECISIONS,
    listing=listing,
    columns=COLUMNS,
    records=records,
    entries=entries,
    summary=summary,
    desk=desk,
    sentences=sentences,
    narrowed=narrowed,
    page=page,
    is_stated=True,
)
