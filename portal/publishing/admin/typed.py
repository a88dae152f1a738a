"""What publishing would ask of a text as it stands in its form, before anything is saved."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portal.publishing import checks
from portal.publishing.admin import record
from portal.publishing.admin.forms import ChildFormSet
from portal.publishing.admin.widgets import FileField
from portal.publishing.models import LANGUAGES

NEW = 0  # stands for the key of what is not saved yet


def checklist_view(model_admin, request, pk):
    """The checklist of what is posted; files are not sent along, so nothing is asked of them."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    row = record.row_of(model_admin, request, pk) if pk != NEW else None
    if row is None and not model_admin.has_add_permission(request):
        raise PermissionDenied
    if row is not None and not model_admin.has_change_permission(request, row):
        raise PermissionDenied
    typed, lacking = _typed(model_admin, request, row)
    context = {"missing": checks.checklist(typed, lacking), "remarks": typed.remarks()}
    return render(request, "admin/publishing/checklist.html", context)


def _typed(model_admin, request, row):
    """The row with its children as the form says them; what cannot be stored is there too.

    And sentences about what saving it would ask for.
    """
    change = row is not None
    form = model_admin.get_form(request, row, change=change)(
        request.POST, instance=row or model_admin.model()
    )
    form.is_valid()
    typed = form.instance
    for name in form.errors.keys() & set(typed.text_columns(*LANGUAGES)):
        setattr(typed, name, request.POST.get(name, ""))
    formsets, _inlines = model_admin._create_formsets(request, typed, change=change)
    typed.pk = typed.pk or NEW
    typed._prefetched_objects_cache = {
        formset.get_default_prefix(): _children(typed, formset)
        for formset in formsets
        if isinstance(formset, ChildFormSet)
    }
    return typed, _lacking(form, formsets)


def _lacking(form, formsets):
    if names := _left_empty(form):
        yield checks.still_missing(names)
    for formset in formsets:
        kind = capfirst(formset.model._meta.verbose_name)
        kept = [one for one in formset.forms if one not in formset.deleted_forms]
        for number, row in enumerate(kept, 1):
            if names := _left_empty(row):
                said = {"kind": kind, "n": number, "texts": ", ".join(names)}
                yield _("%(kind)s no. %(n)s still lacks: %(texts)s.") % said


def _left_empty(form):
    """The verbose names of the fields without which a form cannot be saved."""
    return [
        str(form.instance._meta.get_field(name).verbose_name)
        for name, errors in form.errors.as_data().items()
        if name in form.fields
        and not isinstance(form.fields[name], FileField)
        and any(error.code == "required" for error in errors)
    ]


def _children(typed, formset):
    """The rows of a formset in the place of those that the database has."""
    found = formset.model._default_manager.filter(**{formset.fk.name: typed.pk})
    found._result_cache = formset.rows()
    return found
