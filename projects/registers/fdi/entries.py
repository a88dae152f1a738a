from dataclasses import replace

from django.db.models import Q
from django.utils.translation import gettext_lazy

from portal.exchange.writing import Column
from projects.entries import AS_STATED, FIRST, LAST, own_amount
from projects.figures import Unit
from projects.models import FdiEvent
from projects.registers.fdi.selection import EVENTS_COUNTED, FdiCounted

NAMED = gettext_lazy(
    "of a share purchase the country or territory of the buyer, else the project's statistical "
    "partner from that day on"
)

#: What the file of a list that is not asked for a state says of itself.
WITH_ENDED = gettext_lazy(
    "Entries of projects that have ended are in it, too: without them no total of an earlier year "
    "can be added up. A column tells which entries make up the capital of valid projects."
)

#: What the file of a partner's list says of itself.
OF_PARTNER = gettext_lazy(
    "Of a transferred project the file of its present partner has all entries, that of a former "
    "partner those of its time. A share purchase is in the file of the buyer's country or "
    "territory."
)


def contents(asked):
    """What more is in the file than in the list, in sentences, or nothing.

    asked: the GET parameters of the list.
    """
    if "counted" in asked:
        return ""
    told = [] if "status" in asked else [WITH_ENDED]
    told += [OF_PARTNER] if "partner" in asked else []
    return " ".join(map(str, told))


def found(selection, when):
    """The entries that count of the public records of a selection; notices of no record, too."""
    asked = Q(project=None) | Q(project__in=selection.model.objects.public())
    return _happened(selection, when).filter(asked)


def ruling(selection, when):
    """The entries that the totals are made of."""
    valid = selection.valid(replace(when, since=None))
    return FdiEvent.objects.as_of(when).capital().filter(project__in=valid)


def _happened(selection, when):
    """The events of a selection: of a list of what happened in a period, those that it counts."""
    if selection.counted == FdiCounted.ENDED:
        return FdiEvent.objects.as_of(when).filter(project__in=selection.listed(when))
    events = selection.events(when)
    if selection.counted:
        return events.during(when).filter(type__in=EVENTS_COUNTED[selection.counted])
    if selection.partner:
        # The capital of a project is its present partner's, whoever registered it; a purchase of
        # shares is the buyer's.
        of_projects = Q(project__in=selection.projects(when)) & ~Q(type=FdiEvent.Type.SHARES)
        asked = of_projects | Q(pk__in=events.values("pk"))
        return FdiEvent.objects.as_of(when).filter(asked)
    return events


def tell(event, language, ruling):
    partner = event.partner
    return {
        "type_code": event.type,
        "type": event.get_type_display(),
        "usd": event.usd,
        "change_usd": _change(event),
        "rules": event.pk in ruling,
        **own_amount(event),
        "partner_code": partner and partner.code,
        "partner": partner and partner.name_in(language),
        "term_ends_on": event.term_ends_on,
        "company": event.company or None,
        "industry_code": event.industry and event.industry.code,
        "place_code": event.unit and event.unit.key,
    }


def _change(event):
    if event.type not in FdiEvent.CAPITAL or event.usd is None:
        return None
    return -event.usd if event.type == FdiEvent.Type.DECREASE else event.usd


COLUMNS = [
    *FIRST,
    Column("effective_on", gettext_lazy("Effective date"), "date"),
    Column("type_code", gettext_lazy("Event: code")),
    Column("type", gettext_lazy("Event")),
    Column("usd", gettext_lazy("Amount"), "number", Unit.USD, note=AS_STATED),
    Column("change_usd", gettext_lazy("Change of the registered capital"), "number", Unit.USD),
    Column(
        "rules",
        gettext_lazy("Counts in the capital of valid projects"),
        "boolean",
        note=gettext_lazy("false: it changes no capital, or its project is valid no longer"),
    ),
    Column("amount", gettext_lazy("Amount in its own currency"), "number"),
    Column("currency", gettext_lazy("Currency")),
    Column("partner_code", gettext_lazy("Partner that the entry names: code"), note=NAMED),
    Column("partner", gettext_lazy("Partner that the entry names"), note=NAMED),
    Column("term_ends_on", gettext_lazy("Last day of the term"), "date"),
    Column("company", gettext_lazy("Company")),
    Column("industry_code", gettext_lazy("VSIC code")),
    Column("place_code", gettext_lazy("Code of the place")),
    *LAST,
]
RELATED = ("project", "partner", "industry", "unit")
