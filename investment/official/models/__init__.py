from investment.official.models.figure import (
    STOCKS,
    Breakdown,
    Explanation,
    Indicator,
    OfficialFigure,
)
from investment.official.models.table import SourceTable

__all__ = ["STOCKS", "Breakdown", "Explanation", "Indicator", "OfficialFigure", "SourceTable"]
