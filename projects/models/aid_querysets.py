"""The words in which every reader asks for the stages and years of ODA and NGO records."""

from django.db.models import Exists, OuterRef, Q

from projects.models.entry import EntryQuerySet
from projects.models.project import ProjectQuerySet


class StagedQuerySet(ProjectQuerySet):
    """Projects whose stages are dated rows."""

    ledger = "years"

    def _refers_to(self, word):
        """Its places, donors and parties."""
        field = self.model._meta.get_field
        own = self.model._meta.model_name
        places = self.model.places.through.objects.order_by()
        units = field("places").related_model.objects.around_word(word)
        places = places.filter(administrativeunit__in=units).values(own)
        found = Q(pk__in=places)
        for name in self.model.parties:
            parties = field(name).related_model.objects.with_word(word)
            found |= Q(**{f"{name}__in": parties})
        if "funds" in self.model.copied_children:
            funds = field("funds").related_model.objects.order_by()
            donors = funds.model._meta.get_field("donor").related_model.objects.with_word(word)
            found |= Q(pk__in=funds.filter(donor__in=donors).values("project"))
        return found

    def at_stage(self, when, *stages):
        """Projects whose last stage as of the date is one of these; without any: that have one."""
        ruling = self._stages(when).filter(~Exists(self._later_stages(when)))
        if stages:
            ruling = ruling.filter(stage__in=stages)
        return self.filter(Exists(ruling))

    def reached(self, stage, when):
        """Projects that came to a stage in the period."""
        rows = self._stages(when).filter(stage=stage)
        if when.since:
            rows = rows.filter(reached_on__gte=when.since)
        return self.filter(Exists(rows))

    @property
    def _stage_model(self):
        return self.model._meta.get_field("stages").related_model

    def _stages(self, when):
        return self._stage_model.objects.filter(project=OuterRef("pk"), reached_on__lte=when.as_of)

    def _later_stages(self, when):
        """Of two stages on one day the one further down the form is the later."""
        same_day = Q(reached_on=OuterRef("reached_on"))
        lower = Q(position__gt=OuterRef("position"))
        lower |= Q(position=OuterRef("position"), pk__gt=OuterRef("pk"))
        return self._stage_model.objects.filter(
            Q(reached_on__gt=OuterRef("reached_on")) | same_day & lower,
            project=OuterRef("project"),
            reached_on__lte=when.as_of,
        )


class YearQuerySet(EntryQuerySet):
    """Statements about a year; the latest document as of a date rules."""

    def as_of(self, when):
        return self.counted(when.known_at).filter(effective_on__lte=when.as_of)

    def ruling(self, when):
        later = self.model.objects.as_of(when).filter(
            project=OuterRef("project"),
            year=OuterRef("year"),
            measure=OuterRef("measure"),
            effective_on__gt=OuterRef("effective_on"),
        )
        return self.as_of(when).filter(~Exists(later))
