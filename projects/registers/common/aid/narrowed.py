from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.figures import Measure
from projects.registers.common.aid import totals as stages
from projects.registers.common.aid.selection import Lapsed
from projects.views import words
from projects.views.narrowed import Narrowed, day_of
from projects.views.words import sentence

#: Of a period, and of one that begins with the register.
REACHED = (
    gettext_lazy("The stage “%(stage)s” was reached from %(first)s to %(day)s."),
    gettext_lazy(
        "The stage “%(stage)s” was reached from %(first)s, where the register begins, to %(day)s."
    ),
)
NONE_REACHED = (
    gettext_lazy(
        "From %(first)s to %(day)s no record that fits the filters reached the stage “%(stage)s”."
    ),
    gettext_lazy(
        "From %(first)s, where the register begins, to %(day)s no record that fits the filters "
        "reached the stage “%(stage)s”."
    ),
)


def of_year(years, show, selection, when, labels):
    """KeyFigures of the year that is asked for; none of what no document tells."""
    if not selection.year:
        return
    found = years(selection, when, [selection.year])[selection.year]
    for measure, label in labels.items():
        if found[measure].value is not None:
            detail = words.how_far(found[measure], selection.year)
            yield show(found[measure], label % {"year": selection.year}, detail)


def no_records(kind, selection, when, span):
    text = _("By the documents up to %(day)s the filters leave no record.")
    told = sentence(text, day=documents(selection, when, span))
    if selection.reached and when.since:
        told = _of_period(NONE_REACHED, selection, when, span)
    return Narrowed(in_time(kind, selection, when, told), [], 0)


def documents(selection, when, span):
    """Up to when documents tell; of what is told by the ends of periods the day asked about too."""
    day = day_of(span.last)
    if selection.stage not in (selection.running, Lapsed.LAPSED) or span.last >= when.as_of:
        return day
    text = _("%(day)s and the periods ended by %(asked)s")
    return text % {"day": day, "asked": day_of(when.as_of)}


def of_period(selection, when, span):
    """[The period in which the records reached the stage that is asked for], where it begins."""
    if not (selection.reached and when.since):
        return []
    return [_of_period(REACHED, selection, when, span)]


def _of_period(texts, selection, when, span):
    """Of the days before the register begins nothing is told, nor of those after its last one."""
    is_whole = when.since < span.first
    return sentence(
        str(texts[is_whole]),
        stage=selection.stages.Stage(selection.reached).label,
        first=day_of(max(when.since, span.first)),
        day=day_of(max(when.since, min(when.as_of, span.last))),
    )


def in_time(kind, selection, when, told, lapsed=None):
    """The sentences of what documents say, and of records whose period has ended since."""
    if selection.stage == Lapsed.LAPSED and lapsed:
        return list(words.lapsed(kind, lapsed))
    if selection.stage != selection.running:
        return [told]
    others = replace(selection, stage=Lapsed.LAPSED)
    measure = Measure.ODA_PROJECTS if kind == "oda" else Measure.NGO_ITEMS
    return [told, *words.lapsed(kind, stages.counted(measure, others, when))]
