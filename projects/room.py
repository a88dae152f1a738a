from django.utils.translation import gettext_lazy as _

from portal.pages.rooms import Room, Section
from projects.registers import REGISTERS
from projects.views import registers

#: Key figures of a register on the home page.
PROOFS = 2


def _home(request):
    """The totals of the registers that have any."""
    found = [_proof(one) for one in registers.summaries(request) if one["has_totals"]]
    return ("projects/home.html", {"registers": found}) if found else None


def _proof(summary):
    """A register's first figures that say more than that nothing was registered."""
    figures = [figure for figure in summary["figures"] if figure.value != "0"]
    return {**summary, "figures": figures[:PROOFS]}


ROOM = Room(
    sections=(
        Section("projects:registers", _("Projects")),
        *(Section(f"projects:{kind}", register.short) for kind, register in REGISTERS.items()),
    ),
    home=_home,
)
