"""Headlines as readers of a language see them; the language must be the active one."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from investment.figures.page import Absence, Unit
from portal.charts import words
from portal.text import display
from projects.views.words import records_of

#: What large amounts are told in: the unit → (its size, the large one).
LARGE = {
    Unit.USD: (Decimal(10**6), Unit.MILLION_USD),
    Unit.VND: (Decimal(10**9), Unit.BILLION_VND),
}
ROUNDED = {Unit.POINTS, *(unit for _size, unit in LARGE.values())}
PLACES = 2  # of millions of US dollars and of points, whole ones too
NOUNS = {
    Unit.PROJECTS: lambda n: ngettext("project", "projects", n),
    Unit.ITEMS: lambda n: ngettext("item", "items", n),
}


def number(headline, language):
    """The value alone: 1.628,89, trên 83.888, thứ 5; what is missing, for None."""
    if headline.value is None:
        if headline.records:
            return _("no record")
        if headline.known_at and headline.absence == Absence.NOT_IN_DATA:
            return _("not known then")
        return {
            Absence.NOT_IN_DATA: _("not in our data"),
            Absence.NOT_PUBLISHED: _("not published"),
            Absence.NOT_SURVEYED: _("not in the survey"),
            Absence.NOT_YET: _("not yet established"),
            Absence.ENDED: _("no longer existed"),
        }[headline.absence]
    if headline.unit == Unit.RANK:
        return words.place(headline.value)
    text = amount(headline.value, headline.unit, language)
    return words.floor(text) if headline.is_floor else text


def amount(value, unit, language):
    """A value of a unit, in millions where the unit says so; every digit where it is exact."""
    if unit in ROUNDED or _is_large(value, unit):
        return display.number(_scaled(value, unit), language, PLACES)
    if unit == Unit.MILLION_VND:
        return display.number(value, language, 0)
    return exact(Decimal(value), language)


def exact(value, language):
    """Every digit, without zeros at the end of the decimals: as a document prints it."""
    whole = value == value.to_integral_value()
    value = value.to_integral_value() if whole else value.normalize()
    return display.number(value, language)


def _is_large(value, unit):
    return unit in LARGE and abs(value) >= LARGE[unit][0]


def _scaled(value, unit):
    """A value as it is shown: in millions or billions where it is large, rounded where that is."""
    value = Decimal(value)
    if _is_large(value, unit):
        size, unit = LARGE[unit]
        value /= size
    if unit in ROUNDED:
        return value.quantize(Decimal(1).scaleb(-PLACES), rounding=ROUND_HALF_UP) + 0
    return value


def unit(headline):
    """What follows the number: “million USD”, “of 56 provinces and cities”; nothing for None."""
    if headline.value is None:
        return ""
    if headline.unit == Unit.RANK:
        return _("of %(of)s provinces and cities with a printed figure") % {"of": headline.of}
    return _noun(headline.value, headline.unit)


def _noun(value, unit):
    if unit in NOUNS:
        return NOUNS[unit](int(value))
    if not unit:
        return ""
    return str((LARGE[unit][1] if _is_large(value, unit) else unit).label)


def period(headline, language):
    """“2022, as of 30 November 2022”; what a document states for a year has its day alone."""
    day = display.date(headline.as_of, language)
    if headline.year is None:
        return _("as of %(day)s") % {"day": day}
    return _("%(year)s, as of %(day)s") % {"year": headline.year, "day": day}


def change(now, before, language):
    """How a headline moved on the year: “up by 4 projects from 30 November 2021 (102)”.

    Lower limits are not compared.
    """
    if before is None or None in (now.value, before.value) or now.is_floor or before.is_floor:
        return ""
    if now.unit == Unit.RANK:
        return _rank_change(now, before)
    by, was = _difference(now, before), number(before, language)
    if _is_large(now.value, now.unit) != _is_large(before.value, before.unit):
        was = f"{was} {unit(before)}"
    if _which(now) != _which(before):
        told, then = (records_of(one.unit, len(_which(one))) for one in (now, before))
        return words.told_of(told, _then(before), then, was)
    moved = f"{amount(abs(by), now.unit, language)} {_noun(abs(by), now.unit)}"
    return words.moved(by, moved, _then(before), was)


def _which(headline):
    """Of which records a statement about a year tells."""
    return headline.told_of.which if headline.told_of else ()


def _difference(now, before):
    """Of the numbers as they are shown, where both are shown in one scale."""
    if _is_large(now.value, now.unit) == _is_large(before.value, before.unit):
        by = _scaled(now.value, now.unit) - _scaled(before.value, before.unit)
        return by * LARGE[now.unit][0] if _is_large(now.value, now.unit) else by
    return now.value - before.value


def _then(before):
    """When it was so: a day, a year, or the same part of it."""
    if before.year is None:
        return words.named(before.as_of)
    day = before.as_of
    # The national cut-off fell on the 20th of December.
    is_whole = day.month == 12 if before.official else (day.month, day.day) == (12, 31)
    if before.since and not is_whole:
        return words.same_period(before.year)
    return words.named(before.year)


def _rank_change(now, before):
    climbed = before.value - now.value
    facts = {"n": abs(climbed), "when": words.named(before.year), "was": words.place(before.value)}
    if climbed > 0:
        text = ngettext("up %(n)s place from %(when)s (%(was)s)",
                        "up %(n)s places from %(when)s (%(was)s)", climbed)  # fmt: skip
    elif climbed < 0:
        text = ngettext("down %(n)s place from %(when)s (%(was)s)",
                        "down %(n)s places from %(when)s (%(was)s)", -climbed)  # fmt: skip
    else:
        text = _("the same rank as in %(year)s")
        facts["year"] = before.year
    return text % facts
