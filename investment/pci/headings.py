"""What a column of a table of PCI results holds, as its heading says it."""

import re
from difflib import get_close_matches

from investment.pci.editions import NAMES, names
from portal.text.fold import fold

PROVINCE = {"tinh", "tinh thanh pho", "tinh tp", "dia phuong", "province", "province city",
            "provinces", "ten tinh", "province vi", "province en"}  # fmt: skip
SCORE = {"pci", "diem", "diem pci", "diem so pci", "chi so pci", "pci score", "score",
         "diem tong hop", "chi so tong hop", "composite", "weighted pci", "pci weighted",
         "the weighted pci score", "weighted pci score", "pci co trong so"}  # fmt: skip
RANK = {"hang", "xep hang", "thu hang", "rank", "ranking", "pci rank", "hang pci"}
TIER = {"nhom", "nhom xep hang", "tier"}
_NUMBERED = re.compile(r"^(?:cstp|sub ?index|sub indices|chi so thanh phan|chi so)? ?\d+ (?=\D)")
_ALIASES = {"labor policy": "labor and training", "soe bias": "policy bias",
            "law and order": "legal institutions"}  # fmt: skip
FIRST_YEAR = 2005
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def meaning(heading, edition):
    """What a column holds: "province", "score", "rank", "tier", a code, or None."""
    parts = [fold(part) for part in heading.split(" / ")]
    years = {int(year) for part in parts for year in _YEAR.findall(part)}
    if years - {edition.year}:
        return None
    parts = [" ".join(_YEAR.sub("", part).split()) for part in parts]
    if re.sub(r" \d+$", "", parts[-1]) in PROVINCE:
        return "province"
    for part in reversed(parts):
        if code := _code(part, edition):
            # Of a sub-index only the scores are kept.
            return code if parts[-1] not in RANK else None
    for words, found in ((RANK, "rank"), (TIER, "tier")):
        if parts[-1] in words:
            return found
    return "score" if SCORE & set(parts) else None


def nearly(heading, subindices, edition):
    """Of some sub-indices of an edition the one that a heading may mean, or None."""
    known = {name: subindex for subindex in subindices for name in _names(subindex, edition)}
    near = get_close_matches(fold(heading), known, n=1, cutoff=0.75)
    return known[near[0]] if near else None


def code_named(name):
    """The code of the sub-index that VCCI has called so in some edition, or None."""
    for code, now in NAMES.items():
        if fold(name) in map(fold, (*now, *names(code, FIRST_YEAR))):
            return code
    return None


def _code(text, edition):
    """The sub-index of the edition that a heading names, by a part of the name if it is only one's:
    "Sub-Index 3: Transparency" too."""
    text = _NUMBERED.sub("", text).replace("labour", "labor")
    text = _ALIASES.get(text, text)
    known = {subindex.code: _names(subindex, edition) for subindex in edition.subindices.all()}
    exact = [code for code, found in known.items() if text in found]
    if exact or not text:
        return exact[0] if exact else None
    words = _words(text)
    near = [
        code
        for code, found in known.items()
        if any(name.startswith(f"{text} ") or words == _words(name) for name in found)
    ]
    return near[0] if len(near) == 1 else None


def _names(subindex, edition):
    """What a sub-index is called in its edition, and what VCCI called it over the years."""
    found = {subindex.code, subindex.name_vi, subindex.name_en}
    if subindex.code in NAMES:
        found |= {*NAMES[subindex.code], *names(subindex.code, edition.year)}
        found |= {*names(subindex.code, FIRST_YEAR)}
    return {fold(name) for name in found if name}


def _words(text):
    return set(text.split()) - {"and", "of", "the", "va"}
