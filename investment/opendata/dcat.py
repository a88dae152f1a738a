"""The catalogue as DCAT in JSON-LD: one address for all languages, every text in each of them."""

from django.http import JsonResponse
from django.urls import reverse
from django.utils.translation import override

from investment.opendata import catalogue, files, notes, prepared, views
from investment.opendata.dataset import Basis
from portal.delivery.language import LANGUAGES
from portal.delivery.shared import answers
from portal.pages.context import absolute, site_in
from projects.when import When

CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
MEDIA_TYPES = "https://www.iana.org/assignments/media-types/"
EUROPE = "http://publications.europa.eu/resource/authority/"
TONGUES = {"vi": f"{EUROPE}language/VIE", "en": f"{EUROPE}language/ENG"}


def catalog(request):
    """The datasets, and a distribution for each file and language."""
    when = When.today()
    updates, issued, ask = catalogue.updates(), catalogue.issued(), answers(request)
    datasets = [
        {
            **_dataset(ask, one, updates[one.key], when),
            **_issued(issued.get(one.key)),
            **_period(*one.span(when)),
            "dct:spatial": _place(request, one),
            "dcat:contactPoint": _contact(request, notes.of(ask, one.key)),
        }
        for one in catalogue.every()
    ]
    document = {
        "@context": CONTEXT,
        "@id": _address(),
        "@type": "dcat:Catalog",
        "dct:title": _in_languages(lambda _code: views.title()),
        "dct:language": [_node(TONGUES[code]) for code in LANGUAGES],
        "dct:publisher": _publisher(request),
        "foaf:homepage": _node(absolute(reverse("root"))),
        "dcat:dataset": datasets,
        **_modified(max(filter(None, updates.values()), default=None)),
    }
    response = JsonResponse(
        document, content_type="application/ld+json", json_dumps_params={"ensure_ascii": False}
    )
    response.headers["Content-Language"] = ", ".join(LANGUAGES)
    return response


def _address(fragment=""):
    return absolute(reverse("catalog")) + fragment


def _node(address):
    return {"@id": address}


def _in_languages(text):
    """text(language) in each language, which is active meanwhile; empty ones are left out."""
    found = []
    for code in LANGUAGES:
        with override(code):
            found.append({"@value": str(text(code)), "@language": code})
    return [one for one in found if one["@value"]]


def _publisher(request):
    return {
        "@id": _address("#publisher"),
        "@type": "foaf:Agent",
        "foaf:name": _in_languages(lambda code: site_in(request, code).publisher),
    }


def _modified(day):
    return {"dct:modified": _day(day)} if day else {}


def _day(day):
    return {"@type": "xsd:date", "@value": day.isoformat()}


def _issued(day):
    return {"dct:issued": _day(day)} if day else {}


def _period(first, last):
    """The time that the facts of a dataset are about."""
    if first is None:
        return {}
    days = {"dcat:startDate": _day(first), "dcat:endDate": _day(last)}
    return {"dct:temporal": {"@type": "dct:PeriodOfTime", **days}}


def _place(request, one):
    """The province of a register; official figures are of the whole country."""
    if one.basis == Basis.OFFICIAL:
        return _node(f"{EUROPE}country/VNM")
    label = _in_languages(lambda code: site_in(request, code).province)
    return {"@type": "dct:Location", "rdfs:label": label}


def _dataset(ask, one, updated, when):
    licence = f"#licence-{one.key}"
    pages = views.dataset_urls(one)
    found = {
        "@id": _address(f"#{one.key}"),
        "@type": "dcat:Dataset",
        "dct:identifier": one.key,
        "dct:title": _in_languages(lambda _code: one.title),
        "dct:description": _in_languages(lambda _code: one.description),
        "dcat:keyword": [
            text for keyword in one.keywords for text in _in_languages(lambda _c, k=keyword: k)
        ],
        "dct:provenance": {
            "@type": "dct:ProvenanceStatement",
            "dct:description": _in_languages(lambda _code: _provenance(ask, one)),
        },
        "dct:publisher": _node(_address("#publisher")),
        "dcat:theme": [_node(f"{EUROPE}data-theme/{theme}") for theme in one.themes],
        "dct:language": [_node(TONGUES[code]) for code in LANGUAGES],
        "dcat:landingPage": [_node(absolute(url)) for url in pages.values()],
        "dct:license": {
            "@id": _address(licence),
            "@type": "dct:LicenseDocument",
            "dct:title": _in_languages(lambda _code: one.licence),
        },
        "dcat:distribution": _distributions(one, licence, when),
        **_modified(updated),
    }
    if one.frequency:
        found["dct:accrualPeriodicity"] = _node(f"{EUROPE}frequency/{one.frequency}")
    return found


def _provenance(ask, one):
    """The source, and what readers must know of it."""
    said = notes.note(ask, one.key)
    return f"{one.source}. {said}" if said else one.source


def _contact(request, note):
    """Who answers for a dataset: whom staff named, else the department."""

    def name(code):
        return notes.owner(note, code) or site_in(request, code).publisher

    contact = {"@type": "vcard:Kind", "vcard:fn": _in_languages(name)}
    site = site_in(request, LANGUAGES[0])
    if email := (note and note.contact) or site.email:
        contact["vcard:hasEmail"] = _node(f"mailto:{email}")
    if site.phone and not (note and note.contact):
        contact["vcard:hasTelephone"] = _node(f"tel:{site.phone.replace(' ', '')}")
    return contact


def _distributions(one, licence, when):
    """Each file in each language; what is one file for all languages stands once."""
    found, has_activities = {}, one.has_activities(when)
    for code in LANGUAGES:
        with override(code):
            for file in files.distributions(one, code, has_activities):
                tongues, _title, _file = found.setdefault(file.url, ([], str(file.title), file))
                tongues.append(code)
    return [
        {
            "@type": "dcat:Distribution",
            "dct:title": title,
            "dcat:accessURL": _node(absolute(url)),
            "dcat:downloadURL": _node(absolute(url)),
            "dcat:mediaType": _node(MEDIA_TYPES + file.media_type),
            "dct:language": [_node(TONGUES[code]) for code in tongues],
            "dct:license": _node(_address(licence)),
            **_size(one, tongues[0], file),
        }
        for url, (tongues, title, file) in found.items()
    ]


def _size(one, language, file):
    """The bytes of what is prepared, as made last; what is written while it is sent has none."""
    size = prepared.last_size(one, language) if file.is_prepared else None
    if size is None:
        return {}
    return {"dcat:byteSize": {"@type": "xsd:nonNegativeInteger", "@value": str(size)}}
