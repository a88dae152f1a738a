from itertools import chain

from django.urls import path
from django.utils.text import format_lazy
from django.utils.translation import pgettext_lazy

from projects.registers import REGISTERS
from projects.views import downloads, project, registers

app_name = "projects"


def _entries(kind):
    """The files of the entries behind the figures of a register."""
    views = {"csv": downloads.csv, "json": downloads.json, "xlsx": downloads.xlsx}
    return [
        path(
            format_lazy("{}-{}.{}", kind, pgettext_lazy("address", "entries"), suffix),
            view,
            {"kind": kind, "table": "entries"},
            name=f"{kind}_entries_{suffix}",
        )
        for suffix, view in views.items()
    ]


def _of(register):
    """The addresses of a register: its list, its downloads, the pages of its records."""
    kind = register.kind
    page = register.model.page_view.partition(":")[2]
    return [
        path(f"{kind}/", registers.register, {"kind": kind}, name=kind),
        path(f"{kind}.csv", downloads.csv, {"kind": kind}, name=f"{kind}_csv"),
        path(f"{kind}.json", downloads.json, {"kind": kind}, name=f"{kind}_json"),
        path(f"{kind}.xlsx", downloads.xlsx, {"kind": kind}, name=f"{kind}_xlsx"),
        *_entries(kind),
        path(f"{kind}/<slug:slug>/", project.record, {"kind": kind}, name=page),
    ]


# /vi/du-an/…, /en/projects/…
urlpatterns = [
    path("", registers.landing, name="registers"),
    *chain.from_iterable(map(_of, REGISTERS.values())),
]
