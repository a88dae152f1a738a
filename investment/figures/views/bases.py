"""Register and official figures beside each other, by year."""

from django.http import HttpResponseRedirect
from django.urls import reverse

from investment.figures import bases, shown
from investment.figures.facts import tells_of
from investment.figures.page import Unit
from investment.figures.views import asking
from investment.figures.views.figure import crumbs, subnav
from investment.opendata.notes import note
from portal.pages import parts
from portal.pages.addresses import is_empty_of
from portal.pages.context import in_languages
from portal.text import display
from projects.filters import query
from projects.registers import REGISTERS
from projects.views import words
from projects.views.asking import TimesForm


@is_empty_of(bases.PAGE)
def is_empty(ask, language):
    """Whether one of the two tells nothing."""
    return not all(tells_of(ask, dataset) for dataset in bases.BASES)


def by_year(request):
    """Every year of which the official tables tell, each up to their day, both as known then."""
    form = TimesForm(request.GET, ("known_at",))
    if form.has_empty:
        # A form without a script sends what nobody filled in; the address stays short.
        return HttpResponseRedirect(request.path + query(form.tidied))
    facts = asking.facts(request, form.when)
    language, years = request.LANGUAGE_CODE, list(bases.years(facts))
    context = {
        "dates": words.as_known(form.when),
        "problems": [sentence for _name, sentence in form.problems],
        "withdrawn": words.withdrawn(REGISTERS["fdi"].whole.withdrawn(form.when)),
        "controls": asking.controls(form),
        "base": reverse(bases.PAGE),
        "note": note(facts.ask, "fdi"),
        "rows": [_row(year, language) for year in years],
        "lacks": {year.as_of.year: ", ".join(year.lacks) for year in years if year.lacks},
        "subnav": subnav(request, "bases", form.asked),
        "page": asking.info(request, in_languages(bases.PAGE), crumbs(), form),
    }
    return parts.page(request, "figures/bases.html", context)


def _row(year, language):
    """The day, then total, stock and projects of the register and of the official tables."""
    cells = [
        _cell(year, side[key], key, language)
        for key in bases.COMPARED
        for side in (year.register, year.official)
    ]
    return display.date(year.as_of, language), cells


def _cell(year, value, key, language):
    """A number; with its day, where that is not the day of the row."""
    if value is None:
        return "–"
    text = shown.amount(value, Unit.PROJECTS if key == "projects" else Unit.MILLION_USD, language)
    day = year.days[key]
    return text if day == year.as_of else f"{text} ({display.date(day, language)})"
