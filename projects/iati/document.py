"""IATI activities as XML: an element for each, so that a large file needs no memory."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from django.conf import settings
from django.utils.timezone import localtime

from portal.pages.models import SiteIdentity
from portal.publishing.models import LANGUAGES
from projects.iati.activities import PURPOSES, Activity, Party, activities

VERSION = "2.03"
COUNTRY = "VN"
LOCAL_GOVERNMENT = "11"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
#: What XML cannot carry, not even escaped.
FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
START = f"""<?xml version="1.0" encoding="UTF-8"?>
<iati-activities version="{VERSION}">
<!-- Public records of ODA projects and foreign NGO aid. Amounts that a document gives as “above”
and commitments without a known date are left out. -->
"""
EXAMPLE = """<!-- An example: nobody gave the reporting organisation this identifier, and records
are invented. Not to be registered with IATI. -->
"""
GENERATED = """<!-- The reporting organisation has no identifier of a registration agency yet. The
one used here is made from the address of this site and is not registered with IATI. -->
"""
LEFT_OUT = """<!-- Left out, since the standard demands a start or an end, and an organisation, and
the register knows none: {} public record(s). -->
"""
END = "</iati-activities>\n"


def pieces(when) -> Iterator[bytes]:
    """The file in pieces; none at all where there is no activity, which the schema forbids.

    when: with known_at, so that a file that takes long to send stays one and the same.
    """
    reporter, is_generated = _reporter()
    head, left_out = START + (GENERATED if is_generated else ""), 0
    if SiteIdentity.EXAMPLE in reporter.reference:
        head += EXAMPLE
    for activity in activities(when):
        if not activity.is_complete:
            left_out += 1
            continue
        yield (head + ET.tostring(_element(activity, reporter), encoding="unicode") + "\n").encode()
        head = ""
    if not head:
        yield ((LEFT_OUT.format(left_out) if left_out else "") + END).encode()


def _reporter():
    """The department as a Party, and whether its reference had to be generated.

    IATI wants {registration agency}-{number}. Nobody can make such a number up; the site's address
    at least is the department's own, and lasts.
    """
    identity = SiteIdentity.objects.first()
    known = identity.iati_reference if identity else ""
    reference = known or f"{COUNTRY}-{urlsplit(settings.BASE_URL).hostname}"
    names = {language: _publisher(identity, language) for language in LANGUAGES} if identity else {}
    names = {language: name for language, name in names.items() if name}
    return Party(names or {"en": reference}, reference, LOCAL_GOVERNMENT), not known


def _publisher(identity, language):
    parts = [getattr(identity, f"{name}_{language}") for name in ("name", "province")]
    return ", ".join(filter(None, parts))


def _element(activity: Activity, reporter):
    """The elements in the order of the schema."""
    # Seconds say enough and the schema's dateTime takes them everywhere.
    updated = localtime(activity.updated_at).isoformat(timespec="seconds")
    root = ET.Element("iati-activity", {"last-updated-datetime": updated})
    _add(root, "iati-identifier", f"{reporter.reference}-{activity.key}")
    _party(root, "reporting-org", reporter, secondary_reporter="1")
    _texts(_add(root, "title"), activity.titles)
    _texts(_add(root, "description"), activity.descriptions)
    for role, party in activity.participants:
        _party(root, "participating-org", party, role=role)
    _add(root, "activity-status", code=activity.status)
    for type_, day in activity.dates.items():
        element = _add(root, "activity-date", type=type_, iso_date=day.isoformat())
        _texts(element, activity.notes.get(type_, {}))
    _add(root, "recipient-country", code=COUNTRY)
    for names in activity.places:
        _texts(_add(_add(root, "location"), "name"), names)
    if activity.sector:
        _add(root, "sector", vocabulary=PURPOSES[len(activity.sector)], code=activity.sector)
    _add(root, "default-flow-type", code=activity.flow)
    if activity.finance:
        _add(root, "default-finance-type", code=activity.finance)
    for budget in activity.budgets:
        _budget(root, budget)
    for transaction in activity.transactions:
        _transaction(root, transaction)
    return root


def _budget(parent, budget):
    element = _add(parent, "budget", type=budget.type, status=budget.status)
    _add(element, "period-start", iso_date=f"{budget.year}-01-01")
    _add(element, "period-end", iso_date=f"{budget.year}-12-31")
    _value(element, budget.amount, budget.stated_on)


def _transaction(parent, transaction):
    element = _add(parent, "transaction")
    _add(element, "transaction-type", code=transaction.type)
    _add(element, "transaction-date", iso_date=transaction.on.isoformat())
    _value(element, transaction.amount, transaction.on)
    if transaction.provider:
        _party(element, "provider-org", transaction.provider)
    if transaction.finance:
        _add(element, "finance-type", code=transaction.finance)


def _value(parent, amount, on):
    text = f"{amount.value.normalize():f}"
    _add(parent, "value", text, currency=amount.currency, value_date=on.isoformat())


def _party(parent, tag, party, **attributes):
    _texts(_add(parent, tag, ref=party.reference, type=party.type, **attributes), party.names)


def _texts(parent, texts):
    for language, text in texts.items():
        _add(parent, "narrative", text, **{XML_LANG: language})


def _add(parent, tag, text=None, **attributes):
    """A child element; attributes without a value are left out."""
    given = {
        name.replace("_", "-"): FORBIDDEN.sub("", value)
        for name, value in attributes.items()
        if value
    }
    element = ET.SubElement(parent, tag, given)
    element.text = text and FORBIDDEN.sub("", text)
    return element
