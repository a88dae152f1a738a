"""What the registers and the official tables answer at one time, each question asked once."""

from dataclasses import replace
from datetime import date
from functools import cached_property

from investment import official, pci
from investment.figures.page import year_before
from investment.models import OfficialFigure
from portal.pages.models import SiteIdentity
from projects.models import AdministrativeUnit, NgoStage
from projects.selections import FdiSelection, NgoSelection, OdaSelection
from projects.statistics import fdi, fdi_years, ngo, oda
from projects.when import When

FDI, ODA, NGO = FdiSelection(), OdaSelection(), NgoSelection()
RUNNING = NgoSelection(stage=NgoStage.Stage.IMPLEMENTING)


class Facts:
    """Several figures of one page share it. when: default today, as known now."""

    def __init__(self, when=None):
        self.when = replace(when or When.today(), since=None)
        self._kept = {}

    def _once(self, name, ask):
        if name not in self._kept:
            self._kept[name] = ask()
        return self._kept[name]

    # --- FDI ---------------------------------------------------------------------------

    def fdi_stock(self, day):
        return self._once(("stock", day), lambda: fdi.stock(FDI, self.when.at(day)))

    def fdi_flow(self, first, last):
        """What happened from a day to a day, both included."""
        when = replace(self.when, since=first, as_of=last)
        return self._once(("flow", first, last), lambda: fdi.flow(FDI, when))

    def fdi_by(self, dimension):
        return self._once(("by", dimension), lambda: fdi.stock_by(dimension, FDI, self.when))

    @cached_property
    def fdi_years(self):
        """year → {measure: Figure} of what flowed, for years in which something happened."""
        return fdi.flow_by_year(FDI, self.when)

    @cached_property
    def fdi_stocks(self):
        """year → {measure: Figure} at its end."""
        return fdi_years.stock_by_year(FDI, self.when)

    # --- ODA and NGO -------------------------------------------------------------------

    def oda_stages(self, day):
        return self._once(("oda", day), lambda: oda.by_stage(ODA, self.when.at(day)))

    @cached_property
    def oda_years(self):
        return oda.years(ODA, self.when)

    @cached_property
    def oda_donors(self):
        return oda.by_donor(ODA, self.when)

    def ngo_running(self, day):
        return self._once(("ngo", day), lambda: ngo.running(NGO, self.when.at(day)))

    @cached_property
    def ngo_stages(self):
        return ngo.by_stage(NGO, self.when)

    @cached_property
    def ngo_years(self):
        return ngo.years(NGO, self.when)

    def ngo_by(self, dimension):
        return self._once(("ngo by", dimension), lambda: ngo.by(dimension, RUNNING, self.when))

    # --- official tables ---------------------------------------------------------------

    @cached_property
    def province_name(self):
        identity = SiteIdentity.objects.first()
        return identity.province_vi if identity else ""

    @cached_property
    def province(self):
        """The portal's own province as the official tables know it, or None."""
        used = OfficialFigure.objects.exclude(province=None).order_by().values("province")
        return pci.home(AdministrativeUnit.objects.filter(pk__in=used), self.province_name)

    @cached_property
    def official(self):
        """indicator → [OfficialFigure, …] of the province, oldest first."""
        return official.series(self.province, self.when.known_at) if self.province else {}

    def official_ranking(self, indicator, day):
        ask = lambda: official.ranking(indicator, "province", day, self.when.known_at)  # noqa: E731
        return self._once(("ranking", indicator, day), ask)

    @cached_property
    def pci_book(self):
        return pci.read(self.when.known_at)

    @cached_property
    def pci_province(self):
        return pci.home(pci.provinces(self.pci_book), self.province_name)

    @cached_property
    def pci(self):
        """The Standings of the province, oldest first."""
        return pci.standings(self.pci_province, self.pci_book) if self.pci_province else []


def last_day(year, when):
    """The end of a year, or the day asked about while the year is not over."""
    return min(date(year, 12, 31), when.as_of)


def period_before(first, last):
    """The same period a year earlier; a whole year's is the whole year before."""
    return first.replace(year=first.year - 1), year_before(last)
