"""The ledgers as lists; their entries have pages of their own (entries.py) and are approved in the
queue (queue.py)."""

from functools import partial

from django.contrib import admin
from django.urls import path
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from portal.publishing import rights
from portal.publishing.admin.plain import DeskFields
from portal.publishing.admin.site import admin_url
from portal.publishing.admin.words import person
from projects.admin import entries, queue, words
from projects.admin.amounts import MillionsField, said_view
from projects.admin.inputs import TYPED_BY_HAND
from projects.models import FdiEvent, NgoYear, OdaYear, money


class EntryAdmin(DeskFields, admin.ModelAdmin):
    """A ledger as a list; its entries have pages of their own and are never edited here."""

    list_display = ["statement", "record", "effective", "says", "state", "entered"]
    list_display_links = None
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    search_fields = ["number"]
    ordering = ["-pk"]
    actions = ["approve_selected"]
    formfield_overrides = TYPED_BY_HAND
    change_list_template = "admin/projects/entries.html"

    def get_urls(self):
        meta = self.model._meta
        views = {
            "changelist": ("", self.changelist_view),
            "add": ("add/", partial(entries.add_view, self)),
            "change": ("<int:pk>/change/", partial(entries.change_view, self)),
            "record": ("<int:pk>/", partial(entries.record_view, self)),
            "correct": ("<int:pk>/correct/", partial(entries.correct_view, self)),
            "again": ("<int:pk>/again/", partial(entries.again_view, self)),
            "reject": ("<int:pk>/reject/", partial(entries.reject_view, self)),
            "take_back": ("<int:pk>/take-back/", partial(entries.take_back_view, self)),
        }
        return [
            path(
                route,
                self.admin_site.admin_view(view),
                name=f"{meta.app_label}_{meta.model_name}_{name}",
            )
            for name, (route, view) in views.items()
        ]

    def has_view_permission(self, request, obj=None):
        return rights.can_view(request.user, self.model)

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_approve_permission(self, request):
        return rights.has(request.user, "approve", self.model)

    def get_queryset(self, request):
        return self.model.objects.select_related(*queue.fetched(self.model)).order_by(
            *self.ordering
        )

    def get_search_results(self, request, queryset, search_term):
        return queue.about(queryset, search_term), False

    @admin.action(description=_("Approve the selected entries…"), permissions=["approve"])
    def approve_selected(self, request, queryset):
        return queue.approve(
            self, request, [(entry, entry.version) for entry in queryset.order_by("pk")]
        )

    @admin.display(description=_("statement"))
    def statement(self, obj):
        return format_html(
            '<a href="{}" class="headline">{}</a>', admin_url(obj, "record"), words.headline(obj)
        )

    @admin.display(description=_("record"))
    def record(self, obj):
        if not obj.project_id:
            return obj.company
        return format_html('<a href="{}">{}</a>', entries.home_of(obj), obj.project)

    @admin.display(description=_("effective date"), ordering="effective_on")
    def effective(self, obj):
        return words.effective(obj)

    @admin.display(description=_("figures"))
    def says(self, obj):
        return words.figures(obj)

    @admin.display(description=_("state"), ordering="status")
    def state(self, obj):
        return format_html(
            '<span class="chip chip--{}">{}</span>', obj.status, obj.get_status_display()
        )

    @admin.display(description=_("entered"), ordering="entered_at")
    def entered(self, obj):
        return format_html(
            "{}<br><small>{}</small>",
            person(obj.entered_by),
            f"{timezone.localdate(obj.entered_at):%d/%m/%Y}",
        )


@admin.register(FdiEvent)
class FdiEventAdmin(EntryAdmin):
    list_filter = ["status", "type"]
    autocomplete_fields = ["partner", "industry", "unit"]

    def get_urls(self):
        site = self.admin_site
        return [
            path(
                "waiting/",
                site.admin_view(partial(queue.waiting_view, self)),
                name="projects_waiting",
            ),
            path(
                "approve/",
                site.admin_view(partial(queue.approve_view, self)),
                name="projects_approve",
            ),
            path("said/<int:power>/", site.admin_view(said_view), name="projects_said"),
            *super().get_urls(),
        ]


@admin.register(NgoYear)
class YearAdmin(EntryAdmin):
    list_filter = ["status", "measure", "year"]


@admin.register(OdaYear)
class OdaYearAdmin(YearAdmin):
    formfield_overrides = {**TYPED_BY_HAND, money.AmountField: {"form_class": MillionsField}}
