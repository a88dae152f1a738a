"""Every sentence that the sample's pages make of figures, in a file that people read.

A changed wording shows in its diff: read it aloud as an editor would. After a change that is meant,
write the files anew: SENTENCES=write pytest tests/home/test_sentences.py
"""

import os
import re
from functools import cache
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
import time_machine
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import translation

from investment.figures import registry
from investment.figures.views.figure import figure_url
from investment.opendata import catalogue
from investment.opendata.files import dataset_url
from investment.pci.models import PciEdition
from news.models import Article
from portal.home.sample.pages import DATASET_NOTES
from portal.publishing.admin.site import admin_url
from projects.registers import OF_MODEL, REGISTERS

pytestmark = pytest.mark.django_db

FOLDER = Path(__file__).parent / "sentences"
REPORT = "?as_of=2022-11-30"  # the day of the department's own report
BEFORE = "?as_of=2005-01-01"  # before any register begins
VOID = {"meta", "link", "img", "br", "input", "hr", "source", "col", "wbr"}
#: What stands in sentences, cards and the headings and notes of charts; by class or id.
SAID = {
    "lede", "fig__trend", "fig__head", "fig__foot", "kpi", "regbox", "meta", "note", "stamp",
    "applied", "aside", "revisions",
}  # fmt: skip
#: register → lists that filters narrow.
NARROWED = {
    "fdi": [
        "?partner=KR",
        "?status=ended",
        "?status=all&ends=2058",
        "?q=zzz",
        "?counted=registered&since=2022-01-01&as_of=2022-11-30",
        "?counted=lowered",
        "?counted=disbursed&year=2022",
        "?counted=ended&since=2020-01-01",
        "?counted=new&since=2026-01-01",
    ],
    "domestic": [
        "?status=ended",
        "?counted=new&since=2020-01-01",
        "?counted=registered&since=2026-01-01&as_of=2026-02-10",
        "?counted=ended&since=2020-01-01",
    ],
    "oda": ["?year=2022", "?stage=mobilisation", "?ends=2001"],
    "ngo": ["?year=2022", "?field=health&ends=2023"],
}
#: Figures of times of which something was corrected later.
CORRECTED = {
    "fdi-capital": [REPORT],
    "fdi-projects": [REPORT],
    "fdi-by-year": ["?year=2018", "?year=2022"],
    "oda-foreign": ["?year=2022"],
    "ngo-committed": ["?year=2021"],
}
LEFT_OUT = {"filters", "ways", "dl", "newsgrid", "cite"}


@pytest.fixture(scope="module", autouse=True)
def _later(sample):
    """A day that stands still."""
    with time_machine.travel("2030-01-15T09:00:00+07:00", tick=False):
        yield


class Said(HTMLParser):
    """The texts of the elements that say something of figures, one a line."""

    def __init__(self):
        super().__init__()
        self.open, self.lines, self.text = [], [], []

    def handle_starttag(self, tag, attrs):
        if tag in VOID:
            return
        told = dict(attrs)
        classes = {*(told.get("class") or "").split(), told.get("id")}
        is_said = bool(classes & SAID) and not any(said or left for said, left, _id in self.open)
        is_list = tag == "ul" and "revisions" not in [key for _said, _left, key in self.open]
        is_left_out = bool(classes & LEFT_OUT) or tag in ("svg", "script", "style") or is_list
        self.open.append((is_said, is_left_out, told.get("id")))

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        is_said, _left_out, _id = self.open.pop()
        if is_said:
            line = re.sub(r"\s+", " ", "".join(self.text)).strip()
            self.lines += [line] if line else []
            self.text = []
        elif self.text and tag in ("dt", "dd", "p", "li", "h2", "h3"):
            self.text.append(" | ")

    def handle_data(self, data):
        if any(row[0] for row in self.open) and not any(row[1] for row in self.open):
            self.text.append(data)


def said(client, url):
    response = client.get(url)
    assert response.status_code == 200, url
    page = Said()
    page.feed(response.content.decode().split("<main", 1)[1].split("</main>")[0])
    return [re.sub(r"( \|)+$", "", line) for line in dict.fromkeys(page.lines)]


def of_registers():
    yield reverse("home")
    yield reverse("projects:registers")
    for kind in REGISTERS:
        for query in ("", REPORT, BEFORE, *NARROWED[kind]):
            yield reverse(f"projects:{kind}") + query
    language = translation.get_language()
    for model in OF_MODEL:
        yield from (row.url(language) for row in model.objects.public(language).order_by("pk")[:2])


def of_figures():
    language = translation.get_language()
    yield reverse("figures:overview")
    yield reverse("figures:bases")
    for group in REGISTERS:
        for query in ("", REPORT, BEFORE):
            yield reverse(f"figures:{group}_dashboard") + query
    for page in registry.ALL:
        yield figure_url(page, language)
        yield from (figure_url(page, language) + asked for asked in CORRECTED.get(page.key, ()))


def of_pci():
    language = translation.get_language()
    for name in ("overview", "compare", "mergers"):
        yield reverse(f"pci:{name}")
    yield reverse("pci:compare") + "?p1=34&p2=22&p3=01"
    yield reverse("pci:subindex", args=["time_costs"])
    for edition in PciEdition.objects.public(language).order_by("year"):
        yield edition.url(language)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("pages", [of_registers, of_figures, of_pci])
def test_the_sentences_are_those_that_were_read(reader, pages, language):
    with translation.override(language):
        urls = list(pages())
    lines = [text for url in urls for text in (f"# {url}", *said(reader, url), "")]
    file = FOLDER / f"{pages.__name__.removeprefix('of_')}.{language}.txt"
    if os.environ.get("SENTENCES") == "write":
        file.write_text("\n".join(lines), "utf-8")
    assert lines == file.read_text("utf-8").split("\n")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_what_was_made_up_is_told_wherever_a_register_adds_up(reader, language):
    """Of figures on the first page: that each tells it shows in the sentences that were read."""
    catalog = reader.get("/data/catalog.jsonld").json()["dcat:dataset"]
    asked = cache(lambda url: unescape(reader.get(url).content.decode()))
    for register in REGISTERS.values():
        note = getattr(DATASET_NOTES[register.kind], language)
        figure = next(page for page in registry.ALL if page.dataset == register.kind)
        with translation.override(language):
            pages = [
                reverse("home"),
                reverse("projects:registers"),
                reverse(f"projects:{register.kind}"),
                reverse(f"figures:{register.kind}_dashboard"),
                dataset_url(catalogue.by_key(register.kind), language),
                figure_url(figure, language),
            ]
        for url in pages:
            assert note in asked(url), url
        for dataset in catalog:
            told = {
                one["@language"]: one["@value"]
                for one in dataset["dct:provenance"]["dct:description"]
            }
            if dataset["dct:identifier"] == register.kind:
                assert f". {note} " in told[language]


def test_a_translation_behind_its_original_says_so_and_the_desk_marks_what_changed(client, desk):
    (article,) = Article.objects.public("en").filter(slug_vi="oda-dang-van-dong")
    page = client.get(article.url("en")).content.decode()
    above = page.split("<main")[1].split("146,422")[0]
    assert "The original has changed since this translation was made" in above
    assert "Updated" not in page
    assert "Cập nhật" in client.get(article.url("vi")).content.decode()
    page = desk(User.objects.get(groups__name="Author")).get(admin_url(article, "record"))
    behind = page.content.decode().split('id="behind-heading"')[1].split('id="steps-heading"')[0]
    added = "Từ ngày 10/9/2025, Nghị định 242/2025/NĐ-CP thay thế Nghị định 114/2021/NĐ-CP."
    assert f"<ins>{added}</ins>" in behind
