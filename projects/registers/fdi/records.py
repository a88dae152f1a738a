from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from projects import consistency
from projects.models import (
    Country,
    FdiEvent,
    FdiProject,
    Investor,
)
from projects.registers.fdi.selection import FdiStatus

#: What a project is after the event that ended it.
ENDED_BY = {
    FdiEvent.Type.TERMINATION: pgettext_lazy("fdi state", "terminated"),
    FdiEvent.Type.REVOCATION: pgettext_lazy("fdi state", "revoked"),
}

EXPIRED = "expired"
EXPIRED_LABEL = _("past its term")


@dataclass
class FdiRecord:
    """A project with its life up to the date; amounts in USD."""

    project: FdiProject
    life: consistency.FdiLife
    events: list
    investors: list = field(default_factory=list)
    partner: Country | None = None

    @classmethod
    def of(cls, project, events):
        life, _problems = consistency.play(events)
        return cls(project, life, consistency.in_order(events))

    def status(self, day):
        """What the project is as of the day: a value, and a label for readers."""
        if self.life.ended_by:
            return self.life.ended_by, ENDED_BY[self.life.ended_by]
        if self.ended_on(day):
            return EXPIRED, EXPIRED_LABEL
        if self.life.suspended:
            return FdiStatus.SUSPENDED, FdiStatus.SUSPENDED.label
        return FdiStatus.VALID, FdiStatus.VALID.label

    def ended_on(self, day):
        """The day of the event that ended it, or the last of its term once it is over; or None."""
        life = self.life
        is_past_term = life.term_ends_on and life.term_ends_on < day
        return life.ended_on or (life.term_ends_on if is_past_term else None)

    @property
    def disbursed(self):
        spent = [e.usd for e in self.events if e.type == FdiEvent.Type.DISBURSEMENT]
        return sum(spent, Decimal(0)) if spent else None


def fdi_of(pks, when, *, related=()):
    """The FdiRecords of projects in the given order; one query for events and projects together.

    Every project of a list has had its first certificate, so none is missed.
    """
    rows = FdiEvent.objects.as_of(when).filter(project__in=pks)
    rows = rows.select_related("project", *[f"project__{name}" for name in related])
    events = defaultdict(list)
    for event in rows:
        events[event.project_id].append(event)
    return [FdiRecord.of(events[pk][0].project, events[pk]) for pk in pks if events[pk]]


def fdi_in_bulk(pks, when, *, related=()):
    """The same for many projects: two queries, so that no project is read once per event."""
    projects = FdiProject.objects.select_related(*related).in_bulk(pks)
    events = defaultdict(list)
    for event in FdiEvent.objects.as_of(when).filter(project__in=pks):
        events[event.project_id].append(event)
    return [FdiRecord.of(projects[pk], events[pk]) for pk in pks if pk in projects and events[pk]]


def add_investors(records):
    """Fill in the investors of FdiRecords; one query."""
    found = defaultdict(list)
    for investor in Investor.objects.filter(project__in=[r.project.pk for r in records]):
        found[investor.project_id].append(investor)
    for record in records:
        record.investors = found[record.project.pk]


Type = FdiEvent.Type


@dataclass(frozen=True)
class Life:
    """An FDI project as of a date; `capital` and `disbursed` in USD.

    partner: Country or None; status: FdiStatus, or None before the first certificate.
    entries: the events that made it so, in order.
    """

    capital: Decimal
    disbursed: Decimal
    partner: Country | None
    status: FdiStatus | None
    first_on: object
    ended_on: object
    ended_by: str
    term_ends_on: object
    entries: list


def fdi_lives(pks, when):
    """primary key → Life of FDI projects; two queries."""
    events = defaultdict(list)
    for event in FdiEvent.objects.as_of(when).filter(project__in=pks).select_related("document"):
        events[event.project_id].append(event)
    played = {pk: consistency.play(events[pk])[0] for pk in pks}
    partners = Country.objects.in_bulk({life.partner_id for life in played.values()} - {None})
    return {
        pk: _life(life, consistency.in_order(events[pk]), partners.get(life.partner_id), when)
        for pk, life in played.items()
    }


def _life(played, entries, partner, when):
    paid = (event.usd or 0 for event in entries if event.type == Type.DISBURSEMENT)
    is_past_term = bool(played.term_ends_on and played.term_ends_on < when.as_of)
    return Life(
        played.capital,
        sum(paid, Decimal(0)),
        partner,
        _status(played, is_past_term),
        played.first_on,
        played.ended_on or (played.term_ends_on if is_past_term else None),
        played.ended_by,
        played.term_ends_on,
        entries,
    )


def _status(played, is_past_term):
    if played.first_on is None:
        return None
    if played.ended_on or is_past_term:
        return FdiStatus.ENDED
    return FdiStatus.SUSPENDED if played.suspended else FdiStatus.OPERATING


def waiting_for_certificate(pks, when):
    """Those of FDI projects whose first certificate, of a day up to then, waits; one query."""
    events = FdiEvent.objects.pending().filter(type=Type.NEW, effective_on__lte=when.as_of)
    return set(events.filter(project__in=pks).values_list("project", flat=True))


def status_words(life, *, waits):
    """The state of an FDI project in words, with the day of its end.

    waits: whether its first certificate is entered, and not approved.
    """
    if life.status is None:
        return gettext("certificate waits for approval") if waits else gettext("not registered yet")
    if life.status == FdiStatus.OPERATING:
        return gettext("operating")
    if life.status == FdiStatus.SUSPENDED:
        return FdiStatus.SUSPENDED.label
    how = ENDED_BY[life.ended_by] if life.ended_by else EXPIRED_LABEL
    return f"{how}, {life.ended_on:%d/%m/%Y}"


def read(pks, when, names):
    """The FdiRecords of a file's rows."""
    found = fdi_in_bulk(pks, when, related=("industry", "zone"))
    add_investors(found)
    return found
