"""The rows that belong to a record, on its form."""

from django.contrib import admin

from portal.publishing import rights
from portal.publishing.admin.forms import ChildFormSet
from portal.publishing.admin.numbers import AS_NUMBER, ShowsNumbers
from portal.publishing.admin.plain import DeskFields, mark_needed
from portal.publishing.models import LANGUAGES


class ChildInline(ShowsNumbers, DeskFields, admin.StackedInline):
    """Content in rows. Limited to one language, only that language's texts can be typed."""

    formset = ChildFormSet
    extra = 0
    #: Names of the untranslated and the translated fields, in the order of the form.
    common_fields = ()
    translated_fields = ()

    def get_fieldsets(self, request, obj=None):
        fields = list(self.common_fields)
        for language in LANGUAGES:
            fields += [f"{name}_{language}" for name in self.translated_fields]
        if self._scope(request, obj) != "":
            fields = self.as_numbers(fields)
        return [(None, {"fields": [*fields, "position"]})]

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        mark_needed(formset.form.base_fields)
        return formset

    def get_readonly_fields(self, request, obj=None):
        scope = self._scope(request, obj)
        if scope == "":
            return ()
        names = self.get_fieldsets(request, obj)[0][1]["fields"]
        if scope is None:  # Django shows the columns; what is none must be said to it
            return [name for name in names if name.endswith(AS_NUMBER)]
        return [name for name in names if not name.endswith(f"_{scope}")]

    def _scope(self, request, obj):
        return "" if obj is None else rights.editable_scope(request.user, obj)

    def has_add_permission(self, request, obj):
        return self._scope(request, obj) == ""

    def has_change_permission(self, request, obj=None):
        return self._scope(request, obj) is not None

    def has_delete_permission(self, request, obj=None):
        return self._scope(request, obj) == ""

    def has_view_permission(self, request, obj=None):
        return rights.can_view(request.user, self.parent_model)
