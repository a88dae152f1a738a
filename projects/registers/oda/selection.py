from dataclasses import dataclass

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from projects.models import (
    OdaProject,
    OdaStage,
    Organisation,
    Sector,
)
from projects.registers.common.aid.selection import StagedSelection


class Agreed(models.TextChoices):
    """ODA projects whose funds are agreed to; asked for like a stage."""

    AGREED = "agreed", _("agreement signed, not cancelled")


@dataclass(frozen=True)
class OdaSelection(StagedSelection):
    donor: Organisation | None = None
    sector: Sector | None = None
    stage: str = ""
    reached: str = ""

    model = OdaProject
    stages = OdaStage
    running = OdaStage.RUNNING
    Agreed = Agreed

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
