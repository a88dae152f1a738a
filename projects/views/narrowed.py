"""The headline of a list that filters narrow: what the records add up to that they leave."""

from dataclasses import dataclass, replace
from functools import partial

from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from markupsafe import Markup

from portal.text import display
from projects.selections import (
    EVENTS_COUNTED,
    Boundaries,
    FdiCounted,
    FdiSelection,
    FdiStatus,
    Lapsed,
    NgoSelection,
    OdaSelection,
)
from projects.statistics import fdi, ngo, oda, stages
from projects.statistics.figures import Measure, Unit
from projects.views import words
from projects.views.words import key_figure, link, number, sentence, usd

#: What is asked for where no filter narrows a list.
WHOLE = {"fdi": FdiSelection(status=FdiStatus.VALID), "oda": OdaSelection(), "ngo": NgoSelection()}


@dataclass(frozen=True)
class Narrowed:
    """sentences of Markup, KeyFigures; count: of the records behind the list, where it is known.

    total: the amount of the list's records together, in words.
    """

    sentences: list
    figures: list
    count: int | None = None
    total: Markup | str = ""


def narrowed(kind, form, span):
    """None for a list of the whole register. span: of the whole register."""
    selection = form.selection
    if selection == WHOLE[kind]:
        return None
    if span.last is None:
        return Narrowed([words.begins(span)], [])
    if kind == "fdi" and selection.counted:
        told = _happened(selection, form.when)
    else:
        told = {"fdi": _fdi, "oda": _oda, "ngo": _ngo}[kind](selection, form.when, span)
    return replace(told, sentences=[*told.sentences, *_beyond(selection)])


def _beyond(selection):
    """That a province made of several has projects of which the department need not know."""
    place = selection.place
    if place is None or selection.boundaries != Boundaries.NOW:
        return
    if place.predecessors.filter(level=place.Level.PROVINCE).count() > 1:
        text = _(
            "%(place)s was formed from several provinces: the register holds only the projects of "
            "the department, not necessarily all of that area."
        )
        yield sentence(text, place=place.full_name_in(get_language()))


def _day(day):
    return display.date(day, get_language())


# --- FDI ------------------------------------------------------------------------------


def _fdi(selection, when, span):
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
    if parts := words.fdi_flow(flow):
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
        day=_day(day),
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
    return sentence(text, first=_day(span.first), day=_day(when.as_of), parts=parts)


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
        parts = words.fdi_flow(found, counted)
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
    days = {"first": when.since and _day(when.since), "day": _day(when.as_of)}
    if parts:
        text = _("Up to %(day)s: %(parts)s.")
        if when.since:
            text = _("From %(first)s to %(day)s: %(parts)s.")
        return sentence(text, parts=parts, **days)
    if when.since:
        return sentence(_("From %(first)s to %(day)s no entry fits the filters."), **days)
    return sentence(_("Up to %(day)s no entry fits the filters."), **days)


# --- ODA and NGO ----------------------------------------------------------------------


def _oda(selection, when, span):
    found = oda.agreed(selection, when)
    count, agreed = found[Measure.ODA_PROJECTS], found[Measure.ODA_COMMITTED]
    if not count.value:
        return _no_records("oda", selection, when, span)
    projects = ngettext("%(n)s ODA project", "%(n)s ODA projects", count.value)
    parts = {
        "day": _documents(selection, when, span),
        "projects": link("oda", count, projects % {"n": number(count.value)}),
    }
    figures = [key_figure("oda", count, _("Projects found"))]
    total = ""
    if agreed.value is None:
        text = _("By the documents up to %(day)s the filters leave %(projects)s.")
    else:
        text = _(
            "By the documents up to %(day)s the filters leave %(projects)s, with foreign funds of "
            "%(capital)s agreed."
        )
        parts["capital"] = usd(agreed.value, is_floor=agreed.is_floor)
        total = _("foreign funds agreed %(capital)s") % parts
        figures.append(words.in_millions("oda", agreed, _("Foreign funds agreed")))
    sentences = _in_time("oda", selection, when, sentence(text, **parts), count)
    if selection.donor:
        sentences += _of_donor(selection, when)
    figures += _of_year(
        oda.years,
        partial(words.in_million_vnd, "oda"),
        selection,
        when,
        {
            Measure.ODA_PLANNED_FOREIGN: _("Foreign capital planned for %(year)s"),
            Measure.ODA_DISBURSED_FOREIGN: _("Foreign capital disbursed in %(year)s"),
        },
    )
    return Narrowed(sentences, figures, count.value, total)


def _of_donor(selection, when):
    given = oda.agreed(selection, when, selection.donor)[Measure.ODA_COMMITTED]
    if given.value is not None:
        yield sentence(
            _("Of this %(donor)s gives %(capital)s."),
            donor=selection.donor.name_in(get_language()),
            capital=usd(given.value, is_floor=given.is_floor),
        )


def _ngo(selection, when, span):
    found = ngo.listed(selection, when)
    count, donors = found[Measure.NGO_ITEMS], found[Measure.NGO_DONORS]
    total = found[Measure.NGO_TOTAL]
    if not count.value:
        return _no_records("ngo", selection, when, span)
    items = ngettext("%(n)s item of aid", "%(n)s items of aid", count.value)
    organisations = ngettext(
        "%(n)s foreign organisation", "%(n)s foreign organisations", donors.value
    ) % {"n": number(donors.value)}
    parts = {
        "day": _documents(selection, when, span),
        "items": link("ngo", count, items % {"n": number(count.value)}),
        "donors": organisations,
    }
    figures = [key_figure("ngo", count, _("Items found"), organisations)]
    added_up = ""
    if total.value is None:
        text = _(
            "By the documents up to %(day)s the filters leave %(items)s of %(donors)s. No document "
            "tells an amount."
        )
    else:
        text = _(
            "By the documents up to %(day)s the filters leave %(items)s of %(donors)s, with a "
            "total commitment of %(amount)s."
        )
        parts["amount"] = usd(total.value, is_floor=total.is_floor)
        added_up = _("total commitment %(amount)s") % parts
        figures.append(words.in_usd("ngo", total, _("Total commitment")))
    told = sentence(text, **parts)
    figures += _of_year(
        ngo.years,
        partial(words.in_usd, "ngo"),
        selection,
        when,
        {
            Measure.NGO_COMMITTED: _("Commitment for %(year)s"),
            Measure.NGO_DISBURSED: _("Disbursed in %(year)s"),
        },
    )
    sentences = _in_time("ngo", selection, when, told, count)
    return Narrowed(sentences, figures, count.value, added_up)


def _of_year(years, show, selection, when, labels):
    """KeyFigures of the year that is asked for; none of what no document tells."""
    if not selection.year:
        return
    found = years(selection, when, [selection.year])[selection.year]
    for measure, label in labels.items():
        if found[measure].value is not None:
            detail = words.how_far(found[measure], selection.year)
            yield show(found[measure], label % {"year": selection.year}, detail)


def _no_records(kind, selection, when, span):
    text = _("By the documents up to %(day)s the filters leave no record.")
    told = sentence(text, day=_documents(selection, when, span))
    return Narrowed(_in_time(kind, selection, when, told), [], 0)


def _documents(selection, when, span):
    """Up to when documents tell; of what is told by the ends of periods the day asked about too."""
    day = _day(span.last)
    if selection.stage not in (selection.running, Lapsed.LAPSED) or span.last >= when.as_of:
        return day
    text = _("%(day)s and the periods ended by %(asked)s")
    return text % {"day": day, "asked": _day(when.as_of)}


def _in_time(kind, selection, when, told, lapsed=None):
    """The sentences of what documents say, and of records whose period has ended since."""
    if selection.stage == Lapsed.LAPSED and lapsed:
        return list(words.lapsed(kind, lapsed))
    if selection.stage != selection.running:
        return [told]
    others = replace(selection, stage=Lapsed.LAPSED)
    measure = Measure.ODA_PROJECTS if kind == "oda" else Measure.NGO_ITEMS
    return [told, *words.lapsed(kind, stages.counted(measure, others, when))]
