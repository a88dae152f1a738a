from projects.models import DomesticEvent
from projects.registers.common.capital.records import CapitalRecord, add_investors, in_bulk


def investors(record):
    """The investors with their tax codes, in words."""
    told = (
        f"{one.name} ({one.tax_code})" if one.tax_code else one.name for one in record.investors
    )
    return "; ".join(told)


def read(pks, when, names):
    """The CapitalRecords of a file's rows."""
    found = in_bulk(CapitalRecord, DomesticEvent, pks, when, related=("industry", "zone"))
    add_investors(found)
    return found
