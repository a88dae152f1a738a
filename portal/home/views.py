"""The pages that combine everything below: home, sitemap, errors, the other language's words."""

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from news import stories
from news.models import Article
from portal.delivery.language import LANGUAGES, negotiate, vary_on_language
from portal.pages import parts
from portal.pages.context import Link, absolute, in_languages, page_info
from portal.pages.models import Page

STORIES = 5


def root(request):
    """The bare address leads to a language; the only page that looks at what the browser asks."""
    with translation.override(negotiate(request)):
        response = HttpResponseRedirect(reverse("home"))
    response.headers["Cache-Control"] = "no-store"
    return vary_on_language(response)


def home(request):
    language = request.LANGUAGE_CODE
    articles = list(stories.listed(language).order_by("-pinned", "-publish_at", "-pk")[:STORIES])
    lead = stories.story(articles[0], language, picture=True) if articles else None
    return parts.page(
        request,
        "home/index.html",
        {
            "lead": lead,
            "stories": [stories.story(article, language) for article in articles[1:]],
            "page": page_info(
                request,
                in_languages("home"),
                feeds=[Link(_("Atom feed"), reverse("news:feed"))],
            ),
        },
    )


def sitemap(request):
    """Every public page with its other languages, for search engines."""
    entries = [in_languages("home"), in_languages("news:list")]
    for category in stories.categories():
        entries.append(
            {code: category.url(code) for code in LANGUAGES if getattr(category, f"slug_{code}")}
        )
    for model in (Page, Article):
        rows = model.objects.public().only(
            "pk", "slug_vi", "slug_en", "live_vi", "live_en", "source_language"
        )
        for row in rows.order_by("-pk").iterator():
            entries.append({code: row.url(code) for code in row.live_languages})
    entries = [{code: absolute(url) for code, url in entry.items()} for entry in entries]
    return render(
        request,
        "home/sitemap.xml",
        {"entries": entries},
        content_type="application/xml",
        using="jinja2",
    )


def robots(request):
    lines = ["User-agent: *", "Disallow: /admin/", f"Sitemap: {absolute(reverse('sitemap'))}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def kit(request):
    """All components on one page; in development only."""
    if not settings.DEBUG:
        raise Http404
    context = {"page": page_info(request, in_languages("home")), "today": timezone.now()}
    return parts.page(request, "kit.html", context)


def other_words(request, rest=""):
    """An address in the words of the other language leads to the same page in this one.

    /en/tin-tuc/abc/ → /en/news/abc/
    """
    for other in LANGUAGES:
        with translation.override(other):
            try:
                match = resolve(f"/{other}/{rest}")
            except Resolver404:
                continue
        if match.func is not other_words:
            return redirect(
                reverse(match.view_name, args=match.args, kwargs=match.kwargs), permanent=True
            )
    raise Http404


# --- errors -------------------------------------------------------------------------


def _error(request, status):
    context = {"page": page_info(request, {}, switch=in_languages("home"), noindex=True)}
    return parts.page(request, f"errors/{status}.html", context, status=status)


def not_found(request, exception=None):
    return _error(request, 404)


def forbidden(request, exception=None):
    return _error(request, 403)


def gone(request):
    return _error(request, 410)


def server_error(request):
    """Needs no database: only the language of the address."""
    return render(
        request,
        "errors/500.html",
        {"lang": getattr(request, "LANGUAGE_CODE", settings.LANGUAGE_CODE)},
        status=500,
        using="jinja2",
    )


class GoneMiddleware:
    """Answers what was public once with 410, a sentence and a way on."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        return gone(request) if isinstance(exception, parts.Gone) else None
