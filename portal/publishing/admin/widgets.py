"""Choosing a file: upload one or take one from the library; works without JavaScript."""

import re

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.publishing.files import library
from portal.publishing.files.inspect import limits, wrong_kind
from portal.publishing.files.store import store
from portal.publishing.models import File


class FileWidget(forms.MultiWidget):
    """The chosen file's key, and an upload that takes its place."""

    template_name = "admin/publishing/file_widget.html"

    class Media:
        js = [forms.Script("publishing/files.js", defer=True)]

    def __init__(self, kind):
        self.kind = kind
        accept = "image/*" if kind == File.Kind.IMAGE else ".pdf,.docx,.xlsx,.odt,.ods"
        super().__init__(
            {
                "": forms.NumberInput({"class": "file-key"}),
                "upload": forms.ClearableFileInput({"accept": accept}),
            }
        )

    #: Pixels that a picture must be wide; 0 where that does not matter.
    least = 0

    #: The key of what was uploaded with this very form, so that it is shown again with it.
    kept = None

    def value_from_datadict(self, data, files, name):
        if self.kept is not None:
            return [self.kept, None]
        return super().value_from_datadict(data, files, name)

    def decompress(self, value):
        return [value, None]

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        pk = value[0] if isinstance(value, list) else value
        file = File.objects.filter(pk=pk).first() if str(pk or "").isdecimal() else None
        library = reverse("admin:publishing_file_changelist")
        context["widget"] |= {
            "file": file,
            "thumbnail": file.rendition_url(320) if file and file.is_image else "",
            "library": f"{library}?_to_field=id&kind__exact={self.kind}",
            "is_image": self.kind == File.Kind.IMAGE,
            "limits": limits(self.kind),
            "least": self.least,
        }
        return context

    def use_required_attribute(self, initial):
        return False

    def id_for_label(self, id_):
        return f"{id_}_1" if id_ else id_


def _is_key(text):
    return re.fullmatch("[0-9]{1,18}", str(text)) is not None


class SeveralField(forms.ModelMultipleChoiceField):
    """Refuses what is no key before a database is asked, which takes none of thirty digits."""

    def clean(self, value):
        for key in self.prepare_value(value or ()):
            if not _is_key(key):
                message = self.error_messages["invalid_pk_value"]
                raise ValidationError(message, code="invalid_pk_value", params={"pk": key})
        return super().clean(value)


class OfKeys:
    """A chooser that was sent what is no key shows that nothing is chosen."""

    def optgroups(self, name, value, attr=None):
        return super().optgroups(name, [key for key in value if _is_key(key)], attr)


class OneChooser(OfKeys, AutocompleteSelect):
    pass


class Chooser(OfKeys, AutocompleteSelectMultiple):
    """Django's chooser without its “clear all”, which would be no list item inside a list.

    `but` is the key of a record that it does not offer.
    """

    but = None

    def get_url(self):
        return f"{super().get_url()}?but={self.but}" if self.but else super().get_url()

    def build_attrs(self, base_attrs, extra_attrs=None):
        return super().build_attrs(base_attrs, extra_attrs) | {"data-allow-clear": "false"}


class FileField(forms.Field):
    """A File chosen from the library or uploaded now. An upload is kept even when another field of
    the form is wrong, so that nobody uploads twice."""

    def __init__(self, *, kind, uploader, **kwargs):
        self.kind = kind
        self.uploader = uploader
        super().__init__(widget=FileWidget(kind), **kwargs)

    def prepare_value(self, value):
        return value.pk if isinstance(value, File) else value

    def clean(self, value):
        chosen, upload = self._pair(value)
        if upload:
            file = store(upload, by=self.uploader, kind=self.kind)
            self.widget.kept = file.pk
            return file
        if not chosen:
            if self.required:
                raise ValidationError(_("Choose a file or upload one."), code="required")
            return None
        pk = chosen if str(chosen).isdecimal() else None
        file = library.seen(self.uploader).filter(pk=pk, kind=self.kind).first()
        if file is None:
            raise wrong_kind(self.kind)
        return file

    def _pair(self, value):
        """(key, upload); a hidden field has the key alone."""
        return value if isinstance(value, list) else (value, None)

    def has_changed(self, initial, data):
        chosen, upload = self._pair(data)
        return bool(upload) or str(chosen or "") != str(self.prepare_value(initial) or "")
