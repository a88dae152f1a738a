"""What a project's form and record page show beside its text: ledger, as-of panel, duplicates."""

from dataclasses import dataclass
from datetime import datetime, time

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from portal.exchange.fields import DateField
from portal.publishing import rights
from projects.admin.inputs import DayInput
from projects.registers import OF_MODEL
from projects.when import When


@dataclass(frozen=True)
class Ledger:
    """The entries of a record in every state; those of the original on a working copy's page.

    add: the address of a new entry, "" where this person enters none here.
    """

    entries: list
    waiting: int
    add: str


def ledger(user, row):
    model = OF_MODEL[type(row)].ledger
    entries = model.objects.filter(project=row.record_id).select_related(
        "entered_by", "decided_by", "document", "supersedes", *_partner(model)
    )
    entries = list(entries)
    meta = model._meta
    add = reverse(f"admin:{meta.app_label}_{meta.model_name}_add")
    may_add = not row.is_copy and rights.has(user, "add", model)
    return Ledger(
        entries,
        sum(entry.is_pending for entry in entries),
        f"{add}?project={row.pk}" if may_add else "",
    )


def _partner(model):
    return ["partner", "supersedes__partner"] if getattr(model, "WITH_PARTNER", ()) else []


class AsOfForm(forms.Form):
    """The two times of a question; without the second: as known now."""

    as_of = DateField(label=gettext_lazy("As of"), required=False, widget=DayInput)
    known_at = DateField(
        widget=DayInput,
        label=gettext_lazy("as known at the end of"),
        required=False,
        help_text=gettext_lazy("Empty: as known now, with all corrections."),
    )

    @property
    def when(self):
        """The When asked for; today as known now where nothing, or nonsense, was typed."""
        asked = self.cleaned_data if self.is_valid() else {}
        known = asked.get("known_at")
        known_at = known and timezone.make_aware(datetime.combine(known, time.max))
        return When(asked.get("as_of") or known or timezone.localdate(), known_at)


@dataclass(frozen=True)
class Standing:
    """What a record was as of a date: (label, text) facts, and the entries that made it so.

    waiting: how many more of a day up to then wait now.
    """

    form: AsOfForm
    when: When
    facts: list
    entries: list
    waiting: int


def asked(request):
    """The AsOfForm as a page was asked for; today to begin with."""
    typed = {name: request.GET[name] for name in ("as_of", "known_at") if name in request.GET}
    return AsOfForm(typed or {"as_of": timezone.localdate()})


def standing(request, row):
    form = asked(request)
    original = row if not row.is_copy else type(row).rows.get(pk=row.record_id)
    facts, entries = OF_MODEL[type(row)].desk.standing(original, form.when)
    return Standing(form, form.when, facts, entries, _waiting(original, form.when))


def _waiting(record, when):
    if when.known_at is not None:
        return 0
    pending = OF_MODEL[type(record)].ledger.objects.pending()
    return pending.filter(project=record.pk, effective_on__lte=when.as_of).count()
