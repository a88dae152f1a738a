"""The catalogue: which datasets the portal publishes, and what stands in each.

A dataset has a key for ever. Its table is asked for in one language at one time, and holds what is
public and counted then, nothing else.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, Max, Min, OuterRef, Q, Value, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext_lazy, pgettext_lazy

from investment import charts_pci, pci
from investment.figures.facts import Facts
from investment.figures.ledger import LEDGERS
from investment.figures.page import Basis
from investment.models import OfficialFigure, PciEdition, PciResult, SourceTable
from portal.exchange.writing import Column
from portal.publishing.models import TransitionLog
from projects import downloads
from projects.filters import NEWEST
from projects.iati import activities
from projects.selections import FdiSelection, FdiStatus, NgoSelection, OdaSelection
from projects.statistics.span import span as register_span
from projects.when import When

CHUNK = 500


@dataclass(frozen=True)
class Table:
    """A dataset in one language at one time.

    as_of() gives the day that its facts are of, None without any; count() the number of its rows;
    rows(start=0, stop=None) a part of them in their order, each a dictionary by the keys of
    columns.
    """

    columns: list[Column]
    as_of: Callable[[], date | None]
    count: Callable[[], int]
    rows: Callable


@dataclass(frozen=True)
class Dataset:
    """A table that the portal publishes at a permanent address: data/<slug>/.

    table(language, when) gives its Table. source: whose facts they are; register: whose list has
    the downloads, "" where the catalogue has them; frequency: a code of the European list, "" where
    releases follow no rule; themes: codes of the European list.
    """

    key: str
    slugs: dict[str, str]
    title: str
    description: str
    basis: Basis
    source: str
    licence: str
    keywords: tuple[str, ...]
    table: Callable = field(repr=False)
    register: str = ""
    frequency: str = ""
    themes: tuple[str, ...] = ("ECON",)

    def slug(self, language):
        return self.slugs[language]


# --- the registers --------------------------------------------------------------------

#: What the lists of the registers show as long as nobody asks for less or more.
SELECTIONS = {
    "fdi": FdiSelection(status=FdiStatus.VALID),
    "oda": OdaSelection(),
    "ngo": NgoSelection(),
}


def _register_table(kind, language, when):
    records = SELECTIONS[kind].listed(when)
    rows = partial(downloads.rows, kind, SELECTIONS[kind], when, NEWEST, language)
    return Table(downloads.COLUMNS[kind], lambda: when.as_of, records.count, rows)


def _register(kind, slugs, title, description, keywords):
    return Dataset(
        key=kind,
        slugs=dict(zip(("vi", "en"), slugs, strict=True)),
        title=title,
        description=description,
        basis=Basis.REGISTER,
        source=gettext_lazy("Investment certificates, decisions and reports kept by the department")
        if kind == "fdi"
        else gettext_lazy("Decisions, agreements and reports kept by the department"),
        licence=downloads.LICENCE,
        keywords=keywords,
        table=partial(_register_table, kind),
        register=kind,
        frequency="CONT",
        themes=("ECON",) if kind == "fdi" else ("ECON", "INTR"),
    )


def has_activities(kind, when):
    """Whether the IATI file surely has an activity of a register of aid; two queries."""
    bodies = Q(managing_agency__isnull=False) | Q(owner__isnull=False)
    days = Q(starts_on__isnull=False) | Q(ends_on__isnull=False)
    records = activities.told(SELECTIONS[kind].listed(when))
    return records.filter(bodies, days).exists()


# --- official figures -----------------------------------------------------------------

FIGURES = [
    Column("indicator", gettext_lazy("Indicator: code")),
    Column("indicator_name", gettext_lazy("Indicator")),
    Column(
        "breakdown",
        gettext_lazy("Breakdown"),
        note=gettext_lazy("total, province, partner or sector"),
    ),
    Column("label", gettext_lazy("Name in the document")),
    Column(
        "name",
        gettext_lazy("Name in the reference data"),
        note=gettext_lazy("empty where the document names no unit, such as offshore oil and gas"),
    ),
    Column("province_code", gettext_lazy("Province code")),
    Column("partner_code", gettext_lazy("Code of the country or territory")),
    Column("sector_code", gettext_lazy("VSIC code")),
    Column(
        "since",
        gettext_lazy("First day of the period"),
        "date",
        note=gettext_lazy("empty: a stock, as of the day"),
    ),
    Column("as_of", gettext_lazy("As of"), "date"),
    Column("value", gettext_lazy("Value"), "number", note=gettext_lazy("in the row's own unit")),
    Column("unit", gettext_lazy("Unit"), note=gettext_lazy("count, or million USD")),
    Column("document", gettext_lazy("Document")),
    Column("document_number", gettext_lazy("Number of the document")),
    Column("publisher", gettext_lazy("Published by")),
    Column("vintage", gettext_lazy("Vintage"), note=gettext_lazy("which issue of the data it is")),
    Column("approved_on", gettext_lazy("Approved by the department"), "date"),
    Column("revises", gettext_lazy("Revises an earlier figure"), "boolean"),
]


def _fia_table(language, when):
    figures = OfficialFigure.objects.counted(when.known_at)
    rows = partial(_fia_rows, figures, language)
    return Table(FIGURES, partial(_last, figures, "as_of"), figures.count, rows)


def _last(rows, column):
    return rows.aggregate(last=Max(column))["last"]


def _fia_rows(figures, language, *, start=0, stop=None):
    related = figures.select_related("table", "province", "partner", "sector")
    for figure in related.order_by("as_of", "pk")[start:stop].iterator(chunk_size=CHUNK):
        yield _figure(figure, language)


def _figure(figure, language):
    province, partner, sector = figure.province, figure.partner, figure.sector
    named, table = province or partner or sector, figure.table
    return {
        "indicator": figure.indicator,
        "indicator_name": figure.get_indicator_display(),
        "breakdown": figure.breakdown,
        "label": figure.label,
        "name": named and named.name_in(language),
        "province_code": province and province.key,
        "partner_code": partner and partner.code,
        "sector_code": sector and sector.code,
        "since": figure.since,
        "as_of": figure.as_of,
        "value": figure.value,
        "unit": figure.unit,
        "document": table.text_in("title", language),
        "document_number": table.number or None,
        "publisher": table.text_in("publisher", language),
        "vintage": table.vintage or None,
        "approved_on": timezone.localdate(table.known_at),
        "revises": figure.revises_id is not None,
    }


RESULTS = [
    Column("year", gettext_lazy("Edition"), "year"),
    Column("province_code", gettext_lazy("Province code")),
    Column("province", gettext_lazy("Province or city")),
    Column(
        "score",
        gettext_lazy("Score (of 100)"),
        "number",
        note=gettext_lazy("empty where it was not published"),
    ),
    Column("rank", gettext_lazy("Rank"), "integer"),
    Column("rank_is_computed", gettext_lazy("Rank computed from the scores"), "boolean"),
    Column("tier", gettext_lazy("Tier")),
    Column("new_method", gettext_lazy("Not comparable with the edition before"), "boolean"),
]


def _pci_table(language, when):
    book = pci.read(when.known_at)
    listed = [
        (edition, result)
        for edition in book.editions
        for result in sorted(book.of(edition), key=_place)
    ]
    names = {}
    for edition in book.editions:
        for subindex in edition.subindices.all():
            called = names.setdefault(subindex.code, [])
            if (name := charts_pci.name_of(subindex, language)) not in called:
                called.append(name)
    of_ten = pgettext_lazy("unit", "points of 10")
    columns = [
        *RESULTS,
        # A sub-index is called differently from some edition on: by all of its names.
        *(Column(code, " / ".join(called), "number", of_ten) for code, called in names.items()),
    ]
    tables = SourceTable.objects.filter(pk__in={result.table_id for _edition, result in listed})
    rows = partial(_pci_rows, listed, list(names), language)
    return Table(columns, partial(_last, tables, "effective_on"), lambda: len(listed), rows)


def _place(result):
    return result.rank is None, result.rank, result.province.sort_vi, result.pk


def _pci_rows(listed, codes, language, *, start=0, stop=None):
    part = listed[start:stop]
    prefetch_related_objects([result for _edition, result in part], "scores")
    for edition, result in part:
        scores = {score.code: score.score for score in result.scores.all()}
        yield {
            "year": edition.year,
            "province_code": result.province.key,
            "province": result.province.name_in(language),
            "score": result.score,
            "rank": result.rank,
            "rank_is_computed": result.rank_is_computed,
            "tier": result.tier or None,
            "new_method": pci.is_break(edition),
            **{code: scores.get(code) for code in codes},
        }


# --- the datasets ---------------------------------------------------------------------

INVESTMENT = gettext_lazy("investment")

ALL = [
    _register(
        "fdi",
        ("du-an-fdi", "fdi-projects"),
        gettext_lazy("Register of FDI projects"),
        gettext_lazy(
            "Every public project of foreign direct investment that is valid today, with its "
            "capital, partner, sector and place. The register's list has those that ended, too."
        ),
        (INVESTMENT, gettext_lazy("foreign direct investment"), "FDI"),
    ),
    _register(
        "oda",
        ("du-an-oda", "oda-projects"),
        gettext_lazy("Register of ODA projects"),
        gettext_lazy(
            "Every public project of official development assistance with its stage, donors, "
            "funds, and what was planned and disbursed a year."
        ),
        (INVESTMENT, gettext_lazy("official development assistance"), "ODA"),
    ),
    _register(
        "ngo",
        ("vien-tro-phi-chinh-phu", "ngo-aid"),
        gettext_lazy("Register of foreign NGO aid"),
        gettext_lazy(
            "Every public item of foreign non-governmental aid with its stage, donor, and what "
            "was committed and disbursed a year."
        ),
        (gettext_lazy("foreign non-governmental aid"), "NGO"),
    ),
    Dataset(
        key="fia",
        slugs={"vi": "so-lieu-fdi-chinh-thuc", "en": "official-fdi-figures"},
        title=gettext_lazy("Official FDI figures of Vietnam"),
        description=gettext_lazy(
            "What the tables of the Foreign Investment Agency state by province, partner and "
            "sector, as printed: flows of a period and stocks as of a day, each with its document. "
            "A figure that a later document revises is not listed."
        ),
        basis=Basis.OFFICIAL,
        source=gettext_lazy("Foreign Investment Agency (FIA)"),
        licence=gettext_lazy(
            "Name the Foreign Investment Agency as the source, and the day of the figures."
        ),
        keywords=(INVESTMENT, gettext_lazy("foreign direct investment"), "FDI", "FIA"),
        table=_fia_table,
    ),
    Dataset(
        key="pci",
        slugs={"vi": "ket-qua-pci", "en": "pci-results"},
        title=gettext_lazy("Results of the Provincial Competitiveness Index (PCI)"),
        description=gettext_lazy(
            "Scores of the provinces in each edition as VCCI published them, as far as our data "
            "has them, with the scores in the sub-indices of the editions up to 2016; ranks as "
            "published, or computed by the portal where the data has scores only, as each row "
            "says. Since 2023 only the first 30 are published."
        ),
        basis=Basis.OFFICIAL,
        source="VCCI",
        licence=gettext_lazy("Name VCCI as the source of the PCI, and the edition."),
        keywords=(pgettext_lazy("keyword", "provincial competitiveness"), "PCI", "VCCI"),
        table=_pci_table,
        frequency="ANNUAL",
        themes=("ECON", "GOVE"),
    ),
]
_BY_KEY = {dataset.key: dataset for dataset in ALL}
_BY_SLUG = {slug: dataset for dataset in ALL for slug in dataset.slugs.values()}


def by_key(key):
    """The Dataset of a key, or None."""
    return _BY_KEY.get(key)


def by_slug(slug):
    """The Dataset with this address word in any language, or None."""
    return _BY_SLUG.get(slug)


def filled():
    """The keys of the datasets in which anything stands today; one query."""
    when = When.today()
    rows = {key: selection.listed(when) for key, selection in SELECTIONS.items()}
    rows |= {"fia": OfficialFigure.objects.counted(), "pci": pci.results()}
    # Of a table that is never empty.
    has_rows = ContentType.objects.annotate(**{f"has_{key}": Exists(rows[key]) for key in rows})
    found = has_rows.values_list(*(f"has_{key}" for key in rows))[0]
    return {key for key, has in zip(rows, found, strict=True) if has}


# --- when they changed ----------------------------------------------------------------


def updates(*, tables=True):
    """{key: the last day on which something public in the dataset changed}; four queries.

    tables: whether those made of official tables are asked about, which costs one of the four.
    None where nothing ever was. What waits, was rejected, is a draft or lies in the future has
    changed nothing yet. Withdrawing a record changes its dataset, as does the end of its time.
    """
    days = {dataset.key: [] for dataset in ALL}
    for key, *moments in [
        *_published(),
        *_withdrawn(),
        *_approved(),
        *(_tables() if tables else ()),
    ]:
        days[key] += [timezone.localdate(moment) for moment in moments if moment]
    return {key: max(found, default=None) for key, found in days.items()}


def issued():
    """{key: the day on which something of the dataset was public first}; two queries."""
    parts = [
        model.objects.public()
        .order_by()
        .annotate(dataset=Value(key))
        .values("dataset")
        .annotate(first=Min("publish_at"))
        .values_list("dataset", "first")
        for key, model in _models().items()
    ]
    tables = SourceTable.objects.filter(pk__in=OfficialFigure.objects.counted().values("table"))
    found = {**dict(_together(parts)), "fia": tables.aggregate(first=Min("known_at"))["first"]}
    return {key: timezone.localdate(first) for key, first in found.items() if first}


def latest(dataset, when, ask):
    """The day of the latest record of a register; None without any, and for what is none."""
    return Facts(when, ask).span(dataset.key).last if dataset.register else None


def span(dataset, when):
    """(first, last) day that the facts of a dataset are about; None where there are none."""
    if dataset.register:
        found = register_span(SELECTIONS[dataset.key], when)
        return found.first, when.as_of
    if dataset.key == "fia":
        days = OfficialFigure.objects.counted(when.known_at).aggregate(
            since=Min("since"), first=Min("as_of"), last=Max("as_of")
        )
        return min(filter(None, [days["since"], days["first"]]), default=None), days["last"]
    years = PciEdition.objects.public().aggregate(first=Min("year"), last=Max("year"))
    if years["first"] is None:
        return None, None
    return date(years["first"], 1, 1), date(years["last"], 12, 31)


def _models():
    """The key of a dataset → the records that it is made of."""
    return {**{kind: model for kind, (_entries, model) in LEDGERS.items()}, "pci": PciEdition}


def _published():
    """(key, moment, …) of the last publications and changes, and of the last expiries."""
    parts = []
    for key, model in _models().items():
        parts += [
            _latest(model.objects.public(), key, "publish_at", "updated_at"),
            _latest(model.objects.expired(), key, "expire_at", "expire_at"),
        ]
    return _together(parts)


def _approved():
    """(key, moment) of the last approvals of entries about public projects."""
    return _together(
        _latest(entries.objects.filter(project__in=projects.objects.public()), kind, "known_at")
        for kind, (entries, projects) in LEDGERS.items()
    )


def _latest(rows, key, *columns):
    """One row: the key, and the latest moment in each column, None where there are no rows."""
    latest = {f"last_{number}": Max(column) for number, column in enumerate(columns)}
    rows = rows.order_by().annotate(dataset=Value(key)).values("dataset").annotate(**latest)
    return rows.values_list("dataset", *latest)


def _together(parts):
    """The rows of several queries from one."""
    first, *others = parts
    # Each model's own order would come back otherwise.
    return first.union(*others, all=True).order_by()


def _withdrawn():
    """(key, moment) of the last withdrawals."""
    keys = {model._meta.model_name: key for key, model in _models().items()}
    rows = TransitionLog.objects.filter(name="withdraw", kind__model__in=keys)
    rows = rows.order_by().values("kind__model").annotate(at=Max("at"))
    return [(keys[model], at) for model, at in rows.values_list("kind__model", "at")]


def _tables():
    """(key, moment) of the last approvals of official tables."""
    figures = OfficialFigure.objects.filter(table=OuterRef("pk"))
    editions = PciEdition.objects.public()
    results = PciResult.objects.filter(table=OuterRef("pk"), edition__in=editions)
    tables = SourceTable.objects.annotate(of_fia=Exists(figures), of_pci=Exists(results))
    return tables.aggregate(
        fia=Max("known_at", filter=Q(of_fia=True)), pci=Max("known_at", filter=Q(of_pci=True))
    ).items()
