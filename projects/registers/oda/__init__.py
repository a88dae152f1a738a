from django.utils.translation import gettext_lazy as _

from projects.register import Register
from projects.registers.oda import (
    desk,
    entries,
    listing,
    narrowed,
    page,
    records,
    sentences,
    summary,
)
from projects.registers.oda.columns import COLUMNS
from projects.registers.oda.filters import OdaForm, choices
from projects.registers.oda.workbook import WORKBOOK
from projects.views.method import DECISIONS, RATE, REUSE, SEARCH, TWO_DATES

METHOD = [
    (
        _("Which amounts are these?"),
        _(
            "What donors agreed to give is in US dollars, added up over projects whose "
            "agreement is signed and that were not cancelled. Plans and disbursements of a "
            "year are in million Vietnamese dong, foreign capital and counterpart funds apart."
        ),
    ),
    RATE,
    TWO_DATES,
    SEARCH,
    REUSE,
]

ODA = Register(
    kind="oda",
    title=_("Official development assistance (ODA)"),
    short=_("ODA projects"),
    form=OdaForm,
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
