from django.utils.translation import gettext_lazy

from projects.downloads import FIRST, LAST, choice, field_of, id_field, texts
from projects.figures import Unit
from projects.models import NgoAid
from projects.registers.staged.downloads import AGENCIES, PLACES, SECTOR, STAGE, with_stages
from projects.registers.staged.records import StagedRecord

FIELDS = [
    id_field("ngo"),
    field_of(
        "decision_number",
        gettext_lazy("Approval decision: number"),
        lambda r, n: r.project.decision_number or None,
    ),
    field_of(
        "decision_on",
        gettext_lazy("Approval decision: date"),
        lambda r, n: r.project.decision_on,
        "date",
    ),
    *FIRST,
    *choice("type", gettext_lazy("Type"), gettext_lazy("Type: code")),
    *STAGE,
    field_of("donor", gettext_lazy("Donor organisation"), lambda r, n: n.of(r.project.donor)),
    field_of(
        "donor_country_code",
        gettext_lazy("Code of the donor's country"),
        lambda r, n: (
            (country := n.countries.get(r.project.donor and r.project.donor.country_id))
            and country.code
        ),
    ),
    field_of(
        "donor_country",
        gettext_lazy("Country of the donor"),
        lambda r, n: n.country(r.project.donor and r.project.donor.country_id),
    ),
    field_of(
        "commitment_usd",
        gettext_lazy("Total commitment"),
        lambda r, n: r.project.usd,
        "number",
        Unit.USD,
    ),
    field_of(
        "commitment_is_floor",
        gettext_lazy("The total is “above” this amount"),
        lambda r, n: r.project.usd_is_floor,
        "boolean",
    ),
    field_of("owner", gettext_lazy("Aid owner"), lambda r, n: n.of(r.project.owner)),
    *AGENCIES,
    *choice("field", gettext_lazy("Field"), gettext_lazy("Field: code")),
    *SECTOR,
    *PLACES,
    field_of(
        "starts_on", gettext_lazy("Period: first day"), lambda r, n: r.project.starts_on, "date"
    ),
    field_of("ends_on", gettext_lazy("Period: last day"), lambda r, n: r.project.ends_on, "date"),
    *texts(("objectives", gettext_lazy("Objectives"))),
    *LAST,
]


def read(pks, when, names):
    related = ("managing_agency", "owner", "sector", "donor")
    projects = NgoAid.objects.select_related(*related).in_bulk(pks)
    found = [StagedRecord(projects[pk], []) for pk in pks if pk in projects]
    return with_stages(found, when, names, NgoAid)
