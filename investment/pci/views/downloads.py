"""The files of the PCI pages: each gives what the page beside it shows."""

from functools import wraps

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from investment.pci import charts, questions, subindices, words
from investment.pci.views import asking, overview
from investment.pci.views import compare as pci_compare
from investment.pci.views import edition as pci_edition
from investment.pci.views import subindex as pci_subindex
from investment.pci.views.files import Data, answer
from portal.exchange.writing import Column
from portal.pages import parts
from portal.pages.context import Link, in_languages
from projects.filters import query
from projects.views.downloads import not_understood

PROVINCE = [
    Column("province_code", gettext_lazy("Province code")),
    Column("province", gettext_lazy("Province or city")),
]
SCORE = [
    Column("score", gettext_lazy("Score (of 100)"), "number"),
    Column("rank", gettext_lazy("Rank"), "integer"),
]
STANDINGS = [
    Column("year", gettext_lazy("Edition"), "year"),
    *PROVINCE,
    *SCORE,
    Column("of", gettext_lazy("Provinces published"), "integer"),
    Column("median", gettext_lazy("Median"), "number"),
    Column("best", gettext_lazy("Best score"), "number"),
    Column("best_province", gettext_lazy("Best province")),
    Column("new_method", gettext_lazy("Not comparable with the edition before"), "boolean"),
    Column("state", gettext_lazy("State")),
]
SUBINDICES = [
    Column("code", gettext_lazy("Code")),
    Column("name", gettext_lazy("Sub-index")),
    Column("weight", gettext_lazy("Weight"), "number", "%"),
    Column("before", gettext_lazy("Score in the edition before"), "number"),
    Column("score", gettext_lazy("Score (of 10)"), "number"),
    Column("median", gettext_lazy("Median"), "number"),
    Column("best", gettext_lazy("Best score"), "number"),
    Column("change", gettext_lazy("Change"), "number"),
    Column("points", gettext_lazy("Points in the composite"), "number"),
]
SERIES = [
    Column("year", gettext_lazy("Edition"), "year"),
    Column("score", gettext_lazy("Score (of 10)"), "number"),
    Column("median", gettext_lazy("Median"), "number"),
    Column("best", gettext_lazy("Best score"), "number"),
]


def _of_a_time(view):
    """A view that is asked only for times that are understood."""

    @wraps(view)
    def asked(request, *args, **kwargs):
        form = asking.times(request)
        if form.problems:
            back = Link("PCI", reverse("pci:overview") + query(form.asked))
            return not_understood(request, form, back, in_languages("pci:overview"))
        return view(request, *args, **kwargs)

    return asked


@_of_a_time
def scores(request, suffix):
    """The scores of a province over the years."""
    asked, name = _asked(request)
    found = asking.standings(request, asked.province)
    data = Data(
        f"pci-{asked.province.key}",
        _("PCI of %(name)s") % {"name": name},
        STANDINGS,
        _standings(request, {asked.province: found}),
    )
    return answer(request, data, suffix, overview.scores_chart(request, asked))


@_of_a_time
def compare(request, suffix):
    """The scores of the provinces that are compared."""
    chosen, problems = pci_compare.compared(request)
    if not chosen or problems:
        raise Http404
    found = pci_compare.comparison_of(request, chosen)
    data = Data(
        "pci-" + "-".join(unit.key for unit in chosen),
        _("PCI of several provinces"),
        STANDINGS,
        _standings(request, found),
    )
    return answer(request, data, suffix, pci_compare.comparison_chart(request, found))


@_of_a_time
def subindex(request, code, suffix):
    """One sub-index of a province over the years."""
    asked, _name = _asked(request)
    chart, title, series = pci_subindex.subindex_chart(request, asked, code)
    rows = [
        {"year": one.year, "score": score, "median": median, "best": best}
        for one, score, median, best in series
    ]
    data = Data(f"pci-{code}-{asked.province.key}", title, SERIES, rows)
    return answer(request, data, suffix, chart)


@_of_a_time
def edition(request, slug, suffix):
    """The sub-indices of a province in an edition."""
    row = _edition(request, slug)
    if not pci_edition.is_edition(row):
        return row
    asked, name = _asked(request)
    found = subindices.of_edition(
        row, asked.province, asking.book(request), pci_edition.before_of(request, row)
    )
    if not found:
        raise Http404
    data = Data(
        f"pci-{row.year}-{asked.province.key}",
        _("Sub-indices of %(name)s, PCI %(year)s") % {"name": name, "year": row.year},
        SUBINDICES,
        [_subindex(one, request.LANGUAGE_CODE) for one in found],
    )
    return answer(
        request, data, suffix, pci_edition.edition_chart(request, row, asked.province, found)
    )


@_of_a_time
def table(request, slug, suffix):
    """The provinces of an edition, in the order of the page."""
    row = _edition(request, slug)
    if not pci_edition.is_edition(row):
        return row
    if asking.refused(request):
        raise Http404
    rows = questions.table(row, asking.book(request))
    codes = pci_edition.codes_with_scores(row, rows)
    names = pci_edition.names_of(row)
    order = pci_edition.order_of(request, codes)
    columns = [
        STANDINGS[0],
        *PROVINCE,
        *SCORE,
        Column("rank_is_computed", _("Rank computed from the scores"), "boolean"),
        *(Column(code, names[code], "number") for code in codes),
    ]
    language = request.LANGUAGE_CODE
    listed = [
        {
            "year": row.year,
            "province_code": one.province.key,
            "province": one.province.name_in(language),
            "score": one.score,
            "rank": one.rank,
            "rank_is_computed": one.rank_is_computed,
            **{code: one.scores.get(code) for code in codes},
        }
        for one in pci_edition.ordered(rows, order, language)
    ]
    return answer(
        request,
        Data(f"pci-{row.year}", pci_edition.table_title(row, rows), columns, listed),
        suffix,
    )


# --- rows ----------------------------------------------------------------------------


def _asked(request):
    asked = asking.asked(request)
    if asked.province is None or asked.problems:
        raise Http404
    return asked, asking.name_of(request, asked.province)


def _edition(request, slug):
    """The public edition, or the way to its present address."""
    return parts.find(questions.PciEdition, slug, request.LANGUAGE_CODE)


def _standings(request, found):
    return [
        {
            "year": one.edition.year,
            "province_code": province.key,
            "province": asking.name_of(request, province),
            "score": one.score,
            "rank": one.rank,
            "of": one.of,
            "median": one.median,
            "best": one.best,
            "best_province": one.best_province and asking.name_of(request, one.best_province),
            "new_method": questions.is_break(one.edition),
            "state": words.state(one),
        }
        for province, standings in found.items()
        for one in standings
    ]


def _subindex(one, language):
    return {
        "code": one.subindex.code,
        "name": charts.name_of(one.subindex, language),
        "weight": one.subindex.weight,
        "before": one.last,
        "score": one.score,
        "median": one.median,
        "best": one.best,
        "change": one.change,
        "points": one.points,
    }
