"""The sentence and the key figures on top of each register, of the whole register as of a date."""

from dataclasses import dataclass

from portal.delivery.shared import answers
from projects.models import NgoStage, OdaStage
from projects.selections import FdiSelection, Lapsed, NgoSelection, OdaSelection
from projects.statistics import fdi, ngo, oda
from projects.statistics.figures import Figure, Measure
from projects.statistics.span import Span, span
from projects.when import When


@dataclass(frozen=True)
class Totals:
    """measure or stage → Figure; `stock` as of the date, `flow` of its year so far.

    when: the times they are told for. What ODA and NGO documents state holds on the day of the
    latest of them. span: the days of the register's first and latest document. lapsed: the Figure
    of records whose period was over on the day asked about, with no completion recorded.
    """

    when: When
    stock: dict
    flow: dict
    of_year: dict
    span: Span
    lapsed: Figure | None = None

    @property
    def year(self):
        return self.when.as_of.year


SELECTIONS = {"fdi": FdiSelection(), "oda": OdaSelection(), "ngo": NgoSelection()}


def totals(request, kind, when):
    """The Totals of a register; remembered for the dates that were asked for last."""
    at = When(when.as_of, when.known_at)
    return ASK[kind](answers(request), at)


def _fdi(ask, when):
    year = When.year_to(when.as_of, when.known_at)
    everything = SELECTIONS["fdi"]
    stock, flow = ask(fdi.stock, everything, when), ask(fdi.flow, everything, year)
    return Totals(when, stock, flow, {}, ask(span, everything, when))


def _oda(ask, asked):
    everything = SELECTIONS["oda"]
    found = ask(span, everything, asked)
    when = asked.at(found.last or asked.as_of)
    year = When.year_to(when.as_of, when.known_at)
    started = ask(oda.started, everything, year)
    return Totals(
        when,
        ask(oda.by_stage, everything, when),
        {started.measure: started},
        ask(oda.years, everything, when, (when.as_of.year,))[when.as_of.year],
        found,
        ask(oda.by_stage, everything, asked)[Lapsed.LAPSED],
    )


def _ngo(ask, asked):
    everything = SELECTIONS["ngo"]
    found = ask(span, everything, asked)
    when = asked.at(found.last or asked.as_of)
    year = When.year_to(when.as_of, when.known_at)
    running = NgoSelection(stage=NgoSelection.running)
    return Totals(
        when,
        ask(ngo.by_stage, everything, when) | ask(ngo.running, everything, when),
        ask(ngo.approved, everything, year),
        ask(ngo.years, running, when, (when.as_of.year,))[when.as_of.year],
        found,
        ask(ngo.by_stage, everything, asked)[Lapsed.LAPSED],
    )


ASK = {"fdi": _fdi, "oda": _oda, "ngo": _ngo}


def is_empty(kind, found):
    """Whether the register has nothing that a sentence could tell of."""
    counted = OdaStage.Stage if kind == "oda" else NgoStage.Stage if kind == "ngo" else found.stock
    return not any(found.stock[key].value for key in counted)


def count(kind, found):
    """How many records the list of a whole register has, where the totals say so; else None."""
    return found.stock[Measure.VALID_PROJECTS].value if kind == "fdi" else None


def span_of(request, kind, when):
    """The Span of a whole register's documents up to a day."""
    return answers(request)(span, SELECTIONS[kind], When(when.as_of, when.known_at))
