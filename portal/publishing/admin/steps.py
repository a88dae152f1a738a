"""The record page: what would change, and what may be done next.

All writing goes through workflow.py.
"""

from dataclasses import dataclass

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.publishing import checks, diff, history, rights, rules, workflow
from portal.publishing.admin import kept, questions, record
from portal.publishing.admin.forms import HandOverForm, TransitionForm
from portal.publishing.admin.site import admin_url
from portal.publishing.admin.words import person, shown_hour, submitted
from portal.publishing.models import PreviewLink, State, TransitionLog
from portal.publishing.slugs import kind_of

PRIMARY = ("publish", "approve", "submit")

PUBLISHED = _("“%(title)s” is published.")
SCHEDULED = _("“%(title)s” becomes public at %(hour)s.")
UNSCHEDULED_INTO_ARCHIVE = _(
    "The schedule of “%(title)s” is cancelled. It is in the archive: to publish it, restore it "
    "and submit it for approval anew."
)
DONE = {
    "recall": _("Taken back to draft: “%(title)s”."),
    "send_back": _("Sent back: “%(title)s”."),
    "approve": _("“%(title)s” is approved; a publisher decides now."),
    "unschedule": _(
        "The schedule of “%(title)s” is cancelled, and with it its approval. It is a draft again: "
        "to publish it, submit it for approval anew."
    ),
    "withdraw": _("Withdrawn: “%(title)s”."),
    "shelve": _("Put into the archive: “%(title)s”."),
    "restore": _("Restored as a draft: “%(title)s”."),
    "discard": _("Discarded: the working copy of “%(title)s”."),
}


@dataclass
class Step:
    """One transition that the person may make, with its form."""

    name: str
    label: str
    needs_note: bool
    form: TransitionForm
    #: Whether something keeps it from being made; what of it the page does not say elsewhere.
    is_kept: bool
    obstacles: list
    primary: bool
    changes: list
    #: (check box, what is to be known of this language) where there is a choice.
    languages: list


def record_view(model_admin, request, pk):
    """What is submitted against what is live, in both languages, and the buttons to decide."""
    row = record.row_of(model_admin, request, pk)
    bound = None
    if request.method == "POST":
        bound = TransitionForm(request.POST, languages=_language_choices(row))
        if bound.is_valid() and _is_as_shown(model_admin, request, row, bound):
            if question := questions.of(request, row, bound):
                return _asked(model_admin, request, row, question)
            if done := _make(request, row, bound):
                return kept.saved(request, HttpResponseRedirect(_after(done)))
        row = record.row_of(model_admin, request, pk)
    return _page(model_admin, request, row, bound)


def _is_as_shown(model_admin, request, row, form):
    """Whether the step still changes what its page said; else the form says why not."""
    changes = model_admin.consequences([row], form.cleaned_data["name"])
    if moved := questions.have_moved(request, changes):
        form.add_error(None, questions.MOVED)
    return not moved


def _after(row):
    """An applied working copy has ended; what goes on is its record."""
    goes_on = row if row.status != State.APPLIED else type(row).rows.get(pk=row.record_id)
    return admin_url(goes_on, "record")


def _page(model_admin, request, row, bound):
    original = type(row).rows.get(pk=row.record_id)
    log = TransitionLog.objects.filter(kind=kind_of(type(row)), record_id=row.record_id)
    return model_admin.template(
        request,
        "record",
        {
            "title": str(row),
            "original_row": original,
            "record": record.context(request, row),
            "since": _since_last_look(row),
            "changes": diff.rows(original if row.is_copy else None, row),
            "steps": _steps(model_admin, request, row, bound),
            "refused": bound,
            "log": log.select_related("by")[:30],
            "links": PreviewLink.objects.of(row).alive(),
            "hand_over": _hand_over_form(request, row),
            "view": "sides" if request.GET.get("view") == "sides" else "one",
            **model_admin.more_context(request, row),
        },
    )


def _since_last_look(row):
    """(the step that sent it back, what has changed since) for a text that comes back; or None."""
    step = history.last_look(row) if row.status in (State.DRAFT, State.REVIEW) else None
    return step and (step, diff.since(row, step.history_id))


# --- the steps ----------------------------------------------------------------------


def _language_choices(row):
    names = dict(settings.LANGUAGES)
    return [(code, names[code]) for code in checks.offered_languages(row)]


def _steps(model_admin, request, row, bound):
    steps = []
    listed = {
        checks.named(text, language) for language, texts in checks.checklist(row) for text in texts
    }
    for name in rules.available(row, request.user):
        rule = rules.RULES[name]
        form = bound if bound and bound.data.get("name") == name else _form(row, name)
        found = checks.obstacles(row, request.user) if name in ("publish", "approve") else []
        steps.append(
            Step(
                name,
                rule.label,
                rule.note,
                form,
                bool(found),
                [text for text in found if text not in listed],
                name in PRIMARY and not _is_unanswered(row),
                model_admin.consequences([row], name),
                _language_options(row, form) if name == "publish" else [],
            )
        )
    return steps


def _form(row, name):
    initial = {
        "name": name,
        "version": row.version,
        "languages": checks.languages_to_publish(row),
        "publish_at": row.publish_at,
    }
    choices = _language_choices(row)
    return TransitionForm(initial=initial, languages=choices, auto_id=f"id_{name}_%s")


def _is_unanswered(row):
    """Whether a draft is as it was sent back: to write comes before to submit."""
    step = history.sent_back(row) if row.status == State.DRAFT else None
    return step is not None and step.version == row.version


def _language_options(row, form):
    choices = form.fields["languages"].choices
    if len(choices) < 2:
        return []
    pairs = zip(form["languages"], choices, strict=True)
    return [(option, _word(row, code)) for option, (code, _name) in pairs]


def _word(row, language):
    if checks.of_language(row, language):
        return gettext("not ready yet, see the list above")
    return row.freshness(language).label if row.is_outdated(language) else ""


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
            languages=form.ticked_languages(),
            at=data["publish_at"] or timezone.now(),
        )
    except ValidationError as error:
        form.add_error(None, error)
        return None
    fit, said = submitted(row) if data["name"] == "submit" else (True, _done(row, data["name"]))
    messages.add_message(request, messages.SUCCESS if fit else messages.WARNING, said)
    return row


def _done(row, name):
    """What was done, named by its step."""
    hour = shown_hour(row.publish_at) if row.is_scheduled else ""
    return _said(row, name) % {"title": row, "hour": hour}


def _said(row, name):
    if name in ("publish", "reschedule"):
        return SCHEDULED if row.is_scheduled else PUBLISHED
    if name == "unschedule" and row.status == State.ARCHIVED:
        return UNSCHEDULED_INTO_ARCHIVE
    return DONE[name]


def _asked(model_admin, request, row, question):
    context = questions.context(request, row, question, admin_url(row, "record"))
    context["consequences"] = model_admin.consequences([row], request.POST["name"])
    return model_admin.template(request, "question", context)


# --- handing over -------------------------------------------------------------------


def _hand_over_form(request, row):
    if not rights.may_hand_over(request.user, row):
        return None
    return HandOverForm(people=_receivers(row))


def _receivers(row):
    people = get_user_model().objects.filter(is_active=True, is_staff=True)
    others = people.exclude(pk=row.created_by_id).order_by("last_name", "first_name", "username")
    return [person for person in others if rights.may_receive(person, row)]


def hand_over_view(model_admin, request, pk):
    """Gives a draft to another person, with the reason."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    row = record.row_of(model_admin, request, pk)
    if not rights.may_hand_over(request.user, row):
        raise PermissionDenied
    form = HandOverForm(request.POST, people=_receivers(row))
    response = HttpResponseRedirect(admin_url(row, "record"))
    if form.is_valid():
        kept.saved(request, response)
        data = form.cleaned_data
        workflow.hand_over(row, data["to"], by=request.user, note=data["reason"])
        messages.success(
            request, gettext("%(name)s goes on with this text.") % {"name": person(data["to"])}
        )
    else:
        messages.error(request, gettext("Choose a person and say why."))
    return response
