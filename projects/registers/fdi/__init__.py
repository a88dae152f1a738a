from django.utils.translation import gettext_lazy as _

from projects.register import Register
from projects.registers.common.capital import summary
from projects.registers.fdi import (
    desk,
    entries,
    listing,
    narrowed,
    page,
    records,
    sentences,
)
from projects.registers.fdi.columns import COLUMNS
from projects.registers.fdi.filters import FdiForm, choices
from projects.registers.fdi.workbook import WORKBOOK
from projects.views.method import CERTIFICATES, RATE, REUSE, SEARCH, TWO_DATES, VALID

METHOD = [
    (
        VALID,
        _(
            "Projects that have an investment registration certificate and were not "
            "terminated, revoked or past their term on that day. Suspended projects count."
        ),
    ),
    (
        _("What is the registered capital?"),
        _(
            "The capital of the first certificate with all increases and decreases since, in "
            "US dollars as licensed. Share purchases and disbursed capital are told "
            "separately and never added to it."
        ),
    ),
    RATE,
    TWO_DATES,
    SEARCH,
    REUSE,
]

FDI = Register(
    kind="fdi",
    title=_("Foreign direct investment (FDI)"),
    short=_("FDI projects"),
    form=FdiForm,
    choices=choices,
    workbook=WORKBOOK,
    method=METHOD,
    source=CERTIFICATES,
    listing=listing,
    columns=COLUMNS,
    records=records,
    entries=entries,
    summary=summary,
    desk=desk,
    sentences=sentences,
    narrowed=narrowed,
    page=page,
)
