"""The register beside official figures of the same day, the reasons, and what staff found out."""

from dataclasses import dataclass
from decimal import Decimal

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from investment.official import questions, reasons
from investment.official.models import Explanation, OfficialFigure, SourceTable
from portal.publishing import rights
from portal.publishing.admin import kept
from portal.publishing.admin.texts import TextField
from projects import desk

LONGEST = 2000


class DayForm(forms.Form):
    """Which of the days that have official figures."""

    as_of = forms.TypedChoiceField(label=gettext_lazy("As of"), required=False)

    def __init__(self, data, days):
        super().__init__(data)
        self.days = {day.isoformat(): day for day in days}
        self.fields["as_of"].choices = [(key, desk.day(day)) for key, day in self.days.items()]

    @property
    def day(self):
        """The day asked for, or None for one without official figures; default: the latest."""
        if not self.is_valid():
            return None
        asked = self.cleaned_data["as_of"]
        return self.days[asked] if asked else next(iter(self.days.values()), None)


class ExplanationForm(forms.Form):
    """seen: the register's value and the explanation that the page showed, see `_seen`."""

    text = TextField(
        label=gettext_lazy("explanation"),
        max_length=LONGEST,
        show_hidden_initial=True,  # what this person has typed, whatever others saved meanwhile
        widget=forms.Textarea(attrs={"rows": 3, "cols": 40}),
        error_messages={"required": gettext_lazy("Write what explains the difference.")},
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, data=None, *, comparison):
        known = comparison.explanation
        self.comparison = comparison
        self.now = _seen(comparison)
        initial = {"text": known.text if known else "", "seen": self.now}
        super().__init__(data, initial=initial, prefix=f"figure-{comparison.official.pk}")

    @property
    def is_typed(self):
        return "text" in self.changed_data

    def clean(self):
        """Whoever decided on something else looks again, with what was typed, and then decides."""
        seen = self.add_prefix("seen")
        if self.data.get(seen) != self.now:
            self.data = {**self.data.dict(), seen: self.now}
            raise forms.ValidationError(
                _("The figures or the explanation have changed since this page was opened.")
            )
        return self.cleaned_data


def _seen(comparison):
    known = comparison.explanation
    return f"{comparison.register}/{known.at.isoformat() if known else ''}"


@dataclass(frozen=True)
class Row:
    """A measure as the page shows it; form: None for those who only look.

    earlier: (figure, value) of those that the official figure revises. known_value: what the
    register said when the difference was explained.
    """

    comparison: questions.Comparison
    reasons: list[str]
    earlier: list[tuple]
    form: ExplanationForm | None

    @property
    def values(self):
        compared = self.comparison
        return [
            exact(value)
            for value in (compared.official.value, compared.register, compared.difference)
        ]

    @property
    def known_value(self):
        return exact(self.comparison.explanation.register_value)


def exact(value):
    """A count or million USD with every digit that it has: 20,5 or 12,34567891."""
    return desk.money(Decimal(value).normalize())


def reconciliation_view(model_admin, request):
    """The page of a day; POST keeps all explanations that were typed, or none of them."""
    explains = rights.has(request.user, "change", Explanation)
    if not model_admin.has_view_permission(request) or (request.method == "POST" and not explains):
        raise PermissionDenied
    asked = DayForm(request.GET, questions.dates())
    province, day = questions.own(questions.provinces()), asked.day
    if province is None or day is None:
        comparisons, forms_of = [], {}
    elif request.method == "POST":
        comparisons, forms_of = _explain(request, province, day)
        if not any(form.is_typed and form.errors for form in forms_of.values()):
            return kept.saved(request, _told(request, day, forms_of))
    else:
        comparisons = questions.reconciliation(province, day)
        forms_of = _forms(comparisons) if explains else {}
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": SourceTable._meta,
        "media": model_admin.media,
        "title": _("Register and official figures"),
        "form": asked,
        "day": day,
        "province": province,
        "rows": _rows(comparisons, day, forms_of),
        "tables": list(dict.fromkeys(row.official.table for row in comparisons)),
        "register": reasons.of_register(day) if comparisons else None,
        "refused": request.method == "POST",
        "explains": bool(forms_of),
        "place": f"{request.path}?{day}",
    }
    return TemplateResponse(request, "admin/official/reconciliation.html", context)


def _forms(comparisons, data=None):
    return {row.official.pk: ExplanationForm(data, comparison=row) for row in comparisons}


@transaction.atomic
def _explain(request, province, day):
    """(comparisons, figure → form) of posted explanations, kept when all that was typed is valid.

    The figures are locked: of two who explain one at once the second sees the first one's text.
    """
    figures = OfficialFigure.objects.filter(as_of=day).order_by("pk")
    list(figures.select_for_update().values_list("pk"))
    comparisons = questions.reconciliation(province, day)
    forms_of = _forms(comparisons, request.POST)
    typed = [form for form in forms_of.values() if form.is_typed]
    if all(form.is_valid() for form in typed):
        for form in typed:
            Explanation.objects.update_or_create(
                figure=form.comparison.official,
                defaults={
                    "register_value": form.comparison.register,
                    "text": form.cleaned_data["text"],
                    "by": request.user,
                },
            )
    return comparisons, forms_of


def _told(request, day, forms_of):
    """Back to the row whose button was pressed."""
    if number := sum(form.is_typed for form in forms_of.values()):
        said = ngettext("The explanation is kept.", "%(n)s explanations are kept.", number)
        messages.success(request, said % {"n": number})
    else:
        messages.info(request, _("Nothing has been changed."))
    pressed = request.POST.get("figure", "")
    row = f"#figure-{pressed}" if pressed in map(str, forms_of) else ""
    return HttpResponseRedirect(_address(day) + row)


def _address(day):
    return f"{reverse('admin:official_sourcetable_reconciliation')}?as_of={day.isoformat()}"


# --- the reasons in words ---------------------------------------------------------------


def _rows(comparisons, day, forms_of):
    found = reasons.possible(comparisons, day) if comparisons else {}
    return [
        Row(
            comparison,
            list(_words(comparison, found[comparison.official.indicator])),
            [
                (figure, exact(figure.value))
                for figure in found[comparison.official.indicator].earlier
            ],
            forms_of.get(comparison.official.pk),
        )
        for comparison in comparisons
    ]


def _words(comparison, of):
    """Sentences about what may explain one difference."""
    if not comparison.difference:
        return
    if of.cut_off:
        yield _(
            "The document counts up to %(day)s only; up to %(last)s the register says %(value)s."
        ) % {
            "day": desk.day(comparison.official.as_of),
            "last": desk.day(of.cut_off),
            "value": exact(of.later),
        }
    if of.offshore:
        yield _(
            "Offshore oil and gas (%(value)s) stands apart from provinces in the document, but is "
            "part of the totals of the country."
        ) % {"value": exact(of.offshore.value)}
    if of.waiting.count:
        yield _waiting(comparison.official, of.waiting)


def _waiting(figure, waiting):
    text = ngettext(
        "%(n)s entry waits for approval.", "%(n)s entries wait for approval.", waiting.count
    ) % {"n": desk.money(waiting.count)}
    if figure.unit == OfficialFigure.Unit.COUNT:
        return text
    change = questions.in_unit_of(figure, waiting.usd)
    sign = "−" if change < 0 else "+"
    amount = f"{sign}{exact(abs(change))} {figure.get_unit_display()}"
    return f"{text} {_('What they would change: %(amount)s.') % {'amount': amount}}"
