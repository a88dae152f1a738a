from itertools import chain

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from markupsafe import Markup

from portal.text import display
from projects.figures import Measure
from projects.registers.fdi.selection import FdiCounted
from projects.views.words import in_millions, key_figure, link, number, sentence, usd


def sentences(found, day):
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
    if parts := happened(flow):
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


def happened(flow, counted=""):
    """The parts of a sentence about what happened, or about one kind of it; none for nothing."""
    return Markup("; ").join(chain.from_iterable(part(flow) for part in FLOW_PARTS[counted]))


def key_figures(found):
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
