"""What moved a figure: it is asked for as known before and after each change."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from investment.figures import shown
from investment.figures.facts import Facts
from investment.figures.page import Revision

#: Changes looked at, the latest: each costs a figure twice.
MOST = 5
#: Parts of a breakdown that one change names.
MOST_PARTS = 3
INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True)
class Change:
    """What may have moved a figure, and when the department knew it."""

    at: datetime
    why: str
    url: str = ""


def moved(page, facts, headline, language, *, changes, parts=None):
    """The Revisions among Changes (latest first): what each moved the figure from and to.

    parts(facts): {name: Headline} of the breakdown that the page shows, where it may move alone.
    """
    found = []
    for change in changes[:MOST]:
        before, after = (_known(facts, moment) for moment in (change.at - INSTANT, change.at))
        text = _step(page, headline.year, before, after, language)
        if not text and parts:
            text = _steps(parts(before), parts(after), language)
        if text:
            found.append(Revision(_day(change), f"{text} ({change.why})", change.url))
    if len(changes) > MOST:
        found.append(
            Revision(_day(changes[MOST]), _("this and earlier corrections are not listed"))
        )
    return found


def _day(change):
    return timezone.localtime(change.at).date()


def _known(facts, moment):
    return Facts(replace(facts.when, known_at=moment), facts.ask)


def _step(page, year, before, after, language):
    asked = year if "year" in page.parameters else None
    return _said(page.headline(before, asked), page.headline(after, asked), language)


def _said(was, now, language):
    """“12.50 million USD, before 10.00 million USD”; nothing where both are the same."""
    if (was.value, was.is_floor) == (now.value, now.is_floor):
        return ""
    told = [_amount(one, language) for one in (now, was)]
    if told[0] == told[1]:
        told = [f"{shown.exact(one.value, language)} {one.unit.label}" for one in (now, was)]
    return _("%(now)s, before %(was)s") % {"now": told[0], "was": told[1]}


def _amount(headline, language):
    return f"{shown.number(headline, language)} {shown.unit(headline)}".strip()


def _steps(was, now, language):
    """The same for the parts that moved."""
    steps = []
    for name in dict.fromkeys([*now, *was]):
        one, other = was.get(name), now.get(name)
        zero = replace(one or other, value=0)
        if text := _said(one or zero, other or zero, language):
            steps.append(f"{name}: {text}")
    more = [_("and other parts")] if len(steps) > MOST_PARTS else []
    return "; ".join([*steps[:MOST_PARTS], *more])
