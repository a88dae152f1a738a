from dataclasses import replace

from django.utils.translation import gettext as _

from projects.figures import Measure
from projects.registers.aid import statistics as stages
from projects.registers.aid.selection import Lapsed
from projects.views import words
from projects.views.narrowed import Narrowed, day_of
from projects.views.words import sentence


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
        text = _("From %(first)s to %(day)s no record that fits the filters reached the stage "
                 "“%(stage)s”.")  # fmt: skip
        told = _of_period(text, selection, when, span)
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
    text = _("The stage “%(stage)s” was reached from %(first)s to %(day)s.")
    return [_of_period(text, selection, when, span)]


def _of_period(text, selection, when, span):
    """Of the days before the register begins nothing is told."""
    stage = selection.stages.Stage(selection.reached).label
    first = max(when.since, span.first)
    return sentence(text, stage=stage, first=day_of(first), day=day_of(when.as_of))


def in_time(kind, selection, when, told, lapsed=None):
    """The sentences of what documents say, and of records whose period has ended since."""
    if selection.stage == Lapsed.LAPSED and lapsed:
        return list(words.lapsed(kind, lapsed))
    if selection.stage != selection.running:
        return [told]
    others = replace(selection, stage=Lapsed.LAPSED)
    measure = Measure.ODA_PROJECTS if kind == "oda" else Measure.NGO_ITEMS
    return [told, *words.lapsed(kind, stages.counted(measure, others, when))]
