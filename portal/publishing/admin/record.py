"""The pages about one record beside its form: its working copy, its history, its preview.

Each takes the kind's admin first. All writing goes through workflow.py.
"""

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.publishing import (
    checks,
    diff,
    history,
    lists,
    preview,
    restoring,
    rights,
    rules,
    workflow,
)
from portal.publishing.admin.site import admin_url
from portal.publishing.admin.words import person, shown_hour
from portal.publishing.models import (
    LANGUAGES,
    Freshness,
    PreviewLink,
    State,
)
from portal.publishing.slugs import kind_of

PREVIEW_DAYS = 7


def row_of(model_admin, request, pk):
    row = model_admin.get_queryset(request).filter(pk=pk).first()
    if row is None:
        raise Http404
    if not model_admin.has_view_permission(request, row):
        raise PermissionDenied
    return row


def address(user, row):
    """Where a row is opened: in its form by whoever may type there now, else on its page."""
    page = "change" if rights.editable_scope(user, row) is not None else "record"
    return admin_url(row, page)


def context(request, row):
    """What the form page shows around the form: state, copies, what may be done next."""
    model = type(row)
    prefetch_related_objects([row], *row.copied_children)  # which each check looks through
    row.approval = history.approval(row) if row.status == State.REVIEW else None
    copies = _open_copies(request.user, row)
    taken = {copy.scope for copy in copies if _is_held(request.user, copy)}
    original = model.rows.get(pk=row.replaces_id) if row.is_copy else row
    return {
        "row": row,
        "original": original,
        "open_copies": [copy for copy in copies if copy.pk != row.pk],
        "transitions": rules.available(row, request.user),
        "editable": rights.editable_scope(request.user, row) is not None,
        "sent_back": history.sent_back(row) if row.status == State.DRAFT else None,
        "lapse": history.lapse(row) if row.status == State.REVIEW else None,
        "lists_missing": row.status in (State.DRAFT, State.REVIEW),
        "missing": _missing(row),
        "remarks": row.remarks() if row.status in (State.DRAFT, State.REVIEW) else [],
        "behind": _behind(row),
        "others_draft": _is_others_draft(request.user, row),
        "copy_scopes": [
            scope
            for scope in ("", *original.other_languages)
            if scope not in taken and rights.may_copy(request.user, original, scope)
        ],
        "public_urls": _public_urls(original),
        "preview_languages": [code for code in LANGUAGES if row.title_in(code)],
        "clashes": clash_rows(row, original),
    }


def _open_copies(user, row):
    """The open working copies of a record, each with whether the person may read it."""
    copies = type(row).rows.open_copies().filter(replaces=row.record_id)
    found = list(copies.select_related("created_by"))
    readable = set(rights.seen(user, copies).values_list("pk", flat=True)) if found else set()
    for copy in found:
        copy.is_readable = copy.pk in readable
    return found


def _is_held(user, copy):
    """Whether a working copy keeps somebody from changing its record: they cannot type in it."""
    return not rights.is_mine(user, copy) and rights.editable_scope(user, copy) is None


def _missing(row):
    """(language, what publishing will refuse) while something can be done about it."""
    return checks.checklist(row) if row.status in (State.DRAFT, State.REVIEW) else []


def _behind(row):
    """(language, what changed in the source) of a translation that is outdated; or None."""
    language = row.other_languages[0]
    if row.freshness(language) != Freshness.OUTDATED:
        return None
    before = history.when_confirmed(row, language)
    return before and (language, diff.of_source(before, row))


def _is_others_draft(user, row):
    """Whether only its owner keeps somebody from writing a draft: it can be handed over."""
    could = rights.has(user, "change", type(row)) and not rights.may_write(user, row)
    return could and row.status == State.DRAFT and not row.scope


def _public_urls(original):
    """(language, address) of the public pages; none while nothing is public."""
    if not type(original).objects.public().filter(pk=original.pk).exists():
        return []
    return [(language, original.url(language)) for language in original.live_languages]


def clash_rows(row, original):
    """(label, public text now) for what changed on both sides."""
    found = []
    for clash in row.clashes:
        name = clash["field"]
        if name in {field.name for field in row._meta.get_fields() if field.concrete}:
            found.append((row._meta.get_field(name).verbose_name, _shown(original, name)))
        else:
            manager = getattr(original, name)
            label = manager.model._meta.verbose_name_plural
            found.append((label, "; ".join(diff.describe(item) for item in manager.all())))
    return found


def _shown(original, name):
    if name in original.copied_m2m:
        return ", ".join(str(item) for item in getattr(original, name).all())
    return diff.readable(original, name)


def copy_view(model_admin, request, pk):
    """Opens (or finds) the working copy of a published record."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    row = row_of(model_admin, request, pk)
    scope = request.POST.get("scope", "")
    if scope not in ("", *LANGUAGES):
        raise Http404
    copy = workflow.open_copy(row, by=request.user, scope=scope)
    if not rights.may_see(request.user, copy):
        messages.warning(request, _holder(copy))
        return HttpResponseRedirect(admin_url(row, "record"))
    if rights.editable_scope(request.user, copy) is not None:
        messages.info(request, _("You are working on a copy. The public page stays as it is."))
    return HttpResponseRedirect(admin_url(copy))


def _holder(copy):
    """Who keeps a record from being changed by others, and since when."""
    text = _(
        "%(name)s holds the working copy of this record (%(state)s), opened at %(at)s. Once it is "
        "finished, or handed over to you, you can change the record."
    )
    return text % {
        "name": person(copy.created_by),
        "state": copy.state_label,
        "at": shown_hour(copy.created_at),
    }


def too_late(model_admin, request, row):
    """Somebody typed while the row was submitted, published or discarded: give the text back."""
    typed = []
    for name in _typed_columns(row):
        if value := request.POST.get(name, ""):
            typed.append((row._meta.get_field(name).verbose_name, value))
    for prefix in row.copied_children:
        typed += _typed_children(request, prefix)
    response = model_admin.template(
        request,
        "too_late",
        {
            "title": _("This text can no longer be saved here"),
            "row": row,
            "typed": typed,
            "original_row": type(row).rows.get(pk=row.record_id),
        },
    )
    response.status_code = 409
    return response


def _typed_columns(row):
    return row.text_columns(*LANGUAGES)


def _typed_children(request, prefix):
    for key, value in request.POST.items():
        if key.startswith(f"{prefix}-") and key.endswith(("_vi", "_en")) and value:
            yield key.split("-", 2)[-1], value


# --- history ----------------------------------------------------------------------


def history_view(model_admin, request, object_id):
    """Every version of the row: who, when, why, and which of its columns changed."""
    row = row_of(model_admin, request, object_id if str(object_id).isdecimal() else None)
    page = Paginator(row.history.select_related("history_user"), 20).get_page(request.GET.get("p"))
    names = row.content_columns()
    entries = list(page.object_list)
    older = entries[1:] + list(row.history.all()[page.end_index() : page.end_index() + 1])
    held = lists.at(row, [entry.history_id for entry in (*entries, *older)])
    rows = []
    for index, entry in enumerate(entries):
        before = older[index] if index < len(older) else None
        changes = diff.columns(before, entry, names)
        was = held[before.history_id] if before else {}
        changes += diff.list_changes(type(row), was, held[entry.history_id])
        rows.append((entry, changes))
    return model_admin.template(
        request,
        "history",
        {
            "title": _("History: %(title)s") % {"title": row},
            "row": row,
            "rows": rows,
            "page": page,
            "newest": row.history.first().history_id,
            "may_take_up": _may_take_up(request.user, row),
        },
    )


def _may_take_up(user, row):
    if row.status == State.DRAFT:
        return rights.editable_scope(user, row) == row.scope
    return rights.may_copy(user, type(row).rows.get(pk=row.record_id), row.scope)


def take_up_view(model_admin, request, pk):
    """Puts an earlier version into the draft or into a new working copy."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    row = row_of(model_admin, request, pk)
    version = request.POST.get("version", "")
    try:
        target = restoring.take_up(row, int(version) if version.isdecimal() else 0, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return HttpResponseRedirect(admin_url(row, "history"))
    messages.success(
        request, _("The earlier version stands in the form; what stood there before is kept.")
    )
    return HttpResponseRedirect(admin_url(target))


# --- preview ----------------------------------------------------------------------


def preview_view(model_admin, request, pk, language):
    """The real page of a row, for signed-in staff."""
    if language not in LANGUAGES:
        raise Http404
    row = row_of(model_admin, request, pk)
    if "marked" not in request.GET:
        return preview.response(request, row, language, token="")
    before = _compared_with(row)
    return preview.marked_response(request, before, row, language)


def _compared_with(row):
    """What a row's changes are told against: what is public, else what was sent back; or None."""
    if row.is_copy:
        return type(row).rows.get(pk=row.replaces_id)
    step = history.last_look(row)
    return step and row.history.get(history_id=step.history_id)


def share_view(model_admin, request, pk):
    """Makes a link for somebody without an account, or revokes one."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    row = row_of(model_admin, request, pk)
    if not rights.may_share(request.user, row):
        raise PermissionDenied
    if revoked := request.POST.get("revoke", ""):
        if revoked.isdecimal():
            PreviewLink.objects.of(row).filter(pk=int(revoked)).revoke()
        messages.success(request, _("The preview link no longer works."))
    elif preview.is_hidden(row):
        PreviewLink.objects.create(
            kind=kind_of(type(row)),
            object_id=row.pk,
            created_by=request.user,
            expires_at=timezone.now() + timedelta(days=PREVIEW_DAYS),
        )
        messages.success(request, _("The preview link is valid for seven days."))
    return HttpResponseRedirect(admin_url(row, "record") + "#share")
