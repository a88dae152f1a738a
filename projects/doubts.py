"""What is possible, but more likely a slip: asked about where it is entered, never refused.

Each doubt is (column of the model, sentence).
"""

from datetime import date
from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.text import display
from projects.models import OdaYear
from projects.models.capital import CapitalEvent
from projects.when import When

#: The first law on foreign investment and the first permits are of 1988.
FIRST_DAY = date(1988, 1, 1)


def of(entry):
    """The doubts about an entry of a ledger alone."""
    return [] if entry.void else [*_day(entry), *_amounts(entry)]


def beside(entry):
    """The doubts about a statement on a year beside the others of its project; three queries."""
    if entry.void or isinstance(entry, CapitalEvent):
        return []
    others = type(entry).objects.live().filter(project=entry.project_id, year=entry.year)
    others = others.exclude(pk__in=[entry.pk, entry.supersedes_id])
    return [*_same_document(entry, others), *_above_plan(entry)]


def _day(entry):
    if entry.effective_on and entry.effective_on < FIRST_DAY:
        said = _("A document of %(day)s: is the year right?")
        yield "effective_on", said % {"day": f"{entry.effective_on:%d/%m/%Y}"}


def _amounts(entry):
    least, most = entry.usual
    for name in entry.doubted:
        amount = getattr(entry, name)
        if amount is not None and not least <= amount <= most:
            yield name, str(entry.unusual) % {"amount": _shown(amount)}


def _same_document(entry, others):
    if entry.number and (other := others.filter(measure=entry.measure, number=entry.number)[:1]):
        said = _(
            "“%(number)s” states this year already, in an entry of %(day)s: correct that one, if "
            "it is the same document."
        )
        day = f"{other[0].effective_on:%d/%m/%Y}"
        yield "number", said % {"number": entry.number, "day": day}


def _above_plan(entry):
    """What was disbursed above what the latest plan has for the year."""
    if not isinstance(entry, OdaYear) or entry.measure != OdaYear.Measure.DISBURSED:
        return
    plans = OdaYear.objects.ruling(When.today()).filter(
        project=entry.project_id, year=entry.year, measure=OdaYear.Measure.PLANNED
    )
    for plan in plans[:1]:
        for name in entry.doubted:
            amount, planned = getattr(entry, name), getattr(plan, name)
            if amount and planned and amount > planned:
                said = _("Disbursed %(amount)s, planned %(planned)s: more than the plan of the "
                         "year?")  # fmt: skip
                yield name, said % {"amount": _shown(amount), "planned": _shown(planned)}


def _shown(amount):
    plain = amount.normalize() if amount % 1 else amount.quantize(Decimal(1))
    return display.number(plain, get_language()[:2])
