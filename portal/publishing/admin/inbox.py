"""What waits for one member of staff, over all kinds of records.

An app adds boxes of its own: a function that gives the Boxes of a person, marked `@inbox.boxes_of`.
"""

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from portal.publishing import history, rights
from portal.publishing.models import Freshness, Notice, State
from portal.publishing.moments import publishable_models

MOST = 30  # rows a box shows

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
    return {
        "notices": list(
            Notice.objects.filter(recipient=user, read_at=None)
            .exclude(reason=Notice.Kind.WAITING)
            .select_related("by")[:MOST]
        ),
        "boxes": [
            *_records(user),
            *(box for contributor in _contributors for box in contributor(user)),
        ],
    }


def _records(user):
    boxes = [
        Box("review", _("To review"), _("Nothing waits for review.")),
        Box("drafts", _("My drafts and working copies"), _("You have no open drafts.")),
        Box("translate", _("Translations missing or outdated"), _("All translations are current.")),
        Box("scheduled", _("Scheduled"), _("Nothing is scheduled.")),
    ]
    useful = set()
    for model in publishable_models():
        for key, rows in _rows(user, model).items():
            useful.add(key)
            next(box for box in boxes if box.key == key).rows += rows
    for box in boxes:
        box.rows.sort(key=lambda row: row.updated_at, reverse=True)
    return [box for box in boxes if box.key in useful]


def _rows(user, model):
    if not rights.can_view(user, model):
        return {}
    rows = model.rows.select_related("created_by", "updated_by").defer(*model.html_columns())
    found = {"scheduled": rows.scheduled()}
    if rights.has(user, "review", model) or rights.has(user, "publish", model):
        found["review"] = rows.filter(status=State.REVIEW)
    if rights.has(user, "change", model):
        found["drafts"] = rows.filter(status=State.DRAFT, created_by=user)
    if rights.has(user, "translate", model):
        behind = rows.with_translation(Freshness.MISSING, Freshness.OUTDATED)
        found["translate"] = behind.filter(
            replaces=None, status__in=[State.REVIEW, State.PUBLISHED]
        )
    shown = {key: list(queryset.order_by("-updated_at")[:MOST]) for key, queryset in found.items()}
    if "review" in shown:
        shown["review"] = _still_to_review(user, model, shown["review"])
    return shown


def _still_to_review(user, model, rows):
    """With who approved them; for somebody who only reviews, those that nobody has approved."""
    approved = history.approved(rows)
    for row in rows:
        row.approval = row.pk in approved
    publishes = rights.has(user, "publish", model)
    return [row for row in rows if publishes or not row.approval]
