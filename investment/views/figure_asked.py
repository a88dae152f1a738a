"""What a page of figures is asked: as of which day, as known when, about which year."""

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from investment.figures import Facts, days
from portal.delivery.shared import answers, shared
from portal.exchange.dates import FIRST_YEAR, LAST_YEAR
from portal.pages.context import Link
from portal.text import display
from projects.filters import AsOfForm, Option, query, written_value
from projects.views.asking import TIMES, Control, time_control
from projects.when import When


class FigureForm(AsOfForm):
    """as_of, known_at and year, of which a page takes those it names."""

    year = forms.IntegerField(
        label=_("Year"), required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR
    )

    def __init__(self, data, parameters, years=()):
        super().__init__(data)
        self.parameters, self.years = parameters, years
        for name in set(self.fields) - set(parameters):
            del self.fields[name]

    def clean_year(self):
        year = self.cleaned_data["year"]
        if year is not None and year not in self.years:
            raise forms.ValidationError(
                gettext("There is no figure for %(year)s.") % {"year": year}
            )
        return year

    @property
    def year_asked(self):
        return self.values.get("year")

    @cached_property
    def asked(self):
        """The parameters that ask for this page again, as far as they were understood."""
        asked = {}
        for name in self.fields:
            if name in self.values and self.data.get(name):
                asked[name] = written_value(self.values[name])
        return asked

    @property
    def has_empty(self):
        """Whether a browser sent fields that nobody filled in."""
        return any(name in self.fields and not value for name, value in self.data.items())

    @property
    def tidied(self):
        """The parameters as they were typed, without those that were left empty."""
        kept = self.asked.keys() | self.errors.keys()
        return {
            n: self.asked.get(n, typed) for n, typed in self.data.items() if typed and n in kept
        }


def facts(request, when):
    """The Facts of a time; pages of a public version share what was asked for them."""
    return Facts(When(when.as_of, when.known_at), answers(request))


def asked(request, page):
    """(the form of what an address asks of a FigurePage, the Facts of that time)."""
    times = [name for name in page.parameters if name != "year"]
    of_time = facts(request, FigureForm(request.GET, times).when)
    return FigureForm(request.GET, page.parameters, page.years(of_time)), of_time


def controls(form):
    """The choices of a page of figures: its day, as known when, its year."""
    found = [time_control(form, name) for name in TIMES if name in form.fields]
    if "year" in form.fields and form.years:
        years = [Option(str(year), str(year)) for year in form.years]
        label, value = form.fields["year"].label, form.asked.get("year", "")
        found.append(Control("year", label, value, [("", years)], empty=gettext("Latest")))
    return found


def day_links(request, group, form, base):
    """Links to the days that a page offers, latest first."""
    chosen = form.values.get("as_of")
    offered = shared(request, ("offered days", group), lambda: days.offered(days.changed(group)))
    return [
        Link(
            display.date(day, request.LANGUAGE_CODE),
            base + query({"as_of": day.isoformat()}),
            day == chosen,
        )
        for day in offered
    ]
