"""The pages about the PCI over the years: overview, a sub-index, comparison, mergers, method."""

from investment.pci import charts as charts_pci
from investment.pci import subindices, words
from investment.pci.views import asking, files, frame
from investment.pci.views.frame import published
from portal.charts.words import spans
from projects.places import then_and_now


def overview(request):
    """How a province stands: its last score and rank, and the way there."""
    asked = asking.asked(request)
    context = frame.about(request, asked, "overview")
    if asked.province is not None:
        context |= _overview_of(request, asked)
    return frame.page(request, "overview", context, query=asked.query)


def _overview_of(request, asked):
    language, province = request.LANGUAGE_CODE, asked.province
    book, editions = asking.book(request), asking.editions(request)
    found = asking.standings(request, province)
    history = subindices.scores_of(province, book)
    charts = [scores_chart(request, asked)]
    name = asking.name_of(request, province)
    small = charts_pci.profile(language, name, history, editions)
    if small is not None:
        charts.append(published(request, asked, small))
    return {
        "sentences": words.lead(province, found, book),
        "key_figures": words.key_figures(found, book, asked.query),
        "charts": charts,
        "links": files.links("scores_file", [], asked.query),
        "breaks": frame.breaks(editions),
        "standings": found[::-1],
        "editions": {one.pk: one.url(language) for one in editions},
        "of_published": words.of_published,
        "name_of": book.name_of,
        "computed_ranks": words.computed_ranks(found),
        "subindices": frame.subindex_links(editions, history, asked.query),
        "lacking": list(spans(_without_subindices(found, history))),
        "fate": words.fate(province, then_and_now(province, language), book),
        "has_merged": words.has_merged(province, book),
    }


def _without_subindices(standings, scores_of):
    """The years of the editions with a score of the province and none in any sub-index."""
    told = {year for values in scores_of.values() for year in values}
    scored = [one.edition.year for one in standings if one.score is not None]
    return [year for year in scored if year not in told]


def scores_chart(request, asked):
    """The Chart of the scores of the province asked for."""
    found = asking.standings(request, asked.province)
    name = asking.name_of(request, asked.province)
    lacking = [] if charts_pci.latest(found) else words.without_scores(name, found)
    chart = charts_pci.scores(request.LANGUAGE_CODE, name, found, lacking=lacking)
    return published(request, asked, chart)
