"""A text in a language that is not published shows in no channel of its public record."""

import re
from collections import Counter
from html import unescape
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import translation
from openpyxl import load_workbook

from portal.pages.models import SiteIdentity
from projects.models import Milestone, NgoStage, OdaStage
from tests import articles, registers

pytestmark = pytest.mark.django_db

SECRET = "Canary"
TEXTS = {
    "title_vi": "Nhà máy ắc quy", "title_en": f"{SECRET} battery works",
    "objectives_vi": "Sản xuất ắc quy", "objectives_en": f"{SECRET} objectives",
    "source_vi": "Báo cáo", "source_en": f"{SECRET} source",
}  # fmt: skip
LINK = re.compile(
    r'href="(/[^"#]*)|<loc>https?://[^/]+(/[^<]*)|"(?:http://localhost:8000)(/[^"#]*)"'
)


def publish(record, people, languages):
    articles.step(record, "submit", record.created_by)
    return articles.step(record, "publish", people["publisher"], languages=languages)


@pytest.fixture
def records(people):
    """One record of each register and an article, public in Vietnamese alone."""
    SiteIdentity.objects.create(pk=1, name_vi="Sở", name_en="Department", iati_reference="XM-DAC-7")
    registers.organisation()
    made = [
        registers.fdi_project(people, public=False, address_en=f"{SECRET} address", **TEXTS),
        registers.domestic_project(people, public=False, address_en=f"{SECRET} address", **TEXTS),
        registers.oda_project(
            people, public=False, stages=[("implementation", "2021-01-01")], **TEXTS
        ),
        registers.ngo_aid(people, public=False, stages=[("implementing", "2021-01-01")], **TEXTS),
    ]
    registers.happened(people, made[0], "new", "2020-01-01", 5_000_000)
    registers.happened(people, made[1], "new", "2020-01-01", 5 * 10**10)
    for record in made:
        publish(record, people, ["vi"])
    texts = {"title_vi": "Khánh thành", "title_en": f"{SECRET} opening"}
    article = articles.draft(people["author"], **texts, summary_en=SECRET, body_en=f"<p>{SECRET}")
    article.fdi_projects.add(made[0])
    publish(article, people, ["vi"])
    return made


def content(response):
    """The words of a page, feed, file or workbook."""
    body = b"".join(response) if response.streaming else response.content
    if not body.startswith(b"PK"):
        return unescape(body.decode())
    sheets = load_workbook(BytesIO(body)).worksheets
    return "\n".join(str(cell) for sheet in sheets for row in sheet.values for cell in row)


def crawl(reader):
    """address → content, of what links lead to from the home pages, sitemap and catalogue.

    Of the addresses of one page two are asked for, with other parameters. No PNG is: its words are
    those of its SVG.
    """
    found, asked, waiting = {}, Counter(), {"/vi/", "/en/", "/sitemap.xml", "/data/catalog.jsonld",
                          "/data/iati/activities.xml"}  # fmt: skip
    while waiting:
        address = waiting.pop()
        path = address.partition("?")[0]
        if asked[path] >= 2:
            continue
        asked[path] += 1
        response = reader.get(address)
        text = found[address] = content(response)
        if "text/" in response["Content-Type"] or "xml" in response["Content-Type"]:
            links = {"".join(groups).replace("&amp;", "&") for groups in LINK.findall(text)}
            waiting |= {link for link in links - set(found)
                        if not link.startswith(("//", "/static/", "/files/", "/admin/"))
                        and ".png" not in link
                        and link.count("?") <= 1 and "sort=" not in link and "after=" not in link
                        and "as_of" not in link}  # fmt: skip
    return found


@pytest.mark.one_database
def test_it_shows_on_no_page_and_in_no_file(reader, records):
    found = crawl(reader)
    assert {f"/vi/du-an/{kind}.csv" for kind in ("fdi", "trong-nuoc", "oda", "ngo")} <= set(found)
    assert sum("Nhà máy ắc quy" in text for text in found.values()) > 10
    assert [address for address, text in found.items() if SECRET in text] == []
    assert [address for address in found if "canary" in address] == []


@pytest.mark.parametrize("kind", ["fdi", "domestic", "oda", "ngo"])
def test_no_search_finds_by_it(client, records, kind):
    for language in ("vi", "en"):
        with translation.override(language):
            address = reverse(f"projects:{kind}")
        page = content(client.get(address, {"q": "canary", "status": "all"}))
        assert "Nhà máy ắc quy" not in page
        assert "Nhà máy ắc quy" in content(client.get(address, {"q": "ac quy", "status": "all"}))


@pytest.mark.parametrize(("source", "other"), [("vi", "en"), ("en", "vi")])
def test_steps_and_stages_that_have_no_other_text_stay_untold(client, people, source, other):
    """Their text is in the language that is not published, and in no other."""
    texts = {"title_vi": "Nhà máy", "title_en": "Works", "source_language": source}
    fdi = registers.fdi_project(people, public=False, **texts)
    oda = registers.oda_project(people, public=False, **texts)
    ngo = registers.ngo_aid(people, public=False, **texts)
    Milestone.objects.create(project=fdi, **{f"title_{other}": f"{SECRET} step"})
    for model, record, stage in [
        (OdaStage, oda, "implementation"), (NgoStage, ngo, "implementing"),
    ]:  # fmt: skip
        secret = {f"source_{other}": f"{SECRET} decision"}
        model.objects.create(project=record, stage=stage, reached_on="2021-01-01", **secret)
    for draft in (fdi, oda, ngo):
        record = publish(draft, people, [source])
        for language in ("vi", "en"):
            response = client.get(record.url(language))
            assert response.status_code == 200
            assert SECRET not in content(response)
        publish_copy(record, people, other)
        record.refresh_from_db()
        assert SECRET in content(client.get(record.url(other)))


def publish_copy(record, people, language):
    """Make the language public after all."""
    copy = articles.workflow.open_copy(record, by=people["translator"], scope=language)
    copy = articles.edit(copy, people["translator"], **{f"objectives_{language}": "Text"})
    copy = articles.step(copy, "submit", people["translator"])
    articles.step(copy, "publish", people["publisher"])


def test_staff_find_by_it(people, desk, records):
    for model in ("fdiproject", "domesticproject", "odaproject", "ngoaid"):
        address = reverse(f"admin:projects_{model}_changelist")
        page = content(desk(people["reviewer"]).get(address, {"q": "canary"}))
        assert "Nhà máy ắc quy" in page


def test_it_shows_once_it_is_published(client, people, records):
    project = records[0]
    copy = articles.workflow.open_copy(project, by=people["translator"], scope="en")
    copy = articles.edit(copy, people["translator"], source_en="Report")
    copy = articles.step(copy, "submit", people["translator"])
    articles.step(copy, "publish", people["publisher"])
    assert SECRET in content(client.get("/en/projects/fdi.csv"))
    page = content(client.get("/en/projects/fdi/", {"q": "canary"}))
    assert "Canary battery works" in page


# --- words of a search -----------------------------------------------------------------


@pytest.fixture
def named(people):
    """Projects that a search by pieces of syllables took for each other."""
    commune = registers.unit("12345", "Liên Hà", "commune", parent=registers.unit())
    for title, unit in [
        ("Chế biến đá ốp lát", None), ("Xe đạp điện", None), ("Linh kiện ô tô", commune),
        ("Cuộn dây mô-tơ", None), ("Bao bì giấy", None), ("Giày thể thao", None),
    ]:  # fmt: skip
        project = registers.fdi_project(
            people, title_vi=title, title_en="", **({"unit": unit} if unit else {})
        )
        registers.happened(people, project, "new", "2020-01-01", 5_000_000)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("đá", {"Chế biến đá ốp lát"}),
        ("da", {"Chế biến đá ốp lát", "Xe đạp điện", "Cuộn dây mô-tơ"}),  # beginnings
        ("da op", {"Chế biến đá ốp lát"}),
        ("ô tô", {"Linh kiện ô tô"}),
        ("giấy", {"Bao bì giấy"}),
        ("giày", {"Giày thể thao"}),
        ("giay", {"Bao bì giấy", "Giày thể thao"}),
        ("GIẤY", {"Bao bì giấy"}),
        ("Liên Hà", {"Linh kiện ô tô"}),
        ("lien ha", {"Linh kiện ô tô"}),
        ("ông", set()),
    ],
)
def test_words_are_whole_syllables_with_the_accents_that_were_typed(client, named, query, found):
    page = content(client.get("/vi/du-an/fdi/", {"q": query}))
    titles = {"Chế biến đá ốp lát", "Xe đạp điện", "Linh kiện ô tô", "Cuộn dây mô-tơ",
              "Bao bì giấy", "Giày thể thao"}  # fmt: skip
    assert {title for title in titles if f">{title}<" in page} == found
