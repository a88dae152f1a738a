"""The form of a ledger entry: what its type needs, and what the ledger says to it."""

from functools import partial

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.models import FdiEvent, OdaYear

Type = FdiEvent.Type
DOCUMENT = ["number", "source", "document", "note"]
#: Set by the page, not by the form.
KEPT = {"id", "project", "type", "void"}


def fields_of(entry):
    """(fields of the form, those that must be filled) for an entry of its type."""
    if not isinstance(entry, FdiEvent):
        amounts = (
            ["foreign", "counterpart"]
            if isinstance(entry, OdaYear)
            else ["amount", "currency", "usd", "is_floor"]
        )
        names = ["measure", "year", "effective_on", *amounts, *DOCUMENT]
        return names, {"measure", "year", "effective_on"}
    names, needed = ["effective_on", "number"], {"effective_on"}
    if entry.type in (Type.NEW, *FdiEvent.ADJUSTMENTS, Type.SHARES):
        needed.add("number")
    if entry.project_id is None:
        names += ["company", "industry", "unit"]
        needed |= {"company", "industry", "unit"}
    if entry.type in FdiEvent.WITH_AMOUNT:
        names += ["amount", "currency", "usd"]
        needed |= {"amount", "currency"}
    if entry.type in FdiEvent.WITH_PARTNER:
        names.append("partner")
        needed.add("partner")
    if entry.type in (Type.NEW, Type.OTHER):
        names.append("term_ends_on")
    return [*names, *(name for name in DOCUMENT if name not in names)], needed


class EntryForm(forms.ModelForm):
    """Shows what the type needs; what the ledger refuses is said beside what was typed."""

    #: Set by form_class().
    needed = frozenset()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        takes_back = bool(self.data.get("void"))
        for name in self.needed:
            self.fields[name].required = not takes_back
        if "usd" in self.fields and "amount" in self.fields:
            self.fields["usd"].help_text = _(
                "The equivalent as licensed. May stay empty when the currency is USD."
            )

    def clean(self):
        cleaned = super().clean()
        is_in_usd = "usd" in self.fields and cleaned.get("currency") == "USD"
        if is_in_usd and "usd" not in self.errors and cleaned.get("usd") is None:
            cleaned["usd"] = cleaned.get("amount")
        return cleaned

    def _post_clean(self):
        """What another type carried does not stay behind unseen."""
        for field in self.instance._meta.concrete_fields:
            if field.editable and field.name not in {*self.fields, *KEPT}:
                setattr(self.instance, field.name, field.get_default())
        super()._post_clean()

    def refuse(self, error):
        """Show a ValidationError of the ledger where it belongs."""
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, errors in error.error_dict.items():
            self.add_error(name if name in self.fields else None, errors)


def form_class(model_admin, request, entry, *, corrects=False):
    """The form for an entry of its type; a correction can also take the old entry back."""
    names, needed = fields_of(entry)
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
