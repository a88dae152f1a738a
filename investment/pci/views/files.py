"""The charts of the PCI pages as pictures, and their numbers as CSV, XLSX and JSON."""

from dataclasses import dataclass
from io import BytesIO

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from investment.pci.views import asking
from portal.charts.chart import PICTURES
from portal.charts.words import as_known
from portal.exchange import formats
from portal.exchange.workbooks import Sheet, metadata_sheet, xlsx_file
from portal.exchange.writing import Column, csv_rows, json_rows
from portal.pages.context import Link, absolute, site_in


@dataclass(frozen=True)
class Data:
    """A table to download: the file's name, its title, Columns, and rows by their keys."""

    name: str
    title: str
    columns: list
    rows: list


def links(view, args, query, pictures=PICTURES):
    """Links to the pictures of a chart, and to its numbers as files."""
    return [
        Link(formats.label(suffix), reverse(f"pci:{view}", args=[*args, suffix]) + query)
        for suffix in [*pictures, *formats.MEDIA_TYPES]
    ]


def published(request, chart, where, path):
    """A chart whose picture says that it shows the PCI of `where`, who publishes it and at which
    address."""
    site = site_in(request, request.LANGUAGE_CODE)
    subject = f"{_('Provincial Competitiveness Index (PCI)')} · {where}"
    known_at = asking.known_at(request)
    dates = chart.about.dates
    if known_at:
        dates = f"{dates}, {as_known(known_at, request.LANGUAGE_CODE)}"
    return chart.published(subject, site.publisher, absolute(path), dates=dates)


def answer(request, data, suffix, chart=None):
    """The file that an address asks for."""
    name = f"{data.name}-{request.LANGUAGE_CODE}"
    if known_at := asking.known_at(request):
        name += f"-known-{timezone.localdate(known_at).isoformat()}"
    if suffix in PICTURES:
        if chart is None:
            raise Http404
        return _file(name, suffix, PICTURES[suffix], chart.file(suffix))
    content_type = formats.MEDIA_TYPES[suffix]
    return _file(name, suffix, content_type, _written(request, data, suffix))


def _file(name, suffix, content_type, body):
    response = HttpResponse(body, content_type=content_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{suffix}"'
    return response


def _written(request, data, suffix):
    known_at = asking.known_at(request) or timezone.now()
    known_at = timezone.localtime(known_at).isoformat(timespec="seconds")
    about = {
        _("Title"): data.title,
        _("Kind"): _("official figure"),
        _("Source"): _("VCCI, scores as published; medians, changes and computed ranks are ours"),
        _("Publisher"): site_in(request, request.LANGUAGE_CODE).publisher,
        _("As known at"): known_at,
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
            "publisher": site_in(request, request.LANGUAGE_CODE).publisher,
            "language": request.LANGUAGE_CODE,
            "known_at": known_at,
            "address": absolute(request.get_full_path()),
        }
        return b"".join(json_rows(meta, data.columns, data.rows))
    told = {"source": "VCCI", "address": absolute(request.get_full_path())}
    columns = [*data.columns, Column("source", _("Source")), Column("address", _("Address"))]
    return b"".join(csv_rows(columns, ({**row, **told} for row in data.rows)))
