"""Headlines as readers of a language see them; the language must be the active one."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from investment.figures.page import Unit
from portal.text import display

MILLION = Decimal(1_000_000)


def number(headline, language):
    """The value alone: 1.628,89, trên 83.888, 28; “not published” for None."""
    if headline.value is None:
        return _("not published")
    text = amount(headline.value, headline.unit, language)
    return _("above %(amount)s") % {"amount": text} if headline.is_floor else text


def amount(value, unit, language):
    """A value of a unit, in millions where the unit says so; every digit where it is exact."""
    if unit == Unit.USD and abs(value) >= MILLION:
        return _decimals(value / MILLION, language)
    if unit == Unit.POINTS:
        return display.number(value, language, 2)
    return _exact(Decimal(value), language)


def _decimals(value, language):
    return display.number(value, language, 0 if value == value.to_integral_value() else 2)


def _exact(value, language):
    whole = value == value.to_integral_value()
    return display.number(value.to_integral_value() if whole else value.normalize(), language)


def unit(headline):
    """What follows the number: “million USD”, “of 56”; nothing without a value."""
    if headline.value is None:
        return ""
    if headline.unit == Unit.RANK:
        return _("of %(of)s") % {"of": headline.of}
    if headline.unit == Unit.USD and abs(headline.value) >= MILLION:
        return str(Unit.MILLION_USD.label)
    if headline.unit == Unit.PROJECTS:
        return ngettext("project", "projects", headline.value)
    if headline.unit == Unit.ITEMS:
        return ngettext("item", "items", headline.value)
    return str(headline.unit.label)


def period(headline, language):
    """“2022, up to 30 November 2022”, “as of 30 November 2022”."""
    day = display.date(headline.as_of, language)
    if headline.year is None:
        return _("as of %(day)s") % {"day": day}
    return _("%(year)s, as of %(day)s") % {"year": headline.year, "day": day}


def change(now, before, language):
    """How a headline moved on the year: “up by 196.29 on 30 November 2021 (1,432.6)”.

    Lower limits are not compared.
    """
    if before is None or None in (now.value, before.value) or now.is_floor or before.is_floor:
        return ""
    if now.unit == Unit.RANK:
        return _rank_change(now, before)
    facts = {
        "by": _with_unit(abs(now.value - before.value), now.unit, language),
        "then": _then(before, language),
        "was": number(before, language),
    }
    if now.value > before.value:
        return _("up by %(by)s on %(then)s (%(was)s)") % facts
    if now.value < before.value:
        return _("down by %(by)s on %(then)s (%(was)s)") % facts
    return _("the same as %(then)s") % facts


def _with_unit(value, unit, language):
    """An amount of US dollars names its scale, which may be another than its headline's."""
    text = amount(value, unit, language)
    if unit != Unit.USD:
        return text
    scale = Unit.MILLION_USD if value >= MILLION else Unit.USD
    return f"{text} {scale.label}"


def _then(before, language):
    if before.year is not None:
        return str(before.year)
    return display.date(before.as_of, language)


def _rank_change(now, before):
    climbed = before.value - now.value
    facts = {"n": abs(climbed), "year": before.year, "was": before.value}
    if climbed > 0:
        text = ngettext("%(n)s place up on %(year)s (%(was)s)",
                        "%(n)s places up on %(year)s (%(was)s)", climbed)  # fmt: skip
    elif climbed < 0:
        text = ngettext("%(n)s place down on %(year)s (%(was)s)",
                        "%(n)s places down on %(year)s (%(was)s)", -climbed)  # fmt: skip
    else:
        text = _("the same rank as in %(year)s")
    return text % facts
