"""A register as CSV, JSON or XLSX: exactly the records that its filters leave, or their entries."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from io import BytesIO

from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.exchange import formats
from portal.exchange.workbooks import xlsx_file
from portal.exchange.writing import csv_rows, json_rows
from portal.pages import parts
from portal.pages.context import absolute, in_languages, page_info
from projects import downloads, entries, filters, prepared, samples
from projects.filters import RegisterForm
from projects.register import Register
from projects.registers import REGISTERS
from projects.views.choices import choices
from projects.views.registers import crumbs

PER_PAGE = 1_000


class Refused(Exception):
    """The list cannot be had like this; the argument is a sentence for the visitor."""


class Awaited(Refused):
    """It can be had in a minute."""


@dataclass(frozen=True)
class Table:
    """What is downloaded of a register: its records, or the entries behind its figures.

    rows(register, form, when, language, start, stop), count(register, form, when): of what is
    asked. contents(register, asked): what is to be known of its rows, or nothing.
    """

    name: str  # ends the names of files and views
    title: str
    columns: Callable
    rows: Callable
    count: Callable
    contents: Callable


def _records(register, form, when, language, **part):
    return downloads.rows(register, form.selection, when, form.order, language, **part)


def _entries(register, form, when, language, **part):
    return entries.rows(register, _whole(form), when, language, **part)


def _whole(form):
    """What is asked of the entries: a list leaves ended projects out unless it is asked for them,
    but without their entries no total of an earlier year is whole."""
    is_listed = "status" in form.asked or not hasattr(form.selection, "status")
    return form.selection if is_listed else replace(form.selection, status="")


TABLES = {
    "records": Table(
        "",
        gettext_lazy("Projects"),
        downloads.columns,
        _records,
        lambda register, form, when: form.selection.listed(when).count(),
        lambda register, asked: "",
    ),
    "entries": Table(
        "_entries",
        entries.TITLE,
        entries.columns,
        _entries,
        lambda register, form, when: register.entries.found(_whole(form), when).count(),
        lambda register, asked: register.entries.contents(asked),
    ),
}


@dataclass(frozen=True)
class Asked:
    """A table of a register, asked for in a language."""

    request: HttpRequest
    register: Register
    table: Table
    form: RegisterForm

    @property
    def language(self):
        return self.request.LANGUAGE_CODE

    @property
    def columns(self):
        return self.table.columns(self.register)

    def rows(self, when, **part):
        return self.table.rows(self.register, self.form, when, self.language, **part)

    @property
    def origin(self):
        return downloads.origin(self.register, self.table.title, self.form.asked)

    def count(self):
        return self.table.count(self.register, self.form, self.form.when)

    def url(self, suffix, parameters):
        view = f"projects:{self.register.kind}{self.table.name}_{suffix}"
        return reverse(view) + filters.query(parameters)

    def about(self, when):
        """What each row of a CSV says of it, and the other files once."""
        told = self.table.contents(self.register, self.form.asked)
        return downloads.about(self.register, self.language, when, self.form.asked, told)


def csv(request, kind, table="records"):
    return _answer(request, kind, TABLES[table], _csv)


def json(request, kind, table="records"):
    return _answer(request, kind, TABLES[table], _json)


def xlsx(request, kind, table="records"):
    return _answer(request, kind, TABLES[table], _xlsx)


def _answer(request, kind, table, write):
    register = REGISTERS[kind]
    form = register.form(request.GET, choices(request, register))
    asked = Asked(request, register, table, form)
    if asked.form.problems:
        sentences = [sentence for _name, sentence in asked.form.problems]
        return _refusal(asked, " ".join(sentences))
    try:
        return write(asked)
    except Refused as refused:
        return _refusal(asked, str(refused), is_awaited=isinstance(refused, Awaited))


def _refusal(asked, sentence, *, is_awaited=False):
    request, kind, form = asked.request, asked.register.kind, asked.form
    context = {
        "sentence": sentence,
        "list_url": reverse(f"projects:{kind}") + filters.query(form.tidied),
        "csv_url": asked.url("csv", form.asked),
        "is_wrong": bool(form.problems),
        "page": page_info(
            request, {}, switch=in_languages(f"projects:{kind}"), crumbs=crumbs(kind), noindex=True
        ),
    }
    return refusal(request, context, is_awaited=is_awaited)


def not_understood(request, form, back, switch):
    """Why a file cannot be had; back: a Link to the page that offers it."""
    context = {
        "sentence": " ".join(sentence for _name, sentence in form.problems),
        "list_url": back.url,
        "csv_url": "",
        "is_wrong": True,
        "page": page_info(request, {}, switch=switch, crumbs=[back], noindex=True),
    }
    return refusal(request, context, is_awaited=False)


def refusal(request, context, *, is_awaited):
    """The page of a download that is not possible, or not yet: then in a minute it is."""
    context["is_awaited"] = is_awaited
    response = parts.page(
        request, "projects/refused.html", context, status=503 if is_awaited else 400
    )
    if is_awaited:
        response.headers["Retry-After"] = "60"
        response.headers["Cache-Control"] = "no-store"
    return response


def _csv(asked):
    when = downloads.fixed(asked.form.when, timezone.now())
    rows = downloads.with_about(asked.rows(when), asked.about(when))
    pieces = csv_rows([*asked.columns, *downloads.ABOUT], rows)
    return _attachment(_streamed(asked, pieces, "csv"), asked, when, "csv")


def _json(asked):
    form, model = asked.form, asked.register.model
    when = downloads.fixed(form.when, timezone.now())
    meta = {
        "title": str(asked.register.title),
        "table": str(asked.table.title),
        "address": absolute(reverse(f"projects:{asked.register.kind}") + filters.query(form.asked)),
        "source": str(asked.register.source),
        "note": samples.said(*samples.found(model)[model]) or None,
        **asked.about(when),
    }
    part = {}
    if "page" in asked.request.GET:
        number = _page(asked.request)
        part = {"start": (number - 1) * PER_PAGE, "stop": number * PER_PAGE}
        meta |= _paging(asked, number)
    pieces = json_rows(meta, asked.columns, asked.rows(when, **part))
    return _attachment(_streamed(asked, pieces, "json"), asked, when, "json")


def _streamed(asked, pieces, suffix):
    return StreamingHttpResponse(
        in_language(pieces, asked.language), content_type=formats.MEDIA_TYPES[suffix]
    )


def _page(request):
    text = request.GET["page"]
    if not (text.isascii() and text.isdigit() and 0 < len(text) < 8 and int(text)):
        raise Refused(_("“%(text)s” is not the number of a page.") % {"text": text[:40]})
    return int(text)


def _paging(asked, number):
    count = asked.count()
    pages = max(1, -(-count // PER_PAGE))
    if number > pages:
        raise Refused(_("This page of the list does not exist."))
    following = absolute(asked.url("json", asked.form.asked | {"page": number + 1}))
    return {
        "count": count,
        "page": number,
        "pages": pages,
        "per_page": PER_PAGE,
        "next": following if number < pages else None,
    }


def _xlsx(asked):
    count = asked.count()
    if asked.table is TABLES["records"] and not asked.form.asked:
        return _whole_register(asked, count)
    if count > prepared.MOST_AT_ONCE:
        raise Refused(
            _(
                "This list has more than %(most)s records, too many for a workbook. "
                "Narrow it, or take the CSV, which opens in Excel too."
            )
            % {"most": prepared.MOST_AT_ONCE}
        )
    when = downloads.fixed(asked.form.when, timezone.now())
    file, title = BytesIO(), str(asked.table.title)
    rows, about = asked.rows(when), asked.about(when)
    xlsx_file(file, prepared.sheets(title, asked.columns, rows, asked.origin, about))
    file.seek(0)
    return _workbook(file, asked, when)


def _whole_register(asked, count):
    """The file that was prepared for this public version, by the worker where it takes long."""
    kind, language = asked.register.kind, asked.language
    if prepared.is_awaited(kind, count, language):
        raise Awaited(
            _(
                "The workbook of the whole register is being prepared. Try again in a few "
                "minutes, or take the CSV, which opens in Excel too."
            )
        )
    return _workbook(prepared.open_file(kind, language), asked, asked.form.when)


def _workbook(file, asked, when):
    response = FileResponse(file, content_type=formats.MEDIA_TYPES["xlsx"])
    return _attachment(response, asked, when, "xlsx")


def _attachment(response, asked, when, suffix):
    name = f"{asked.register.kind}{asked.table.name.replace('_', '-')}"
    name = downloads.file_name(name, asked.language, when, asked.form.asked, suffix)
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
