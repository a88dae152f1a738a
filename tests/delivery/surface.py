"""All that the public reads of the sample, one file for each address: the net under a rebuild.

make store STORE=/tmp/before     of the code as it was
make store STORE=/tmp/after      of the code as it is
diff -r -U 0 /tmp/before /tmp/after
"""

import os
import re
from hashlib import sha256
from io import BytesIO
from itertools import product
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
from openpyxl import load_workbook

from investment.opendata import catalogue, prepared
from projects import prepared as registers
from tests.conftest import SAMPLE_LOADED

BEGIN = ("/", "/vi/", "/en/", "/sitemap.xml", "/robots.txt", "/data/catalog.jsonld")
LINK = re.compile(r'(?:["(]|<loc>)(?:http://localhost:8000)?(/[^"#<>)?]*)')
NOT_PUBLIC = ("//", "/static/", "/files/", "/admin/", "/health/")
PAGES = ("text/", "application/xml", "application/ld+json")
#: What pages of registers and figures are asked besides.
PAST = "?as_of=2022-11-30&known_at=2022-12-01"
#: Names that a load of the sample or a build of the static files makes up, and the load's times.
MADE_UP = re.compile(
    r"(?<=/files/)[\w/-]{8,}?(?=[./])|(?<=\.)[0-9a-f]{12}(?=\.)|(?<=urn:uuid:)[\w-]+"
    rf"|(?<={SAMPLE_LOADED[:10]}T)[\d:.]+"
)


def crawled(get, wanted=lambda address: True):
    """address → (status, kind, body) of every public address that others name, without parameters.

    get(address): (status, headers, body). wanted(address): whether to ask for it; asked once.
    """
    found, waiting, seen = {}, set(BEGIN), set(BEGIN)
    while waiting:
        address = waiting.pop()
        status, headers, body = get(address)
        found[address] = status, headers.get("Content-Type", ""), body
        if found[address][1].startswith(PAGES):
            new = {unquote(link) for link in LINK.findall(body.decode())} - seen
            seen |= new
            waiting |= {link for link in new if not link.startswith(NOT_PUBLIC) and wanted(link)}
    return found


@pytest.fixture
def workbooks(standing_still):
    """What the worker makes of each public version, and no page waits for, is made."""
    for language, dataset in product(("vi", "en"), catalogue.every()):
        if dataset.register:
            registers.prepare_workbook.call(dataset.register, language)
        else:
            prepared.prepare_dataset.call(dataset.key, language)


@pytest.mark.django_db
@pytest.mark.timeout(3600)
@pytest.mark.usefixtures("workbooks")
def test_stored(served):
    folder = Path(os.environ["STORE"])
    folder.mkdir(parents=True)

    def get(address):
        return served.get(quote(address, safe="/?&=-"), fresh=False)

    found = crawled(get)
    for address in [*found]:
        if "projects/" in address or "/du-an/" in address or "statistics/" in address:
            status, headers, body = get(address + PAST)
            found[address + PAST] = status, headers.get("Content-Type", ""), body
    for address, (status, kind, body) in found.items():
        text = f"{address}\n{status} {kind}\n\n{readable(kind, body)}\n"
        name = re.sub(r"[^\w.-]+", "_", address)[:80]
        (folder / f"{name}-{sha256(address.encode()).hexdigest()[:8]}").write_text(text)
    assert len(found) > 250


def readable(kind, body):
    """A body as lines that can be compared: cells of a workbook, the digest of a picture."""
    if "spreadsheetml" in kind:
        book = load_workbook(BytesIO(body), read_only=True)
        rows = [row for sheet in book for row in ((sheet.title,), *sheet.values)]
        return "\n".join("\t".join("" if c is None else str(c) for c in row) for row in rows)
    if kind.startswith(("image/png", "application/pdf", "application/zip")):
        return sha256(body).hexdigest()
    text = body.decode()
    if not kind.startswith("text/csv"):
        text = re.sub(r"(?<=[>,])(?!\n)", "\n", text)
    return MADE_UP.sub("…", text)
