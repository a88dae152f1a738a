"""The queue of entries over all registers, and their approval with its effect on the totals."""

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from portal.publishing import rights
from portal.publishing.admin import inbox, questions
from portal.publishing.admin.words import person
from portal.text.fold import fold
from projects import ledger
from projects.admin import totals
from projects.admin.entries import home_of, number, page
from projects.registers import OF_LEDGER, OF_MODEL
from projects.registers.common.aid.selection import Lapsed
from projects.registers.ngo.selection import NgoSelection
from projects.registers.oda.selection import OdaSelection
from projects.when import When

BY_NAME = {model._meta.model_name: model for model in OF_LEDGER}
WITH = ["project", "entered_by", "decided_by", "document", "supersedes"]
MOST = 200  # entries of one register that the queue shows


def waiting_view(model_admin, request):
    """Everything that waits for approval, over all registers that the person may see."""
    models = [model for model in OF_LEDGER if rights.can_view(request.user, model)]
    if not models:
        raise PermissionDenied
    asked = {name: request.GET.get(name, "") for name in ("register", "by", "q")}
    groups = []
    for model in models:
        if asked["register"] in ("", model._meta.model_name):
            rows = _matching(_waiting(model), asked)
            entries = list(rows[: MOST + 1])
            if entries:
                groups.append(
                    (model._meta.verbose_name_plural, entries[:MOST], len(entries) > MOST)
                )
    people = get_user_model().objects.filter(
        pk__in={pk for model in models for pk in _enterers(model)}
    )
    context = {
        "title": gettext("Entries that wait for approval"),
        "groups": groups,
        "asked": asked,
        "registers": [
            (model._meta.model_name, model._meta.verbose_name_plural) for model in models
        ],
        "people": [(str(user.pk), person(user)) for user in people.order_by("pk")],
        "all_chosen": "all" in request.GET,
        "all_address": _with_all(request),
        "may_approve": any(rights.has(request.user, "approve", model) for model in models),
        "own": request.user.pk,
    }
    return page(model_admin, request, "waiting", context)


def _with_all(request):
    query = request.GET.copy()
    query["all"] = "1"
    return "?" + query.urlencode()


def _waiting(model):
    return model.objects.pending().select_related(*fetched(model)).order_by("entered_at", "pk")


def _enterers(model):
    return model.objects.pending().order_by().values_list("entered_by", flat=True).distinct()


def _matching(rows, asked):
    if asked["by"].isdecimal() and len(asked["by"]) < 19:
        rows = rows.filter(entered_by=int(asked["by"]))
    return about(rows, asked["q"])


def about(rows, text):
    """Entries whose record has all words of a text, or that have it as number or company."""
    text = text.replace("\x00", "").strip()
    if not text:
        return rows
    named = Q()
    for word in fold(text).split():
        named &= Q(project__folded__contains=word)
    return rows.filter(named | _own_text(rows.model, text))


def _own_text(model, text):
    own = Q(number__icontains=text)
    return own | Q(company__icontains=text) if model.stands_alone else own


def fetched(model):
    """What the pages about entries of a ledger fetch along."""
    own = [field.name for field in model._meta.fields if field.is_relation and field.editable]
    own = [name for name in own if name not in WITH]
    return [*WITH, *own, *(f"supersedes__{name}" for name in own)]


def approve_view(model_admin, request):
    """Shows what approving the chosen entries would change; `confirmed` approves all or none."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    if not any(rights.has(request.user, "approve", model) for model in OF_LEDGER):
        raise PermissionDenied
    chosen = _chosen(request.POST.getlist("chosen"))
    return approve(model_admin, request, chosen)


def approve(model_admin, request, chosen):
    """chosen: (entry as it is now or None where it is gone, version that was seen) pairs."""
    entries = [entry for entry, _version in chosen if entry is not None]
    if not entries:
        messages.error(request, gettext("Choose at least one entry."))
        return HttpResponseRedirect(reverse("admin:projects_waiting"))
    problems = []
    if len(entries) < len(chosen):
        problems.append(gettext("The entry has been taken back."))
    effect = _effect(entries, request.user)
    if "confirmed" in request.POST and not problems:
        try:
            _approve_as_shown(request, chosen, effect)
        except ValidationError as error:
            problems, entries = list(error.messages), _fresh(entries)
            effect = _effect(entries, request.user)
        else:
            messages.success(request, _approved(len(entries)))
            return HttpResponseRedirect(
                home_of(entries[0]) if len(entries) == 1 else reverse("admin:projects_waiting")
            )
    context = {
        "title": gettext("Approve these entries?"),
        "entries": entries,
        "problems": [*dict.fromkeys(problems + effect.problems)],
        "blocked": bool(effect.problems),
        "registers": totals.by_register(effect.changes),
        "told": totals.told(effect.changes),
    }
    return page(model_admin, request, "approve", context)


def _effect(entries, user):
    """What approving the entries as they are now would change."""
    return ledger.effect(
        [(entry, entry.version) for entry in entries], by=user, totals=totals.snapshot(entries)
    )


def _approve_as_shown(request, chosen, effect):
    """Approve entries in the versions that were seen, unless the totals moved since they were."""
    if not effect.problems and questions.have_moved(request, totals.told(effect.changes)):
        raise ValidationError(questions.MOVED)
    ledger.approve_many(chosen, by=request.user)


def _approved(count):
    text = ngettext("One entry is approved.", "%(count)s entries are approved.", count)
    return text % {"count": count}


def _chosen(values):
    """(entry or None, version) from values like "fdievent:12:3"."""
    wanted = {}
    for value in values[: MOST * len(OF_LEDGER)]:
        name, pk, version = [*value.split(":", 2), "", ""][:3]
        if name not in BY_NAME or number(pk) < 0:
            raise Http404
        wanted[BY_NAME[name], number(pk)] = number(version)
    found = _in_bulk(wanted)
    return [(found.get(key), version) for key, version in wanted.items()]


def _in_bulk(keys):
    """(model, primary key) → entry; one query a ledger."""
    found = {}
    for model in OF_LEDGER:
        pks = [pk for wanted, pk in keys if wanted is model]
        if pks:
            for entry in model.objects.select_related(*fetched(model)).filter(pk__in=pks):
                found[model, entry.pk] = entry
    return found


def _fresh(entries):
    """The entries as they are now, in the same order."""
    found = _in_bulk({(type(entry), entry.pk) for entry in entries})
    return [found[type(entry), entry.pk] for entry in entries if (type(entry), entry.pk) in found]


@inbox.boxes_of
def boxes(user):
    """What waits for those who approve, and what those who enter have waiting."""
    found = []
    deciding = [model for model in OF_LEDGER if rights.has(user, "approve", model)]
    if deciding:
        rows = [_waiting(model).exclude(entered_by=user) for model in deciding]
        found.append(
            _box("approve", _("Entries to approve"), _("No entry waits for approval."), rows)
        )
    entering = [model for model in OF_LEDGER if rights.has(user, "add", model)]
    if entering:
        rows = [_waiting(model).filter(entered_by=user) for model in entering]
        found.append(
            _box("entered", _("My entries that wait"), _("No entry of yours waits."), rows)
        )
        found.append(_lapsed(entering))
    return found


def _lapsed(ledgers):
    """The public aid records whose period is over, with nothing said of their completion."""
    today = When.today()
    selections = [OdaSelection(stage=Lapsed.LAPSED), NgoSelection(stage=Lapsed.LAPSED)]
    groups = [
        selection.projects(today).order_by("ends_on", "pk")
        for selection in selections
        if OF_MODEL[selection.model].ledger in ledgers
    ]
    return inbox.Box(
        "lapsed",
        _("Period ended, no completion recorded"),
        _("Every record past its period says how it ended."),
        [record for group in groups for record in group],
        template="admin/projects/inbox_lapsed.html",
    )


def _box(key, title, empty, groups):
    rows = [entry for group in groups for entry in group[: inbox.MOST]]
    rows.sort(key=lambda entry: entry.entered_at)
    return inbox.Box(
        key,
        title,
        empty,
        rows[: inbox.MOST],
        template="admin/projects/inbox_entry.html",
        links=[(_("All entries that wait, and the gap to the public totals"), _waiting_address())],
        count=sum(group.count() for group in groups),
    )


def _waiting_address():
    return reverse("admin:projects_waiting")
