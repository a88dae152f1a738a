from django.contrib import admin
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from portal.publishing.admin.filters import FILTERS
from projects.admin.imported import ImportFilter
from projects.admin.registers import (
    NO_VALUE,
    ChoiceFilter,
    DocumentInline,
    RegisterAdmin,
    RegisterInline,
    WaitingFilter,
)
from projects.models import (
    OdaDocument,
    OdaFund,
    OdaProject,
    OdaStage,
    Organisation,
)
from projects.registers.common.aid.admin import StagedAdmin, StageFilter, StageInline


class FundInline(RegisterInline):
    model = OdaFund
    common_fields = ("kind", "donor", "amount", "currency", "usd")
    autocomplete_fields = ["donor"]


class OdaStageInline(StageInline):
    model = OdaStage


class OdaDocumentInline(DocumentInline):
    model = OdaDocument


class DonorFilter(ChoiceFilter):
    title = _("donor")
    parameter_name = "donor"

    def lookups(self, request, model_admin):
        of_funds = OdaFund.objects.exclude(donor=None).order_by().values("donor")
        return [(row.pk, str(row)) for row in Organisation.objects.filter(pk__in=of_funds)]

    def chosen(self, queryset, value):
        funds = OdaFund.objects.filter(project=OuterRef("pk"), donor=int(value))
        return queryset.filter(Exists(funds))


@admin.register(OdaProject)
class OdaProjectAdmin(StagedAdmin):
    number = "code"
    fetched = ["stages", "places", "funds__donor"]
    list_display = ["headline", "state", "official_number", "place", "donors", "now", "changed"]
    list_filter = [
        *FILTERS,
        ImportFilter,
        StageFilter,
        DonorFilter,
        WaitingFilter,
        "form",
        ("sector", admin.RelatedOnlyFieldListFilter),
        ("places", admin.RelatedOnlyFieldListFilter),
        "illustrative",
    ]
    inlines = [FundInline, OdaStageInline, OdaDocumentInline]
    autocomplete_fields = ["managing_agency", "owner", "sector", "places"]
    search_help_text = _("Name or number of the decision; without diacritics too.")
    language_fieldsets = [(None, RegisterAdmin.description)]
    common_fieldsets = [
        (
            _("Project"),
            {"fields": ["code", "form", "sector", "managing_agency", "owner", "mechanism"]},
        ),
        (_("Place and time"), {"fields": ["places", ("starts_on", "ends_on")]}),
    ]  # fmt: skip

    @admin.display(description=_("donors"))
    def donors(self, obj):
        donors = {fund.donor_id: str(fund.donor) for fund in obj.funds.all() if fund.donor_id}
        return ", ".join(donors.values()) or NO_VALUE
