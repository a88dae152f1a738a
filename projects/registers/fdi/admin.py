from functools import partial

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.urls import path
from django.utils.html import format_html
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from portal.publishing.admin.filters import FILTERS
from portal.publishing.admin.forms import PublishableForm
from portal.publishing.admin.site import admin_url
from projects.admin.certificate import FirstCertificate
from projects.admin.imported import ImportFilter
from projects.admin.registers import (
    NO_VALUE,
    ChoiceFilter,
    DocumentInline,
    RegisterAdmin,
    RegisterInline,
    WaitingFilter,
    totals_view,
)
from projects.desk import money
from projects.models import (
    Country,
    FdiDocument,
    FdiEvent,
    FdiPicture,
    FdiProject,
    Investor,
    Milestone,
)
from projects.registers.fdi.records import fdi_lives, status_words, waiting_for_certificate
from projects.registers.fdi.selection import FdiStatus
from projects.when import When


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


class FdiStatusFilter(ChoiceFilter):
    title = _("state of the project")
    parameter_name = "status_now"

    def lookups(self, request, model_admin):
        return [*FdiStatus.choices, ("none", _("not registered yet"))]

    def chosen(self, queryset, value):
        today = When.today()
        if value == "none":
            return queryset.exclude(pk__in=FdiProject.objects.registered(today).values("pk"))
        chosen = getattr(FdiProject.objects.all(), value)(today)
        return queryset.filter(pk__in=chosen.values("pk"))


class PartnerFilter(ChoiceFilter):
    title = _("statistical partner")
    parameter_name = "partner_now"

    def lookups(self, request, model_admin):
        partners = FdiEvent.objects.counted().order_by().values("partner")
        return [(row.pk, str(row)) for row in Country.objects.filter(pk__in=partners)]

    def chosen(self, queryset, value):
        return queryset.of_partner(int(value), When.today())


class FdiForm(PublishableForm):
    def clean_certificate_number(self):
        """One code, one project."""
        number = self.cleaned_data["certificate_number"].strip()
        others = FdiProject.objects.filter(certificate_number=number).exclude(
            pk=self.instance.record_id
        )
        if number and (other := others.first()):
            text = gettext("This code is already in the register:")
            link = format_html('<a href="{}">{}</a>', admin_url(other, "record"), other)
            raise ValidationError(format_html("{} {}", text, link))
        return number


@admin.register(FdiProject)
class FdiProjectAdmin(RegisterAdmin):
    number = "certificate_number"
    list_display = ["headline", "state", "official_number", "place", "partner", "capital", "now",
                    "changed"]  # fmt: skip
    list_filter = [
        *FILTERS,
        ImportFilter,
        FdiStatusFilter,
        PartnerFilter,
        WaitingFilter,
        ("zone", admin.RelatedOnlyFieldListFilter),
        ("unit", admin.RelatedOnlyFieldListFilter),
        "illustrative",
    ]
    list_select_related = ["created_by", "updated_by", "unit__parent__parent", "zone"]
    form = FdiForm
    inlines = [FirstCertificate, InvestorInline, MilestoneInline, FdiPictureInline,
               FdiDocumentInline]  # fmt: skip
    autocomplete_fields = ["unit", "zone", "industry"]
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
        pks, today = {row.record_id for row in rows}, When.today()
        found = fdi_lives(pks, today)
        waiting = waiting_for_certificate(pks, today)
        for row in rows:
            row.life, row.waits = found[row.record_id], row.record_id in waiting

    @admin.display(description=pgettext_lazy("project", "place"), ordering="unit__sort_vi")
    def place(self, obj):
        return obj.zone or (obj.unit and obj.unit.full_name_in("vi")) or NO_VALUE

    @admin.display(description=_("partner"))
    def partner(self, obj):
        return obj.life.partner or NO_VALUE

    @admin.display(description=_("capital today (USD)"))
    def capital(self, obj):
        return money(obj.life.capital) if obj.life.status else NO_VALUE

    @admin.display(description=_("project today"))
    def now(self, obj):
        return status_words(obj.life, waits=obj.waits)
