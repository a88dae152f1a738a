"""One step for many records: what goes and what stands in the way of each, then the one door."""

from collections import Counter
from dataclasses import dataclass, replace

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from portal.publishing import approvals, checks, history, rules, workflow
from portal.publishing.admin import questions
from portal.publishing.admin.words import named

#: Records in one go: each takes the way it takes alone, while somebody waits.
MOST = 200
REFUSALS = 10  # that are told one by one
NOT_ALLOWED = gettext_lazy("You may not do this with it.")
SCHEDULED = ngettext_lazy(
    "%(n)s record becomes public at its hour.", "%(n)s records become public at their hours.", "n"
)


@dataclass(frozen=True)
class Many:
    """A step that many records can take together; action: of the admin's list."""

    step: str
    action: str
    title: str
    intro: str
    button: str
    done: str


STEPS = {
    many.step: many
    for many in (
        Many(
            "submit",
            "submit_selected",
            gettext_lazy("Submit these records for review?"),
            gettext_lazy(
                "Exactly the versions shown here are submitted. What has changed meanwhile, or has "
                "an obstacle, stays as it is."
            ),
            gettext_lazy("Submit these records"),
            ngettext_lazy("%(n)s record waits for review.", "%(n)s records wait for review.", "n"),
        ),
        Many(
            "approve",
            "approve_selected",
            gettext_lazy("Approve these records for publication?"),
            gettext_lazy(
                "Exactly the versions shown here are approved. What has changed meanwhile, or has "
                "an obstacle, stays as it is."
            ),
            gettext_lazy("Approve these records"),
            ngettext_lazy(
                "%(n)s record is approved; a publisher decides now.",
                "%(n)s records are approved; a publisher decides now.",
                "n",
            ),
        ),
        Many(
            "publish",
            "publish_selected",
            gettext_lazy("Publish these records?"),
            gettext_lazy(
                "Exactly the versions shown here are published. What has changed meanwhile, or has "
                "an obstacle, stays as it is."
            ),
            gettext_lazy("Publish these records"),
            ngettext_lazy("%(n)s record is published.", "%(n)s records are published.", "n"),
        ),
    )
}


@dataclass(frozen=True)
class Going:
    """A record, what keeps it from taking the step, and what is told beside it."""

    row: object
    obstacles: list
    languages: str = ""
    advice: tuple = ()
    #: By what else than its title it is told from others.
    identity: str = ""

    @property
    def former_title(self):
        """What it is called in public, where its working copy calls it otherwise."""
        before = self.row.is_copy and str(self.row.replaces)
        return before if before and before != str(self.row) else ""


def take(model_admin, request, queryset, step):
    """Show what would take the step, with versions; then go through the one door for each."""
    many = STEPS[step]
    rows = list(_whole(queryset, model_admin)[:MOST])
    going = [
        replace(one, identity=model_admin.identity(one.row))
        for one in _going(rows, request.user, many)
    ]
    ready = [one.row for one in going if not one.obstacles]
    changes = model_admin.consequences(ready, step)
    if "confirmed" in request.POST:
        if not questions.have_moved(request, changes):
            _take_all(request, queryset.order_by("pk"), many)
            return None
        messages.warning(request, questions.MOVED)
    context = {
        "title": many.title,
        "many": many,
        "going": going,
        "changes": changes,
        "ready": len(ready),
        "stopped": len(going) - len(ready),
        "left": max(0, queryset.count() - MOST),
        "address": request.get_full_path(),
    }
    return model_admin.template(request, "many", context)


def _whole(queryset, model_admin):
    """The rows with all that is asked of them; a query for each of their lists."""
    model = queryset.model
    lists = [*model.copied_children, *model.copied_m2m]
    related = [*model_admin.list_select_related, "replaces", *model.checked]
    of_originals = [f"replaces__{name}" for name in lists]
    return queryset.select_related(*related).prefetch_related(*lists, *of_originals).order_by("pk")


def _going(rows, user, many):
    """[Going], in a number of queries that does not grow with the rows."""
    editors, approved = history.editors_of(rows), approvals.of_waiting(rows)
    for row in rows:
        row.approval = approved.get(row.pk)
    return [_one(row, user, many, editors[row.pk]) for row in rows]


def _one(row, user, many, editors):
    rule = rules.RULES[many.step]
    if row.status not in rule.sources:
        text = _("It is “%(state)s”: this step does not begin there.")
        return Going(row, [text % {"state": row.state_label}])
    if not rule.allowed(user, row):
        return Going(row, [NOT_ALLOWED])
    if many.step == "submit":
        return Going(row, checks.of_submission(row), advice=_advice(row))
    if many.step == "approve" and row.approval:
        return Going(row, [_("It is approved already.")])
    obstacles = checks.obstacles(row, user, editors=editors)
    languages = named(checks.languages_to_publish(row))
    return Going(row, obstacles, languages)


def _advice(row):
    """What publishing will ask for, language by language."""
    return tuple((language.upper(), " ".join(texts)) for language, texts in checks.checklist(row))


def _take_all(request, rows, many):
    seen = dict(pair.split(":", 1) for pair in request.POST.getlist("seen") if ":" in pair)
    done, refused = Counter(), []
    for row in rows[:MOST]:
        try:
            taken = _take(request.user, row, many.step, seen.get(str(row.pk), ""))
        except ValidationError as error:
            refused.append(f"{row}: {' '.join(error.messages)}")
        else:
            done[SCHEDULED if taken.is_scheduled else many.done] += 1
    for text, count in done.items():
        messages.success(request, text % {"n": count})
    for text in refused[:REFUSALS]:
        messages.error(request, text)
    if more := max(0, len(refused) - REFUSALS):
        text = ngettext("%(n)s more was refused.", "%(n)s more were refused.", more)
        messages.error(request, text % {"n": more})


def _take(user, row, step, version):
    """Take the step with one record, in the version that was seen; raises ValidationError."""
    number = int(version) if version.isdecimal() and len(version) < 10 else -1
    try:
        return workflow.transition(row, step, by=user, version=number)
    except PermissionDenied:
        raise ValidationError(NOT_ALLOWED) from None
