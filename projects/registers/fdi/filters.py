from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from projects.filters import OptionField
from projects.models import Country, FdiEvent, FdiProject
from projects.registers.common.capital import filters as capital
from projects.registers.common.capital.filters import CapitalForm
from projects.registers.fdi.selection import FdiCounted, FdiSelection
from projects.views.choices import named


class FdiForm(CapitalForm):
    partner = OptionField(label=_("Country or territory"))
    counted = OptionField(FdiCounted.choices, label=_("Counted"))

    selection_class = FdiSelection
    shown = ("q", "partner", *CapitalForm.shown[1:])

    def _own(self, values):
        return {"partner": values.get("partner"), **super()._own(values)}


def choices(request, language):
    public = FdiProject.objects.public()
    events = FdiEvent.objects.counted().filter(Q(project__in=public) | Q(project=None))
    partners = Country.objects.filter(pk__in=events.exclude(partner=None).values("partner"))
    return {
        "partner": named(partners.sorted_in(language), language, key="code"),
        **capital.choices(request, language, FdiProject),
    }
