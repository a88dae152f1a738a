"""The province among others by the official figures: its place, computed by the portal."""

from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from investment.figures import charts as charts_register
from investment.figures.page import Content, Unit
from investment.figures.subjects.official import (
    about_of,
    column_of,
    headline_of,
    is_whole,
    lacking,
    later,
    nothing,
    page,
    years_of,
)
from investment.figures.subjects.official_documents import by_year, corrected, revisions, sources
from investment.official.models import Indicator
from investment.opendata.dataset import Basis
from portal.charts import shapes, words
from portal.exchange.writing import Column
from portal.text import display


def _rank(facts, year):
    """The place of the province by total registered capital in a year."""
    found = by_year(facts, Indicator.TOTAL_CAPITAL)
    whole = [key for key, figure in found.items() if is_whole(figure)]
    year = year or max(whole, default=None)
    if year not in found:
        return nothing(facts, Unit.RANK, year)
    own = found[year]
    ranked = _localities(facts, own)
    place = 1 + sum(figure.value > own.value for figure in ranked)
    headline = headline_of(facts, own, Unit.MILLION_USD)
    return replace(headline, value=place, unit=Unit.RANK, of=len(ranked))


def _localities(facts, own):
    """The provinces in the order of a column; offshore oil and gas is none of them."""
    ranking = facts.official_ranking(own.indicator, own.as_of)
    return [figure for figure in ranking if figure.province_id]


def _rank_before(facts, headline):
    """The place of the year before; a part of a year is not compared with a whole one."""
    own = by_year(facts, Indicator.TOTAL_CAPITAL).get(headline.year)
    if own is None or not is_whole(own):
        return None
    before = by_year(facts, Indicator.TOTAL_CAPITAL).get(headline.year - 1)
    if before is None or lacking(facts, before) != lacking(facts, own):
        return None
    earlier = _rank(facts, headline.year - 1)
    return earlier if earlier.value is not None else None


def _among(facts, headline, language):
    found = by_year(facts, Indicator.TOTAL_CAPITAL)
    columns = [
        Column("rank", _("Rank"), "integer"),
        Column("province", _("Province or city")),
        column_of(Indicator.TOTAL_CAPITAL),
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
    about = about_of(
        facts,
        language,
        _("Total registered FDI %(period)s by province, million USD") % {"period": period},
        _("million USD"),
        [own],
        heading=_("Province or city"),
        title=_(
            "%(name)s ranked %(rank)s of %(of)s provinces and cities with a printed figure "
            "%(period)s"
        )
        % {
            "name": name,
            "rank": words.place(headline.value),
            "of": headline.of,
            "period": period,
        },
    )
    shown = rows[: charts_register.MOST]
    shown += [row for row in rows[len(shown) :] if row["province"] == name]
    values = {row["province"]: row[Indicator.TOTAL_CAPITAL.value] for row in shown}
    places = {row["province"]: row["rank"] for row in shown}
    bars = shapes.bars(about, values, highlight=name, places=places)
    return Content([bars], columns, rows, later(found, own, language))


def _period(figure, language):
    """“in 2023”, or up to which day of a year of which no more is told."""
    if is_whole(figure):
        return _("in %(year)s") % {"year": figure.as_of.year}
    return _("from 1 January to %(day)s") % {"day": display.date(figure.as_of, language)}


RANK_METHOD = gettext_lazy(
    "Ranked by the portal from the capital of all provinces as the annexes of the Foreign "
    "Investment Agency's reports print it; the annexes state no ranks. A total below zero, where "
    "capital was lowered by more than was added, is ranked as printed. Offshore oil and gas is no "
    "province and has none."
)

FIGURES = [
    page(
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
        sources=sources([Indicator.TOTAL_CAPITAL]),
        revisions=revisions(Indicator.TOTAL_CAPITAL, others=True),
        years=years_of(Indicator.TOTAL_CAPITAL),
        corrected=corrected(Indicator.TOTAL_CAPITAL, others=True),
    ),
]
