from dataclasses import dataclass

from projects.figures import Measure, Unit
from projects.models import DomesticProject
from projects.registers.common.capital.selection import CapitalSelection


@dataclass(frozen=True)
class DomesticSelection(CapitalSelection):
    model = DomesticProject
    unit = Unit.VND
    measure = Measure.DOMESTIC_PROJECTS
