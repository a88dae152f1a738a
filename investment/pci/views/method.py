"""How the PCI is made: weights, breaks, sources."""

from investment.pci import questions
from investment.pci.views import asking, frame


def method(request):
    """What each edition measured and with which weights, and where the series breaks."""
    editions, language = asking.editions(request), request.LANGUAGE_CODE
    names = {
        code: frame.names_over_time(editions, code, language) for code in frame.codes_of(editions)
    }
    context = {
        "subnav": frame.subnav(request, "method"),
        "problems": asking.refused(request),
        "kept": asking.asked(request).place,
        "query": asking.asked(request).query,
        "editions": [(one, one.url(language)) for one in editions],
        "weights": [
            (names[code][-1][1], [_weight(one, code) for one in editions]) for code in names
        ],
        "renamed": [found for found in names.values() if len(found) > 1],
        "breaks": frame.breaks(editions),
        "partial": [f"{one.year} ({first})" for one, first in _partial(request).items()],
    }
    return frame.page(request, "method", context, query=asking.asked(request).query)


def _partial(request):
    """{edition: of how many first provinces alone it was published}."""
    book = asking.book(request)
    found = {one: questions.first_of(one, book.of(one)) for one in asking.editions(request)}
    return {one: first for one, first in found.items() if first is not None}


def _weight(edition, code):
    """A weight in per cent; "?" where it is not known, None where the edition lacks the code."""
    for subindex in edition.subindices.all():
        if subindex.code == code:
            return "?" if subindex.weight is None else subindex.weight
    return None
