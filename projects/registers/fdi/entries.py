from django.db.models import Q
from django.utils.translation import gettext_lazy

from projects.entries import END, OWN_AMOUNT, coded, held, of_record, told
from projects.exchange import fields
from projects.exchange.layout import number_of_record
from projects.models import AdministrativeUnit, Country, FdiEvent, Industry
from projects.registers.common.capital import entries as capital
from projects.registers.common.capital.entries import happened, is_public
from projects.registers.fdi.columns import ALSO, CODE_IN_SHEET

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
    of_record(
        number_of_record(
            CODE_IN_SHEET,
            gettext_lazy("Empty only for a share-purchase notice that stands alone."),
            also=ALSO,
        )
    ),
    *capital.event(FdiEvent.Type),
    *capital.amount(FdiEvent, "usd"),
    *OWN_AMOUNT,
    coded(
        "partner_code",
        gettext_lazy("Partner that the entry names: code"),
        lambda e, asked: e.partner and e.partner.code,
        fields.link("partner", gettext_lazy("Statistical partner"), Country),
        note=NAMED,
    ),
    told(
        "partner",
        gettext_lazy("Partner that the entry names"),
        lambda e, asked: e.partner and e.partner.name_in(asked.language),
        note=NAMED,
    ),
    capital.TERM,
    held(
        fields.text(
            "company",
            gettext_lazy("Company"),
            note=gettext_lazy("For a notice that stands alone."),
        )
    ),
    coded(
        "industry_code",
        gettext_lazy("VSIC code"),
        lambda e, asked: e.industry and e.industry.code,
        fields.link("industry", gettext_lazy("Industry (VSIC)"), Industry),
    ),
    coded(
        "place_code",
        gettext_lazy("Code of the place"),
        lambda e, asked: e.unit and e.unit.key,
        fields.link("unit", gettext_lazy("Place as recorded"), AdministrativeUnit),
    ),
    *END,
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
