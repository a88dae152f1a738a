"""What an item of foreign NGO aid has, column by column."""

from django.utils.translation import get_language, gettext_lazy

from portal.text.display import date
from projects import columns as c
from projects.exchange import fields
from projects.models import Agency, NgoAid, Organisation
from projects.registers.common.aid.columns import AGENCY, PLACES, SECTOR, STAGE, period_of


def is_decided(aid, when):
    """Whether its approval had been decided by the day, or nobody says when."""
    return aid.decision_on is None or aid.decision_on <= when.as_of


def _decision(record, language, when):
    aid, label = record.project, gettext_lazy("Approval decision")
    if not is_decided(aid, when):
        return label, ""
    day = aid.decision_on and date(aid.decision_on, get_language())
    return label, ", ".join(filter(None, [aid.decision_number, day]))


def _country(record, names):
    donor = record.project.donor
    return donor and names.countries.get(donor.country_id)


NUMBER = gettext_lazy("Approval decision: number")
COLUMNS = [
    c.identity("ngo"),
    c.Column(
        (
            fields.text(
                "decision_number",
                NUMBER,
                note=gettext_lazy("By it and the year of its date a row finds its record."),
            ),
        ),
        (
            c.field_of(
                "decision_number",
                NUMBER,
                lambda r, n: (is_decided(r.project, n.when) and r.project.decision_number) or None,
            ),
        ),
    ),
    c.Column(
        (fields.day("decision_on", gettext_lazy("Approval decision: date")),),
        (
            c.field_of(
                "decision_on",
                gettext_lazy("Approval decision: date"),
                lambda r, n: r.project.decision_on if is_decided(r.project, n.when) else None,
                "date",
            ),
        ),
        _decision,
    ),
    c.name(gettext_lazy("Name of the aid")),
    c.choice(
        "type",
        gettext_lazy("Type"),
        NgoAid.Type,
        of_code=gettext_lazy("Type: code"),
        empty=NgoAid.Type.PROJECT,
    ),
    *STAGE,
    c.link("donor", gettext_lazy("Donor organisation"), Organisation),
    c.told(
        "donor_country_code",
        gettext_lazy("Code of the donor's country"),
        lambda r, n: (country := _country(r, n)) and country.code,
    ),
    c.told(
        "donor_country", gettext_lazy("Country of the donor"), lambda r, n: n.of(_country(r, n))
    ),
    c.usd("usd", gettext_lazy("Total commitment"), key="commitment_usd"),
    c.Column(
        (fields.yes_or_no("usd_is_floor", gettext_lazy("The total is “above” this amount")),),
        (
            c.field_of(
                "commitment_is_floor",
                gettext_lazy("The total is “above” this amount"),
                lambda r, n: r.project.usd_is_floor,
                "boolean",
            ),
        ),
    ),
    c.Column(
        (
            fields.number("amount", gettext_lazy("Total commitment in its own currency"), places=2),
            fields.currency("currency", gettext_lazy("Currency")),
        )
    ),
    c.link("owner", gettext_lazy("Aid owner"), Agency),
    AGENCY,
    c.choice("field", gettext_lazy("Field"), NgoAid.Field, of_code=gettext_lazy("Field: code")),
    SECTOR,
    PLACES,
    *period_of(
        gettext_lazy("Period"), gettext_lazy("Period: first day"), gettext_lazy("Period: last day")
    ),
    c.text("objectives", gettext_lazy("Objectives")),
    c.END,
]
