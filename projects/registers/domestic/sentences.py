from functools import partial

from django.utils.translation import ngettext

from projects.registers.common.capital import sentences as capital
from projects.registers.common.capital.selection import Status
from projects.views.words import billion_vnd, in_billion_vnd

NOUNS = {
    "": lambda n: ngettext("%(n)s domestic project", "%(n)s domestic projects", n),
    Status.VALID: lambda n: ngettext(
        "%(n)s valid domestic project", "%(n)s valid domestic projects", n
    ),
    Status.OPERATING: lambda n: ngettext(
        "%(n)s valid domestic project that is not suspended",
        "%(n)s valid domestic projects that are not suspended",
        n,
    ),
    Status.SUSPENDED: lambda n: ngettext(
        "%(n)s suspended domestic project", "%(n)s suspended domestic projects", n
    ),
    Status.ENDED: lambda n: ngettext(
        "%(n)s domestic project that has ended", "%(n)s domestic projects that have ended", n
    ),
}
TERMS = capital.Terms(
    "domestic",
    billion_vnd,
    partial(in_billion_vnd, "domestic"),
    NOUNS,
    capital.PARTS,
    capital.MEASURES,
)
sentences = partial(capital.sentences, TERMS)
key_figures = partial(capital.key_figures, TERMS)
