"""The admin of what is public without a workflow: identity, menus, categories."""

from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext

from portal.publishing import workflow
from portal.publishing.admin import kept, texts
from portal.publishing.admin.logged import LogsValues
from portal.publishing.admin.together import TogetherForm
from portal.publishing.admin.widgets import FileField, OneChooser, SeveralField
from portal.publishing.files import references
from portal.publishing.models import File

STAR = " *"


def file_field(db_field, request, **kwargs):
    """The form field of a foreign key to a File."""
    kind = (db_field.get_limit_choices_to() or {}).get("kind", File.Kind.IMAGE)
    return FileField(
        kind=kind,
        uploader=request.user,
        required=not db_field.blank,
        label=capfirst(db_field.verbose_name),
        help_text=db_field.help_text,
    )


class DeskFields:
    """Foreign keys to a File are chosen by upload or from the library.

    Texts are asked for as texts.py says. A chooser chooses: what others refer to is deleted in its
    own list alone.
    """

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.related_model is File:
            return file_field(db_field, request)
        if asked_by := texts.form_class(db_field):
            kwargs.setdefault("form_class", asked_by)
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_delete_related = field.widget.can_change_related = False
        return field

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = OneChooser(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        kwargs.setdefault("form_class", SeveralField)
        return super().formfield_for_manytomany(db_field, request, **kwargs)


class NamesRows:
    """Rows of a list may share a name: the check boxes before them must be told apart by ear."""

    def distinction(self, obj):
        """What tells a row of the list from another of the same name."""
        return ""

    def spoken_name(self, obj):
        return ", ".join(filter(None, [str(obj), self.distinction(obj)]))

    def action_checkbox(self, obj):
        name = gettext("Select this object for an action - {}").format(self.spoken_name(obj))
        box = forms.CheckboxInput({"class": "action-select", "aria-label": name}, lambda _: False)
        return box.render(ACTION_CHECKBOX_NAME, str(obj.pk))


class PublicAdmin(LogsValues, NamesRows, DeskFields, admin.ModelAdmin):
    """A change is public at once, so it makes a new public version."""

    form = TogetherForm
    change_form_template = "admin/publishing/plain_form.html"
    list_per_page = 50
    show_facets = admin.ShowFacets.NEVER

    def response_add(self, request, obj, post_url_continue=None):
        return kept.saved(request, super().response_add(request, obj, post_url_continue))

    def response_change(self, request, obj):
        return kept.saved(request, super().response_change(request, obj))

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        references.refer(form.instance)
        workflow.touch_public()

    def delete_model(self, request, obj):
        references.forget(obj)
        super().delete_model(request, obj)
        workflow.touch_public()

    def delete_queryset(self, request, queryset):
        for obj in queryset:
            self.delete_model(request, obj)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        required_in_vietnamese(form)
        mark_needed(form.base_fields)
        return form


def required_in_vietnamese(form):
    """modeltranslation makes columns optional; what is required must be there in Vietnamese."""
    for name, field in form.base_fields.items():
        if name.endswith("_vi") and isinstance(field, forms.Field):
            base = form._meta.model._meta.get_field(name[:-3])
            field.required = field.required or not base.blank


def mark_needed(fields, also=()):
    """A star beside what cannot be left empty; also: names of what publishing asks for."""
    for name, field in fields.items():
        is_needed = field.label and (field.required or name in also)
        if is_needed and not str(field.label).endswith(STAR):
            field.label = format_lazy("{}{}", field.label, STAR)


def without_language(form):
    """The labels of texts that stand under the heading of their language."""
    meta = form._meta.model._meta
    for name, field in form.base_fields.items():
        if name.endswith(("_vi", "_en")):
            field.label = capfirst(meta.get_field(name[:-3]).verbose_name)
