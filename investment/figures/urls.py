"""/vi/thong-ke/…, /en/statistics/…: overview, dashboards, a page and files for each figure."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from investment.figures.views import bases, dashboards, figure, files, official
from portal.exchange import converters  # noqa: F401  which teaches <file:…>

app_name = "figures"

urlpatterns = [
    path("", figure.overview, name="overview"),
    path("fdi/", dashboards.dashboard, {"group": "fdi"}, name="fdi_dashboard"),
    path("oda/", dashboards.dashboard, {"group": "oda"}, name="oda_dashboard"),
    path("ngo/", dashboards.dashboard, {"group": "ngo"}, name="ngo_dashboard"),
    path(_("official-figures/<int:pk>/"), official.figure, name="official_figure"),
    path(_("register-and-official/"), bases.by_year, name="bases"),
    path("<slug:slug>/", figure.figure, name="figure"),
    path("<slug:slug>.<file:suffix>", files.file, name="figure_file"),
]
