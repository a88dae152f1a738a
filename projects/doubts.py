"""What is possible, but more likely a slip: asked about where it is entered, never refused.

Each doubt is (column of the model, sentence).
"""

from datetime import date
from decimal import Decimal

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from portal.text import display
from portal.text.fold import fold
from projects.consistency import play
from projects.models import FdiEvent, NgoYear, OdaYear
from projects.models.capital import CapitalEvent

#: The first law on foreign investment and the first permits are of 1988.
FIRST_DAY = date(1988, 1, 1)
#: What a certificate or notice with a number of its own does once.
TURNS = (*CapitalEvent.ADJUSTMENTS, FdiEvent.Type.SHARES)
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


def of(entry):
    """The doubts about an entry of a ledger alone."""
    if entry.void:
        return []
    year = [] if isinstance(entry, CapitalEvent) else _year(entry)
    return [*_day(entry), *year, *_amounts(entry)]


def beside(entry, others, project=None):
    """The doubts about an entry beside its project and the other entries of it that count or
    wait."""
    if entry.void:
        return []
    others = [other for other in others if other not in (entry, entry.supersedes)]
    if isinstance(entry, CapitalEvent):
        turns = [other for other in others if other.type == entry.type in TURNS]
        return [*_entered_already(entry, turns, ENTERED), *_above_capital(entry, others)]
    of_year = [other for other in others if other.year == entry.year]
    alike = [other for other in of_year if other.measure == entry.measure]
    found = [*_entered_already(entry, alike, STATED), *_above_plan(entry, of_year)]
    if project:
        found += [*_out_of_period(entry, project), *_above_all(entry, project)]
    return found


def in_register(entry):
    """The doubts about an entry beside what the register has of its project; a query or two."""
    if entry.project_id is None:
        return []
    others = type(entry).objects.live().filter(project=entry.project_id)
    return beside(entry, others, entry.project)


def _day(entry):
    if entry.effective_on and entry.effective_on < FIRST_DAY:
        said = _("A document of %(day)s: is the year right?")
        yield "effective_on", said % {"day": f"{entry.effective_on:%d/%m/%Y}"}


def _year(entry):
    """A plan for years after its document."""
    if entry.year and entry.effective_on and entry.year > entry.effective_on.year + 1:
        said = _("%(year)s in a document of %(day)s: is the year right?")
        yield "year", said % {"year": entry.year, "day": f"{entry.effective_on:%d/%m/%Y}"}


def _out_of_period(entry, project):
    """A year in which the project does not run."""
    first, last = project.starts_on, project.ends_on
    if not entry.year or (
        (not first or entry.year >= first.year) and (not last or entry.year <= last.year)
    ):
        return
    said = _("%(year)s, and the project runs %(period)s: is the year right?")
    period = " – ".join(f"{day:%d/%m/%Y}" if day else "…" for day in (first, last))
    yield "year", said % {"year": entry.year, "period": period}


def _amounts(entry):
    least, most = entry.usual
    for name in entry.doubted:
        amount = getattr(entry, name)
        if amount == 0 and not isinstance(entry, CapitalEvent):
            continue  # A year's statement says so: no counterpart funds.
        if amount is not None and not least <= amount <= most:
            yield name, str(entry.unusual) % {"amount": _shown(amount)}


def _entered_already(entry, others, said):
    """Another entry of the same document, under another day."""
    number = fold(entry.number)
    same = [other for other in others if number and fold(other.number) == number]
    for other in same[:1]:
        day = f"{other.effective_on:%d/%m/%Y}"
        yield "number", said % {"number": entry.number, "day": day}


def _above_capital(entry, others):
    """What was disbursed above the registered capital of its day."""
    amount = getattr(entry, entry.counted_in)
    if entry.type != FdiEvent.Type.DISBURSEMENT or not (entry.effective_on and amount):
        return
    life, _problems = play([one for one in others if one.effective_on <= entry.effective_on])
    if amount > life.capital > 0:
        said = _("Disbursed %(amount)s, registered %(capital)s: is the scale right?")
        shown = {"amount": _shown(amount), "capital": _shown(life.capital)}
        yield entry.counted_in, said % shown


def _above_plan(entry, others):
    """What was disbursed above what the latest statement promised for the year, approved or not."""
    promise, said = PROMISES[type(entry)]
    if entry.measure != entry.Measure.DISBURSED:
        return
    promised = [other for other in others if other.measure == promise]
    if latest := max(promised, key=lambda other: other.effective_on, default=None):
        for name in entry.doubted:
            amount, most = getattr(entry, name), getattr(latest, name)
            if amount and most and amount > most and not getattr(latest, "is_floor", False):
                yield name, said % {"amount": _shown(amount), "planned": _shown(most)}


def _above_all(entry, project):
    """A year's share of an item of NGO aid above the whole of it."""
    if not isinstance(entry, NgoYear) or not entry.usd or not project.usd or project.usd_is_floor:
        return
    if entry.usd > project.usd:
        said = _("%(amount)s US dollars, and the whole commitment is %(total)s: is it right?")
        yield "usd", said % {"amount": _shown(entry.usd), "total": _shown(project.usd)}


def _shown(amount):
    plain = amount.normalize() if amount % 1 else amount.quantize(Decimal(1))
    return display.number(plain, get_language()[:2])
