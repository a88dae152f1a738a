"""What the templates of the staff desk ask of records, links and files."""

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from portal.publishing import diff
from portal.publishing.admin import logged, questions, record, words
from portal.publishing.admin.site import admin_url
from portal.publishing.models import LANGUAGES, Publishable
from portal.text.sorting import sort_key

register = template.Library()
register.filter("person", words.person)
register.filter("describe", diff.describe)
register.filter("told", logged.told)
register.filter("seal", questions.seal)
register.filter("state_chip", words.state_chip)
register.filter("language_chips", words.language_chips)
register.filter("copy_label", words.copy_label)
register.simple_tag(admin_url, name="page_url")
register.simple_tag(record.address, name="desk_url")

#: What happened, for the log and the history. Keys: names of transitions and history reasons.
EVENTS = {
    "submit": gettext_lazy("Submitted for review"),
    "recall": gettext_lazy("Taken back to draft"),
    "send_back": gettext_lazy("Sent back"),
    "approve": gettext_lazy("Approved for publication"),
    "lapse": gettext_lazy("Changed after the approval: to be approved anew"),
    "lapse_confirm": gettext_lazy("Translation confirmed after the approval: to be approved anew"),
    "lapse_follow": gettext_lazy(
        "Brought in line with the public text after the approval: to be approved anew"
    ),
    "publish": gettext_lazy("Made public"),
    "schedule": gettext_lazy("Publication scheduled"),
    "reschedule": gettext_lazy("Hour of publication changed"),
    "shelve": gettext_lazy("Put into the archive"),
    "hand_over": gettext_lazy("Handed over"),
    "unschedule": gettext_lazy("Scheduled publication cancelled"),
    "withdraw": gettext_lazy("Taken out of public"),
    "restore": gettext_lazy("Restored as draft"),
    "discard": gettext_lazy("Working copy discarded"),
    "copy": gettext_lazy("Working copy opened"),
    "apply": gettext_lazy("Working copy published"),
    "follow": gettext_lazy("Brought in line with the public text"),
}
#: Stands for the address word while the form shows what the address will be.
PLACE = "0-0-0"


@register.filter
def places(app_list):
    """The lists of records, those in which the reader writes first."""
    models = [model for app in app_list for model in app["models"] if model["admin_url"]]
    return sorted(models, key=_place_order)


def _place_order(model):
    return not (model["perms"]["add"] or model["perms"]["change"]), sort_key(str(model["name"]))


@register.filter
def event(name):
    """The words for a transition's name, or for the reason of a history row ("apply 12: note")."""
    if not name:
        return _("Edited")
    word, _colon, note = name.partition(": ")
    label = EVENTS.get(word.split(" ")[0], word)
    return f"{label}: {note}" if note else label


@register.filter
def language_name(code):
    """A language by its own name; "" for all of them."""
    return dict(settings.LANGUAGES).get(code, "")


@register.filter
def kind_name(row):
    return row._meta.verbose_name


@register.filter
def rendition(file, width):
    return file.rendition_url(width)


@register.filter
def in_language(changes, language):
    """The changes of one language's texts; "" for all that is no text."""
    return [change for change in changes if change.language == language]


@register.filter
def share_addresses(link, row):
    """(language, address) of a preview link, for each language with a text."""
    for language in LANGUAGES:
        if row.title_in(language):
            with override(language):
                yield language, settings.BASE_URL + reverse("preview", args=[link.token])


@register.filter
def address_pattern(row, language):
    """The public address in a language, with PLACE for the address word."""
    model = type(row)
    sample = model(source_language=language, **{f"slug_{language}": PLACE})
    return sample.url(language)


@register.filter
def slug_follows_title(row):
    """Whether the address word may still change with the title: nobody has linked to it yet."""
    return row.first_public_at is None and row.replaces_id is None


@register.filter
def is_publishable(row):
    return isinstance(row, Publishable)


@register.filter
def kinds_name(row):
    return row._meta.verbose_name_plural


@register.filter
def language_of(column):
    """The language of a translated column: "en" of body_en and of what shows it, else ""."""
    code = str(column).removesuffix("_shown").rpartition("_")[2]
    return code if code in LANGUAGES else ""
