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
        key=lambda merger: (
            home not in [unit for unit, _last in merger.before],
            getattr(merger.province, f"sort_{request.LANGUAGE_CODE}"),
        ),
    )
    context = {
        "subnav": frame.subnav(request, "mergers"),
        "problems": asking.refused(request),
        "mergers": [(merger, _compare_url(request, merger)) for merger in found],
        "then": words.then,
        "of_published": words.of_published,
        "kept": asking.asked(request).place,
        "overview_url": partial(overview_url, request),
    }
    return frame.page(request, "mergers", context, query=asking.asked(request).query)


def _compare_url(request, merger):
    """Where the provinces of a merger with results are compared; "" of one alone."""
    units = [unit.key for unit, last in merger.before if last]
    if merger.now:
        units.append(merger.province.key)
    asked = query(dict(zip(COMPARED, units, strict=False)) | asking.known(request))
    return reverse("pci:compare") + asked if len(units) > 1 else ""
