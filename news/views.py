"""The public pages of the news: list, article, feed, the article as a file."""

import json
from dataclasses import replace
from urllib.parse import quote, urlencode
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from markupsafe import Markup

from news import citing, stories
from news.models import Article, Attachment, CitedFigure, GalleryItem
from portal.pages import parts
from portal.pages.context import Link, absolute, filled, in_languages, page_info, site_in
from portal.publishing import preview
from portal.text import display, html

PER_PAGE = 12
LONGEST_YEAR = 20  # characters that are repeated to the visitor
FEED_LENGTH = 20


# --- list ---------------------------------------------------------------------------


def article_list(request, slug=None):
    """The news, all or of one category, of all years or one; newest first, pinned ahead."""
    language = request.LANGUAGE_CODE
    category = _category(request, slug)
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
    urls = _list_urls(category)
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
            "lead": lead and stories.story(request, lead, picture=True),
            "stories": [stories.story(request, row, picture=True) for row in rows],
            "elsewhere": list(_elsewhere(request, category, year, switch)),
            "pager": _pager(base, count, pages, number, year),
            "page": page_info(
                request,
                urls,
                switch=switch,
                crumbs=_crumbs(request, category and category.pk)[: 1 + bool(category)],
                feeds=[_feed_link(category, language)],
                query=_query(year, number),
                noindex=bool(problems),
            ),
        },
    )


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


def _category(request, slug):
    if slug is None:
        return None
    for category in stories.categories(request):
        if getattr(category, f"slug_{request.LANGUAGE_CODE}") == slug:
            return category
    raise Http404


def _list_urls(category):
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


def _crumbs(request, category_id):
    crumbs = [Link(_("Home page"), reverse("home")), Link(_("News"), reverse("news:list"))]
    if link := stories.category_links(request).get(category_id):
        crumbs.append(link)
    return crumbs


def _feed_link(category, language):
    slug = category and getattr(category, f"slug_{language}")
    url = reverse("news:category_feed", args=[slug]) if slug else reverse("news:feed")
    return Link(_("Atom feed"), url)


# --- article ------------------------------------------------------------------------


def article(request, slug):
    """An article in the language of its address."""
    found = _find(request, slug)
    if not isinstance(found, Article):
        return found
    return render_article(request, found, request.LANGUAGE_CODE)


def _find(request, slug):
    has = {f"has_{name}": found for name, found in _rare().items()}
    return parts.find(Article, slug, request.LANGUAGE_CODE, ("cover",), has)


def _rare():
    """name → whether an article has any of what most have none of: then it need not be asked."""
    own = [(GalleryItem, "gallery"), (Attachment, "attachments"), (CitedFigure, "figures")]
    found = {name: Exists(model.objects.filter(article=OuterRef("pk"))) for model, name in own}
    return found | {"projects": stories.is_about_projects(OuterRef("pk"))}


def _has(row, name):
    """A preview was not found by its address, and so may have everything."""
    return getattr(row, f"has_{name}", True)


@preview.page_of(Article)
def render_article(request, row, language):
    is_preview = getattr(request, "is_preview", False)
    shown, notice = parts.language_to_show(row, language, preview=is_preview)
    text = _text(row, shown)
    tags = list(row.tags.all())
    cover = stories.cover(row, shown)
    urls = {code: row.url(code) for code in row.live_languages}
    related = stories.related(request, row, tags)
    crumbs = _crumbs(request, row.category_id)
    info = page_info(
        request,
        urls,
        switch=_switch(request, row),
        # What is read in another language is in no list of this one.
        crumbs=filled(request, crumbs) if notice == "missing" else crumbs,
        feeds=[_feed_link(None, language)],
        notice=notice,
    )
    address = info.url or ""
    context = {
        "text": text,
        "translation": notice,
        "category": stories.category_links(request).get(row.category_id),
        "date": row.publish_at or row.updated_at,
        "modified": parts.modified(row, notice),
        "minutes": text.minutes,
        "toc": text.toc,
        "cover": cover,
        "gallery": _gallery(row, shown),
        "attachments": _attachments(row, shown),
        "tags": [getattr(tag, f"name_{language}") or tag.name_vi for tag in tags],
        "related": list(related.values()),
        "newest": stories.others(request, {row.record_id, *related}),
        "projects": stories.projects(row, language) if _has(row, "projects") else [],
        **_figures(request, row),
        "share": [] if is_preview else _share(address, text.title),
        "save_url": None if is_preview else reverse("news:file", args=[row.public_slug(language)]),
        "description": text.summary,
        "picture": row.cover,
        "json_ld": _json_ld(request, row, text, notice, address),
        "page": info,
    }
    return parts.page(request, "news/article.html", context)


def _text(row, language):
    tree = html.document(row.text("body", language))
    minutes = html.reading_minutes(tree)
    body, toc = parts.body(tree)
    texts = {
        name: row.text(name, language) or row.public_text(name, language)
        for name in ("byline", "source")
    }
    return parts.Text(
        lang=language,
        title=row.title_in(language),
        summary=row.text("summary", language),
        body=body,
        toc=toc,
        minutes=minutes,
        **texts,
    )


def _switch(request, row):
    """Both languages always lead somewhere: to the page itself, or home from a preview."""
    if getattr(request, "is_preview", False):
        return in_languages("home")
    return {code: row.url(code) for code in ("vi", "en")}


def _rows(row, name):
    if not _has(row, name):
        return []
    preview.read_children(row, name)
    return getattr(row, name).all()


def _gallery(row, language):
    return [
        parts.Picture.of(
            item.file,
            alt="" if item.decorative else getattr(item, f"alt_{language}") or "",
            caption=getattr(item, f"caption_{language}") or "",
            credit=getattr(item, f"credit_{language}") or "",
        )
        for item in _rows(row, "gallery")
    ]


def _attachments(row, language):
    return [
        parts.Attachment(
            title=getattr(item, f"title_{language}") or item.file.name,
            url=item.file.url(),
            type_label=item.file.name.rsplit(".", 1)[-1].upper(),
            size=item.file.size,
            lang=item.language,
        )
        for item in _rows(row, "attachments")
    ]


def _figures(request, row):
    """The figures that an article cites as cards, and what is to be known of them."""
    cited = list(row.figures.all()) if _has(row, "figures") else []
    return {
        "figures": [citing.card(figure, request.LANGUAGE_CODE) for figure in cited],
        "beside": citing.beside(request, cited),
    }


def _share(address, title):
    """Plain links to the services' own pages; no script of theirs runs here."""
    url, text = quote(address, safe=""), quote(title, safe="")
    return [
        Link("Facebook", f"https://www.facebook.com/sharer/sharer.php?u={url}"),
        Link("X", f"https://twitter.com/intent/tweet?url={url}&text={text}"),
        Link("LinkedIn", f"https://www.linkedin.com/sharing/share-offsite/?url={url}"),
        Link("Zalo", f"https://sp.zalo.me/share_inline?url={url}"),
        Link("Email", f"mailto:?subject={text}&body={url}", icon="mail"),
    ]


def _json_ld(request, row, text, notice, address):
    """schema.org NewsArticle, safe inside a script element.

    The department answers for it; a byline may name a person or a division.
    """
    published = row.publish_at or row.updated_at
    publisher = {
        "@type": "GovernmentOrganization",
        "name": site_in(request, request.LANGUAGE_CODE).name,
        "url": settings.BASE_URL,
    }
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": text.title[:110],
        "description": parts.as_shown(text.summary, notice),
        "inLanguage": text.lang,
        "datePublished": display.iso(published),
        "dateModified": display.iso(parts.modified(row, notice) or published),
        "mainEntityOfPage": address,
        "author": publisher,
        "publisher": publisher,
        "image": [absolute(row.cover.url())] if row.cover else [],
    }
    if text.byline:
        data["creditText"] = text.byline
    return Markup(  # noqa: S704  every "<" is escaped
        json.dumps(data, ensure_ascii=False).replace("<", "\\u003c").replace("&", "\\u0026")
    )


def article_file(request, slug):
    """The article as one file to keep: text, source and date, no menu around it."""
    found = _find(request, slug)
    if not isinstance(found, Article):
        return found
    language, notice = parts.language_to_show(found, request.LANGUAGE_CODE)
    response = parts.page(
        request,
        "news/article_file.html",
        {
            "text": _text(found, language),
            "outdated": notice == "outdated",
            **_figures(request, found),
            "date": found.publish_at,
            "address": absolute(found.url(language)),
            "base_url": settings.BASE_URL,
        },
    )
    name = found.slug_in(language)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.html"'
    return response


# --- feed ---------------------------------------------------------------------------


def feed(request, slug=None):
    """The newest articles of a language, all or of one category, as Atom."""
    language = request.LANGUAGE_CODE
    category = _category(request, slug)
    publisher = site_in(request, language).name
    title = getattr(category, f"name_{language}") if category else _("News")
    out = Atom1Feed(
        title=f"{title} – {publisher}",
        link=absolute(_list_urls(category)[language]),
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
