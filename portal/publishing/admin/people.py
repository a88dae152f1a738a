"""Staff accounts: deactivated, never deleted, because every step in the log names one."""

from django import forms
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.models import Group
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

admin.site.unregister(get_user_model())
admin.site.unregister(Group)


@admin.register(get_user_model())
class StaffAdmin(UserAdmin):
    list_display = ["username", "last_name", "first_name", "email", "is_active"]
    list_filter = ["is_active"]
    show_facets = admin.ShowFacets.NEVER
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (_("Person"), {"fields": ["last_name", "first_name", "email"]}),
        (_("Rights"), {"fields": ["is_active", "is_staff", "groups"]}),
    ]
    filter_horizontal = []

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        """The roles as check boxes, under the names that roles.py marks for translation."""
        field = super().formfield_for_manytomany(
            db_field, request, widget=forms.CheckboxSelectMultiple, **kwargs
        )
        field.label_from_instance = lambda group: gettext(group.name)
        return field

    def has_change_permission(self, request, obj=None):
        if obj is not None and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return False
