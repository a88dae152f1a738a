"""The three registers at the desk. Descriptions go through publishing, figures through ledgers."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.publishing import rights
from portal.publishing.admin.base import PublishableAdmin
from portal.publishing.admin.children import ChildInline
from portal.publishing.admin.listing import RecordList
from portal.publishing.admin.site import admin_url
from projects import duplicates
from projects.admin import panels, totals
from projects.admin.exchange import ExchangesTables
from projects.admin.imported import ImportFilter
from projects.admin.inputs import TYPED_BY_HAND
from projects.registers import OF_MODEL

NO_VALUE = "–"


class RegisterInline(ChildInline):
    formfield_overrides = TYPED_BY_HAND


class DocumentInline(RegisterInline):
    common_fields = ("file", "language")
    translated_fields = ("title",)


class ChoiceFilter(admin.SimpleListFilter):
    """Choices as of today; what is none of them is ignored."""

    def queryset(self, request, queryset):
        if self.value() not in {str(key) for key, _label in self.lookup_choices}:
            return queryset
        return self.chosen(queryset, self.value())


class WaitingFilter(ChoiceFilter):
    title = _("entries")
    parameter_name = "entries"

    def lookups(self, request, model_admin):
        return [("waiting", _("that wait for approval")), ("none", _("none yet"))]

    def chosen(self, queryset, value):
        entries = OF_MODEL[queryset.model].ledger.objects.filter(project=OuterRef("pk"))
        if value == "none":
            return queryset.filter(~Exists(entries))
        return queryset.filter(Exists(entries.pending()))


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
        entries = OF_MODEL[self.model].ledger.objects.filter(project__in=[row.pk for row in objs])
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


def totals_view(model_admin, request):
    """The public totals beside those of all records, register by register."""
    models = [model for model in OF_MODEL if rights.can_view(request.user, model)]
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
