from investment.official.datasets import DATASETS
from portal.pages.rooms import Room

ROOM = Room(datasets=DATASETS)
