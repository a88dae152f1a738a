"""The official figures of the province on FDI: tables of the FIA, in million USD."""

from decimal import Decimal
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from investment.figures.page import Content, Headline, Unit, page_of
from investment.figures.subjects.official_documents import by_year, corrected, revisions, sources
from investment.official.models import Indicator
from investment.opendata.dataset import Basis
from portal.charts import shapes, words
from portal.charts.chart import About, Kind, Series
from portal.exchange.writing import Column
from portal.text import display

YEAR = Column("year", gettext_lazy("Year"), "year")
AS_OF = Column("as_of", gettext_lazy("As of"), "date")


def headline_of(facts, figure, unit):
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


def years_of(indicator):
    return lambda facts: sorted(by_year(facts, indicator), reverse=True)


def is_whole(figure):
    """Whether a flow is of a whole year: the national cut-off fell on the 20th of December."""
    return figure.as_of.month == 12


def _of_year(indicator, unit):
    """headline and before of one indicator; default the last year, of a flow told in whole."""

    def headline(facts, year):
        found = by_year(facts, indicator)
        usable = [key for key, figure in found.items() if is_whole(figure) or not figure.since]
        year = year or max(usable, default=None)
        return (
            headline_of(facts, found[year], unit) if year in found else nothing(facts, unit, year)
        )

    def before(facts, of):
        found = by_year(facts, indicator)
        figure, now = found.get(of.year - 1), found.get(of.year)
        comparable = figure and now and is_whole(figure) == is_whole(now)
        if not comparable or lacking(facts, figure) != lacking(facts, now):
            return None
        return headline_of(facts, figure, unit)

    return headline, before


def about_of(facts, language, subtitle, unit, figures, **values):
    days = [figure.as_of for figure in figures]
    last = max(figures, key=lambda figure: figure.as_of)
    told = {
        "language": language,
        "subtitle": subtitle,
        "unit": unit,
        "source": _("Source: Foreign Investment Agency (FIA). Official figures as published."),
        "dates": _as_of(facts, days, language),
        "unfinished": "" if is_whole(last) else last.as_of.year,
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
    given = facts.official_columns(figure.as_of) & set(PARTS)
    return [str(name) for part, name in PARTS.items() if part not in given] if given else []


def _flow(facts, headline, language):
    totals = by_year(facts, Indicator.TOTAL_CAPITAL)
    years = [year for year, figure in sorted(totals.items()) if is_whole(figure)]
    charts, warnings = [], []
    if years:
        about = about_of(
            facts,
            language,
            _("Registered FDI of the province by year, million USD"),
            _("million USD"),
            [totals[year] for year in years],
            year=headline.year,
        )
        series, partial_years = [], frozenset(y for y in years if lacking(facts, totals[y]))
        for indicator, name in PARTS.items():
            found = by_year(facts, indicator)
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
    found = [by_year(facts, indicator) for indicator in PARTS]
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


def later(totals, own, language):
    """[Up to which day a later year, which is not over, is told], for what ranks in a whole one."""
    return [
        _("The figures of %(year)s end on %(day)s: choose the year to see the rank up to then.")
        % {"year": year, "day": display.date(figure.as_of, language)}
        for year, figure in totals.items()
        if year > own.as_of.year and not is_whole(figure)
    ]


def _unfinished(totals, language):
    return [
        _("The figures of %(year)s end on %(day)s: they stand in the table, not in the chart.")
        % {"year": year, "day": display.date(figure.as_of, language)}
        for year, figure in totals.items()
        if not is_whole(figure)
    ]


def _table(facts, indicators):
    """(columns, rows) of indicators by year, the latest first."""
    columns = [YEAR, AS_OF, *(column_of(indicator) for indicator in indicators)]
    found = {indicator: by_year(facts, indicator) for indicator in indicators}
    years = sorted({year for figures in found.values() for year in figures}, reverse=True)
    rows = []
    for year in years:
        figures = {indicator: found[indicator].get(year) for indicator in indicators}
        as_of = max(figure.as_of for figure in figures.values() if figure)
        cells = {indicator.value: _cell(indicator, figure) for indicator, figure in figures.items()}
        rows.append({"year": year, "as_of": as_of, **cells})
    return columns, rows


def column_of(indicator):
    unit = "" if indicator.is_count else Unit.MILLION_USD
    kind = "integer" if indicator.is_count else "number"
    return Column(indicator.value, indicator.label, kind, unit)


def _cell(indicator, figure):
    if figure is None:
        return None
    return int(figure.value) if indicator.is_count else figure.value


# --- stock ----------------------------------------------------------------------------


def _stock(facts, headline, language):
    found = by_year(facts, Indicator.STOCK_CAPITAL)
    charts = []
    if found:
        about = about_of(
            facts,
            language,
            _("Registered capital of valid projects in the province, million USD"),
            _("million USD"),
            found.values(),
            year=headline.year,
        )
        values = {year: figure.value for year, figure in sorted(found.items())}
        days = {year: figure.as_of for year, figure in found.items()}
        capital = Series(_("Registered capital"), values, Kind.STOCK, days=days)
        charts.append(shapes.lines(about, [capital], from_zero=True))
    return Content(charts, *_table(facts, STOCK))


# --- the pages ------------------------------------------------------------------------

FIA_METHOD = gettext_lazy(
    "Taken from the annexes of the Foreign Investment Agency's reports, as printed. The figures of "
    "a year end on the day of the national cut-off, in most years 20 December; each is shown with "
    "its day. Official tables are revised. They are not computed from the department's register, "
    "and a page compares the two by year."
)


page = partial(
    page_of,
    unit=Unit.MILLION_USD,
    method=FIA_METHOD,
    parameters=("known_at", "year"),
    group="official",
    basis=Basis.OFFICIAL,
    dataset="fia",
)


FIGURES = [
    page(
        "official-fdi",
        ("von-fdi-dang-ky-chinh-thuc", "official-fdi"),
        gettext_lazy("FDI registered in a year, official figure"),
        gettext_lazy(
            "New, added and share-purchase capital of the province in a year, added up as the "
            "Foreign Investment Agency does."
        ),
        (*_of_year(Indicator.TOTAL_CAPITAL, Unit.MILLION_USD), _flow),
        sources=sources([Indicator.TOTAL_CAPITAL]),
        revisions=revisions(Indicator.TOTAL_CAPITAL),
        years=years_of(Indicator.TOTAL_CAPITAL),
        corrected=corrected(Indicator.TOTAL_CAPITAL),
    ),
    page(
        "official-fdi-stock",
        ("von-fdi-luy-ke-chinh-thuc", "official-fdi-stock"),
        gettext_lazy("Cumulative FDI, official figure"),
        gettext_lazy("Registered capital of the valid projects of the province, per FIA."),
        (*_of_year(Indicator.STOCK_CAPITAL, Unit.MILLION_USD), _stock),
        sources=sources([Indicator.STOCK_CAPITAL]),
        revisions=revisions(Indicator.STOCK_CAPITAL),
        years=years_of(Indicator.STOCK_CAPITAL),
        corrected=corrected(Indicator.STOCK_CAPITAL),
    ),
]
