"""What the PCI pages have in common: addresses, the way to them, links to their neighbours."""

from itertools import pairwise

from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from investment.pci import charts, questions
from investment.pci import words as words_pci
from investment.pci.views import asking, files
from investment.pci.views.asking import COMPARED
from portal.delivery.language import LANGUAGES
from portal.pages import parts
from portal.pages.addresses import is_empty_of
from portal.pages.context import Link, page_info
from projects.filters import query as query_of
from projects.views import words

PCI = "PCI"


@is_empty_of(
    *("pci:overview", "pci:compare", "pci:mergers"),
    "pci:method",
)
def is_empty(ask, language):
    """Whether no public edition has results."""
    return not ask(questions.has_results)


def page(request, name, context, *, args=(), query=""):
    """A page that exists in both languages, at an address with the same arguments.

    name: of its view and template; query: what it was asked, which keeps it out of search engines.
    """
    urls = addresses(f"pci:{name}", lambda language: args)
    context = {**times(request), **context}
    info = info_of(request, urls, query, crumbs(request, is_overview=name == "overview"))
    return parts.page(request, f"pci/{name}.html", {**context, "page": info})


def addresses(view, args_of):
    """language → path of a view; args_of(language) gives its arguments."""
    urls = {}
    for language in LANGUAGES:
        with override(language):
            urls[language] = reverse(view, args=args_of(language))
    return urls


def every_address(request):
    """language → path, of the pages of sub-indices and of editions with all provinces."""
    editions = asking.editions(request)
    tables = [
        addresses("pci:table", lambda code, one=one: [one.public_slug(code)]) for one in editions
    ]
    codes = codes_of(editions)
    return tables + [addresses("pci:subindex", lambda _code, c=c: [c]) for c in codes]


def info_of(request, urls, query, links):
    return page_info(
        request,
        urls,
        switch={code: url + query for code, url in urls.items()},
        crumbs=links,
        query=query,
        noindex=bool(query),
    )


def crumbs(request, *, is_overview=False):
    home = Link(_("Home page"), reverse("home"))
    up = reverse("pci:overview") + _asked(request).query
    return [home] if is_overview else [home, Link(PCI, up)]


def _asked(request):
    """How the pages around one are asked for: of a comparison, about its first province."""
    chosen, _problems = asking.compared(request)
    return asking.about(request, chosen[0]) if chosen else asking.asked(request)


def times(request):
    """What every page says of the time as known at which it was asked."""
    form = asking.times(request)
    return {
        "as_known": words.as_known(form.when),
        "known_query": query_of(form.asked),
        "times": [asking.known_control(request)],
    }


def subnav(request, current=""):
    """Links to the pages of the PCI; those that are about provinces keep the one asked for."""
    asked = _asked(request)
    beside = query_of(_beside_home(request, asked) | asked.known)
    compared = asked_query(request) if current == "compare" else beside
    pages = [
        ("overview", _("Overview"), asked.query),
        ("compare", _("Compare provinces"), compared),
        ("mergers", _("Merged provinces"), asked.query),
        ("method", _("Method"), asked.query),
    ]
    return [
        Link(label, reverse(f"pci:{name}") + kept, name == current) for name, label, kept in pages
    ]


def _beside_home(request, asked):
    """The parameters that compare the province asked for with the portal's own."""
    if asked.is_home or asked.province is None:
        return {}
    units = [asked.province, *filter(None, [asking.home(request)])]
    return {name: unit.key for name, unit in zip(COMPARED, units, strict=False)}


def about(request, asked, current=""):
    """What every page about one province shows around its content."""
    province = asked.province
    chosen = [asking.province_control(request, province)] if province else []
    return {
        **times(request),
        "controls": [*chosen, asking.known_control(request)],
        "name": asking.name_of(request, province) if province else "",
        "kin": kin_links(request, province, request.path) if province else [],
        "is_home": asked.is_home,
        "problems": asked.problems,
        "query": asked.query,
        "subnav": subnav(request, current),
    }


def kin_links(request, province, path, standings=None):
    """[(whose results, Links)]: to the provinces that one went into, and was made of.

    path: of the page that those are shown on, too. standings: those told of, default all.
    """
    standings = standings or asking.standings(request, province)
    told = set(asking.provinces(request))
    found = []
    for state in dict.fromkeys([standings[0].state, standings[-1].state]):
        units = questions.kin_of(province, state, asking.book(request))
        links = [
            Link(
                asking.name_of(request, unit),
                path + query_of({"place": unit.key, **asking.known(request)}),
            )
            for unit in units
            if unit in told
        ]
        if links:
            found.append((words_pci.results_of_kin(province, state), links))
    return found


def breaks(editions):
    """(year, short label, explanation, its language) of every break between the editions."""
    return [
        (edition.year, charts.break_label(before, edition), *shown_text(edition, "break_note"))
        for before, edition in pairwise(editions)
        if questions.is_break(edition)
    ]


def shown_text(row, name):
    """(a text of a record in the active language or else its own, the language it is in)."""
    language = get_language()
    shown = row.public_language(language)
    shown = shown if row.text(name, shown) else row.public_language(row.source_language)
    notice = "outdated" if row.is_outdated(shown) else None
    return parts.as_shown(row.text(name, shown), notice), shown


def edition_links(request, current, view="edition", query=""):
    """A Link to the same page of every edition, the newest first."""
    language = request.LANGUAGE_CODE
    return [
        Link(
            str(one.year),
            reverse(f"pci:{view}", args=[one.public_slug(language)]) + query,
            one.pk == current.record_id,
        )
        for one in reversed(asking.editions(request))
    ]


def subindex_links(editions, scores_of, query, current=""):
    """A Link to the page of every sub-index with scores, as its last edition with them calls it."""
    language = get_language()
    return [
        Link(
            name_in(editions, code, language, max(scores_of[code])),
            reverse("pci:subindex", args=[code]) + query,
            code == current,
        )
        for code in codes_of(editions)
        if code in scores_of
    ]


def codes_of(editions):
    """The codes of all sub-indices, in the order in which editions list them."""
    return list(dict.fromkeys(s.code for one in editions for s in one.subindices.all()))


def name_in(editions, code, language, year):
    """What a sub-index was called in the edition of a year, or in the last before it."""
    return names_over_time([one for one in editions if one.year <= year], code, language)[-1][1]


def names_over_time(editions, code, language):
    """[(first year, name)] of a sub-index, whenever it was called otherwise than before."""
    found = []
    for edition in editions:
        for subindex in edition.subindices.all():
            name = charts.name_of(subindex, language)
            if subindex.code == code and (not found or found[-1][1] != name):
                found.append((edition.year, name))
    return found


def published(request, asked, chart, view="overview", args=()):
    path = reverse(f"pci:{view}", args=args) + asked.query
    where = asking.name_of(request, asked.province)
    return files.published(request, chart, where, path)


def asked_query(request):
    chosen = {name: key for name in COMPARED if (key := request.GET.get(name))}
    return query_of(chosen | asking.known(request))


def overview_url(request, unit):
    return reverse("pci:overview") + query_of({"place": unit.key, **asking.known(request)})
