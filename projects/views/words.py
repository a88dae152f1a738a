"""Amounts and totals in sentences; every figure is a link to the list behind it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from portal.charts.words import floor, named
from portal.text import display
from projects.figures import Measure, Unit
from projects.filters import query

MILLION = 1_000_000
BILLION = 1_000_000_000
LIST = "#list"


@dataclass(frozen=True)
class KeyFigure:
    """label, then value with unit large; `detail` below it."""

    label: str
    value: str
    unit: str
    url: str
    detail: Markup | str = ""


def number(value, decimals=None):
    return display.number(value, get_language(), decimals)


def million(value):
    """A Decimal in millions with two decimals, whole ones too: 1.628,89, 118,00."""
    return number(Decimal(value) / MILLION, 2)


def usd(value, *, is_floor=False):
    """“1.628,89 triệu USD”; below a million the whole amount: “30.000 USD”."""
    if abs(value) >= MILLION:
        words = _("USD %(amount)s million") % {"amount": million(value)}
    else:
        words = _("USD %(amount)s") % {"amount": exact(value)}
    return floor(words) if is_floor else words


def usd_of(value, *, is_floor=False):
    """The same after “of”: “of more than USD 408,000”."""
    return _("more than %(amount)s") % {"amount": usd(value)} if is_floor else usd(value)


def exact(value):
    """Every digit of an amount, without zeros at the end of its decimals."""
    whole = value == value.to_integral_value()
    return number(value.to_integral_value() if whole else value.normalize())


def million_vnd(value):
    return _("VND %(amount)s million") % {"amount": number(value, 0)}


def billion(value):
    """A Decimal in billions with at most two decimals: 1.250, 87,5."""
    return exact((Decimal(value) / BILLION).quantize(Decimal("0.01")))


def billion_vnd(value):
    """“1.250 tỷ đồng”; below a billion the whole amount."""
    if abs(value) >= BILLION:
        return _("VND %(amount)s billion") % {"amount": billion(value)}
    return _("VND %(amount)s") % {"amount": exact(value)}


def figure_url(kind, figure):
    return reverse(f"projects:{kind}") + query(figure.records) + LIST


def link(kind, figure, words):
    return Markup('<a href="{}">{}</a>').format(figure_url(kind, figure), words)


def sentence(words, **parts):
    """A translated sentence with links and plain words put in its places."""
    return escape(words) % parts


def sentences(register, found):
    """The totals of a register as sentences of Markup; before its first document that it begins."""
    if found.span.last is None:
        yield begins(found.span, found.when)
    else:
        yield from register.sentences.sentences(
            found, display.date(found.when.as_of, get_language())
        )


def begins(span, when):
    if span.first is None and when.known_at:
        text = _("By %(moment)s the department had approved nothing of this register.")
        return sentence(text, moment=display.moment(when.known_at, get_language()))
    if span.first is None:
        return escape(_("The register is still empty."))
    day = display.date(span.first, get_language())
    return sentence(
        _("The register begins on %(day)s: it tells nothing of the days before."), day=day
    )


def key_figures(register, found):
    """The KeyFigures of a register; none before its first document."""
    return register.sentences.key_figures(found) if found.span.last else []


def key_figure(kind, figure, label, detail="", unit=""):
    return KeyFigure(label, number(figure.value), unit, figure_url(kind, figure), detail)


def in_millions(kind, figure, label, detail=""):
    url = figure_url(kind, figure)
    value = million(figure.value)
    return KeyFigure(
        label, floor(value) if figure.is_floor else value, _("million USD"), url, detail
    )


def in_billion_vnd(kind, figure, label, detail=""):
    return KeyFigure(
        label, billion(figure.value), _("billion VND"), figure_url(kind, figure), detail
    )


def in_million_vnd(kind, figure, label, detail=""):
    value = number(figure.value, 0)
    return KeyFigure(label, value, _("million VND"), figure_url(kind, figure), detail)


def in_usd(kind, figure, label, detail=""):
    value = exact(figure.value)
    value = floor(value) if figure.is_floor else value
    return KeyFigure(label, value, _("USD"), figure_url(kind, figure), detail)


#: What documents state for a year after it has begun: only what has come of it up to their day.
OUTCOMES = {
    Measure.ODA_DISBURSED_FOREIGN,
    Measure.ODA_DISBURSED_COUNTERPART,
    Measure.NGO_DISBURSED,
}


def how_far(figure, year):
    """Up to which day and of how many records documents tell a figure of a year; "" for all."""
    told, said = figure.told, []
    if told is None:
        return ""
    if figure.measure in OUTCOMES:
        said += _days_told(told.first, told.last, year)
    if told.records < told.out_of:
        if figure.unit == Unit.MILLION_VND:
            text = ngettext("%(n)s of %(all)s project", "%(n)s of %(all)s projects", told.out_of)
        else:
            text = ngettext("%(n)s of %(all)s item", "%(n)s of %(all)s items", told.out_of)
        said.append(text % {"n": number(told.records), "all": number(told.out_of)})
    return ", ".join(said)


def records_of(unit, count):
    """“4 projects” or “6 items”: of how many records the documents of a year tell."""
    if unit == Unit.MILLION_VND:
        text = ngettext("%(n)s project", "%(n)s projects", count)
    else:
        text = ngettext("%(n)s item", "%(n)s items", count)
    return text % {"n": number(count)}


def up_to(day, year):
    """“up to 30 November 2022” of a document that lies within the year it tells of; or ""."""
    return "".join(_days_told(day, day, year))


def _days_told(first, last, year):
    if first >= date(year, 12, 31):
        return
    if first == last:
        yield _("up to %(day)s") % {"day": named(last)}
    else:
        days = {"first": named(first), "last": named(last)}
        yield _("up to a day between %(first)s and %(last)s") % days


def lapsed(kind, figure):
    """That periods are over of which no document tells the end: they count apart."""
    if not figure.value:
        return
    if kind == "oda":
        records = ngettext("%(n)s ODA project", "%(n)s ODA projects", figure.value)
    else:
        records = ngettext("%(n)s item of aid", "%(n)s items of aid", figure.value)
    text = ngettext(
        "By %(day)s the period of %(records)s had ended, with no completion recorded.",
        "By %(day)s the periods of %(records)s had ended, with no completion recorded.",
        figure.value,
    )
    yield sentence(
        text,
        day=display.date(figure.when.as_of, get_language()),
        records=link(kind, figure, records % {"n": number(figure.value)}),
    )


def times(register, when, span):
    """[(label, text)] of the times that the figures of a register are about.

    What documents state of aid holds on the day of the latest one, whatever day is asked about.
    """
    language = get_language()
    if not register.is_stated or span.last in (None, when.as_of):
        return [*as_of(when), *latest(span.last)]
    told, asked = display.date(span.last, language), display.date(when.as_of, language)
    return [(_("Figures as of"), told), (_("Asked for"), asked), *as_known(when)]


def as_of(when):
    """[(label, text)] of the day that a page is about, as known when."""
    return [(_("As of"), display.date(when.as_of, get_language())), *as_known(when)]


def latest(day):
    """[(label, text)] of the day of the latest record; none before the first."""
    if day is None:
        return []
    return [(_("Latest record"), display.date(day, get_language()))]


def as_known(when):
    """[(label, text)] of the moment as known at which something is told; none for now."""
    if when.known_at is None:
        return []
    label = _("As known on") if display.is_whole_day(when.known_at) else _("As known at")
    return [(label, display.moment(when.known_at, get_language()))]


def left_out(selection, when):
    """That filters of a past time find nothing that was withdrawn since, whether there is any."""
    if when.known_at is None or not selection.describes:
        return ""
    return _("Under a filter, a list of the past leaves out what has been withdrawn since.")


def withdrawn(count):
    """That a number of the past counts records that are no longer public; "" for none."""
    if not count:
        return ""
    return ngettext(
        "One record that is counted here was public then and has been withdrawn since. The numbers "
        "stay as they were known.",
        "%(num)s records that are counted here were public then and have been withdrawn since. The "
        "numbers stay as they were known.",
        count,
    ) % {"num": count}
