from dataclasses import replace

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from projects.figures import Measure, Unit
from projects.registers.fdi import statistics as fdi
from projects.registers.fdi.selection import EVENTS_COUNTED, FdiCounted, FdiStatus
from projects.registers.fdi.words import happened
from projects.views import words
from projects.views.narrowed import Narrowed, day_of
from projects.views.words import key_figure, link, number, sentence, usd


def narrowed(selection, when, span):
    """What filters leave of the register; of a period what happened in it."""
    if selection.counted:
        return _happened(selection, when)
    return _stands(selection, when, span)


def _stands(selection, when, span):
    at = replace(when, since=None)
    ended = selection.status == FdiStatus.ENDED
    if ended:
        found = fdi.ended(selection, at)
        count, capital = found[Measure.ENDED_PROJECTS], found[Measure.ENDED_CAPITAL]
    else:
        found = fdi.stock(selection, at)
        count, capital = found[Measure.VALID_PROJECTS], found[Measure.VALID_CAPITAL]
    # What has happened to them, and to those that are valid no longer unless a state is asked for.
    is_valid = selection.status == FdiStatus.VALID
    flow = fdi.flow(replace(selection, status="") if is_valid else selection, at)
    everyone = None if selection.status else fdi.registered(selection, at)
    sentences = [_standing(selection.status, at.as_of, count, capital, everyone)]
    if parts := happened(flow):
        sentences.append(_since_the_beginning(parts, at, span, is_valid or not selection.status))
    figures = []
    if count.value:
        label = (
            _("Registered capital at their end") if ended else _("Registered capital, cumulative")
        )
        figures = [
            key_figure("fdi", count, COUNTED[selection.status or FdiStatus.VALID]),
            words.in_millions("fdi", capital, label),
        ]
    figures += _turns(flow)
    # Of a list with ended projects too only the valid ones are added up: it has no total.
    is_one_state = bool(selection.status and count.value)
    total = _("registered capital %(capital)s") % {"capital": usd(capital.value)}
    return Narrowed(
        sentences,
        figures,
        (everyone or count).value,
        total if is_one_state else "",
    )


COUNTED = {
    FdiStatus.VALID: gettext_lazy("Valid projects"),
    FdiStatus.OPERATING: gettext_lazy("Valid projects that are not suspended"),
    FdiStatus.SUSPENDED: gettext_lazy("Suspended projects"),
    FdiStatus.ENDED: gettext_lazy("Projects that have ended"),
}


def _projects(status, count):
    if status == FdiStatus.OPERATING:
        text = ngettext(
            "%(n)s valid FDI project that is not suspended",
            "%(n)s valid FDI projects that are not suspended",
            count,
        )
    elif status == FdiStatus.SUSPENDED:
        text = ngettext("%(n)s suspended FDI project", "%(n)s suspended FDI projects", count)
    elif status == FdiStatus.ENDED:
        text = ngettext(
            "%(n)s FDI project that has ended", "%(n)s FDI projects that have ended", count
        )
    else:
        text = ngettext("%(n)s valid FDI project", "%(n)s valid FDI projects", count)
    return text % {"n": number(count)}


def _standing(status, day, count, capital, everyone):
    """everyone: the Figure of valid and ended projects together, where both are asked for."""
    valid = _projects(status, count.value)
    parts = {}
    if everyone and everyone.value:
        text = (
            _(
                "As of %(day)s the filters leave %(everyone)s, of which %(projects)s with a "
                "registered capital of %(capital)s."
            )
            if count.value
            else _("As of %(day)s the filters leave %(everyone)s, none of them valid.")
        )
        told = ngettext("%(n)s FDI project", "%(n)s FDI projects", everyone.value)
        parts["everyone"] = link("fdi", everyone, told % {"n": number(everyone.value)})
        valid = ngettext("%(n)s valid project", "%(n)s valid projects", count.value)
        valid = valid % {"n": number(count.value)}
    elif not count.value:
        text = _("As of %(day)s the filters leave no project.")
    elif status == FdiStatus.ENDED:
        text = _(
            "As of %(day)s the filters leave %(projects)s, with a registered capital of "
            "%(capital)s at their end."
        )
    else:
        text = _(
            "As of %(day)s the filters leave %(projects)s with a registered capital of %(capital)s."
        )
    return sentence(
        text,
        day=day_of(day),
        projects=link("fdi", count, valid),
        capital=link("fdi", capital, usd(capital.value)),
        **parts,
    )


def _since_the_beginning(parts, when, span, with_ended):
    text = (
        _(
            "From %(first)s, where the register begins, to %(day)s, projects that have ended "
            "included: %(parts)s."
        )
        if with_ended
        else _("From %(first)s, where the register begins, to %(day)s: %(parts)s.")
    )
    return sentence(text, first=day_of(span.first), day=day_of(when.as_of), parts=parts)


def _turns(flow):
    for turns, label, detail in [
        (Measure.ADJUSTED_TURNS, _("Turns of adjustment"), _adjusted_projects(flow)),
        (
            Measure.SHARE_TURNS,
            _("Turns of capital contribution and share purchase"),
            usd(flow[Measure.SHARE_VALUE].value),
        ),
    ]:
        if flow[turns].value:
            yield key_figure("fdi", flow[turns], label, detail)


def _adjusted_projects(flow):
    count = flow[Measure.ADJUSTED_PROJECTS].value
    return ngettext("%(n)s project", "%(n)s projects", count) % {"n": number(count)}


def _happened(selection, when):
    """What happened in a period, told of the kind of event that is asked for."""
    counted, of = selection.counted, replace(selection, counted="")
    if counted == FdiCounted.ENDED:
        found = fdi.ended(of, when)
        parts = _ended(found)
    else:
        found = fdi.flow(of, when)
        parts = happened(found, counted)
    figures = [
        words.in_millions("fdi", found[measure], label)
        if found[measure].unit == Unit.USD
        else key_figure("fdi", found[measure], label)
        for measure in MEASURES[counted]
        if (label := capfirst(measure.label)) and found[measure].value
    ]
    return Narrowed([_of_period(parts, when), *_alone(selection, when)], figures)


def _alone(selection, when):
    """That notices are counted which belong to no project, so that the list cannot show them."""
    if selection.counted == FdiCounted.ENDED:
        return
    events = selection.events(when).during(when).filter(type__in=EVENTS_COUNTED[selection.counted])
    if count := events.filter(project=None).count():
        text = ngettext(
            "%(n)s share-purchase notice belongs to no project of the list.",
            "%(n)s share-purchase notices belong to no project of the list.",
            count,
        )
        yield sentence(text, n=number(count))


MEASURES = {
    FdiCounted.NEW: (Measure.NEW_PROJECTS, Measure.NEW_CAPITAL),
    FdiCounted.ADJUSTED: (
        Measure.ADJUSTED_PROJECTS,
        Measure.ADJUSTED_TURNS,
        Measure.ADJUSTED_CAPITAL,
    ),
    FdiCounted.RAISED: (Measure.RAISED_PROJECTS, Measure.RAISED_CAPITAL),
    FdiCounted.LOWERED: (Measure.LOWERED_PROJECTS, Measure.LOWERED_CAPITAL),
    FdiCounted.SHARES: (Measure.SHARE_TURNS, Measure.SHARE_VALUE),
    FdiCounted.DISBURSED: (Measure.DISBURSED_CAPITAL,),
    FdiCounted.ENDED: (Measure.ENDED_PROJECTS, Measure.ENDED_CAPITAL),
    FdiCounted.REGISTERED: (Measure.NEW_CAPITAL, Measure.ADJUSTED_CAPITAL, Measure.SHARE_VALUE),
}


def _ended(found):
    count = found[Measure.ENDED_PROJECTS]
    if not count.value:
        return ""
    text = ngettext("%(n)s project ended", "%(n)s projects ended", count.value)
    return sentence(
        _("%(projects)s, with a registered capital of %(capital)s at their end"),
        projects=link("fdi", count, text % {"n": number(count.value)}),
        capital=usd(found[Measure.ENDED_CAPITAL].value),
    )


def _of_period(parts, when):
    days = {"first": when.since and day_of(when.since), "day": day_of(when.as_of)}
    if parts:
        text = _("Up to %(day)s: %(parts)s.")
        if when.since:
            text = _("From %(first)s to %(day)s: %(parts)s.")
        return sentence(text, parts=parts, **days)
    if when.since:
        return sentence(_("From %(first)s to %(day)s no entry fits the filters."), **days)
    return sentence(_("Up to %(day)s no entry fits the filters."), **days)
