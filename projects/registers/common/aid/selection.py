from dataclasses import replace

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from projects.selection import Selection


class Lapsed(models.TextChoices):
    """What is said of a record whose period is over while no document tells of its completion.

    It is asked for like a stage, and counts apart from the records that are being implemented.
    """

    LAPSED = "lapsed", _("period ended, no completion recorded")


class StagedSelection(Selection):
    """A register whose records pass stages."""

    #: The stage in which a record is being implemented.
    running = None
    #: What is said of a record that was agreed to and not cancelled, see AGREED of its stages;
    #: asked for like a stage.
    Agreed = None

    @property
    def agreed(self):
        """The selection of those that were agreed to, which stands."""
        if self.stage in (*self.stages.AGREED, Lapsed.LAPSED):
            return self
        return replace(self, stage=self.Agreed.AGREED)

    @property
    def years(self):
        """The model of the entries."""
        return self.model._meta.get_field("years").related_model

    def documents(self, when):
        """[(rows, the field with their day)] of what tells of the selection on any day."""
        years = self.years.objects.counted(when.known_at)
        records = self.records(when)
        return [
            (self.stages.objects.filter(project__in=records), "reached_on"),
            (years.filter(project__in=records), "effective_on"),
        ]

    def projects(self, when):
        """The records of the selection that had begun as of the date."""
        rows = self._at_stage(self._described(when), when)
        if self.year:
            entries = self.years.objects.as_of(when)
            rows = rows.filter(Exists(entries.filter(project=OuterRef("pk"), year=self.year)))
        if self.ends:
            rows = rows.filter(ends_on__year=self.ends)
        if self.reached:
            rows = rows.reached(self.reached, when)
        return rows

    behind = projects

    def _at_stage(self, rows, when):
        stage = self.running if self.stage == Lapsed.LAPSED else self.stage
        rows = rows.at_stage(when, *self._stages_of(stage))
        if self.stage == Lapsed.LAPSED:
            return rows.filter(ends_on__lt=when.as_of)
        return rows.exclude(ends_on__lt=when.as_of) if stage == self.running else rows

    def _stages_of(self, stage):
        """The stages that are asked for; none for any."""
        if stage == self.Agreed.AGREED:
            return self.stages.AGREED
        return [stage] if stage else []

    def _in_place(self):
        places_of = self.model.places.through.objects.filter(
            administrativeunit__in=self._units(), **{self.model._meta.model_name: OuterRef("pk")}
        )
        return Exists(places_of)
