"""The documents that official figures come from: their sources, and what later ones moved."""

from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from investment.figures.page import Source
from investment.figures.revisions import Change, moved
from investment.official.models import OfficialFigure, SourceTable


def by_year(facts, indicator):
    """year → OfficialFigure of the province, as of days up to the one asked about."""
    figures = facts.official.get(indicator, [])
    return {figure.as_of.year: figure for figure in figures if figure.as_of <= facts.when.as_of}


def source_of(table, on=None):
    """on: the day that the figures are of, where the name of the table does not tell it."""
    return Source(table.named(get_language()), on, table.url, table.vintage)


def sources(indicators):
    """The tables that the figures of the headline's year come from."""

    def ask(facts, headline):
        figures = [by_year(facts, one).get(headline.year) for one in indicators]
        tables = {figure.table_id: figure.table for figure in figures if figure}
        return [source_of(table, table.effective_on) for table in tables.values()]

    return ask


def revisions(indicator, *, others=False):
    """What later documents, or tables taken back, moved the figure from and to.

    others: whether the figures of other provinces move it, too.
    """

    def ask(page, facts, headline, language):
        of = {"breakdown": "province", "indicator": indicator, "as_of__year": headline.year}
        if not others:
            of["province"] = facts.province
        changes = _changes(facts.when.known_at, of, language)
        return moved(page, facts, headline, language, changes=changes)

    return ask


def corrected(indicator, *, others=False):
    """facts → the years of which later documents print other figures; one query."""

    def ask(facts):
        of = {"breakdown": "province", "indicator": indicator}
        if not others:
            of["province"] = facts.province
        known_at = facts.when.known_at
        known = (
            {"table__known_at__lte": known_at} if known_at else {"table__known_at__isnull": False}
        )
        rows = OfficialFigure.objects.filter(**of, **known).exclude(revises=None).order_by()
        rows = rows.exclude(value=F("revises__value"))
        return set(rows.values_list("as_of__year", flat=True).distinct())

    return ask


def _changes(known_at, of, language):
    """The Changes by figures that revise others and by tables taken back, the latest first.

    Each moment once; two queries.
    """
    known = Q(known_at__isnull=False) if known_at is None else Q(known_at__lte=known_at)
    tables = SourceTable.objects.filter(known).order_by("-known_at")
    figures = OfficialFigure.objects.filter(**of)
    revising = figures.exclude(revises=None).filter(table__in=tables.order_by())
    found = [
        Change(
            row.table.known_at,
            row.table.named(language),
            reverse("figures:official_figure", args=[row.revises_id]),
        )
        for row in revising.select_related("table").order_by("-table__known_at")
    ]
    taken_back = tables.filter(void=True, supersedes__in=figures.values("table"))
    found += [
        Change(table.known_at, _("taken back: %(table)s") % {"table": table.named(language)})
        for table in taken_back
    ]
    by_moment = {change.at: change for change in reversed(found)}
    return [by_moment[moment] for moment in sorted(by_moment, reverse=True)]
