from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from projects.register import Register
from projects.registers.common.capital import summary
from projects.registers.domestic import desk, entries, listing, narrowed, page, records, sentences
from projects.registers.domestic.columns import COLUMNS
from projects.registers.domestic.filters import DomesticForm, choices
from projects.registers.domestic.workbook import WORKBOOK
from projects.views.method import CERTIFICATES, REUSE, SEARCH, TWO_DATES, VALID

METHOD = [
    (
        VALID,
        _(
            "Projects that have an investment decision or certificate and were not terminated, "
            "revoked or past their term on that day. Suspended projects count."
        ),
    ),
    (
        _("Which projects are these?"),
        _(
            "Projects of domestic investors that are not paid for by the state budget, by their "
            "investment decision or certificate."
        ),
    ),
    (
        _("What is the registered capital?"),
        _(
            "The capital of the first decision or certificate with all increases and decreases "
            "since, in Vietnamese dong as registered."
        ),
    ),
    TWO_DATES,
    SEARCH,
    REUSE,
]
DOMESTIC = Register(
    kind="domestic",
    word=pgettext_lazy("address", "domestic"),
    title=_("Domestic investment outside the state budget"),
    short=_("Domestic projects"),
    form=DomesticForm,
    choices=choices,
    workbook=WORKBOOK,
    method=METHOD,
    source=CERTIFICATES,
    columns=COLUMNS,
    listing=listing,
    records=records,
    entries=entries,
    summary=summary,
    desk=desk,
    sentences=sentences,
    narrowed=narrowed,
    page=page,
)
