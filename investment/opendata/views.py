"""The catalogue of datasets, and the page of each."""

from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from investment.opendata import catalogue, files, notes, prepared
from investment.opendata.files import dataset_url, dataset_urls
from portal.delivery.shared import answers
from portal.exchange.writing import KINDS
from portal.pages import parts
from portal.pages.addresses import is_empty_of
from portal.pages.context import Link, absolute, filled, in_languages, page_info
from portal.pages.rooms import beside, figures_of
from projects import entries, jsonld
from projects.registers import REGISTERS
from projects.views.asking import problems_of_today
from projects.when import When


def title():
    """What the catalogue is called, in the active language."""
    return _("Open data")


def _home():
    return Link(_("Home page"), reverse("home"))


@is_empty_of("opendata:index", "opendata:dataset")
def is_empty(ask, language, slug=None):
    """Whether a dataset has no row, or none has."""
    found, keys = slug and catalogue.by_slug(slug), ask(catalogue.filled)
    return found.key not in keys if found else not keys


def index(request):
    """All datasets with their formats, licences, dates and owners."""
    when = When.today()
    updates, ask = catalogue.updates(), answers(request)
    language = request.LANGUAGE_CODE
    shown = [
        summary(dataset, language, updates[dataset.key], notes.of(ask, dataset.key), when)
        for dataset in catalogue.every()
        if dataset.key in ask(catalogue.filled)
    ]
    context = {
        "title": title(),
        "datasets": shown,
        "problems": problems_of_today(request),
        "catalog_url": reverse("catalog"),
        "json_ld": jsonld.script(
            {
                "@type": "DataCatalog",
                "name": title(),
                "url": absolute(reverse("opendata:index")),
                "inLanguage": language,
                "publisher": jsonld.publisher(request),
                "dataset": [
                    {"@type": "Dataset", "name": one["title"], "url": absolute(one["url"]),
                     "description": one["description"]}
                    for one in shown
                ],
            }
        ),
        "page": page_info(request, in_languages("opendata:index"), crumbs=[_home()]),
    }  # fmt: skip
    return parts.page(request, "opendata/index.html", context)


def dataset(request, slug):
    """One dataset: what it is, its fields and files, how to ask for it by program."""
    found, language = catalogue.by_slug(slug), request.LANGUAGE_CODE
    if found is None:
        raise Http404
    if slug != found.slug(language):
        return redirect(dataset_url(found, language), permanent=True)
    when = When.today()
    note = notes.of(answers(request), found.key)
    updated = catalogue.updates()[found.key]
    shown = summary(found, language, updated, note, when)
    table = found.table(language, when)
    count = table.count()
    # Ahead of the visitor, who reads this page first.
    prepared.is_awaited(found, count, language)
    api = absolute(files.file_url(found, language, "json"))
    context = {
        "dataset": shown,
        "problems": problems_of_today(request),
        "beside": beside(request, found.key, when, is_whole=False),
        "count": count,
        "as_of": table.as_of(),
        "latest": found.latest(when, answers(request)),
        "columns": table.columns,
        "columns_of_entries": found.register and entries.columns(REGISTERS[found.register]),
        "kinds": KINDS,
        "api": {
            "url": api,
            "second": f"{api}?page=2" if count > files.PER_PAGE else "",
            "per_page": files.PER_PAGE,
        },
        "ways": [_way(found)] if count else filled(request, [_way(found)]),
        "figures": filled(request, figures_of(found.key, language)),
        "json_ld": jsonld.script(_schema(request, found, shown)),
        "page": page_info(
            request,
            dataset_urls(found),
            crumbs=[_home(), Link(title(), reverse("opendata:index"))],
        ),
    }
    return parts.page(request, "opendata/dataset.html", context)


def _way(found):
    """To the pages that show what a dataset holds."""
    view, label = found.pages
    return Link(label, reverse(view))


FREQUENCIES = {
    "CONT": gettext_lazy("at once: the register shows every entry when it is approved"),
    "ANNUAL": gettext_lazy("every year"),
    "": gettext_lazy("whenever the source releases new figures"),
}


def summary(found, language, updated, note, when):
    """What the pages show of a dataset, in the active language."""
    return {
        "key": found.key,
        "title": str(found.title),
        "description": str(found.description),
        "url": dataset_url(found, language),
        "basis": found.basis.label,
        "source": str(found.source),
        "licence": str(found.licence),
        "keywords": [str(keyword) for keyword in found.keywords],
        "frequency": FREQUENCIES[found.frequency],
        "updated": updated,
        "owner": notes.owner(note, language),
        "contact": note.contact if note else "",
        "next_release": note and note.next_release,
        "review_by": note and note.review_by,
        "files": files.distributions(found, language, found.has_activities(when)),
    }


def _schema(request, found, shown):
    """A dataset in the words of schema.org."""
    data = {
        "@type": "Dataset",
        "@id": absolute(f"{reverse('catalog')}#{found.key}"),
        "identifier": found.key,
        "name": shown["title"],
        "description": shown["description"],
        "url": absolute(shown["url"]),
        "inLanguage": get_language(),
        "keywords": shown["keywords"],
        "creator": jsonld.publisher(request)
        if found.register
        else {"@type": "Organization", "name": shown["source"]},
        "publisher": jsonld.publisher(request),
        "isAccessibleForFree": True,
        "license": {"@type": "CreativeWork", "name": shown["licence"]},
        "dateModified": shown["updated"] and shown["updated"].isoformat(),
        "includedInDataCatalog": {
            "@type": "DataCatalog",
            "url": absolute(reverse("opendata:index")),
        },
        "distribution": [
            {
                "@type": "DataDownload",
                "name": str(file.title),
                "encodingFormat": file.media_type,
                "contentUrl": absolute(file.url),
            }
            for file in shown["files"]
        ],
    }
    return {name: value for name, value in data.items() if value is not None}
