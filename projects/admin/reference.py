"""What records refer to by name. A change is public at once; duplicates are merged."""

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from portal.publishing import rights
from portal.publishing.admin.plain import DeskFields, PublicAdmin, mark_needed
from portal.publishing.admin.together import TogetherForm
from portal.publishing.admin.widgets import Chooser
from projects import merging
from projects.models import (
    AdministrativeUnit,
    Agency,
    Country,
    CountryAlias,
    FdiProject,
    Industry,
    Organisation,
    Sector,
    Zone,
)


class InForceFilter(admin.SimpleListFilter):
    title = _("validity")
    parameter_name = "in_force"

    def lookups(self, request, model_admin):
        return [("yes", _("in force today")), ("no", _("no longer, or not yet"))]

    def queryset(self, request, queryset):
        in_force = queryset.model.objects.valid_on(timezone.localdate()).values("pk")
        if self.value() == "yes":
            return queryset.filter(pk__in=in_force)
        return queryset.exclude(pk__in=in_force) if self.value() == "no" else queryset


class ReferenceAdmin(PublicAdmin):
    search_fields = ["folded"]  # any: get_search_results() asks
    actions = ["merge_duplicates"]
    show_full_result_count = False
    delete_confirmation_template = "admin/projects/delete_reference.html"
    delete_selected_confirmation_template = "admin/projects/delete_references.html"

    def has_view_permission(self, request, obj=None):
        """Whoever may see projects may choose what they refer to."""
        return rights.can_view(request.user, FdiProject)

    def has_merge_permission(self, request):
        return self.has_change_permission(request) and self.has_delete_permission(request)

    def get_search_results(self, request, queryset, search_term):
        return queryset.named(search_term), False

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        kwargs["widget"] = Chooser(db_field, self.admin_site)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    @admin.display(description=_("Vietnamese"), ordering="sort_vi")
    def in_vietnamese(self, obj):
        return str(obj)

    @admin.display(description=_("English"), ordering="sort_en")
    def in_english(self, obj):
        return obj.name_en

    def get_deleted_objects(self, objs, request):
        """What is referred to, also by a list of places or in an earlier version, stays."""
        rows = list(objs)
        used = [str(use) for use in merging.uses(rows) if not use.own] if rows else []
        return ([], {}, set(), used) if used else super().get_deleted_objects(rows, request)

    @admin.action(description=_("Merge duplicates…"), permissions=["merge"])
    def merge_duplicates(self, request, queryset):
        """Ask which of the chosen rows is kept; then lead all references to it."""
        rows = list(queryset)
        keep = next((row for row in rows if str(row.pk) == request.POST.get("keep")), None)
        try:
            merging.refuse_strangers(rows)
            if keep is not None:
                self._merge(request, keep, [row for row in rows if row != keep])
                return None
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return None
        context = {
            **self.admin_site.each_context(request),
            "opts": self.model._meta,
            "title": gettext("Merge duplicates"),
            "rows": [(row, merging.uses([row])) for row in rows],
        }
        return TemplateResponse(request, "admin/projects/merge.html", context)

    def _merge(self, request, keep, others):
        names = ", ".join(map(str, others))
        merging.merge(keep, others)
        self.log_deletions(request, others)
        self.log_change(request, keep, gettext("Merged into this: %(names)s") % {"names": names})
        text = ngettext(
            "One duplicate was merged into “%(name)s”.",
            "%(count)s duplicates were merged into “%(name)s”.",
            len(others),
        )
        messages.success(request, text % {"count": len(others), "name": keep})


class UnitForm(TogetherForm):
    def clean(self):
        """A unit belongs to a larger one and is not its own successor."""
        data = super().clean()
        levels = AdministrativeUnit.Level.values
        parent, level = data.get("parent"), data.get("level")
        if parent and level and levels.index(parent.level) >= levels.index(level):
            self.add_error("parent", _("Choose a unit of a higher level."))
        if self.instance.pk and self.instance in data.get("successors", []):
            self.add_error("successors", _("A unit is not its own successor."))
        return data


@admin.register(AdministrativeUnit)
class AdministrativeUnitAdmin(ReferenceAdmin):
    form = UnitForm
    list_display = ["in_vietnamese", "in_english", "level", "code", "valid_from", "valid_to"]
    list_filter = ["level", InForceFilter]
    autocomplete_fields = ["parent", "successors"]
    fields = [
        "level",
        "code",
        ("name_vi", "full_name_vi"),
        ("name_en", "full_name_en"),
        "parent",
        ("valid_from", "valid_to"),
        "successors",
    ]

    def get_queryset(self, request):
        """With the parents, by which namesakes are told apart, in choosers too."""
        return super().get_queryset(request).select_related("parent__parent")


@admin.register(Zone)
class ZoneAdmin(ReferenceAdmin):
    list_display = ["in_vietnamese", "in_english", "kind", "unit", "inside"]
    list_filter = ["kind", InForceFilter]
    list_select_related = ["unit", "inside"]
    autocomplete_fields = ["unit", "inside"]
    fields = ["kind", "name_vi", "name_en", "unit", "inside", ("valid_from", "valid_to")]


@admin.register(Industry)
class IndustryAdmin(ReferenceAdmin):
    list_display = ["in_vietnamese", "in_english", "version", "section"]
    list_filter = ["version", InForceFilter]
    list_select_related = ["section"]
    autocomplete_fields = ["section"]
    fields = ["version", "code", "name_vi", "name_en", "section", ("valid_from", "valid_to")]


@admin.register(Sector)
class SectorAdmin(ReferenceAdmin):
    list_display = ["in_vietnamese", "in_english", "group", "withdrawn"]
    list_filter = ["withdrawn"]
    list_select_related = ["group"]
    autocomplete_fields = ["group"]
    fields = ["code", "name_vi", "name_en", "group", "withdrawn"]


class AliasInline(DeskFields, admin.TabularInline):
    model = CountryAlias
    extra = 1

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        mark_needed(formset.form.base_fields)
        return formset


@admin.register(Country)
class CountryAdmin(ReferenceAdmin):
    list_display = ["in_vietnamese", "in_english", "code"]
    fields = ["code", "name_vi", "name_en"]
    inlines = [AliasInline]


@admin.register(Organisation)
class OrganisationAdmin(ReferenceAdmin):
    list_display = ["in_vietnamese", "in_english", "kind", "country", "iati_reference"]
    list_filter = ["kind"]
    list_select_related = ["country"]
    autocomplete_fields = ["country"]
    fields = ["kind", "name_vi", "name_en", "acronym", "country", "iati_reference"]


@admin.register(Agency)
class AgencyAdmin(ReferenceAdmin):
    list_display = ["in_vietnamese", "in_english", "valid_from", "valid_to"]
    list_filter = [InForceFilter]
    autocomplete_fields = ["successors"]
    fields = ["name_vi", "name_en", ("valid_from", "valid_to"), "successors"]
