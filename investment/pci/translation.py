from investment.pci.models import PciEdition, SubIndex
from portal.publishing.registration import register_with_history

register_with_history(PciEdition, ["title", "slug", "method", "break_note"])
register_with_history(SubIndex, ["name"])
