"""Register and official figures of the same thing never stand alone: how they differ, by year."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from investment import official
from investment.figures import shown
from investment.figures.facts import Facts
from investment.figures.page import Basis, Unit
from investment.models import DatasetNote, Indicator
from portal.charts import words
from portal.delivery.shared import answers
from projects.when import When

FLOWS = (Indicator.NEW_CAPITAL, Indicator.ADJUSTED_CAPITAL, Indicator.SHARE_VALUE)
PAGE = "investment:bases"


@dataclass(frozen=True)
class Year:
    """Both bases up to one day of a year, money in million USD; None where one has no record."""

    as_of: date
    official: dict
    register: dict

    @property
    def is_told(self):
        """Whether both tell what was registered in the whole of the year."""
        totals = (self.register["total"], self.official["total"])
        return self.as_of.month == 12 and None not in totals


def years(facts, *, whole=False):
    """A Year for each year of which official tables tell, the latest first; each costs queries.

    whole: those alone of which they tell the total of the whole year.
    """
    days = {}
    for figures in facts.official.values():
        for figure in figures:
            days[figure.as_of.year] = max(figure.as_of, days.get(figure.as_of.year, figure.as_of))
    asked = sorted(days.values(), reverse=True)
    if whole:
        told = {figure.as_of for figure in facts.official.get(Indicator.TOTAL_CAPITAL, ())}
        asked = [day for day in asked if day.month == 12 and day in told]
    return (_year(facts, day) for day in asked)


def _year(facts, day):
    found = {
        indicator: figure.value
        for indicator, figures in facts.official.items()
        for figure in figures
        if figure.as_of == day
    }
    return Year(
        day,
        {
            "total": found.get(Indicator.TOTAL_CAPITAL),
            "stock": found.get(Indicator.STOCK_CAPITAL),
            "projects": found.get(Indicator.STOCK_PROJECTS),
        },
        _register(facts, day),
    )


def _register(facts, day):
    first = facts.span("fdi").first
    if first is None or day < first:
        return dict.fromkeys(("total", "stock", "projects"))
    when = When(day, facts.when.known_at, date(day.year, 1, 1))
    found = facts.ask(official.registered, when)
    total = sum((found[indicator] for indicator in FLOWS), Decimal(0))
    return {
        "total": total / official.MILLION,
        "stock": found[Indicator.STOCK_CAPITAL] / official.MILLION,
        "projects": found[Indicator.STOCK_PROJECTS],
    }


# --- the standing sentence ------------------------------------------------------------------


def beside(request, basis):
    """What stands wherever one of the two is shown and the other exists; empty without both."""
    ask = answers(request)
    facts = Facts(ask=ask)
    whole = ask(_latest_told, ask)
    if whole is None:
        return ""
    told = {
        "day": words.named(whole.as_of),
        "register": _million(whole.register["total"]),
        "official": _million(whole.official["total"]),
    }
    if basis == Basis.REGISTER:
        text = _(
            "These are figures of the department's register; the official ones of the Foreign "
            "Investment Agency differ. For the year up to %(day)s the register shows %(register)s "
            "of registered capital, the Agency %(official)s."
        )
    else:
        text = _(
            "These are official figures of the Foreign Investment Agency; those of the "
            "department's register differ. For the year up to %(day)s the Agency shows "
            "%(official)s of registered capital, the register %(register)s."
        )
    return format_html(
        '{} {} <a href="{}">{}</a>',
        text % told,
        note(facts, "fdi"),
        reverse(PAGE),
        _("Register and official figures by year"),
    )


def _latest_told(ask):
    return next((year for year in years(Facts(ask=ask), whole=True) if year.is_told), None)


def _million(value):
    amount = shown.amount(value, Unit.MILLION_USD, get_language())
    return f"{amount} {Unit.MILLION_USD.label}"


def note(facts, key):
    """What staff want readers to know of a dataset, in the active language."""
    notes = facts.ask(_notes).get(key, {})
    return notes.get(get_language()) or ""


def _notes():
    rows = DatasetNote.objects.values_list("key", "note_vi", "note_en")
    return {key: {"vi": vi, "en": en} for key, vi, en in rows}
