"""What lists and downloads say of each record, as of a date: plain values from few queries."""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from projects import consistency
from projects.models import (
    FdiEvent,
    FdiProject,
    Investor,
    NgoAid,
    NgoStage,
    OdaFund,
    OdaProject,
    OdaStage,
)
from projects.selections import FdiStatus, Lapsed, NgoSelection, OdaSelection

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


@dataclass
class StagedRecord:
    """An ODA project or an item of NGO aid with the stages it had reached by the date."""

    project: OdaProject | NgoAid
    stages: list
    funds: list = field(default_factory=list)

    @property
    def stage(self):
        return self.stages[-1] if self.stages else None

    def state(self, day):
        """What the record is as of the day: a value, and a label for readers."""
        running = {OdaProject: OdaSelection.running, NgoAid: NgoSelection.running}
        stage, ends_on = self.stage, self.project.ends_on
        if stage.stage == running[type(self.project)] and ends_on and ends_on < day:
            return Lapsed.LAPSED.value, Lapsed.LAPSED.label
        return stage.stage, stage.get_stage_display()

    @property
    def foreign(self):
        """What donors agreed to give to an ODA project, in USD; None where it is not known."""
        foreign = [fund for fund in self.funds if fund.kind != OdaFund.Kind.COUNTERPART]
        known = [fund.usd for fund in foreign if fund.usd is not None]
        return sum(known, Decimal(0)) if known else None

    @property
    def is_agreed(self):
        """Whether an agreement on these funds is signed and stands."""
        return self.stage is not None and self.stage.stage in OdaStage.AGREED

    @property
    def donors(self):
        """The organisations that give, each once."""
        if isinstance(self.project, NgoAid):
            return [self.project.donor] if self.project.donor else []
        return list({fund.donor.pk: fund.donor for fund in self.funds if fund.donor}.values())


def listed(projects):
    """StagedRecords of listing.page()'s projects, with the last stage alone; no query."""
    stage = {OdaProject: OdaStage, NgoAid: NgoStage}
    return [
        StagedRecord(
            project,
            [stage[type(project)](stage=project.last_stage, reached_on=project.last_stage_on)],
        )
        for project in projects
    ]


def add_stages(records, when):
    """Fill in all stages of StagedRecords; one query."""
    model = {OdaProject: OdaStage, NgoAid: NgoStage}[type(records[0].project)]
    found = defaultdict(list)
    rows = model.objects.filter(
        project__in=[record.project.pk for record in records], reached_on__lte=when.as_of
    )
    for stage in rows.order_by("reached_on", "position", "pk"):
        found[stage.project_id].append(stage)
    for record in records:
        record.stages = found[record.project.pk]


def add_funds(records):
    """Fill in the funds and donors of StagedRecords of ODA; one query."""
    found = defaultdict(list)
    rows = OdaFund.objects.filter(project__in=[record.project.pk for record in records])
    for fund in rows.select_related("donor"):
        found[fund.project_id].append(fund)
    for record in records:
        record.funds = found[record.project.pk]
