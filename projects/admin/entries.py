"""The pages of one ledger entry: enter, change, correct, look at, refuse, take back.

Nothing here writes an entry but the verbs of projects/ledger.py.
"""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext

from portal.publishing import rights
from portal.publishing.admin import kept, questions, texts
from portal.publishing.admin.site import admin_url
from projects import desk, ledger
from projects.admin import words
from projects.admin.entry_form import form_class
from projects.models import EntryState
from projects.models.capital import CapitalEvent


def add_view(model_admin, request):
    """A new entry: first its type, then the form of that type."""
    _demand(request, "add", model_admin.model)
    project = _project(model_admin.model, request.GET.get("project", ""))
    if project is None and not model_admin.model.stands_alone:
        messages.info(request, gettext("Choose the record first; then “Add entry” on its page."))
        records = model_admin.model._meta.get_field("project").related_model._meta
        return HttpResponseRedirect(
            reverse(f"admin:{records.app_label}_{records.model_name}_changelist")
        )
    entry = model_admin.model(project=project)
    if isinstance(entry, CapitalEvent):
        choices = _types(model_admin.model, project)
        entry.type = request.POST.get("type") or request.GET.get("type") or ""
        if entry.type not in choices:
            return page(model_admin, request, "entry_types", {
                "title": gettext("New entry"), "project": project, "types": choices,
            })  # fmt: skip
        if hasattr(project, "capital_currency"):
            entry.currency = project.capital_currency
    return _edit(model_admin, request, entry, title=gettext("New entry"))


def change_view(model_admin, request, pk):
    """One's own entry, while it waits."""
    _demand(request, "add", model_admin.model)
    entry = _entry(model_admin, request, pk)
    if entry.entered_by_id != request.user.pk:
        raise PermissionDenied
    if not entry.is_pending and request.method != "POST":
        messages.warning(request, gettext("This entry was decided on already."))
        return HttpResponseRedirect(admin_url(entry, "record"))
    return _edit(model_admin, request, entry, title=gettext("Change the entry"))


def correct_view(model_admin, request, pk):
    """A correction: the old entry's values to start from, or “take it back”."""
    _demand(request, "add", model_admin.model)
    old = _entry(model_admin, request, pk)
    if old.status != EntryState.APPROVED and request.method != "POST":
        messages.warning(request, gettext("Only an approved entry can be corrected."))
        return HttpResponseRedirect(admin_url(old, "record"))
    entry = ledger.correction_of(old)
    return _edit(model_admin, request, entry, title=gettext("Correct the entry"))


def again_view(model_admin, request, pk):
    """A new entry in the place of one's own that was rejected: what it said, to be mended."""
    _demand(request, "add", model_admin.model)
    rejected = _entry(model_admin, request, pk)
    if rejected.entered_by_id != request.user.pk or rejected.status != EntryState.REJECTED:
        raise PermissionDenied
    entry = ledger.again(rejected)
    return _edit(model_admin, request, entry, title=gettext("Enter again"), rejected=rejected)


def _edit(model_admin, request, entry, *, title, rejected=None):
    """The form of an entry that is new, waits or corrects another; entered when all is well."""
    old = entry.supersedes
    if isinstance(entry, CapitalEvent) and request.method == "POST":
        types = _types(type(entry), entry.project, old or entry)
        entry.type = request.POST.get("type") if request.POST.get("type") in types else entry.type
    seen = entry.version
    build = form_class(model_admin, request, entry, corrects=old is not None)
    if request.method != "POST":
        form = build(instance=entry)
    elif "_retype" in request.POST:
        form = build(instance=entry, initial=_typed(build, request.POST))
    else:
        form = build(request.POST, request.FILES, instance=entry)
        if form.is_valid() and _enter(request, form):
            messages.success(
                request, gettext("“%(entry)s” waits for approval.") % {"entry": form.instance}
            )
            return kept.saved(request, HttpResponseRedirect(admin_url(form.instance, "record")))
    context = {
        "title": title,
        "place": f"{request.path}?project={entry.project_id or ''}",
        "form": form,
        "entry": entry,
        "old": old,
        "rejected": rejected,
        "version": seen,
        "types": _types(type(entry), entry.project, old or entry)
        if isinstance(entry, CapitalEvent)
        else {},
        "media": model_admin.media + form.media,
        "errors": sum(map(len, form.errors.values())) if form.is_bound else 0,
    }
    return page(model_admin, request, "entry_form", context)


def _typed(build, posted):
    """What was typed, by field, for the form of another type; uploads stay with their form."""
    return {name: posted[name] for name in build.base_fields if name in posted}


@transaction.atomic
def _enter(request, form):
    """Enter what the form says; returns whether the ledger took it."""
    entry = form.instance
    try:
        _refuse_late(request, entry)
        with transaction.atomic():
            ledger.enter(entry, by=request.user)
    except ValidationError as error:
        form.refuse(error)
        return False
    return True


def _refuse_late(request, entry):
    """A form that was sent twice, or whose entry moved on meanwhile."""
    if entry.pk is None:
        if _is_repeated(entry):
            raise ValidationError(gettext("Exactly this entry is in the ledger already."))
        return
    stored = type(entry).objects.select_for_update().filter(pk=entry.pk).first()
    if stored is None:
        raise ValidationError(gettext("The entry has been taken back."))
    if not stored.is_pending:
        raise ValidationError(
            gettext("Meanwhile it was decided on: %(state)s. Enter a correction instead.")
            % {"state": stored.get_status_display()}
        )
    if request.POST.get("version") != str(stored.version):
        raise ValidationError(
            gettext("You changed this entry in another window. Look at it once more, then save.")
        )


def _is_repeated(entry):
    """Whether the same statement is there already and counts or waits."""
    if entry.supersedes_id:
        return False
    names = [
        field.attname
        for field in entry._meta.concrete_fields
        if field.editable and not field.primary_key and field.name not in ("note", "document")
    ]
    same = type(entry).objects.filter(
        status__in=[EntryState.PENDING, EntryState.APPROVED],
        **{name: getattr(entry, name) for name in names},
    )
    return same.exists()


def record_view(model_admin, request, pk, *, refused=None):
    """What an entry says, what it corrects, and what this person may do with it."""
    if request.method not in ("GET", "HEAD") and refused is None:
        return HttpResponseNotAllowed(["GET", "HEAD"])
    entry = _entry(model_admin, request, pk)
    mine = entry.entered_by_id == request.user.pk
    may_add = rights.has(request.user, "add", type(entry))
    decides = rights.has(request.user, "approve", type(entry)) and entry.is_pending
    corrections = list(entry.corrections.select_related("entered_by"))
    open_corrections = [row for row in corrections if row.status != EntryState.REJECTED]
    context = {
        "title": f"{desk.what(entry)} {desk.day(entry.effective_on)}",
        "entry": entry,
        "differences": words.differences(entry.supersedes, entry) if entry.supersedes_id else [],
        "corrections": corrections,
        "may_change": mine and may_add and entry.is_pending,
        "may_enter_again": mine and may_add and entry.status == EntryState.REJECTED,
        "remarks": words.remarks(entry),
        "may_correct": may_add and entry.status == EntryState.APPROVED and not entry.void
        and not open_corrections,
        "may_decide": decides and ledger.may_approve(request.user, entry),
        "own": decides and mine,
        "refused": refused or [],
        "reason": request.POST.get("reason", "") if refused else "",
    }  # fmt: skip
    return page(model_admin, request, "entry", context)


def reject_view(model_admin, request, pk):
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    entry = _entry(model_admin, request, pk)
    try:
        entry = ledger.reject(
            entry,
            by=request.user,
            version=number(request.POST.get("version", "")),
            reason=texts.typed(request.POST.get("reason", "")),
        )
    except ValidationError as error:
        return record_view(model_admin, request, pk, refused=error.messages)
    messages.success(request, gettext("“%(entry)s” is rejected.") % {"entry": entry})
    return kept.saved(request, HttpResponseRedirect(admin_url(entry, "record")))


def take_back_view(model_admin, request, pk):
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    entry = _entry(model_admin, request, pk)
    if "confirmed" not in request.POST and ledger.may_take_back(request.user, entry):
        action = admin_url(entry, "take_back")
        return questions.page(request, entry, _taking_back(entry), action)
    try:
        ledger.take_back(entry, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return HttpResponseRedirect(admin_url(entry, "record"))
    messages.success(request, gettext("“%(entry)s” is taken back.") % {"entry": entry})
    return HttpResponseRedirect(home_of(entry))


def _taking_back(entry):
    stated = [f"{label}: {text}" for label, text in words.statements(entry)]
    lost = [str(desk.about(entry)), *stated]
    told = [gettext("It vanishes; nothing brings it back. It never counted: no total changes.")]
    if entry.supersedes_id:
        told.append(gettext("The entry that it corrects goes on counting."))
    return questions.Question(
        gettext("Take back “%(entry)s”?") % {"entry": entry}, gettext("Take back"), told + lost
    )


def home_of(entry):
    """The page on which an entry stands in its ledger."""
    if entry.project_id:
        return admin_url(entry.project, "record") + "#ledger"
    meta = entry._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist")


def _demand(request, action, model):
    if not rights.has(request.user, action, model):
        raise PermissionDenied


def _entry(model_admin, request, pk):
    entry = get_object_or_404(model_admin.get_queryset(request), pk=pk)
    if not model_admin.has_view_permission(request, entry):
        raise PermissionDenied
    return entry


def _project(model, pk):
    """The original of that key; None without one, for a notice that stands alone."""
    if not pk:
        return None
    if not pk.isdecimal() or len(pk) > 18:
        raise Http404
    return get_object_or_404(model._meta.get_field("project").related_model.objects, pk=pk)


def _types(model, project, entry=None):
    """type → words, of what can be entered next: the first certificate, or all else after it."""
    types = model.Type
    if project is None:
        return {types.SHARES.value: types.SHARES.label}
    if entry is not None and entry.pk and entry.type == types.NEW:
        return {types.NEW.value: types.NEW.label}
    first = project.events.filter(
        type=types.NEW, status__in=[EntryState.PENDING, EntryState.APPROVED], void=False
    )
    wanted = [types.NEW] if not first.exists() else [kind for kind in types if kind != types.NEW]
    return {kind.value: kind.label for kind in wanted}


def number(text):
    """The int that a posted text says, -1 for anything else."""
    return int(text) if text.isdecimal() and len(text) < 10 else -1


def page(model_admin, request, name, context):
    """One of the registers' pages, in the admin's frame."""
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.model._meta,
        "media": model_admin.media,
        **context,
    }
    return TemplateResponse(request, f"admin/projects/{name}.html", context)
