from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects.figures import Measure
from projects.registers.common.capital import sentences as capital
from projects.registers.common.capital.selection import Status
from projects.registers.fdi.selection import FdiCounted
from projects.views.words import in_millions, link, number, sentence, usd


def _shares(terms, flow):
    shares = flow[Measure.SHARE_TURNS]
    if shares.value:
        words = ngettext(
            "%(n)s share-purchase notice", "%(n)s share-purchase notices", shares.value
        )
        yield sentence(
            ngettext(
                "%(notices)s of %(capital)s", "%(notices)s of %(capital)s in total", shares.value
            ),
            notices=link(terms.kind, shares, words % {"n": number(shares.value)}),
            capital=terms.say(flow[Measure.SHARE_VALUE].value),
        )


def _disbursed(terms, flow):
    disbursed = flow[Measure.DISBURSED_CAPITAL]
    if disbursed.value:
        yield sentence(
            _("%(capital)s disbursed"),
            capital=link(terms.kind, disbursed, terms.say(disbursed.value)),
        )


NOUNS = {
    "": lambda n: ngettext("%(n)s FDI project", "%(n)s FDI projects", n),
    Status.VALID: lambda n: ngettext("%(n)s valid FDI project", "%(n)s valid FDI projects", n),
    Status.OPERATING: lambda n: ngettext(
        "%(n)s valid FDI project that is not suspended",
        "%(n)s valid FDI projects that are not suspended",
        n,
    ),
    Status.SUSPENDED: lambda n: ngettext(
        "%(n)s suspended FDI project", "%(n)s suspended FDI projects", n
    ),
    Status.ENDED: lambda n: ngettext(
        "%(n)s FDI project that has ended", "%(n)s FDI projects that have ended", n
    ),
}
PARTS = capital.PARTS | {
    FdiCounted.SHARES: (_shares,),
    FdiCounted.DISBURSED: (_disbursed,),
    FdiCounted.REGISTERED: (*capital.PARTS[FdiCounted.REGISTERED], _shares),
    "": (*capital.PARTS[""], _shares),
}
MEASURES = capital.MEASURES | {
    FdiCounted.SHARES: (Measure.SHARE_TURNS, Measure.SHARE_VALUE),
    FdiCounted.DISBURSED: (Measure.DISBURSED_CAPITAL,),
    FdiCounted.REGISTERED: (*capital.MEASURES[FdiCounted.REGISTERED], Measure.SHARE_VALUE),
}
TERMS = capital.Terms("fdi", usd, partial(in_millions, "fdi"), NOUNS, PARTS, MEASURES)
sentences = partial(capital.sentences, TERMS)
key_figures = partial(capital.key_figures, TERMS)
