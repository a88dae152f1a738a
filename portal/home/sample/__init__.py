"""Content of the sample site: pure data and functions, no models.

Every text is our own. Figures are those of the department's report of November 2022;
whatever was invented to make a readable site says that it is a sample.
"""

from pathlib import Path
from typing import NamedTuple

BODIES = Path(__file__).parent / "bodies"


class Both(NamedTuple):
    """A text in both languages; no English is the empty string."""

    vi: str
    en: str = ""


def body(key: str) -> Both:
    """The HTML of bodies/<key>.<language>.html; a file that is missing is an empty text."""
    files = (BODIES / f"{key}.{language}.html" for language in ("vi", "en"))
    return Both(*(file.read_text("utf-8") if file.exists() else "" for file in files))
