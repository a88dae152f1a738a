"""Forms that two people may have open at once, for what has no versions of its own."""

from django import forms
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from portal.publishing.admin.widgets import FileField
from portal.publishing.admin.words import person
from portal.publishing.models import File


class TogetherForm(forms.ModelForm):
    """What one left as it was stays as the other saved it; what both changed is asked once more.

    Each field sends along what it was when the form was opened (Django's hidden initial values).
    """

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.show_what_was()

    def show_what_was(self):
        """Also for a form that disables some of its fields later than this one."""
        tells = self.instance.pk and (self._is_opened or not self.is_bound)
        for field in self.fields.values():
            field.show_hidden_initial = bool(tells) and not field.disabled

    def full_clean(self):
        clashes = self._take_what_was_saved() if self._is_opened else []
        super().full_clean()
        if self.is_bound:
            for name in clashes:
                self.add_error(name, self._what_was_saved(name))

    @property
    def _is_opened(self):
        """Whether the form tells what it was; a program's need not."""
        return (
            self.is_bound and self.instance.pk and any(n.startswith("initial-") for n in self.data)
        )

    def _take_what_was_saved(self):
        """Put what others saved where nothing was typed; the names of what both changed."""
        self.data, clashes = self.data.copy(), []
        for name, field in self.fields.items():
            bound = self[name]
            opened = self._widget_data_value(field.hidden_widget(), bound.html_initial_name)
            if field.disabled or not field.has_changed(bound.initial, opened):
                continue
            self._put(bound.html_initial_name, field.hidden_widget(), bound)
            if not _differ(field, opened, bound.data):
                self._put(bound.html_name, field.widget, bound)
            elif field.has_changed(bound.initial, bound.data):
                clashes.append(name)
        return clashes

    def _put(self, key, widget, bound):
        """Let the posted data say what is saved."""
        value = bound.field.prepare_value(bound.initial)
        self.data.pop(key, None)
        if isinstance(value, (list, tuple)) or hasattr(value, "iterator"):
            self.data.setlist(key, [str(bound.field.prepare_value(one)) for one in value])
        elif value is not False or not isinstance(widget, forms.CheckboxInput):
            self.data[key] = "" if value is None else widget.format_value(value)

    def _what_was_saved(self, name):
        """Who saved what, as far as that is known."""
        return ValidationError(
            _(
                "Meanwhile %(name)s saved here: “%(saved)s”. To put yours in its place, save once "
                "more."
            )
            % {"name": self._who_saved(), "saved": words(self.fields[name], self[name].initial)}
        )

    def _who_saved(self):
        kind = ContentType.objects.get_for_model(self.instance, for_concrete_model=False)
        entries = LogEntry.objects.filter(content_type=kind, object_id=str(self.instance.pk))
        last = entries.select_related("user").order_by("-action_time").first()
        return person(last.user) if last else _("somebody")


def _differ(field, opened, typed):
    """Whether something else was typed than stood there; see BoundField._has_changed()."""
    try:
        return field.has_changed(field.to_python(opened), typed)
    except ValidationError:
        return True


def words(field, value):
    """A value of a form's field, as the form shows it."""
    if isinstance(field, FileField):
        return str(File.objects.filter(pk=field.prepare_value(value)).first() or "")
    if isinstance(field, forms.ModelMultipleChoiceField):
        return ", ".join(field.label_from_instance(one) for one in value)
    if isinstance(field, forms.ModelChoiceField):
        found = field.queryset.filter(pk=field.prepare_value(value)).first()
        return field.label_from_instance(found) if found else ""
    if isinstance(field, forms.BooleanField):
        return _("yes") if value else _("no")
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.choices).get(value, value))
    return "" if value is None else str(field.widget.format_value(value) or "")
