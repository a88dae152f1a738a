"""A sub-index of the PCI over the years."""

from django.http import Http404, HttpResponseRedirect
from django.urls import reverse

from investment.pci import charts as charts_pci
from investment.pci import questions as pci
from investment.pci import subindices, words
from investment.pci.views import asking, files, frame
from investment.pci.views.frame import published
from portal.charts.words import spans
from portal.delivery.shared import answers
from projects.filters import query


def subindex(request, code):
    """One sub-index of a province over the editions that have it."""
    if asking.known_at(request) and not _is_known(code, asking.book(request)):
        # Of a time at which nothing was known of it the overview tells what was.
        if _is_known(code, answers(request)(pci.read, None)):
            return HttpResponseRedirect(reverse("pci:overview") + query(asking.known(request)))
        raise Http404
    asked = asking.asked(request)
    chart, name, series = subindex_chart(request, asked, code)
    editions = asking.editions(request)
    last = series[-1][0]
    context = {
        **frame.about(request, asked),
        "title": name,
        "drawn": chart,
        "links": files.links("subindex_file", [code], asked.query),
        "names": frame.names_over_time(editions, code, request.LANGUAGE_CODE),
        "last": last,
        **_without_scores(editions, code, series),
        "others": frame.subindex_links(
            editions, subindices.scores_of(asked.province, asking.book(request)), asked.query, code
        ),
        "breaks": frame.breaks([one for one in editions if one.year <= last.year]),
    }
    return frame.page(
        request,
        "subindex",
        context,
        args=[code],
        query=asked.query,
    )


def _is_known(code, book):
    """Whether an edition had it."""
    return any(one.code == code for edition in book.editions for one in edition.subindices.all())


def _without_scores(editions, code, series):
    """The years of the editions that have the sub-index but no scores of it, and of those that do
    not have it."""
    told = {edition.year for edition, *_values in series}
    lacking, others = [], []
    for edition in editions:
        codes = {subindex.code for subindex in edition.subindices.all()}
        if edition.year not in told:
            (others if codes and code not in codes else lacking).append(edition.year)
    return {
        "lacking": list(spans(lacking)),
        "not_part_of": list(spans(others)),
        "is_over": any(year > max(told) for year in lacking),
    }


def subindex_chart(request, asked, code):
    """(Chart, name, series) of a sub-index of the province asked for; Http404 without scores."""
    book = asking.book(request)
    series = subindices.series(code, asked.province, book) if asked.province else []
    if not series:
        raise Http404
    language, editions = request.LANGUAGE_CODE, asking.editions(request)
    name = frame.name_in(editions, code, language, series[-1][0].year)
    province = asking.name_of(request, asked.province)
    lacking = _why_none(request, asked.province, province, series)
    chart = charts_pci.subindex(language, province, name, series, editions, lacking=lacking)
    return published(request, asked, chart, "subindex", [code]), name, series


def _why_none(request, province, name, series):
    """Sentences on why a province has no score in any edition of a series; [] where it has one."""
    if any(score is not None for _edition, score, *_others in series):
        return []
    told = {edition.pk for edition, *_values in series}
    standings = asking.standings(request, province)
    return words.without_scores(name, [one for one in standings if one.edition.pk in told])
