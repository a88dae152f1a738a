"""A figure's chart as pictures, and its table as CSV, XLSX and JSON."""

from io import BytesIO

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from investment.figures import registry, shown
from investment.figures.views import asking
from investment.opendata import notes
from investment.opendata.dataset import Basis
from portal.charts.chart import PICTURES
from portal.exchange import formats
from portal.exchange.workbooks import Sheet, metadata_sheet, xlsx_file
from portal.exchange.writing import Column, csv_rows, json_rows
from portal.pages.context import Link, absolute, in_languages
from projects.filters import query
from projects.views.downloads import not_understood


def picture_links(page, language, asked):
    return _links(page, language, asked, PICTURES)


def table_links(page, language, asked):
    return _links(page, language, asked, formats.MEDIA_TYPES)


def _links(page, language, asked, suffixes):
    slug = page.slug(language)
    return [
        Link(
            formats.label(suffix),
            reverse("figures:figure_file", args=[slug, suffix]) + query(asked),
        )
        for suffix in suffixes
    ]


def file(request, slug, suffix):
    """The file of a figure."""
    page, language = registry.by_slug(slug), request.LANGUAGE_CODE
    if page is None:
        raise Http404
    if slug != page.slug(language):
        address = reverse("figures:figure_file", args=[page.slug(language), suffix])
        return redirect(address + query(request.GET.dict()), permanent=True)
    form, facts = asking.asked(request, page)
    if form.problems:
        back = Link(page.subject, reverse("figures:figure", args=[slug]) + query(form.asked))
        return not_understood(request, form, back, in_languages("figures:figure", slug))
    answer = registry.answer(page.key, language, year=form.year_asked, facts=facts)
    if suffix in PICTURES:
        if not answer.charts:
            raise Http404
        return _response(answer, suffix, PICTURES[suffix], answer.charts[0].file(suffix))
    return _response(
        answer, suffix, formats.MEDIA_TYPES[suffix], _written(answer, facts, form, suffix)
    )


def _response(answer, suffix, content_type, body):
    response = HttpResponse(body, content_type=content_type)
    headline = answer.headline
    name = f"{answer.page.slug(answer.language)}-{headline.as_of.isoformat()}"
    if headline.known_at:
        name += f"-known-{timezone.localdate(headline.known_at).isoformat()}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{suffix}"'
    return response


def _written(answer, facts, form, suffix):
    about = metadata(answer, facts, form)
    if suffix == "csv":
        # Rows are of other documents than the figure that the page heads with.
        headings = {
            "publisher": _("Publisher"),
            "known_at": _("As known at"),
            "address": _("Address"),
        }
        told = {key: about[heading] for key, heading in headings.items()}
        more = [Column(key, heading) for key, heading in headings.items()]
        # Official tables by year are of documents with days of their own.
        own = {"as_of"} if answer.page.basis == Basis.REGISTER else {"as_of", "year"}
        if not own & {column.key for column in answer.columns}:
            told["as_of"] = answer.headline.as_of
            more.insert(0, Column("as_of", _("As of"), "date"))
        if _("Note") in about:
            told["note"] = about[_("Note")]
            more.insert(0, Column("note", _("Note")))
        return b"".join(
            csv_rows([*answer.columns, *more], ({**row, **told} for row in answer.rows))
        )
    if suffix == "json":
        return b"".join(json_rows(about, answer.columns, answer.rows))
    file = BytesIO()
    sheets = [
        Sheet(answer.page.title, answer.columns, answer.rows),
        metadata_sheet(about, answer.columns),
    ]
    xlsx_file(file, sheets)
    return file.getvalue()


def metadata(answer, facts, form):
    """Heading → value of what a file is about."""
    page, language, headline = answer.page, answer.language, answer.headline
    address = reverse("figures:figure", args=[page.slug(language)]) + query(form.asked)
    value = f"{shown.number(headline, language)} {shown.unit(headline)}".strip()
    known_at = timezone.localtime(headline.known_at or timezone.now())
    warning = notes.note(facts.ask, page.dataset)
    return {
        _("Title"): str(page.title),
        **({_("Note"): warning} if warning else {}),
        _("Kind"): str(page.basis.label),
        _("Figure"): value,
        _("As of"): headline.as_of.isoformat(),
        _("As known at"): known_at.isoformat(timespec="seconds"),
        _("Definition"): str(page.definition),
        _("Method"): str(page.method),
        _("Publisher"): facts.publisher(language),
        **_sources(answer, facts),
        _("Address"): absolute(address),
    }


def _sources(answer, facts):
    """Heading → the documents of all rows; of a register's table of years, those of the figure."""
    page, told = answer.page, [answer.headline]
    heading = _("Source")
    if any(column.key == "year" for column in answer.columns):
        if page.basis == Basis.OFFICIAL:
            told = [page.headline(facts, year) for year in page.years(facts)]
        else:
            heading = _("Source of the figure")
    names = dict.fromkeys(str(source) for one in told for source in page.sources(facts, one))
    return {heading: "; ".join(names)}
