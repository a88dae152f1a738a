from django.db.models import F
from django.db.models.functions import ExtractYear
from django.utils.translation import gettext_lazy as _

from projects.filters import OptionField, RegisterForm, YearField
from projects.models import Sector
from projects.views.choices import classes, years


class StagedForm(RegisterForm):
    donor = OptionField(label=_("Donor"))
    ends = YearField(_("Year of the planned end"))
    sector = OptionField(label=_("Aid sector (DAC)"))

    def _own(self, values):
        return {
            "donor": values.get("donor"),
            "sector": values.get("sector"),
            "stage": values.get("stage", ""),
            "reached": values.get("reached", ""),
        }


def years_of(model, public):
    """The years of which documents tell, and those in which public records end as planned."""
    return years(
        year=(model.objects.counted().filter(project__in=public), F("year")),
        ends=(public.exclude(ends_on=None), ExtractYear("ends_on")),
    )


def sectors(public, language):
    used = Sector.objects.filter(pk__in=public.values("sector")).select_related("group")
    return classes(used, "group", language)
