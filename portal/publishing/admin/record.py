"""The pages about one record beside its form: its steps, its diff, its history, its preview.

Each takes the kind's admin first. All writing goes through workflow.py.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.publishing import diff, lists, preview, rights, rules, workflow
from portal.publishing.admin.forms import TransitionForm
from portal.publishing.admin.site import admin_url
from portal.publishing.models import (
    LANGUAGES,
    PreviewLink,
    State,
    TransitionLog,
)
from portal.publishing.slugs import kind_of

PREVIEW_DAYS = 7


@dataclass
class Step:
    """One transition that the person may make, with its form."""

    name: str
    label: str
    needs_note: bool
    form: TransitionForm
    obstacles: list
    primary: bool
    changes: list


def _row(model_admin, request, pk):
    row = model_admin.get_queryset(request).filter(pk=pk).first()
    if row is None:
        raise Http404
    if not model_admin.has_view_permission(request, row):
        raise PermissionDenied
    return row


def context(request, row):
    """What the form page shows around the form: state, copies, what may be done next."""
    model = type(row)
    copies = model.rows.open_copies().filter(replaces=row.record_id).select_related("created_by")
    original = model.rows.get(pk=row.replaces_id) if row.is_copy else row
    return {
        "row": row,
        "original": original,
        "open_copies": [copy for copy in copies if copy.pk != row.pk],
        "transitions": rules.available(row, request.user),
        "copy_scopes": [
            scope
            for scope in ("", *original.other_languages)
            if rights.may_copy(request.user, original, scope)
        ],
        "public_urls": _public_urls(original),
        "preview_languages": [code for code in LANGUAGES if row.title_in(code)],
        "clashes": clash_rows(row, original),
    }


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


# --- steps ------------------------------------------------------------------------


def record_view(model_admin, request, pk):
    """What is submitted against what is live, in both languages, and the buttons to decide."""
    row = _row(model_admin, request, pk)
    bound = None
    if request.method == "POST":
        bound = TransitionForm(request.POST, languages=_language_choices(row))
        done = bound.is_valid() and _make(request, row, bound)
        if done:
            # An applied working copy has ended; what goes on is its record.
            goes_on = (
                done if done.status != State.APPLIED else type(row).rows.get(pk=done.record_id)
            )
            return HttpResponseRedirect(admin_url(goes_on, "record"))
        row = _row(model_admin, request, pk)
    original = type(row).rows.get(pk=row.record_id)
    return model_admin.template(
        request,
        "record",
        {
            "title": str(row),
            "original_row": original,
            "record": context(request, row),
            "changes": diff.rows(original if row.is_copy else None, row),
            "steps": _steps(model_admin, request, row, bound),
            "refused": bound,
            "log": TransitionLog.objects.filter(
                kind=kind_of(type(row)), record_id=row.record_id
            ).select_related("by")[:30],
            "links": PreviewLink.objects.of(row).alive(),
            **model_admin.more_context(request, row),
        },
    )


def _language_choices(row):
    return [(code, code.upper()) for code in workflow.languages_to_publish(row)]


def _steps(model_admin, request, row, bound):
    steps = []
    for name in rules.available(row, request.user):
        rule = rules.RULES[name]
        choices = _language_choices(row)
        if bound is not None and bound.data.get("name") == name:
            form = bound
        else:
            initial = {
                "name": name,
                "version": row.version,
                "languages": [code for code, _label in choices],
                "publish_at": row.publish_at,
            }
            form = TransitionForm(initial=initial, languages=choices, auto_id=f"id_{name}_%s")
        blocked = workflow.obstacles(row, request.user) if name == "publish" else []
        steps.append(
            Step(
                name,
                rule.label,
                rule.note,
                form,
                blocked,
                name in ("publish", "submit"),
                model_admin.consequences(row, name),
            )
        )
    return steps


def _make(request, row, form):
    """Make the transition that was asked for; returns the row, or None with the form's errors."""
    data = form.cleaned_data
    if data["name"] not in rules.RULES:
        raise Http404
    try:
        row = workflow.transition(
            row,
            data["name"],
            by=request.user,
            version=data["version"],
            note=data["note"],
            languages=_languages(form),
            at=data["publish_at"] or timezone.now(),
        )
    except ValidationError as error:
        form.add_error(None, error)
        return None
    if row.status == State.APPLIED:
        messages.success(request, _("“%(title)s” is published.") % {"title": row})
    else:
        messages.success(request, _("Done: “%(title)s” is now “%(state)s”.") % _saying(row))
    return row


def _languages(form):
    """The languages that the person ticked; None where there was no choice."""
    if len(form.fields["languages"].choices) < 2 or form.cleaned_data["name"] != "publish":
        return None
    if not form.cleaned_data["languages"]:
        raise ValidationError(_("Choose at least one language."))
    return form.cleaned_data["languages"]


def _saying(row):
    return {"title": row, "state": row.state_label}


def publish_many(model_admin, request, queryset):
    """Show what would be published, with versions; then go through the one door for each."""
    rows = list(queryset.order_by("pk"))
    if "confirmed" in request.POST:
        seen = dict(
            pair.split(":", 1) for pair in request.POST.getlist("seen") if pair.count(":") == 1
        )
        for row in rows:
            _publish_one(request, row, seen.get(str(row.pk), ""))
        return None
    shown = [(row, _state_problem(row) or workflow.obstacles(row, request.user)) for row in rows]
    return model_admin.template(
        request,
        "publish_many",
        {
            "title": _("Publish these records?"),
            "rows": shown,
            "any_ready": not all(obstacles for _row, obstacles in shown),
        },
    )


def _state_problem(row):
    if row.status == "review":
        return []
    return [_("It does not wait for review: it is “%(state)s”.") % {"state": row.state_label}]


def _publish_one(request, row, version):
    try:
        workflow.transition(
            row, "publish", by=request.user, version=int(version) if version.isdecimal() else -1
        )
    except PermissionDenied:
        messages.error(request, _("%(title)s: you may not publish this.") % {"title": row})
    except ValidationError as error:
        messages.error(request, f"{row}: {' '.join(error)}")
    else:
        messages.success(request, _("“%(title)s” is published.") % {"title": row})


def copy_view(model_admin, request, pk):
    """Opens (or finds) the working copy of a published record."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    row = _row(model_admin, request, pk)
    scope = request.POST.get("scope", "")
    if scope not in ("", *LANGUAGES):
        raise Http404
    copy = workflow.open_copy(row, by=request.user, scope=scope)
    messages.info(request, _("You are working on a copy. The public page stays as it is."))
    return HttpResponseRedirect(admin_url(copy))


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
    row = _row(model_admin, request, object_id if str(object_id).isdecimal() else None)
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
        {"title": _("History: %(title)s") % {"title": row}, "row": row, "rows": rows, "page": page},
    )


# --- preview ----------------------------------------------------------------------


def preview_view(model_admin, request, pk, language):
    """The real page of a row, for signed-in staff."""
    if language not in LANGUAGES:
        raise Http404
    return preview.response(request, _row(model_admin, request, pk), language, token="")


def share_view(model_admin, request, pk):
    """Makes a link for somebody without an account, or revokes one."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    row = _row(model_admin, request, pk)
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
