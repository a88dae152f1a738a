"""The filters of a register's list as its page shows them: fields, and chips of what applies."""

from dataclasses import dataclass, field

from django import forms
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from portal.exchange.dates import FIRST_YEAR, LAST_YEAR
from portal.pages.context import Link
from portal.text import display
from projects import filters
from projects.filters import AsOfForm, Option, written_value
from projects.selection import ALL
from projects.views.words import LIST

DATES = ("as_of", "since")
TIMES = ("as_of", "known_at")
#: What makes no sense without another parameter.
GO_WITH = {"counted": ["since"], "reached": ["since"], "place": ["boundaries"]}


@dataclass(frozen=True)
class Control:
    """A field of the filters, as the template draws it."""

    name: str
    label: str
    value: str
    groups: list = field(default_factory=list)
    problem: str = ""
    empty: str = ""  # what the choice of nothing is called, where it is one
    latest: str = ""  # of a day: up to which it can be chosen


class TimesForm(AsOfForm):
    """as_of, known_at and year, of which a page takes those it names; of the times it says so."""

    year = forms.IntegerField(
        label=gettext_lazy("Year"), required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR
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
                _("Up to the day asked about, no document tells a figure for %(year)s.")
                % {"year": year}
            )
        return year

    @property
    def problems(self):
        untaken = {name: AsOfForm.base_fields[name].label for name in self._untaken}
        said = _("“%(field)s” cannot be chosen here.")
        return super().problems + [
            (name, said % {"field": label}) for name, label in untaken.items()
        ]

    @property
    def _untaken(self):
        return [name for name in TIMES if name not in self.fields and self.data.get(name)]

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
        kept = self.asked.keys() | self.errors.keys() | set(self._untaken)
        return {
            n: self.asked.get(n, typed) for n, typed in self.data.items() if typed and n in kept
        }


def times_of(asked):
    """Of parameters, the times: what keeps them in the addresses of further pages."""
    return {name: value for name, value in asked.items() if name in TIMES}


def problems_of_today(request):
    """The sentences of a page that tells of today alone, where another time was asked for."""
    return [sentence for _name, sentence in TimesForm(request.GET, ()).problems]


def controls(form):
    """The fields that a visitor fills in, with what was typed."""
    return [
        time_control(form, name) if name in TIMES else _control(form, name) for name in form.shown
    ]


def time_control(form, name):
    """A day to choose; a moment is its day."""
    value = form.data.get(name, "")
    if name in form.values:
        known = form.values[name]
        value = (known if name == "as_of" else timezone.localdate(known)).isoformat()
    return Control(
        name,
        form.fields[name].label,
        value,
        problem=dict(form.problems).get(name, ""),
        latest=timezone.localdate().isoformat(),
    )


def _control(form, name):
    field, value = form.fields[name], form.data.get(name, "")
    groups = list(getattr(field, "groups", []))
    if name == "status" and not value:
        value = form.selection.status or ALL
    known = [option.value for _heading, options in groups for option in options]
    if groups and value and value not in known and name in form.values:
        groups.append(("", [Option(value, value)]))
    return Control(
        name,
        field.label,
        value,
        groups,
        problem=dict(form.problems).get(name, ""),
        empty="" if name in ("boundaries", "status") else _("All"),
    )


def chips(form, base):
    """(label, link without it) of each filter that applies."""
    chips = []
    asked = form.asked
    for name in asked:
        if name in ("sort", "boundaries"):
            continue
        without = {n: v for n, v in asked.items() if n not in (name, *GO_WITH.get(name, ()))}
        chips.append(Link(_chip(form, name), base + filters.query(without) + LIST))
    return chips


def _chip(form, name):
    field, value = form.fields[name], form.asked[name]
    if name in DATES:
        value = display.date(form.values[name], get_language())
    elif name == "known_at":
        value = display.moment(form.values[name], get_language())
    else:
        labels = {
            option.value: option.label
            for _heading, options in getattr(field, "groups", [])
            for option in options
        }
        value = labels.get(value, value)
    label = f"{field.label}: {value}"
    if name == "place" and "boundaries" in form.asked:
        label = f"{label}, {_chip(form, 'boundaries').partition(': ')[2]}"
    return label
