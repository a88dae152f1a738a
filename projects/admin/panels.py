"""What a project's form and record page show beside its text: ledger, as-of panel, duplicates."""

from dataclasses import dataclass
from datetime import datetime, time

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.exchange.fields import DateField
from portal.publishing import rights
from projects import lives
from projects.admin.inputs import DayInput
from projects.admin.words import day, figures, money, what
from projects.models import FdiEvent, FdiProject, NgoAid, NgoYear, OdaProject, OdaYear
from projects.when import When

LEDGERS = {FdiProject: FdiEvent, OdaProject: OdaYear, NgoAid: NgoYear}


@dataclass(frozen=True)
class Ledger:
    """The entries of a record in every state; those of the original on a working copy's page.

    add: the address of a new entry, "" where this person enters none here.
    """

    entries: list
    waiting: int
    add: str


def ledger(user, row):
    model = LEDGERS[type(row)]
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
    return ["partner"] if model is FdiEvent else []


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
    tell = {FdiProject: _fdi, OdaProject: _oda, NgoAid: _ngo}[type(row)]
    original = row if not row.is_copy else type(row).rows.get(pk=row.record_id)
    facts, entries = tell(original, form.when)
    return Standing(form, form.when, facts, entries, _waiting(original, form.when))


def _waiting(record, when):
    if when.known_at is not None:
        return 0
    pending = LEDGERS[type(record)].objects.pending()
    return pending.filter(project=record.pk, effective_on__lte=when.as_of).count()


def _fdi(project, when):
    life = lives.fdi_lives([project.pk], when)[project.pk]
    waits = when.known_at is None and bool(lives.waiting_for_certificate([project.pk], when))
    facts = [
        (_("State"), lives.status_words(life, waits=waits)),
        (_("Registered capital"), f"{money(life.capital)} USD"),
        (_("Disbursed capital"), f"{money(life.disbursed)} USD"),
        (_("Statistical partner"), str(life.partner or "–")),
        (_("First certificate"), day(life.first_on)),
        (_("Last day of the term"), day(life.term_ends_on)),
    ]
    return facts, life.entries


def _oda(project, when):
    entries = lives.ruling_years(project, when)
    return [(_("Stage"), _stage(project, when)), *_of_the_year(entries, when)], entries


def _ngo(aid, when):
    entries = lives.ruling_years(aid, when)
    total = f"{money(aid.usd)} USD"
    if aid.usd_is_floor:
        total = _("above %(amount)s") % {"amount": total}
    facts = [(_("Status"), _stage(aid, when)), (_("Total commitment"), total)]
    return [*facts, *_of_the_year(entries, when)], entries


def _of_the_year(entries, when):
    """What the entries that rule say about the year of the date."""
    return [(what(entry), figures(entry)) for entry in entries if entry.year == when.as_of.year]


def _stage(record, when):
    stage = lives.last_stages(record.stages.all(), when).get(record.pk)
    if stage is None:
        return "–"
    return f"{stage.get_stage_display()} ({day(stage.reached_on)})"
