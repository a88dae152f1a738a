"""The registers' lists with their totals, filters and pages; and the page that leads to them."""

from dataclasses import replace

from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.delivery.shared import answers, shared
from portal.exchange import formats
from portal.exchange.writing import KINDS
from portal.pages import parts
from portal.pages.addresses import is_empty_of
from portal.pages.context import Link, filled, in_languages, page_info
from portal.pages.rooms import beside, charts
from projects import downloads, entries, filters, jsonld, summary
from projects.registers import REGISTERS
from projects.views import asking, hints, narrowed, paging, rows, words
from projects.views.choices import choices
from projects.views.words import LIST
from projects.when import When


@is_empty_of("projects:registers", *(f"projects:{kind}" for kind in REGISTERS))
def is_empty(ask, language, kind=None):
    """Whether a register, or every one, has no record to list."""
    return not any(ask(_has_records, one) for one in ([kind] if kind else REGISTERS))


def _has_records(kind):
    return REGISTERS[kind].whole.listed(When.today()).exists()


def landing(request):
    """What registers there are, each with its totals."""
    ask, language = answers(request), request.LANGUAGE_CODE
    return parts.page(
        request,
        "projects/registers.html",
        {
            "registers": [
                one for one in summaries(request) if not is_empty(ask, language, one["kind"])
            ],
            "problems": asking.problems_of_today(request),
            "page": page_info(request, in_languages("projects:registers"), crumbs=crumbs()[:1]),
        },
    )


def summaries(request):
    """Each register's name, address and totals as of today, for pages about all of them."""
    when = filters.AsOfForm({}).when
    return shared(
        request,
        ("register summaries", when.as_of),
        lambda: [_summary(request, register, when) for register in REGISTERS.values()],
        request.LANGUAGE_CODE,
    )


def _summary(request, register, when):
    found, kind = summary.summary(request, register, when), register.kind
    return {
        "kind": kind,
        "name": register.title,
        "url": reverse(f"projects:{kind}"),
        "as_of": found.when.as_of,
        "latest": [] if found.span.last == found.when.as_of else words.latest(found.span.last),
        "has_totals": not register.summary.is_empty(found),
        "sentences": list(words.sentences(register, found)),
        "figures": list(words.key_figures(register, found)),
        "lapsed": list(words.lapsed(kind, found.lapsed)) if found.lapsed else [],
        "beside": beside(request, kind, found.when),
    }


def register(request, kind):
    """A register's totals, and the page of its list that was asked for."""
    its = REGISTERS[kind]
    form = its.form(request.GET, choices(request, its))
    if form.has_empty:
        # A form without a script sends what nobody filled in; the address stays short.
        return HttpResponseRedirect(request.path + filters.query(form.tidied) + LIST)
    headline = _headline(request, its, form)
    withdrawn = form.selection.withdrawn(form.when)
    count = headline.count
    shown, problem = paging.find(
        request,
        its,
        form,
        form.selection.listed(form.when),
        count=count and count - withdrawn,
        related=its.listing.RELATED,
    )
    base = reverse(f"projects:{kind}")
    context = {
        "heading": its.title,
        "sentences": headline.sentences,
        "figures": headline.figures,
        "charts": filled(request, charts(kind, form)),
        "beside": beside(request, kind, form.when, is_whole=form.selection == its.unasked),
        "dates": words.times(its, form.when, summary.span_of(request, its, form.when)),
        "subnav": subnav(request, kind, asking.times_of(form.asked)),
        "problems": [sentence for _name, sentence in form.problems] + problem,
        "withdrawn": words.withdrawn(withdrawn) or words.left_out(form.selection, form.when),
        "list_heading": its.short,
        "page_url": base,
        "controls": asking.controls(form),
        "hidden": {name: v for name, v in form.asked.items() if name not in form.shown},
        "counted": _counted(shown.count, headline.total),
        "chips": asking.chips(form, base),
        "clear_url": base + LIST,
        "columns": rows.columns(its, form, base),
        "hints": [] if shown.rows else hints.of_empty(kind, form),
        "rows": _rows(request, its, form, shown),
        "pager": paging.pager(base, form.asked, shown),
        "downloads": _downloads(kind, "", form.asked),
        "entries": _downloads(kind, "_entries", form.asked),
        "entries_note": its.entries.contents(form.asked),
        "method": its.method,
        "columns_of_list": downloads.columns(its),
        "columns_of_entries": entries.columns(its),
        "kinds": KINDS,
        "json_ld": jsonld.dataset(request, kind, its.title),
        "page": _info(request, kind, form, shown),
    }
    return parts.page(request, "projects/register.html", context)


def crumbs(kind=None, times=None):
    """The way to a register's records at the times asked about, or to the registers."""
    links = [
        Link(_("Home page"), reverse("home")),
        Link(_("Projects"), reverse("projects:registers")),
    ]
    if kind:
        path = reverse(f"projects:{kind}")
        links.append(Link(REGISTERS[kind].short, path + filters.query(times or {})))
    return links


def subnav(request, current, times):
    """Links to the registers at the same time."""
    links = [
        Link(register.short, reverse(f"projects:{kind}") + filters.query(times), kind == current)
        for kind, register in REGISTERS.items()
    ]
    return filled(request, links)


def _headline(request, register, form):
    """What the list adds up to: the whole register, or what the filters leave of it."""
    span = summary.span_of(request, register, form.when)
    if told := narrowed.narrowed(register, form, span):
        return told
    found = summary.summary(request, register, form.when)
    return narrowed.Narrowed(
        list(words.sentences(register, found)),
        list(words.key_figures(register, found)),
        register.summary.count(found),
    )


def _rows(request, its, form, shown):
    """Each leads to its record as of the day and as known at the moment of the list."""
    times = filters.query(asking.times_of(form.asked))
    found = its.listing.rows(request, shown.rows, form.when)
    return [replace(row, url=row.url + times) for row in found]


def _counted(count, total):
    words_of = ngettext("%(n)s record found", "%(n)s records found", count)
    counted = words_of % {"n": words.number(count)}
    return f"{counted}; {total}" if total else counted


def _downloads(kind, table, asked):
    return [
        Link(
            formats.label(suffix),
            reverse(f"projects:{kind}{table}_{suffix}") + filters.query(asked),
        )
        for suffix in formats.LABELS
    ]


def _info(request, kind, form, shown):
    urls = in_languages(f"projects:{kind}")
    query = filters.query(form.asked)
    page = {"page": shown.number} if (shown.number or 0) > 1 else {}
    return page_info(
        request,
        urls,
        switch={code: url + query for code, url in urls.items()},
        crumbs=crumbs(),
        query=filters.query(form.asked | page),
        noindex=bool(form.asked) or shown.number is None,
    )
