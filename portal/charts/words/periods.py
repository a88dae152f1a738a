"""Years and days in sentences, and how a value moved from one to another."""

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from portal.text import display


def named(when):
    """A year or a day inside a sentence: “2022”, “30 November 2022”, “năm 2022”."""
    if isinstance(when, int):
        return pgettext("in a sentence", "%(year)s") % {"year": when}
    return pgettext("in a sentence", "%(day)s") % {"day": display.date(when, get_language())}


def opening(when, subject=""):
    """A year or a day where a sentence begins: “In 2022”, “Thai Binh in 2022”."""
    facts = {"subject": subject}
    if isinstance(when, int):
        facts["year"] = when
        return (_("%(subject)s in %(year)s") if subject else _("In %(year)s")) % facts
    facts["day"] = display.date(when, get_language())
    return (_("%(subject)s on %(day)s") if subject else _("On %(day)s")) % facts


def same_period(year):
    """What a part of a year is compared with."""
    return _("the same period of %(year)s") % {"year": year}


def stated(year, subject):
    """“Planned for 2022”: what a document states for a year, which need not be over."""
    return _("%(subject)s for %(year)s") % {"subject": subject, "year": year}


def as_known(moment, language):
    """“as known on 30 November 2022”; of a moment within a day, at its hour."""
    told = {"moment": display.moment(moment, language)}
    if display.is_whole_day(moment):
        return _("as known on %(moment)s") % told
    return _("as known at %(moment)s") % told


def told_of(now, when, then, was):
    """What is said in place of a change between values that tell of different records: “stated for
    4 projects; in 2022 for 9 projects (146,422)”."""
    facts = {"now": now, "when": when, "then": then, "was": was}
    if now == then:
        text = _("stated for %(now)s; in %(when)s for as many, not all of them the same (%(was)s)")
        return text % facts
    return _("stated for %(now)s; in %(when)s for %(then)s (%(was)s)") % facts


def moved(sign, by, when, was):
    """“up by 3.47 points from 2021 (62.31)”; all but the sign in words."""
    facts = {"by": by, "when": when, "was": was}
    if sign > 0:
        return _("up by %(by)s from %(when)s (%(was)s)") % facts
    if sign < 0:
        return _("down by %(by)s from %(when)s (%(was)s)") % facts
    return _("unchanged from %(when)s") % facts
