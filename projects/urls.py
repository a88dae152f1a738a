from itertools import chain

from django.urls import path
from django.utils.text import format_lazy
from django.utils.translation import pgettext_lazy

from projects.registers import REGISTERS
from projects.views import downloads, project, registers

app_name = "projects"


def _entries(kind, word):
    """The files of the entries behind the figures of a register."""
    views = {"csv": downloads.csv, "json": downloads.json, "xlsx": downloads.xlsx}
    return [
        path(
            format_lazy("{}-{}.{}", word, pgettext_lazy("address", "entries"), suffix),
            view,
            {"kind": kind, "table": "entries"},
            name=f"{kind}_entries_{suffix}",
        )
        for suffix, view in views.items()
    ]


def _of(register):
    """The addresses of a register: its list, its downloads, the pages of its records."""
    kind, word = register.kind, register.address
    page = register.model.page_view.partition(":")[2]
    return [
        path(format_lazy("{}/", word), registers.register, {"kind": kind}, name=kind),
        path(format_lazy("{}.csv", word), downloads.csv, {"kind": kind}, name=f"{kind}_csv"),
        path(format_lazy("{}.json", word), downloads.json, {"kind": kind}, name=f"{kind}_json"),
        path(format_lazy("{}.xlsx", word), downloads.xlsx, {"kind": kind}, name=f"{kind}_xlsx"),
        *_entries(kind, word),
        path(format_lazy("{}/<slug:slug>/", word), project.record, {"kind": kind}, name=page),
    ]


# /vi/du-an/…, /en/projects/…
urlpatterns = [
    path("", registers.landing, name="registers"),
    *chain.from_iterable(map(_of, REGISTERS.values())),
]
