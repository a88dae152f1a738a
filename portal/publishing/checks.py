"""What publishing asks of a row, told while it is written, at submission and at the decision."""

from django.utils import timezone
from django.utils.translation import gettext as _

from portal.publishing import copies, four_eyes, history


def offered_languages(row):
    """The languages that somebody who publishes the row may choose from, the source first."""
    if row.scope:
        return [row.scope]
    live = row.replaces.live_languages if row.is_copy else ()
    others = [code for code in row.other_languages if code in live or row.title_in(code)]
    return [row.source_language, *others]


def languages_to_publish(row, chosen=None):
    """The languages that publishing a row concerns, the source language first.

    Those chosen, else the source and all that are fit. A whole copy puts all columns in place, so
    what is public already must stay fit to be so; a copy of one language concerns that one.
    """
    if row.scope:
        return [row.scope]
    live = row.replaces.live_languages if row.is_copy else ()
    return [
        language
        for language in (row.source_language, *row.other_languages)
        if language in live or _is_wanted(row, language, chosen)
    ]


def _is_wanted(row, language, chosen):
    if chosen is not None:
        return language in chosen
    return language == row.source_language or not of_language(row, language)


def of_language(row, language):
    """What keeps one language from being published, as sentences that name it."""
    return row.faults() + [named(text, language) for text in of_texts(row, language)]


def of_texts(row, language):
    """What one language lacks by itself, as sentences."""
    missing = row.missing_texts(language)
    return [*([still_missing(missing)] if missing else []), *row.problems(language)]


def named(text, language):
    """A sentence about one language, or about all (""), where no heading names it."""
    return f"{language.upper()}: {text}" if language else text


def still_missing(names):
    return _("Still missing: %(texts)s.") % {"texts": ", ".join(names)}


def of_record(row):
    """What keeps the row from being published in any language, whoever does it."""
    found = []
    if row.clashes:
        found.append(_("The public text has changed too; the differences are not settled."))
    now = timezone.now()
    if row.expire_at and row.expire_at <= now:
        found.append(_("The time of expiry has passed."))
    elif row.expire_at and row.publish_at and row.expire_at <= row.publish_at:
        found.append(_("It would expire before it is published."))
    return found


def of_submission(row):
    """What keeps a draft from being submitted, as sentences."""
    found = []
    if row.clashes:
        found.append(
            _("The public text has changed too. Settle the differences before you submit.")
        )
    if row.is_copy and not copies.differs(row, row.replaces):
        found.append(_("This working copy changes nothing yet."))
    if missing := row.missing_texts(row.scope or row.source_language):
        found.append(still_missing(missing))
    return found


def readable(rows):
    """Rows with all that is asked of their texts; a query for each of their lists."""
    model = rows.model
    return rows.select_related(*model.checked).prefetch_related(*model.copied_children)


def checklist(row, unsaved=()):
    """(language or "", what is still missing) as far as there is something; [] when all is fit.

    unsaved: sentences about what its form still lacks.
    """
    found = [("", [*unsaved, *of_record(row), *row.faults()])]
    found += [(language, of_texts(row, language)) for language in offered_languages(row)]
    return [(language, texts) for language, texts in found if texts]


def obstacles(row, by, chosen=None, *, editors=None):
    """What keeps the row from being published by this person now, as sentences; [] if nothing.

    editors: who changed it since it was last public, where that is known.
    """
    languages = languages_to_publish(row, chosen)
    found = []
    if four_eyes.keep_out(by, history.editors(row) if editors is None else editors):
        found.append(
            _("You changed this text yourself: somebody else must publish it (four eyes).")
        )
    if not row.scope and row.source_language not in languages:
        found.append(_("The source language must be published first."))
    found += of_record(row)
    for language in languages:
        found += of_language(row, language)
    return list(dict.fromkeys(found))
