"""What leaves the pages of the news: feeds, search engines, shared links, saved files."""

import json
import re
from datetime import date, datetime, timedelta
from html import unescape
from xml.etree import ElementTree

import pytest
import time_machine
from django.utils import timezone

from news.models import Attachment
from portal.pages.models import Page, SiteIdentity
from portal.publishing import workflow
from portal.text import display
from projects.models import Agency
from tests import articles, registers

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

MARK = "[Translation behind the original] "
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(autouse=True)
def site(db):
    return SiteIdentity.objects.create(pk=1, name_vi="Sở Mẫu", name_en="Sample Department")


@pytest.fixture
def behind(people):
    """A public article whose Vietnamese figure was revised, the English not."""
    article = articles.published(
        people, summary_vi="Vốn 145.522.", summary_en="Capital 145,522.", byline_vi=""
    )
    return changed(people, article, summary_vi="Vốn 146.422.")


def changed(people, row, **values):
    """The record with other texts of its original."""
    by = row.created_by
    copy = workflow.open_copy(row, by=by, scope="vi")
    copy = articles.edit(copy, by, **values)
    copy = articles.step(copy, "submit", by)
    articles.step(copy, "publish", people["publisher"])
    row.refresh_from_db()
    return row


def renamed(people, project):
    """A public project whose Vietnamese name was changed, the English not."""
    type(project).objects.filter(pk=project.pk).update(title_en="Old name")
    return changed(people, project, title_vi="Tên mới")


def with_certificate(people):
    project = registers.fdi_project(people)
    registers.happened(people, project, "new", "2022-01-01", "1000000")
    return project


#: register → a public record that stands in its list.
REGISTERS = {
    "fdi": with_certificate,
    "oda": lambda people, **values: registers.oda_project(
        people, stages=[("implementation", "2021-01-01")], **values
    ),
    "ngo": lambda people: registers.ngo_aid(people, stages=[("implementing", "2022-01-01")]),
}


def records(client, url):
    return json.loads(client.get(url).getvalue())["rows"]


def row_of(client, url):
    """The words in the first column of a list of one record."""
    [head] = re.findall(r'<th role="rowheader"[^>]*>(.*?)</th>', text(client, url))
    return re.sub("<[^>]+>", "", head)


def text(client, url):
    response = client.get(url)
    assert response.status_code == 200
    return unescape(response.content.decode())


def meta(page, name):
    return re.findall(rf'<meta (?:name|property)="{name}" content="([^"]*)">', page)


def structured(page):
    return json.loads(re.search(r'application/ld\+json">(.*?)</script>', page)[1])


def entries(client, url="/en/news/feed.xml"):
    return ElementTree.fromstring(client.get(url).content).findall(f"{ATOM}entry")


class TestOutdatedTranslation:
    def test_it_is_marked_wherever_its_text_is_shown(self, client, behind):
        page = text(client, behind.url("en"))
        assert meta(page, "description") == [f"{MARK}Capital 145,522."]
        assert meta(page, "og:description") == [f"{MARK}Capital 145,522."]
        assert structured(page)["description"] == f"{MARK}Capital 145,522."
        [entry] = entries(client)
        assert entry.find(f"{ATOM}summary").text == f"{MARK}Capital 145,522."
        assert "translation behind the original" in text(client, "/en/news/")
        assert "The original has changed since this" in text(client, f"{behind.url('en')}file.html")

    def test_its_feed_does_not_call_it_updated(self, client, behind):
        was, now = (one.isoformat() for one in (behind.publish_at, behind.revised_at))
        english, vietnamese = (
            text(client, "/en/news/feed.xml"),
            text(client, "/vi/tin-tuc/feed.xml"),
        )
        assert (f"<updated>{was}" in english, f"<updated>{now}" in english) == (True, False)
        assert f"<updated>{now}" in vietnamese

    def test_so_it_is_beside_a_project(self, client, people, behind):
        project = registers.fdi_project(people)
        behind.fdi_projects.add(project)
        assert "translation behind the original" in text(client, project.url("en"))
        assert "bản dịch chưa theo kịp" not in text(client, project.url("vi"))

    @pytest.mark.parametrize("kind", REGISTERS)
    def test_so_it_is_with_a_project(self, client, people, kind):
        project = renamed(people, REGISTERS[kind](people))
        SiteIdentity.objects.update(iati_reference="VN-COA-1")
        page = text(client, project.url("en"))
        told = f"{MARK}Old name. Sample Department, "
        assert meta(page, "description") == meta(page, "og:description") == [told]
        assert meta(page, "og:title") == [f"{MARK}Old name"]
        assert structured(page)["name"] == f"{MARK}Old name"
        assert row_of(client, f"/en/projects/{kind}/?q=old") == (
            "Old name translation behind the original"
        )
        assert row_of(client, f"/vi/du-an/{kind}/") == "Tên mới"
        for code in ("vi", "en"):
            listed = "/vi/du-an" if code == "vi" else "/en/projects"
            [record] = records(client, f"{listed}/{kind}.json")
            assert record["outdated_translation"] == "en"

    def test_so_it_is_with_a_project_in_an_article(self, client, people):
        project = renamed(people, registers.fdi_project(people))
        article = articles.published(people)
        article.fdi_projects.add(project)
        link = 'Old name</a> <span class="st st--wait">translation behind the original</span>'
        assert link in text(client, article.url("en"))
        assert "bản dịch chưa theo kịp" not in text(client, article.url("vi"))

    def test_so_it_is_with_entries(self, client, people):
        project = registers.fdi_project(people)
        registers.happened(people, project, "new", "2022-01-01", "1000000")
        renamed(people, project)
        for address, is_behind in (
            ("/en/projects/fdi-entries", True),
            ("/vi/du-an/fdi-muc-ghi", False),
        ):
            [entry] = records(client, f"{address}.json")
            assert entry["outdated_name"] is is_behind

    def test_so_it_is_in_iati(self, client, people):
        SiteIdentity.objects.update(iati_reference="VN-COA-1")
        owner = Agency.objects.create(name_vi="Sở Y tế")
        renamed(people, REGISTERS["oda"](people, owner=owner, starts_on=date(2021, 1, 1)))
        document = ElementTree.fromstring(client.get("/data/iati/activities.xml").content)
        told = [one.text for one in document.findall("iati-activity/title/narrative")]
        assert told == ["Tên mới", f"{MARK}Old name"]

    def test_so_it_is_with_a_static_page(self, client, people):
        page = registers.draft(
            Page, people["author"], title_vi="Trang", title_en="A page", body_vi="<p>Một</p>",
            body_en="<p>One</p>",
        )  # fmt: skip
        page = registers.publish(page, people)
        changed(people, page, body_vi="<p>Hai</p>")
        shown = text(client, page.url("en"))
        assert meta(shown, "description") == meta(shown, "og:description") == [f"{MARK}One"]
        assert meta(shown, "og:title") == [f"{MARK}A page"]
        assert MARK not in text(client, page.url("vi"))

    def test_the_original_is_not(self, client, behind):
        page = text(client, behind.url("vi"))
        assert meta(page, "description") == ["Vốn 146.422."]
        assert "bản dịch chưa theo kịp" not in text(client, "/vi/tin-tuc/")


class TestFeed:
    def test_the_department_answers_for_it(self, client, people):
        articles.published(people)
        feed = ElementTree.fromstring(client.get("/en/news/feed.xml").content)
        assert feed.find(f"{ATOM}author/{ATOM}name").text == "Sample Department"

    def test_a_text_is_escaped_as_html_and_as_xml(self, client, people):
        articles.published(people, summary_en="Growth < 5 & <b>falling</b>")
        [entry] = entries(client)
        assert entry.find(f"{ATOM}summary").text == (
            "Growth &lt; 5 &amp; &lt;b&gt;falling&lt;/b&gt;"
        )

    def test_an_entry_stays_the_same_on_another_host(self, client, people, settings):
        articles.published(people)
        [before] = entries(client)
        settings.BASE_URL = "https://moved.example"
        [after] = entries(client)
        assert before.find(f"{ATOM}id").text == after.find(f"{ATOM}id").text
        assert before.find(f"{ATOM}id").text.startswith("urn:uuid:")
        assert after.find(f"{ATOM}link").get("href").startswith("https://moved.example/")


class TestMeta:
    def test_an_article_is_shared_with_its_picture(self, client, people, picture):
        article = articles.published(people, cover=picture, cover_decorative=True)
        page = text(client, article.url("en"))
        assert meta(page, "og:site_name") == ["Sample Department"]
        assert meta(page, "og:locale") == ["en_GB"]
        assert meta(page, "og:type") == ["article"]
        assert meta(page, "og:image") == [f"http://localhost:8000{picture.url()}"]
        assert meta(page, "og:image:width") == ["900"]
        assert structured(page)["image"] == [f"http://localhost:8000{picture.url()}"]

    @pytest.mark.parametrize("url", ["/vi/", "/vi/tin-tuc/", "/en/projects/", "/en/pci/"])
    def test_every_page_has_a_description_and_a_picture(self, client, url):
        page = text(client, url)
        [description] = meta(page, "description")
        assert description.strip(" .,") != ""
        assert meta(page, "og:image") == ["http://localhost:8000/static/img/share.png"]

    def test_the_vietnamese_page_is_for_whoever_reads_neither(self, client, people):
        page = text(client, articles.published(people).url("en"))
        assert page.count('hreflang="x-default" href="http://localhost:8000/vi/tin-tuc/') == 1

    def test_the_department_is_author_and_publisher(self, client, people):
        article = articles.published(people, byline_vi="Phòng Đối ngoại", byline_en="Division")
        data = structured(text(client, article.url("en")))
        department = {
            "@type": "GovernmentOrganization",
            "name": "Sample Department",
            "url": "http://localhost:8000",
        }
        assert (data["author"], data["publisher"], data["creditText"]) == (
            department,
            department,
            "Division",
        )


class TestTimes:
    def test_a_time_is_told_with_the_local_offset(self, client, people):
        """22:30 in London was half past five of the next day here."""
        moment = datetime.fromisoformat("2022-11-29T22:30:00+00:00")
        article = articles.published(people, publish_at=moment)
        page = text(client, article.url("en"))
        assert '<time datetime="2022-11-30T05:30:00+07:00">30 November 2022</time>' in page
        assert structured(page)["datePublished"] == "2022-11-30T05:30:00+07:00"

    def test_becoming_public_is_no_update(self, client, people):
        moment = timezone.now() - timedelta(days=400)
        article = articles.published(people, publish_at=moment)
        assert "Updated" not in text(client, article.url("en"))

    def test_a_revision_is_one_of_the_language_that_was_revised(self, client, people, behind):
        with time_machine.travel(timezone.now() + timedelta(days=1)):
            original, translation = (text(client, behind.url(code)) for code in ("vi", "en"))
        assert "Cập nhật" in original
        assert structured(original)["dateModified"] == display.iso(behind.revised_at)
        assert "Updated" not in translation
        told = structured(translation)
        assert told["dateModified"] == told["datePublished"]
        sitemap = text(client, "/sitemap.xml")
        changed = dict(re.findall(r"<loc>https?://[^/]+(/[^<]*)</loc><lastmod>([^<]*)", sitemap))
        assert changed[behind.url("vi")] == display.iso(behind.revised_at)
        assert changed[behind.url("en")] == told["datePublished"]


def test_the_sitemap_says_when_a_text_changed(client, people):
    moment = datetime.fromisoformat("2022-11-29T22:30:00+00:00")
    article = articles.published(people, publish_at=moment)
    sitemap = text(client, "/sitemap.xml")
    assert f"{article.url('en')}</loc><lastmod>2022-11-30T05:30:00+07:00</lastmod>" in sitemap


def test_the_language_of_a_document_is_said(client, people, document):
    article = articles.draft(people["author"])
    Attachment.objects.create(
        article=article, file=document, title_vi="Báo cáo", title_en="Report", language="vi"
    )
    articles.edit(article, people["author"])
    articles.step(article, "submit", people["author"])
    articles.step(article, "publish", people["publisher"])
    article.refresh_from_db()
    assert "<span>Vietnamese</span>" in text(client, article.url("en"))
    assert "<span>Tiếng Việt</span>" not in text(client, article.url("vi"))


def test_the_same_year_is_shown_in_the_other_language(client, people):
    articles.published(people, publish_at=datetime.fromisoformat("2021-05-05T08:00:00+07:00"))
    articles.published(
        people, english=False, publish_at=datetime.fromisoformat("2020-05-05T08:00:00+07:00")
    )
    assert 'href="/en/news/?year=2021"' in text(client, "/vi/tin-tuc/?year=2021")
    page = text(client, "/vi/tin-tuc/?year=2020")
    assert "/en/news/?year=2020" not in page
    assert 'href="/en/news/"' in page


def test_no_article_is_offered_twice_beside_another(client, people):
    made = [articles.published(people) for _n in range(9)]
    page = text(client, made[0].url("en"))
    links = re.findall(r'class="headline"><a href="(/en/news/[^"]+)"', page)
    assert len(links) == len(set(links)) == 8
    assert made[0].url("en") not in links
