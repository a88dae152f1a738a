"""What moved a figure: it is asked for as known before and after each change."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import get_language
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

    parts(page, facts, headline): {name: Headline} of what the page shows beside it and may move
    alone.
    """
    found = []
    for change in changes[:MOST]:
        moments = [change.at - INSTANT, change.at, change.at + INSTANT]
        known = [_known(facts, moment) for moment in moments]
        is_level = _was_seen(headline, change)
        text = _step(page, headline.year, known, language, is_level)
        if not text and parts:
            text = _steps([parts(page, one, headline) for one in known], language, is_level)
        if text:
            found.append(Revision(_day(change), f"{text} ({change.why})", change.url))
    if len(changes) > MOST:
        found.append(
            Revision(_day(changes[MOST]), _("this and earlier corrections are not listed"))
        )
    return found


def of_the_year(page, facts, headline):
    """parts() of a figure by year: what else the table tells of the year of the headline."""
    content = page.content(facts, headline, get_language())
    row = next((row for row in content.rows if row["year"] == headline.year), {})
    return {
        column.heading: replace(headline, value=row.get(column.key), unit=column.unit)
        for column in content.columns
        if column.kind in ("number", "integer")
    }


def _day(change):
    return timezone.localtime(change.at).date()


def _known(facts, moment):
    return Facts(replace(facts.when, known_at=moment), facts.ask)


def _was_seen(headline, change):
    """Whether anybody saw the figure before and after a change.

    What holds on a day changes by time alone, as terms end: as known before that day it was asked
    by nobody.
    """
    is_of_a_day = headline.since is None and headline.year is None
    return not is_of_a_day or _day(change) >= headline.as_of


def _step(page, year, known, language, is_level):
    asked = year if "year" in page.parameters else None
    return _said([page.headline(one, asked) for one in known], language, is_level)


def _said(steps, language, is_level):
    """“12.50 million USD, before 10.00 million USD”; nothing where both are the same.

    steps: Headlines before the change, after it, and with what was new at the same moment; where
    that moved the figure too, nobody saw it in between, and only the difference is told.
    is_level: whether somebody saw it before and after.
    """
    was, now, then = steps
    if (was.value, was.is_floor) == (now.value, now.is_floor):
        return ""
    is_alone = now.value == then.value
    if not (is_level and is_alone) and None not in (was.value, now.value):
        return _difference(replace(now, value=now.value - was.value), is_alone, language)
    told = [_amount(one, language) for one in (now, was)]
    if told[0] == told[1]:
        told = [f"{shown.exact(one.value, language)} {one.unit.label}" for one in (now, was)]
    return _("%(now)s, before %(was)s") % {"now": told[0], "was": told[1]}


def _amount(headline, language):
    return f"{shown.number(headline, language)} {shown.unit(headline)}".strip()


def _difference(difference, is_alone, language):
    by = _amount(replace(difference, value=abs(difference.value)), language)
    if is_alone:
        text = _("lower by %(by)s") if difference.value < 0 else _("higher by %(by)s")
    elif difference.value < 0:
        text = _("lower by %(by)s, apart from what entries new at that moment moved")
    else:
        text = _("higher by %(by)s, apart from what entries new at that moment moved")
    return text % {"by": by}


def _steps(known, language, is_level):
    """The same for the parts that moved."""
    steps = []
    for name in dict.fromkeys([name for one in known for name in one]):
        found = [one.get(name) for one in known]
        zero = replace(next(filter(None, found)), value=0)
        if text := _said([one or zero for one in found], language, is_level):
            steps.append(f"{name}: {text}")
    more = [_("and other parts")] if len(steps) > MOST_PARTS else []
    return "; ".join([*steps[:MOST_PARTS], *more])
