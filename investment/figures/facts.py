"""What the registers and the official tables answer at one time, each question asked once."""

from dataclasses import replace
from datetime import date
from functools import cached_property

from investment.figures.page import year_before
from investment.official import questions as official
from investment.pci import questions as pci
from portal.delivery.shared import remembered
from portal.pages import context
from projects import samples
from projects.registers import OF_MODEL, REGISTERS
from projects.registers.common.aid.selection import Lapsed
from projects.registers.common.capital import totals, years
from projects.registers.ngo import totals as ngo
from projects.registers.ngo.selection import NgoSelection
from projects.registers.oda import totals as oda
from projects.registers.oda.selection import OdaSelection
from projects.span import span
from projects.when import When

ODA, NGO = OdaSelection(), NgoSelection()
RUNNING = NgoSelection(stage=NgoSelection.running)


class Facts:
    """Several figures of one page share it. when: default today, as known now.

    ask: pages of one public version share what they asked, see portal.delivery.shared.answers.
    """

    def __init__(self, when=None, ask=None):
        self.when = replace(when or When.today(), since=None)
        self.ask = ask or remembered()

    # --- registers of events -----------------------------------------------------------

    def stock(self, register, day):
        return self.ask(totals.stock, REGISTERS[register].whole, self.when.at(day))

    def flow(self, register, first, last):
        """What happened from a day to a day, both included."""
        when = replace(self.when, since=first, as_of=last)
        return self.ask(totals.flow, REGISTERS[register].whole, when)

    def begin(self, register, year):
        """The day from which a register tells of a year: of its first one, from its beginning."""
        return max(date(year, 1, 1), self.span(register).first or date.min)

    def end(self, register, year):
        """The day up to which a register tells of a year, see Span.until()."""
        return self.span(register).until(last_day(year, self.when))

    def flows(self, register):
        """year → {measure: Figure} of what flowed, for years in which something happened."""
        return self.ask(totals.flow_by_year, REGISTERS[register].whole, self.when)

    def stocks(self, register):
        """year → {measure: Figure} at its end."""
        return self.ask(years.stock_by_year, REGISTERS[register].whole, self.when)

    # --- ODA and NGO -------------------------------------------------------------------

    def span(self, register, day=None):
        """The Span of the documents of a register up to a day; default: that asked about."""
        return self.ask(span, REGISTERS[register].whole, self.when.at(day or self.when.as_of))

    def told(self, register):
        """The times at which documents tell the states of ODA or NGO aid: the latest one's day."""
        return self.when.at(self.span(register).last or self.when.as_of)

    def lapsed(self, register):
        """The Figure of records whose period is over with no completion recorded, as asked."""
        by_stage = {"oda": oda.by_stage, "ngo": ngo.by_stage}[register]
        return self.ask(by_stage, REGISTERS[register].whole, self.when)[Lapsed.LAPSED]

    def oda_stages(self, day):
        return self.ask(oda.by_stage, ODA, self.when.at(day))

    @property
    def oda_years(self):
        return self.ask(oda.years, ODA, self.told("oda"))

    @property
    def oda_agreed(self):
        """measure → Figure of the projects, and of the funds that are agreed to."""
        return self.ask(oda.agreed, ODA, self.told("oda"))

    @property
    def oda_donors(self):
        return self.ask(oda.by_donor, ODA, self.told("oda"))

    def ngo_running(self, day):
        return self.ask(ngo.running, NGO, self.when.at(day))

    @property
    def ngo_stages(self):
        return self.ask(ngo.by_stage, NGO, self.told("ngo"))

    @property
    def ngo_years(self):
        return self.ask(ngo.years, NGO, self.told("ngo"))

    def ngo_by(self, dimension):
        return self.ask(ngo.by, dimension, RUNNING, self.told("ngo"))

    # --- what they are made of, and who publishes them --------------------------------------

    def made_up(self, register):
        """(whether any of the public records of a register is a sample, whether all are)."""
        return self.ask(samples.found, *OF_MODEL)[REGISTERS[register].model]

    @property
    def identity(self):
        """{"name", "province"} → language → what the site calls the department and its province."""
        return self.ask(context.identity)

    def publisher(self, language):
        """The department with its province."""
        return context.publisher(self.ask, language)

    # --- official tables ---------------------------------------------------------------

    @property
    def province(self):
        """The portal's own province as the official tables know it, or None."""
        told = self.ask(official.provinces)
        return official.home(told, self.identity["province"]["vi"]) if told else None

    @property
    def official(self):
        """indicator → [OfficialFigure, …] of the province, oldest first."""
        province = self.province
        return self.ask(official.series, province, self.when.known_at) if province else {}

    def official_ranking(self, indicator, day):
        rankings = self.ask(official.rankings, indicator, self.when.known_at)
        return rankings.get(day, [])

    def official_columns(self, day):
        """The indicators that the tables of a day give of any province."""
        return self.ask(official.columns, self.when.known_at).get(day, set())

    @property
    def pci_book(self):
        return self.ask(pci.read, self.when.known_at)

    @property
    def pci_province(self):
        return official.home(pci.provinces(self.pci_book), self.identity["province"]["vi"])

    @cached_property
    def pci(self):
        """The Standings of the province, oldest first."""
        return pci.standings(self.pci_province, self.pci_book) if self.pci_province else []


def tells_of(ask, dataset):
    """Whether the figures of a dataset tell anything today; ask: see remembered()."""
    facts = Facts(ask=ask)
    if dataset in REGISTERS:
        return facts.span(dataset).last is not None
    return bool(facts.pci) if dataset == "pci" else any(facts.official.values())


def last_day(year, when):
    """The end of a year, or the day asked about while the year is not over."""
    return min(date(year, 12, 31), when.as_of)


def period_before(first, last):
    """The same period a year earlier; a whole year's is the whole year before."""
    return first.replace(year=first.year - 1), year_before(last)
