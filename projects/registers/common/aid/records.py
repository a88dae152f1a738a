"""What a record of aid is as of a date: its stages, and what documents state for a year."""

from collections import defaultdict
from dataclasses import dataclass

from projects.models.project import Aid
from projects.registers.common.aid.selection import Lapsed
from projects.when import When


@dataclass
class StagedRecord:
    """A record of aid with the stages it had reached by the date."""

    project: Aid
    stages: list

    @property
    def stage(self):
        return self.stages[-1] if self.stages else None

    def state(self, day):
        """What the record is as of the day: a value, and a label for readers."""
        stage, ends_on = self.stage, self.project.ends_on
        if stage.stage == stage.RUNNING and ends_on and ends_on < day:
            return Lapsed.LAPSED.value, Lapsed.LAPSED.label
        return stage.stage, stage.get_stage_display()

    @classmethod
    def listed(cls, projects):
        """Those of listing.page()'s projects, with the last stage alone; no query."""
        return [
            cls(
                project,
                [_stages(project)(stage=project.last_stage, reached_on=project.last_stage_on)],
            )
            for project in projects
        ]


def _stages(project):
    """The model of a record's stages."""
    return project._meta.get_field("stages").related_model


def add_stages(records, when):
    """Fill in all stages of StagedRecords; one query."""
    model = _stages(records[0].project)
    found = defaultdict(list)
    rows = model.objects.filter(
        project__in=[record.project.pk for record in records], reached_on__lte=when.as_of
    )
    for stage in rows.order_by("reached_on", "position", "pk"):
        found[stage.project_id].append(stage)
    for record in records:
        record.stages = found[record.project.pk]


def last_stages(stages, when):
    """project's primary key → its last stage row as of the date.

    stages: rows of a StageOf, or prefetched ones.
    """
    found = {}
    for stage in sorted(stages, key=lambda row: (row.reached_on, row.position, row.pk)):
        if stage.reached_on <= when.as_of:
            found[stage.project_id] = stage
    return found


def ruling_years(record, when):
    """The entries about years that rule for an ODA or NGO record as of the date; one query."""
    model = record._meta.get_field("years").related_model
    at = When(when.as_of, when.known_at)
    return list(model.objects.ruling(at).filter(project=record.pk).order_by("year", "measure"))


def with_stages(found, when, names, model):
    """The StagedRecords of a file's rows with their stages; their places are put into names."""
    add_stages(found, when)
    pks = [record.project.pk for record in found]
    names.places_of = defaultdict(list)
    link = f"{model._meta.model_name}_id"
    through = model.places.through.objects.filter(**{f"{link}__in": pks}).order_by("pk")
    for project, unit in through.values_list(link, "administrativeunit_id"):
        names.places_of[project].append(unit)
    return found
