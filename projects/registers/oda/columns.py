"""What an ODA project has, column by column."""

from django.utils.translation import gettext_lazy

from projects import columns as c
from projects.exchange.layout import FINDS
from projects.figures import Unit
from projects.models import Agency, OdaFund, OdaProject
from projects.registers.common.aid.columns import AGENCY, PLACES, SECTOR, STAGE, period_of
from projects.views.facts import name_of


def _funds(*kinds):
    def total(record, names):
        known = [f.usd for f in record.funds if f.kind in kinds and f.usd is not None]
        return sum(known) if known else None

    return total


def _donors(record, language, when):
    return gettext_lazy("Donors"), "; ".join(name_of(donor) for donor in record.donors)


NUMBER = gettext_lazy("Decision number or code")
COLUMNS = [
    c.identity("oda"),
    c.number("code", NUMBER, note=FINDS),
    c.name(gettext_lazy("Project name")),
    c.choice(
        "form",
        gettext_lazy("Form"),
        OdaProject.Form,
        of_code=gettext_lazy("Form: code"),
        empty=OdaProject.Form.PROJECT,
    ),
    *STAGE,
    c.told(
        "donors",
        gettext_lazy("Donors"),
        lambda r, n: "; ".join(n.of(donor) for donor in r.donors) or None,
        fact=_donors,
    ),
    *[c.told(f"{kind}_usd", kind.label, _funds(kind), "number", Unit.USD) for kind in OdaFund.Kind],
    AGENCY,
    c.link("owner", gettext_lazy("Project owner"), Agency),
    SECTOR,
    c.choice(
        "mechanism",
        gettext_lazy("Domestic mechanism"),
        OdaProject.Mechanism,
        of_code=gettext_lazy("Domestic mechanism: code"),
    ),
    PLACES,
    *period_of(
        gettext_lazy("Planned period"), gettext_lazy("Planned start"), gettext_lazy("Planned end")
    ),
    c.text("objectives", gettext_lazy("Objectives")),
    c.END,
]
