"""The charts of the PCI pages: from standings and scores to a Chart in one language."""

from dataclasses import replace
from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from investment.pci import questions
from portal.charts import shapes, words
from portal.charts.chart import About, Break, Series


def scores(language, name, standings, *, year=None, lacking=()):
    """A province's scores beside the median and the best of each edition, as lines.

    year: of the edition that the title tells of, default the last with a score. lacking: sentences
    on why that edition, or every one, has no score.
    """
    about = _about(language, standings, _("Composite score out of 100, by edition"))
    about = replace(about, year=year)
    series = [
        Series(name, {one.edition.year: one.score for one in standings}, is_proper=True),
        Series(_("Median"), {one.edition.year: one.median for one in standings}),
        Series(_("Best province"), {one.edition.year: one.best for one in standings}),
    ]
    shown = [one for one in standings if year in (None, one.edition.year)]
    last = latest(shown)
    if last is not None and last.median is not None:
        about = replace(about, title=beside_median(about, name, last))
    chart = shapes.lines(about, series, breaks([one.edition for one in standings]))
    return explained(chart, lacking, series) if lacking else chart


def explained(chart, lacking, series):
    """A chart whose own province, the first of its Series, has no score for reasons: sentences."""
    title = " ".join(lacking).removesuffix(".")
    if any(value is not None for value in series[0].values.values()):
        return replace(chart, title=title)
    others = words.compared(chart.about, series[1:])
    return replace(chart, title=title, trend=" ".join(filter(None, [*lacking, others])))


def latest(standings):
    """The last of the Standings that has a score, or None."""
    return next((one for one in reversed(standings) if one.score is not None), None)


def beside_median(about, name, standing):
    """“Thái Bình 2022: 0,56 points above the median”, as a title."""
    by = words.rounded(about, standing.score) - words.rounded(about, standing.median)
    facts = {"name": name, "year": standing.edition.year, "by": words.number(about, abs(by))}
    if by > 0:
        return _("%(name)s in %(year)s: %(by)s points above the median") % facts
    if by < 0:
        return _("%(name)s in %(year)s: %(by)s points below the median") % facts
    return _("%(name)s in %(year)s: at the median") % facts


def profile(language, name, scores_of, editions):
    """The sub-indices of a province over the last years that can be compared, as small charts.

    scores_of: {code: {year: score}}. None where there are no such years.
    """
    known = {year for values in scores_of.values() for year in values}
    if not known:
        return None
    told = comparable([edition for edition in editions if edition.year <= max(known)])
    of = [edition for edition in told if edition.year in known]
    about = _about_subindices(language, of, name)
    series = [
        Series(
            name_of(subindex, language),
            {edition.year: scores_of.get(subindex.code, {}).get(edition.year) for edition in of},
        )
        for subindex in of[-1].subindices.all()
    ]
    if len(of) < 2:
        scores = {one.name: one.values[of[0].year] for one in series}
        return _highest(about, f"{name} {of[0].year}", scores)
    # After the name the finding that the shape computes for itself.
    chart = shapes.multiples(about, series)
    years = f"{of[0].year}–{of[-1].year}"
    return replace(chart, title=f"{name} {years}: {chart.title}")


def _highest(about, whose, scores):
    """{sub-index: score or None} as bars; a high score is good, whatever the sub-index is called.

    whose: the province and the year.
    """
    told = {name: score for name, score in scores.items() if score is not None}
    shown = {name: words.rounded(about, score) for name, score in told.items()}
    first = [name for name, score in shown.items() if score == max(shown.values())]
    facts = {
        "whose": whose,
        "names": words.listed(about, [f"“{name}”" for name in first]),
        "score": words.number(about, shown[first[0]]),
    }
    title = _("%(whose)s, highest score: %(names)s, %(score)s points") % facts
    return shapes.bars(replace(about, title=title), told)


def comparable(editions):
    """The last editions between which the method did not change."""
    found = []
    for edition in reversed(editions):
        found.insert(0, edition)
        if questions.is_break(edition):
            break
    return found


def edition(language, name, this, before, standings):
    """The sub-indices of a province in an edition against the edition before, median and best.

    before: the edition compared with; without one they are measured by the median alone, and by
    nothing where nobody knows it. standings: SubIndexStandings that our data has scores of.
    """
    about = _about_subindices(language, [this], name)
    if any(one.median is None for one in standings):
        return _by_itself(about, name, this, before, standings)
    about = replace(about, title=above_median(name, this, standings))
    if before is None:
        return _beside_median(about, this, standings)
    markers = [str(before.year), str(this.year), _("Median"), _("Best province")]
    values = [(one.last, one.score, one.median, one.best) for one in standings]
    way = _("Change since %(year)s") % {"year": before.year}
    return shapes.dumbbell(about, _rows(about, standings, markers, values), markers, way)


def _by_itself(about, name, this, before, standings):
    """Scores of an edition without a median: beside those before, or alone."""
    if before is None:
        scores = {name_of(one.subindex, about.language): one.score for one in standings}
        return _highest(about, f"{name} {this.year}", scores)
    markers = [str(before.year), str(this.year)]
    values = [(one.last, one.score) for one in standings]
    return shapes.dumbbell(about, _rows(about, standings, markers, values), markers)


def _beside_median(about, this, standings):
    """The way from the median to the province: what the shape calls a change is none over time."""
    markers = [_("Median"), str(this.year), _("Best province")]
    values = [(one.median, one.score, one.best) for one in standings]
    rows = _rows(about, standings, markers, values)
    chart = shapes.dumbbell(about, rows, markers, _("Beside the median"))
    return replace(chart, trend=extremes(about, standings))


def _rows(about, standings, markers, values):
    names = [name_of(one.subindex, about.language) for one in standings]
    return {
        name: dict(zip(markers, row, strict=True)) for name, row in zip(names, values, strict=True)
    }


def above_median(name, this, standings):
    """In how many sub-indices a province is above the median, as a title."""
    above = sum(one.score is not None and one.score > one.median for one in standings)
    text = ngettext(
        "%(name)s %(year)s: above the median in %(n)s of %(of)s sub-indices",
        "%(name)s %(year)s: above the median in %(n)s of %(of)s sub-indices",
        above,
    )
    return text % {"name": name, "year": this.year, "n": above, "of": len(standings)}


def extremes(about, standings):
    """The sub-indices whose scores are farthest above and below the median."""
    gaps = {
        name_of(one.subindex, about.language): words.rounded(about, one.score)
        - words.rounded(about, one.median)
        for one in standings
        if one.score is not None
    }
    if not gaps:
        return _("No figures are published.")
    best, worst = max(gaps, key=gaps.get), min(gaps, key=gaps.get)
    said = []
    if gaps[best] > 0:
        facts = {"name": best, "by": words.signed(about, gaps[best])}
        said.append(_("Farthest above the median: the score for “%(name)s” (%(by)s).") % facts)
    if gaps[worst] < 0:
        facts = {"name": worst, "by": words.signed(about, gaps[worst])}
        said.append(_("Farthest below the median: the score for “%(name)s” (%(by)s).") % facts)
    return " ".join(said) or _("Every score is at the median.")


def subindex(language, province, name, series, editions, *, lacking=()):
    """One sub-index of a province beside the median and the best, as lines.

    province and name: what the province and the sub-index are called. series: what
    subindices.series() gives. lacking: sentences on why it has no score of the province at all.
    """
    of = [edition for edition, *_values in series]
    about = replace(_about_subindices(language, of, province), title="")
    subtitle = _("%(name)s: score out of 10 by edition, higher is better") % {"name": name}
    about = replace(about, subtitle=subtitle, heading=_("Edition"))
    named = {province: True, _("Median"): False, _("Best province"): False}
    years = [one.year for one in editions if of[0].year <= one.year <= of[-1].year]
    values = {edition.year: scores for edition, *scores in series}
    lines = [
        Series(
            label,
            {year: values[year][place] if year in values else None for year in years},
            is_proper=is_proper,
        )
        for place, (label, is_proper) in enumerate(named.items())
    ]
    chart = shapes.lines(about, lines, breaks(editions))
    return explained(chart, lacking, lines) if lacking else chart


def comparison(language, standings_of):
    """The scores of up to five provinces as lines; standings_of: {name: Standings}."""
    of = next(iter(standings_of.values()))
    every = [one for standings in standings_of.values() for one in standings]
    about = _about(language, every, _("Composite score out of 100, by edition"))
    series = [
        Series(name, {one.edition.year: one.score for one in standings}, is_proper=True)
        for name, standings in standings_of.items()
    ]
    years = [
        one.edition.year
        for place, one in enumerate(of)
        if all(standings[place].score is not None for standings in standings_of.values())
    ]
    if len(series) > 1 and years:
        last = {one.name: one.values[years[-1]] for one in series}
        about = replace(about, title=f"{years[-1]}: {_leading(about, last)}")
    return shapes.lines(about, series, breaks([one.edition for one in of]))


def _leading(about, scores):
    """Who of {name: score} leads; no word on ranks, which may tell equal scores apart."""
    shown = {name: words.rounded(about, score) for name, score in scores.items()}
    first = max(shown.values())
    names = [name for name, score in shown.items() if score == first]
    if len(names) == 1:
        return words.leading(about, scores, None)
    facts = {"names": words.listed(about, names), "score": words.number(about, first)}
    if len(names) < len(shown):
        return _("%(names)s lead, level at %(score)s points") % facts
    return [
        _("Both are level at %(score)s points"),
        _("All three are level at %(score)s points"),
        _("All four are level at %(score)s points"),
        _("All five are level at %(score)s points"),
    ][len(names) - 2] % facts


# --- words that all share ----------------------------------------------------------------


def name_of(subindex, language):
    """The name of a sub-index then, in a language; the other language's rather than nothing."""
    names = (getattr(subindex, f"name_{language}"), subindex.name_vi, subindex.name_en)
    return next((name for name in names if name), subindex.code)


def breaks(editions):
    """A Break with a short label for every edition that cannot be compared with the one before."""
    return [
        Break(edition.year, break_label(before, edition))
        for before, edition in pairwise(editions)
        if questions.is_break(edition)
    ]


def break_label(before, edition):
    """What changed with an edition, in two or three words that fit into a chart."""
    codes, weights = _weights(edition), list(_weights(edition).values())
    if codes.keys() != _weights(before).keys():
        return ngettext("%(n)s sub-index", "%(n)s sub-indices", len(codes)) % {"n": len(codes)}
    if None not in weights and codes != _weights(before):
        return _("new weights")
    return _("new method")


def _weights(edition):
    return {subindex.code: subindex.weight for subindex in edition.subindices.all()}


def _about(language, standings, subtitle):
    years = sorted(one.edition.year for one in standings)
    return About(
        language=language,
        subtitle=subtitle,
        unit=_("points"),
        source=_source(standings),
        dates=span(years),
        heading=_("Edition"),
        missing=_missing(standings),
    )


def _source(standings):
    if any(one.rank_is_computed for one in standings):
        return _("Source: VCCI. Scores as published; medians and computed ranks are ours.")
    return _("Source: VCCI. Official figures as published; medians are ours.")


def _missing(standings):
    """What a cell without a score says, if it is the same for all of them."""
    states = {one.state for one in standings if one.score is None}
    if states & questions.GONE or any(one.median is None for one in standings):
        # The median of an edition may be missing for another reason than the province's score.
        return _("no score")
    if states <= {questions.State.NOT_PUBLISHED}:
        return _("not published")
    if states == {questions.State.NOT_IN_DATA}:
        return _("not in our data")
    return _("not published, or not in our data")


def _about_subindices(language, editions, name):
    return About(
        language=language,
        subtitle=_("Sub-indices of %(name)s, scores out of 10: higher is better") % {"name": name},
        unit=_("points"),
        source=_("Source: VCCI. Official figures as published; medians are ours."),
        dates=span([edition.year for edition in editions]),
        heading=_("Edition") if len(editions) > 1 else _("Sub-index"),
    )


def span(years):
    """“Editions 2005–2023”, “Edition 2022”."""
    if years[0] == years[-1]:
        return _("Edition %(year)s") % {"year": years[0]}
    return _("Editions %(first)s–%(last)s") % {"first": years[0], "last": years[-1]}
