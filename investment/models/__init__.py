from investment.models.dataset import DatasetNote
from investment.models.official import STOCKS, Breakdown, Explanation, Indicator, OfficialFigure
from investment.models.pci import PciEdition, PciResult, PciScore, SubIndex
from investment.models.table import SourceTable

__all__ = [
    "STOCKS",
    "Breakdown",
    "DatasetNote",
    "Explanation",
    "Indicator",
    "OfficialFigure",
    "PciEdition",
    "PciResult",
    "PciScore",
    "SourceTable",
    "SubIndex",
]
