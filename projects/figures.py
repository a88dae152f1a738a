from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from projects.when import When


class Unit(models.TextChoices):
    PROJECTS = "projects", pgettext_lazy("unit", "projects")
    TURNS = "turns", pgettext_lazy("unit", "turns")
    USD = "USD", pgettext_lazy("unit", "USD")
    VND = "VND", pgettext_lazy("unit", "VND")
    MILLION_VND = "million VND", pgettext_lazy("unit", "million VND")


class Measure(models.TextChoices):
    """What a figure counts. Different measures are never added to each other."""

    FDI_PROJECTS = "fdi_projects", _("FDI projects, ended ones included")
    VALID_PROJECTS = "valid_projects", _("valid projects, cumulative")
    VALID_CAPITAL = "valid_capital", _("registered capital of valid projects, cumulative")
    SUSPENDED_PROJECTS = "suspended_projects", _("valid projects that are suspended")
    NEW_PROJECTS = "new_projects", _("new projects")
    NEW_CAPITAL = "new_capital", _("registered capital of new projects")
    ADJUSTED_TURNS = "adjusted_turns", _("adjustments, in turns")
    ADJUSTED_PROJECTS = "adjusted_projects", _("adjusted projects")
    ADJUSTED_CAPITAL = "adjusted_capital", _("added capital, net of decreases")
    RAISED_PROJECTS = "raised_projects", _("projects that raised their capital")
    RAISED_CAPITAL = "raised_capital", _("capital added by increases")
    LOWERED_PROJECTS = "lowered_projects", _("projects that lowered their capital")
    LOWERED_CAPITAL = "lowered_capital", _("capital taken away by decreases")
    SHARE_TURNS = "share_turns", _("share purchases, in turns")
    SHARE_VALUE = "share_value", _("value of share purchases")
    DISBURSED_CAPITAL = "disbursed_capital", _("disbursed capital")
    ENDED_PROJECTS = "ended_projects", _("projects that ended")
    ENDED_CAPITAL = "ended_capital", _("registered capital of projects that ended")
    DOMESTIC_PROJECTS = "domestic_projects", _("domestic projects, ended ones included")
    ODA_PROJECTS = "oda_projects", _("ODA projects")
    ODA_STARTED = "oda_started", _("ODA projects newly started")
    ODA_PLANNED_FOREIGN = "oda_planned_foreign", _("planned foreign capital")
    ODA_PLANNED_COUNTERPART = "oda_planned_counterpart", _("planned counterpart funds")
    ODA_DISBURSED_FOREIGN = "oda_disbursed_foreign", _("disbursed foreign capital")
    ODA_DISBURSED_COUNTERPART = "oda_disbursed_counterpart", _("disbursed counterpart funds")
    ODA_COMMITTED = "oda_committed", _("foreign funds agreed, life-time")
    NGO_ITEMS = "ngo_items", _("items of NGO aid")
    NGO_DONORS = "ngo_donors", _("donor organisations")
    NGO_APPROVED = "ngo_approved", _("items of NGO aid approved")
    NGO_TOTAL = "ngo_total", _("total commitment, life-time")
    NGO_COMMITTED = "ngo_committed", _("commitment for the year")
    NGO_DISBURSED = "ngo_disbursed", _("disbursed in the year")


#: Counts of different things in a set: the parts of a breakdown may share one, so no sum is right.
NOT_ADDITIVE = {
    Measure.ADJUSTED_PROJECTS,
    Measure.RAISED_PROJECTS,
    Measure.LOWERED_PROJECTS,
    Measure.NGO_DONORS,
    Measure.ODA_PROJECTS,
}


@dataclass(frozen=True)
class Told:
    """How far documents tell a figure of a year.

    which: the primary keys of the records of which they do, out of how many for which they tell a
    plan or an outcome; first, last: the days of the documents that rule.
    """

    which: frozenset
    out_of: int
    first: date
    last: date

    @property
    def records(self):
        return len(self.which)


@dataclass(frozen=True)
class Figure:
    """One number with what it means and where it comes from.

    records: the GET parameters of the register's list that shows what was counted.
    value: None where no document tells it. is_floor: at least one gives its part as “above”.
    told: of what documents state for a year.
    """

    measure: Measure
    value: Decimal | int | None
    unit: Unit
    when: When
    records: dict = field(default_factory=dict, hash=False)
    is_floor: bool = False
    told: Told | None = None

    def __add__(self, other):
        """The sum of two parts of one breakdown; everything else must not be added."""
        if not isinstance(other, Figure):
            return NotImplemented
        mine = (self.measure, self.unit, self.when)
        if mine != (other.measure, other.unit, other.when):
            raise TypeError(f"{other.measure} must not be added to {self.measure}")
        if self.measure in NOT_ADDITIVE:
            raise TypeError(f"{self.measure} counts different things and has no sum")
        shared = {key: v for key, v in self.records.items() if other.records.get(key) == v}
        return replace(
            self,
            value=self.value + other.value,
            records=shared,
            is_floor=self.is_floor or other.is_floor,
        )


@dataclass(frozen=True)
class Part:
    """One row of a breakdown: what it is about (None: not told) and its figures by measure."""

    thing: object
    figures: dict[Measure, Figure]
