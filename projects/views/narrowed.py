"""The headline of a list that filters narrow: what the records add up to that they leave."""

from dataclasses import dataclass, replace

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from markupsafe import Markup

from portal.text import display
from projects.selection import Boundaries
from projects.views import words
from projects.views.words import sentence


@dataclass(frozen=True)
class Narrowed:
    """sentences of Markup, KeyFigures; count: of the records behind the list, where it is known.

    total: the amount of the list's records together, in words.
    """

    sentences: list
    figures: list
    count: int | None = None
    total: Markup | str = ""


def narrowed(register, form, span):
    """None for a list of the whole register. span: of the whole register."""
    selection = form.selection
    if selection == register.unasked:
        return None
    if span.last is None:
        return Narrowed([words.begins(span, form.when)], [])
    told = register.narrowed.narrowed(selection, form.when, span)
    return replace(told, sentences=[*told.sentences, *_beyond(selection)])


def _beyond(selection):
    """That a province made of several has projects of which the department need not know."""
    place = selection.place
    if place is None or selection.boundaries != Boundaries.NOW:
        return
    if place.predecessors.filter(level=place.Level.PROVINCE).count() > 1:
        text = _(
            "%(place)s was formed from several provinces: the register holds only the projects of "
            "the department, not necessarily all of that area."
        )
        yield sentence(text, place=place.full_name_in(get_language()))


def day_of(day):
    return display.date(day, get_language())
