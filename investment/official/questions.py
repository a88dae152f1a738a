"""What the official tables say, and how the register differs from them.

Official figures are shown as printed: counts, or million USD, with the day and document of each.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Sum

from investment.official.models import Breakdown, Indicator, OfficialFigure
from portal.pages.context import identity
from projects import places
from projects.figures import Measure
from projects.models import AdministrativeUnit
from projects.registers.common.capital import totals
from projects.registers.fdi.selection import FdiSelection
from projects.when import When

#: The register's measure of the same thing.
MEASURES = {
    Indicator.NEW_PROJECTS: Measure.NEW_PROJECTS,
    Indicator.NEW_CAPITAL: Measure.NEW_CAPITAL,
    Indicator.ADJUSTED_TURNS: Measure.ADJUSTED_TURNS,
    Indicator.ADJUSTED_CAPITAL: Measure.ADJUSTED_CAPITAL,
    Indicator.SHARE_TURNS: Measure.SHARE_TURNS,
    Indicator.SHARE_VALUE: Measure.SHARE_VALUE,
    Indicator.STOCK_PROJECTS: Measure.VALID_PROJECTS,
    Indicator.STOCK_CAPITAL: Measure.VALID_CAPITAL,
}
MILLION = Decimal(1_000_000)


def dates(known_at=None):
    """The days for which there are official figures, latest first."""
    rows = OfficialFigure.objects.counted(known_at)
    return list(rows.order_by("-as_of").values_list("as_of", flat=True).distinct())


def provinces():
    """The units of which official tables tell, as they were then."""
    used = OfficialFigure.objects.exclude(province=None).order_by().values("province")
    return list(AdministrativeUnit.objects.filter(pk__in=used))


def home(found, name):
    """Of the provinces `found`, the one that a portal's identity calls so, or None.

    Of two of one name, before and after a merger, the one whose time began last.
    """
    named = [unit for unit in found if places.is_called(unit, name)]
    return max(named, key=lambda unit: str(unit.valid_from or ""), default=None)


def own(found):
    """Of the provinces `found`, the portal's own, or None."""
    return home(found, identity()["province"]["vi"])


def series(province, known_at=None):
    """{indicator: [figure, …]} of a province, oldest first; one query."""
    rows = _of_provinces(known_at).filter(province=province)
    found = {indicator: [] for indicator in Indicator}
    for figure in rows.select_related("table").order_by("as_of"):
        found[Indicator(figure.indicator)].append(figure)
    return found


def rankings(indicator, known_at=None):
    """{as-of date: the figures of all provinces, largest first}; two queries."""
    rows = _of_provinces(known_at).filter(indicator=indicator)
    found = {}
    # Joined, each of the thousand figures would make a province of its own.
    for figure in rows.prefetch_related("province"):
        found.setdefault(figure.as_of, []).append(figure)
    for figures in found.values():
        figures.sort(key=lambda figure: (-figure.value, figure.label))
    return found


def columns(known_at=None):
    """{as-of date: the indicators of which a table gives any province}; one query."""
    rows = _of_provinces(known_at).order_by().values_list("as_of", "indicator").distinct()
    found = {}
    for day, indicator in rows:
        found.setdefault(day, set()).add(indicator)
    return found


def _of_provinces(known_at):
    return OfficialFigure.objects.counted(known_at).filter(breakdown=Breakdown.PROVINCE)


def total(indicator, breakdown, as_of, known_at=None):
    """The sum of a column, in the figure's unit: offshore oil and gas included."""
    rows = OfficialFigure.objects.counted(known_at).filter(
        indicator=indicator, breakdown=breakdown, as_of=as_of
    )
    return rows.aggregate(total=Sum("value"))["total"] or Decimal(0)


@dataclass(frozen=True)
class Comparison:
    """An official figure beside what the register says of the same day, in the same unit."""

    official: OfficialFigure
    register: Decimal | int
    explanation: object = None

    @property
    def difference(self):
        return self.register - self.official.value

    @property
    def is_explained(self):
        """Whether staff have explained exactly this difference."""
        known = self.explanation
        return known is not None and known.register_value == self.register


def reconciliation(province, as_of, known_at=None):
    """[Comparison] of every official figure of a province on a day with the public register.

    The register is read up to the same day; flows over the same period.
    """
    figures = _of_provinces(known_at).filter(province=province, as_of=as_of)
    figures = list(figures.select_related("table", "explanation__by"))
    register = registered(When(as_of, known_at, date(as_of.year, 1, 1)))
    order = list(Indicator)
    return [
        Comparison(
            figure,
            in_unit_of(figure, register[figure.indicator]),
            getattr(figure, "explanation", None),
        )
        for figure in sorted(figures, key=lambda figure: order.index(figure.indicator))
        if figure.indicator in MEASURES
    ]


def registered(when):
    """indicator → what the public register says of it: counts, or USD; two queries."""
    selection = FdiSelection()
    found = {**totals.flow(selection, when), **totals.stock(selection, when)}
    return {indicator: found[measure].value for indicator, measure in MEASURES.items()}


def in_unit_of(figure, value):
    """A count, or USD, in the unit of an official figure."""
    return value / MILLION if figure.unit == OfficialFigure.Unit.MILLION_USD else value
