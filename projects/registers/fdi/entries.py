from django.db.models import Q
from django.utils.translation import gettext_lazy

from portal.exchange.writing import Column
from projects.entries import AS_STATED, FIRST, LAST, own_amount
from projects.figures import Unit
from projects.models import FdiEvent
from projects.registers.capital import entries as capital
from projects.registers.capital.entries import RULES, TERM, event, happened, is_public

NAMED = gettext_lazy(
    "of a share purchase the country or territory of the buyer, else the project's statistical "
    "partner from that day on"
)
#: What the file of a partner's list says of itself.
OF_PARTNER = gettext_lazy(
    "Of a transferred project the file of its present partner has all entries, that of a former "
    "partner those of its time. A share purchase is in the file of the buyer's country or "
    "territory."
)
COLUMNS = [
    *FIRST,
    *event(FdiEvent.Type),
    Column("usd", gettext_lazy("Amount"), "number", Unit.USD, note=AS_STATED),
    Column("change_usd", gettext_lazy("Change of the registered capital"), "number", Unit.USD),
    RULES,
    Column("amount", gettext_lazy("Amount in its own currency"), "number"),
    Column("currency", gettext_lazy("Currency")),
    Column("partner_code", gettext_lazy("Partner that the entry names: code"), note=NAMED),
    Column("partner", gettext_lazy("Partner that the entry names"), note=NAMED),
    TERM,
    Column("company", gettext_lazy("Company")),
    Column("industry_code", gettext_lazy("VSIC code")),
    Column("place_code", gettext_lazy("Code of the place")),
    *LAST,
]
RELATED = ("project", "partner", "industry", "unit")
ruling = capital.ruling


def contents(asked):
    told = [capital.contents(asked)]
    if "partner" in asked and "counted" not in asked:
        told.append(str(OF_PARTNER))
    return " ".join(filter(None, told))


def found(selection, when):
    events = happened(selection, when)
    if selection.partner and not selection.counted:
        # The capital of a project is its present partner's, whoever registered it; a purchase of
        # shares is the buyer's.
        of_projects = Q(project__in=selection.projects(when)) & ~Q(type=FdiEvent.Type.SHARES)
        asked = of_projects | Q(pk__in=events.values("pk"))
        events = FdiEvent.objects.as_of(when).filter(asked)
    return events.filter(is_public(selection))


def tell(event, language, ruling):
    partner = event.partner
    return {
        **capital.tell(event, ruling),
        "usd": event.usd,
        "change_usd": event.change,
        **own_amount(event),
        "partner_code": partner and partner.code,
        "partner": partner and partner.name_in(language),
        "company": event.company or None,
        "industry_code": event.industry and event.industry.code,
        "place_code": event.unit and event.unit.key,
    }
