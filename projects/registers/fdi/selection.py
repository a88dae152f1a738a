from dataclasses import dataclass

from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from projects.figures import Measure, Unit
from projects.models import Country, FdiEvent, FdiProject
from projects.registers.common.capital.selection import CAPITAL, TURNS, CapitalSelection, Counted

Type = FdiEvent.Type


class FdiCounted(models.TextChoices):
    """The records behind a figure of flow: projects with such an event in the period."""

    NEW = "new", Counted.NEW.label
    ADJUSTED = "adjusted", Counted.ADJUSTED.label
    RAISED = "raised", Counted.RAISED.label
    LOWERED = "lowered", Counted.LOWERED.label
    SHARES = "shares", pgettext_lazy("fdi counted", "shares bought in the period")
    DISBURSED = "disbursed", pgettext_lazy("fdi counted", "capital disbursed in the period")
    ENDED = "ended", Counted.ENDED.label
    REGISTERED = (
        "registered",
        pgettext_lazy("fdi counted", "capital registered in the period: new, changed or bought"),
    )


@dataclass(frozen=True)
class FdiSelection(CapitalSelection):
    partner: Country | None = None

    model = FdiProject
    counts = CapitalSelection.counts | {
        FdiCounted.SHARES: (Type.SHARES,),
        FdiCounted.DISBURSED: (Type.DISBURSEMENT,),
        FdiCounted.REGISTERED: (*FdiEvent.CAPITAL, Type.SHARES),
    }
    flows = CapitalSelection.flows | {
        Measure.SHARE_TURNS: (TURNS, (Type.SHARES,), FdiCounted.SHARES),
        Measure.SHARE_VALUE: (CAPITAL, (Type.SHARES,), FdiCounted.SHARES),
        Measure.DISBURSED_CAPITAL: (CAPITAL, (Type.DISBURSEMENT,), FdiCounted.DISBURSED),
    }
    unit = Unit.USD
    measure = Measure.FDI_PROJECTS

    def projects(self, when):
        rows = self._described(when)
        if self.partner:
            rows = rows.of_partner(self.partner, when)
        return self._with_status(rows, when)

    def events(self, when):
        """The counted events of the selection, notices that stand alone included.

        Of a partner are those of a day on which it was the project's statistical partner.
        """
        rows = super().events(when)
        if self.partner:
            rows = rows.with_partner(when).filter(partner_then=self.partner.pk)
        return rows

    def _asked(self, projects):
        asked = super()._asked(projects)
        if not (self.text or self.zone or self.year or self.ends or self.status):
            asked |= Q(project=None) & self._alone()
        return asked

    def _alone(self):
        asked = Q()
        if self.industry:
            asked &= Q(industry__in=self._industries())
        if self.place:
            asked &= Q(unit__in=self._units())
        return asked

    def _own_query(self):
        return {"partner": self.partner and self.partner.code, **super()._own_query()}
