"""The official figures as open data."""

from functools import partial

from django.db.models import Max, Min
from django.utils import timezone
from django.utils.translation import gettext_lazy

from investment.official.models import OfficialFigure, SourceTable
from investment.opendata.dataset import CHUNK, Basis, Dataset, Table, last
from portal.exchange.writing import Column

FIGURES = [
    Column("indicator", gettext_lazy("Indicator: code")),
    Column("indicator_name", gettext_lazy("Indicator")),
    Column(
        "breakdown",
        gettext_lazy("Breakdown"),
        note=gettext_lazy("province, partner or sector"),
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


def _table(language, when):
    figures = OfficialFigure.objects.counted(when.known_at)
    rows = partial(_rows, figures, language)
    return Table(FIGURES, partial(last, figures, "as_of"), figures.count, rows)


def _rows(figures, language, *, start=0, stop=None):
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


def _span(when):
    days = OfficialFigure.objects.counted(when.known_at).aggregate(
        since=Min("since"), first=Min("as_of"), last=Max("as_of")
    )
    return min(filter(None, [days["since"], days["first"]]), default=None), days["last"]


DATASETS = (
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
        keywords=(
            gettext_lazy("investment"),
            gettext_lazy("foreign direct investment"),
            "FDI",
            "FIA",
        ),
        pages=("figures:overview", gettext_lazy("Statistics")),
        table=_table,
        stands=lambda when: OfficialFigure.objects.counted(),
        span=_span,
        tables=lambda: SourceTable.objects.filter(
            pk__in=OfficialFigure.objects.counted().values("table")
        ),
    ),
)
