from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from portal.publishing.admin.filters import FILTERS
from projects.admin.imported import ImportFilter
from projects.admin.registers import NO_VALUE, DocumentInline, RegisterAdmin, WaitingFilter
from projects.desk import money
from projects.models import (
    NgoAid,
    NgoDocument,
    NgoStage,
)
from projects.registers.common.aid.admin import StagedAdmin, StageFilter, StageInline


class NgoStageInline(StageInline):
    model = NgoStage


class NgoDocumentInline(DocumentInline):
    model = NgoDocument


@admin.register(NgoAid)
class NgoAidAdmin(StagedAdmin):
    number = "decision_number"
    fetched = ["stages", "places"]
    list_display = ["headline", "state", "official_number", "place", "donor_name", "commitment",
                    "now", "changed"]  # fmt: skip
    list_filter = [
        *FILTERS,
        ImportFilter,
        StageFilter,
        WaitingFilter,
        ("donor", admin.RelatedOnlyFieldListFilter),
        "field",
        "type",
        ("places", admin.RelatedOnlyFieldListFilter),
        "illustrative",
    ]
    list_select_related = ["created_by", "updated_by", "donor"]
    inlines = [NgoStageInline, NgoDocumentInline]
    autocomplete_fields = ["donor", "owner", "managing_agency", "sector", "places"]
    search_help_text = _("Name or number of the decision; without diacritics too.")
    language_fieldsets = [(None, RegisterAdmin.description)]
    common_fieldsets = [
        (
            _("Aid"),
            {"fields": ["type", "field", "sector", "donor", "owner", "managing_agency"]},
        ),
        (
            _("Approval and commitment"),
            {"fields": [("decision_number", "decision_on"), ("amount", "currency"),
                        ("usd", "usd_is_floor")]},
        ),
        (_("Place and period"), {"fields": ["places", ("starts_on", "ends_on")]}),
    ]  # fmt: skip

    @admin.display(description=_("donor"), ordering="donor__sort_vi")
    def donor_name(self, obj):
        return obj.donor or NO_VALUE

    @admin.display(description=_("commitment (USD)"), ordering="usd")
    def commitment(self, obj):
        return money(obj.usd)
