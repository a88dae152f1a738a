"""The entries of a register of aid, statements about years, as a table."""

from django.utils.translation import gettext_lazy

from portal.exchange.writing import Column
from projects.entries import codes


def year(measures):
    """What is told of which year; measures: those of the register."""
    return [
        Column("year", gettext_lazy("Year"), "year"),
        Column("measure_code", gettext_lazy("Measure: code"), note=codes(measures)),
        Column("measure", gettext_lazy("Measure")),
        Column("effective_on", gettext_lazy("Date of the document"), "date"),
        Column(
            "rules",
            gettext_lazy("Counts in the totals"),
            "boolean",
            note=gettext_lazy("false: a later document tells the same year and measure"),
        ),
    ]


def year_told(entry, ruling):
    return {
        "year": entry.year,
        "measure_code": entry.measure,
        "measure": entry.get_measure_display(),
        "rules": entry.pk in ruling,
    }


def contents(asked):
    """What more is in the file than in the list: nothing."""
    return ""


def found(selection, when):
    """The entries that count of the public records of a selection."""
    return selection.years.objects.as_of(when).filter(project__in=selection.listed(when))


def ruling(selection, when):
    """The entries that the totals are made of."""
    return selection.years.objects.ruling(when)
