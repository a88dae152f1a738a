from dataclasses import dataclass, replace

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import pgettext_lazy

from projects.models import (
    Country,
    FdiEvent,
    FdiProject,
    Industry,
    Zone,
)
from projects.selection import Selection

Type = FdiEvent.Type


class FdiStatus(models.TextChoices):
    VALID = "valid", pgettext_lazy("fdi status", "valid")
    OPERATING = "operating", pgettext_lazy("fdi status", "valid and not suspended")
    SUSPENDED = "suspended", pgettext_lazy("fdi status", "suspended")
    ENDED = "ended", pgettext_lazy("fdi status", "terminated, revoked or past its term")


class FdiCounted(models.TextChoices):
    """The records behind a figure of flow: projects with such an event in the period."""

    NEW = "new", pgettext_lazy("fdi counted", "first certificate in the period")
    ADJUSTED = "adjusted", pgettext_lazy("fdi counted", "adjusted in the period")
    RAISED = "raised", pgettext_lazy("fdi counted", "capital raised in the period")
    LOWERED = "lowered", pgettext_lazy("fdi counted", "capital lowered in the period")
    SHARES = "shares", pgettext_lazy("fdi counted", "shares bought in the period")
    DISBURSED = "disbursed", pgettext_lazy("fdi counted", "capital disbursed in the period")
    ENDED = "ended", pgettext_lazy("fdi counted", "ended in the period")
    REGISTERED = (
        "registered",
        pgettext_lazy("fdi counted", "capital registered in the period: new, changed or bought"),
    )


EVENTS_COUNTED = {
    FdiCounted.NEW: (Type.NEW,),
    FdiCounted.ADJUSTED: FdiEvent.ADJUSTMENTS,
    FdiCounted.RAISED: (Type.INCREASE,),
    FdiCounted.LOWERED: (Type.DECREASE,),
    FdiCounted.SHARES: (Type.SHARES,),
    FdiCounted.DISBURSED: (Type.DISBURSEMENT,),
    FdiCounted.REGISTERED: (*FdiEvent.CAPITAL, Type.SHARES),
}


@dataclass(frozen=True)
class FdiSelection(Selection):
    partner: Country | None = None
    industry: Industry | None = None
    zone: Zone | None = None
    status: str = ""
    counted: str = ""

    model = FdiProject

    def documents(self, when):
        """[(rows, the field with their day)] of what tells of the selection on any day."""
        events = FdiEvent.objects.counted(when.known_at)
        asked = Q(project__in=self.records(when)) | Q(project=None)
        return [(events.filter(asked), "effective_on")]

    def projects(self, when):
        """The projects of the selection that had their first certificate as of the date."""
        rows = self._described(when)
        if self.partner:
            rows = rows.of_partner(self.partner, when)
        return self._with_status(rows, when)

    def valid(self, when):
        """The valid ones among the projects of the selection."""
        if self.status == FdiStatus.ENDED:
            return self.model.objects.none()
        return replace(self, status=self.status or FdiStatus.VALID).projects(when)

    def behind(self, when):
        """The projects behind a figure: as `counted` says, else as the status does."""
        if not self.counted:
            return self.projects(when)
        if self.counted == FdiCounted.ENDED:
            return self.projects(when).ended_during(when)
        events = self.events(when).during(when).filter(type__in=EVENTS_COUNTED[self.counted])
        return self.model.objects.filter(pk__in=events.values("project"))

    def events(self, when):
        """The counted events of the selection, notices that stand alone included.

        Of a partner are those of a day on which it was the project's statistical partner.
        """
        projects = self._described(when)
        if self.status:
            projects = self._with_status(projects, when)
        asked = Q(project__in=projects)
        if not (self.text or self.zone or self.year or self.ends or self.status):
            asked |= Q(project=None) & self._alone()
        rows = FdiEvent.objects.as_of(when).filter(asked)
        if self.partner:
            rows = rows.with_partner(when).filter(partner_then=self.partner.pk)
        return rows

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
            terms = FdiEvent.objects.terms(when).filter(term_ends_on__year=self.ends)
            rows = rows.filter(pk__in=terms.values("project"))
        return rows

    def _industries(self):
        rows = Industry.objects.filter(Q(pk=self.industry.pk) | Q(section=self.industry))
        return rows.order_by()

    def _alone(self):
        asked = Q()
        if self.industry:
            asked &= Q(industry__in=self._industries())
        if self.place:
            asked &= Q(unit__in=self._units())
        return asked

    def _with_status(self, rows, when):
        return {
            "": rows.registered,
            FdiStatus.VALID: rows.valid,
            FdiStatus.OPERATING: rows.operating,
            FdiStatus.SUSPENDED: rows.suspended,
            FdiStatus.ENDED: rows.ended,
        }[self.status](when)

    def _first_certificates(self, when):
        return FdiEvent.objects.as_of(when).filter(
            project=OuterRef("pk"), type=Type.NEW, effective_on__year=self.year
        )

    def _in_place(self):
        return Q(unit__in=self._units())

    def _own_query(self):
        return {
            "partner": self.partner and self.partner.code,
            "industry": self.industry and self.industry.code,
            "zone": self.zone and self.zone.pk,
            "status": self.status,
            "counted": self.counted,
        }
