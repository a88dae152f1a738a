"""The grammar of everything that is said of numbers: on charts, cards, pages and in files.

A sentence is a claim. It knows of values that are missing and of lower limits, of flows, stocks
and what is stated for a year, of the period that is not over, of breaks, ties, parts and wholes;
what it cannot say truly it leaves out. Every function speaks the language of `about`, or the
active one where it is given none.
"""

from portal.charts.words.among import leading, ranking, told
from portal.charts.words.moves import balance, changes, movements
from portal.charts.words.numbers import (
    amount,
    brief,
    difference,
    floor,
    joined,
    listed,
    number,
    place,
    rounded,
    share,
    signed,
)
from portal.charts.words.periods import as_known, moved, named, opening, same_period, told_of
from portal.charts.words.time import compared, finding, methods, spans, trend

__all__ = [
    "amount",
    "as_known",
    "balance",
    "brief",
    "changes",
    "compared",
    "difference",
    "finding",
    "floor",
    "joined",
    "leading",
    "listed",
    "methods",
    "moved",
    "movements",
    "named",
    "number",
    "opening",
    "place",
    "ranking",
    "rounded",
    "same_period",
    "share",
    "signed",
    "spans",
    "told",
    "told_of",
    "trend",
]
