"""The three registers at the desk. Descriptions go through publishing, figures through ledgers."""

from functools import partial

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Exists, OuterRef
from django.urls import path
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from portal.publishing import rights
from portal.publishing.admin.base import ChildInline, PublishableAdmin, RecordList
from portal.publishing.admin.filters import FILTERS
from portal.publishing.admin.forms import PublishableForm
from portal.publishing.admin.site import admin_url
from projects import duplicates, lives
from projects.admin import panels, totals
from projects.admin.certificate import FirstCertificate
from projects.admin.exchange import ExchangesTables
from projects.admin.imported import ImportFilter
from projects.admin.inputs import TYPED_BY_HAND
from projects.admin.words import money
from projects.models import (
    Country,
    FdiDocument,
    FdiEvent,
    FdiPicture,
    FdiProject,
    Investor,
    Milestone,
    NgoAid,
    NgoDocument,
    NgoStage,
    OdaDocument,
    OdaFund,
    OdaProject,
    OdaStage,
    Organisation,
)
from projects.models.project import period_problem
from projects.selections import FdiStatus
from projects.when import When

NO_VALUE = "–"


# --- rows of the forms -----------------------------------------------------------------


class RegisterInline(ChildInline):
    formfield_overrides = TYPED_BY_HAND


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


class FundInline(RegisterInline):
    model = OdaFund
    common_fields = ("kind", "donor", "amount", "currency", "usd")
    autocomplete_fields = ["donor"]


class StageInline(RegisterInline):
    common_fields = ("stage", "reached_on", "number")
    translated_fields = ("source",)


class OdaStageInline(StageInline):
    model = OdaStage


class NgoStageInline(StageInline):
    model = NgoStage


class DocumentInline(RegisterInline):
    common_fields = ("file", "language")
    translated_fields = ("title",)


class FdiDocumentInline(DocumentInline):
    model = FdiDocument


class OdaDocumentInline(DocumentInline):
    model = OdaDocument


class NgoDocumentInline(DocumentInline):
    model = NgoDocument


# --- filters ---------------------------------------------------------------------------


class ChoiceFilter(admin.SimpleListFilter):
    """Choices as of today; what is none of them is ignored."""

    def queryset(self, request, queryset):
        if self.value() not in {str(key) for key, _label in self.lookup_choices}:
            return queryset
        return self.chosen(queryset, self.value())


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


class StageFilter(ChoiceFilter):
    title = _("stage")
    parameter_name = "stage_now"

    def lookups(self, request, model_admin):
        return model_admin.model._meta.get_field("stages").related_model.Stage.choices

    def chosen(self, queryset, value):
        return queryset.at_stage(When.today(), value)


class DonorFilter(ChoiceFilter):
    title = _("donor")
    parameter_name = "donor"

    def lookups(self, request, model_admin):
        of_funds = OdaFund.objects.exclude(donor=None).order_by().values("donor")
        return [(row.pk, str(row)) for row in Organisation.objects.filter(pk__in=of_funds)]

    def chosen(self, queryset, value):
        funds = OdaFund.objects.filter(project=OuterRef("pk"), donor=int(value))
        return queryset.filter(Exists(funds))


class WaitingFilter(ChoiceFilter):
    title = _("entries")
    parameter_name = "entries"

    def lookups(self, request, model_admin):
        return [("waiting", _("that wait for approval")), ("none", _("none yet"))]

    def chosen(self, queryset, value):
        entries = panels.LEDGERS[queryset.model].objects.filter(project=OuterRef("pk"))
        if value == "none":
            return queryset.filter(~Exists(entries))
        return queryset.filter(Exists(entries.pending()))


# --- the records -----------------------------------------------------------------------


class RegisterList(RecordList):
    """Lets the admin look up, for all rows of the page at once, what they are today."""

    def get_results(self, request):
        super().get_results(request)
        self.model_admin.look_up(self.result_list)


class RegisterAdmin(ExchangesTables, PublishableAdmin):
    formfield_overrides = TYPED_BY_HAND
    change_form_template = "admin/projects/form.html"
    change_list_template = "admin/projects/list.html"
    delete_confirmation_template = "admin/projects/delete_project.html"
    description = ["title", "slug", "objectives", "source"]
    of_copies = PublishableAdmin.of_copies | {ImportFilter.parameter_name}
    #: The column of the certificate's or decision's number.
    number = ""

    def get_changelist(self, request, **kwargs):
        return RegisterList

    def look_up(self, rows):
        """Sets on each row of a page what its columns show as of today."""

    def get_search_results(self, request, queryset, search_term):
        return queryset.about(search_term), False

    def more_context(self, request, row):
        return {
            "ledger": panels.ledger(request.user, row),
            "standing": panels.standing(request, row),
            "duplicates": duplicates.of(row),
        }

    def identity(self, row):
        return getattr(row, self.number)

    def consequences(self, rows, name):
        moved = [row for row in rows if not row.is_copy]
        if not moved or name not in ("publish", "withdraw"):
            return []
        return totals.shift(moved, public=name == "publish")

    def get_deleted_objects(self, objs, request):
        """A record with entries stays, whatever their state: they are what it was counted by."""
        entries = panels.LEDGERS[self.model].objects.filter(project__in=[row.pk for row in objs])
        if kept := [str(entry) for entry in entries]:
            return [], {}, set(), kept
        return super().get_deleted_objects(objs, request)

    def response_post_save_add(self, request, obj):
        self._warn_of_duplicates(request, obj)
        return super().response_post_save_add(request, obj)

    def response_post_save_change(self, request, obj):
        self._warn_of_duplicates(request, obj)
        return super().response_post_save_change(request, obj)

    def _warn_of_duplicates(self, request, obj):
        """The list follows, which does not show them as the form does."""
        if found := duplicates.of(obj):
            links = format_html_join(
                ", ", '<a href="{}">{}</a>', ((admin_url(d.record), d.record) for d in found)
            )
            text = gettext("“%(name)s” may be in the register already:") % {"name": obj}
            messages.warning(request, format_html("{} {}", text, links))

    @admin.display(description=_("number"))
    def official_number(self, obj):
        return getattr(obj, self.number) or NO_VALUE


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
        found = lives.fdi_lives(pks, today)
        waiting = lives.waiting_for_certificate(pks, today)
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
        return lives.status_words(obj.life, waits=obj.waits)


class AidForm(PublishableForm):
    def clean(self):
        data = super().clean()
        if problem := period_problem(data.get("starts_on"), data.get("ends_on")):
            self.add_error("ends_on", problem)
        return data


class StagedAdmin(RegisterAdmin):
    form = AidForm

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related(*self.fetched)

    def look_up(self, rows):
        stages = [stage for row in rows for stage in row.stages.all()]
        found = lives.last_stages(stages, When.today())
        for row in rows:
            row.stage_now = found.get(row.pk)

    @admin.display(description=pgettext_lazy("project", "place"))
    def place(self, obj):
        return ", ".join(map(str, obj.places.all())) or NO_VALUE

    @admin.display(description=_("stage today"))
    def now(self, obj):
        return obj.stage_now.get_stage_display() if obj.stage_now else NO_VALUE


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


def totals_view(model_admin, request):
    """The public totals beside those of all records, register by register."""
    models = [model for model in totals.SELECTIONS if rights.can_view(request.user, model)]
    if not models:
        raise PermissionDenied
    form = panels.asked(request)
    context = {
        "title": gettext("Totals of the registers"),
        "form": form,
        "when": form.when,
        "gaps": [totals.gap(model, form.when) for model in models],
        "most": totals.MOST,
    }
    return model_admin.template(request, "totals", context)
