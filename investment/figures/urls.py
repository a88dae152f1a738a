"""/vi/thong-ke/…, /en/statistics/…: overview, dashboards, a page and files for each figure."""

from django.urls import path
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from investment.figures.views import bases, dashboards, figure, files, official
from portal.exchange import converters  # noqa: F401  which teaches <file:…>
from projects.registers import REGISTERS

app_name = "figures"

urlpatterns = [
    path("", figure.overview, name="overview"),
    *[
        path(
            format_lazy("{}/", register.address),
            dashboards.dashboard,
            {"group": kind},
            name=f"{kind}_dashboard",
        )
        for kind, register in REGISTERS.items()
    ],
    path(_("official-figures/<int:pk>/"), official.figure, name="official_figure"),
    path(_("register-and-official/"), bases.by_year, name="bases"),
    path("<slug:slug>/", figure.figure, name="figure"),
    path("<slug:slug>.<file:suffix>", files.file, name="figure_file"),
]
