"""The pages of single records: facts, history or years, documents, where it stands as of a date."""

from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from markupsafe import Markup

from portal.pages import parts
from portal.pages.context import in_languages, page_info
from portal.publishing import preview
from portal.text.display import date
from projects import filters, jsonld
from projects.registers import OF_MODEL, REGISTERS
from projects.views import asking, words
from projects.views.facts import text_of
from projects.views.registers import crumbs

ARTICLES = 4


def record(request, kind, slug):
    """A record of a register in the language of its address."""
    its, language = REGISTERS[kind], request.LANGUAGE_CODE
    found = parts.find(its.model, slug, language, related=its.page.RELATED)
    if isinstance(found, its.model):
        return render(request, found, language)
    times = {name: request.GET[name] for name in asking.TIMES if name in request.GET}
    return redirect(found.url + filters.query(times), permanent=True)


def render(request, row, language):
    its = OF_MODEL[type(row)]
    is_preview = getattr(request, "is_preview", False)
    shown, notice = parts.language_to_show(row, language, preview=is_preview)
    form = filters.AsOfForm({} if is_preview else request.GET)
    told = its.page.tell(request, row, shown, form.when)
    urls = {code: row.url(code) for code in row.live_languages}
    asked = {
        name: filters.written_value(value)
        for name, value in form.values.items()
        if name in request.GET
    }
    query = filters.query(asked)
    switch = {code: row.url(code) + query for code in ("vi", "en")}
    info = page_info(
        request,
        urls,
        switch=in_languages("home") if is_preview else switch,
        crumbs=crumbs(its.kind, asked),
        query=query,
        noindex=bool(asked),
        notice=notice,
    )
    text = parts.Text(
        lang=shown,
        title=text_of(row, "title", shown),
        body=Markup(""),
        toc=[],
        summary=row.text("objectives", shown),
        source=text_of(row, "source", shown),
    )
    context = {
        "text": text,
        "translation": notice,
        "told": told,
        "illustrative": row.illustrative,
        "when": form.when,
        "is_today": not asked,
        "page_url": row.url(language),
        "controls": [] if is_preview else [asking.time_control(form, n) for n in asking.TIMES],
        "problems": [sentence for name_of, sentence in form.problems],
        "pictures": _pictures(row, shown),
        "documents": _documents(row, shown),
        "articles": [] if is_preview else _articles(row, language),
        "short": its.short,
        "dates": [
            *words.as_of(form.when),
            *words.latest(told.last),
            (_("Description last changed"), date(row.updated_at, get_language())),
        ],
        "address": info.url,
        "json_ld": jsonld.project(text, notice, info.url or "", **told.structured),
        "page": info,
    }
    return parts.page(request, "projects/project.html", context)


for one in REGISTERS.values():
    preview.page_of(one.model)(render)


def _pictures(row, language):
    if not hasattr(row, "pictures"):
        return []
    pictures = row.pictures.select_related("file")
    return [parts.Picture.of_row(item, language) for item in pictures]


def _documents(row, language):
    documents = row.documents.select_related("file")
    return [parts.Attachment.of_row(item, language) for item in documents]


def _articles(row, language):
    """The public articles that name the project, the newest first."""
    articles = row.articles.public(language).order_by("-publish_at", "-pk")[:ARTICLES]
    return [
        parts.Story(
            article.title_in(language),
            article.url(language),
            article.publish_at,
            outdated=article.is_outdated(language),
        )
        for article in articles
    ]
