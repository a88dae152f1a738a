"""Which provinces merged, and how their parts stood."""

from functools import partial

from django.urls import reverse

from investment.pci import merged, words
from investment.pci.views import asking, frame
from investment.pci.views.asking import COMPARED
from investment.pci.views.frame import overview_url
from projects.filters import query


def mergers(request):
    """The provinces that became one, the portal's own first: then and now."""
    home = asking.home(request)
    found = sorted(
        merged.mergers(asking.book(request)),
        key=lambda merger: home not in [unit for unit, _last in merger.before],
    )
    context = {
        "subnav": frame.subnav(request, "mergers"),
        "problems": asking.refused(request),
        "mergers": [
            (merger, reverse("pci:compare") + _compare_query(request, merger)) for merger in found
        ],
        "then": words.then,
        "of_published": words.of_published,
        "overview_url": partial(overview_url, request),
    }
    asked_query = query(asking.known(request))
    return frame.page(request, "mergers", context, query=asked_query)


def _compare_query(request, merger):
    units = [unit.key for unit, _last in merger.before]
    if merger.now:
        units.append(merger.province.key)
    return query(dict(zip(COMPARED, units, strict=False)) | asking.known(request))
