"""What the templates of the registers' desk ask of ledger entries and figures."""

from django import template

from projects import desk
from projects.admin import words

register = template.Library()
register.filter("money", desk.money)
register.filter("day", desk.day)
register.filter("what", desk.what)
register.filter("headline", words.headline)
register.filter("effective", words.effective)
register.filter("figures", words.figures)
register.filter("about", desk.about)
register.filter("statements", words.statements)
register.filter("read_aloud", words.read_aloud)


@register.filter
def chosen(entry):
    """Names an entry in the version that the page shows, for the form that approves it."""
    return f"{entry._meta.model_name}:{entry.pk}:{entry.version}"


@register.filter
def with_doubts(entries):
    """(entry, sentences about what is more likely a slip in it, while it waits) of some entries."""
    waiting = [entry for entry in entries if entry.is_pending]
    doubts = iter(words.doubts(waiting))
    return [(entry, next(doubts) if entry.is_pending else []) for entry in entries]
