"""The list of a register of events: its orders, and cells that every such list has."""

from django.db.models import F, Sum
from django.utils.translation import gettext as _

from portal.text import display
from projects.registers.common.capital.totals import adds
from projects.views.rows import Cell, day_cell, status_cell


def keyed(ledger, records, when, name, language):
    """The records, each with its key in an order: the name, the day of the first certificate, or
    the registered capital, added up for all projects in one pass over their events."""
    if name == "name":
        return records.values(record=F("pk"), key=F(f"sort_{language}"))
    events = ledger.objects.as_of(when).filter(project__in=records)
    if name == "date":
        return events.filter(type="new").values(record=F("project"), key=F("effective_on"))
    return events.capital().values(record=F("project")).annotate(key=Sum(adds(ledger)))


def life_cells(record, when, language):
    """The first certificate, the end of the term and the state."""
    life = record.life
    status, label = record.status(when.as_of)
    if life.ended_on:
        day = display.date(life.ended_on, language)
        label = _("%(state)s on %(day)s") % {"state": label, "day": day}
    return [
        Cell(display.date(life.first_on, language), "num"),
        # What was ended before has no term any more.
        day_cell(None if life.ended_on else life.term_ends_on, language),
        status_cell(status, label),
    ]


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
