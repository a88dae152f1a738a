"""The form of a ledger entry: what its type needs, and what the ledger says to it."""

from copy import copy
from functools import partial

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.publishing.admin.together import TogetherForm
from projects import doubts
from projects.desk import money
from projects.models import FdiEvent
from projects.models.capital import CapitalEvent
from projects.registers.common.capital.records import CapitalRecord, lives
from projects.when import When

Type = FdiEvent.Type
DOCUMENT = ["number", "source_vi", "source_en", "document", "note"]
REASON = "note"
#: Set by the page, not by the form.
KEPT = {"id", "project", "type", "void"}


def fields_of(entry):
    """(fields of the form, those that must be filled) for an entry of its type."""
    amounts = list(entry.amounts)
    if "" in entry.amounts.values():
        amounts.insert(1, "currency")
    if not isinstance(entry, CapitalEvent):
        amounts += ["is_floor"] if hasattr(entry, "is_floor") else []
        names = ["measure", "year", "effective_on", *amounts, *DOCUMENT]
        return names, {"measure", "year", "effective_on"}
    names, needed = ["effective_on", "number"], {"effective_on"}
    if entry.type in (Type.NEW, *entry.ADJUSTMENTS, Type.SHARES):
        needed.add("number")
    if entry.project_id is None:
        names += ["company", "industry", "unit"]
        needed |= {"company", "industry", "unit"}
    if entry.type in entry.WITH_AMOUNT:
        names += amounts
        needed |= {"amount", "currency"} & set(amounts)
    if entry.type in entry.WITH_PARTNER:
        names.append("partner")
        needed.add("partner")
    if entry.type in (Type.NEW, Type.OTHER):
        names.append("term_ends_on")
    names += [name for name in DOCUMENT if name not in names]
    if has_number_of_project(entry):
        names.remove("number")
        needed.remove("number")
    return names, needed


def has_number_of_project(entry):
    """The first certificate's number is the project's code, typed once."""
    project = getattr(entry, "project", None)  # of a new one there is none yet
    return entry.type == Type.NEW and bool(project and project.certificate_number)


class EntryForm(TogetherForm):
    """Shows what the type needs; what the ledger refuses is said beside what was typed."""

    #: Shown once something unlikely was typed.
    sure = forms.BooleanField(label=_("Yes, the document says so"), required=False)
    #: The amount that the tick is about: it says nothing of another.
    sure_of = forms.CharField(required=False, widget=forms.HiddenInput)
    #: Set by form_class().
    needed = frozenset()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.ask_nothing_further()
        takes_back = bool(self.data.get("void"))
        for name in self.needed:
            self.fields[name].required = name == REASON or not takes_back
        if REASON in self.needed:
            self.fields[REASON].label = _("Reason of the correction (staff only)")
        if "usd" in self.fields and "amount" in self.fields:
            self.fields["usd"].help_text = _(
                "The equivalent as licensed. May stay empty when the currency is USD."
            )
        if getattr(self.instance, "type", "") in (Type.INCREASE, Type.DECREASE):
            self.fields["amount"].help_text = _difference(self.instance)

    def clean(self):
        cleaned = super().clean()
        is_in_usd = "usd" in self.fields and cleaned.get("currency") == "USD"
        if is_in_usd and "usd" not in self.errors and cleaned.get("usd") is None:
            cleaned["usd"] = cleaned.get("amount")
        self._ask_whether_sure(cleaned)
        return cleaned

    def _ask_whether_sure(self, cleaned):
        entry = copy(self.instance)
        for name, value in cleaned.items():
            if name in self._meta.fields:
                setattr(entry, name, value)
        [doubted] = doubts.among([entry])
        found = [sentence for _column, sentence in doubted]
        about = "; ".join(str(getattr(entry, column)) for column, _sentence in doubted)
        is_sure = bool(cleaned.get("sure")) and cleaned.get("sure_of") in ("", about)
        self._tick(is_sure and bool(found), about)
        if is_sure:
            self["sure"].help_text = " ".join(found)
        elif not self.errors:
            for doubt in found:
                self.add_error("sure", doubt)

    def _tick(self, is_sure, about):
        """What the form shows, should it be shown once more."""
        self.data = self.data.copy()
        self.data[self.add_prefix("sure")] = "on" if is_sure else ""
        self.data[self.add_prefix("sure_of")] = about

    def ask_nothing_further(self):
        del self.fields["sure"], self.fields["sure_of"]

    @property
    def asks_whether_sure(self):
        ticked = bool(self.data.get(self.add_prefix("sure")))
        return self.is_bound and ("sure" in self.errors or ticked)

    def _post_clean(self):
        """What another type carried does not stay behind unseen."""
        for field in self.instance._meta.concrete_fields:
            if field.editable and field.name not in {*self.fields, *KEPT}:
                setattr(self.instance, field.name, field.get_default())
        if isinstance(self.instance, CapitalEvent) and has_number_of_project(self.instance):
            self.instance.number = self.instance.project.certificate_number
        super()._post_clean()

    def refuse(self, error):
        """Show a ValidationError of the ledger where it belongs."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, errors in error.error_dict.items():
            self.add_error(name if name in self.fields else None, errors)


def _difference(event):
    """What an amount of change is, beside what the project has today."""
    found = lives(CapitalRecord, type(event), [event.project_id], When.today())
    capital = found[event.project_id].life.capital
    return _("The difference alone. Registered capital today: %(amount)s.") % {
        "amount": f"{money(capital)} {event.counted_currency}"
    }


def form_class(model_admin, request, entry, *, corrects=False):
    """The form for an entry of its type; a correction gives its reason, and can also take the old
    entry back."""
    names, needed = fields_of(entry)
    if corrects:
        needed = needed | {REASON}
    return type(
        "TheForm",
        (
            forms.modelform_factory(
                type(entry),
                form=EntryForm,
                fields=["void", *names] if corrects else names,
                formfield_callback=partial(model_admin.formfield_for_dbfield, request=request),
            ),
        ),
        {"needed": frozenset(needed)},
    )
