from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from news import stories
from portal.delivery.language import LANGUAGES
from portal.pages.context import Link
from portal.pages.rooms import Room, Section

STORIES = 5


def _home(request):
    """The newest articles, pinned ones first."""
    articles = list(stories.listed(request).order_by("-pinned", "-publish_at", "-pk")[:STORIES])
    found = [stories.story(request, one, picture=one is articles[0]) for one in articles]
    return "news/home.html", {"lead": found[0] if found else None, "stories": found[1:]}


def _addresses(request):
    for category in stories.categories(request):
        yield {code: category.url(code) for code in LANGUAGES if getattr(category, f"slug_{code}")}


ROOM = Room(
    sections=(Section("news:list", gettext_lazy("News")),),
    addresses=_addresses,
    home=_home,
    feeds=lambda: [Link(_("Atom feed"), reverse("news:feed"))],
)
