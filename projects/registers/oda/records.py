from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from projects.models import OdaFund, OdaProject, OdaStage
from projects.registers.common.aid.records import StagedRecord, with_stages


@dataclass
class OdaRecord(StagedRecord):
    funds: list = field(default_factory=list)

    @property
    def foreign(self):
        """What donors agreed to give, in USD; None where it is not known."""
        foreign = [fund for fund in self.funds if fund.kind != OdaFund.Kind.COUNTERPART]
        known = [fund.usd for fund in foreign if fund.usd is not None]
        return sum(known, Decimal(0)) if known else None

    @property
    def is_agreed(self):
        """Whether an agreement on these funds is signed and stands."""
        return self.stage is not None and self.stage.stage in OdaStage.AGREED

    @property
    def donors(self):
        """The organisations that give, each once."""
        return list({fund.donor.pk: fund.donor for fund in self.funds if fund.donor}.values())


def add_funds(records):
    """Fill in the funds and donors of OdaRecords; one query."""
    found = defaultdict(list)
    rows = OdaFund.objects.filter(project__in=[record.project.pk for record in records])
    for fund in rows.select_related("donor"):
        found[fund.project_id].append(fund)
    for record in records:
        record.funds = found[record.project.pk]


def read(pks, when, names):
    """The OdaRecords of a file's rows."""
    related = ("managing_agency", "owner", "sector")
    projects = OdaProject.objects.select_related(*related).in_bulk(pks)
    found = [OdaRecord(projects[pk], []) for pk in pks if pk in projects]
    add_funds(found)
    return with_stages(found, when, names, OdaProject)
