"""The official figures of the province on FDI: tables of the FIA, in million USD."""

from dataclasses import replace
from decimal import Decimal
from functools import partial

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from investment.figures import charts as charts_register
from investment.figures.page import Content, Headline, Source, Unit, page_of
from investment.figures.revisions import Change, moved
from investment.official.models import Indicator, OfficialFigure, SourceTable
from investment.opendata.dataset import Basis
from portal.charts import shapes, words
from portal.charts.chart import About, Kind, Series
from portal.exchange.writing import Column
from portal.text import display

YEAR = Column("year", gettext_lazy("Year"), "year")
AS_OF = Column("as_of", gettext_lazy("As of"), "date")


def _headline(facts, figure, unit):
    return Headline(
        figure.value if unit == Unit.MILLION_USD else int(figure.value),
        unit,
        figure.as_of,
        facts.when.known_at,
        figure.since,
        figure.as_of.year,
        official=figure.pk,
    )


def nothing(facts, unit, year):
    """What is answered where no document says anything."""
    when = facts.when
    return Headline(None, unit, when.as_of, when.known_at, year=year or when.as_of.year)


def _by_year(facts, indicator):
    """year → OfficialFigure of the province, as of days up to the one asked about."""
    figures = facts.official.get(indicator, [])
    return {figure.as_of.year: figure for figure in figures if figure.as_of <= facts.when.as_of}


def _years_of(indicator):
    return lambda facts: sorted(_by_year(facts, indicator), reverse=True)


def _is_whole(figure):
    """Whether a flow is of a whole year: the national cut-off fell on the 20th of December."""
    return figure.as_of.month == 12


def _of_year(indicator, unit):
    """headline and before of one indicator; default the last year, of a flow told in whole."""

    def headline(facts, year):
        found = _by_year(facts, indicator)
        usable = [key for key, figure in found.items() if _is_whole(figure) or not figure.since]
        year = year or max(usable, default=None)
        return _headline(facts, found[year], unit) if year in found else nothing(facts, unit, year)

    def before(facts, of):
        found = _by_year(facts, indicator)
        figure, now = found.get(of.year - 1), found.get(of.year)
        comparable = figure and now and _is_whole(figure) == _is_whole(now)
        if not comparable or lacking(facts, figure) != lacking(facts, now):
            return None
        return _headline(facts, figure, unit)

    return headline, before


def _about(facts, language, subtitle, unit, figures, **values):
    days = [figure.as_of for figure in figures]
    last = max(figures, key=lambda figure: figure.as_of)
    told = {
        "language": language,
        "subtitle": subtitle,
        "unit": unit,
        "source": _("Source: Foreign Investment Agency (FIA). Official figures as published."),
        "dates": _as_of(facts, days, language),
        "unfinished": "" if _is_whole(last) else last.as_of.year,
        "until": last.as_of,
    }
    return About(**(told | values))


def _as_of(facts, days, language):
    last = display.date(max(days), language)
    text = _("Figures up to %(day)s") % {"day": last}
    if facts.when.known_at is None:
        return text
    return f"{text}, {words.as_known(facts.when.known_at, language)}"


# --- flow -----------------------------------------------------------------------------

#: What a total adds up.
PARTS = {
    Indicator.NEW_CAPITAL: gettext_lazy("New projects"),
    Indicator.ADJUSTED_CAPITAL: gettext_lazy("Added capital, net"),
    Indicator.SHARE_VALUE: pgettext_lazy("capital", "Share purchases"),
}
FLOW = [
    Indicator.NEW_PROJECTS,
    Indicator.NEW_CAPITAL,
    Indicator.ADJUSTED_TURNS,
    Indicator.ADJUSTED_CAPITAL,
    Indicator.SHARE_TURNS,
    Indicator.SHARE_VALUE,
    Indicator.TOTAL_CAPITAL,
]
STOCK = [Indicator.STOCK_PROJECTS, Indicator.STOCK_CAPITAL]


def lacking(facts, figure):
    """The names of the parts that the tables of a total's day give of no province at all."""
    if figure.indicator != Indicator.TOTAL_CAPITAL:
        return []
    given = [part for part in PARTS if facts.official_ranking(part, figure.as_of)]
    return [str(name) for part, name in PARTS.items() if part not in given] if given else []


def _flow(facts, _headline, language):
    totals = _by_year(facts, Indicator.TOTAL_CAPITAL)
    years = [year for year, figure in sorted(totals.items()) if _is_whole(figure)]
    charts, warnings = [], []
    if years:
        about = _about(
            facts,
            language,
            _("Registered FDI of the province by year, million USD"),
            _("million USD"),
            [totals[year] for year in years],
        )
        series, partial_years = [], frozenset(y for y in years if lacking(facts, totals[y]))
        for indicator, name in PARTS.items():
            found = _by_year(facts, indicator)
            values = {y: found[y].value if y in found else None for y in years}
            series.append(Series(str(name), values, partial=partial_years))
        charts.append(shapes.columns(about, series, {y: totals[y].value for y in years}))
        warnings = _lacks(facts, about, totals) + _not_added_up(facts, about, totals)
    return Content(charts, *_table(facts, FLOW), warnings + _unfinished(totals, language))


def _lacks(facts, about, totals):
    """Sentences of the years whose tables do not give all parts; or nothing."""
    text = _(
        "The tables of %(year)s do not give all parts (missing: %(parts)s): the total leaves them "
        "out and is not compared with those of other years."
    )
    return [
        text % {"year": year, "parts": words.listed(about, parts)}
        for year, total in sorted(totals.items())
        if (parts := lacking(facts, total))
    ]


def _not_added_up(facts, about, totals):
    """Sentences of the years whose parts, as printed, are not their total; or nothing."""
    found = [_by_year(facts, indicator) for indicator in PARTS]
    rounded, wrong = {}, []
    for year, total in sorted(totals.items()):
        parts = [figures[year].value for figures in found if year in figures]
        gap = abs(sum(parts) - total.value)
        if gap and gap <= _rounding([*parts, total.value]):
            rounded[year] = gap
        elif gap:
            wrong.append(year)
    said = []
    if rounded:
        text = _(
            "Of %(years)s the parts and the total are rounded as printed: the sum of the parts "
            "differs by up to %(gap)s."
        )
        gap = f"{display.number(max(rounded.values()), about.language)} {about.unit}"
        said.append(text % {"years": words.listed(about, rounded), "gap": gap})
    if wrong:
        text = _(
            "Of %(years)s the parts, as printed, do not add up to the printed total. The total is "
            "shown as printed."
        )
        said.append(text % {"years": words.listed(about, wrong)})
    return said


def _rounding(values):
    """How far rounded numbers and their rounded sum may be apart: half of the last digit each."""
    last_digit = min(value.normalize().as_tuple().exponent for value in values)
    return Decimal(1).scaleb(min(last_digit, 0)) * len(values) / 2


def _later(totals, own, language):
    """[Up to which day a later year, which is not over, is told], for what ranks in a whole one."""
    return [
        _("The figures of %(year)s end on %(day)s: choose the year to see the rank up to then.")
        % {"year": year, "day": display.date(figure.as_of, language)}
        for year, figure in totals.items()
        if year > own.as_of.year and not _is_whole(figure)
    ]


def _unfinished(totals, language):
    return [
        _("The figures of %(year)s end on %(day)s: they stand in the table, not in the chart.")
        % {"year": year, "day": display.date(figure.as_of, language)}
        for year, figure in totals.items()
        if not _is_whole(figure)
    ]


def _table(facts, indicators):
    """(columns, rows) of indicators by year, the latest first."""
    columns = [YEAR, AS_OF, *(_column(indicator) for indicator in indicators)]
    found = {indicator: _by_year(facts, indicator) for indicator in indicators}
    years = sorted({year for figures in found.values() for year in figures}, reverse=True)
    rows = []
    for year in years:
        figures = {indicator: found[indicator].get(year) for indicator in indicators}
        as_of = max(figure.as_of for figure in figures.values() if figure)
        cells = {indicator.value: _cell(indicator, figure) for indicator, figure in figures.items()}
        rows.append({"year": year, "as_of": as_of, **cells})
    return columns, rows


def _column(indicator):
    unit = "" if indicator.is_count else Unit.MILLION_USD
    kind = "integer" if indicator.is_count else "number"
    return Column(indicator.value, indicator.label, kind, unit)


def _cell(indicator, figure):
    if figure is None:
        return None
    return int(figure.value) if indicator.is_count else figure.value


# --- stock ----------------------------------------------------------------------------


def _stock(facts, _headline, language):
    found = _by_year(facts, Indicator.STOCK_CAPITAL)
    charts = []
    if found:
        about = _about(
            facts,
            language,
            _("Registered capital of valid projects in the province, million USD"),
            _("million USD"),
            found.values(),
        )
        values = {year: figure.value for year, figure in sorted(found.items())}
        days = {year: figure.as_of for year, figure in found.items()}
        capital = Series(_("Registered capital"), values, Kind.STOCK, days=days)
        charts.append(shapes.lines(about, [capital], from_zero=True))
    return Content(charts, *_table(facts, STOCK))


# --- the province among others --------------------------------------------------------


def _rank(facts, year):
    """The place of the province by total registered capital in a year."""
    found = _by_year(facts, Indicator.TOTAL_CAPITAL)
    whole = [key for key, figure in found.items() if _is_whole(figure)]
    year = year or max(whole, default=None)
    if year not in found:
        return nothing(facts, Unit.RANK, year)
    own = found[year]
    ranked = _localities(facts, own)
    place = 1 + sum(figure.value > own.value for figure in ranked)
    headline = _headline(facts, own, Unit.MILLION_USD)
    return replace(headline, value=place, unit=Unit.RANK, of=len(ranked))


def _localities(facts, own):
    """The provinces in the order of a column; offshore oil and gas is none of them."""
    ranking = facts.official_ranking(own.indicator, own.as_of)
    return [figure for figure in ranking if figure.province_id]


def _rank_before(facts, headline):
    """The place of the year before; a part of a year is not compared with a whole one."""
    own = _by_year(facts, Indicator.TOTAL_CAPITAL).get(headline.year)
    if own is None or not _is_whole(own):
        return None
    before = _by_year(facts, Indicator.TOTAL_CAPITAL).get(headline.year - 1)
    if before is None or lacking(facts, before) != lacking(facts, own):
        return None
    earlier = _rank(facts, headline.year - 1)
    return earlier if earlier.value is not None else None


def _among(facts, headline, language):
    found = _by_year(facts, Indicator.TOTAL_CAPITAL)
    columns = [
        Column("rank", _("Rank"), "integer"),
        Column("province", _("Province or city")),
        _column(Indicator.TOTAL_CAPITAL),
    ]
    if headline.year not in found or headline.value is None:
        return Content([], columns, [])
    own = found[headline.year]
    ranked = _localities(facts, own)
    rows = [
        {
            "rank": 1 + sum(other.value > figure.value for other in ranked),
            "province": figure.province.name_in(language),
            Indicator.TOTAL_CAPITAL.value: figure.value,
        }
        for figure in ranked
    ]
    name, period = facts.province.name_in(language), _period(own, language)
    about = _about(
        facts,
        language,
        _("Total registered FDI %(period)s by province, million USD") % {"period": period},
        _("million USD"),
        [own],
        heading=_("Province or city"),
        title=_("%(name)s ranked %(rank)s of %(of)s provinces and cities %(period)s")
        % {
            "name": name,
            "rank": words.place(headline.value),
            "of": headline.of,
            "period": period,
        },
    )
    shown = rows[: charts_register.MOST]
    if headline.value > charts_register.MOST:
        shown = [*shown, next(row for row in rows if row["province"] == name)]
    values = {row["province"]: row[Indicator.TOTAL_CAPITAL.value] for row in shown}
    bars = shapes.bars(about, values, highlight=name)
    return Content([bars], columns, rows, _later(found, own, language))


def _period(figure, language):
    """“in 2023”, or up to which day of a year of which no more is told."""
    if _is_whole(figure):
        return _("in %(year)s") % {"year": figure.as_of.year}
    return _("from 1 January to %(day)s") % {"day": display.date(figure.as_of, language)}


# --- documents ------------------------------------------------------------------------


def source_of(table, on=None):
    """on: the day that the figures are of, where the name of the table does not tell it."""
    return Source(table.named(get_language()), on, table.url, table.vintage)


def _sources(indicators):
    """The tables that the figures of the headline's year come from."""

    def ask(facts, headline):
        figures = [_by_year(facts, one).get(headline.year) for one in indicators]
        tables = {figure.table_id: figure.table for figure in figures if figure}
        return [source_of(table, table.effective_on) for table in tables.values()]

    return ask


def _revisions(indicator, *, others=False):
    """What later documents, or tables taken back, moved the figure from and to.

    others: whether the figures of other provinces move it, too.
    """

    def ask(page, facts, headline, language):
        of = {"breakdown": "province", "indicator": indicator, "as_of__year": headline.year}
        if not others:
            of["province"] = facts.province
        changes = _changes(facts.when.known_at, of, language)
        return moved(page, facts, headline, language, changes=changes)

    return ask


def _corrected(indicator, *, others=False):
    """facts → the years whose figures later documents revise; one query."""

    def ask(facts):
        of = {"breakdown": "province", "indicator": indicator}
        if not others:
            of["province"] = facts.province
        known_at = facts.when.known_at
        known = (
            {"table__known_at__lte": known_at} if known_at else {"table__known_at__isnull": False}
        )
        rows = OfficialFigure.objects.filter(**of, **known).exclude(revises=None).order_by()
        return set(rows.values_list("as_of__year", flat=True).distinct())

    return ask


def _changes(known_at, of, language):
    """The Changes by figures that revise others and by tables taken back, the latest first.

    Each moment once; two queries.
    """
    known = Q(known_at__isnull=False) if known_at is None else Q(known_at__lte=known_at)
    tables = SourceTable.objects.filter(known).order_by("-known_at")
    figures = OfficialFigure.objects.filter(**of)
    revising = figures.exclude(revises=None).filter(table__in=tables.order_by())
    found = [
        Change(
            row.table.known_at,
            row.table.named(language),
            reverse("figures:official_figure", args=[row.revises_id]),
        )
        for row in revising.select_related("table").order_by("-table__known_at")
    ]
    taken_back = tables.filter(void=True, supersedes__in=figures.values("table"))
    found += [
        Change(table.known_at, _("taken back: %(table)s") % {"table": table.named(language)})
        for table in taken_back
    ]
    by_moment = {change.at: change for change in reversed(found)}
    return [by_moment[moment] for moment in sorted(by_moment, reverse=True)]


# --- the pages ------------------------------------------------------------------------

FIA_METHOD = gettext_lazy(
    "Taken from the annexes of the Foreign Investment Agency's reports, as printed. The figures of "
    "a year end on the day of the national cut-off, in most years 20 December; each is shown with "
    "its day. Official tables are revised. They are not computed from the department's register, "
    "and a page compares the two by year."
)
RANK_METHOD = gettext_lazy(
    "Ranked by the portal from the capital of all provinces as the annexes of the Foreign "
    "Investment Agency's reports print it; the annexes state no ranks. Offshore oil and gas is no "
    "province and has none."
)


_page = partial(
    page_of,
    unit=Unit.MILLION_USD,
    method=FIA_METHOD,
    parameters=("known_at", "year"),
    group="official",
    basis=Basis.OFFICIAL,
    dataset="fia",
)


FIGURES = [
    _page(
        "official-fdi",
        ("von-fdi-dang-ky-chinh-thuc", "official-fdi"),
        gettext_lazy("FDI registered in a year, official figure"),
        gettext_lazy(
            "New, added and share-purchase capital of the province in a year, added up as the "
            "Foreign Investment Agency does."
        ),
        (*_of_year(Indicator.TOTAL_CAPITAL, Unit.MILLION_USD), _flow),
        sources=_sources([Indicator.TOTAL_CAPITAL]),
        revisions=_revisions(Indicator.TOTAL_CAPITAL),
        years=_years_of(Indicator.TOTAL_CAPITAL),
        corrected=_corrected(Indicator.TOTAL_CAPITAL),
    ),
    _page(
        "official-fdi-stock",
        ("von-fdi-luy-ke-chinh-thuc", "official-fdi-stock"),
        gettext_lazy("Cumulative FDI, official figure"),
        gettext_lazy("Registered capital of the valid projects of the province, per FIA."),
        (*_of_year(Indicator.STOCK_CAPITAL, Unit.MILLION_USD), _stock),
        sources=_sources([Indicator.STOCK_CAPITAL]),
        revisions=_revisions(Indicator.STOCK_CAPITAL),
        years=_years_of(Indicator.STOCK_CAPITAL),
        corrected=_corrected(Indicator.STOCK_CAPITAL),
    ),
    _page(
        "official-fdi-rank",
        ("xep-hang-thu-hut-fdi", "official-fdi-rank"),
        gettext_lazy("Rank of the province by registered FDI"),
        gettext_lazy(
            "The place of the province by total registered FDI in a year, ranked by the portal "
            "from the printed capital of all provinces."
        ),
        (_rank, _rank_before, _among),
        unit=Unit.RANK,
        basis=Basis.DERIVED,
        method=RANK_METHOD,
        sources=_sources([Indicator.TOTAL_CAPITAL]),
        revisions=_revisions(Indicator.TOTAL_CAPITAL, others=True),
        years=_years_of(Indicator.TOTAL_CAPITAL),
        corrected=_corrected(Indicator.TOTAL_CAPITAL, others=True),
    ),
]
