"""How the figures of each register are to be read: questions and answers."""

from django.utils.translation import gettext_lazy as _

TWO_DATES = (
    _("What do the two dates mean?"),
    _(
        "“As of” is the day up to which events count, that day included. “As known on” is the day "
        "up to which the department had approved them: a correction approved later changes a "
        "figure as known today, and not the figure as it was known then. What was not known that "
        "day cannot be told as of a later one. Give both when you cite a figure."
    ),
)
REUSE = (
    _("May I reuse the figures?"),
    _("Yes, free of charge and for commercial purposes too. Name the publisher and the dates."),
)
RATE = (
    _("At which rate were other currencies converted?"),
    _(
        "The portal converts none. An amount in US dollars beside one in another currency is the "
        "one that the certificate, agreement or approval itself states, at its own rate."
    ),
)
ABOUT = {
    "fdi": [
        (
            _("Which projects are valid?"),
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
        REUSE,
    ],
    "oda": [
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
        REUSE,
    ],
    "ngo": [
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
        REUSE,
    ],
}
