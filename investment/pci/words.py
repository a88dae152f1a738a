"""What the PCI pages say of a province's standing, in sentences."""

from decimal import ROUND_HALF_UP, Decimal

from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from investment.pci import questions
from investment.pci.charts import latest
from portal.charts import words
from portal.text import display
from projects.places import apart
from projects.views.words import KeyFigure


def number(value, decimals=2):
    return display.number(value, get_language(), decimals)


def signed(value, decimals=2):
    """A change with its sign, a true minus: +3,47, −1.71."""
    text = number(abs(value), decimals)
    return f"+{text}" if value > 0 else f"−{text}" if value < 0 else text


def lead(province, standings, book):
    """The sentences on top: the last published score and rank, the change, what is unpublished."""
    name, last = book.name_of(province, get_language()), latest(standings)
    if last is None:
        return [_("No PCI score of %(name)s is published.") % {"name": name}]
    position = standings.index(last)
    before = standings[position - 1] if position else None
    later = [one for one in standings[position + 1 :] if one.state != questions.State.ENDED]
    return [
        score_and_rank(name, last),
        *change(last, before),
        *(unpublished(name, one) for one in later),
        *(
            ended(province, last, standings[-1], book)
            if standings[-1].state == questions.State.ENDED
            else []
        ),
        *([begun(province, book)] if standings[0].state == questions.State.NOT_YET else []),
    ]


def ended(province, last, standing, book):
    """“Ha Tay ended on 31 July 2008 and went into Hanoi; its last edition is PCI 2008.”; and how
    the other stands where it is no more. last: its last Standing with a score, or None."""
    yield _ended(province, last, book)
    yield from _of_kin(standing, book)


def not_yet(province, standing, book):
    """That a province was none yet, when it was established, and how those before it stood."""
    name = book.name_of(province, get_language())
    yield _("%(name)s was not yet established at the time of the PCI %(year)s.") % {
        "name": name,
        "year": standing.edition.year,
    }
    yield begun(province, book)
    yield from _of_kin(standing, book)


def _of_kin(standing, book):
    return (score_and_rank(book.name_of(unit, get_language()), its) for unit, its in standing.kin)


def begun(province, book):
    language = get_language()
    units = book.predecessors.get(province.pk, [])
    facts = {
        "name": book.name_of(province, language),
        "day": display.date(province.valid_from, language),
        "units": ", ".join(book.name_of(unit, language) for unit in units),
    }
    if units:
        return _("%(name)s was established on %(day)s from %(units)s.") % facts
    return _("%(name)s was established on %(day)s.") % facts


def _ended(province, last, book):
    language = get_language()
    units = book.successors.get(province.pk, [])
    facts = {
        "name": book.name_of(province, language),
        "day": display.date(province.valid_to, language),
        "units": ", ".join(book.name_of(unit, language) for unit in units),
        "year": last and last.edition.year,
    }
    if units and not any(map(book.is_merged, units)):
        return _became(facts)
    if last is None:
        if units:
            return _("%(name)s ended on %(day)s and went into %(units)s.") % facts
        return _("%(name)s ended on %(day)s.") % facts
    if units:
        return (
            _(
                "%(name)s ended on %(day)s and went into %(units)s; its last edition is PCI "
                "%(year)s."
            )
            % facts
        )
    return _("%(name)s ended on %(day)s; its last edition is PCI %(year)s.") % facts


def fate(province, place, book):
    """What a province that has ended is today, and that its results stay its own; "" of others.

    place: its ThenAndNow.
    """
    if province.valid_to is None:
        return ""
    facts = {"place": place.then, "now": "; ".join(place.now)}
    if place.now and has_merged(province, book):
        text = _("%(place)s is today part of: %(now)s. Its results stay under its own name.")
        return text % facts
    if place.now:
        text = _("%(place)s has become %(now)s. Its results stay under its former name.")
        return text % facts
    return _before_merging(province, book)


def has_merged(province, book):
    """Whether a province went into one that others went into, too."""
    return any(map(book.is_merged, book.successors.get(province.pk, [])))


def _before_merging(province, book):
    """Of a province whose name its successor carries on."""
    language = get_language()
    heirs = book.successors.get(province.pk, [])
    others = [unit for heir in heirs for unit in book.predecessors[heir.pk] if unit != province]
    if not others:
        return ""
    text = _("These are the results of %(name)s until %(day)s, before it merged with %(units)s.")
    return text % {
        "name": province.name_in(language),
        "day": display.date(province.valid_to, language),
        "units": words.joined([unit.name_in(language) for unit in others], language),
    }


def _became(facts):
    if facts["year"] is None:
        return _("%(name)s existed until %(day)s and then became %(units)s.") % facts
    return (
        _(
            "%(name)s existed until %(day)s and then became %(units)s; its last edition is PCI "
            "%(year)s."
        )
        % facts
    )


def score_and_rank(name, standing):
    """“In the 2022 PCI, Thai Binh scored 65.78 out of 100 points and ranked 28th of 63 …”"""
    if standing.score is None:
        return unpublished(name, standing)
    facts = {
        "year": standing.edition.year,
        "name": name,
        "score": number(standing.score),
        "of": standing.of,
    }
    if standing.rank is None:
        return (
            _(
                "In the %(year)s PCI, %(name)s scored %(score)s out of 100 points; its rank is "
                "not published."
            )
            % facts
        )
    facts["rank"] = words.place(standing.rank)
    if standing.first is not None:
        return (
            _(
                "In the %(year)s PCI, %(name)s scored %(score)s out of 100 points and ranked "
                "%(rank)s among the %(of)s provinces and cities that were published."
            )
            % facts
        )
    return (
        _(
            "In the %(year)s PCI, %(name)s scored %(score)s out of 100 points and ranked "
            "%(rank)s of %(of)s provinces and cities."
        )
        % facts
    )


def change(standing, before):
    """The change since the edition before, or that it cannot be compared; nothing without one."""
    if before is None or standing.score is None or before.score is None:
        return
    if questions.is_break(standing.edition):
        yield _("The series breaks with this edition: it is not compared with %(year)s.") % {
            "year": before.edition.year
        }
        return
    facts = {
        "year": before.edition.year,
        "points": _gained(_shown(standing.score) - _shown(before.score)),
    }
    if None in (standing.rank, before.rank):
        yield _("Against %(year)s it %(points)s.") % facts
    else:
        facts["places"] = places(before.rank - standing.rank)
        yield _("Against %(year)s it %(points)s and %(places)s.") % facts


def _shown(score):
    """A score as it is printed here, so that differences are those that readers find."""
    return score.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def _gained(points):
    by = {"points": number(abs(points))}
    if points > 0:
        return _("gained %(points)s points") % by
    return _("lost %(points)s points") % by if points < 0 else _("kept its score")


def places(climbed):
    if climbed > 0:
        return ngettext("rose %(n)s place", "rose %(n)s places", climbed) % {"n": climbed}
    if climbed < 0:
        return ngettext("fell %(n)s place", "fell %(n)s places", -climbed) % {"n": -climbed}
    return _("kept its rank")


def unpublished(name, standing):
    edition = standing.edition
    facts = {"name": name, "year": edition.year, "n": standing.first}
    if standing.state == questions.State.NOT_IN_DATA:
        return _("PCI %(year)s: our data has no result for %(name)s.") % facts
    if standing.state == questions.State.NOT_SURVEYED:
        return _("%(name)s was not in the PCI %(year)s.") % facts
    if standing.first is None:
        return _("PCI %(year)s: not published for %(name)s.") % facts
    return (
        _(
            "PCI %(year)s: not published for %(name)s. VCCI published the scores and ranks of the "
            "first %(n)s only."
        )
        % facts
    )


def without_scores(name, standings):
    """Why Standings that tell no score in a sub-index, or none at all, do not: sentences."""
    years = {}
    for one in standings:
        years.setdefault(one.state, []).append(one.edition.year)
    return [
        _WITHOUT[state] % {"name": name, "year": ", ".join(map(str, words.spans(of)))}
        for state, of in years.items()
    ]


_WITHOUT = {
    questions.State.PUBLISHED: gettext_lazy(
        "PCI %(year)s: our data has no score for %(name)s in this sub-index."
    ),
    questions.State.NOT_IN_DATA: gettext_lazy("PCI %(year)s: our data has no result for %(name)s."),
    questions.State.NOT_PUBLISHED: gettext_lazy("PCI %(year)s: not published for %(name)s."),
    questions.State.NOT_SURVEYED: gettext_lazy("%(name)s was not in the PCI %(year)s."),
    questions.State.ENDED: gettext_lazy(
        "%(name)s no longer existed at the time of the PCI %(year)s."
    ),
    questions.State.NOT_YET: gettext_lazy(
        "%(name)s was not yet established at the time of the PCI %(year)s."
    ),
}


def key_figures(standings, book, query=""):
    """Score, rank and distances of the last published standing; each leads to its edition.

    query: what keeps the province and the time in its address.
    """
    last = latest(standings)
    if last is None:
        return []
    year = {"year": last.edition.year}
    url = last.edition.url(get_language()) + query
    figures = [
        KeyFigure(_("Score %(year)s") % year, number(last.score), _("of 100 points"), url),
    ]
    if last.rank is not None:
        ranks = table_url(last.edition) + query
        rank = words.place(last.rank)
        figures.append(KeyFigure(_("Rank %(year)s") % year, rank, of_published(last), ranks))
    if last.median is not None:
        by = _shown(last.score) - _shown(last.median)
        detail = _("median %(score)s") % {"score": number(last.median)}
        figures.append(KeyFigure(_("Beside the median"), signed(by), _("points"), url, detail))
    if last.best is not None:
        figures.append(_beside_best(last, book, url))
    return figures


def _beside_best(last, book, url):
    best = book.name_of(last.best_province, get_language())
    if last.score == last.best:
        said = _("no province scored more")
        return KeyFigure(_("Best score"), number(last.best), _("points"), url, said)
    behind = number(_shown(last.best) - _shown(last.score))
    detail = f"{best} {number(last.best)}"
    return KeyFigure(_("Behind the best"), behind, _("points"), url, detail)


def of_published(standing):
    """“of 63”, “of 30 published”."""
    if standing.first is None:
        return _("of %(of)s") % {"of": standing.of}
    return _("of %(of)s published") % {"of": standing.of}


def state(standing):
    """What a cell says where a score would stand."""
    return {
        questions.State.PUBLISHED: _("published"),
        questions.State.NOT_PUBLISHED: _("not published"),
        questions.State.NOT_IN_DATA: _("not in our data"),
        questions.State.NOT_SURVEYED: _("not in the survey"),
        questions.State.ENDED: _("no longer existed"),
        questions.State.NOT_YET: _("not yet established"),
    }[standing.state]


def results_of_kin(province, state):
    """“Results after 30 June 2025:”, of what a province had gone into then, or was made of."""
    language = get_language()
    if state == questions.State.ENDED:
        return _("Results after %(day)s:") % {"day": display.date(province.valid_to, language)}
    return _("Results before %(day)s:") % {"day": display.date(province.valid_from, language)}


def computed_ranks(standings):
    """The years of the editions of which ranks are computed, those that follow as one."""
    return list(words.spans(sorted({s.edition.year for s in standings if s.rank_is_computed})))


def table_url(edition):
    """The address of the table of all provinces of an edition."""
    return reverse("pci:table", args=[edition.public_slug(get_language())])


def subindex_url(code):
    return reverse("pci:subindex", args=[code])


def then(unit):
    """A unit's name, with its last day where it has ended."""
    name = unit.full_name_in(get_language())
    return name if unit.valid_to is None else apart(name, unit, get_language())
