"""Numbers as a sentence, a label or a cell shows them."""

from decimal import ROUND_HALF_UP, Decimal
from functools import wraps

from babel.lists import format_list
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.text import display

_LISTS = {"vi": "vi", "en": "en_GB"}


def in_its_language(function):
    """The function answers in the language of its first argument, whatever language is active."""

    @wraps(function)
    def inside(about, *args, **kwargs):
        with translation.override(about.language):
            return function(about, *args, **kwargs)

    return inside


@in_its_language
def number(about, value, decimals=None, *, is_floor=False):
    """1.628,89 or 1,628.89, with a true minus; `missing` for None; “above 83,888” for a floor."""
    if value is None:
        return about.missing
    places = about.decimals if decimals is None else decimals
    shown = display.number(_rounded(value, places), about.language, places)
    return floor(shown) if is_floor else shown


def floor(words):
    """An amount that a document gives as “above”."""
    return _("above %(amount)s") % {"amount": words}


def brief(about, value, among, *, is_floor=False):
    """A number for a label in a chart whose numbers are `among`: the larger, the fewer decimals."""
    largest = max(map(abs, among), default=0)
    spare = 2 if largest >= 1000 else 1 if largest >= 100 else 0
    return number(about, value, max(0, about.decimals - spare), is_floor=is_floor)


def signed(about, value):
    """A change with its sign: +0,44, −1.20; a change that rounds to nothing has none."""
    text = number(about, value)
    return f"+{text}" if value > 0 and rounded(about, value) else text


def amount(about, value, *, is_floor=False):
    """A number with its unit."""
    is_one = about.unit_of_one and not is_floor and rounded(about, value) == 1
    unit = about.unit_of_one if is_one else about.unit
    return f"{number(about, value, is_floor=is_floor)} {unit}".strip()


def share(about, part, whole):
    """Whole percents of a positive whole: 31%; no small part, rest or excess is lost."""
    percent = (100 * part / whole).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    if part > 0 and not percent:
        return "<1%"
    if percent == 100 and part != whole:
        return ">99%" if part < whole else ">100%"
    return f"{number(about, percent, 0)}%"


def rounded(about, value):
    """A value as it is shown, so that a sentence never calls two equal numbers different."""
    return _rounded(value, about.decimals)


#: What follows the digits of a place, by its last one; 11 to 13 have the common ending.
_PLACES = {1: gettext_lazy("%(n)sst"), 2: gettext_lazy("%(n)snd"), 3: gettext_lazy("%(n)srd")}


def place(n):
    """A place among others: “5th”, “thứ 5”."""
    form = _PLACES.get(n % 10) if n % 100 not in (11, 12, 13) else None
    return (form or _("%(n)sth")) % {"n": n}


def difference(about, now, was):
    """How far apart two values are as they are shown, so that readers find the same."""
    return rounded(about, now) - rounded(about, was)


def _rounded(value, places):
    # Adding nothing takes the sign off a zero.
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP) + 0


def listed(about, names):
    """A, B and C."""
    return joined(names, about.language)


def joined(names, language):
    """The same in a language that no chart tells."""
    return format_list([str(name) for name in names], locale=_LISTS[language])
