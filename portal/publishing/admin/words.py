"""People, states and languages in the words and chips of the desk."""

from django.conf import settings
from django.utils.html import format_html_join
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from portal.publishing import checks
from portal.publishing.models import LANGUAGES, Freshness, State
from portal.text import display


def state_chip(obj):
    """The kind of chip that shows a record's state."""
    if obj.is_expired:
        return "expired"
    if obj.approval:
        return "ready"
    return "scheduled" if obj.is_scheduled else obj.status


def language_chips(obj):
    """A chip for each language of a record: public, complete, missing or outdated."""
    return format_html_join(" ", '<span class="chip chip--{}">{} {}</span>', _languages(obj))


def _languages(obj):
    """(chip, code, words) for each language of a record."""
    hidden = obj.status != State.PUBLISHED or obj.is_scheduled or obj.is_expired
    for language in LANGUAGES:
        freshness = obj.freshness(language)
        live = getattr(obj, f"live_{language}") and not hidden
        if not obj.is_complete(language):
            yield "missing", language.upper(), _not_whole(obj, language)
        elif freshness == Freshness.CURRENT and live:
            yield "live", language.upper(), _("public")
        elif freshness == Freshness.CURRENT and checks.of_texts(obj, language):
            yield "missing", language.upper(), _("incomplete")
        elif freshness == Freshness.CURRENT:
            yield "ready", language.upper(), _("text complete")
        else:
            yield freshness, language.upper(), freshness.label


def _not_whole(obj, language):
    if language == obj.source_language or obj.title_in(language):
        return _("incomplete")
    return Freshness.MISSING.label


def copy_label(row, scope):
    """What the button says that opens a working copy of a record in a scope."""
    if not scope:
        return _("Edit (opens a working copy)")
    if row.freshness(scope) == Freshness.MISSING:
        return {"en": _("Translate into English"), "vi": _("Translate into Vietnamese")}[scope]
    return {"en": _("Edit the English only"), "vi": _("Edit the Vietnamese only")}[scope]


def person(user):
    """A person's name in Vietnamese order, the family name first."""
    if user is None:
        return "–"
    return f"{user.last_name} {user.first_name}".strip() or user.get_username()


def named(languages):
    """Languages by their names, in one line."""
    names = dict(settings.LANGUAGES)
    return ", ".join(str(names[code]) for code in languages)


def submitted(row):
    """(whether nothing is to be known before publication, what is said of a row that was
    submitted)."""
    said = [_("“%(title)s” waits for review.") % {"title": row}]
    found, remarks = checks.checklist(row), row.remarks()
    names = dict(settings.LANGUAGES)
    asked = [
        f"{names[code]}: {' '.join(texts)}" if code else " ".join(texts) for code, texts in found
    ]
    if asked:
        said += [_("Publishing will ask for this:"), *asked]
    if remarks:
        said += [_("To know before publication:"), *remarks]
    return not (asked or remarks), " ".join(map(str, said))


def shown_hour(moment):
    return display.datetime_(moment, get_language()[:2])
