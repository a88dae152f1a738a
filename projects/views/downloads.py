"""A register's list as CSV, JSON or XLSX: exactly the records that its filters leave."""

from io import BytesIO

from django.http import FileResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from portal.exchange.workbooks import xlsx_file
from portal.exchange.writing import csv_rows, json_rows
from portal.pages import parts
from portal.pages.context import absolute, in_languages, page_info
from projects import downloads, filters, prepared
from projects.views.choices import choices
from projects.views.registers import KINDS, crumbs

#: A workbook is built in one piece while the visitor waits.
MOST_IN_WORKBOOK = 10_000
PER_PAGE = 1_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Refused(Exception):
    """The list cannot be had like this; the argument is a sentence for the visitor."""


def csv(request, kind):
    return _answer(request, kind, _csv)


def json(request, kind):
    return _answer(request, kind, _json)


def xlsx(request, kind):
    return _answer(request, kind, _xlsx)


def _answer(request, kind, write):
    form = KINDS[kind][1](request.GET, choices(request, kind))
    if form.problems:
        sentences = [sentence for _name, sentence in form.problems]
        return _refusal(request, kind, form, " ".join(sentences))
    try:
        return write(request, kind, form)
    except Refused as refused:
        return _refusal(request, kind, form, str(refused))


def _refusal(request, kind, form, sentence):
    back = reverse(f"projects:{kind}") + filters.query(form.tidied)
    context = {
        "sentence": sentence,
        "list_url": back,
        "csv_url": reverse(f"projects:{kind}_csv") + filters.query(form.asked),
        "is_wrong": bool(form.problems),
        "page": page_info(
            request, {}, switch=in_languages(f"projects:{kind}"), crumbs=crumbs(kind), noindex=True
        ),
    }
    return parts.page(request, "projects/refused.html", context, status=400)


def _csv(request, kind, form):
    when = downloads.fixed(form.when, timezone.now())
    rows = downloads.rows(kind, form.selection, when, form.order, request.LANGUAGE_CODE)
    rows = downloads.with_about(rows, _about(request, when))
    columns = [*downloads.COLUMNS[kind], *downloads.ABOUT]
    return _attachment(
        StreamingHttpResponse(
            in_language(csv_rows(columns, rows), request.LANGUAGE_CODE),
            content_type="text/csv; charset=utf-8",
        ),
        kind,
        when,
        "csv",
    )


def _json(request, kind, form):
    when = downloads.fixed(form.when, timezone.now())
    meta = {
        "title": str(KINDS[kind][0]),
        "address": absolute(reverse(f"projects:{kind}") + filters.query(form.asked)),
        "language": request.LANGUAGE_CODE,
        **_about(request, when),
    }
    start, stop = 0, None
    if "page" in request.GET:
        number = _page(request)
        start, stop = (number - 1) * PER_PAGE, number * PER_PAGE
        meta |= _paging(kind, form, number)
    rows = downloads.rows(
        kind, form.selection, when, form.order, request.LANGUAGE_CODE, start=start, stop=stop
    )
    return _attachment(
        StreamingHttpResponse(
            in_language(json_rows(meta, downloads.COLUMNS[kind], rows), request.LANGUAGE_CODE),
            content_type="application/json",
        ),
        kind,
        when,
        "json",
    )


def _page(request):
    text = request.GET["page"]
    if not (text.isascii() and text.isdigit() and 0 < len(text) < 8 and int(text)):
        raise Refused(_("“%(text)s” is not the number of a page.") % {"text": text[:40]})
    return int(text)


def _paging(kind, form, number):
    count = form.selection.listed(form.when).count()
    pages = max(1, -(-count // PER_PAGE))
    if number > pages:
        raise Refused(_("This page of the list does not exist."))
    base = absolute(reverse(f"projects:{kind}_json"))
    following = base + filters.query(form.asked | {"page": number + 1})
    return {
        "count": count,
        "page": number,
        "pages": pages,
        "per_page": PER_PAGE,
        "next": following if number < pages else None,
    }


def _xlsx(request, kind, form):
    language = request.LANGUAGE_CODE
    count = form.selection.listed(form.when).count()
    if not form.asked:
        return _whole_register(request, kind, form, count)
    if count > MOST_IN_WORKBOOK:
        raise Refused(
            _(
                "This list has more than %(most)s records, too many for a workbook. "
                "Narrow it, or take the CSV, which opens in Excel too."
            )
            % {"most": MOST_IN_WORKBOOK}
        )
    when = downloads.fixed(form.when, timezone.now())
    file = BytesIO()
    xlsx_file(file, prepared.sheets(kind, form.selection, when, form.order, language))
    file.seek(0)
    return _workbook(file, kind, when)


def _whole_register(request, kind, form, count):
    """The file that was prepared for this public version, by the worker where it takes long."""
    language = request.LANGUAGE_CODE
    if count > MOST_IN_WORKBOOK and not prepared.path(kind, language).exists():
        prepared.prepare_soon(kind, language)
        raise Refused(
            _(
                "The workbook of the whole register is being prepared. Try again in a few "
                "minutes, or take the CSV, which opens in Excel too."
            )
        )
    return _workbook(prepared.open_file(kind, language), kind, form.when)


def _workbook(file, kind, when):
    return _attachment(FileResponse(file, content_type=XLSX), kind, when, "xlsx")


def _about(request, when):
    return downloads.about(request.LANGUAGE_CODE, when)


def _attachment(response, kind, when, suffix):
    name = f"{kind}-{when.as_of.isoformat()}.{suffix}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def in_language(pieces, language):
    """The pieces, each written in a language; between them the thread has its own again."""
    pieces = iter(pieces)
    while True:
        with translation.override(language):
            piece = next(pieces, None)
        if piece is None:
            return
        yield piece
