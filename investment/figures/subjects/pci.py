"""The province in the PCI of VCCI: an official figure, in points."""

from datetime import date

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from investment.figures.page import Absence, Content, Headline, Unit, page_of
from investment.figures.revisions import Change, moved
from investment.figures.subjects.official import nothing
from investment.figures.subjects.official_documents import source_of
from investment.official.models import SourceTable
from investment.opendata.dataset import Basis
from investment.pci import charts as charts_pci
from investment.pci import questions as pci
from investment.pci import words
from investment.pci.models import PciResult
from portal.exchange.writing import Column


def _score(facts, year):
    """The score of an edition, default the last that was published."""
    standings = facts.pci
    last = charts_pci.latest(standings)
    wanted = year or (last and last.edition.year)
    found = next((one for one in standings if one.edition.year == wanted), None)
    if found is None:
        return nothing(facts, Unit.POINTS, year)
    day = date(found.edition.year, 12, 31)
    known_at = facts.when.known_at
    return Headline(
        found.score,
        Unit.POINTS,
        day,
        known_at,
        year=found.edition.year,
        absence=Absence.NOT_IN_DATA if found.score is not None else Absence(found.state.value),
    )


def _before(facts, headline):
    editions = {one.edition.year: one.edition for one in facts.pci}
    edition = editions.get(headline.year)
    if edition is None or pci.is_break(edition) or headline.year - 1 not in editions:
        return None
    return _score(facts, headline.year - 1)


def _content(facts, headline, language):
    columns = [
        Column("year", _("Edition"), "year"),
        Column("score", _("Score (of 100)"), "number"),
        Column("rank", _("Rank"), "integer"),
        Column("of", _("Provinces published"), "integer"),
        Column("median", _("Median"), "number"),
    ]
    rows = [
        {
            "year": one.edition.year,
            "score": one.score,
            "rank": one.rank,
            "of": one.of,
            "median": one.median,
        }
        for one in reversed(facts.pci)
    ]
    charts = []
    if facts.pci:
        charts.append(_chart(facts, headline, language))
    return Content(charts, columns, rows, _warnings(facts, headline))


def _chart(facts, headline, language):
    """The scores, with the edition of the headline for title, or why it has none of them."""
    name, year = facts.pci_book.name_of(facts.pci_province, language), headline.year
    shown = [one for one in facts.pci if one.edition.year == year] or facts.pci
    lacking = [] if charts_pci.latest(shown) else words.without_scores(name, shown)
    return charts_pci.scores(language, name, facts.pci, year=year, lacking=lacking)


def _warnings(facts, headline):
    """Why editions have no score of the province, and whose scores are told before and after."""
    found = [
        _without_score(one) % {"year": one.edition.year}
        for one in facts.pci
        if one.score is None and one.state not in pci.GONE
    ]
    province, book = facts.pci_province, facts.pci_book
    shown = [one for one in facts.pci if one.edition.year == headline.year]
    for standing in shown if any(one.state in pci.GONE for one in shown) else facts.pci[-1:]:
        if standing.state == pci.State.ENDED:
            found += words.ended(province, charts_pci.latest(facts.pci), standing, book)
        elif standing.state == pci.State.NOT_YET:
            found += words.not_yet(province, standing, book)
        elif facts.pci[0].state == pci.State.NOT_YET:
            found.append(words.begun(province, book))
    return found


def _without_score(standing):
    if standing.state == pci.State.NOT_IN_DATA:
        return _("PCI %(year)s: our data has no result for the province.")
    if standing.state == pci.State.NOT_SURVEYED:
        return _("The province was not in the PCI %(year)s.")
    return _("PCI %(year)s: not published for the province.")


def _sources(facts, headline):
    edition = next((s.edition for s in facts.pci if s.edition.year == headline.year), None)
    tables = pci.tables(edition, facts.pci_book) if edition else []
    return [source_of(table) for table in tables]


def _revisions(page, facts, headline, language):
    """What later tables of the edition, or tables taken back, moved the score from and to."""
    changes = _changes(facts.when.known_at, headline.year, language)
    return moved(page, facts, headline, language, changes=changes)


def _corrected(facts):
    """The years of the editions of which more than one table tells."""
    known_at = facts.when.known_at
    known = (
        Q(table__known_at__isnull=False) if known_at is None else Q(table__known_at__lte=known_at)
    )
    rows = PciResult.objects.filter(known).order_by().values("edition__year")
    rows = rows.annotate(tables=Count("table", distinct=True)).filter(tables__gt=1)
    return set(rows.values_list("edition__year", flat=True))


def _changes(known_at, year, language):
    """The Changes by tables about an edition but the first, the latest first; two queries."""
    known = Q(known_at__isnull=False) if known_at is None else Q(known_at__lte=known_at)
    tables = SourceTable.objects.filter(known).order_by("known_at")
    about = PciResult.objects.filter(edition__year=year).values("table")
    found = [Change(table.known_at, table.named(language)) for table in tables.filter(pk__in=about)]
    taken_back = tables.filter(void=True, supersedes__in=about)
    found[1:] += [
        Change(table.known_at, _("taken back: %(table)s") % {"table": table.named(language)})
        for table in taken_back
    ]
    return sorted(found[1:], key=lambda change: change.at, reverse=True)


FIGURES = [
    page_of(
        "pci-score",
        ("diem-pci", "pci-score"),
        gettext_lazy("PCI score of the province"),
        gettext_lazy("The Provincial Competitiveness Index of VCCI, out of 100 points."),
        (_score, _before, _content),
        unit=Unit.POINTS,
        dataset="pci",
        parameters=("known_at", "year"),
        group="official",
        basis=Basis.OFFICIAL,
        method=gettext_lazy(
            "Scores are as published by VCCI, never recomputed; where our data has scores only, "
            "the ranks are computed from them. Where the method changed, editions are not "
            "compared. Where VCCI published the first provinces only, the page of the edition says "
            "so."
        ),
        sources=_sources,
        revisions=_revisions,
        years=lambda facts: [one.edition.year for one in reversed(facts.pci)],
        corrected=_corrected,
    ),
]
