"""What a browser would send back of a form that the admin showed."""

from django.forms import BoundField


def shown(response):
    """The data of the change form in a response, as a browser would post it unchanged."""
    context = response.context_data
    version = getattr(context["adminform"].form.instance, "version", None)
    data = {} if version is None else {"_version": version}
    forms = [context["adminform"].form]
    for inline in context["inline_admin_formsets"]:
        formset = inline.formset
        forms += [formset.management_form, *formset.forms]
    for form in forms:
        for bound in form:
            _add(data, bound)
    return data


def _add(data, bound: BoundField):
    value = bound.value()
    widgets = getattr(bound.field.widget, "widgets", None)
    if widgets:  # split date and time, file with upload
        names = bound.field.widget.widgets_names
        for suffix, part in zip(names, bound.field.widget.decompress(value), strict=True):
            data[bound.html_name + suffix] = "" if part is None else part
    elif isinstance(value, bool):
        data |= {bound.html_name: "on"} if value else {}
    elif value is not None:
        data[bound.html_name] = bound.field.prepare_value(value)


def sent(form):
    """What a browser would send of a form of lxml's, unchanged."""
    found = {}
    for name, value in form.form_values():
        found.setdefault(name, []).append(value)
    return found
