from dataclasses import dataclass
from decimal import Decimal

from projects.models import Country, FdiEvent
from projects.registers.common.capital.records import CapitalRecord, add_investors, in_bulk


@dataclass
class FdiRecord(CapitalRecord):
    """Amounts in USD."""

    partner: Country | None = None

    @property
    def disbursed(self):
        """None where nothing tells of any."""
        spent = [e.usd for e in self.events if e.type == FdiEvent.Type.DISBURSEMENT]
        return sum(spent, Decimal(0)) if spent else None


def add_partners(records):
    """Fill in the statistical partners; one query."""
    known = Country.objects.in_bulk({record.life.partner_id for record in records} - {None})
    for record in records:
        record.partner = known.get(record.life.partner_id)


def read(pks, when, names):
    """The FdiRecords of a file's rows."""
    found = in_bulk(FdiRecord, FdiEvent, pks, when, related=("industry", "zone"))
    add_investors(found)
    return found
