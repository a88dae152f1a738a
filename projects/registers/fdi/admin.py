from functools import partial

from django.contrib import admin
from django.urls import path
from django.utils.translation import gettext_lazy as _

from portal.publishing.admin.filters import FILTERS
from projects.admin.certificate import FirstCertificate
from projects.admin.imported import ImportFilter
from projects.admin.registers import (
    NO_VALUE,
    ChoiceFilter,
    DocumentInline,
    RegisterInline,
    WaitingFilter,
    totals_view,
)
from projects.models import (
    Country,
    FdiDocument,
    FdiEvent,
    FdiPicture,
    FdiProject,
    Investor,
    Milestone,
)
from projects.registers.common.capital.admin import CapitalAdmin, StatusFilter
from projects.registers.fdi.records import FdiRecord, add_partners
from projects.when import When


class FdiCertificate(FirstCertificate):
    model = FdiEvent
    stated = ("amount", "currency", "usd", "partner")
    autocomplete_fields = ["partner"]


class InvestorInline(RegisterInline):
    model = Investor
    common_fields = ("name", "country")
    autocomplete_fields = ["country"]


class MilestoneInline(RegisterInline):
    model = Milestone
    common_fields = ("planned_on", "reached_on")
    translated_fields = ("title",)


class FdiPictureInline(RegisterInline):
    model = FdiPicture
    common_fields = ("file",)
    translated_fields = ("alt", "caption", "credit")


class FdiDocumentInline(DocumentInline):
    model = FdiDocument


class PartnerFilter(ChoiceFilter):
    title = _("statistical partner")
    parameter_name = "partner_now"

    def lookups(self, request, model_admin):
        partners = FdiEvent.objects.counted().order_by().values("partner")
        return [(row.pk, str(row)) for row in Country.objects.filter(pk__in=partners)]

    def chosen(self, queryset, value):
        return queryset.of_partner(int(value), When.today())


@admin.register(FdiProject)
class FdiProjectAdmin(CapitalAdmin):
    record = FdiRecord
    list_display = ["headline", "state", "official_number", "place", "partner", "capital", "now",
                    "changed"]  # fmt: skip
    list_filter = [
        *FILTERS,
        ImportFilter,
        StatusFilter,
        PartnerFilter,
        WaitingFilter,
        ("zone", admin.RelatedOnlyFieldListFilter),
        ("unit", admin.RelatedOnlyFieldListFilter),
        "illustrative",
    ]
    inlines = [FdiCertificate, InvestorInline, MilestoneInline, FdiPictureInline,
               FdiDocumentInline]  # fmt: skip
    search_help_text = _("Name, certificate number or investor; without diacritics too.")
    language_fieldsets = [
        (None, ["title", "slug", "objectives", "scale", "address"]),
        (_("Incentives, conditions, source"), ["incentives", "conditions", "source"]),
    ]
    common_fieldsets = [
        (
            _("Certificate"),
            {"fields": ["certificate_number", "capital_currency", "industry"]},
        ),
        (_("Place"), {"fields": ["unit", "zone", "land_area"]}),
    ]

    def get_urls(self):
        view = self.admin_site.admin_view(partial(totals_view, self))
        return [path("totals/", view, name="projects_totals"), *super().get_urls()]

    def look_up(self, rows):
        super().look_up(rows)
        add_partners([row.today for row in rows])

    @admin.display(description=_("partner"))
    def partner(self, obj):
        return obj.today.partner or NO_VALUE

    @admin.display(description=_("capital today (USD)"))
    def capital(self, obj):
        return self.capital_of(obj)
