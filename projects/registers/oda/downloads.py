from django.utils.translation import gettext_lazy

from projects.downloads import FIRST, LAST, choice, field_of, id_field, texts
from projects.figures import Unit
from projects.models import OdaFund, OdaProject
from projects.registers.oda.records import OdaRecord, add_funds
from projects.registers.staged.downloads import AGENCIES, PLACES, SECTOR, STAGE, with_stages


def _funds(*kinds):
    def total(record, names):
        known = [f.usd for f in record.funds if f.kind in kinds and f.usd is not None]
        return sum(known) if known else None

    return total


FIELDS = [
    id_field("oda"),
    field_of("code", gettext_lazy("Decision number or code"), lambda r, n: r.project.code or None),
    *FIRST,
    *choice("form", gettext_lazy("Form"), gettext_lazy("Form: code")),
    *STAGE,
    field_of(
        "donors",
        gettext_lazy("Donors"),
        lambda r, n: "; ".join(n.of(donor) for donor in r.donors) or None,
    ),
    *[
        field_of(f"{kind}_usd", kind.label, _funds(kind), "number", Unit.USD)
        for kind in OdaFund.Kind
    ],
    *AGENCIES,
    field_of("owner", gettext_lazy("Project owner"), lambda r, n: n.of(r.project.owner)),
    *SECTOR,
    *choice(
        "mechanism",
        gettext_lazy("Domestic mechanism"),
        gettext_lazy("Domestic mechanism: code"),
    ),
    *PLACES,
    field_of("starts_on", gettext_lazy("Planned start"), lambda r, n: r.project.starts_on, "date"),
    field_of("ends_on", gettext_lazy("Planned end"), lambda r, n: r.project.ends_on, "date"),
    *texts(("objectives", gettext_lazy("Objectives"))),
    *LAST,
]


def read(pks, when, names):
    related = ("managing_agency", "owner", "sector")
    projects = OdaProject.objects.select_related(*related).in_bulk(pks)
    found = [OdaRecord(projects[pk], []) for pk in pks if pk in projects]
    add_funds(found)
    return with_stages(found, when, names, OdaProject)
