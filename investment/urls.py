from django.urls import path, register_converter
from django.urls.converters import StringConverter
from django.utils.translation import gettext_lazy as _

from investment.views import (
    bases,
    dashboards,
    data,
    data_files,
    figure_files,
    figures,
    official,
    pci,
    pci_downloads,
    pci_edition,
)

app_name = "investment"


class FileConverter(StringConverter):
    """How the address of a file of figures ends."""

    regex = "csv|xlsx|json|svg|png"


register_converter(FileConverter, "file")

# /vi/pci/…, /en/pci/…: the Provincial Competitiveness Index
_pci = [
    path(_("pci/"), pci.overview, name="pci"),
    path(_("pci/compare/"), pci.compare, name="pci_compare"),
    path(_("pci/mergers/"), pci.mergers, name="pci_mergers"),
    path(_("pci/method/"), pci.method, name="pci_method"),
    path(_("pci/sub-indices/<slug:code>/"), pci.subindex, name="pci_subindex"),
    path(_("pci/editions/<slug:slug>/"), pci_edition.edition, name="pci_edition"),
    path(_("pci/editions/<slug:slug>/provinces/"), pci_edition.table, name="pci_table"),
]
_pci_files = [
    path(_("pci/scores.<file:suffix>"), pci_downloads.scores, name="pci_scores_file"),
    path(_("pci/compare.<file:suffix>"), pci_downloads.compare, name="pci_compare_file"),
    path(
        _("pci/sub-indices/<slug:code>.<file:suffix>"),
        pci_downloads.subindex,
        name="pci_subindex_file",
    ),
    path(
        _("pci/editions/<slug:slug>.<file:suffix>"),
        pci_downloads.edition,
        name="pci_edition_file",
    ),
    path(
        _("pci/editions/<slug:slug>/provinces.<file:suffix>"),
        pci_downloads.table,
        name="pci_table_file",
    ),
]

# /vi/thong-ke/…, /en/statistics/…: overview, dashboards, a page and files for each figure
_statistics = [
    path(_("statistics/"), figures.overview, name="statistics"),
    path(_("statistics/fdi/"), dashboards.dashboard, {"group": "fdi"}, name="fdi_dashboard"),
    path(_("statistics/oda/"), dashboards.dashboard, {"group": "oda"}, name="oda_dashboard"),
    path(_("statistics/ngo/"), dashboards.dashboard, {"group": "ngo"}, name="ngo_dashboard"),
    path(_("statistics/official-figures/<int:pk>/"), official.figure, name="official_figure"),
    path(_("statistics/register-and-official/"), bases.by_year, name="bases"),
    path(_("statistics/<slug:slug>/"), figures.figure, name="figure"),
    path(_("statistics/<slug:slug>.<file:suffix>"), figure_files.file, name="figure_file"),
]

# /vi/du-lieu/…, /en/data/…: the catalogue of datasets, a page and files for each
_data = [
    path(_("data/"), data.index, name="data"),
    path(_("data/<slug:slug>/"), data.dataset, name="dataset"),
    path(_("data/<slug:slug>.<file:suffix>"), data_files.file, name="dataset_file"),
]

urlpatterns = [*_pci, *_pci_files, *_statistics, *_data]
