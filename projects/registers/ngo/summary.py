from projects.models import NgoStage
from projects.registers.common.aid.selection import Lapsed
from projects.registers.ngo import totals as ngo
from projects.registers.ngo.selection import NgoSelection
from projects.span import span
from projects.summary import Summary, as_of_label, by_year, named
from projects.when import When


def summary(everything, ask, asked):
    found = ask(span, everything, asked)
    when = asked.at(found.last or asked.as_of)
    year = When.year_to(when.as_of, when.known_at)
    running = NgoSelection(stage=NgoSelection.running)
    return Summary(
        when,
        ask(ngo.by_stage, everything, when) | ask(ngo.running, everything, when),
        ask(ngo.approved, everything, year),
        ask(ngo.years, running, when, (when.as_of.year,))[when.as_of.year],
        found,
        ask(ngo.by_stage, everything, asked)[Lapsed.LAPSED],
    )


def is_empty(found):
    """Whether the register has nothing that a sentence could tell of."""
    return not any(found.stock[stage].value for stage in NgoStage.Stage)


def count(found):
    """The totals do not say how many records the list of the whole register has."""


def desk(selection, when, years):
    at = When.year_to(when.as_of, when.known_at)
    found = named(ngo.running(selection, when), as_of_label(when))
    found |= named(ngo.approved(selection, at), str(when.as_of.year))
    return found | by_year(ngo.years(selection, when, years))
