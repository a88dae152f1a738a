"""The files of the datasets: the JSON answer page by page, and whole tables."""

import json
import re
from dataclasses import dataclass
from io import BytesIO

from django.core.serializers.json import DjangoJSONEncoder
from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from investment.opendata import catalogue, notes, prepared
from portal.delivery.language import LANGUAGES
from portal.delivery.shared import answers
from portal.exchange import formats
from portal.exchange.writing import Column, csv_rows, json_object
from portal.pages.context import Link, absolute, page_info, publisher
from projects import downloads
from projects import prepared as registers
from projects.filters import query
from projects.views.asking import TimesForm
from projects.views.downloads import in_language, not_understood, refusal
from projects.when import When

PER_PAGE = 100
#: The whole tables of what is no register.
TABLES = ("xlsx", "csv")


@dataclass(frozen=True)
class Distribution:
    """A file of a dataset; url: its path. is_paged: it is the JSON answer; is_prepared: it is the
    workbook of the whole."""

    title: str
    url: str
    suffix: str
    is_paged: bool = False
    is_prepared: bool = False

    @property
    def media_type(self):
        return {"xml": "application/xml", **formats.MEDIA_TYPES}[self.suffix].partition(";")[0]


def distributions(dataset, language, has_activities):
    """The Distributions of a dataset in a language, which must be the active one."""
    if dataset.register:
        found = [
            Distribution(
                formats.label(suffix),
                reverse(f"projects:{dataset.register}_{suffix}"),
                suffix,
                is_prepared=suffix == "xlsx",
            )
            for suffix in formats.LABELS
        ] + [
            Distribution(
                _("Entries: %(form)s") % {"form": formats.label(suffix)},
                reverse(f"projects:{dataset.register}_entries_{suffix}"),
                suffix,
            )
            for suffix in formats.LABELS
        ]
    else:
        found = [
            Distribution(
                formats.label(suffix),
                file_url(dataset, language, suffix),
                suffix,
                is_prepared=suffix == "xlsx",
            )
            for suffix in TABLES
        ]
    paged = file_url(dataset, language, "json")
    found.append(Distribution(_("JSON in pages"), paged, "json", is_paged=True))
    if has_activities:
        found.append(
            Distribution(
                _(
                    "IATI 2.03 (XML): the records that name an organisation and a day on which "
                    "they begin or end, planned or actual"
                ),
                reverse("iati"),
                "xml",
            )
        )
    return found


def file_url(dataset, language, suffix):
    return reverse("opendata:file", args=[dataset.slug(language), suffix])


def dataset_url(found, language):
    return reverse("opendata:dataset", args=[found.slug(language)])


def dataset_urls(found):
    """language → address of a dataset."""
    urls = {}
    for code in LANGUAGES:
        with override(code):
            urls[code] = dataset_url(found, code)
    return urls


def file(request, slug, suffix):
    """A page of a dataset as JSON, or the whole of it as CSV or XLSX."""
    dataset, language = catalogue.by_slug(slug), request.LANGUAGE_CODE
    if dataset is None or suffix not in ("json", *_own_suffixes(dataset)):
        raise Http404
    if slug != dataset.slug(language):
        address = file_url(dataset, language, suffix)
        return redirect(address + query(request.GET.dict()), permanent=True)
    form = TimesForm(request.GET, ("known_at",))
    if form.problems:
        back = Link(str(dataset.title), dataset_url(dataset, language))
        return not_understood(request, form, back, dataset_urls(dataset))
    known_at = form.values.get("known_at")
    when = downloads.fixed(_as_known(known_at), timezone.now())
    table = dataset.table(language, when)
    if suffix == "json":
        return HttpResponse(_page(request, dataset, table, when), content_type="application/json")
    write = {"csv": _csv, "xlsx": _past_xlsx if known_at else _xlsx}[suffix]
    response = write(request, dataset, table, when)
    if response.status_code != 200:
        return response
    name = f"{dataset.slug(language)}-{when.as_of.isoformat()}"
    name += f"-known-{when.as_of.isoformat()}.{suffix}" if known_at else f".{suffix}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _as_known(moment):
    """Nothing is known of days after the moment."""
    today = When.today()
    return When(min(today.as_of, timezone.localdate(moment)), moment) if moment else today


def _own_suffixes(dataset):
    return () if dataset.register else TABLES


def _moment(when):
    return timezone.localtime(when.known_at).isoformat(timespec="seconds")


# --- the JSON answer ------------------------------------------------------------------


def _page(request, dataset, table, when):
    """{"about": …, "page": …, "pages": …, "count": …, "next": …, "previous": …, "items": […]}."""
    count = table.count()
    pages = max(1, -(-count // PER_PAGE))
    number, past = _number(request, pages), _past(request)
    base = absolute(file_url(dataset, request.LANGUAGE_CODE, "json"))
    envelope = {
        "about": _about(request, dataset, table, when),
        "page": number,
        "pages": pages,
        "count": count,
        "next": base + query({**past, "page": number + 1}) if number < pages else None,
        "previous": _address(base, past, number - 1) if number > 1 else None,
    }
    start = (number - 1) * PER_PAGE
    rows = table.rows(start=start, stop=start + PER_PAGE)
    items = ",\n".join(json_object(table.columns, row) for row in rows)
    told = json.dumps(envelope, cls=DjangoJSONEncoder, ensure_ascii=False)
    return f'{told[:-1]},\n"items": [\n{items}\n]}}\n'


def _number(request, pages):
    """The page that is asked for; a 404 for one that does not exist."""
    text = request.GET.get("page", "1")
    if not re.fullmatch("[1-9][0-9]{0,6}", text) or int(text) > pages:
        raise Http404
    return int(text)


def _address(base, past, number):
    return base + query(past | ({"page": number} if number > 1 else {}))


def _past(request):
    """What a further address must ask, too."""
    known_at = request.GET.get("known_at")
    return {"known_at": known_at} if known_at else {}


def _about(request, dataset, table, when):
    language = request.LANGUAGE_CODE
    return {
        "key": dataset.key,
        "title": str(dataset.title),
        "description": str(dataset.description),
        "kind": str(dataset.basis.label),
        "source": str(dataset.source),
        "publisher": publisher(answers(request), language),
        "licence": str(dataset.licence),
        **_note(request, dataset),
        "language": language,
        "address": absolute(reverse("opendata:dataset", args=[dataset.slug(language)])),
        "as_of": table.as_of(),
        "known_at": _moment(when),
        "fields": [
            {
                "key": column.key,
                "title": str(column.heading),
                "unit": str(column.unit),
                "kind": column.kind,
            }
            for column in table.columns
        ],
    }


def _note(request, dataset):
    """What staff want readers to know of a dataset."""
    said = notes.note(answers(request), dataset.key)
    return {"note": said} if said else {}


# --- whole tables ---------------------------------------------------------------------


def _csv(request, dataset, table, when):
    """Each row says what the table is, since such a file has no other place for it."""
    # Records of registers say it each for itself.
    note = {} if dataset.register else _note(request, dataset)
    told = {"known_at": _moment(when), "licence": str(dataset.licence), **note}
    names = {"known_at": _("As known at"), "licence": _("Licence"), "note": _("Note")}
    more = [Column(key, names[key]) for key in told]
    pieces = csv_rows([*table.columns, *more], ({**row, **told} for row in table.rows()))
    return StreamingHttpResponse(
        in_language(pieces, request.LANGUAGE_CODE), content_type=formats.MEDIA_TYPES["csv"]
    )


def _xlsx(request, dataset, table, _when):
    """The file that was prepared for this public version, by the worker where it takes long."""
    language = request.LANGUAGE_CODE
    if prepared.is_awaited(dataset, table.count(), language):
        sentence = _(
            "The workbook of this dataset is being prepared. Try again in a few minutes, or take "
            "the CSV, which opens in Excel too."
        )
        return _refused(request, dataset, sentence, is_awaited=True)
    file = prepared.open_file(dataset, language)
    return FileResponse(file, content_type=formats.MEDIA_TYPES["xlsx"])


def _past_xlsx(request, dataset, table, when):
    """As known at a moment of the past, which few ask for: made while they wait."""
    if table.count() > registers.MOST_AT_ONCE:
        sentence = _("A table of the past this long cannot be had as a workbook: take the CSV.")
        return _refused(request, dataset, sentence)
    file = BytesIO()
    prepared.write(dataset, request.LANGUAGE_CODE, when, file)
    file.seek(0)
    return FileResponse(file, content_type=formats.MEDIA_TYPES["xlsx"])


def _refused(request, dataset, sentence, *, is_awaited=False):
    language = request.LANGUAGE_CODE
    address = dataset_url(dataset, language)
    context = {
        "sentence": sentence,
        "list_url": address,
        "csv_url": file_url(dataset, language, "csv") + query(_past(request)),
        "is_wrong": False,
        "page": page_info(
            request,
            {},
            switch=dataset_urls(dataset),
            crumbs=[Link(str(dataset.title), address)],
            noindex=True,
        ),
    }
    return refusal(request, context, is_awaited=is_awaited)
