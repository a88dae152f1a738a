"""The list of a publishable kind: its columns, what waits, and what is done to many at once."""

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.publishing import approvals, checks, rights
from portal.publishing.admin import many, record
from portal.publishing.admin.filters import FILTERS
from portal.publishing.admin.plain import NamesRows
from portal.publishing.admin.words import language_chips, person, state_chip
from portal.text.fold import fold


class RecordList(ChangeList):
    """Originals only, unless the person asked for working copies or for what waits."""

    def __init__(self, request, *args, **kwargs):
        self.user = request.user
        super().__init__(request, *args, **kwargs)

    def get_queryset(self, request, exclude_parameters=None):
        if not self.model_admin.of_copies & set(request.GET):
            self.root_queryset = self.root_queryset.filter(replaces=None)
        if "translations" in self.list_display:
            self.root_queryset = checks.readable(self.root_queryset)
        return super().get_queryset(request, exclude_parameters)

    def get_results(self, request):
        super().get_results(request)
        approved = approvals.of_waiting(self.result_list)
        for row in self.result_list:
            row.approval = approved.get(row.pk)

    def url_for_result(self, result):
        return record.address(self.user, result)


class ListsRecords(NamesRows):
    list_display = ["headline", "state", "translations", "changed"]
    list_filter = FILTERS
    list_per_page = 50
    list_select_related = ["created_by", "updated_by"]
    search_fields = ["folded"]
    ordering = ["-updated_at"]
    actions = ["submit_selected", "approve_selected", "publish_selected"]
    #: Parameters of a list that has working copies, too.
    of_copies = frozenset({"copies", "state"})
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER

    def get_queryset(self, request):
        rows = self.model.rows.select_related(*self.list_select_related)
        return rows.order_by(*self.get_ordering(request))

    def get_changelist(self, request, **kwargs):
        return RecordList

    def get_search_results(self, request, queryset, search_term):
        queryset = rights.seen(request.user, queryset)
        return super().get_search_results(request, queryset, fold(search_term))

    @admin.display(description=_("title"), ordering="title_vi")
    def headline(self, obj):
        chips = []
        if obj.is_copy:
            scope = f" {obj.scope.upper()}" if obj.scope else ""
            chips.append(format_html('<span class="chip">{}{}</span>', _("working copy"), scope))
        return format_html(
            '<span class="headline">{}</span> {}', str(obj), format_html_join(" ", "{}", zip(chips))
        )

    @admin.display(description=_("state"), ordering="status")
    def state(self, obj):
        chip = format_html(
            '<span class="chip chip--{}">{}</span>', state_chip(obj), obj.state_label
        )
        if not obj.is_scheduled:
            return chip
        hour = f"{timezone.localtime(obj.publish_at):%H:%M %d/%m/%Y}"
        return format_html("{}<br><small>{}</small>", chip, hour)

    @admin.display(description=_("languages"))
    def translations(self, obj):
        return language_chips(obj)

    @admin.display(description=_("last changed"), ordering="updated_at")
    def changed(self, obj):
        return format_html(
            "{}<br><small>{}</small>",
            person(obj.updated_by or obj.created_by),
            f"{timezone.localtime(obj.updated_at):%H:%M %d/%m/%Y}",
        )

    def distinction(self, obj):
        copy = f"{gettext('working copy')} {obj.scope.upper()}".strip() if obj.is_copy else ""
        changed = f"{timezone.localtime(obj.updated_at):%H:%M %d/%m/%Y}"
        return ", ".join(filter(None, [copy, self.identity(obj) or changed]))

    def has_submit_permission(self, request):
        return self.has_change_permission(request)

    def has_approve_permission(self, request):
        """Who may publish says so by publishing."""
        may_review = rights.has(request.user, "review", self.model)
        return may_review and not self.has_publish_permission(request)

    def has_publish_permission(self, request):
        return rights.has(request.user, "publish", self.model)

    @admin.action(description=_("Submit the selected records for review…"), permissions=["submit"])
    def submit_selected(self, request, queryset):
        return many.take(self, request, queryset, "submit")

    @admin.action(description=_("Approve the selected records…"), permissions=["approve"])
    def approve_selected(self, request, queryset):
        return many.take(self, request, queryset, "approve")

    @admin.action(description=_("Publish the selected records…"), permissions=["publish"])
    def publish_selected(self, request, queryset):
        return many.take(self, request, queryset, "publish")
