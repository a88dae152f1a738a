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
SEARCH = (
    _("What does the search look in?"),
    _(
        "In the names and numbers of records, the numbers of their documents, and the names of "
        "their parties, of the countries of these, of zones and of places: the place recorded, the "
        "units it belonged to, and those in which it lies today. Every word must be there; one "
        "typed with accents, with these."
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
VALID = _("Which projects are valid?")

#: What the registers are made of.
CERTIFICATES = _("Investment certificates, decisions and reports kept by the department")
DECISIONS = _("Decisions, agreements and reports kept by the department")
