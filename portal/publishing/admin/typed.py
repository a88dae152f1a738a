"""What publishing would ask of a text as it stands in its form, before anything is saved."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed
from django.shortcuts import render

from portal.publishing import checks
from portal.publishing.admin import record
from portal.publishing.admin.forms import ChildFormSet
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
    typed = _typed(model_admin, request, row)
    return render(request, "admin/publishing/checklist.html", {"missing": checks.checklist(typed)})


def _typed(model_admin, request, row):
    """The row with its children as the form says them; what cannot be stored is there too."""
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
    return typed


def _children(typed, formset):
    """The rows of a formset in the place of those that the database has."""
    formset.is_valid()
    rows = [
        form.instance
        for form in formset.forms
        if (form.instance.pk or form.has_changed()) and form not in formset.deleted_forms
    ]
    found = formset.model._default_manager.filter(**{formset.fk.name: typed.pk})
    found._result_cache = sorted(rows, key=lambda row: row.position or 0)
    return found
