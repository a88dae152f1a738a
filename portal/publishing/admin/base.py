"""The admin of every publishable kind: form, record page, history.

A kind declares its fieldsets per language and in common; everything else is shared.
"""

from functools import partial

from django.contrib import admin, messages
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, models, transaction
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.safestring import mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.publishing import diff, rights, slugs, workflow
from portal.publishing.admin import (  # noqa: F401  files, people and tasks register
    files,
    kept,
    many,
    people,
    record,
    steps,
    tasks,
    typed,
)
from portal.publishing.admin.forms import PublishableForm
from portal.publishing.admin.listing import ListsRecords
from portal.publishing.admin.moments import SplitMomentField
from portal.publishing.admin.numbers import ShowsNumbers
from portal.publishing.admin.plain import (
    DeskFields,
    mark_needed,
    without_language,
)
from portal.publishing.admin.site import admin_url
from portal.publishing.admin.widgets import Chooser
from portal.publishing.admin.words import person, submitted
from portal.publishing.files import references
from portal.publishing.models import LANGUAGES

SLUGS = [f"slug_{language}" for language in LANGUAGES]
SAVING = ["minor_correction", "translation_confirmed", "clashes_settled"]


class PublishableAdmin(ListsRecords, ShowsNumbers, DeskFields, admin.ModelAdmin):
    form = PublishableForm
    change_form_template = "admin/publishing/form.html"
    save_on_top = False

    #: [(heading, [names of translated fields])], shown once per language; those with a heading
    #: after the common fieldsets of class "among-texts".
    language_fieldsets = ()
    #: Ordinary fieldsets.
    common_fieldsets = ()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for column in self.model.html_columns():
            setattr(self, f"{column}_shown", self._shown(column))

    def _shown(self, column):
        def shown(obj):
            return mark_safe(getattr(obj, column) or "-")  # noqa: S308  sanitised when saved

        shown.short_description = self.model._meta.get_field(column).verbose_name
        return shown

    # --- who may what ------------------------------------------------------------

    def has_view_permission(self, request, obj=None):
        if obj is None:
            return rights.can_view(request.user, self.model)
        return rights.may_see(request.user, obj)

    def has_change_permission(self, request, obj=None):
        if obj is None:
            return any(
                rights.has(request.user, action, self.model) for action in ("change", "translate")
            )
        return rights.editable_scope(request.user, obj) is not None

    def has_delete_permission(self, request, obj=None):
        return obj is not None and rights.may_delete(request.user, obj)

    # --- form --------------------------------------------------------------------

    def get_fieldsets(self, request, obj=None):
        scope = "" if obj is None else rights.editable_scope(request.user, obj)
        fieldsets = []
        for language in LANGUAGES:
            for heading, names in self.language_fieldsets:
                columns = [self._column(name, language, scope) for name in names]
                classes = ["language", f"language-{language}", *(["further"] if heading else [])]
                fieldsets.append((heading, {"fields": columns, "classes": classes}))
        fieldsets.append((_("Publication"), {"fields": self._moments(obj)}))
        for heading, options in self.common_fieldsets:
            names = options["fields"]
            fields = names if scope == "" else self.as_numbers(names)
            fieldsets.append((heading, {**options, "fields": fields}))
        if scope is not None and obj is not None:
            fieldsets.append((_("When saving"), {"fields": self._saving(obj)}))
        return fieldsets

    def _column(self, name, language, scope):
        column = f"{name}_{language}"
        typed = scope in ("", language)
        return column if typed or name not in self.model.html_texts else f"{column}_shown"

    def _moments(self, obj):
        names = ["publish_at", "expire_at"]
        return names if obj is not None and obj.is_copy else [*names, "source_language"]

    def _saving(self, obj):
        return [name for name in SAVING if name != "clashes_settled" or obj.clashes]

    def get_readonly_fields(self, request, obj=None):
        scope = "" if obj is None else rights.editable_scope(request.user, obj)
        if not scope:
            return [] if scope == "" else self._all_fields(request, obj)
        return [
            name
            for name in self._all_fields(request, obj)
            if not name.endswith(f"_{scope}") and name not in SAVING
        ]

    def _all_fields(self, request, obj):
        return flatten_fieldsets(self.get_fieldsets(request, obj))

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        posted = partial(_posted_number, request)
        values = {
            "user": request.user,
            "opened_version": posted("_version"),
            "overwrite_version": posted("_overwrite"),
        }
        form = type(form.__name__, (form,), values)
        without_language(form)
        # Drafts may lack what publishing asks for.
        texts = {f"{name}_{code}" for name in self.model.required_texts for code in LANGUAGES}
        mark_needed(form.base_fields, texts.union(self.model.required_fields))
        return form

    def get_object(self, request, object_id, from_field=None):
        """The row; on POST locked, so that the version check and the write hold one lock."""
        obj = super().get_object(request, object_id, from_field)
        if obj is not None and request.method == "POST" and connection.in_atomic_block:
            return self.model.rows.select_for_update().get(pk=obj.pk)
        return obj

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        obj = self.get_object(request, object_id) if object_id else None
        if request.method == "POST" and obj is not None and self._came_too_late(request, obj):
            return record.too_late(self, request, obj)
        if "_overwrite" in request.POST:
            request.POST = request.POST.copy()
            request.POST.setdefault(request.POST.get("_then", "_continue"), "1")
        context = {}
        if obj is not None:
            context = {"record": record.context(request, obj), **self.more_context(request, obj)}
        return super().changeform_view(
            request, object_id, form_url, {**context, **(extra_context or {})}
        )

    def render_change_form(self, request, context, *args, **kwargs):
        form = context["adminform"].form
        typed = {
            inline.formset.prefix: inline.formset for inline in context["inline_admin_formsets"]
        }
        if getattr(form, "conflict", False) and sum(map(len, context["errors"])) == 1:
            context["errors"] = []  # that it is one is told already
        for clash in getattr(form, "stale", ()):
            if clash.name in form.instance.copied_children:
                clash.mine = "\n".join(map(diff.describe, typed[clash.name].rows()))
        if getattr(form, "conflict", False):
            form.stale = [clash for clash in form.stale if not clash.is_same]
        return super().render_change_form(request, context, *args, **kwargs)

    def _came_too_late(self, request, obj):
        """Whether somebody typed while the row moved on: their text must not be lost."""
        return (
            self.has_change_permission(request)
            and not self.has_change_permission(request, obj)
            and "_version" in request.POST
        )

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if isinstance(db_field, models.DateTimeField):
            return db_field.formfield(form_class=SplitMomentField, **kwargs)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def save_model(self, request, obj, form, change):
        """Saved without history: save_related makes the version when the children are in."""
        if not change:
            obj.created_by = request.user
        obj.skip_history_when_saving = True
        obj.save()
        del obj.skip_history_when_saving

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if change and not self._says_something(request, form, formsets):
            return
        confirmed = form.cleaned_data.get("translation_confirmed") or "_confirm" in request.POST
        owns_scope = rights.editable_scope(request.user, form.instance) == form.instance.scope
        approval = workflow.record_edit(
            form.instance,
            by=request.user,
            minor=bool(form.cleaned_data.get("minor_correction")),
            confirmed=form.instance.other_languages if confirmed else (),
            settled=owns_scope and bool(form.cleaned_data.get("clashes_settled")),
        )
        if approval:
            text = gettext("The approval by %(name)s is taken back: it must be approved anew.")
            messages.warning(request, text % {"name": person(approval.by)})
        self._say_if_behind(request, form, formsets)

    def _say_if_behind(self, request, form, formsets):
        """Whoever writes both languages at once does not expect one to be behind the other."""
        typed = [formset for formset in formsets if formset.has_changed()]
        forms = [form, *(one for formset in typed for one in formset.forms)]
        changed = {name for one in forms for name in one.changed_data}.difference(SLUGS)
        in_both = all(any(name.endswith(f"_{code}") for name in changed) for code in LANGUAGES)
        if in_both and any(map(form.instance.is_outdated, LANGUAGES)):
            text = gettext(
                "You changed both languages, yet the translation counts as outdated. If it says "
                "what the source text says, tick “The translation matches the source text” and "
                "save again."
            )
            messages.warning(request, text)

    def _says_something(self, request, form, formsets):
        changed = form.has_changed() or any(formset.has_changed() for formset in formsets)
        return changed or "_confirm" in request.POST

    def log_addition(self, request, obj, message):
        """Our own history says more than Django's log."""

    log_change = log_addition

    def log_deletions(self, request, queryset):
        """A draft that was never submitted leaves no trace."""

    def delete_model(self, request, obj):
        with transaction.atomic():
            references.forget(obj)
            slugs.release(obj)
            super().delete_model(request, obj)

    def response_add(self, request, obj, post_url_continue=None):
        response = self._after_save(request, obj)
        response = response or super().response_add(request, obj, post_url_continue)
        return kept.saved(request, response)

    def response_change(self, request, obj):
        response = self._after_save(request, obj) or super().response_change(request, obj)
        return kept.saved(request, response)

    def _after_save(self, request, obj):
        """“Save and submit”: the same door as everywhere; what it refuses is said on the form."""
        if "_confirm" in request.POST:
            messages.success(request, gettext("Saved; the translation is confirmed."))
            return HttpResponseRedirect(admin_url(obj))
        if "_submit" not in request.POST:
            return None
        try:
            workflow.transition(obj, "submit", by=request.user, version=obj.version)
        except PermissionDenied:
            messages.error(request, gettext("Saved. You may not submit this record."))
        except ValidationError as error:
            messages.warning(request, gettext("Saved, but not submitted:") + " " + " ".join(error))
        else:
            fit, said = submitted(obj)
            messages.add_message(request, messages.SUCCESS if fit else messages.WARNING, said)
            return HttpResponseRedirect(admin_url(obj, "record"))
        return HttpResponseRedirect(admin_url(obj))

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = Chooser(db_field, self.admin_site)
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    # --- what a kind adds --------------------------------------------------------

    def more_context(self, request, row):
        """What a kind's own templates show on the form and on the record page."""
        return {}

    def identity(self, row):
        """What tells a row from others of the same title, in a list of them."""
        return ""

    def consequences(self, rows, name):
        """(label, before, after) of what a transition would change beside the records."""
        return []

    # --- further pages -----------------------------------------------------------

    def get_urls(self):
        meta = self.model._meta
        views = {
            "record": ("<int:pk>/record/", steps.record_view),
            "handover": ("<int:pk>/handover/", steps.hand_over_view),
            "takeup": ("<int:pk>/takeup/", record.take_up_view),
            "copy": ("<int:pk>/copy/", record.copy_view),
            "preview": ("<int:pk>/preview/<slug:language>/", record.preview_view),
            "share": ("<int:pk>/share/", record.share_view),
            "checklist": ("checklist/<int:pk>/", typed.checklist_view),
        }
        return [
            path(
                route,
                self.admin_site.admin_view(partial(view, self)),
                name=f"{meta.app_label}_{meta.model_name}_{name}",
            )
            for name, (route, view) in views.items()
        ] + super().get_urls()

    def history_view(self, request, object_id, extra_context=None):
        return record.history_view(self, request, object_id)

    def template(self, request, name, context):
        """One of the further pages, in the admin's frame; an app may extend it."""
        meta = self.model._meta
        context = {
            **self.admin_site.each_context(request),
            "opts": meta,
            "media": self.media,
            **context,
        }
        names = [f"admin/{place}/{name}.html" for place in (meta.app_label, "publishing")]
        return TemplateResponse(request, names, context)


def _posted_number(request, name):
    value = request.POST.get(name, "")
    return int(value) if value.isdecimal() and len(value) < 10 else None
