"""What staff keep about the datasets, as readers see it; ask: see portal.delivery.shared."""

from django.utils.translation import get_language

from investment.opendata.models import DatasetNote
from projects import samples
from projects.registers import OF_MODEL, REGISTERS


def of(ask, key):
    """The DatasetNote of a dataset, or None; one query for all."""
    return ask(_by_key).get(key)


def _by_key():
    return {note.key: note for note in DatasetNote.objects.all()}


def note(ask, key):
    """What readers must know of a dataset, in the active language: what staff say of it, and
    whether its records are made up, which they tell themselves."""
    said = getattr(of(ask, key), f"note_{get_language()}", "") or ""
    register = REGISTERS.get(key)
    made_up = register and samples.told(*ask(samples.found, *OF_MODEL)[register.model])
    return " ".join(filter(None, [said, made_up]))


def next_release(ask, key):
    return getattr(of(ask, key), "next_release", None)


def owner(found, language):
    """Who answers for a dataset; "" while nobody was named."""
    return (getattr(found, f"owner_{language}") or found.owner_vi or "") if found else ""
