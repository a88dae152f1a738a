"""The GET parameters of the registers as forms: each gives a Selection and a When.

Unknown parameters are ignored. A value that is not understood is told of and left out; what else
was asked for stays.
"""

from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from portal.exchange.dates import FIRST_YEAR, LAST_YEAR, parse_date
from portal.exchange.fields import DateField
from portal.text import display
from projects.selection import Boundaries
from projects.when import When, end_of, written

LONGEST = 200  # characters of a text to search for
#: The orders that a list can have; "-" before one turns it round.
ORDERS = [f"{sign}{name}" for name in ("name", "date", "capital") for sign in ("", "-")]
NEWEST = "-date"


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    thing: object = None


class OptionField(forms.Field):
    """One of the given options; cleans to the thing it stands for, or None.

    choices: (value, label) pairs of words that stand for themselves.
    """

    widget = forms.Select

    def __init__(self, choices=(), **kwargs):
        super().__init__(required=False, **kwargs)
        #: [(heading or "", [Option, …])]
        self.groups = [("", [Option(value, capfirst(label), value) for value, label in choices])]

    def to_python(self, value):
        if value in self.empty_values:
            return None
        for _heading, options in self.groups:
            for option in options:
                if option.value == value:
                    return option.thing
        raise ValidationError(
            gettext("“%(value)s” is not among the choices of “%(field)s”.")
            % {"value": value[:LONGEST], "field": self.label}
        )


class MomentField(forms.Field):
    """A moment as ISO 8601 writes it, in local time without an offset; a day means its end, a
    second without a fraction too: files tell times in seconds."""

    def to_python(self, value):
        if value in self.empty_values:
            return None
        if isinstance(value, datetime):
            return value
        if ":" not in value:
            return self._end_of_day(value)
        try:
            # A plus sign that was not encoded arrives as a space.
            moment = parse_datetime(value.strip().replace(" ", "+"))
        except ValueError:
            moment = None
        if moment is None or not FIRST_YEAR <= moment.year <= LAST_YEAR:
            raise self._problem(value)
        if not set(value) & set(".,"):
            moment = moment.replace(microsecond=999_999)
        return moment if timezone.is_aware(moment) else timezone.make_aware(moment)

    def _end_of_day(self, value):
        try:
            return end_of(parse_date(value))
        except ValidationError:
            raise self._problem(value) from None

    def _problem(self, value):
        return ValidationError(
            gettext(
                "“%(value)s” is neither a day nor a moment: write it as 2022-12-05, or as "
                "2022-12-05T17:00+07:00."
            )
            % {"value": value[:LONGEST]}
        )


class YearField(forms.IntegerField):
    def __init__(self, label="", **kwargs):
        super().__init__(
            label=label, required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR, **kwargs
        )


class AsOfForm(forms.Form):
    """As of which day, and as known at which moment."""

    as_of = DateField(label=_("As of"), required=False)
    known_at = MomentField(label=_("As known on"), required=False)

    def clean_as_of(self):
        return _not_ahead(self.cleaned_data["as_of"], timezone.localdate())

    def clean_known_at(self):
        known_at = self.cleaned_data["known_at"]
        if known_at == end_of(timezone.localdate()):
            return None  # all that is known so far
        return _not_ahead(known_at, timezone.now())

    def clean(self):
        """Nobody knew then what had not happened yet."""
        values = super().clean()
        as_of, known_at = values.get("as_of"), values.get("known_at")
        if as_of and known_at and as_of > timezone.localdate(known_at):
            language = get_language()
            self.add_error(
                "as_of",
                gettext("%(day)s lies after %(known)s: nobody knew by then what happened later.")
                % {
                    "day": display.date(as_of, language),
                    "known": display.moment(known_at, language),
                },
            )
        return values

    @cached_property
    def values(self):
        """What was asked for and understood, by name."""
        self.is_valid()
        return {n: value for n, value in self.cleaned_data.items() if value not in (None, "")}

    @property
    def when(self):
        values = self.values
        known_at = values.get("known_at")
        # What was known at a moment ends with its day.
        latest = timezone.localdate(known_at) if known_at else timezone.localdate()
        return When(values.get("as_of") or latest, known_at, values.get("since"))

    @property
    def problems(self):
        """Sentences for the visitor, each with the field it is about."""
        return [
            (name, sentence) for name, sentences in self.errors.items() for sentence in sentences
        ]


def _not_ahead(value, now):
    if value is not None and value > now:
        raise ValidationError(gettext("This lies in the future: nothing is known of it yet."))
    return value


class RegisterForm(AsOfForm):
    """What all three registers can be asked by.

    options: name of an OptionField → [(heading, [Option, …])], from views/choices.py.
    """

    q = forms.CharField(
        label=_("Search"),
        required=False,
        max_length=LONGEST,
        error_messages={"max_length": _("The text to search for is too long.")},
    )
    place = OptionField(label=_("Place"))
    boundaries = OptionField(Boundaries.choices, label=_("Boundaries"))
    year = YearField()
    ends = YearField()
    since = DateField(label=_("Since"), required=False)
    sort = OptionField([(name, name) for name in ORDERS], label=_("Order"))

    #: The Selection that the form gives.
    selection_class = None
    #: The fields that a visitor fills in, in their order; the others come with links.
    shown = ()

    def __init__(self, data, options):
        super().__init__(data)
        for name, groups in options.items():
            self.fields[name].groups = groups

    def clean_since(self):
        return _not_ahead(self.cleaned_data["since"], timezone.localdate())

    def clean(self):
        """A period ends after it has begun, and something is counted in it."""
        values = super().clean()
        as_of, since = values.get("as_of"), values.get("since")
        if as_of and since and since > as_of:
            language = get_language()
            days = {"since": display.date(since, language), "day": display.date(as_of, language)}
            self.add_error(
                "since",
                gettext("%(since)s lies after %(day)s, the last day that is counted.") % days,
            )
        elif since and not (values.get("counted") or values.get("reached")):
            text = gettext("“%(field)s” says from when on to count, and nothing was to be counted.")
            self.add_error("since", text % {"field": self.fields["since"].label})
        return values

    @cached_property
    def selection(self):
        values = self.values
        return self.selection_class(
            text=values.get("q", ""),
            place=values.get("place"),
            boundaries=values.get("boundaries") or Boundaries.THEN,
            year=values.get("year"),
            ends=values.get("ends"),
            **self._own(values),
        )

    def _own(self, values):
        raise NotImplementedError

    @property
    def order(self):
        return self.values.get("sort") or NEWEST

    @cached_property
    def asked(self):
        """The parameters that ask for this list again, as far as they were understood."""
        return {
            name: self._written(name, value)
            for name, value in self.values.items()
            if name in self.data and not self._goes_without_saying(name, value)
        }

    @property
    def tidied(self):
        """The parameters as they were typed, without those that were left empty or say nothing."""
        kept = self.asked.keys() | self.errors.keys()
        return {
            name: self.asked.get(name, typed)
            for name, typed in self.data.items()
            if typed and name in kept
        }

    def _goes_without_saying(self, name, value):
        if name == "boundaries":
            return value == Boundaries.THEN or "place" not in self.values
        return name == "sort" and value == NEWEST

    def _written(self, name, value):
        if isinstance(self.fields[name], OptionField):
            return self.data[name]
        return written_value(value)

    @property
    def has_empty(self):
        """Whether a browser sent fields that nobody filled in."""
        return any(name in self.fields and not value for name, value in self.data.items())

    @property
    def narrows(self):
        """Whether less than the whole register is asked for, or another day's."""
        return bool(self.asked.keys() - {"sort", "status"})


def written_value(value):
    """A value of a form as addresses have it."""
    if isinstance(value, datetime):
        return written(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def query(parameters):
    """A query string with its question mark; "" without parameters."""
    return f"?{urlencode(parameters)}" if parameters else ""
