"""The entries of a register of events as a table."""

from dataclasses import replace

from django.db.models import Q
from django.utils.translation import gettext_lazy

from projects.entries import AS_STATED, choice, held, rules, told
from projects.exchange import fields, measured
from projects.figures import Unit
from projects.models.capital import EventType
from projects.registers.common.capital.selection import Counted

#: What the file of a list that is not asked for a state says of itself.
WITH_ENDED = gettext_lazy(
    "Entries of projects that have ended are in it, too: without them no total of an earlier year "
    "can be added up. A column tells which entries make up the capital of valid projects."
)
RULES = rules(
    gettext_lazy("Counts in the capital of valid projects"),
    gettext_lazy("false: it changes no capital, or its project is valid no longer"),
)
TERM = held(fields.day("term_ends_on", gettext_lazy("Last day of the term")), "date")


def event(types):
    """What happened and when, by which document; types: of the register's events."""
    return [
        held(fields.day("effective_on", gettext_lazy("Effective date"), needed=True), "date"),
        choice(
            "type",
            gettext_lazy("Type of event"),
            types,
            of_code=gettext_lazy("Event: code"),
            typed=[kind for kind in types if kind != EventType.NEW],
            note=gettext_lazy("The first certificate stands in the sheet of the projects."),
        ),
        held(fields.text("number", gettext_lazy("Number of the certificate or document"))),
    ]


def amount(ledger, key):
    """The amount that an event names, and what it changes; key: of the amount in files."""
    currency = ledger.counted_currency
    field = measured.money(
        ledger.counted_in, gettext_lazy("Amount"), unit=currency, currency=currency
    )
    return [
        held(field, "number", Unit(currency), key=key, note=AS_STATED),
        told(
            f"change_{currency.lower()}",
            gettext_lazy("Change of the registered capital"),
            lambda e, asked: e.change,
            "number",
            Unit(currency),
        ),
        RULES,
    ]


def contents(asked):
    """What more is in the file than in the list, in sentences, or nothing.

    asked: the GET parameters of the list.
    """
    return "" if "counted" in asked or "status" in asked else str(WITH_ENDED)


def found(selection, when):
    """The entries that count of the public records of a selection; notices of no record, too."""
    return happened(selection, when).filter(is_public(selection))


def is_public(selection):
    return Q(project=None) | Q(project__in=selection.model.objects.public())


def ruling(selection, when):
    """The entries that the totals are made of."""
    valid = selection.valid(replace(when, since=None))
    return selection.ledger.objects.as_of(when).capital().filter(project__in=valid)


def happened(selection, when):
    """The events of a selection: of a list of what happened in a period, those that it counts."""
    if selection.counted == Counted.ENDED:
        return selection.ledger.objects.as_of(when).filter(project__in=selection.listed(when))
    events = selection.events(when)
    if selection.counted:
        return events.during(when).filter(type__in=selection.counts[selection.counted])
    return events
