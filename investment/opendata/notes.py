"""What staff keep about the datasets, as readers see it; ask: see portal.delivery.shared."""

from django.utils.translation import get_language

from investment.opendata.models import DatasetNote


def of(ask, key):
    """The DatasetNote of a dataset, or None; one query for all."""
    return ask(_by_key).get(key)


def _by_key():
    return {note.key: note for note in DatasetNote.objects.all()}


def note(ask, key):
    """What readers must know of a dataset, in the active language."""
    return getattr(of(ask, key), f"note_{get_language()}", "") or ""


def next_release(ask, key):
    return getattr(of(ask, key), "next_release", None)


def owner(found, language):
    """Who answers for a dataset; "" while nobody was named."""
    return (getattr(found, f"owner_{language}") or found.owner_vi or "") if found else ""
