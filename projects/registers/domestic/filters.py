from functools import partial

from django.utils.translation import gettext_lazy as _

from projects.filters import YearField
from projects.models import DomesticProject
from projects.registers.common.capital import filters as capital
from projects.registers.domestic.selection import DomesticSelection


class DomesticForm(capital.CapitalForm):
    year = YearField(_("Year of the first decision or certificate"))

    selection_class = DomesticSelection


choices = partial(capital.choices, model=DomesticProject)
