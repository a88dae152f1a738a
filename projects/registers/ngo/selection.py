from dataclasses import dataclass

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from projects.models import (
    Country,
    NgoAid,
    NgoStage,
    Organisation,
    Sector,
)
from projects.registers.common.aid.selection import StagedSelection


class Agreed(models.TextChoices):
    """Items of aid that were approved; asked for like a status."""

    AGREED = "agreed", _("approved, not cancelled")


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
    running = NgoStage.RUNNING
    Agreed = Agreed

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
