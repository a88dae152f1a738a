"""The columns and rows of each register's list."""

from dataclasses import dataclass, replace

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.text import display
from projects import filters, records
from projects.selections import FdiStatus, Lapsed
from projects.views import words
from projects.views.choices import countries
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


#: What a list needs of a project beside its own columns.
RELATED = {"fdi": (), "oda": (), "ngo": ("donor",)}


COLUMNS = {
    "fdi": [
        Column(gettext_lazy("Project"), "name"),
        Column(gettext_lazy("Country or territory")),
        Column(gettext_lazy("Place")),
        Column(gettext_lazy("Capital (million USD)"), "capital", "num"),
        Column(gettext_lazy("First certificate"), "date", "num"),
        Column(gettext_lazy("End of term"), classes="num"),
        Column(gettext_lazy("Operating state")),
    ],
    "oda": [
        Column(gettext_lazy("Project"), "name"),
        Column(gettext_lazy("Donor")),
        Column(gettext_lazy("Foreign funds (million USD)"), "capital", "num"),
        Column(gettext_lazy("Stage")),
        Column(gettext_lazy("Latest recorded stage since"), "date", "num"),
        Column(gettext_lazy("Planned end"), classes="num"),
    ],
    "ngo": [
        Column(gettext_lazy("Item of aid"), "name"),
        Column(gettext_lazy("Donor organisation")),
        Column(gettext_lazy("Field")),
        Column(gettext_lazy("Total commitment (USD)"), "capital", "num"),
        Column(gettext_lazy("Status")),
        Column(gettext_lazy("Latest recorded stage since"), "date", "num"),
        Column(gettext_lazy("Planned end"), classes="num"),
    ],
}


def columns(kind, form, base):
    """The columns with the links that sort by them."""
    found = []
    for column in COLUMNS[kind]:
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


def _fdi_rows(request, rows, when):
    language = request.LANGUAGE_CODE
    known = countries(request)
    pks = [row["record"] for row in rows]
    found = records.fdi_of(pks, when, related=("unit__parent", "zone"))
    return [
        _row(
            record.project,
            language,
            [
                Cell(_name(known.get(record.life.partner_id), language)),
                Cell(_place(record.project, language)),
                Cell(_in_millions(record.life.capital), "num"),
                Cell(display.date(record.life.first_on, language), "num"),
                # What was ended before has no term any more.
                _day(None if record.life.ended_on else record.life.term_ends_on, language),
                _fdi_state(record, when, language),
            ],
        )
        for record in found
    ]


def _oda_rows(request, rows, when):
    language = request.LANGUAGE_CODE
    found = records.listed(rows)
    records.add_funds(found)
    return [
        _row(
            record.project,
            language,
            [
                Cell(", ".join(_name(donor, language) for donor in record.donors)),
                Cell(_in_millions(record.foreign), "num"),
                *_stage_cells(record, when, language),
                _day(record.project.ends_on, language),
            ],
        )
        for record in found
    ]


def _ngo_rows(request, rows, when):
    language = request.LANGUAGE_CODE
    return [
        _row(
            record.project,
            language,
            [
                Cell(_name(record.project.donor, language)),
                Cell(capfirst(record.project.get_field_display())),
                Cell(_total(record.project), "num"),
                *_stage_cells(record, when, language),
                _day(record.project.ends_on, language),
            ],
        )
        for record in records.listed(rows)
    ]


ROWS = {"fdi": _fdi_rows, "oda": _oda_rows, "ngo": _ngo_rows}
#: status or stage → the colour of its tag.
TAGS = {
    FdiStatus.VALID: "on",
    FdiStatus.SUSPENDED: "wait",
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


def _status_cell(status, label):
    return Cell(capfirst(label), tag=TAGS.get(status, "end"))


def _fdi_state(record, when, language):
    """The state; of a project that was ended with the day."""
    status, label = record.status(when.as_of)
    if record.life.ended_on:
        label = _("%(state)s on %(day)s") % {
            "state": label,
            "day": display.date(record.life.ended_on, language),
        }
    return _status_cell(status, label)


def _stage_cells(record, when, language):
    return [
        _status_cell(*record.state(when.as_of)),
        Cell(display.date(record.stage.reached_on, language), "num"),
    ]


def _row(project, language, cells):
    shown = project.public_language(language)
    return Row(
        project.title_in(shown),
        project.url(language),
        shown if shown != language else None,
        project.illustrative,
        project.is_outdated(shown),
        cells,
    )


def _day(day, language):
    return Cell(display.date(day, language) if day else "", "num")


def _name(thing, language):
    return thing.name_in(language) if thing else ""


def _place(project, language):
    if project.zone:
        return project.zone.name_in(language)
    unit = project.unit
    if unit is None:
        return ""
    names = [unit.full_name_in(language)]
    if unit.level == unit.Level.COMMUNE and unit.parent:
        names.append(unit.parent.name_in(language))
    return ", ".join(names)


def _in_millions(value):
    return "" if value is None else words.number(value / words.MILLION, 2)


def _total(aid):
    if aid.usd is None:
        return ""
    amount = words.exact(aid.usd)
    return words.floor(amount) if aid.usd_is_floor else amount
