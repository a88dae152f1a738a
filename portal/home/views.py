"""The pages that combine everything below: home, sitemap, the other language's words."""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone, translation

from portal.delivery.language import LANGUAGES, negotiate, vary_on_language
from portal.delivery.shared import answers
from portal.pages import parts
from portal.pages.addresses import is_empty
from portal.pages.context import absolute, in_languages, page_info
from portal.pages.models import SiteIdentity
from portal.pages.rooms import rooms
from portal.publishing.moments import publishable_models
from projects.views import asking

#: The columns of a record that its entries in the sitemap need.
IN_SITEMAP = (
    "slug_vi", "slug_en", "live_vi", "live_en", "source_language",
    "publish_at", "first_public_at", "updated_at",
    "source_revision", "confirmed_vi", "confirmed_en",
)  # fmt: skip


def root(request):
    """The bare address leads to a language; the only page that looks at what the browser asks."""
    with translation.override(negotiate(request)):
        response = HttpResponseRedirect(reverse("home"))
    response.headers["Cache-Control"] = "no-store"
    return vary_on_language(response)


def home(request):
    """What the department promises, and the part of each room that has one."""
    found = [part for room in rooms() if (part := room.home(request))]
    return parts.page(
        request,
        "home/index.html",
        {
            "parts": [{"template": template, **context} for template, context in found],
            "problems": asking.problems_of_today(request),
            "page": page_info(
                request,
                in_languages("home"),
                feeds=[link for room in rooms() for link in room.feeds()],
            ),
        },
    )


def sitemap(request):
    """Every public page with its other languages, for search engines."""
    entries = [in_languages(one.view) for room in rooms() for one in room.sections]
    entries += [urls for room in rooms() for urls in room.addresses(request)]
    ask = answers(request)
    dated = [
        ({code: url for code, url in urls.items() if not is_empty(url, code, ask)}, {})
        for urls in entries
    ]
    for model in publishable_models():
        rows = model.objects.public().only(*IN_SITEMAP)
        for row in rows.order_by("-pk").iterator():
            urls = {code: row.url(code) for code in row.live_languages}
            dated.append((urls, {code: _changed(row, code) for code in urls}))
    entries = [
        ({code: absolute(url) for code, url in urls.items()}, changed) for urls, changed in dated
    ]
    return render(
        request,
        "home/sitemap.xml",
        {"entries": entries},
        content_type="application/xml",
        using="jinja2",
    )


def _changed(row, language):
    notice = "outdated" if row.is_outdated(language) else None
    return parts.modified(row, notice) or row.publish_at


def robots(request):
    lines = ["User-agent: *", "Disallow: /admin/", f"Sitemap: {absolute(reverse('sitemap'))}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def favicon(request):
    """For those who ask without reading the page, which names the icon."""
    return redirect(static("img/emblem.svg"))


def security(request):
    """Whom to tell of a hole in the portal (RFC 9116)."""
    identity = SiteIdentity.objects.first()
    if identity is None or not identity.email:
        raise Http404
    expires = timezone.now().replace(microsecond=0) + timedelta(days=180)
    lines = [
        f"Contact: mailto:{identity.email}",
        f"Expires: {expires.isoformat()}",
        "Preferred-Languages: vi, en",
        f"Canonical: {absolute(request.path)}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def kit(request):
    """All components on one page; in development only."""
    if not settings.DEBUG:
        raise Http404
    context = {"page": page_info(request, in_languages("home")), "now": timezone.now()}
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
            address = reverse(match.view_name, args=match.args, kwargs=match.kwargs)
            query = request.META["QUERY_STRING"]
            return redirect(f"{address}?{query}" if query else address, permanent=True)
    raise Http404
