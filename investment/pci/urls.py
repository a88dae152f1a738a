"""/vi/pci/…, /en/pci/…: the Provincial Competitiveness Index."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from investment.pci.views import compare, downloads, edition, mergers, method, overview, subindex
from portal.exchange import converters  # noqa: F401  which teaches <file:…>

app_name = "pci"

urlpatterns = [
    path("", overview.overview, name="overview"),
    path(_("compare/"), compare.compare, name="compare"),
    path(_("mergers/"), mergers.mergers, name="mergers"),
    path(_("method/"), method.method, name="method"),
    path(_("sub-indices/<slug:code>/"), subindex.subindex, name="subindex"),
    path(_("editions/<slug:slug>/"), edition.edition, name="edition"),
    path(_("editions/<slug:slug>/provinces/"), edition.table, name="table"),
    path(_("scores.<file:suffix>"), downloads.scores, name="scores_file"),
    path(_("compare.<file:suffix>"), downloads.compare, name="compare_file"),
    path(_("sub-indices/<slug:code>.<file:suffix>"), downloads.subindex, name="subindex_file"),
    path(_("editions/<slug:slug>.<file:suffix>"), downloads.edition, name="edition_file"),
    path(_("editions/<slug:slug>/provinces.<file:suffix>"), downloads.table, name="table_file"),
]
