"""An article: its page, and the file to keep."""

import json
from urllib.parse import quote

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.urls import reverse
from markupsafe import Markup

from news import citing, stories
from news.models import Article, Attachment, CitedFigure, GalleryItem
from news.views.listing import crumbs, feed_link
from portal.pages import parts
from portal.pages.context import Link, absolute, filled, in_languages, page_info, site_in
from portal.publishing import preview
from portal.text import display, html


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
    way = crumbs(request, row.category_id)
    info = page_info(
        request,
        urls,
        switch=_switch(request, row),
        # What is read in another language is in no list of this one.
        crumbs=filled(request, way) if notice == "missing" else way,
        feeds=[feed_link(None, language)],
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
    return [parts.Picture.of_row(item, language) for item in _rows(row, "gallery")]


def _attachments(row, language):
    return [parts.Attachment.of_row(item, language) for item in _rows(row, "attachments")]


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
