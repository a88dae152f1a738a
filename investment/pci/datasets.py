"""The results of the PCI as open data."""

from datetime import date
from functools import partial

from django.db.models import Max, Min, prefetch_related_objects
from django.utils.translation import gettext_lazy, pgettext_lazy

from investment.official.models import SourceTable
from investment.opendata.dataset import Basis, Dataset, Table
from investment.pci import charts, questions
from investment.pci.models import PciEdition, PciResult
from portal.exchange.writing import Column

RESULTS = [
    Column("year", gettext_lazy("Edition"), "year"),
    Column("province_code", gettext_lazy("Province code")),
    Column("province", gettext_lazy("Province or city")),
    Column(
        "score",
        gettext_lazy("Score (of 100)"),
        "number",
        note=gettext_lazy(
            "empty where VCCI published none; a province that was not in an edition, was not "
            "published or is not in our data has no row of it"
        ),
    ),
    Column("rank", gettext_lazy("Rank"), "integer"),
    Column("rank_is_computed", gettext_lazy("Rank computed from the scores"), "boolean"),
    Column("tier", gettext_lazy("Tier")),
    Column("new_method", gettext_lazy("Not comparable with the edition before"), "boolean"),
]


def _table(language, when):
    book = questions.read(when.known_at)
    listed = [
        (edition, result)
        for edition in book.editions
        for result in sorted(book.of(edition), key=_place)
    ]
    names = {}
    for edition in book.editions:
        for subindex in edition.subindices.all():
            called = names.setdefault(subindex.code, [])
            if (name := charts.name_of(subindex, language)) not in called:
                called.append(name)
    of_ten = pgettext_lazy("unit", "points of 10")
    has_tiers = any(result.tier for _edition, result in listed)
    columns = [
        *(column for column in RESULTS if has_tiers or column.key != "tier"),
        # A sub-index is called differently from some edition on: by all of its names.
        *(Column(code, " / ".join(called), "number", of_ten) for code, called in names.items()),
    ]
    last = max((date(edition.year, 12, 31) for edition in book.editions), default=None)
    rows = partial(_rows, book, listed, list(names), language)
    return Table(columns, lambda: last, lambda: len(listed), rows)


def _place(result):
    return result.rank is None, result.rank, result.province.sort_vi, result.pk


def _rows(book, listed, codes, language, *, start=0, stop=None):
    part = listed[start:stop]
    prefetch_related_objects([result for _edition, result in part], "scores")
    for edition, result in part:
        scores = {score.code: score.score for score in result.scores.all()}
        yield {
            "year": edition.year,
            "province_code": result.province.key,
            "province": book.name_of(result.province, language),
            "score": result.score,
            "rank": result.rank,
            "rank_is_computed": result.rank_is_computed,
            "tier": result.tier or None,
            "new_method": questions.is_break(edition),
            **{code: scores.get(code) for code in codes},
        }


def _span(when):
    told = PciResult.objects.counted(when.known_at).filter(edition__in=PciEdition.objects.public())
    years = told.aggregate(first=Min("edition__year"), last=Max("edition__year"))
    if years["first"] is None:
        return None, None
    return date(years["first"], 1, 1), date(years["last"], 12, 31)


def _tables():
    results = PciResult.objects.filter(edition__in=PciEdition.objects.public())
    return SourceTable.objects.filter(pk__in=results.values("table"))


DATASETS = (
    Dataset(
        key="pci",
        slugs={"vi": "ket-qua-pci", "en": "pci-results"},
        title=gettext_lazy("Results of the Provincial Competitiveness Index (PCI)"),
        description=gettext_lazy(
            "Scores of the provinces in each edition as VCCI published them, as far as our data "
            "has them, with the scores in the sub-indices where our data has these; ranks as "
            "published, or computed by the portal where the data has scores only, as each row "
            "says."
        ),
        basis=Basis.OFFICIAL,
        source="VCCI",
        licence=gettext_lazy("Name VCCI as the source of the PCI, and the edition."),
        keywords=(pgettext_lazy("keyword", "provincial competitiveness"), "PCI", "VCCI"),
        pages=("pci:overview", gettext_lazy("Provincial Competitiveness Index (PCI)")),
        table=_table,
        stands=lambda when: questions.results(),
        span=_span,
        records=PciEdition,
        tables=_tables,
        frequency="ANNUAL",
        themes=("ECON", "GOVE"),
    ),
)
