"""Which projects of a register of events are asked for, and what happened to them."""

from dataclasses import dataclass, replace

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import pgettext_lazy

from projects.figures import Measure
from projects.models import Industry, Zone
from projects.models.capital import CapitalEvent, EventType
from projects.selection import Selection


class Status(models.TextChoices):
    VALID = "valid", pgettext_lazy("fdi status", "valid")
    OPERATING = "operating", pgettext_lazy("fdi status", "valid and not suspended")
    SUSPENDED = "suspended", pgettext_lazy("fdi status", "suspended")
    ENDED = "ended", pgettext_lazy("fdi status", "terminated, revoked or past its term")


class Counted(models.TextChoices):
    """The records behind a figure of flow: projects with such an event in the period."""

    NEW = "new", pgettext_lazy("fdi counted", "new in the period")
    ADJUSTED = "adjusted", pgettext_lazy("fdi counted", "adjusted in the period")
    RAISED = "raised", pgettext_lazy("fdi counted", "capital raised in the period")
    LOWERED = "lowered", pgettext_lazy("fdi counted", "capital lowered in the period")
    ENDED = "ended", pgettext_lazy("fdi counted", "ended in the period")
    REGISTERED = (
        "registered",
        pgettext_lazy("counted", "capital registered in the period: new or changed"),
    )


#: What is counted of events: distinct projects, certificates, or amounts.
PROJECTS, TURNS, CAPITAL = "projects", "turns", "capital"


@dataclass(frozen=True)
class CapitalSelection(Selection):
    industry: Industry | None = None
    zone: Zone | None = None
    status: str = ""
    counted: str = ""

    #: What is counted in a period → the types of its events.
    counts = {
        Counted.NEW: (EventType.NEW,),
        Counted.ADJUSTED: CapitalEvent.ADJUSTMENTS,
        Counted.RAISED: (EventType.INCREASE,),
        Counted.LOWERED: (EventType.DECREASE,),
        Counted.REGISTERED: CapitalEvent.CAPITAL,
    }

    #: measure → (what is counted of the events of a period, of which types, the records behind it)
    flows = {
        Measure.NEW_PROJECTS: (PROJECTS, (EventType.NEW,), Counted.NEW),
        Measure.NEW_CAPITAL: (CAPITAL, (EventType.NEW,), Counted.NEW),
        Measure.ADJUSTED_TURNS: (TURNS, CapitalEvent.ADJUSTMENTS, Counted.ADJUSTED),
        Measure.ADJUSTED_PROJECTS: (PROJECTS, CapitalEvent.ADJUSTMENTS, Counted.ADJUSTED),
        Measure.RAISED_PROJECTS: (PROJECTS, (EventType.INCREASE,), Counted.RAISED),
        Measure.RAISED_CAPITAL: (CAPITAL, (EventType.INCREASE,), Counted.RAISED),
        Measure.LOWERED_PROJECTS: (PROJECTS, (EventType.DECREASE,), Counted.LOWERED),
        Measure.LOWERED_CAPITAL: (CAPITAL, (EventType.DECREASE,), Counted.LOWERED),
    }
    #: The unit of its capital, and the measure that counts projects of every state.
    unit = None
    measure = None

    @property
    def ledger(self):
        """The model of the events."""
        return self.model._meta.get_field("events").related_model

    def documents(self, when):
        """[(rows, the field with their day)] of what tells of the selection on any day."""
        events = self.ledger.objects.counted(when.known_at)
        asked = Q(project__in=self.records(when)) | Q(project=None)
        return [(events.filter(asked), "effective_on")]

    def projects(self, when):
        """The projects of the selection that had their first certificate as of the date."""
        return self._with_status(self._described(when), when)

    def valid(self, when):
        """The valid ones among the projects of the selection."""
        if self.status == Status.ENDED:
            return self.model.objects.none()
        return replace(self, status=self.status or Status.VALID).projects(when)

    def behind(self, when):
        """The projects behind a figure: as `counted` says, else as the status does."""
        if not self.counted:
            return self.projects(when)
        if self.counted == Counted.ENDED:
            return self.projects(when).ended_during(when)
        events = self.events(when).during(when).filter(type__in=self.counts[self.counted])
        return self.model.objects.filter(pk__in=events.values("project"))

    def events(self, when):
        """The counted events of the selection."""
        projects = self._described(when)
        if self.status:
            projects = self._with_status(projects, when)
        return self.ledger.objects.as_of(when).filter(self._asked(projects))

    def _asked(self, projects):
        """The condition of an event that belongs to the selection."""
        return Q(project__in=projects)

    def _described(self, when):
        """The records that the descriptive filters leave."""
        rows = self.records(when)
        if self.industry:
            rows = rows.filter(industry__in=self._industries())
        if self.zone:
            zones = Zone.objects.filter(Q(pk=self.zone.pk) | Q(inside=self.zone))
            rows = rows.filter(zone__in=zones.order_by())
        if self.year:
            rows = rows.filter(Exists(self._first_certificates(when)))
        if self.ends:
            terms = self.ledger.objects.terms(when).filter(term_ends_on__year=self.ends)
            rows = rows.filter(pk__in=terms.values("project"))
        return rows

    def _industries(self):
        rows = Industry.objects.filter(Q(pk=self.industry.pk) | Q(section=self.industry))
        return rows.order_by()

    def _with_status(self, rows, when):
        return {
            "": rows.registered,
            Status.VALID: rows.valid,
            Status.OPERATING: rows.operating,
            Status.SUSPENDED: rows.suspended,
            Status.ENDED: rows.ended,
        }[self.status](when)

    def _first_certificates(self, when):
        return self.ledger.objects.as_of(when).filter(
            project=OuterRef("pk"), type=EventType.NEW, effective_on__year=self.year
        )

    def _in_place(self):
        return Q(unit__in=self._units())

    def _own_query(self):
        return {
            "industry": self.industry and self.industry.code,
            "zone": self.zone and self.zone.pk,
            "status": self.status,
            "counted": self.counted,
        }
