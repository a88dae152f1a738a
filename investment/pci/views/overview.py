"""The pages about the PCI over the years: overview, a sub-index, comparison, mergers, method."""

from functools import partial

from django.http import Http404, HttpResponseRedirect
from django.urls import reverse

from investment.pci import charts as charts_pci
from investment.pci import questions, words
from investment.pci.views import around, asking, files
from investment.pci.views.asking import COMPARED
from portal.charts.words import spans
from projects.filters import query
from projects.places import then_and_now_of


def overview(request):
    """How a province stands: its last score and rank, and the way there."""
    asked = asking.asked(request)
    context = around.about(request, asked, "overview")
    if asked.province is not None:
        context |= _overview_of(request, asked)
    return around.page(request, "overview", context, query=asked.query)


def _overview_of(request, asked):
    language, province = request.LANGUAGE_CODE, asked.province
    book, editions = asking.book(request), asking.editions(request)
    found = asking.standings(request, province)
    history = questions.scores_of(province, book)
    charts = [scores_chart(request, asked)]
    name = asking.name_of(request, province)
    small = charts_pci.profile(language, name, history, editions)
    if small is not None:
        charts.append(_published(request, asked, small))
    return {
        "sentences": words.lead(province, found, book),
        "key_figures": words.key_figures(found, book, query(asked.known)),
        "charts": charts,
        "links": files.links("scores_file", [], asked.query),
        "breaks": around.breaks(editions),
        "standings": found[::-1],
        "editions": {one.pk: one.url(language) for one in editions},
        "of_published": words.of_published,
        "name_of": book.name_of,
        "has_computed_ranks": any(one.rank_is_computed for one in found),
        "subindices": around.subindex_links(editions, history, asked.query),
        "last_with_scores": max((max(values) for values in history.values()), default=None),
        "then": then_and_now_of([province.pk], language)[province.pk],
    }


def scores_chart(request, asked):
    """The Chart of the scores of the province asked for."""
    found = asking.standings(request, asked.province)
    name = asking.name_of(request, asked.province)
    chart = charts_pci.scores(request.LANGUAGE_CODE, name, found)
    return _published(request, asked, chart)


def _published(request, asked, chart, view="overview", args=()):
    path = reverse(f"pci:{view}", args=args) + asked.query
    where = asking.name_of(request, asked.province)
    return files.published(request, chart, where, path)


def subindex(request, code):
    """One sub-index of a province over the editions that have it."""
    if asking.known_at(request) and not asking.editions(request):
        # Of a time at which nothing was known the overview says so.
        return HttpResponseRedirect(reverse("pci:overview") + query(asking.known(request)))
    asked = asking.asked(request)
    chart, name, series = subindex_chart(request, asked, code)
    editions = asking.editions(request)
    last = series[-1][0]
    context = {
        **around.about(request, asked),
        "title": name,
        "drawn": chart,
        "links": files.links("subindex_file", [code], asked.query),
        "names": around.names_over_time(editions, code, request.LANGUAGE_CODE),
        "last": last,
        **_without_scores(editions, code, series),
        "others": around.subindex_links(
            editions, questions.scores_of(asked.province, asking.book(request)), asked.query, code
        ),
        "breaks": around.breaks([one for one in editions if one.year <= last.year]),
    }
    return around.page(
        request,
        "subindex",
        context,
        args=[code],
        query=asked.query,
    )


def _without_scores(editions, code, series):
    """The years of the editions that have the sub-index but no scores of it, and of those that do
    not have it."""
    told = {edition.year for edition, *_values in series}
    lacking, others = [], []
    for edition in editions:
        codes = {subindex.code for subindex in edition.subindices.all()}
        if edition.year not in told:
            (others if codes and code not in codes else lacking).append(edition.year)
    return {"lacking": list(spans(lacking)), "not_part_of": list(spans(others))}


def subindex_chart(request, asked, code):
    """(Chart, name, series) of a sub-index of the province asked for; Http404 without scores."""
    book = asking.book(request)
    series = questions.subindex_series(code, asked.province, book) if asked.province else []
    if not series:
        raise Http404
    language, editions = request.LANGUAGE_CODE, asking.editions(request)
    name = around.name_in(editions, code, language, series[-1][0].year)
    province = asking.name_of(request, asked.province)
    chart = charts_pci.subindex(language, province, name, series, editions)
    return _published(request, asked, chart, "subindex", [code]), name, series


# --- comparison --------------------------------------------------------------------------


def compare(request):
    """The scores of up to five provinces beside each other."""
    if any(request.GET.get(name) == "" for name in (*COMPARED, "known_at")):
        # A form without a script sends what nobody chose; the address stays short.
        return HttpResponseRedirect(request.path + asked_query(request))
    chosen, problems = compared(request)
    context = {
        "subnav": around.subnav(request, "compare"),
        "problems": problems,
        "options": asking.options(request),
        "fields": zip(COMPARED, [*(unit.key for unit in chosen), *[""] * 5], strict=False),
        "drawn": None,
    }
    if chosen:
        context |= _comparison(request, chosen)
    return around.page(request, "compare", context, query=asked_query(request))


def _comparison(request, chosen):
    language = request.LANGUAGE_CODE
    found = comparison_of(request, chosen)
    years = list(zip(*found.values(), strict=True))
    return {
        "drawn": comparison_chart(request, found),
        "links": files.links("compare_file", [], asked_query(request)),
        "columns": [
            (asking.name_of(request, unit), _overview_url(request, unit)) for unit in chosen
        ],
        "kin": [
            (asking.name_of(request, unit), whose, links)
            for unit in chosen
            for whose, links in around.kin_links(request, unit, reverse("pci:overview"))
        ],
        "years": years[::-1],
        "editions": {one.pk: one.url(language) for one in asking.editions(request)},
        "breaks": around.breaks(asking.editions(request)),
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


def asked_query(request):
    chosen = {name: key for name in COMPARED if (key := request.GET.get(name))}
    return query(chosen | asking.known(request))


def _overview_url(request, unit):
    return reverse("pci:overview") + query({"place": unit.key, **asking.known(request)})


# --- mergers and method ------------------------------------------------------------------


def mergers(request):
    """The provinces that became one, the portal's own first: then and now."""
    home = asking.home(request)
    found = sorted(
        questions.mergers(asking.book(request)),
        key=lambda merger: home not in [unit for unit, _last in merger.before],
    )
    context = {
        "subnav": around.subnav(request, "mergers"),
        "problems": asking.refused(request),
        "mergers": [
            (merger, reverse("pci:compare") + _compare_query(request, merger)) for merger in found
        ],
        "then": words.then,
        "of_published": words.of_published,
        "overview_url": partial(_overview_url, request),
    }
    asked_query = query(asking.known(request))
    return around.page(request, "mergers", context, query=asked_query)


def _compare_query(request, merger):
    units = [unit.key for unit, _last in merger.before]
    if merger.now:
        units.append(merger.province.key)
    return query(dict(zip(COMPARED, units, strict=False)) | asking.known(request))


def method(request):
    """What each edition measured and with which weights, and where the series breaks."""
    editions, language = asking.editions(request), request.LANGUAGE_CODE
    names = {
        code: around.names_over_time(editions, code, language) for code in around.codes_of(editions)
    }
    context = {
        "subnav": around.subnav(request, "method"),
        "problems": asking.refused(request),
        "editions": [(one, one.url(language)) for one in editions],
        "weights": [
            (names[code][-1][1], [_weight(one, code) for one in editions]) for code in names
        ],
        "renamed": [found for found in names.values() if len(found) > 1],
        "breaks": around.breaks(editions),
    }
    asked_query = query(asking.known(request))
    return around.page(request, "method", context, query=asked_query)


def _weight(edition, code):
    """A weight in per cent; "?" where it is not known, None where the edition lacks the code."""
    for subindex in edition.subindices.all():
        if subindex.code == code:
            return "?" if subindex.weight is None else subindex.weight
    return None
