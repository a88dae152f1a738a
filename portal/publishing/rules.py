"""The one table of transitions, and what it allows a person to do with a row now."""

from dataclasses import dataclass

from django.utils.translation import pgettext_lazy

from portal.publishing import history, rights
from portal.publishing.models import State


@dataclass(frozen=True)
class Rule:
    """One transition: from which states, by whom, and whether it must be explained.

    Where it leads is what its verb in workflow.py does.
    """

    label: str
    sources: tuple
    allowed: callable
    note: bool = False


def _publisher(user, row):
    return rights.has(user, "publish", type(row))


def _reviewer(user, row):
    return rights.has(user, "review", type(row))


def _only_reviewer(user, row):
    """Who may publish says so by publishing."""
    return _reviewer(user, row) and not _publisher(user, row)


RULES = {
    "submit": Rule(
        pgettext_lazy("button", "Submit for review"),
        (State.DRAFT,),
        rights.may_submit,
    ),
    "recall": Rule(
        pgettext_lazy("button", "Take back to draft"),
        (State.REVIEW,),
        rights.may_recall,
    ),
    "send_back": Rule(pgettext_lazy("button", "Send back"), (State.REVIEW,), _reviewer, note=True),
    "approve": Rule(
        pgettext_lazy("button", "Approve for publication"), (State.REVIEW,), _only_reviewer
    ),
    "publish": Rule(pgettext_lazy("button", "Publish"), (State.REVIEW,), _publisher),
    "reschedule": Rule(pgettext_lazy("button", "Change the hour"), (State.PUBLISHED,), _publisher),
    "unschedule": Rule(
        pgettext_lazy("button", "Cancel the scheduled publication"),
        (State.PUBLISHED,),
        _publisher,
        note=True,
    ),
    "withdraw": Rule(
        pgettext_lazy("button", "Withdraw"),
        (State.PUBLISHED,),
        _publisher,
        note=True,
    ),
    "shelve": Rule(
        pgettext_lazy("button", "Put the draft into the archive"),
        (State.DRAFT,),
        rights.may_write,
    ),
    "restore": Rule(
        pgettext_lazy("button", "Restore as draft"), (State.ARCHIVED,), rights.may_restore
    ),
    "discard": Rule(
        pgettext_lazy("button", "Discard the working copy"),
        (State.DRAFT, State.REVIEW),
        rights.may_discard,
    ),
}


def available(row, user):
    """The names of the transitions that this user may make from the row's present state."""
    return [name for name, rule in RULES.items() if fits(row, name) and rule.allowed(user, row)]


#: What a transition asks beside the state.
_CONDITIONS = {
    "approve": lambda row: history.approval(row) is None,
    "reschedule": lambda row: row.is_scheduled,
    "unschedule": lambda row: row.is_copy or row.is_scheduled,
    "withdraw": lambda row: not row.is_copy and not row.is_scheduled,
    "shelve": lambda row: not row.is_copy and row.was_submitted,
}


def fits(row, name):
    """Whether the row's present state is one from which the transition starts."""
    if row.status not in RULES[name].sources:
        return False
    return name not in _CONDITIONS or _CONDITIONS[name](row)
