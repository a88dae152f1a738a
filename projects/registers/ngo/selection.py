from dataclasses import dataclass

from django.db.models import Q

from projects.models import (
    Country,
    NgoAid,
    NgoStage,
    Organisation,
    Sector,
)
from projects.registers.aid.selection import StagedSelection


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
