from functools import partial

from projects.models import DomesticProject
from projects.registers.capital import filters as capital
from projects.registers.domestic.selection import DomesticSelection


class DomesticForm(capital.CapitalForm):
    selection_class = DomesticSelection


choices = partial(capital.choices, model=DomesticProject)
