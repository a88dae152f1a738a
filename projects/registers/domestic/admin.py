from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from portal.publishing.admin.filters import FILTERS
from projects.admin.certificate import FirstCertificate
from projects.admin.imported import ImportFilter
from projects.admin.ledger import EntryAdmin
from projects.admin.registers import DocumentInline, RegisterInline, WaitingFilter
from projects.models import DomesticDocument, DomesticEvent, DomesticInvestor, DomesticProject
from projects.registers.common.capital.admin import CapitalAdmin, StatusFilter
from projects.registers.common.capital.records import CapitalRecord


class DomesticCertificate(FirstCertificate):
    model = DomesticEvent
    stated = ("amount",)


class DomesticInvestorInline(RegisterInline):
    model = DomesticInvestor
    common_fields = ("name", "tax_code")


class DomesticDocumentInline(DocumentInline):
    model = DomesticDocument


@admin.register(DomesticProject)
class DomesticProjectAdmin(CapitalAdmin):
    record = CapitalRecord
    list_display = ["headline", "state", "official_number", "place", "capital", "now", "changed"]
    list_filter = [
        *FILTERS,
        ImportFilter,
        StatusFilter,
        WaitingFilter,
        ("zone", admin.RelatedOnlyFieldListFilter),
        ("unit", admin.RelatedOnlyFieldListFilter),
        "illustrative",
    ]
    inlines = [DomesticCertificate, DomesticInvestorInline, DomesticDocumentInline]
    search_help_text = _(
        "Name, number of the decision or certificate, or investor; without diacritics too."
    )
    language_fieldsets = [
        (None, ["title", "slug", "objectives", "scale", "address"]),
        (_("Source"), ["source"]),
    ]
    common_fieldsets = [
        (_("Certificate"), {"fields": ["certificate_number", "industry"]}),
        (_("Place"), {"fields": ["unit", "zone", "land_area"]}),
    ]

    @admin.display(description=_("capital today (VND)"))
    def capital(self, obj):
        return self.capital_of(obj)


@admin.register(DomesticEvent)
class DomesticEventAdmin(EntryAdmin):
    list_filter = ["status", "type"]
