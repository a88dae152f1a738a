"""What a register of events says in sentences: its projects, its capital, what happened."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from markupsafe import Markup

from portal.text import display
from projects.figures import Measure
from projects.registers.common.capital.selection import Counted, Status
from projects.views.words import key_figure, link, number, sentence


@dataclass(frozen=True)
class Terms:
    """How one register speaks.

    say(value): an amount in a sentence; figure(figure, label, detail=""): an amount as KeyFigure.
    nouns: Status, or "" for any → function of a count that gives “%(n)s valid FDI project(s)”.
    parts: what is counted, "" for everything → what tells it, as functions of terms and flow.
    measures: what is counted → the Measures that tell it in key figures.
    """

    kind: str
    say: Callable
    figure: Callable
    nouns: dict
    parts: dict
    measures: dict

    def projects(self, count, status=Status.VALID):
        return self.nouns[status](count) % {"n": number(count)}


def sentences(terms, found, day):
    stock, flow = found.stock, found.flow
    count = stock[Measure.VALID_PROJECTS]
    capital = stock[Measure.VALID_CAPITAL]
    yield sentence(
        _("As of %(day)s the register has %(projects)s with a registered capital of %(capital)s."),
        day=day,
        projects=link(terms.kind, count, terms.projects(count.value)),
        capital=link(terms.kind, capital, terms.say(capital.value)),
    )
    if parts := happened(terms, flow):
        yield sentence(_in_year(found), year=found.year, parts=parts, last=_last(found))
    if found.span.last.year < found.year:
        yield sentence(
            _("The latest entry of the register is of %(day)s."),
            day=display.date(found.span.last, get_language()),
        )


def _in_year(found):
    if found.until == found.when.as_of:
        return _("In %(year)s up to that day: %(parts)s.")
    return _("In %(year)s up to the latest entry, of %(last)s: %(parts)s.")


def _last(found):
    return display.date(found.until, get_language())


def new(terms, flow):
    found = flow[Measure.NEW_PROJECTS]
    if found.value:
        words = ngettext("%(n)s new project", "%(n)s new projects", found.value)
        yield sentence(
            _("%(projects)s with %(capital)s"),
            projects=link(terms.kind, found, words % {"n": number(found.value)}),
            capital=terms.say(flow[Measure.NEW_CAPITAL].value),
        )


def adjusted(terms, flow):
    adjusted, raised = flow[Measure.ADJUSTED_PROJECTS], flow[Measure.RAISED_PROJECTS]
    if not adjusted.value:
        return
    words = ngettext("%(n)s project adjusted", "%(n)s projects adjusted", adjusted.value)
    words = link(terms.kind, adjusted, words % {"n": number(adjusted.value)})
    turns = flow[Measure.ADJUSTED_TURNS].value
    if turns != adjusted.value:
        words = sentence(_("%(projects)s (%(turns)s turns)"), projects=words, turns=number(turns))
    if raised.value:
        words = sentence(
            _("%(projects)s, %(raised)s by %(capital)s"),
            projects=words,
            raised=link(terms.kind, raised, _of_which(adjusted.value, raised.value)),
            capital=_together(raised.value, terms.say(flow[Measure.RAISED_CAPITAL].value)),
        )
    lowered = flow[Measure.LOWERED_PROJECTS]
    if lowered.value:
        said = _lowering(adjusted.value, lowered.value, beside=bool(raised.value))
        words = sentence(
            _("%(projects)s, %(lowered)s by %(capital)s"),
            projects=words,
            lowered=link(terms.kind, lowered, said),
            capital=_together(lowered.value, terms.say(flow[Measure.LOWERED_CAPITAL].value)),
        )
    yield words


def _together(count, capital):
    """An amount, which several projects have only together."""
    return _("%(capital)s in total") % {"capital": capital} if count > 1 else capital


def _of_which(adjusted, raised):
    if adjusted == raised == 1:
        return _("raising its capital")
    if adjusted == raised == 2:
        return _("both of them raising their capital")
    if adjusted == raised:
        return _("all of them raising their capital")
    words = ngettext(
        "of which %(n)s raised its capital", "of which %(n)s raised their capital", raised
    )
    return words % {"n": number(raised)}


def _lowering(adjusted, lowered, *, beside):
    """beside: after those that raised it."""
    if beside and adjusted == 1:
        return _("and lowering it")
    if beside:
        words = ngettext(
            "and %(n)s lowered its capital", "and %(n)s lowered their capital", lowered
        )
    elif adjusted == lowered == 1:
        return _("lowering its capital")
    elif adjusted == lowered == 2:
        return _("both of them lowering their capital")
    elif adjusted == lowered:
        return _("all of them lowering their capital")
    else:
        words = ngettext(
            "of which %(n)s lowered its capital", "of which %(n)s lowered their capital", lowered
        )
    return words % {"n": number(lowered)}


def raised(terms, flow):
    raised = flow[Measure.RAISED_PROJECTS]
    words = ngettext(
        "%(n)s project raised its capital", "%(n)s projects raised their capital", raised.value
    )
    yield from _by(terms, raised, words, flow[Measure.RAISED_CAPITAL])


def lowered(terms, flow):
    lowered = flow[Measure.LOWERED_PROJECTS]
    words = ngettext(
        "%(n)s project lowered its capital", "%(n)s projects lowered their capital", lowered.value
    )
    yield from _by(terms, lowered, words, flow[Measure.LOWERED_CAPITAL])


def _by(terms, projects, words, capital):
    if projects.value:
        yield sentence(
            _("%(projects)s by %(capital)s"),
            projects=link(terms.kind, projects, words % {"n": number(projects.value)}),
            capital=_together(projects.value, terms.say(capital.value)),
        )


#: What is counted → what tells its part of what happened.
PARTS = {
    Counted.NEW: (new,),
    Counted.ADJUSTED: (adjusted,),
    Counted.RAISED: (raised,),
    Counted.LOWERED: (lowered,),
    Counted.REGISTERED: (new, raised, lowered),
    "": (new, adjusted),
}

#: What is counted → the Measures that tell it.
MEASURES = {
    Counted.NEW: (Measure.NEW_PROJECTS, Measure.NEW_CAPITAL),
    Counted.ADJUSTED: (
        Measure.ADJUSTED_PROJECTS,
        Measure.ADJUSTED_TURNS,
        Measure.ADJUSTED_CAPITAL,
    ),
    Counted.RAISED: (Measure.RAISED_PROJECTS, Measure.RAISED_CAPITAL),
    Counted.LOWERED: (Measure.LOWERED_PROJECTS, Measure.LOWERED_CAPITAL),
    Counted.ENDED: (Measure.ENDED_PROJECTS, Measure.ENDED_CAPITAL),
    Counted.REGISTERED: (Measure.NEW_CAPITAL, Measure.ADJUSTED_CAPITAL),
}


def happened(terms, flow, counted=""):
    """The parts of a sentence about what happened, or about one kind of it; none for nothing."""
    told = (part(terms, flow) for part in terms.parts[counted])
    return Markup("; ").join(chain.from_iterable(told))


def key_figures(terms, found):
    stock, flow = found.stock, found.flow
    yield key_figure(terms.kind, stock[Measure.VALID_PROJECTS], _("Valid projects"))
    yield terms.figure(stock[Measure.VALID_CAPITAL], _("Registered capital, cumulative"))
    if found.span.last.year < found.year:
        return  # no document of the year: that is not zero
    for measure, label, counted in [
        (Measure.NEW_CAPITAL, _("New projects in %(year)s"), Measure.NEW_PROJECTS),
        (Measure.RAISED_CAPITAL, _("Capital added in %(year)s"), Measure.RAISED_PROJECTS),
    ]:
        behind = flow[counted]
        words = ngettext("%(n)s project", "%(n)s projects", behind.value)
        detail = words % {"n": number(behind.value)}
        if found.until != found.when.as_of:
            detail = _("%(detail)s, up to %(last)s") % {"detail": detail, "last": _last(found)}
        yield terms.figure(flow[measure], label % {"year": found.year}, detail)
