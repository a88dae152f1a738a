"""What changed between two states of a text, for people: words deleted and inserted."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.text import display
from portal.text.html import plain

#: Words with the white space behind them.
WORDS = re.compile(r"\S+\s*|\s+")


@dataclass
class Change:
    """One field that differs; before and after are safe HTML with <del> and <ins>."""

    field: str
    label: str
    language: str  # "vi", "en", or "" for what is no text
    before: str
    after: str


def words(before, after):
    """(before, after) as safe HTML, with the differing words marked."""
    old, new = WORDS.findall(before), WORDS.findall(after)
    left, right = [], []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        a, b = "".join(old[i1:i2]), "".join(new[j1:j2])
        left.append(("{}" if kind == "equal" else "<del>{}</del>", a))
        right.append(("{}" if kind == "equal" else "<ins>{}</ins>", b))
    return _marked(left), _marked(right)


def _marked(parts):
    return format_html_join("", "{}", ((format_html(form, text),) for form, text in parts if text))


def kept(row, name):
    """A column of a live or historical row; what it pointed to may be gone."""
    try:
        return readable(row, name)
    except ObjectDoesNotExist:
        return _("(deleted)")


def readable(row, name):
    """A column of a row as a person reads it."""
    return readable_value(row, name, getattr(row, name))


def readable_value(row, name, value):
    """A value of a column of a row's model as a person reads it."""
    field = row._meta.get_field(name)
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return _readable(field, value)


def _readable(field, value):
    if isinstance(field, models.DateTimeField):
        return f"{timezone.localtime(value):%H:%M %d/%m/%Y}"
    if isinstance(field, models.DateField):
        return f"{value:%d/%m/%Y}"
    if isinstance(field, models.DecimalField):
        return display.number(value, get_language()[:2])
    if isinstance(field, models.TextField) and "<" in value:
        return plain(value)
    return str(value)


def columns(before, after, names):
    """The changes between two rows (live or historical) in the named columns."""
    found = []
    for name in names:
        attname = after._meta.get_field(name).attname
        if before and getattr(before, attname) == getattr(after, attname):
            continue  # without looking up what a foreign key points to
        old, new = kept(before, name) if before else "", kept(after, name)
        if old == new:
            continue
        left, right = words(old, new)
        found.append(Change(name, _label(after, name), _language(name), left, right))
    return found


def _label(row, name):
    label = str(row._meta.get_field(name).verbose_name)
    return label[:1].upper() + label[1:]


def _language(name):
    suffix = name.rsplit("_", 1)[-1]
    return suffix if suffix in ("vi", "en") else ""


def rows(before, after):
    """All changes between an original (or None) and a row: columns, many-to-many, children."""
    names = after.content_columns()
    found = columns(before, after, names)
    for name in after.copied_m2m:
        found += _list_change(after._meta.get_field(name).verbose_name, name, before, after)
    for accessor in after.copied_children:
        label = getattr(after, accessor).model._meta.verbose_name_plural
        found += _list_change(label, accessor, before, after)
    return found


def _list_change(label, accessor, before, after):
    old = _lines(before, accessor) if before else ""
    new = _lines(after, accessor)
    if old == new:
        return []
    left, right = words(old, new)
    label = str(label)
    return [Change(accessor, label[:1].upper() + label[1:], "", left, right)]


def _lines(row, accessor):
    return "\n".join(describe(item) for item in getattr(row, accessor).all())


def describe(item):
    """A child or a chosen object in one line, every text of it included."""
    if not hasattr(item, "content_columns") or not hasattr(item, "copied_from_id"):
        return str(item)
    names = item.content_columns()
    return " · ".join(text for name in names if (text := readable(item, name)))
