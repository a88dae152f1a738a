"""Amounts as documents write them: a number and, beside it, the scale it is in."""

from decimal import Decimal

from django import forms
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


class AmountInput(forms.MultiWidget):
    """The number under the field's own name, its scale under “…_scale”."""

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

    def id_for_label(self, id_):
        return f"{id_}_0" if id_ else id_


class AmountField(NumberField):
    """A Decimal, typed in units, thousands, millions or billions."""

    scales = SCALES

    def __init__(self, **kwargs):
        super().__init__(**{**kwargs, "widget": AmountInput(self.scales)})

    def to_python(self, value):
        text, scale = value if isinstance(value, list) else (value, 0)
        if text in self.empty_values or (isinstance(text, str) and not text.strip()):
            return None
        power = int(scale) if scale in map(str, self.scales) else 0
        return parse_number(text, places=self.decimal_places + power).scaleb(power)


class MillionsField(AmountField):
    scales = MILLIONS


def in_words(amount, unit):
    """An amount read aloud, so that a wrong scale is heard: "67,81 triệu USD: sáu mươi bảy …"."""
    language = get_language()[:2]
    whole = Decimal(amount).quantize(Decimal(1))
    words = num2words(int(whole), lang=language)
    if abs(whole) < 10**6:
        return f"{words} {unit}"
    millions = display.number((Decimal(amount) / 10**6).normalize(), language)
    return _("%(millions)s million %(unit)s: %(words)s") % {
        "millions": millions, "unit": unit, "words": words,
    }  # fmt: skip
