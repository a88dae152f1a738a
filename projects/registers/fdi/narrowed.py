from dataclasses import replace

from django.utils.translation import ngettext

from projects.registers.common.capital.narrowed import narrowed as capital
from projects.registers.fdi.selection import FdiCounted
from projects.registers.fdi.sentences import TERMS
from projects.views.words import number, sentence


def narrowed(selection, when, span):
    found = capital(TERMS, selection, when, span)
    if not selection.counted:
        return found
    return replace(found, sentences=[*found.sentences, *_alone(selection, when)])


def _alone(selection, when):
    """That notices are counted which belong to no project, so that the list cannot show them."""
    if selection.counted == FdiCounted.ENDED:
        return
    events = (
        selection.events(when).during(when).filter(type__in=selection.counts[selection.counted])
    )
    if count := events.filter(project=None).count():
        text = ngettext(
            "%(n)s share-purchase notice belongs to no project of the list.",
            "%(n)s share-purchase notices belong to no project of the list.",
            count,
        )
        yield sentence(text, n=number(count))
