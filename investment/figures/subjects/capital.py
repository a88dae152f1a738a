"""The figures of a register of events: what stands, what was registered in a year, and parts."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.db.models import Q
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from investment.figures import charts as charts_register
from investment.figures import ledger
from investment.figures.facts import last_day, period_before
from investment.figures.page import Content, Headline, Unit, nothing_recorded, year_before
from portal.exchange.writing import Column
from projects.figures import Measure
from projects.registers import REGISTERS
from projects.registers.common.capital import totals
from projects.registers.common.capital.selection import Counted, Status
from projects.views import words

YEAR_METHOD = gettext_lazy(
    "An event belongs to the year of its certificate, decision or notice. One such document "
    "is one turn, whatever it changes; projects are counted once. A year in which more was "
    "taken away than added shows below zero. Without an entry a year, or its part up to the day "
    "asked about, has no figure; with one it is told whole once an entry of a later day is "
    "recorded, and until then up to its latest entry, compared with the same period of the year "
    "before. The year in which the register begins is compared with none."
)
TIMES = ("as_of", "known_at")
YEAR = Column("year", gettext_lazy("Year"), "year")
PROJECTS = Column("projects", gettext_lazy("Valid projects"), "integer")


@dataclass(frozen=True)
class Subject:
    """A register and how its capital is told.

    unit, scale, in_charts: the Unit of tables; what charts divide it by, and their unit in words.
    added_up: the Measures that make up what was registered in a year, each with its name in the
    chart; columns: those of the table of years; stock_by: gives the parts of what stands.
    of_stock, of_flow, of_year: the types of events behind what stands, what was registered, and
    the table of a year.
    """

    kind: str
    unit: Unit
    scale: Callable
    in_charts: str
    added_up: dict
    columns: list
    of_stock: tuple
    of_flow: tuple
    of_year: tuple
    stock_by: Callable = totals.stock_by

    @property
    def register(self):
        return REGISTERS[self.kind]

    @property
    def capital_column(self):
        return Column("capital", gettext_lazy("Registered capital"), "number", self.unit)

    def of_figure(self, figure, unit, **values):
        when = figure.when
        return Headline(
            figure.value,
            unit,
            when.as_of,
            when.known_at,
            when.since,
            records=(self.kind, figure.records),
            **values,
        )

    # --- stocks ------------------------------------------------------------------------

    def stock(self, measure, unit):
        """(headline, before) of what stands as of a day."""

        def headline(facts, _year):
            if facts.span(self.kind).last is None:
                return nothing_recorded(facts, unit, self.kind)
            return self.of_figure(facts.stock(self.kind, facts.when.as_of)[measure], unit)

        def before(facts, headline):
            day = year_before(headline.as_of)
            if headline.value is None or day < facts.span(self.kind).first:
                return None
            return self.of_figure(facts.stock(self.kind, day)[measure], unit)

        return headline, before

    def capital_over_time(self, subtitle):
        def content(facts, _headline, language):
            about = self._about(facts, language, str(subtitle), str(self.in_charts))
            names = {Measure.VALID_CAPITAL: _("Registered capital")}
            return self._over_time(facts, about, names, self.scale)

        return content

    def projects_over_time(self, facts, _headline, language):
        about = self._about(
            facts,
            language,
            _("Valid projects at the end of each year"),
            _("projects"),
            unit_of_one=_("project"),
            decimals=0,
        )
        return self._over_time(facts, about, {Measure.VALID_PROJECTS: _("Valid projects")}, Decimal)

    def _about(self, facts, language, subtitle, unit, **values):
        last = facts.span(self.kind).last
        return charts_register.about(facts.when, language, subtitle, unit, last=last, **values)

    def _over_time(self, facts, about, names, scale):
        by_year = facts.stocks(self.kind)
        rows = [
            {
                "year": year,
                "as_of": last_day(year, facts.when),
                "projects": figures[Measure.VALID_PROJECTS].value,
                "capital": figures[Measure.VALID_CAPITAL].value,
            }
            for year, figures in sorted(by_year.items(), reverse=True)
        ]
        charts = [charts_register.beside(about, by_year, names, scale)] if by_year else []
        columns = [YEAR, Column("as_of", _("As of"), "date"), PROJECTS, self.capital_column]
        return Content(charts, columns, rows, ledger.latest(facts, self.kind, about.language))

    # --- flows -------------------------------------------------------------------------

    def years(self, facts):
        return sorted(facts.flows(self.kind), reverse=True)

    def flow_headline(self, facts, year):
        """Of a year, default the last in which something happened."""
        years = self.years(facts)
        year = year or (years[0] if years else facts.when.as_of.year)
        first, last = facts.begin(self.kind, year), facts.end(self.kind, year)
        figures = facts.flows(self.kind).get(year)
        value = self._added_up(figures) if figures else None
        when = replace(facts.when, since=first, as_of=last)
        records = (self.kind, {"counted": Counted.REGISTERED.value, **when.query})
        return Headline(value, self.unit, last, facts.when.known_at, first, year, records=records)

    def _added_up(self, figures):
        return sum((figures[measure].value for measure in self.added_up), Decimal(0))

    def flow_before(self, facts, headline):
        """The same period a year earlier; None where the register had not begun."""
        first, last = period_before(headline.since, headline.as_of)
        begun = facts.span(self.kind).first
        if begun is None or first < begun:
            return None
        if (last.month, last.day) == (12, 31):
            return self.flow_headline(facts, first.year)
        figures = facts.flow(self.kind, first, last)
        value = None
        if any(figure.value for figure in figures.values()):
            value = self._added_up(figures)
        return replace(
            headline, value=value, as_of=last, since=first, year=first.year, records=None
        )

    def flow_content(self, subtitle, total):
        """total: the heading of the column that adds up what was registered."""

        def content(facts, headline, language):
            by_year = facts.flows(self.kind)
            latest = max(by_year, default=facts.when.as_of.year)
            told = facts.when.at(facts.end(self.kind, latest))
            about = self._about(
                facts,
                language,
                str(subtitle),
                str(self.in_charts),
                unfinished=charts_register.unfinished(told),
                until=told.as_of,
                year=headline.year,
            )
            names = {measure: str(name) for measure, name in self.added_up.items()}
            charts, notes = [], []
            if by_year:
                partial = {
                    year for year in by_year if facts.begin(self.kind, year) > date(year, 1, 1)
                }
                charts = [charts_register.by_year(about, by_year, names, self.scale, partial)]
                notes = [words.begins(facts.span(self.kind), facts.when)] if partial else []
            columns = [
                YEAR,
                Column("as_of", gettext_lazy("As of"), "date"),
                Column("total", total, "number", self.unit),
                *self.columns,
            ]
            return Content(charts, columns, self._flow_rows(facts, by_year), notes)

        return content

    def _flow_rows(self, facts, by_year):
        rows = [
            {
                "year": year,
                "as_of": facts.end(self.kind, year),
                "total": self._added_up(by_year[year]),
            }
            | {column.key: by_year[year][Measure(column.key)].value for column in self.columns}
            for year in self.years(facts)
        ]
        for row in rows:
            # Certificates are all in the register; of disbursements a year may have no document.
            if Measure.DISBURSED_CAPITAL in row:
                row[Measure.DISBURSED_CAPITAL] = row[Measure.DISBURSED_CAPITAL] or None
        return rows

    # --- breakdowns --------------------------------------------------------------------

    def breakdown(self, dimension, heading, subtitle, untold):
        """content of the valid capital by a dimension; untold names what no record tells."""

        def content(facts, _headline, language):
            parts = self._parts(facts, dimension)
            rows = [
                {
                    "name": name_of(part.thing, dimension, language) or str(untold),
                    "code": getattr(part.thing, "code", None),
                    "projects": part.figures[Measure.VALID_PROJECTS].value,
                    "capital": part.figures[Measure.VALID_CAPITAL].value,
                }
                for part in parts
            ]
            unit = str(self.in_charts)
            about = self._about(facts, language, str(subtitle), unit, heading=str(heading))
            values = {row["name"]: self.scale(row["capital"]) for row in rows}
            charts = [charts_register.ranking(about, values, untold=str(untold))] if rows else []
            columns = [Column("name", heading), Column("code", _("Code")), PROJECTS,
                       self.capital_column]  # fmt: skip
            return Content(charts, columns, rows, ledger.latest(facts, self.kind, language))

        return content

    def _parts(self, facts, dimension):
        return facts.ask(self.stock_by, dimension, self.register.whole, facts.when, facts.ask)

    # --- the entries behind them -------------------------------------------------------

    def made_of_capital(self, facts, headline):
        when, whole = facts.when.at(headline.as_of), self.register.whole
        projects = replace(whole, status=Status.VALID).listed(when)
        events = self.register.ledger.objects.as_of(when).capital()
        return ledger.named(events.filter(project__in=projects))

    def made_of_flow(self, facts, headline):
        when, whole = (
            replace(facts.when, since=headline.since, as_of=headline.as_of),
            self.register.whole,
        )
        shown = Q(project=None) | Q(project__in=whole.model.objects.public())
        return ledger.named(whole.events(when).during(when).filter(shown, type__in=self.of_flow))

    def touching_stock(self, headline):
        return {"type__in": self.of_stock, "effective_on__lte": headline.as_of}

    def adding_to_stock(self, headline):
        model = self.register.ledger
        return {"type__in": (*model.CAPITAL, *model.ENDS)}

    def touching_year(self, headline):
        period = (headline.since, headline.as_of)
        return {"type__in": self.of_year, "effective_on__range": period}

    def corrected(self):
        """The years of whose table an entry was corrected."""
        amount = self.register.ledger.counted_in
        return ledger.corrected(
            self.kind, "effective_on__year", amount, "type", of="type", type__in=self.of_year
        )

    def revised_by(self, dimension, untold):
        """Revisions with what moved within a breakdown."""

        def parts(_page, facts, _headline):
            return {
                name_of(part.thing, dimension, get_language()) or str(untold): self.of_figure(
                    part.figures[Measure.VALID_CAPITAL], self.unit
                )
                for part in self._parts(facts, dimension)
            }

        return ledger.revisions(self.kind, self.touching_stock, parts)


def name_of(thing, dimension, language):
    if thing is None:
        return ""
    return thing.full_name_in(language) if dimension == "unit" else thing.name_in(language)


#: The table of years: what every such register has.
NEW = [
    ("new_projects", gettext_lazy("New projects"), False),
    ("new_capital", gettext_lazy("Capital of new projects"), True),
    ("adjusted_turns", gettext_lazy("Turns of adjustment"), False),
    ("adjusted_projects", gettext_lazy("Projects adjusted"), False),
    ("raised_projects", gettext_lazy("Of them raised their capital"), False),
    ("raised_capital", gettext_lazy("Capital added by increases"), True),
    ("lowered_capital", gettext_lazy("Capital taken away"), True),
    ("adjusted_capital", gettext_lazy("Added capital, net"), True),
]


def columns(unit, *further):
    """The columns of a table of years; further: (measure, heading, whether it is an amount)."""
    return [
        Column(key, heading, "number", unit) if is_amount else Column(key, heading, "integer")
        for key, heading, is_amount in (*NEW, *further)
    ]
