"""What waits for one member of staff, over all kinds of records.

An app adds boxes of its own: a function that gives the Boxes of a person, marked `@inbox.boxes_of`.
"""

from dataclasses import dataclass, field

from django.contrib.auth import get_user_model
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from portal.publishing import checks, history, rights
from portal.publishing.models import Freshness, Notice, State
from portal.publishing.moments import publishable_models

MOST = 30  # rows of a kind that a box shows

_contributors = []


@dataclass
class Box:
    """One list on the home page; `empty` is the sentence shown when there is nothing.

    template: shows one of the rows; links: (label, address) of pages that lead on;
    count: how many there are, where the rows are not all.
    """

    key: str
    title: str
    empty: str
    rows: list = field(default_factory=list)
    template: str = "admin/publishing/inbox_record.html"
    links: list = field(default_factory=list)
    count: int | None = None

    @property
    def total(self):
        return len(self.rows) if self.count is None else self.count


def boxes_of(contributor):
    """Registers a function(user) → Boxes, in which an app shows what waits."""
    _contributors.append(contributor)
    return contributor


def of(user):
    """The boxes that this person's roles make useful, and the unread notices."""
    unread = Notice.objects.filter(recipient=user, read_at=None)
    told = unread.exclude(reason=Notice.Kind.WAITING).select_related("by", "kind")
    notices = list(told[: MOST + 1])
    boxes = _records(user) + [box for contributor in _contributors for box in contributor(user)]
    return {
        "creations": creations(user),
        "notices": notices[:MOST],
        "more_notices": len(notices) > MOST,
        "boxes": sorted(boxes, key=_urgency),
    }


def _urgency(box):
    """What waits comes before what only tells, and that before what is empty."""
    return not box.rows, box.key == "scheduled"


#: Box → what its rows are called in the lists of the records, see filters.py.
LISTS = {
    "review": "state=review",
    "drafts": "state=draft&whose=mine",
    "translate": "translation=missing",
    "scheduled": "state=scheduled",
}


def _records(user):
    boxes = {
        "review": Box("review", _("To review"), _("Nothing waits for review.")),
        "drafts": Box("drafts", _("My drafts and working copies"), _("You have no open drafts.")),
        "translate": Box(
            "translate", _("Translations missing or outdated"), _("All translations are current.")
        ),
        "scheduled": Box("scheduled", _("Scheduled"), _("Nothing is scheduled.")),
    }
    useful = set()
    for model in publishable_models():
        for key, queryset in _rows(user, model).items():
            useful.add(key)
            _fill(boxes[key], model, user, queryset)
    for box in boxes.values():
        box.rows.sort(key=lambda row: row.updated_at, reverse=True)
    return [box for key, box in boxes.items() if key in useful]


def _fill(box, model, user, queryset):
    """The newest rows; where there are more, how many, and the list that has them all."""
    rows = list(queryset.order_by("-updated_at")[: MOST + 1])
    count = queryset.count() if len(rows) > MOST else len(rows)
    if box.key == "review":
        rows = _still_to_review(user, model, rows)
        count = count if count > MOST else len(rows)
    if count > MOST:
        url = f"{changelist_url(model)}?{LISTS[box.key]}"
        box.links.append((f"{capfirst(model._meta.verbose_name_plural)} ({count})", url))
    box.rows += rows[:MOST]
    box.count = (box.count or 0) + count


def _rows(user, model):
    if not rights.can_view(user, model):
        return {}
    rows = rights.seen(user, model.rows.select_related("created_by", "updated_by"))
    rows = rows.defer(*model.html_columns())
    found = {"scheduled": rows.scheduled()}
    if rights.has(user, "review", model) or rights.has(user, "publish", model):
        found["review"] = rows.filter(status=State.REVIEW)
    if rights.has(user, "change", model):
        found["drafts"] = rows.filter(status=State.DRAFT, created_by=user)
    if rights.has(user, "translate", model):
        behind = rows.with_translation(Freshness.MISSING, Freshness.OUTDATED)
        behind = behind.filter(replaces=None, status__in=[State.REVIEW, State.PUBLISHED])
        found["translate"] = checks.readable(behind.defer(None))
    return found


def creations(user):
    """The kinds that the person may begin: first what they, then what their role begins most."""
    peers = get_user_model().objects.filter(groups__in=user.groups.all())
    counted = []
    for model in publishable_models():
        if rights.has(user, "add", model):
            mine = Count("pk", filter=Q(created_by=user))
            theirs = Count("pk", filter=Q(created_by__in=peers))
            found = model.objects.aggregate(mine=mine, theirs=theirs)
            counted.append((found["mine"], found["theirs"], model))
    counted.sort(key=lambda row: row[:2], reverse=True)
    models = [model for _mine, _theirs, model in counted]
    if user.has_perm("auth.add_user"):
        models.append(get_user_model())
    return [
        (
            model._meta.verbose_name,
            reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_add"),
        )
        for model in models
    ]


def changelist_url(model):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def _still_to_review(user, model, rows):
    """With who approved them; for somebody who only reviews, those that nobody has approved."""
    approvals = history.approvals(rows)
    for row in rows:
        step = approvals.get(row.pk)
        row.approval = step if step and step.version == row.version else None
        row.lapsed = step is not None and not row.approval
    publishes = rights.has(user, "publish", model)
    return [row for row in rows if publishes or not row.approval]
