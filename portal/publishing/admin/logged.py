"""Django's log of what has no versions: each changed field, what it was and what it became."""

import json

from django.contrib.admin.models import LogEntry
from django.core.exceptions import FieldDoesNotExist
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portal.publishing.admin.together import words


class LogsValues:
    def construct_change_message(self, request, form, formsets, add=False):
        message = super().construct_change_message(request, form, formsets, add)
        for part in message:
            if "changed" in part and "name" not in part["changed"]:
                part["changed"]["values"] = [_values(form, name) for name in form.changed_data]
        return message


def _values(form, name):
    field = form.fields[name]
    return name, words(field, form[name].initial), words(field, form.cleaned_data[name])


def told(entry):
    """(sentence, [(label, before, after)]) of an entry, in the language of the reader."""
    if not entry.change_message.startswith("["):
        return entry.get_change_message(), []
    values, others = [], []
    for part in json.loads(entry.change_message):
        about = part.get("changed", {})
        if "values" in about:
            values += about["values"]
            continue
        if "fields" in about:
            about["fields"] = [_translated(label) for label in about["fields"]]
        others.append(part)
    model = entry.content_type.model_class()
    sentence = LogEntry(change_message=json.dumps(others)).get_change_message() if others else ""
    changes = [(_label(model, name), before, after) for name, before, after in values]
    return sentence or _("Changed:"), changes


def _label(model, name):
    try:
        return capfirst(model._meta.get_field(name).verbose_name)
    except FieldDoesNotExist:
        return name


def _translated(label):
    """A label as the log keeps it, in English and as it stood in the form: Given name *."""
    plain = label.removesuffix(" *")
    found = _(plain)
    return found if found != plain else _(plain[:1].lower() + plain[1:])
