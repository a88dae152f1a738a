from django.db.models import F, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.text import display
from projects.models import FdiEvent
from projects.registers.fdi.records import fdi_of
from projects.registers.fdi.statistics import ADDS
from projects.views.choices import countries
from projects.views.rows import Cell, Column, day_cell, in_millions, name_of, row_of, status_cell


def _by_name(records, when, language):
    return records.values(record=F("pk"), key=F(f"sort_{language}"))


def _by_date(records, when, language):
    """By the date of the first certificate."""
    certificates = FdiEvent.objects.as_of(when).filter(type="new", project__in=records)
    return certificates.values(record=F("project"), key=F("effective_on"))


def _by_capital(records, when, language):
    """By the registered capital, added up for all projects in one pass over their events."""
    capital = FdiEvent.objects.as_of(when).capital().filter(project__in=records)
    return capital.values(record=F("project")).annotate(key=Sum(ADDS))


KEYS = {"name": _by_name, "date": _by_date, "capital": _by_capital}


def rows(request, rows, when):
    language = request.LANGUAGE_CODE
    known = countries(request)
    pks = [row["record"] for row in rows]
    found = fdi_of(pks, when, related=("unit__parent", "zone"))
    return [
        row_of(
            record.project,
            language,
            [
                Cell(name_of(known.get(record.life.partner_id), language)),
                Cell(place_of(record.project, language)),
                Cell(in_millions(record.life.capital), "num"),
                Cell(display.date(record.life.first_on, language), "num"),
                # What was ended before has no term any more.
                day_cell(None if record.life.ended_on else record.life.term_ends_on, language),
                _fdi_state(record, when, language),
            ],
        )
        for record in found
    ]


def _fdi_state(record, when, language):
    """The state; of a project that was ended with the day."""
    status, label = record.status(when.as_of)
    if record.life.ended_on:
        label = _("%(state)s on %(day)s") % {
            "state": label,
            "day": display.date(record.life.ended_on, language),
        }
    return status_cell(status, label)


def keyed(records, when, name, language):
    return KEYS[name](records, when, language)


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


def place_of(project, language):
    if project.zone:
        return project.zone.name_in(language)
    unit = project.unit
    if unit is None:
        return ""
    names = [unit.full_name_in(language)]
    if unit.level == unit.Level.COMMUNE and unit.parent:
        names.append(unit.parent.name_in(language))
    return ", ".join(names)
