"""Which records a reader asks for: the filters that lists, totals, charts and downloads share.

A selection knows the public gate, the records it covers as of a date, and the GET parameters that
ask for it again.
"""

from dataclasses import dataclass, field, replace

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from projects import places
from projects.models import (
    AdministrativeUnit,
    Country,
    FdiEvent,
    FdiProject,
    Industry,
    NgoAid,
    NgoStage,
    OdaProject,
    OdaStage,
    Organisation,
    Sector,
    Zone,
)

Type = FdiEvent.Type


class Boundaries(models.TextChoices):
    THEN = "then", _("boundaries as recorded")
    NOW = "now", _("present boundaries")


#: How addresses ask for FDI projects of every state.
ALL = "all"


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
class Selection:
    """What all three registers can be asked by.

    ends: the year in which their term or planned period ends.
    registered: all records of the register, not only public ones; for staff.
    """

    text: str = ""
    place: AdministrativeUnit | None = None
    boundaries: str = Boundaries.THEN
    year: int | None = None
    ends: int | None = None
    registered: bool = False
    #: (place, boundaries) → the units that lie in it; shared with what replace() makes of this.
    _inside: dict = field(default_factory=dict, compare=False, repr=False)

    #: The model of the register.
    model = None

    def records(self, when=None):
        """The records that count, in the places and with the words asked for.

        As known at a moment of the past those count that were public then, whatever became of
        them: a citation gives the same number for ever.
        """
        rows = self.model.objects.all()
        if not self.registered:
            known_at = when and when.known_at
            rows = rows.public_at(known_at) if known_at else rows.public()
            if known_at and self.describes:
                # A count would tell, filter by filter, what a withdrawn record said.
                rows = rows.public()
        if self.text:
            rows = rows.about(self.text, public=not self.registered, when=when)
        if self.place:
            rows = rows.filter(self._in_place())
        return rows

    @property
    def describes(self):
        """Whether it is asked what records say, not only how far they are: that is in totals."""
        return bool(self.query.keys() - {"boundaries", "status", "stage", "counted", "reached"})

    def listed(self, when):
        """The records behind a figure that may be shown: those that are public now."""
        rows = self.behind(when)
        if self.registered or when.known_at is None:
            return rows
        return rows.filter(pk__in=self.model.objects.public().values("pk"))

    def withdrawn(self, when):
        """How many of the records behind a figure of the past may be shown no longer."""
        if self.registered or when.known_at is None:
            return 0
        return self.behind(when).count() - self.listed(when).count()

    def _units(self):
        asked = self.place.pk, self.boundaries
        if asked not in self._inside:
            self._inside[asked] = places.within(self.place, boundaries=self.boundaries)
        return self._inside[asked]

    @property
    def query(self):
        """The GET parameters that ask for this selection again."""
        asked = {
            "q": self.text,
            "place": self.place and self.place.key,
            "boundaries": self.boundaries if self.boundaries != Boundaries.THEN else "",
            "year": self.year,
            "ends": self.ends,
        }
        return {name: str(value) for name, value in (asked | self._own_query()).items() if value}


@dataclass(frozen=True)
class FdiSelection(Selection):
    partner: Country | None = None
    industry: Industry | None = None
    zone: Zone | None = None
    status: str = ""
    counted: str = ""

    model = FdiProject

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


class Lapsed(models.TextChoices):
    """What is said of a record whose period is over while no document tells of its completion.

    It is asked for like a stage, and counts apart from the records that are being implemented.
    """

    LAPSED = "lapsed", _("period ended, no completion recorded")


class Agreed(models.TextChoices):
    """ODA projects whose funds are agreed to; asked for like a stage."""

    AGREED = "agreed", _("agreement signed, not cancelled")


class StagedSelection(Selection):
    """A register whose records pass stages."""

    #: The stage in which a record is being implemented.
    running = None

    def projects(self, when):
        """The records of the selection that had begun as of the date."""
        rows = self._at_stage(self._described(when), when)
        if self.year:
            rows = rows.filter(
                Exists(self._years(when).filter(project=OuterRef("pk"), year=self.year))
            )
        if self.ends:
            rows = rows.filter(ends_on__year=self.ends)
        if self.reached:
            rows = rows.reached(self.reached, when)
        return rows

    behind = projects

    def _at_stage(self, rows, when):
        stage = self.running if self.stage == Lapsed.LAPSED else self.stage
        stages = [stage] if stage else []
        rows = rows.at_stage(when, *(OdaStage.AGREED if stage == Agreed.AGREED else stages))
        if self.stage == Lapsed.LAPSED:
            return rows.filter(ends_on__lt=when.as_of)
        return rows.exclude(ends_on__lt=when.as_of) if stage == self.running else rows

    def _years(self, when):
        return self.model._meta.get_field("years").related_model.objects.as_of(when)

    def _in_place(self):
        places_of = self.model.places.through.objects.filter(
            administrativeunit__in=self._units(), **{self.model._meta.model_name: OuterRef("pk")}
        )
        return Exists(places_of)


@dataclass(frozen=True)
class OdaSelection(StagedSelection):
    donor: Organisation | None = None
    sector: Sector | None = None
    stage: str = ""
    reached: str = ""

    model = OdaProject
    stages = OdaStage
    running = OdaStage.Stage.IMPLEMENTATION

    @property
    def agreed(self):
        """The selection of those whose agreement with the donor is signed and stands."""
        if self.stage in (*OdaStage.AGREED, Lapsed.LAPSED):
            return self
        return replace(self, stage=Agreed.AGREED)

    def _described(self, when):
        rows = self.records(when)
        if self.donor:
            funds = OdaProject._meta.get_field("funds").related_model
            rows = rows.filter(
                Exists(funds.objects.filter(project=OuterRef("pk"), donor=self.donor))
            )
        if self.sector:
            rows = rows.filter(Q(sector=self.sector) | Q(sector__group=self.sector))
        return rows

    def _own_query(self):
        return {
            "donor": self.donor and self.donor.pk,
            "sector": self.sector and self.sector.code,
            "stage": self.stage,
            "reached": self.reached,
        }


@dataclass(frozen=True)
class NgoSelection(StagedSelection):
    donor: Organisation | None = None
    country: Country | None = None
    field: str = ""
    sector: Sector | None = None
    stage: str = ""
    reached: str = ""

    model = NgoAid
    stages = NgoStage
    running = NgoStage.Stage.IMPLEMENTING

    def _described(self, when):
        rows = self.records(when)
        if self.donor:
            rows = rows.filter(donor=self.donor)
        if self.country:
            rows = rows.filter(donor__country=self.country)
        if self.field:
            rows = rows.filter(field=self.field)
        if self.sector:
            rows = rows.filter(Q(sector=self.sector) | Q(sector__group=self.sector))
        return rows

    def _own_query(self):
        return {
            "donor": self.donor and self.donor.pk,
            "country": self.country and self.country.code,
            "field": self.field,
            "sector": self.sector and self.sector.code,
            "stage": self.stage,
            "reached": self.reached,
        }
