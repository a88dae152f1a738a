from django.utils.translation import gettext_lazy, pgettext_lazy

from portal.exchange.writing import Column
from projects.downloads import FIRST, LAST, PLACE_CODE, Field, field_of, id_field, texts
from projects.figures import Unit
from projects.registers.fdi.records import add_investors, fdi_in_bulk

FIELDS = [
    id_field("fdi"),
    field_of(
        "code", gettext_lazy("Project code"), lambda r, n: r.project.certificate_number or None
    ),
    *FIRST,
    field_of("status_code", gettext_lazy("Operating state: code"), lambda r, n: _status(r, n)[0]),
    field_of("status", gettext_lazy("Operating state"), lambda r, n: str(_status(r, n)[1])),
    field_of(
        "capital_usd",
        gettext_lazy("Registered capital"),
        lambda r, n: r.life.capital,
        "number",
        Unit.USD,
    ),
    field_of(
        "disbursed_usd",
        gettext_lazy("Disbursed capital"),
        lambda r, n: r.disbursed,
        "number",
        Unit.USD,
    ),
    field_of(
        "currency",
        gettext_lazy("Currency of the capital"),
        lambda r, n: r.project.capital_currency,
    ),
    field_of(
        "partner_code",
        gettext_lazy("Code of the statistical partner"),
        lambda r, n: n.countries[r.life.partner_id].code,
    ),
    field_of(
        "partner", gettext_lazy("Statistical partner"), lambda r, n: n.country(r.life.partner_id)
    ),
    Field(
        Column(
            "investors",
            gettext_lazy("Investors"),
            note=gettext_lazy("of a transferred project those of its first certificate"),
        ),
        lambda r, n: "; ".join(_investor(i, n) for i in r.investors) or None,
    ),
    field_of(
        "industry_code",
        gettext_lazy("VSIC code"),
        lambda r, n: r.project.industry and r.project.industry.code,
    ),
    field_of("industry", gettext_lazy("Sector (VSIC)"), lambda r, n: n.of(r.project.industry)),
    field_of("place_code", PLACE_CODE, lambda r, n: n.place_codes([r.project.unit_id])),
    field_of(
        "place_then",
        gettext_lazy("Place as recorded"),
        lambda r, n: n.then([r.project.unit_id]),
    ),
    field_of("place_now", gettext_lazy("Place today"), lambda r, n: n.now([r.project.unit_id])),
    field_of("zone", gettext_lazy("Zone"), lambda r, n: n.of(r.project.zone)),
    field_of("site", gettext_lazy("Address"), lambda r, n: n.text(r.project, "address")),
    field_of(
        "land_area",
        gettext_lazy("Land area"),
        lambda r, n: r.project.land_area,
        "number",
        pgettext_lazy("unit", "ha"),
    ),
    field_of(
        "first_certificate_on",
        gettext_lazy("First certificate"),
        lambda r, n: r.life.first_on,
        "date",
    ),
    field_of(
        "last_event_on",
        gettext_lazy("Last event"),
        lambda r, n: r.events[-1].effective_on,
        "date",
    ),
    field_of(
        "term_ends_on",
        gettext_lazy("Last day of the term"),
        lambda r, n: r.life.term_ends_on,
        "date",
    ),
    field_of(
        "ended_on",
        gettext_lazy("Ended on"),
        lambda r, n: r.ended_on(n.when.as_of),
        "date",
    ),
    *texts(
        ("objectives", gettext_lazy("Objectives")),
        ("scale", gettext_lazy("Scale")),
        ("incentives", gettext_lazy("Incentives")),
        ("conditions", gettext_lazy("Conditions")),
    ),
    *LAST,
]


def _status(record, names):
    code, label = record.status(names.when.as_of)
    return str(code), label


def _investor(investor, names):
    country = names.country(investor.country_id)
    return f"{investor.name} ({country})" if country else investor.name


def read(pks, when, names):
    found = fdi_in_bulk(pks, when, related=("industry", "zone"))
    add_investors(found)
    return found
