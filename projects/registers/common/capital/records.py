"""What a project is as of a date, by its events: for lists, its page, files and the desk.

Constant numbers of queries, however many projects are asked about.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta

from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from projects import consistency
from projects.models.capital import CapitalProject, EventType
from projects.registers.common.capital.selection import Status

#: What a project is after the event that ended it.
ENDED_BY = {
    EventType.TERMINATION: pgettext_lazy("fdi state", "terminated"),
    EventType.REVOCATION: pgettext_lazy("fdi state", "revoked"),
}
EXPIRED = "expired"
EXPIRED_LABEL = _("past its term")


@dataclass
class CapitalRecord:
    """A project (None where only its life is asked for) with its life up to the date.

    events: those that made it so, in order.
    """

    project: CapitalProject | None
    life: consistency.Life
    events: list
    investors: list = field(default_factory=list)

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
            return Status.SUSPENDED, Status.SUSPENDED.label
        return Status.VALID, Status.VALID.label

    def ended_on(self, day):
        """The day of the event that ended it, or the last of its term once it is over; or None."""
        life = self.life
        is_past_term = life.term_ends_on and life.term_ends_on < day
        return life.ended_on or (life.term_ends_on if is_past_term else None)

    def not_valid_from(self, day):
        """The first day on which totals no longer count it, by the day asked about; or None."""
        ended_on = self.ended_on(day)
        return ended_on if self.life.ended_on else ended_on and ended_on + timedelta(days=1)

    def state(self, day, *, waits):
        """The state in words for the desk, with the day of its end.

        waits: whether its first certificate is entered, and not approved.
        """
        if self.life.first_on is None:
            waiting = gettext("certificate waits for approval")
            return waiting if waits else gettext("not registered yet")
        _code, label = self.status(day)
        if ended_on := self.ended_on(day):
            return f"{label}, {ended_on:%d/%m/%Y}"
        return Status.SUSPENDED.label if self.life.suspended else gettext("operating")


def of_list(record, ledger, pks, when, *, related=()):
    """The records of projects in the given order; one query for events and projects together.

    record: a CapitalRecord class. Every project of a list has had its first certificate, so none
    is missed.
    """
    rows = ledger.objects.as_of(when).filter(project__in=pks)
    rows = rows.select_related("project", *[f"project__{name}" for name in related])
    events = _by_project(rows)
    return [record.of(events[pk][0].project, events[pk]) for pk in pks if events[pk]]


def in_bulk(record, ledger, pks, when, *, related=()):
    """The same for many projects: two queries, so that no project is read once per event."""
    model = ledger._meta.get_field("project").related_model
    projects = model.objects.select_related(*related).in_bulk(pks)
    events = _by_project(ledger.objects.as_of(when).filter(project__in=pks))
    return [record.of(projects[pk], events[pk]) for pk in pks if pk in projects and events[pk]]


def lives(record, ledger, pks, when):
    """primary key → record, of projects that may have no event yet; one query."""
    rows = ledger.objects.as_of(when).filter(project__in=pks).select_related("document")
    events = _by_project(rows)
    return {pk: record.of(None, events[pk]) for pk in pks}


def _by_project(events):
    found = defaultdict(list)
    for event in events:
        found[event.project_id].append(event)
    return found


def add_investors(records, *related):
    """Fill in the investors of records of one register; one query."""
    found = defaultdict(list)
    if records:
        investors = records[0].project._meta.get_field("investors").related_model.objects
        rows = investors.filter(project__in=[record.project.pk for record in records])
        for investor in rows.select_related(*related) if related else rows:
            found[investor.project_id].append(investor)
    for record in records:
        record.investors = found[record.project.pk]


def waiting_for_certificate(ledger, pks, when):
    """Those of projects whose first certificate, of a day up to then, waits; one query."""
    events = ledger.objects.pending().filter(type=EventType.NEW, effective_on__lte=when.as_of)
    return set(events.filter(project__in=pks).values_list("project", flat=True))
