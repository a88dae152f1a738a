"""The entries of a register of aid, statements about years, as a table."""

from django.utils.translation import gettext_lazy

from projects.entries import choice, held, rules
from projects.exchange import fields

#: The document that states it.
NUMBER = held(fields.text("number", gettext_lazy("Number of the document")))


def year(measures):
    """What is told of which year; measures: those of the register."""
    return [
        held(fields.year("year", gettext_lazy("Year"), needed=True), "year"),
        choice(
            "measure",
            gettext_lazy("Measure"),
            measures,
            of_code=gettext_lazy("Measure: code"),
        ),
        held(fields.day("effective_on", gettext_lazy("Date of the document"), needed=True), "date"),
        rules(
            gettext_lazy("Counts in the totals"),
            gettext_lazy("false: a later document tells the same year and measure"),
        ),
    ]


def contents(asked):
    """What more is in the file than in the list: nothing."""
    return ""


def found(selection, when):
    """The entries that count of the public records of a selection."""
    return selection.years.objects.as_of(when).filter(project__in=selection.listed(when))


def ruling(selection, when):
    """The entries that the totals are made of."""
    return selection.years.objects.ruling(when)
