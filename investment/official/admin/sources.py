"""Where official figures come from, and the signed previews of the files that hold them."""

from django import forms
from django.core import signing
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from investment.official.models import SourceTable
from portal.exchange.fields import DateField
from portal.publishing.admin import texts
from portal.publishing.admin.plain import mark_needed
from projects.models import EntryState

#: What a table of figures calls what an entry of a ledger has, too.
LABELS = {"effective_on": _("published on"), "number": _("Number of the document")}
KEPT = 24 * 3600  # seconds in which a preview can be confirmed


class UploadForm(forms.Form):
    file = forms.FileField(label=_("File"), help_text=_("CSV or XLSX; the first visible sheet."))
    sheet = texts.TextField(label=_("Sheet"), required=False, max_length=100)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        mark_needed(self.fields)


class SourceForm(forms.ModelForm):
    """Where the figures come from; nothing is entered without it."""

    effective_on = DateField()
    data = forms.CharField(widget=forms.HiddenInput({"data-served": True}))

    class Meta:
        model = SourceTable
        fields = ["title_vi", "title_en", "publisher_vi", "publisher_en", "effective_on", "number",
                  "source_vi", "source_en", "url", "vintage", "note"]  # fmt: skip
        widgets = {"note": forms.Textarea({"rows": 3})}
        formfield_callback = texts.formfield

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, label in LABELS.items():
            self.fields[name].label = capfirst(str(label))
        for name in ("title_vi", "publisher_vi", "source_vi"):
            self.fields[name].required = True
        mark_needed(self.fields)

    @property
    def table(self):
        """What the table is called, by name of the field; of a valid form."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


def rejected(request, tables):
    """One's own rejected table that is to be entered again, of those; None where a new one is."""
    key = request.GET.get("again", "")
    if not key:
        return None
    if not key.isdecimal() or len(key) > 18:
        raise Http404
    own = tables.filter(entered_by=request.user, status=EntryState.REJECTED)
    return get_object_or_404(own.distinct(), pk=key)


def stated(table):
    """What was typed about a table, by name of the field."""
    return {name: getattr(table, name) for name in SourceForm.Meta.fields}


def packed(data, salt, user):
    """What a preview showed to a person, for the form that has it entered."""
    return signing.dumps({**data, "by": user.pk}, salt=salt, compress=True)


def unpacked(request, salt):
    """What a preview showed to this person, or None."""
    try:
        data = signing.loads(request.POST["data"], salt=salt, max_age=KEPT)
    except signing.BadSignature:
        return None
    return data if data["by"] == request.user.pk else None
