from django.utils.translation import gettext_lazy as _

from projects.filters import OptionField, YearField
from projects.models import (
    OdaFund,
    OdaProject,
    OdaStage,
    OdaYear,
    Organisation,
)
from projects.registers.common.aid.filters import StagedForm, sectors, years_of
from projects.registers.common.aid.selection import Lapsed
from projects.registers.oda.selection import Agreed, OdaSelection
from projects.views.choices import named, places_found, recorded


class OdaForm(StagedForm):
    year = YearField(_("Year with a plan or a disbursement"))
    stage = OptionField(
        [*OdaStage.Stage.choices, *Lapsed.choices, *Agreed.choices], label=_("Stage")
    )
    reached = OptionField(OdaStage.Stage.choices, label=_("Reached in the period"))

    selection_class = OdaSelection
    shown = (
        "q", "donor", "sector", "stage", "place", "boundaries", "year", "ends", "as_of", "known_at",
    )  # fmt: skip


def choices(request, language):
    public = OdaProject.objects.public()
    donors = OdaFund.objects.filter(project__in=public).exclude(donor=None).values("donor")
    return {
        "donor": named(Organisation.objects.filter(pk__in=donors).sorted_in(language), language),
        "sector": sectors(public, language),
        "place": places_found(recorded(request), language),
        **years_of(OdaYear, public),
    }
