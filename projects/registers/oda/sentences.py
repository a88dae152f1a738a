from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects.figures import Measure
from projects.models import OdaStage
from projects.views.words import (
    how_far,
    in_million_vnd,
    key_figure,
    lapsed,
    link,
    million_vnd,
    number,
    sentence,
)


def sentences(found, day):
    wooed = found.stock[OdaStage.Stage.MOBILISATION]
    running = found.stock[OdaStage.Stage.IMPLEMENTATION]
    started = found.flow[Measure.ODA_STARTED]
    planned = found.of_year[Measure.ODA_PLANNED_FOREIGN]
    words = ngettext("%(n)s ODA project", "%(n)s ODA projects", running.value)
    yield sentence(
        ngettext(
            "As of %(day)s, %(running)s is in implementation and %(wooed)s in mobilisation.",
            "As of %(day)s, %(running)s are in implementation and %(wooed)s in mobilisation.",
            running.value,
        ),
        day=day,
        running=link("oda", running, words % {"n": number(running.value)}),
        wooed=link("oda", wooed, number(wooed.value)),
    )
    if started.value:
        words = ngettext("%(n)s newly started", "%(n)s newly started", started.value)
        yield sentence(
            _("In %(year)s up to that day: %(parts)s."),
            year=found.year,
            parts=link("oda", started, words % {"n": number(started.value)}),
        )
    if planned.value is not None:
        yield sentence(
            _("Foreign capital planned for %(year)s: %(capital)s."),
            year=found.year,
            capital=link("oda", planned, million_vnd(planned.value)),
        )
    yield from lapsed("oda", found.lapsed)


def key_figures(found):
    year = {"year": found.year}
    for stage, label in [
        (OdaStage.Stage.IMPLEMENTATION, _("Projects in implementation")),
        (OdaStage.Stage.MOBILISATION, _("Projects in mobilisation")),
    ]:
        yield key_figure("oda", found.stock[stage], label)
    for measure, label in [
        (Measure.ODA_PLANNED_FOREIGN, _("Foreign capital planned for %(year)s")),
        (Measure.ODA_DISBURSED_FOREIGN, _("Foreign capital disbursed in %(year)s")),
    ]:
        figure = found.of_year[measure]
        if figure.value is not None:
            yield in_million_vnd("oda", figure, label % year, how_far(figure, found.year))
