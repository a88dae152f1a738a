"""Figures in articles: what public pages show of them, and where the records have moved on."""

from collections import defaultdict
from functools import lru_cache

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from investment.figures import bases, registry, shown
from investment.figures.facts import Facts
from investment.figures.views.figure import figure_url
from news.models import Article, CitedFigure
from portal.charts.words import as_known
from portal.delivery.models import PublicVersion
from portal.publishing import rights, workflow
from projects.filters import query
from projects.when import When


def card(figure, language):
    """label, value, unit, period, basis and the address that asks for it at its time, in
    the language, which must be the active one."""
    headline = figure.headline
    return {
        "label": figure.page.title,
        "value": shown.number(headline, language),
        "unit": shown.unit(headline),
        "change": "",
        "period": shown.period(headline, language),
        "basis": f"{figure.page.basis.label}; {as_known(figure.cited_at, language)}",
        "url": address(figure, language),
    }


def beside(request, cited):
    """What readers must know of the figures that an article cites, once for each basis."""
    datasets = {figure.page.dataset: None for figure in cited}
    told = {bases.about(request, dataset, When.today(), told=[]): None for dataset in datasets}
    return [text for text in told if text]


def address(figure, language):
    """Where a figure stands as it was known when it was cited."""
    parameters = {"known_at": timezone.localtime(figure.cited_at).isoformat()}
    if figure.as_of:
        parameters["as_of"] = figure.as_of.isoformat()
    if figure.year:
        parameters["year"] = figure.year
    return figure_url(figure.page, language) + query(parameters)


# --- what has changed since ---------------------------------------------------------------


def changed(rows):
    """[(figure, Headline now)] of the cited figures that the records no longer give."""
    rows = list(rows)
    return _differing(rows, _answers(_questions(rows)))


def changed_in_public():
    """[(article, [(figure, Headline now)])] of public articles, the newest first."""
    found = CitedFigure.objects.filter(article__in=Article.objects.public())
    rows = list(found.select_related("article").order_by("-article__publish_at", "position"))
    version = PublicVersion.current().number
    answers = answers_of_version(version, timezone.localdate(), _questions(rows))
    by_article = defaultdict(list)
    for figure, now in _differing(rows, answers):
        by_article[figure.article].append((figure, now))
    return list(by_article.items())


@lru_cache(2)  # some 15 ms for each day that is asked about, on the home page of everybody's desk
def answers_of_version(_version, _today, questions):
    """What `_answers` gives, asked again when something public has changed, or the day."""
    return _answers(questions)


def _questions(rows):
    return frozenset((figure.key, figure.as_of, figure.year) for figure in rows)


def _answers(questions):
    """(key, day or None for today, year) → Headline now; those of one day share what they ask."""
    facts = {}
    for _key, day, _year in questions:
        if day not in facts:
            facts[day] = Facts(When(day or timezone.localdate()))
    return {
        (key, day, year): registry.value(key, year=year, facts=facts[day])
        for key, day, year in questions
    }


def _differing(rows, answers):
    found = ((figure, answers[figure.key, figure.as_of, figure.year]) for figure in rows)
    return [(figure, now) for figure, now in found if _said(now) != _said(figure.headline)]


def _said(headline):
    return headline.value, headline.is_floor, headline.unit, headline.of


@transaction.atomic
def take_now(figure, *, by):
    """Cite the value of now in a draft, or in the working copy of a published article.

    Returns the row that was changed. Raises PermissionDenied, or ValidationError when the working
    copy has gone its own way.
    """
    row = Article.rows.select_for_update().get(pk=figure.article_id)
    if rights.may_copy(by, row):
        row = workflow.open_copy(row, by=by)
        figure = row.figures.filter(copied_from=figure).first()
        if figure is None or rights.editable_scope(by, row) != "":
            raise ValidationError(
                gettext("The working copy of this article cannot take the value: look at it first.")
            )
    elif rights.editable_scope(by, row) != "":
        raise PermissionDenied
    figure.cite(timezone.now())
    figure.save()
    workflow.record_edit(row, by=by)
    return row
