"""The columns and rows of each register's list."""

from dataclasses import dataclass, replace

from django.utils.text import capfirst

from portal.text import display
from projects import filters
from projects.registers.common.aid.selection import Lapsed
from projects.registers.common.capital.selection import Status
from projects.views import words
from projects.views.words import LIST


@dataclass(frozen=True)
class Column:
    label: str
    sort: str = ""
    classes: str = ""
    url: str = ""  # sorts by this column, the other way round if it is sorted by it
    direction: str = ""  # "ascending" or "descending", of the column that the list is sorted by


@dataclass(frozen=True)
class Cell:
    text: str
    classes: str = ""
    tag: str = ""  # the kind of a status tag


@dataclass(frozen=True)
class Row:
    title: str
    url: str
    lang: str | None
    illustrative: bool
    outdated: bool  # the title is behind its original
    cells: list


def columns(register, form, base):
    """The columns with the links that sort by them."""
    found = []
    for column in register.listing.COLUMNS:
        if not column.sort:
            found.append(column)
            continue
        is_sorted = form.order.lstrip("-") == column.sort
        falls = form.order.startswith("-")
        # A first click puts the largest and the newest on top, and names from A.
        wanted = not falls if is_sorted else column.sort != "name"
        order = f"-{column.sort}" if wanted else column.sort
        url = base + filters.query(form.asked | {"sort": order}) + LIST
        direction = ("descending" if falls else "ascending") if is_sorted else ""
        found.append(replace(column, url=url, direction=direction))
    return found


#: status or stage → the colour of its tag.
TAGS = {
    Status.VALID: "on",
    Status.SUSPENDED: "wait",
    "mobilisation": "new",
    "policy": "new",
    "decision": "new",
    "agreement": "new",
    "appraisal": "new",
    "approved": "new",
    "implementation": "on",
    "implementing": "on",
    Lapsed.LAPSED: "wait",
}


def status_cell(status, label):
    return Cell(capfirst(label), tag=TAGS.get(status, "end"))


def row_of(project, language, cells):
    shown = project.public_language(language)
    return Row(
        project.title_in(shown),
        project.url(language),
        shown if shown != language else None,
        project.illustrative,
        project.is_outdated(shown),
        cells,
    )


def day_cell(day, language):
    return Cell(display.date(day, language) if day else "", "num")


def name_of(thing, language):
    return thing.name_in(language) if thing else ""


def in_millions(value):
    return "" if value is None else words.number(value / words.MILLION, 2)
