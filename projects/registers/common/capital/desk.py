"""A project and its events in the words of the people at the desk."""

from django.utils.translation import gettext as _

from projects.desk import day, money
from projects.models.capital import EventType
from projects.registers.common.capital.records import lives, waiting_for_certificate

SIGNS = {EventType.INCREASE: "+", EventType.DECREASE: "−"}


def says(entry, unit):
    """The amount of an event with its sign."""
    if entry.counted is not None:
        yield f"{SIGNS.get(entry.type, '')}{money(entry.counted)} {unit}"


def term(entry):
    if entry.term_ends_on:
        yield _("term until %(day)s") % {"day": day(entry.term_ends_on)}


def record_of(record, ledger, project, when):
    """A project's CapitalRecord of a class, as of a date."""
    return lives(record, ledger, [project.pk], when)[project.pk]


def facts(record, ledger, project, when, unit):
    """[(label, text)] of what a project was as of a date."""
    waits = when.known_at is None and waiting_for_certificate(ledger, [project.pk], when)
    return [
        (_("State"), record.state(when.as_of, waits=bool(waits))),
        (_("Registered capital"), _capital(record, unit, waits)),
        (_("First certificate"), day(record.life.first_on)),
        (_("Last day of the term"), day(record.life.term_ends_on)),
    ]


def _capital(record, unit, waits):
    if record.life.first_on is not None:
        return f"{money(record.life.capital)} {unit}"
    return _("– (waits for approval with the certificate)") if waits else "–"
