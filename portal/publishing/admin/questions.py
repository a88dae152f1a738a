"""What is asked before a step that many will see, or that loses something."""

import json
from dataclasses import dataclass, field
from hashlib import sha256

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.publishing import checks, diff, rules
from portal.publishing.admin.words import named, shown_hour

#: Steps that are asked about before they are made.
ASKED = ("publish", "reschedule", "unschedule", "discard", "shelve")
MOVED = gettext_lazy(
    "What changes with it has moved since this page was shown, so nothing was done. Look at the "
    "new figures, then confirm once more."
)


@dataclass
class Question:
    """What a step will do, before it is done."""

    title: str
    label: str
    sentences: list
    warnings: list = field(default_factory=list)
    changes: list = field(default_factory=list)


def of(request, row, form):
    """What to ask before the step is made; None when it was answered, or will be refused."""
    data = form.cleaned_data
    name = data["name"]
    if name not in ASKED or "confirmed" in request.POST or data["version"] != row.version:
        return None
    if name not in rules.available(row, request.user):
        return None
    if name == "reschedule" and data["publish_at"] and data["publish_at"] > timezone.now():
        return None
    if rules.RULES[name].note and not data["note"].strip():
        return None
    return {
        "publish": _ask_publish,
        "reschedule": _ask_reschedule,
        "unschedule": _ask_unschedule,
        "discard": _ask_discard,
        "shelve": _ask_shelve,
    }[name](request.user, row, form)


def seal(changes):
    """What tells the consequences that a page shows from others; the page sends it along."""
    return sha256(
        json.dumps([[str(part) for part in change] for change in changes]).encode()
    ).hexdigest()


def have_moved(request, changes):
    """Whether the page that was answered showed other consequences than there are now."""
    return request.POST.get("told", seal(changes)) != seal(changes)


def context(request, row, question, action):
    """What the page of a question shows; all that was posted is posted again with the answer."""
    posted = [
        (name, value)
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken"
        for value in values
    ]
    return {
        "title": question.title,
        "question": question,
        "row": row,
        "posted": posted,
        "action": action,
    }


def page(request, row, question, action):
    """The page of a question about what has no workflow."""
    frame = {**admin.site.each_context(request), "opts": row._meta}
    asked = frame | context(request, row, question, action)
    return TemplateResponse(request, "admin/publishing/question.html", asked)


def _ask_publish(user, row, form):
    try:
        chosen = checks.languages_to_publish(row, form.ticked_languages())
    except ValidationError:
        return None
    if checks.obstacles(row, user, chosen):
        return None
    kept = [code for code in checks.offered_languages(row) if code not in chosen]
    told = [_("In: %(languages)s.") % {"languages": named(chosen)}]
    if kept:
        told.append(_("Not in: %(languages)s.") % {"languages": named(kept)})
    if row.is_copy:
        told.append(_("It takes the place of the public text; what changes stands below."))
    changes = diff.rows(row.replaces, row) if row.is_copy else []
    return _about_hour(form, _publishing(row, chosen, told, changes))


def _ask_reschedule(_user, row, form):
    chosen = row.live_languages
    told = [_("In: %(languages)s.") % {"languages": named(chosen)}]
    return _about_hour(form, _publishing(row, chosen, told))


def _publishing(row, chosen, told, changes=()):
    warnings = list(row.remarks())
    if behind := [code for code in chosen if row.is_outdated(code)]:
        text = _(
            "Readers will be told that it may be out of date: %(languages)s. If it says what the "
            "original says, open the record and tick “The translation matches the source text”."
        )
        warnings.append(text % {"languages": named(behind)})
    return Question(_("Publish “%(title)s”?") % {"title": row}, "", told, warnings, changes)


def _ask_unschedule(_user, row, _form):
    if row.was_public and not row.is_copy:
        told = _("It goes into the archive, from where it can be restored as a draft.")
    else:
        told = _("It becomes a draft again.")
    return Question(
        _("Cancel the scheduled publication of “%(title)s”?") % {"title": row},
        _("Cancel the scheduled publication"),
        [
            _("It does not become public at %(hour)s.") % {"hour": shown_hour(row.publish_at)},
            told,
            _("Its approval ends: to publish it, it must be submitted and approved anew."),
        ],
    )


def _about_hour(form, question):
    at, now = form.cleaned_data["publish_at"], timezone.now()
    if at and at > now:
        question.label = _("Schedule it")
        question.sentences.insert(0, _("At %(hour)s.") % {"hour": shown_hour(at)})
        return question
    question.label = _("Publish now")
    if at:
        text = _("%(hour)s has passed: it becomes public at once, and bears that date.")
        question.warnings.append(text % {"hour": shown_hour(at)})
    else:
        question.sentences.insert(0, _("At once."))
    return question


def _ask_discard(_user, row, _form):
    return Question(
        _("Discard the working copy of “%(title)s”?") % {"title": row.replaces},
        _("Discard it"),
        [
            _("These changes are lost; the public text stays as it is."),
            _("From the history of the working copy they can be taken up again."),
        ],
        changes=diff.rows(row.replaces, row),
    )


def _ask_shelve(_user, row, _form):
    return Question(
        _("Put “%(title)s” into the archive?") % {"title": row},
        _("Put it into the archive"),
        [
            _("It leaves all lists of what is to be done, and gives its address back."),
            _("It can be restored as a draft at any time."),
        ],
    )
