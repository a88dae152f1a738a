from django.utils.translation import gettext_lazy as _

from investment.opendata import catalogue, registers
from investment.opendata.files import dataset_urls
from portal.pages.rooms import Room, Section

ROOM = Room(
    sections=(Section("opendata:index", _("Open data")),),
    addresses=lambda request: [dataset_urls(dataset) for dataset in catalogue.every()],
    datasets=registers.DATASETS,
)
