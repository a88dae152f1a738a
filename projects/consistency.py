"""What entries may say together: a project's ledger is played from its first day.

Every problem is a sentence for the person at the form.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from projects.models import FdiEvent, NgoYear, OdaYear
from projects.models.capital import CapitalEvent

Type = FdiEvent.Type

#: On one day a certificate comes first, capital grows before it shrinks, and the end is last.
ORDER = [
    Type.NEW,
    Type.TRANSFER,
    Type.INCREASE,
    Type.DECREASE,
    Type.OTHER,
    Type.SHARES,
    Type.DISBURSEMENT,
    Type.SUSPENSION,
    Type.RESUMPTION,
    Type.TERMINATION,
    Type.REVOCATION,
]


@dataclass
class Life:
    """What a project's events make of it up to a day."""

    first_on: date | None = None
    ended_on: date | None = None
    ended_by: str = ""
    suspended: bool = False
    capital: Decimal = Decimal(0)
    partner_id: int | None = None
    term_ends_on: date | None = None


def in_order(events):
    return sorted(events, key=lambda event: (event.effective_on, ORDER.index(event.type)))


def play(events):
    """The Life that events lead to, and the problems met on the way."""
    life, problems = Life(), []
    for event in in_order(events):
        if problem := _step(life, event):
            problems.append(problem)
    problems += _same_day(events, [Type.TRANSFER], _("Two transfers on %(date)s."))
    setters = [event for event in events if event.term_ends_on]
    problems += _same_day(setters, list(Type), _("Two terms were set on %(date)s."))
    return life, problems


def _same_day(events, types, sentence):
    days = defaultdict(int)
    for event in events:
        if event.type in types:
            days[event.effective_on] += 1
    return [sentence % {"date": f"{day:%d/%m/%Y}"} for day, count in days.items() if count > 1]


def _step(life, event):
    """Apply one event; returns what is wrong with it, or None."""
    what = {"event": event.get_type_display(), "date": f"{event.effective_on:%d/%m/%Y}"}
    if event.type == Type.NEW:
        if life.first_on:
            return _("The project already has its first certificate.")
        life.first_on, life.partner_id = event.effective_on, event.partner_id
    elif life.first_on is None:
        return _("%(event)s on %(date)s comes before the project's first certificate.") % what
    elif problem := _after_the_end(life, event, what):
        return problem
    if event.term_ends_on:
        life.term_ends_on = event.term_ends_on
    return _apply(life, event, what)


def _after_the_end(life, event, what):
    if life.ended_on:
        return _("%(event)s on %(date)s comes after the end of the project on %(end)s.") % {
            **what,
            "end": f"{life.ended_on:%d/%m/%Y}",
        }
    if life.term_ends_on and event.effective_on > life.term_ends_on:
        return _("%(event)s on %(date)s comes after the last day of the term, %(end)s.") % {
            **what,
            "end": f"{life.term_ends_on:%d/%m/%Y}",
        }
    return None


def _apply(life, event, what):
    if event.type in (Type.NEW, Type.INCREASE):
        life.capital += event.counted or 0
    elif event.type == Type.DECREASE:
        if event.counted and event.counted > life.capital:
            return (
                _("%(event)s on %(date)s is larger than the registered capital of that day.") % what
            )
        life.capital -= event.counted or 0
    elif event.type == Type.TRANSFER:
        if event.effective_on == life.first_on:
            return _("A project cannot be transferred on the day of its first certificate.")
        life.partner_id = event.partner_id
    elif event.type == Type.SUSPENSION:
        if life.suspended:
            return _("On %(date)s the project was suspended already.") % what
        life.suspended = True
    elif event.type == Type.RESUMPTION:
        if not life.suspended:
            return _("On %(date)s the project was not suspended.") % what
        life.suspended = False
    elif event.type in event.ENDS:
        life.ended_on, life.ended_by = event.effective_on, event.type
    return None


def event_fields(event):
    """field → what an event of its type lacks or must not carry."""
    wrong = _stands_alone(event) | _amounts(event) | _term(event) | named_in_vietnamese(event)
    if event.type in event.WITH_PARTNER and event.partner_id is None:
        wrong["partner"] = _("Name the statistical partner.")
    if event.type not in event.WITH_PARTNER and event.partner_id is not None:
        wrong["partner"] = _("Only a certificate, a transfer or a notice names a partner.")
    if event.type in (Type.NEW, *event.ADJUSTMENTS, Type.SHARES) and not event.number:
        wrong["number"] = _("Give the number: it counts as one turn.")
    return wrong


def _stands_alone(event):
    if event.project_id is not None:
        return {}
    if event.type != Type.SHARES:
        return {"project": _("Only a share-purchase notice may stand without a project.")}
    needed = ("company", "industry", "unit")
    return {
        name: _("A notice that stands alone needs this.")
        for name in needed
        if not getattr(event, name)
    }


def _amounts(event):
    has_own = len(event.amounts) > 1
    if event.type not in event.WITH_AMOUNT:
        carries = any(getattr(event, name) for name in event.amounts)
        return {event.counted_in: _("This type of event carries no amount.")} if carries else {}
    if has_own and (said := _half_given(event)):
        return said
    wrong = {
        name: _("This type of event needs an amount.")
        for name in event.amounts
        if getattr(event, name) is None
    }
    if not wrong and has_own and event.currency == "USD" and event.amount != event.usd:
        wrong["usd"] = _("The currency is USD: both amounts must be the same.")
    return wrong


def _half_given(entry):
    """That of an amount and its equivalent one alone is given: said at both, as either mends it."""
    facts = {"currency": entry.currency}
    if entry.amount is not None and entry.usd is None:
        text = _(
            "The amount is in %(currency)s, and its equivalent in USD is empty: fill it in, or "
            "correct the currency."
        )
    elif entry.usd is not None and entry.amount is None:
        text = _(
            "The equivalent in USD is given, and the amount in %(currency)s is empty: fill it in, "
            "or correct the currency."
        )
    else:
        return {}
    return dict.fromkeys(("amount", "usd"), text % facts)


def _term(event):
    if not event.term_ends_on:
        return {}
    if event.type not in (Type.NEW, Type.OTHER):
        return {"term_ends_on": _("A term is set by the certificate or by another adjustment.")}
    if event.effective_on and event.term_ends_on < event.effective_on:
        return {"term_ends_on": _("The term would end before it begins.")}
    return {}


def year_fields(entry):
    """field → what is wrong with a statement about a year."""
    wrong = {}
    if not 1990 <= (entry.year or 0) <= 2100:
        wrong["year"] = _("Give a year between 1990 and 2100.")
    names = ("foreign", "counterpart") if isinstance(entry, OdaYear) else ("amount", "usd")
    if all(getattr(entry, name) is None for name in names):
        wrong[names[0]] = _("Give at least one amount.")
    if isinstance(entry, NgoYear) and entry.usd is None:
        wrong |= _half_given(entry) or {"usd": _("Give the equivalent in USD.")}
    if not entry.source_vi and not entry.number:
        wrong["source_vi"] = _("Name the document that states it.")
    if entry.measure == "disbursed" and _ends_before(entry):
        wrong["effective_on"] = _("A document from before %(year)s cannot state what was disbursed "
                                  "in it.") % {"year": entry.year}  # fmt: skip
    return wrong | named_in_vietnamese(entry)


def _ends_before(entry):
    return bool(entry.effective_on and entry.year) and entry.effective_on.year < entry.year


def named_in_vietnamese(entry):
    """What names its document in English names it in Vietnamese, too."""
    if not entry.source_en or entry.source_vi:
        return {}
    return {"source_vi": _("Name the document in Vietnamese, too.")}


def year_problems(entries):
    """Two documents of one day about the same year and measure contradict each other."""
    seen, problems = set(), []
    for entry in entries:
        key = (entry.year, entry.measure, entry.effective_on)
        if key in seen:
            problems.append(
                _("%(entry)s: an entry of %(date)s is there already. Correct that one instead.")
                % {"entry": entry, "date": f"{entry.effective_on:%d/%m/%Y}"}
            )
        seen.add(key)
    return problems


def field_problems(entry):
    """field → sentence for one entry alone."""
    if entry.void:
        return {}
    wrong = {}
    if isinstance(entry, CapitalEvent):
        wrong = event_fields(entry)
    elif isinstance(entry, OdaYear | NgoYear):
        wrong = year_fields(entry)
    if entry.effective_on and entry.effective_on > timezone.localdate():
        wrong["effective_on"] = _("The date lies in the future.")
    return wrong
