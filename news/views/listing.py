"""The list of the news: all or of one category, of all years or one."""

from dataclasses import replace
from urllib.parse import urlencode

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from news import stories
from portal.pages import parts
from portal.pages.context import Link, filled, in_languages, page_info
from portal.text import display

PER_PAGE = 12
LONGEST_YEAR = 20  # characters that are repeated to the visitor


def article_list(request, slug=None):
    """The news, all or of one category, of all years or one; newest first, pinned ahead."""
    language = request.LANGUAGE_CODE
    category = category_of(request, slug)
    articles = stories.listed(request, category)
    counted = stories.years(request, category)
    year, problems = _year(request, {year for year, _count in counted})
    count = sum(n for of_year, n in counted if year in (None, of_year))
    if year:
        articles = articles.filter(publish_at__year=year)
    pages = max(1, -(-count // PER_PAGE))
    number = _number(request, "page", range(1, pages + 1), default=1)
    start = (number - 1) * PER_PAGE
    rows = list(articles.order_by("-pinned", "-publish_at", "-pk")[start : start + PER_PAGE])
    lead = rows.pop(0) if number == 1 and rows and rows[0].cover else None
    urls = list_urls(category)
    base = urls[language]
    switch = _switch_list(request, urls, category, year)
    return parts.page(
        request,
        "news/list.html",
        {
            "heading": getattr(category, f"name_{language}") if category else _("News"),
            "lede": None,
            "categories": _subjects(request, category),
            "problems": problems,
            "years": [Link(_("All years"), base, year is None)]
            + [Link(str(of), f"{base}?year={of}", year == of) for of, _count in counted],
            "lead": lead and _story(request, lead),
            "stories": [_story(request, row) for row in rows],
            "elsewhere": list(_elsewhere(request, category, year, switch)),
            "pager": _pager(base, count, pages, number, year),
            "page": page_info(
                request,
                urls,
                switch=switch,
                crumbs=crumbs(request, category and category.pk)[: 1 + bool(category)],
                feeds=[feed_link(category, language)],
                query=_query(year, number),
                noindex=bool(problems),
            ),
        },
    )


def _story(request, row):
    """With the mark of those that stand ahead of newer ones."""
    return replace(stories.story(request, row, picture=True), pinned=row.pinned)


def _switch_list(request, urls, category, year):
    """The same list in the other language, of the same year where it has articles of it."""
    found = in_languages("news:list") | urls
    if year is None:
        return found
    for code in found:
        years = {of for of, _count in stories.years(request, category, code)}
        found[code] += _query(year, 1) if year in years else ""
    return found


def _elsewhere(request, category, year, switch):
    """Links to the lists of other languages, which say how many articles stand there alone."""
    for code, counted in stories.elsewhere(request, category).items():
        if count := counted.get(year, 0) if year else sum(counted.values()):
            text = {
                "vi": ngettext(
                    "%(n)s article is in Vietnamese only", "%(n)s articles are in Vietnamese only",
                    count,
                ),
                "en": ngettext(
                    "%(n)s article is in English only", "%(n)s articles are in English only", count
                ),
            }[code]  # fmt: skip
            text %= {"n": display.number(count, request.LANGUAGE_CODE)}
            yield Link(text, switch[code], lang=code)


def _year(request, years):
    """(the year that is asked for or None, [that there is nothing of it])."""
    try:
        return _number(request, "year", years, default=None), []
    except Http404:
        said = _("There are no articles of the year “%(year)s” in this list.")
        return None, [said % {"year": request.GET["year"][:LONGEST_YEAR]}]


def _number(request, name, allowed, default):
    """An integer parameter out of an allowed set; Http404 for another number."""
    value = request.GET.get(name)
    if value is None:
        return default
    if not value.isascii() or not value.isdigit() or len(value) > 6 or int(value) not in allowed:
        raise Http404
    return int(value)


def category_of(request, slug):
    if slug is None:
        return None
    for category in stories.categories(request):
        if getattr(category, f"slug_{request.LANGUAGE_CODE}") == slug:
            return category
    raise Http404


def list_urls(category):
    if category is None:
        return in_languages("news:list")
    return {
        code: category.url(code) for code in ("vi", "en") if getattr(category, f"slug_{code}")
    } or in_languages("news:list")


def _subjects(request, current):
    """The sub-navigation: top categories, and the children of the one we are in."""
    top = current and (current.parent_id or current.pk)
    known = stories.category_links(request)
    links = [Link(_("All news"), reverse("news:list"), current is None)]
    for category in stories.categories(request):
        if category.parent_id in (None, top) and category.pk in known:
            links.append(replace(known[category.pk], current=category == current))
    return filled(request, links)


def _query(year, number):
    parameters = {"year": year, "page": number if number > 1 else None}
    kept = {name: value for name, value in parameters.items() if value}
    return f"?{urlencode(kept)}" if kept else ""


def _pager(base, count, pages, number, year):
    def link(to, label):
        return Link(label, base + _query(year, to), to == number)

    links, last = [], 0
    for n in range(1, pages + 1) if pages > 1 else ():
        if n in (1, pages) or abs(n - number) <= 2:
            links += [Link("…", "")] if n > last + 1 else []
            links.append(link(n, str(n)))
            last = n
    return parts.Pager(
        count=count,
        pages=links,
        previous=link(number - 1, _("Previous")) if number > 1 else None,
        next=link(number + 1, _("Next")) if number < pages else None,
    )


def crumbs(request, category_id):
    way = [Link(_("Home page"), reverse("home")), Link(_("News"), reverse("news:list"))]
    if link := stories.category_links(request).get(category_id):
        way.append(link)
    return way


def feed_link(category, language):
    slug = category and getattr(category, f"slug_{language}")
    url = reverse("news:category_feed", args=[slug]) if slug else reverse("news:feed")
    return Link(_("Atom feed"), url)
