"""The newest articles as Atom."""

from uuid import NAMESPACE_URL, uuid5

from django.http import HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _

from news import stories
from news.views.listing import category_of, list_urls
from portal.pages import parts
from portal.pages.context import absolute, site_in

FEED_LENGTH = 20


def feed(request, slug=None):
    """The newest articles of a language, all or of one category, as Atom."""
    language = request.LANGUAGE_CODE
    category = category_of(request, slug)
    publisher = site_in(request, language).name
    title = getattr(category, f"name_{language}") if category else _("News")
    out = Atom1Feed(
        title=f"{title} – {publisher}",
        link=absolute(list_urls(category)[language]),
        description=None,
        language=language,
        feed_url=absolute(request.path),
        author_name=publisher,
    )
    for row in stories.listed(request, category)[:FEED_LENGTH]:
        out.add_item(
            title=row.title_in(language),
            link=absolute(row.url(language)),
            # Of type html, in which a text is marked up: "<" itself is written "&lt;".
            description=escape(_summary(row, language)),
            pubdate=row.publish_at,
            updateddate=_revised_at(row, language) or row.publish_at,
            author_name=row.text("byline", language) or None,
            unique_id=_permanent_id(row, language),
        )
    response = HttpResponse(content_type="application/atom+xml; charset=utf-8")
    out.write(response, "utf-8")
    return response


def _revised_at(row, language):
    _shown, notice = parts.language_to_show(row, language)
    return parts.modified(row, notice)


def _summary(row, language):
    notice = "outdated" if row.is_outdated(language) else None
    return parts.as_shown(row.text("summary", language), notice)


def _permanent_id(row, language):
    """The same for ever, on whatever host; no other portal has a record of this moment and key."""
    return uuid5(NAMESPACE_URL, f"article/{row.pk}/{row.created_at.isoformat()}/{language}").urn
