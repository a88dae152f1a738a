"""The charts of the PCI pages as pictures, and their numbers as CSV, XLSX and JSON."""

from dataclasses import dataclass
from io import BytesIO

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.charts import store
from portal.exchange.workbooks import Sheet, metadata_sheet, xlsx_file
from portal.exchange.writing import Column, csv_rows, json_rows
from portal.pages.context import Link, absolute

PICTURES = {"svg": "image/svg+xml", "png": "image/png"}
TABLES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}


@dataclass(frozen=True)
class Data:
    """A table to download: the file's name, its title, Columns, and rows by their keys."""

    name: str
    title: str
    columns: list
    rows: list


def links(view, args, query, figure=None):
    """Links to the numbers as files, and to the pictures of a figure that is drawn."""
    drawn = list(PICTURES) if figure is not None and figure.is_drawn else []
    return [
        Link(suffix.upper(), reverse(f"investment:{view}", args=[*args, suffix]) + query)
        for suffix in [*drawn, *TABLES]
    ]


def answer(request, data, suffix, chart=None):
    """The file that an address asks for."""
    if suffix in PICTURES:
        body = chart and store.file(chart.key, suffix)
        if not body:
            raise Http404
        return _file(data.name, suffix, PICTURES[suffix], body)
    return _file(data.name, suffix, TABLES[suffix], _written(request, data, suffix))


def _file(name, suffix, content_type, body):
    response = HttpResponse(body, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{suffix}"'
    return response


def _written(request, data, suffix):
    about = {
        _("Title"): data.title,
        _("Kind"): _("official figure"),
        _("Source"): _("VCCI, as published; medians and changes are ours"),
        _("Address"): absolute(request.get_full_path()),
    }
    if suffix == "xlsx":
        file = BytesIO()
        xlsx_file(
            file, [Sheet("PCI", data.columns, data.rows), metadata_sheet(about, data.columns)]
        )
        return file.getvalue()
    if suffix == "json":
        meta = {
            "title": data.title,
            "kind": "official figure",
            "source": "VCCI",
            "language": request.LANGUAGE_CODE,
            "address": absolute(request.get_full_path()),
        }
        return b"".join(json_rows(meta, data.columns, data.rows))
    source = Column("source", _("Source"))
    rows = [{**row, "source": "VCCI"} for row in data.rows]
    return b"".join(csv_rows([*data.columns, source], rows))
