"""What a column of the annexes of the Foreign Investment Agency holds, as its heading says it."""

import re

from django.utils.translation import override

from investment.official.models import Indicator
from portal.delivery.language import LANGUAGES
from portal.text.fold import fold

NAME = "name"
#: "Số dự án", "Tổng vốn đăng ký" of a table whose other columns say whether they are stocks.
PROJECTS, CAPITAL = "projects", "capital"
NAMES = {"ten", "ten trong van ban", "nganh", "chuyen nganh", "nganh kinh te", "linh vuc",
         "doi tac", "quoc gia vung lanh tho", "dia phuong", "dia ban", "tinh", "tinh thanh pho",
         "tinh tp", "name", "sector", "partner", "province", "locality"}  # fmt: skip
KINDS = {
    "new": ("cap moi", "moi cap", "new"),
    "adjusted": ("dieu chinh", "tang them", "tang von", "adjust"),
    "share": ("gop von", "mua co phan", "gvmcp", "share purchase"),
    "stock": ("luy ke", "con hieu luc", "cumulative", "valid"),
}
COUNTED = ("so du an", "so luot", "luot", "projects", "turns")
MONEY = ("von", "gia tri", "capital", "value")
FOUND = {
    ("new", True): Indicator.NEW_PROJECTS,
    ("new", False): Indicator.NEW_CAPITAL,
    ("adjusted", True): Indicator.ADJUSTED_TURNS,
    ("adjusted", False): Indicator.ADJUSTED_CAPITAL,
    ("share", True): Indicator.SHARE_TURNS,
    ("share", False): Indicator.SHARE_VALUE,
    ("stock", True): Indicator.STOCK_PROJECTS,
    ("stock", False): Indicator.STOCK_CAPITAL,
    ("", True): PROJECTS,
    ("", False): CAPITAL,
}
FLOWS = {
    found for (kind, _is_count), found in FOUND.items() if kind in ("new", "adjusted", "share")
}
_BRACKETS = re.compile(r"\([^)]*\)")


def is_known(text):
    """Whether a cell may stand in a heading: a column's, or the upper part of one in two rows."""
    return meaning(text) is not None or bool(_kind(_folded(text)))


def meaning(heading):
    """NAME, an Indicator, PROJECTS, CAPITAL, or None."""
    parts = [_folded(part) for part in heading.split(" / ")]
    if parts[-1] in NAMES:
        return NAME
    if (exact := _labels().get(" ".join(parts))) is not None:
        return exact
    told = [is_count for part in parts if (is_count := _is_count(part)) is not None]
    return FOUND[_kind(" ".join(parts)), told[-1]] if told else None


def resolved(meanings):
    """The same, with what stands for stocks or flows decided by the columns beside it."""
    is_flow = any(meaning in FLOWS for meaning in meanings)
    told = {
        PROJECTS: Indicator.NEW_PROJECTS if is_flow else Indicator.STOCK_PROJECTS,
        CAPITAL: Indicator.TOTAL_CAPITAL if is_flow else Indicator.STOCK_CAPITAL,
    }
    return [told.get(meaning, meaning) for meaning in meanings]


def _folded(text):
    return fold(_BRACKETS.sub(" ", text))


def _kind(text):
    """The one kind that a heading names; one that names several is of their total."""
    found = [kind for kind, words in KINDS.items() if any(word in text for word in words)]
    return found[0] if len(found) == 1 else ""


def _is_count(part):
    """Whether a part of a heading is of a number or of money, by what it says first; or None."""
    places = [
        (part.index(word), is_count)
        for words, is_count in ((COUNTED, True), (MONEY, False))
        for word in words
        if word in part
    ]
    return min(places)[1] if places else None


def _labels():
    """What the portal itself calls the indicators, in both languages, and their codes."""
    found = {}
    for language in LANGUAGES:
        with override(language):
            found |= {fold(str(indicator.label)): indicator for indicator in Indicator}
    return found | {fold(indicator.value): indicator for indicator in Indicator}
