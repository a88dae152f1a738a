"""The registry of figures: what the dashboards show, articles cite and the catalogue describes.

A figure has a key for ever. `answer` gives all that its page shows, `value` its headline alone.
"""

from django.urls import reverse
from django.utils.translation import gettext as _

from investment.figures.facts import Facts
from investment.figures.page import Answer
from investment.figures.subjects import domestic, fdi, ngo, oda, official, official_rank, pci
from investment.opendata.dataset import Basis
from portal.charts import words
from portal.pages.context import absolute
from projects import samples
from projects.filters import query

ALL = [
    *fdi.FIGURES,
    *official.FIGURES,
    *official_rank.FIGURES,
    *pci.FIGURES,
    *domestic.FIGURES,
    *oda.FIGURES,
    *ngo.FIGURES,
]
#: Broken down by what records say of themselves; a partner is an entry with its day.
BY_DESCRIPTION = {"fdi-by-sector", "fdi-by-locality", "domestic-by-sector"}
#: Whole numbers of what records say of themselves: stages and agreed funds are no entries.
DESCRIBED = {
    *("oda-projects", "oda-by-donor"),
    *("ngo-items", "ngo-by-field", "ngo-by-place", "ngo-by-donor"),
}
_BY_KEY = {page.key: page for page in ALL}
_BY_SLUG = {slug: page for page in ALL for slug in page.slugs.values()}


def by_key(key):
    """The FigurePage of a key; KeyError for an unknown one."""
    return _BY_KEY[key]


def by_slug(slug):
    """The FigurePage with this address word in any language, or None."""
    return _BY_SLUG.get(slug)


def value(key, when=None, year=None, facts=None):
    """The Headline of a figure at a time; a few queries, none for what `facts` knows already.

    Equal to an earlier answer in value, is_floor and unit as long as the records behind it are.
    """
    return _BY_KEY[key].headline(facts or Facts(when), year)


def answer(key, language, when=None, year=None, facts=None):
    """The Answer of a figure in a language, which must be the active one."""
    facts, page = facts or Facts(when), _BY_KEY[key]
    headline = page.headline(facts, year)
    content = page.content(facts, headline, language)
    return Answer(
        page=page,
        language=language,
        headline=headline,
        before=page.before(facts, headline),
        finding=content.charts[0].title if content.charts else "",
        charts=[_published(chart, page, facts, headline, language) for chart in content.charts],
        columns=content.columns,
        rows=content.rows,
        warnings=content.warnings + _described_today(page, facts.when),
    )


def lasts(key):
    """How far the address that cites a figure gives the same again."""
    if key in DESCRIBED:
        return _(
            "The address asks for the same day and moment again. The figure follows what the "
            "records state of themselves, and changes with what is corrected in them."
        )
    if key in BY_DESCRIPTION:
        return _(
            "The address gives exactly this total again, whatever is corrected later; its parts "
            "follow what the records state of themselves, and may change."
        )
    return _("The address gives exactly this figure again, whatever is corrected later.")


def _described_today(page, when):
    """That a figure of the past follows what its records say now."""
    if when.known_at is None or page.key not in BY_DESCRIPTION | DESCRIBED:
        return []
    return [
        _("Records count under what they state today; an earlier description may have differed.")
    ]


def _published(chart, page, facts, headline, language):
    """A chart whose picture tells where it comes from: its address asks for the same time."""
    name, province = (facts.identity[part][language] for part in ("name", "province"))
    asked = facts.when.query
    if headline.year:
        asked["year"] = headline.year
    asked = {key: value for key, value in asked.items() if key in page.parameters}
    path = reverse("figures:figure", args=[page.slug(language)])
    return chart.published(
        " · ".join(filter(None, [str(page.subject), province])),
        ", ".join(filter(None, [name, province])),
        absolute(path + query(asked)),
        warning=made_up(page, facts),
        dates=_with_known(chart.about.dates, facts.when.known_at, language),
    )


def made_up(page, facts):
    """That the records behind a figure were made up, all or some; empty where none was."""
    if page.basis != Basis.REGISTER:
        return ""
    return samples.said(*facts.made_up(page.dataset))


def _with_known(dates, known_at, language):
    """What a picture says of its times, with the moment as known at which it was asked for."""
    known = known_at and words.as_known(known_at, language)
    return ", ".join([dates, known]) if known and known not in dates else dates
