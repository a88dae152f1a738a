"""What a room gives to the pages that combine all rooms: a module `room.py` with a ROOM.

Menus, the home page, the sitemap, feeds and the catalogue of open data collect them here, in the
order of INSTALLED_APPS; none of them names a room.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module

from django.apps import apps
from django.utils.module_loading import module_has_submodule


@dataclass(frozen=True)
class Section:
    """A page without arguments; label: what menus call it, "" where no menu leads to it."""

    view: str
    label: str = ""


@dataclass(frozen=True)
class Room:
    """What is not given is not there.

    sections: pages without arguments, for menus and the sitemap.
    addresses(request): {language: path} of further pages for the sitemap, beside those of records.
    home(request): (template, context) of a part of the home page, or None.
    feeds(): Links to feeds that the home page names.
    datasets: the Datasets that it publishes, see investment.opendata.
    beside(request, dataset, when, is_whole): what must stand beside figures of a dataset, or "".
    figures(dataset, language): Links to figures that are made of a dataset.
    charts(register, form): Links to the charts of what the list of a register is asked for.
    """

    sections: tuple[Section, ...] = ()
    addresses: Callable = lambda request: ()
    home: Callable = lambda request: None
    feeds: Callable = list
    datasets: tuple = ()
    beside: Callable = lambda request, dataset, when, is_whole: ""
    figures: Callable = lambda dataset, language: ()
    charts: Callable = lambda register, form: ()


@cache
def rooms():
    """Every Room of the installed apps."""
    return [
        import_module(f"{app.name}.room").ROOM
        for app in apps.get_app_configs()
        if module_has_submodule(app.module, "room")
    ]


def sections():
    """(view, label) of the pages that a menu may lead to."""
    return [(one.view, one.label) for room in rooms() for one in room.sections if one.label]


def beside(request, dataset, when, *, is_whole=True):
    """What must stand beside figures of a dataset; is_whole: of all of it, not of what filters
    leave."""
    told = (room.beside(request, dataset, when, is_whole) for room in rooms())
    return next(filter(None, told), "")


def figures_of(dataset, language):
    """Links to the figures that are made of a dataset."""
    return [link for room in rooms() for link in room.figures(dataset, language)]


def charts(register, form):
    """Links to the charts of what the list of a register is asked for."""
    return [link for room in rooms() for link in room.charts(register, form)]
