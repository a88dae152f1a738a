from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from projects.filters import OptionField, YearField
from projects.models import (
    Country,
    NgoAid,
    NgoStage,
    NgoYear,
    Organisation,
)
from projects.registers.common.aid.filters import StagedForm, sectors, years_of
from projects.registers.common.aid.selection import Lapsed
from projects.registers.ngo.selection import Agreed, NgoSelection
from projects.views.choices import named, places_found, recorded


class NgoForm(StagedForm):
    country = OptionField(label=_("Country or territory"))
    field = OptionField(NgoAid.Field.choices, label=pgettext_lazy("ngo", "Field"))
    year = YearField(_("Year with a commitment or a disbursement"))
    stage = OptionField(
        [*NgoStage.Stage.choices, *Lapsed.choices, *Agreed.choices], label=_("Status")
    )
    reached = OptionField(NgoStage.Stage.choices, label=_("Reached in the period"))

    selection_class = NgoSelection
    shown = (
        "q", "donor", "country", "field", "sector", "stage", "place", "boundaries", "year", "ends",
        "as_of", "known_at",
    )  # fmt: skip

    def _own(self, values):
        own = super()._own(values)
        return own | {"country": values.get("country"), "field": values.get("field", "")}


def choices(request, language):
    public = NgoAid.objects.public()
    donors = Organisation.objects.filter(pk__in=public.values("donor"))
    seats = Country.objects.filter(pk__in=donors.values("country"))
    return {
        "donor": named(donors.sorted_in(language), language),
        "country": named(seats.sorted_in(language), language, key="code"),
        "sector": sectors(public, language),
        "place": places_found(recorded(request), language),
        **years_of(NgoYear, public),
    }
