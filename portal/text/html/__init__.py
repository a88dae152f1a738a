"""The bodies of articles and pages: cleaned when saved, asked about, and rendered."""

from portal.text.html.cleaning import clean
from portal.text.html.marked import marked, marked_by
from portal.text.html.public import render
from portal.text.html.reading import (
    Heading,
    alternatives,
    document,
    file_keys,
    headings,
    plain,
    problems,
    reading_minutes,
    substance,
)

__all__ = [
    "Heading",
    "alternatives",
    "clean",
    "document",
    "file_keys",
    "headings",
    "marked",
    "marked_by",
    "plain",
    "problems",
    "reading_minutes",
    "render",
    "substance",
]
