"""What changed between two states of a text, for people: words deleted and inserted."""

from dataclasses import dataclass

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.utils import timezone
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.publishing import lists
from portal.publishing.models import File
from portal.text import changes, display
from portal.text.html import marked, plain


@dataclass
class Change:
    """One field that differs, as safe HTML in which <del> and <ins> mark what does."""

    field: str
    label: str
    language: str  # "vi", "en", or "" for what is no text
    one: str  # both texts in one
    before: str
    after: str
    now: str  # the new text without marks
    then: str = ""  # the old text of a list, no HTML
    is_html: bool = False
    files: tuple = ((), ())  # the Files that it names before and after

    @property
    def pictures(self):
        """The Files of pictures that are shown before and after."""
        return tuple([file for file in files if file.is_image] for files in self.files)

    @property
    def documents(self):
        """The Files that are no pictures, as they are now."""
        return [file for file in self.files[1] if not file.is_image]

    @property
    def gone(self):
        """The pictures that are shown no longer."""
        return [file for file in self.pictures[0] if file not in self.pictures[1]]

    @property
    def added(self):
        return [file for file in self.pictures[1] if file not in self.pictures[0]]


def words(before, after):
    """(both in one, before, after) as safe HTML, with the differing words marked."""
    old, new = changes.words(before), changes.words(after)
    one, left, right = [], [], []
    for kind, i1, i2, j1, j2 in changes.opcodes(old, new):
        a, b = "".join(old[i1:i2]), "".join(new[j1:j2])
        if kind == "equal":
            one.append(("{}", b))
            left.append(("{}", a))
            right.append(("{}", b))
        else:
            left.append(("<del>{}</del>", a))
            right.append(("<ins>{}</ins>", b))
            one += [left[-1], right[-1]]
    return _marked(one), _marked(left), _marked(right)


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
        return display.number(value.normalize(), get_language()[:2])
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
        if change := _column_change(before, after, name):
            found.append(change)
    return found


def _column_change(before, after, name):
    about = name, _label(after, name), _language(name)
    if name in _html_columns(after):
        old, new = (getattr(row, name) or "" if row else "" for row in (before, after))
        if old == new:
            return None
        return Change(*about, *marked(old, new), mark_safe(new), is_html=True)  # noqa: S308
    if before is None and not getattr(after, after._meta.get_field(name).attname):
        return None
    old, new = kept(before, name) if before else "", kept(after, name)
    if old == new:
        return None
    files = tuple(_files([row] if row else (), [name]) for row in (before, after))
    return Change(*about, *words(old, new), escape(new), files=files)


def _html_columns(row):
    """The columns of a live or historical row that hold HTML, cleaned when they were saved."""
    model = getattr(row, "instance_type", type(row))
    return model.html_columns() if hasattr(model, "html_columns") else ()


def _label(row, name):
    label = str(row._meta.get_field(name).verbose_name)
    return label[:1].upper() + label[1:]


def _language(name):
    suffix = name.rsplit("_", 1)[-1]
    return suffix if suffix in ("vi", "en") else ""


def since(row, history_id):
    """All changes between the version that a history row keeps and the row as it is now."""
    before = row.history.get(history_id=history_id)
    found = columns(before, row, row.content_columns())
    return found + list_changes(type(row), lists.at(row, [history_id])[history_id], lists.of(row))


def of_source(before, row):
    """The changes of the texts in the source language since a version that a history row keeps."""
    names = [name for name in row.text_columns(row.source_language) if not name.startswith("slug_")]
    found = columns(before, row, names)
    held = lists.at(before.instance, [before.history_id])[before.history_id]
    rows_only = {name: items for name, items in held.items() if name in row.copied_children}
    now = {name: lists.of(row).get(name) for name in row.copied_children}
    return found + list_changes(type(row), rows_only, now)


def rows(before, after):
    """All changes between an original (or None) and a row: columns, many-to-many, children."""
    found = columns(before, after, after.content_columns())
    for name in (*after.copied_m2m, *after.copied_children):
        both = [_items(row, name) if row else [] for row in (before, after)]
        found += _list_change(type(after), name, *both)
    return found


def _items(row, name):
    """The children or the chosen objects of a row, these with what their names are made of."""
    items = list(getattr(row, name).all())
    if name in row.copied_children:
        return items
    there = _related(type(row), name)._base_manager.in_bulk([item.pk for item in items])
    return [there[item.pk] for item in items]


def list_changes(model, before, after):
    """The changes between two versions of the lists of a row, as lists.of() gives them."""
    found = []
    for name in (*model.copied_m2m, *model.copied_children):
        if before.get(name) != after.get(name):
            old, new = (_kept_items(model, name, held.get(name, [])) for held in (before, after))
            found += _list_change(model, name, old, new)
    return found


def _kept_items(model, name, items):
    if name in model.copied_children:
        return lists.children(_related(model, name), items)
    there = _related(model, name)._base_manager.in_bulk(items)
    return sorted(str(there[key]) if key in there else _("(deleted)") for key in items)


def _related(model, name):
    return model._meta.get_field(name).related_model


def _list_label(model, name):
    if name in model.copied_m2m:
        return model._meta.get_field(name).verbose_name
    return _related(model, name)._meta.verbose_name_plural


def _list_change(model, name, before, after):
    """[Change] of a list of children or chosen objects, if what it says differs."""
    old, new = ("\n".join(describe(item) for item in items) for items in (before, after))
    if old == new:
        return []
    label = str(_list_label(model, name))
    label = label[:1].upper() + label[1:]
    children = name in model.copied_children
    files = tuple(_files(items) if children else [] for items in (before, after))
    texts = *words(old, new), escape(new), old
    return [Change(name, label, "", *texts, files=files)]


def _files(items, names=()):
    """The Files that rows or children name: in the named columns, else in all of theirs."""
    return [
        file
        for item in items
        for name in names or item.content_columns()
        if item._meta.get_field(name).related_model is File and (file := _file(item, name))
    ]


def _file(item, name):
    try:
        return getattr(item, name)
    except ObjectDoesNotExist:
        return None


def describe(item):
    """A child or a chosen object in one line: what it says of itself, else all that it holds."""
    if not hasattr(item, "content_columns") or not hasattr(item, "copied_from_id"):
        return str(item)
    if told := item.told():
        return told
    shown = [name for name in item.content_columns() if _says_something(item, name)]
    return " · ".join(f"{_label(item, name)}: {kept(item, name)}" for name in shown)


def _says_something(item, name):
    value = getattr(item, item._meta.get_field(name).attname)
    return name != "position" and value not in (None, "", False)
