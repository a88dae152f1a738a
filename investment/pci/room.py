from django.utils.translation import gettext_lazy as _

from investment.pci.datasets import DATASETS
from investment.pci.views import frame
from portal.pages.rooms import Room, Section

ROOM = Room(
    sections=(
        Section("pci:overview", _("Provincial Competitiveness Index (PCI)")),
        Section("pci:compare"),
        Section("pci:mergers"),
        Section("pci:method"),
    ),
    addresses=frame.every_address,
    datasets=DATASETS,
)
