"""Texts as they are typed at the desk: composed, without what does not show, in Unicode.

Every form of the desk asks for its texts by these fields: what a model holds through DeskFields
(plain.py), what else there is by naming them.
"""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorField, ProseEditorFormField

from portal.text.html import clean, plain
from portal.text.legacy import to_unicode
from portal.text.plain import clean_text
from portal.text.slugs import slugify

_IS_ADDRESS = re.compile(r"[a-z0-9_-]+")


def typed(text):
    """A text as it is kept; refused if it was typed for a font before Unicode."""
    refuse_old_font(text)
    return clean_text(text)


def refuse_old_font(text):
    """What was typed for a font before Unicode reads as nonsense everywhere else."""
    if (read := to_unicode(text)) != text:
        raise ValidationError(
            _(
                "This was typed for an old font (TCVN3 or VNI). Convert it to Unicode "
                "first; it reads: “%(text)s”."
            ),
            params={"text": Truncator(read).chars(200)},
        )


class _Typed:
    def to_python(self, value):
        return super().to_python(typed(value) if isinstance(value, str) else value)


class TextField(_Typed, forms.CharField):
    pass


class URLField(_Typed, forms.URLField):
    pass


class EmailField(_Typed, forms.EmailField):
    pass


class AddressField(_Typed, forms.SlugField):
    """An address word as one types it: “Đầu tư” is taken as dau-tu."""

    def to_python(self, value):
        text = super().to_python(value)
        if not text or _IS_ADDRESS.fullmatch(text):
            return text
        return slugify(text, self.max_length) or text


class HtmlField(ProseEditorFormField):
    def to_python(self, value):
        html = super().to_python(value)
        if html:
            refuse_old_font(plain(html))
        return clean(html) if html else html


_FIELDS = {
    ProseEditorField: HtmlField,
    models.SlugField: AddressField,
    models.URLField: URLField,
    models.EmailField: EmailField,
    models.CharField: TextField,
    models.TextField: TextField,
}


def form_class(db_field):
    """The field by which forms ask for a text that a model holds; None for what is no text."""
    return next((_FIELDS[kind] for kind in type(db_field).__mro__ if kind in _FIELDS), None)


def formfield(db_field, **kwargs):
    """For `formfield_callback` of a form that no admin makes."""
    return db_field.formfield(form_class=form_class(db_field), **kwargs)
