"""The first certificate as part of the form in which a project is entered."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from portal.publishing import rights
from portal.publishing.admin.plain import DeskFields, mark_needed
from projects import consistency, ledger
from projects.admin.entry_form import EntryForm
from projects.admin.inputs import TYPED_BY_HAND
from projects.models.capital import EventType


class CertificateForm(EntryForm):
    """May stay empty; begun, it must be whole. Its number is the project's code."""

    needed = frozenset({"effective_on", "amount", "currency", "partner"})

    def __init__(self, *args, **kwargs):
        self.needed = self.needed & self.base_fields.keys()
        super().__init__(*args, **kwargs)
        self.instance.type = EventType.NEW
        for name in self.needed:
            # The browser asks for nothing that may stay empty.
            self.fields[name].widget.is_required = False
        mark_needed(self.fields)

    def clean(self):
        cleaned = super().clean()
        if not self.asks_whether_sure:
            self.ask_nothing_further()
        return cleaned

    def ask_nothing_further(self):
        self.fields["sure"].widget = forms.HiddenInput()


class CertificateFormSet(forms.BaseInlineFormSet):
    def clean(self):
        super().clean()
        for form in self.forms:
            if form.has_changed() and not form.errors:
                # What is wrong with a code that was typed stands beside it.
                typed = self.data.get("certificate_number", "").strip()
                form.instance.number = self.instance.certificate_number or typed
                self._check(form)

    def _check(self, form):
        if not form.instance.number:
            form.add_error(None, _("Give the project code: it is the certificate's number."))
            return
        wrong = consistency.field_problems(form.instance)
        wrong.pop("project", None)  # it is saved with this form
        for name, sentence in wrong.items():
            form.add_error(name, sentence)

    def save_new(self, form, commit=True):
        entry = super().save_new(form, commit=False)
        return ledger.enter(entry, by=self.user)


class FirstCertificate(DeskFields, admin.StackedInline):
    """Asked for while the project is new; later certificates have pages of their own."""

    form = CertificateForm
    formset = CertificateFormSet
    #: What it states besides its day and document.
    stated = ()
    formfield_overrides = TYPED_BY_HAND
    extra = max_num = 1
    can_delete = False
    verbose_name = verbose_name_plural = _("First certificate")

    def get_fields(self, request, obj=None):
        document = ["source_vi", "source_en", "document", "note", "sure", "sure_of"]
        return ["effective_on", *self.stated, "term_ends_on", *document]

    def get_formset(self, request, obj=None, **kwargs):
        formset = super().get_formset(request, obj, **kwargs)
        return type(formset.__name__, (formset,), {"user": request.user})

    def has_add_permission(self, request, obj):
        return obj is None and rights.has(request.user, "add", self.model)

    def has_change_permission(self, request, obj=None):
        return False

    def has_view_permission(self, request, obj=None):
        return False
