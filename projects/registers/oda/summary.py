from projects.figures import Measure
from projects.models import OdaStage
from projects.registers.common.aid.selection import Lapsed
from projects.registers.oda import totals as oda
from projects.span import span
from projects.summary import Summary, as_of_label, by_year
from projects.when import When


def summary(everything, ask, asked):
    found = ask(span, everything, asked)
    when = asked.at(found.last or asked.as_of)
    year = When.year_to(when.as_of, when.known_at)
    started = ask(oda.started, everything, year)
    return Summary(
        when,
        ask(oda.by_stage, everything, when),
        {started.measure: started},
        ask(oda.years, everything, when, (when.as_of.year,))[when.as_of.year],
        found,
        ask(oda.by_stage, everything, asked)[Lapsed.LAPSED],
    )


def is_empty(found):
    """Whether the register has nothing that a sentence could tell of."""
    return not any(found.stock[stage].value for stage in OdaStage.Stage)


def count(found):
    """The totals do not say how many records the list of the whole register has."""


def desk(selection, when, years):
    at = When.year_to(when.as_of, when.known_at)
    found = {
        (f"{Measure.ODA_PROJECTS.label}: {stage.label}", as_of_label(when)): figure
        for stage, figure in oda.by_stage(selection, when).items()
    }
    started = oda.started(selection, at)
    found[started.measure.label, str(when.as_of.year)] = started
    return found | by_year(oda.years(selection, when, years))
