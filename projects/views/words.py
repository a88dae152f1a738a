"""Amounts and totals in sentences; every figure is a link to the list behind it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import chain

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from portal.charts.words import floor, named
from portal.text import display
from projects.filters import query
from projects.models import NgoStage, OdaStage
from projects.selections import FdiCounted
from projects.statistics.figures import Measure, Unit

MILLION = 1_000_000
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


def exact(value):
    """Every digit of an amount, without zeros at the end of its decimals."""
    whole = value == value.to_integral_value()
    return number(value.to_integral_value() if whole else value.normalize())


def million_vnd(value):
    return _("VND %(amount)s million") % {"amount": number(value, 0)}


def figure_url(kind, figure):
    return reverse(f"projects:{kind}") + query(figure.records) + LIST


def link(kind, figure, words):
    return Markup('<a href="{}">{}</a>').format(figure_url(kind, figure), words)


def sentence(words, **parts):
    """A translated sentence with links and plain words put in its places."""
    return escape(words) % parts


def sentences(kind, found):
    """The totals of a register as sentences of Markup; before its first document that it begins."""
    if found.span.last is None:
        yield begins(found.span)
    else:
        yield from SENTENCES[kind](found, display.date(found.when.as_of, get_language()))


def begins(span):
    if span.first is None:
        return escape(_("The register is still empty."))
    day = display.date(span.first, get_language())
    return sentence(
        _("The register begins on %(day)s: it tells nothing of the days before."), day=day
    )


def key_figures(kind, found):
    """The KeyFigures of a register; none before its first document."""
    return KEY_FIGURES[kind](found) if found.span.last else []


# --- FDI ------------------------------------------------------------------------------


def _fdi_sentences(found, day):
    stock, flow = found.stock, found.flow
    count = stock[Measure.VALID_PROJECTS]
    projects = ngettext("%(n)s valid FDI project", "%(n)s valid FDI projects", count.value)
    capital = stock[Measure.VALID_CAPITAL]
    yield sentence(
        _("As of %(day)s the register has %(projects)s with a registered capital of %(capital)s."),
        day=day,
        projects=link("fdi", count, projects % {"n": number(count.value)}),
        capital=link("fdi", capital, usd(capital.value)),
    )
    if parts := fdi_flow(flow):
        yield sentence(_("In %(year)s up to that day: %(parts)s."), year=found.year, parts=parts)
    if found.span.last.year < found.year:
        yield sentence(
            _("The latest entry of the register is of %(day)s."),
            day=display.date(found.span.last, get_language()),
        )


def _new(flow):
    new = flow[Measure.NEW_PROJECTS]
    if new.value:
        words = ngettext("%(n)s new project", "%(n)s new projects", new.value)
        yield sentence(
            _("%(projects)s with %(capital)s"),
            projects=link("fdi", new, words % {"n": number(new.value)}),
            capital=usd(flow[Measure.NEW_CAPITAL].value),
        )


def _adjusted(flow):
    adjusted, raised = flow[Measure.ADJUSTED_PROJECTS], flow[Measure.RAISED_PROJECTS]
    if not adjusted.value:
        return
    words = ngettext("%(n)s project adjusted", "%(n)s projects adjusted", adjusted.value)
    words = link("fdi", adjusted, words % {"n": number(adjusted.value)})
    turns = flow[Measure.ADJUSTED_TURNS].value
    if turns != adjusted.value:
        words = sentence(_("%(projects)s (%(turns)s turns)"), projects=words, turns=number(turns))
    if raised.value:
        words = sentence(
            _("%(projects)s, %(raised)s by %(capital)s"),
            projects=words,
            raised=link("fdi", raised, _of_which(adjusted.value, raised.value)),
            capital=usd(flow[Measure.RAISED_CAPITAL].value),
        )
    yield words


def _of_which(adjusted, raised):
    if adjusted == raised == 1:
        return _("raising its capital")
    if adjusted == raised:
        return _("all of them raising their capital")
    words = ngettext(
        "of which %(n)s raised its capital", "of which %(n)s raised their capital", raised
    )
    return words % {"n": number(raised)}


def _raised(flow):
    raised = flow[Measure.RAISED_PROJECTS]
    words = ngettext(
        "%(n)s project raised its capital", "%(n)s projects raised their capital", raised.value
    )
    yield from _by(raised, words, flow[Measure.RAISED_CAPITAL])


def _lowered(flow):
    lowered = flow[Measure.LOWERED_PROJECTS]
    words = ngettext(
        "%(n)s project lowered its capital", "%(n)s projects lowered their capital", lowered.value
    )
    yield from _by(lowered, words, flow[Measure.LOWERED_CAPITAL])


def _by(projects, words, capital):
    if projects.value:
        yield sentence(
            _("%(projects)s by %(capital)s"),
            projects=link("fdi", projects, words % {"n": number(projects.value)}),
            capital=usd(capital.value),
        )


def _shares(flow):
    shares = flow[Measure.SHARE_TURNS]
    if shares.value:
        words = ngettext(
            "%(n)s share-purchase notice", "%(n)s share-purchase notices", shares.value
        )
        yield sentence(
            _("%(notices)s of %(capital)s"),
            notices=link("fdi", shares, words % {"n": number(shares.value)}),
            capital=usd(flow[Measure.SHARE_VALUE].value),
        )


def _disbursed(flow):
    disbursed = flow[Measure.DISBURSED_CAPITAL]
    if disbursed.value:
        yield sentence(
            _("%(capital)s disbursed"), capital=link("fdi", disbursed, usd(disbursed.value))
        )


#: FdiCounted → what tells its part of what happened.
FLOW_PARTS = {
    FdiCounted.NEW: (_new,),
    FdiCounted.ADJUSTED: (_adjusted,),
    FdiCounted.RAISED: (_raised,),
    FdiCounted.LOWERED: (_lowered,),
    FdiCounted.SHARES: (_shares,),
    FdiCounted.DISBURSED: (_disbursed,),
    FdiCounted.REGISTERED: (_new, _raised, _lowered, _shares),
    "": (_new, _adjusted, _lowered, _shares),
}


def fdi_flow(flow, counted=""):
    """The parts of a sentence about what happened, or about one kind of it; none for nothing."""
    return Markup("; ").join(chain.from_iterable(part(flow) for part in FLOW_PARTS[counted]))


def _fdi_key_figures(found):
    stock, flow = found.stock, found.flow
    year = {"year": found.year}
    yield key_figure("fdi", stock[Measure.VALID_PROJECTS], _("Valid projects"))
    yield in_millions("fdi", stock[Measure.VALID_CAPITAL], _("Registered capital, cumulative"))
    if found.span.last.year < found.year:
        return  # no document of the year: that is not zero
    for measure, label, counted in [
        (Measure.NEW_CAPITAL, _("New projects in %(year)s"), Measure.NEW_PROJECTS),
        (Measure.RAISED_CAPITAL, _("Capital added in %(year)s"), Measure.RAISED_PROJECTS),
    ]:
        behind = flow[counted]
        words = ngettext("%(n)s project", "%(n)s projects", behind.value)
        detail = words % {"n": number(behind.value)}
        yield in_millions("fdi", flow[measure], label % year, detail)


def key_figure(kind, figure, label, detail="", unit=""):
    return KeyFigure(label, number(figure.value), unit, figure_url(kind, figure), detail)


def in_millions(kind, figure, label, detail=""):
    url = figure_url(kind, figure)
    value = million(figure.value)
    return KeyFigure(
        label, floor(value) if figure.is_floor else value, _("million USD"), url, detail
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


# --- ODA ------------------------------------------------------------------------------


def _oda_sentences(found, day):
    wooed = found.stock[OdaStage.Stage.MOBILISATION]
    running = found.stock[OdaStage.Stage.IMPLEMENTATION]
    started = found.flow[Measure.ODA_STARTED]
    planned = found.of_year[Measure.ODA_PLANNED_FOREIGN]
    words = ngettext("%(n)s ODA project", "%(n)s ODA projects", running.value)
    yield sentence(
        ngettext(
            "As of %(day)s, %(running)s is in implementation and %(wooed)s in mobilisation.",
            "As of %(day)s, %(running)s are in implementation and %(wooed)s in mobilisation.",
            running.value,
        ),
        day=day,
        running=link("oda", running, words % {"n": number(running.value)}),
        wooed=link("oda", wooed, number(wooed.value)),
    )
    if started.value:
        words = ngettext("%(n)s newly started", "%(n)s newly started", started.value)
        yield sentence(
            _("In %(year)s up to that day: %(parts)s."),
            year=found.year,
            parts=link("oda", started, words % {"n": number(started.value)}),
        )
    if planned.value is not None:
        yield sentence(
            _("Foreign capital planned for %(year)s: %(capital)s."),
            year=found.year,
            capital=link("oda", planned, million_vnd(planned.value)),
        )
    yield from lapsed("oda", found.lapsed)


def _oda_key_figures(found):
    year = {"year": found.year}
    for stage, label in [
        (OdaStage.Stage.IMPLEMENTATION, _("Projects in implementation")),
        (OdaStage.Stage.MOBILISATION, _("Projects in mobilisation")),
    ]:
        yield key_figure("oda", found.stock[stage], label)
    for measure, label in [
        (Measure.ODA_PLANNED_FOREIGN, _("Foreign capital planned for %(year)s")),
        (Measure.ODA_DISBURSED_FOREIGN, _("Foreign capital disbursed in %(year)s")),
    ]:
        figure = found.of_year[measure]
        if figure.value is not None:
            yield in_million_vnd("oda", figure, label % year, how_far(figure, found.year))


# --- NGO ------------------------------------------------------------------------------


def _ngo_sentences(found, day):
    running, donors = found.stock[Measure.NGO_ITEMS], found.stock[Measure.NGO_DONORS]
    committed = found.of_year[Measure.NGO_COMMITTED]
    items = ngettext("%(n)s item of aid", "%(n)s items of aid", running.value)
    words = ngettext("%(n)s foreign organisation", "%(n)s foreign organisations", donors.value)
    parts = {
        "day": day,
        "items": link("ngo", running, items % {"n": number(running.value)}),
        "donors": words % {"n": number(donors.value)},
    }
    if committed.value is not None:
        amount = usd(committed.value, is_floor=committed.is_floor)
        yield sentence(
            ngettext(
                "As of %(day)s, %(items)s of %(donors)s is being implemented; "
                "its commitment for %(year)s is %(amount)s.",
                "As of %(day)s, %(items)s of %(donors)s are being implemented; "
                "their commitment for %(year)s is %(amount)s.",
                running.value,
            ),
            year=found.year,
            amount=link("ngo", committed, amount),
            **parts,
        )
    else:
        yield sentence(
            ngettext(
                "As of %(day)s, %(items)s of %(donors)s is being implemented.",
                "As of %(day)s, %(items)s of %(donors)s are being implemented.",
                running.value,
            ),
            **parts,
        )
    approved, total = found.flow[Measure.NGO_APPROVED], found.flow[Measure.NGO_TOTAL]
    if approved.value:
        words = ngettext("%(n)s item approved", "%(n)s items approved", approved.value)
        approval = link("ngo", approved, words % {"n": number(approved.value)})
        if total.value is not None:
            approval = sentence(
                _("%(projects)s with %(capital)s"),
                projects=approval,
                capital=usd(total.value, is_floor=total.is_floor),
            )
        yield sentence(_("In %(year)s up to that day: %(parts)s."), year=found.year, parts=approval)
    yield from lapsed("ngo", found.lapsed)


def _ngo_key_figures(found):
    year = {"year": found.year}
    donors = found.stock[Measure.NGO_DONORS]
    words = ngettext("%(n)s organisation", "%(n)s organisations", donors.value)
    yield key_figure(
        "ngo",
        found.stock[Measure.NGO_ITEMS],
        _("Items being implemented"),
        words % {"n": number(donors.value)},
    )
    committed = found.of_year[Measure.NGO_COMMITTED]
    if committed.value is not None:
        detail = how_far(committed, found.year)
        yield in_usd("ngo", committed, _("Commitment of running items for %(year)s") % year, detail)
    total = found.flow[Measure.NGO_TOTAL]
    yield key_figure(
        "ngo",
        found.flow[Measure.NGO_APPROVED],
        _("Items approved in %(year)s") % year,
        "" if total.value is None else usd(total.value, is_floor=total.is_floor),
    )
    yield key_figure("ngo", found.stock[NgoStage.Stage.APPRAISAL], _("Items under appraisal"))


SENTENCES = {"fdi": _fdi_sentences, "oda": _oda_sentences, "ngo": _ngo_sentences}
KEY_FIGURES = {"fdi": _fdi_key_figures, "oda": _oda_key_figures, "ngo": _ngo_key_figures}


def times(kind, when, span):
    """[(label, text)] of the times that the figures of a register are about.

    What documents state of aid holds on the day of the latest one, whatever day is asked about.
    """
    language = get_language()
    if kind == "fdi" or span.last in (None, when.as_of):
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
