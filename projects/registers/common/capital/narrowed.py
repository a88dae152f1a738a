"""What filters leave of a register of events, or what happened in a period."""

from dataclasses import replace

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from projects.figures import Measure
from projects.registers.common.capital import sentences as told
from projects.registers.common.capital import totals
from projects.registers.common.capital.selection import Counted, Status
from projects.views.narrowed import Narrowed, day_of
from projects.views.words import key_figure, link, number, sentence


def narrowed(terms, selection, when, span):
    """What filters leave of the register; of a period what happened in it."""
    if selection.counted:
        return _happened(terms, selection, when, span)
    return _stands(terms, selection, when, span)


def _stands(terms, selection, when, span):
    at = replace(when, since=None)
    ended = selection.status == Status.ENDED
    if ended:
        found = totals.ended(selection, at)
        count, capital = found[Measure.ENDED_PROJECTS], found[Measure.ENDED_CAPITAL]
    else:
        found = totals.stock(selection, at)
        count, capital = found[Measure.VALID_PROJECTS], found[Measure.VALID_CAPITAL]
    # What has happened to them, and to those that are valid no longer unless a state is asked for.
    is_valid = selection.status == Status.VALID
    flow = totals.flow(replace(selection, status="") if is_valid else selection, at)
    everyone = None if selection.status else totals.registered(selection, at)
    sentences = [_standing(terms, selection.status, at.as_of, count, capital, everyone=everyone)]
    if parts := told.happened(terms, flow):
        has_ended = everyone.value > count.value if everyone else is_valid
        sentences.append(_since_the_beginning(parts, at, span, has_ended))
    figures = []
    if count.value:
        label = (
            _("Registered capital at their end") if ended else _("Registered capital, cumulative")
        )
        figures = [
            key_figure(terms.kind, count, COUNTED[selection.status or Status.VALID]),
            terms.figure(capital, label),
        ]
    figures += _turns(terms, flow)
    # Of a list with ended projects too only the valid ones are added up: it has no total.
    is_one_state = bool(selection.status and count.value)
    total = _("registered capital %(capital)s") % {"capital": terms.say(capital.value)}
    return Narrowed(
        sentences,
        figures,
        (everyone or count).value,
        total if is_one_state else "",
    )


COUNTED = {
    Status.VALID: gettext_lazy("Valid projects"),
    Status.OPERATING: gettext_lazy("Valid projects that are not suspended"),
    Status.SUSPENDED: gettext_lazy("Suspended projects"),
    Status.ENDED: gettext_lazy("Projects that have ended"),
}


def _standing(terms, status, day, count, capital, *, everyone):
    """everyone: the Figure of valid and ended projects together, where both are asked for."""
    valid = terms.projects(count.value, status)
    parts = {}
    if everyone and everyone.value:
        text = (
            _(
                "As of %(day)s the filters leave %(everyone)s, of which %(projects)s with a "
                "registered capital of %(capital)s."
            )
            if count.value
            else ngettext(
                "As of %(day)s the filters leave %(everyone)s, which is not valid.",
                "As of %(day)s the filters leave %(everyone)s, none of them valid.",
                everyone.value,
            )
        )
        told = terms.projects(everyone.value, "")
        parts["everyone"] = link(terms.kind, everyone, told)
        valid = ngettext("%(n)s valid project", "%(n)s valid projects", count.value)
        valid = valid % {"n": number(count.value)}
    elif not count.value:
        text = _("As of %(day)s the filters leave no project.")
    elif status == Status.ENDED:
        text = ngettext(
            "As of %(day)s the filters leave %(projects)s, with a registered capital of "
            "%(capital)s at its end.",
            "As of %(day)s the filters leave %(projects)s, with a registered capital of "
            "%(capital)s at their end.",
            count.value,
        )
    else:
        text = _(
            "As of %(day)s the filters leave %(projects)s with a registered capital of %(capital)s."
        )
    return sentence(
        text,
        day=day_of(day),
        projects=link(terms.kind, count, valid),
        capital=link(terms.kind, capital, terms.say(capital.value)),
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


def _turns(terms, flow):
    for turns, label, detail in [
        (Measure.ADJUSTED_TURNS, _("Turns of adjustment"), _adjusted_projects(terms, flow)),
        (
            Measure.SHARE_TURNS,
            _("Turns of capital contribution and share purchase"),
            Measure.SHARE_VALUE in flow and terms.say(flow[Measure.SHARE_VALUE].value),
        ),
    ]:
        if turns in flow and flow[turns].value:
            yield key_figure(terms.kind, flow[turns], label, detail)


def _adjusted_projects(terms, flow):
    count = flow[Measure.ADJUSTED_PROJECTS].value
    return ngettext("%(n)s project", "%(n)s projects", count) % {"n": number(count)}


def _happened(terms, selection, when, span):
    """What happened in a period, told of the kind of event that is asked for."""
    counted, of = selection.counted, replace(selection, counted="")
    if counted == Counted.ENDED:
        found = totals.ended(of, when)
        parts = _ended(terms, found)
    else:
        found = totals.flow(of, when)
        parts = told.happened(terms, found, counted)
    figures = [
        terms.figure(found[measure], label)
        if found[measure].unit == selection.unit
        else key_figure(terms.kind, found[measure], label)
        for measure in terms.measures[counted]
        if (label := capfirst(measure.label)) and found[measure].value
    ]
    return Narrowed([_of_period(parts, when, span)], figures)


def _ended(terms, found):
    count = found[Measure.ENDED_PROJECTS]
    if not count.value:
        return ""
    text = ngettext("%(n)s project ended", "%(n)s projects ended", count.value)
    return sentence(
        ngettext(
            "%(projects)s, with a registered capital of %(capital)s at its end",
            "%(projects)s, with a registered capital of %(capital)s at their end",
            count.value,
        ),
        projects=link(terms.kind, count, text % {"n": number(count.value)}),
        capital=terms.say(found[Measure.ENDED_CAPITAL].value),
    )


def _of_period(parts, when, span):
    """Of the days before the register begins nothing is told."""
    if when.since == when.as_of:
        text = _("On %(day)s: %(parts)s.")
        nothing = _("On %(day)s no entry fits the filters.")
    elif when.since and when.since >= span.first:
        text = _("From %(first)s to %(day)s: %(parts)s.")
        nothing = _("From %(first)s to %(day)s no entry fits the filters.")
    else:
        text = _("From %(first)s, where the register begins, to %(day)s: %(parts)s.")
        nothing = _("From %(first)s, where the register begins, to %(day)s no entry fits the "
                    "filters.")  # fmt: skip
    first = max(filter(None, [when.since, span.first]))
    return sentence(
        text if parts else nothing, first=day_of(first), day=day_of(when.as_of), parts=parts
    )
