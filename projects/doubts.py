"""What is possible, but more likely a slip: asked about where it is entered, never refused.

Each doubt is (column of the model, sentence).
"""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from portal.text import display
from projects.codes import same
from projects.consistency import play
from projects.models import FdiEvent, NgoYear, OdaFund, OdaYear
from projects.models.capital import CapitalEvent, EventType

#: The first law on foreign investment and the first permits are of 1988.
FIRST_DAY = date(1988, 1, 1)
#: Between an amount and one that it follows: more is rather a slip of the unit.
TIMES = 10
#: Between the capital and what is added to it, and between the years of an ODA project: these
#: differ by themselves, so that ten times what was meant may be no more than this.
MUCH = 4
#: What a certificate or notice with a number of its own does once.
TURNS = (*CapitalEvent.ADJUSTMENTS, FdiEvent.Type.SHARES)
#: What is looked at beside the registered capital of its day.
BESIDE_CAPITAL = (EventType.INCREASE, EventType.DECREASE, FdiEvent.Type.DISBURSEMENT)
#: Of a dollar, in dong: more than it has ever cost, for funds that are known in dollars alone.
MOST_DONG = 30_000
#: Currency → how much of it a dollar has cost since 1992: at least, at most.
RATES = {
    "VND": (10_000, MOST_DONG),
    "EUR": (Decimal("0.6"), Decimal("1.3")),
    "JPY": (70, 180),
    "KRW": (650, 2_000),
    "CNY": (5, 9),
    "TWD": (24, 38),
    "HKD": (7, 8),
    "SGD": (1, 2),
    "GBP": (Decimal("0.4"), 1),
}
ENTERED = gettext_lazy(
    "“%(number)s” is entered already, of %(day)s: correct that entry, if it is the same document."
)
STATED = gettext_lazy(
    "“%(number)s” states this year already, in an entry of %(day)s: correct that one, if it is "
    "the same document."
)
#: Kind of statement → the measure that promises what is disbursed, and what is asked.
PROMISES = {
    OdaYear: (
        OdaYear.Measure.PLANNED,
        gettext_lazy("Disbursed %(amount)s, planned %(planned)s: more than the plan of the year?"),
    ),
    NgoYear: (
        NgoYear.Measure.COMMITTED,
        gettext_lazy(
            "Disbursed %(amount)s, committed %(planned)s: more than was committed for the year?"
        ),
    ),
}


def of(entry, others=(), project=None):
    """The doubts about an entry of a ledger: alone, beside the one that it corrects, its project
    and the other entries of it that count or wait."""
    return [] if entry.void else [*_alone(entry), *_beside(entry, others, project)]


def among(entries):
    """The doubts about each of several entries, beside what the register has of their projects; a
    few queries a ledger."""
    there = _there(entries)
    return [of(entry, *there(entry)) for entry in entries]


def _alone(entry):
    year = [] if isinstance(entry, CapitalEvent) else _year(entry)
    return [*_day(entry), *year, *_amounts(entry), *_rate(entry), *_corrected(entry)]


def _beside(entry, others, project):
    others = _as_they_will_be(entry, others)
    if isinstance(entry, CapitalEvent):
        turns = [other for other in others if other.type == entry.type in TURNS]
        return [*_entered_already(entry, turns, ENTERED), *_beside_capital(entry, others)]
    of_year = [other for other in others if other.year == entry.year]
    alike = [other for other in of_year if other.measure == entry.measure]
    found = [
        *_entered_already(entry, alike, STATED),
        *_beside_former(entry, alike),
        *_beside_other_years(entry, others),
        *_above_plan(entry, of_year),
    ]
    if project:
        found += [*_out_of_period(entry, project), *_above_all(entry, others, project)]
    return found


def _there(entries):
    """What gives (the other entries of its project, the project) of each of some entries."""
    found, projects, keys = defaultdict(list), {}, defaultdict(set)
    for entry in entries:
        if entry.project_id is not None:
            keys[type(entry)].add(entry.project_id)
    for model, wanted in keys.items():
        for other in model.objects.live().filter(project__in=wanted):
            found[model, other.project_id].append(other)
        if not issubclass(model, CapitalEvent):
            rows = model._meta.get_field("project").related_model.objects.filter(pk__in=wanted)
            rows = rows.prefetch_related("funds") if model is OdaYear else rows
            projects |= {(model, row.pk): row for row in rows}

    def of_entry(entry):
        key = type(entry), entry.project_id
        return found[key], projects.get(key)

    return of_entry


def _as_they_will_be(entry, others):
    """The others once what waits is approved; without what the entry itself corrects, and what
    else corrects that."""
    corrected = {other.supersedes_id for other in others if other.supersedes_id}
    corrected |= {entry.supersedes_id} if entry.supersedes_id else set()
    return [
        other
        for other in others
        if other != entry
        and not other.void
        and other.pk not in corrected
        and not (entry.supersedes_id and other.supersedes_id == entry.supersedes_id)
    ]


def _day(entry):
    if entry.effective_on and entry.effective_on < FIRST_DAY:
        said = _("A document of %(day)s: is the year right?")
        yield "effective_on", said % {"day": _dated(entry.effective_on)}


def _year(entry):
    """A year long after its document, or long before it."""
    if not (entry.year and entry.effective_on):
        return
    if not -2 <= entry.year - entry.effective_on.year <= 1:
        said = _("%(year)s in a document of %(day)s: is the year right?")
        yield "year", said % {"year": entry.year, "day": _dated(entry.effective_on)}


def _out_of_period(entry, project):
    """A year in which the project does not run."""
    first, last = project.starts_on, project.ends_on
    if not entry.year or (
        (not first or entry.year >= first.year) and (not last or entry.year <= last.year)
    ):
        return
    said = _("%(year)s, and the project runs %(period)s: is the year right?")
    period = " – ".join(_dated(day) if day else "…" for day in (first, last))
    yield "year", said % {"year": entry.year, "period": period}


def _amounts(entry):
    least, most = entry.usual
    for name in entry.doubted:
        amount = getattr(entry, name)
        if amount == 0 and not isinstance(entry, CapitalEvent):
            continue  # A year's statement says so: no counterpart funds.
        if amount is not None and not least <= amount <= most:
            yield name, str(entry.unusual) % {"amount": _shown(amount)}


def _rate(entry):
    """An amount in its own currency beside the dollars that the document states for it."""
    usual = RATES.get(getattr(entry, "currency", None))
    if not (usual and entry.amount and entry.usd):
        return
    rate = entry.amount / entry.usd
    if not usual[0] <= rate <= usual[1]:
        said = _("%(amount)s %(currency)s, and %(usd)s US dollars: do both say the same?")
        shown = {"amount": _shown(entry.amount), "usd": _shown(entry.usd)}
        yield "usd", said % {**shown, "currency": entry.currency}


def _corrected(entry):
    """A correction that moves a day by a year or an amount tenfold, or may be an adjustment."""
    before = entry.supersedes
    if before is None:
        return
    old, new = before.effective_on, entry.effective_on
    if new and abs(new - old) >= timedelta(365):
        said = _("Corrected from %(before)s to %(after)s: is the year right?")
        yield "effective_on", said % {"before": _dated(old), "after": _dated(new)}
    if isinstance(entry, CapitalEvent) and new and new > old and _changes_capital(entry, before):
        said = _("A later day and another capital: is it an adjustment, an event of its own?")
        yield "effective_on", said
    said = _("Corrected from %(before)s to %(after)s: is the unit right?")
    for name in entry.doubted:
        if _is_far(amount := getattr(entry, name), former := getattr(before, name)):
            yield name, said % {"before": _shown(former), "after": _shown(amount)}


def _changes_capital(entry, before):
    return entry.type == EventType.NEW and entry.counted != before.counted


def _is_far(amount, other):
    """Whether of two amounts one is ten times the other."""
    return bool(amount and other) and (amount >= other * TIMES or other >= amount * TIMES)


def _entered_already(entry, others, said):
    """Another entry of the same document, under another day."""
    number = same(entry.number)
    of_it = [other for other in others if number and same(other.number) == number]
    for other in of_it[:1]:
        yield "number", said % {"number": entry.number, "day": _dated(other.effective_on)}


def _beside_capital(entry, others):
    """What is disbursed, or added, beside the registered capital of its day."""
    amount = getattr(entry, entry.counted_in)
    if entry.type not in BESIDE_CAPITAL or not (entry.effective_on and amount):
        return
    capital = _capital([one for one in others if one.effective_on <= entry.effective_on])
    shown = {"amount": _shown(amount), "capital": _shown(capital)}
    if entry.type == EventType.INCREASE:
        if amount >= capital * MUCH > 0:
            said = _("Increased by %(amount)s, registered %(capital)s: is the unit right?")
            yield entry.counted_in, said % shown
    elif entry.type == EventType.DECREASE:
        if capital > amount >= capital * Decimal("0.9"):
            said = _("Decreased by %(amount)s, registered %(capital)s: is the unit right?")
            yield entry.counted_in, said % shown
    elif amount > capital > 0:
        said = _("Disbursed %(amount)s, registered %(capital)s: is the scale right?")
        yield entry.counted_in, said % shown
    else:
        yield from _above_together(entry, others)


def _above_together(entry, others):
    """What is disbursed in all above the registered capital."""
    paid = [one.counted for one in others if one.type == entry.type and one.counted]
    together, capital = entry.counted + sum(paid), _capital(others)
    if together > capital > 0:
        said = _(
            "Disbursed %(amount)s, %(together)s with the former times, registered %(capital)s: is "
            "it right?"
        )
        shown = {"amount": entry.counted, "together": together, "capital": capital}
        yield entry.counted_in, said % {name: _shown(one) for name, one in shown.items()}


def _capital(events):
    return play(events)[0].capital


def _beside_former(entry, alike):
    """A statement on a year beside the one that stands, of the same measure."""
    if not (former := _latest(alike)):
        return
    said = _("%(amount)s, and %(former)s is stated for the year (%(day)s): is the unit right?")
    for name in entry.doubted:
        if _is_far(amount := getattr(entry, name), stated := getattr(former, name)):
            shown = {"amount": _shown(amount), "former": _shown(stated)}
            yield name, said % {**shown, "day": _dated(former.effective_on)}


def _beside_other_years(entry, others):
    """The first statement on a year of an ODA project, far above that on every other year."""
    alike = [one for one in others if isinstance(one, OdaYear) and one.measure == entry.measure]
    if not alike or any(one.year == entry.year for one in alike):
        return
    said = _("%(amount)s, and at most %(most)s in another year (%(year)s): is the unit right?")
    for name in entry.doubted:
        known = [one for one in alike if getattr(one, name)]
        highest = max(known, key=lambda one: getattr(one, name), default=None)
        if highest and (amount := getattr(entry, name) or 0) >= getattr(highest, name) * MUCH:
            shown = {"amount": _shown(amount), "most": _shown(getattr(highest, name))}
            yield name, said % {**shown, "year": highest.year}


def _above_plan(entry, others):
    """What was disbursed above what the latest statement promised for the year, approved or not."""
    promise, said = PROMISES[type(entry)]
    if entry.measure != entry.Measure.DISBURSED:
        return
    if latest := _latest(other for other in others if other.measure == promise):
        for name in entry.doubted:
            amount, most = getattr(entry, name), getattr(latest, name)
            if amount and most and amount > most and not getattr(latest, "is_floor", False):
                yield name, said % {"amount": _shown(amount), "planned": _shown(most)}


def _latest(entries):
    return max(entries, key=lambda one: one.effective_on, default=None)


def _above_all(entry, others, project):
    if isinstance(entry, NgoYear):
        return _above_aid(entry, others, project)
    return _above_funds(entry, project)


def _above_aid(entry, others, project):
    """A year's share of an item of NGO aid, or what is disbursed in all, above the whole of it."""
    if not entry.usd or not project.usd or project.usd_is_floor:
        return
    if entry.usd > project.usd:
        said = _("%(amount)s US dollars, and the whole commitment is %(total)s: is it right?")
        yield "usd", said % {"amount": _shown(entry.usd), "total": _shown(project.usd)}
    elif entry.measure == entry.Measure.DISBURSED:
        together = entry.usd + _in_other_years(entry, others)
        if together > project.usd:
            said = _(
                "%(amount)s US dollars, %(together)s with the other years, and the whole "
                "commitment is %(total)s: is it right?"
            )
            shown = {"amount": entry.usd, "together": together, "total": project.usd}
            yield "usd", said % {name: _shown(one) for name, one in shown.items()}


def _in_other_years(entry, others):
    """The sum of what counts of the same measure in the years besides that of an entry."""
    alike = [one for one in others if one.measure == entry.measure and one.year != entry.year]
    latest = {one.year: one for one in sorted(alike, key=lambda one: one.effective_on)}
    return sum(one.usd or 0 for one in latest.values())


def _above_funds(entry, project):
    """A year's share of an ODA project above the whole of its funds."""
    funds = list(project.funds.all())
    foreign = [fund for fund in funds if fund.kind != OdaFund.Kind.COUNTERPART]
    own = [fund for fund in funds if fund.kind == OdaFund.Kind.COUNTERPART] or foreign
    said = _(
        "%(amount)s million dong, more than all funds of the project (at most %(total)s million "
        "dong): is the unit right?"
    )
    for name, of_kind in (("foreign", foreign), ("counterpart", own)):
        amount, whole = getattr(entry, name), _in_million_dong(of_kind)
        if amount and whole and amount > whole:
            yield name, said % {"amount": _shown(amount), "total": _shown(whole)}


def _in_million_dong(funds):
    """The sum of funds, None where one is not known; of those in dollars the most that it is."""
    known = [
        fund.amount if fund.currency == "VND" else fund.usd and fund.usd * MOST_DONG
        for fund in funds
    ]
    return None if None in known else sum(known) / 10**6


def _dated(day):
    return f"{day:%d/%m/%Y}"


def _shown(amount):
    plain = amount.normalize() if amount % 1 else amount.quantize(Decimal(1))
    return display.number(plain, get_language()[:2])
