"""Provinces beside each other."""

from django.http import HttpResponseRedirect
from django.urls import reverse

from investment.pci import charts as charts_pci
from investment.pci import words
from investment.pci.views import asking, files, frame
from investment.pci.views.asking import COMPARED
from investment.pci.views.frame import asked_query, overview_url


def compare(request):
    """The scores of up to five provinces beside each other."""
    if any(request.GET.get(name) == "" for name in (*COMPARED, "known_at")):
        # A form without a script sends what nobody chose; the address stays short.
        return HttpResponseRedirect(request.path + asked_query(request))
    chosen, problems = compared(request)
    context = {
        "subnav": frame.subnav(request, "compare"),
        "problems": problems + list(asking.left_out(request)),
        "options": asking.options(request),
        "fields": zip(COMPARED, [*(unit.key for unit in chosen), *[""] * 5], strict=False),
        "drawn": None,
        "named": ", ".join(asking.name_of(request, unit) for unit in asking.compared(request)[0]),
    }
    if chosen:
        context |= _comparison(request, chosen)
    return frame.page(request, "compare", context, query=asked_query(request))


def _comparison(request, chosen):
    language = request.LANGUAGE_CODE
    found = comparison_of(request, chosen)
    years = list(zip(*found.values(), strict=True))
    first = asking.about(request, chosen[0]).query
    return {
        "drawn": comparison_chart(request, found),
        "links": files.links("compare_file", [], asked_query(request)),
        "columns": [
            (asking.name_of(request, unit), overview_url(request, unit)) for unit in chosen
        ],
        "kin": [
            (asking.name_of(request, unit), whose, links)
            for unit in chosen
            for whose, links in frame.kin_links(request, unit, reverse("pci:overview"))
        ],
        "years": years[::-1],
        "computed_ranks": words.computed_ranks([one for of in found.values() for one in of]),
        "editions": {one.pk: one.url(language) + first for one in asking.editions(request)},
        "breaks": frame.breaks(asking.editions(request)),
    }


def comparison_of(request, chosen):
    """{province: its Standings}."""
    return {unit: asking.standings(request, unit) for unit in chosen}


def comparison_chart(request, found):
    """The Chart of what comparison_of() gives."""
    named = {asking.name_of(request, unit): standings for unit, standings in found.items()}
    chart = charts_pci.comparison(request.LANGUAGE_CODE, named)
    path = reverse("pci:compare") + asked_query(request)
    return files.published(request, chart, ", ".join(named), path)


def compared(request):
    """(provinces asked for, else the portal's own, those it has become one with and what they
    became; problems)."""
    chosen, problems = asking.compared(request)
    return chosen or _merged_with(request), problems


def _merged_with(request):
    home = asking.home(request)
    if home is None:
        return []
    book = asking.book(request)
    became = book.successors.get(home.pk) or [home]
    merged = [unit for one in became for unit in book.predecessors.get(one.pk, [])]
    told = set(asking.provinces(request))
    return [unit for unit in dict.fromkeys([home, *merged, *became]) if unit in told][
        : len(COMPARED)
    ]
