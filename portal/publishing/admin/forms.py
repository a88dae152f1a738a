"""The form of a publishable record: nothing typed is lost, nobody is overwritten unseen."""

import html
import re
from dataclasses import dataclass

from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.exchange.dates import example_of_moment
from portal.publishing import diff, history, lists, slugs
from portal.publishing.admin.moments import MomentField
from portal.publishing.admin.plain import mark_needed
from portal.publishing.admin.texts import TextField
from portal.publishing.admin.words import person
from portal.publishing.models import LANGUAGES


@dataclass
class Clash:
    """One field or list that was saved meanwhile: what it was, what is saved now, what I typed.

    was, now: the ancestor and what is saved, without marks. `mine` is "" until the rows of a list
    are known, see PublishableAdmin.render_change_form, and None for a text of the original that
    the form lacks.
    """

    name: str
    label: str
    ancestor: str
    theirs: str
    mine: str | None
    was: str
    now: str

    @property
    def is_same(self):
        """Whether the same was typed as is saved."""
        return self.mine == self.now

    @property
    def is_mine(self):
        """Whether I changed it; what I left as it was should stay as it is saved."""
        return self.mine != self.was


def left_as_saved(data, row):
    """The names of fields and lists that an overwriting leaves as they are saved.

    Like the overwriting itself it is bound to exactly the version that was shown.
    """
    return set(data.getlist("_left")) if data.get("_overwrite") == str(row.version) else set()


class PublishableForm(forms.ModelForm):
    """Knows the version it was opened with and refuses to save over a newer one unseen."""

    minor_correction = forms.BooleanField(
        label=_("Small correction"),
        required=False,
        help_text=_("A spelling mistake, say: the translation stays up to date."),
    )
    translation_confirmed = forms.BooleanField(
        label=_("The translation matches the source text"),
        required=False,
        help_text=_("Tick when you have brought the translation up to date."),
    )
    clashes_settled = forms.BooleanField(
        label=_("I have settled the differences with the public text"), required=False
    )

    #: Set by the admin for each request.
    user = None
    opened_version = None
    overwrite_version = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.stale = []
        self.conflict = False
        self.left = set()
        if not self.instance.clashes:
            self.fields.pop("clashes_settled", None)

    @property
    def has_choices(self):
        """Whether anything that was saved meanwhile can be taken instead of what is typed here."""
        return any(clash.mine is not None for clash in self.stale)

    @property
    def current_version(self):
        return self.instance.version

    @property
    def languages(self):
        """The languages whose texts this form can change."""
        return [language for language in LANGUAGES if f"title_{language}" in self.fields]

    def full_clean(self):
        """Before the typed values reach the instance, compare it with what was opened."""
        self.saved = None
        if self.is_bound and self.instance.pk:
            if self._is_stale():
                self.saved = type(self.instance).rows.get(pk=self.instance.pk)
            self.left = left_as_saved(self.data, self.instance) & self.fields.keys()
        self._disable(True)
        super().full_clean()
        self._disable(False)  # so that another error shows what was typed, not what is saved

    def _disable(self, disabled):
        for name in self.left:
            self.fields[name].disabled = disabled

    @cached_property
    def changed_data(self):
        return [name for name in super().changed_data if name not in self.left]

    def _is_stale(self):
        return self.instance.version not in {self.opened_version, self.overwrite_version}

    def clean(self):
        cleaned = super().clean()
        self._clean_slugs(cleaned)
        source = cleaned.get("source_language") or self.instance.source_language
        title = f"title_{source}"
        if source in self.languages and title not in self.errors and not cleaned.get(title):
            self.add_error(title, _("A record needs a title in its source language."))
        return cleaned

    def _clean_slugs(self, cleaned):
        for language in self.languages:
            field = f"slug_{language}"
            if field not in self.fields or field in self.errors:
                continue
            typed = cleaned.get(field)
            if typed and slugs.is_taken(self.instance, typed):
                message = _("The address “%(slug)s” belongs to another record. Choose another.")
                self.add_error(field, ValidationError(message, params={"slug": typed}))

    def _post_clean(self):
        super()._post_clean()
        if self.saved is not None:
            self.stale = self._clashes()
            if self.stale:
                self.conflict = True
                said = _("Nothing that you typed is lost: compare above, then decide.")
                self.add_error(None, said)

    def who_saved(self):
        """Of several who saved meanwhile it names another person rather than the user."""
        saves = self.instance.history.filter(version__gt=self.opened_version or 0)
        if other := saves.exclude(history_user=self.user).first():
            text = _("%(name)s saved this record at %(at)s, while you were working on it")
            return text % {"name": person(other.history_user), "at": _hour(other.history_date)}
        text = _("You saved this record yourself in another window, at %(at)s")
        return text % {"at": _hour(self.saved.updated_at)}

    def _clashes(self):
        """The fields that were saved meanwhile otherwise than they stand here.

        Also the texts of the original: what is typed here may translate what it was.
        """
        ancestor = history.as_of_version(self.instance, self.opened_version)
        original = self.instance.text_columns(self.saved.source_language)
        found = []
        for name in [*self.instance.content_columns(), "publish_at", "source_language"]:
            was = diff.kept(ancestor, name) if ancestor else ""
            theirs = diff.kept(self.saved, name)
            if name in self.fields:
                mine = diff.kept(self.instance, name)
            elif name in original and not name.startswith("slug_"):
                mine = None
            else:
                continue
            if theirs not in (was, mine):
                found.append(self._clash(name, was, theirs, mine))
        return found + self._list_clashes(ancestor)

    def _list_clashes(self, ancestor):
        """The lists that were changed meanwhile."""
        held = lists.at(self.saved, [ancestor.history_id])[ancestor.history_id] if ancestor else {}
        found = []
        for change in diff.list_changes(type(self.saved), held, lists.of(self.saved)):
            mine = _names(self.cleaned_data.get(change.field, ()))
            clash = Clash(change.field, change.label, change.before, change.after, mine,
                          change.then, html.unescape(change.now))  # fmt: skip
            is_typed = change.field in self.fields and not clash.is_same
            if is_typed or change.field in self.instance.copied_children:
                found.append(clash)
        return found

    def _clash(self, name, was, theirs, mine):
        label = capfirst(self.instance._meta.get_field(name).verbose_name)
        return Clash(name, label, was, diff.words(was, theirs)[2], mine, was, theirs)


def _hour(moment):
    return f"{timezone.localtime(moment):%H:%M %d/%m/%Y}"


def _names(chosen):
    return "\n".join(sorted(map(str, chosen)))


class ChildFormSet(BaseInlineFormSet):
    """A row that somebody else deleted meanwhile becomes a new row, with all that was typed."""

    #: Whether the rows stay as they are saved, whatever is typed in them.
    is_left = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.is_bound and self.instance.pk:
            self.is_left = self.prefix in left_as_saved(self.data, self.instance)
            self._revive_vanished_rows()

    def is_valid(self):
        return self.is_left or super().is_valid()

    def has_changed(self):
        return not self.is_left and super().has_changed()

    def save(self, commit=True):
        if not self.is_left:
            return super().save(commit)
        self.new_objects, self.changed_objects, self.deleted_objects = [], [], []
        return []

    def rows(self):
        """The rows as they are typed, in their order."""
        self.is_valid()
        found = [
            form.instance
            for form in self.forms
            if (form.instance.pk or form.has_changed()) and form not in self.deleted_forms
        ]
        return sorted(found, key=lambda row: row.position or 0)

    def _revive_vanished_rows(self):
        initial = self._count("INITIAL_FORMS")
        total = self._count("TOTAL_FORMS")
        known = {str(pk) for pk in self.get_queryset().values_list("pk", flat=True)}
        vanished = [i for i in range(initial) if self._posted_pk(i) not in known]
        if not vanished:
            return
        kept = [i for i in range(initial) if i not in vanished]
        order = kept + vanished + list(range(initial, total))
        places = {str(old): str(new) for new, old in enumerate(order)}
        self.data = self._reordered(self.data, places)
        self.files = self._reordered(self.files, places)
        for i in range(len(kept), initial):
            self.data[f"{self.prefix}-{i}-id"] = ""
        self.data[f"{self.prefix}-INITIAL_FORMS"] = str(len(kept))

    def _count(self, name):
        try:
            return min(int(self.data.get(f"{self.prefix}-{name}", 0)), 1000)
        except ValueError:
            return 0

    def _posted_pk(self, i):
        return self.data.get(f"{self.prefix}-{i}-id", "")

    def _reordered(self, data, places):
        """The same posted values under the numbers of their new places."""
        pattern = re.compile(rf"^{re.escape(self.prefix)}-(\d+)-(.+)$")
        moved = data.copy()
        for key in list(data):
            if (match := pattern.match(key)) and match[1] in places:
                moved.pop(key)
        for key in data:
            if (match := pattern.match(key)) and match[1] in places:
                new = f"{self.prefix}-{places[match[1]]}-{match[2]}"
                moved.setlist(new, data.getlist(key))
        return moved


class TransitionForm(forms.Form):
    """What a person sends with a transition: the version they saw, a note, languages, an hour."""

    name = forms.CharField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput)
    note = TextField(
        label=_("Note"), required=False, max_length=2000, widget=forms.Textarea({"rows": 3})
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages to publish"), required=False, widget=forms.CheckboxSelectMultiple
    )
    publish_at = MomentField(
        label=_("Publish at"),
        required=False,
    )

    def __init__(self, *args, languages=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["languages"].choices = languages
        said = gettext("As %(example)s. Leave empty to publish now.")
        self.fields["publish_at"].help_text = said % {"example": example_of_moment()}

    def ticked_languages(self):
        """What the person ticked; None where there was no choice."""
        if len(self.fields["languages"].choices) < 2 or self.cleaned_data["name"] != "publish":
            return None
        if not self.cleaned_data["languages"]:
            raise ValidationError(gettext("Choose at least one language."))
        return self.cleaned_data["languages"]


class HandOverForm(forms.Form):
    """Who goes on with a draft, and why."""

    to = forms.ModelChoiceField(None, label=_("To"))
    reason = TextField(label=_("Reason"), max_length=2000, widget=forms.Textarea({"rows": 2}))

    def __init__(self, *args, people=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = get_user_model().objects.filter(
            pk__in=[person.pk for person in people]
        )
        self.fields["to"].label_from_instance = person
        mark_needed(self.fields)
