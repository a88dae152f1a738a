"""Amounts as documents write them: a number and, beside it, the scale it is in."""

import re
from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseNotAllowed
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _
from num2words import num2words

from portal.exchange.fields import NumberField
from portal.exchange.numbers import parse_number
from portal.text import display

#: Power of ten → its name.
SCALES = {
    0: pgettext_lazy("scale of an amount", "units"),
    3: pgettext_lazy("scale of an amount", "thousand"),
    6: pgettext_lazy("scale of an amount", "million"),
    9: pgettext_lazy("scale of an amount", "billion"),
}
#: Of a column that holds millions.
MILLIONS = {0: SCALES[6], 3: SCALES[9]}


#: Above this a number is a slip of the hand, which nobody has to hear.
MOST_SAID = Decimal(10) ** 16
LONGEST = 50  # letters of a number that is read while it is typed


class AmountInput(forms.MultiWidget):
    """The number under the field's own name, its scale under “…_scale”; read aloud below."""

    template_name = "admin/projects/amount.html"
    #: What the field says of a value.
    say = None
    #: Of the field: see said_view().
    power = 0

    class Media:
        js = [forms.Script("projects/amounts.js", defer=True)]

    def __init__(self, scales):
        choices = list(scales.items())
        super().__init__(
            {
                "": forms.TextInput({"inputmode": "decimal"}),
                "scale": forms.Select({"aria-label": gettext_lazy("Scale")}, choices),
            },
            {"class": "amount"},
        )

    def decompress(self, value):
        """What was typed is shown as it was typed; a kept amount in its smallest scale."""
        return value if isinstance(value, list) else [value, 0]

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"] |= {
            "said": self.say(value),
            "address": reverse("admin:projects_said", args=[self.power]),
        }
        return context

    def id_for_label(self, id_):
        return f"{id_}_0" if id_ else id_


class AmountField(NumberField):
    """A Decimal, typed in units, thousands, millions or billions."""

    scales = SCALES
    #: What one unit of the column is: a power of ten of what is said.
    power = 0
    unit = ""

    def __init__(self, **kwargs):
        super().__init__(**{**kwargs, "widget": AmountInput(self.scales)})
        self.widget.say, self.widget.power = self.said, self.power

    def to_python(self, value):
        text, scale = value if isinstance(value, list) else (value, 0)
        if text in self.empty_values or (isinstance(text, str) and not text.strip()):
            return None
        power = int(scale) if scale in map(str, self.scales) else 0
        return self.number(text, power).scaleb(power)

    def number(self, text, power):
        return parse_number(text, places=self.decimal_places + power)

    def said(self, value):
        """What stands in the field, in millions and in words; "" for what is no amount."""
        try:
            amount = self.to_python(value)
        except ValidationError:
            return ""
        if amount is None or not 0 <= amount < MOST_SAID:
            return ""
        return in_words(amount.scaleb(self.power), self.unit)


class MillionsField(AmountField):
    """In million VND: 146.422 as the desk itself writes the whole number, in that unit alone."""

    scales = MILLIONS
    power = 6
    unit = gettext_lazy("dong")

    def number(self, text, power):
        digits = re.sub("[.,]", "", str(text).strip())
        if power == 0 and re.fullmatch("[0-9]{1,18}", digits):
            whole = Decimal(digits)
            if display.number(whole, get_language()[:2]) == str(text).strip():
                return whole
        return super().number(text, power)


#: Power of ten of a column → the field that reads what is typed there.
FIELDS = {
    field.power: field
    for field in (
        AmountField(max_digits=18, decimal_places=2),
        MillionsField(max_digits=18, decimal_places=3),
    )
}


def said_view(request, power):
    """What is said of an amount that somebody is typing, or why it is none."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    if power not in FIELDS:
        raise Http404
    typed = [request.GET.get("text", "")[:LONGEST], request.GET.get("scale", "")]
    try:
        FIELDS[power].to_python(typed)
    except ValidationError as error:
        said = " ".join(error.messages)
    else:
        said = FIELDS[power].said(typed)
    return HttpResponse(said, content_type="text/plain; charset=utf-8")


def in_words(amount, unit):
    """An amount read aloud, so that a wrong scale is heard: "67,81 triệu USD: sáu mươi bảy …"."""
    language = get_language()[:2]
    whole, _point, decimals = f"{Decimal(amount).normalize():f}".partition(".")
    words = _said(int(whole), language)
    if decimals:
        digits = " ".join(num2words(int(digit), lang=language) for digit in decimals)
        words = _("%(whole)s point %(decimals)s") % {"whole": words, "decimals": digits}
    if abs(int(whole)) < 10**6:
        return f"{words} {unit}".strip()
    millions = display.number((Decimal(amount) / 10**6).normalize(), language)
    if not unit:
        return _("%(millions)s million: %(words)s") % {"millions": millions, "words": words}
    return _("%(millions)s million %(unit)s: %(words)s") % {
        "millions": millions, "unit": unit, "words": words,
    }  # fmt: skip


def _said(whole, language):
    billions, rest = divmod(whole, 10**9)
    if language != "vi" or billions < 1000:
        return num2words(whole, lang=language)
    # num2words says “bảy nghìn tỷ ba trăm năm mươi tỷ”.
    said = f"{num2words(billions, lang=language)} tỷ"
    return f"{said} {num2words(rest, lang=language)}" if rest else said
