"""Another department runs the same portal: all that says whose site it is comes from the desk.

The sample is made the Department of Finance of Hưng Yên by posts of the people at the desk alone.
The rule, for the text of every kind of page, feed, file, chart and mail:

- The old department is named nowhere but inside a text of a record (an article, a project, an
  entry, a table), such as the source “Báo cáo của Sở Kế hoạch và Đầu tư, cuối tháng 11/2022”.
- Its province is named there too, and where the content shows places by the names of their units
  and zones: in <main>, in JSON-LD, in data files and as a bar of a chart among the provinces. Never
  by what stands around the content: head, header, footer, feeds, the catalogue, plain text, mails.

Names of static pages, menus and the identity are no records: they are the publisher's own words.
"""

import csv
import io
import json
import re
from functools import partial
from html import unescape
from html.parser import HTMLParser

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core import mail
from django.db import models, transaction
from django.test import Client
from django.urls import resolve, reverse
from django.utils import translation
from openpyxl import load_workbook

from investment.opendata.models import DatasetNote
from portal.pages.models import Page, SiteIdentity
from portal.publishing import tasks
from portal.publishing.admin.site import admin_url
from portal.publishing.files import library
from portal.publishing.models import Publishable
from projects.models import AdministrativeUnit, Agency, NgoAid, OdaProject, Zone
from tests.forms import shown

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
DEPARTMENT = r"sở kế hoạch và đầu tư|sở kh ?& ?đt|department of planning and investment"
PROVINCE = r"thái bình|thai binh"
OLD = re.compile(f"{DEPARTMENT}|{PROVINCE}", re.IGNORECASE)
IDENTITY = {
    "name": ("Sở Tài chính", "Department of Finance"),
    "province": ("Tỉnh Hưng Yên", "Hung Yen Province"),
    "authority": (
        "Cơ quan chuyên môn thuộc Ủy ban nhân dân tỉnh Hưng Yên",
        "Specialised agency of the Hung Yen Provincial People's Committee",
    ),
    "address": ("Số 00, đường Mẫu, phường Phố Hiến", "00 Mẫu Street, Pho Hien Ward"),
    "hero_title": ("Đầu tư vào Hưng Yên", "Invest in Hung Yen"),
    "footer_note": ("Trang mẫu.", "A sample."),
}
ELSE = {"phone": "0221 000 0000", "email": "stc@example.gov.vn", "palette": "blue",
        "desk_name": "Bàn làm việc Sở Tài chính", "iati_reference": "VN-COA-1234567"}  # fmt: skip
#: Words of the static pages → what the department writes instead.
REWORDED = [
    (r"sở kế hoạch và đầu tư", "Sở Tài chính"),
    (r"department(s?) of planning and investment", "Department of Finance"),
    (r"planning and investment departments", "departments of finance"),
    (r"thái bình", "Hưng Yên"),
    (r"thai binh", "Hung Yen"),
]
STARTS = ["/vi/", "/en/", "/sitemap.xml", "/robots.txt", "/.well-known/security.txt",
          "/data/catalog.jsonld", "/data/iati/activities.xml", "/vi/khong-co/",
          "/vi/thong-ke/xep-hang-thu-hut-fdi.svg", "/vi/pci/diem.svg"]  # fmt: skip
#: How many pages of one view and language are read, and files of one kind.
OF_A_KIND = 1


# --- the desk ------------------------------------------------------------------------------


@pytest.fixture(scope="module", autouse=True)
def _as_though_real(sample):
    """Only what is not marked as invented is in IATI."""
    for model in (OdaProject, NgoAid):
        model.objects.update(illustrative=False)


def signed_in(username):
    client = Client()
    person = get_user_model().objects.get(username=username)
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def move_in(picture):
    """Every step by which the department takes the portal over."""
    desk = signed_in("quantri")
    address = reverse("admin:pages_siteidentity_change", args=[1])
    texts = {
        f"{name}_{code}": text
        for name, pair in IDENTITY.items()
        for code, text in zip(("vi", "en"), pair, strict=True)
    }
    data = shown(desk.get(address)) | texts | ELSE | {"hero_picture": picture.pk}
    assert desk.post(address, data).status_code == 302
    for page in Page.objects.public().order_by("pk"):
        if any(OLD.search(getattr(page, f"body_{code}") or "") for code in ("vi", "en")):
            rewrite(page)


def rewrite(page):
    """A static page, through its working copy, by two people."""
    author, publisher = signed_in("tacgia"), signed_in("congbo")
    address = author.post(admin_url(page, "copy")).url
    data = shown(author.get(address))
    for name in ("body_vi", "body_en"):
        for old, new in REWORDED:
            data[name] = re.sub(old, new, data[name], flags=re.IGNORECASE)
    assert author.post(address, data | {"_submit": "1"}).status_code == 302
    copy = Page.rows.filter(replaces=page).latest("pk")
    step = {"name": "publish", "version": copy.version, "languages": ["vi", "en"]}
    publisher.post(admin_url(copy, "record"), step | {"confirmed": "1"})
    copy.refresh_from_db()
    assert copy.status == "applied"


# --- what is read --------------------------------------------------------------------------


def read(reader):
    """(address, response) of every kind of page and file that a visitor finds, following links."""
    todo, seen, taken = list(reversed(STARTS)), set(), {}
    while todo:
        url = todo.pop()
        if url in seen:
            continue
        seen.add(url)
        kind = kind_of(url)
        if url not in STARTS and taken.get(kind, 0) >= OF_A_KIND:
            continue
        taken[kind] = taken.get(kind, 0) + 1
        response = reader.get(url)
        yield url, response
        if response["Content-Type"].startswith("text/html"):
            links = re.findall(r'href="([^"#?]+)', response.text)
            todo += [unescape(link) for link in links if re.match(r"/(vi|en|data)/", link)]


def kind_of(url):
    """(name of the view, language, ending of a file)."""
    with translation.override(url[1:3] if url[1:3] in ("vi", "en") else "vi"):
        match = resolve(url)
    ending = re.search(r"\.(\w+)$", url)
    return match.view_name, url[1:3], ending[1] if ending else ""


class Strings(HTMLParser):
    """(whether it is content, text) of all texts and attributes of HTML or XML."""

    def __init__(self, *, is_content=False):
        super().__init__()
        self.is_content, self.is_data, self.found = is_content, False, []

    def handle_starttag(self, tag, attrs):
        kind = dict(attrs).get("type")
        self.is_content |= tag == "main"
        self.is_data = tag == "script" and kind == "application/ld+json"
        self.found += [(self.is_content, value) for _name, value in attrs if value]

    def handle_endtag(self, tag):
        self.is_content &= tag != "main"
        self.is_data = False

    def handle_data(self, data):
        if self.is_data:
            self.found += [(True, text) for text in leaves(json.loads(data))]
        elif data.strip():
            self.found.append((self.is_content, data))


def leaves(value):
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return [text for one in value for text in leaves(one)]
    return [value] if isinstance(value, str) else []


def strings(response):
    """(whether it is content, text) of a response; nothing of pictures and PDF files."""
    kind = response["Content-Type"].split(";")[0]
    if "spreadsheet" in kind:
        sheets = load_workbook(io.BytesIO(response.getvalue()), read_only=True).worksheets
        rows = (row for sheet in sheets for row in sheet.iter_rows(values_only=True))
        return [(True, str(cell)) for row in rows for cell in row if cell is not None]
    if kind not in TEXTS_OF:
        return []
    # Headings keep names on one line.
    text = response.getvalue().decode("utf-8-sig").replace("\N{NO-BREAK SPACE}", " ")
    return TEXTS_OF[kind](text)


def of_markup(text, *, is_content=False):
    parser = Strings(is_content=is_content)
    parser.feed(text)
    parser.close()
    return parser.found


#: Kind of file → (whether it is content, text) of its text.
TEXTS_OF = {
    "text/html": of_markup,
    "application/xml": partial(of_markup, is_content=True),  # IATI
    "application/atom+xml": of_markup,
    "image/svg+xml": partial(of_markup, is_content=True),
    "application/json": lambda text: [(True, leaf) for leaf in leaves(json.loads(text))],
    "application/ld+json": lambda text: [(False, leaf) for leaf in leaves(json.loads(text))],
    "text/csv": lambda text: [
        (True, cell) for row in csv.reader(io.StringIO(text)) for cell in row
    ],
    "text/plain": lambda text: [(False, text)],
}


# --- the rule ------------------------------------------------------------------------------


def plain(text):
    """A text as it can be compared: without tags and runs of spaces, in small letters."""
    text = unescape(re.sub(r"<[^>]+>", " ", text))
    return re.sub(r"\s+", " ", text).strip().casefold()


def stored(kinds, at_least=0):
    """Every text of some kinds of records that names the old department or its province."""
    found = set()
    for model in kinds:
        bookkeeping = model.bookkeeping() if issubclass(model, Publishable) else set()
        fields = model._meta.concrete_fields
        names = [
            f.name
            for f in fields
            if isinstance(f, models.CharField | models.TextField) and f.name not in bookkeeping
        ]
        rows = model.rows if issubclass(model, Publishable) else model._default_manager
        texts = {text for row in rows.order_by().values_list(*names) for text in row if text}
        found |= {plain(text) for text in texts if OLD.search(text)}
    return sorted((text for text in found if len(text) >= at_least), key=len, reverse=True)


def tells_more(text):
    """Whether a text says more than a name: a part of a record's text may then be known by it."""
    return len(re.sub(r"\W", "", OLD.sub("", text))) >= 15


class Rule:
    def __init__(self):
        of_publisher = {DatasetNote, Agency, AdministrativeUnit, Zone}
        kinds = [
            model
            for label in ("news", "projects", "official", "pci", "opendata")
            for model in apps.get_app_config(label).get_models()
            if model not in of_publisher and not model._meta.model_name.startswith("historical")
        ]
        #: Long enough to be told from the bare name of a province.
        self.records = stored(kinds, at_least=20)
        self.all_records = "\n".join(self.records)
        self.places = stored([AdministrativeUnit, Zone])

    def leaks(self, response):
        """The texts of a response that name the old department or its province as their own."""
        found = (self.left(text, is_content) for is_content, text in strings(response))
        return [text for text in found if text]

    def left(self, text, is_content):
        """A text, where it names the old ones as its own; else ""."""
        text = plain(text)
        if not OLD.search(text) or (tells_more(text) and text.rstrip("…. ") in self.all_records):
            return ""
        rest = text
        for said in self.records + (self.places if is_content else []):
            rest = rest.replace(said, " ")
        return text[:200] if OLD.search(rest) else ""


# --- the tests -----------------------------------------------------------------------------


def test_before_it_moves_in_the_old_department_is_found_everywhere(client):
    """What the other tests do not find they could have found."""
    rule = Rule()
    everywhere = ["/vi/", "/en/", "/data/catalog.jsonld", reverse("news:feed"),
                  reverse("page", args=["gioi-thieu"]), reverse("pci:overview")]  # fmt: skip
    assert [url for url in everywhere if not rule.leaks(client.get(url))] == []
    assert "nay thuộc: Tỉnh Hưng Yên" in plain_case(client.get(reverse("pci:overview")))


@pytest.fixture(scope="class")
def picture():
    """The picture of the new home page; the department has moved in, till the class is over."""
    with translation.override("vi"), transaction.atomic():
        administrator = get_user_model().objects.get(username="quantri")
        picture = library.seen(administrator).filter(kind="image").order_by("pk").first()
        move_in(picture)
        yield picture
        transaction.set_rollback(True)


@pytest.mark.usefixtures("picture")
class TestAnotherDepartment:
    def test_nothing_names_the_old_department(self, reader):
        rule, found, kinds = Rule(), {}, set()
        for url, response in read(reader):
            kinds.add(response["Content-Type"].split(";")[0])
            if leaks := rule.leaks(response):
                found[url] = leaks
        assert found == {}
        assert {"text/html", "text/plain", "text/csv", "application/json", "application/ld+json",
                "application/atom+xml", "application/xml", "image/svg+xml"} <= kinds  # fmt: skip
        for person in get_user_model().objects.filter(username__in=["tacgia", "congbo"]):
            tasks.mail_password_link.call(person.pk)
        tasks.mail_notices.call()
        sent = [part for one in mail.outbox for part in (one.subject, one.body, one.from_email)]
        assert len(sent) > 6
        assert [text for text in sent if rule.left(text, is_content=False)] == []

    def test_the_new_department_stands_where_the_old_one_stood(self, client, picture):
        home = client.get("/vi/").text
        assert '<html lang="vi" data-palette="blue">' in home
        assert "– Sở Tài chính</title>" in home
        assert '<meta property="og:site_name" content="Sở Tài chính">' in home
        assert picture.rendition_url(1600) in home
        for text in (IDENTITY["authority"][0], IDENTITY["address"][0], IDENTITY["hero_title"][0]):
            assert text in home
        assert "Sở Tài chính" in client.get("/data/catalog.jsonld").text
        assert "Sở Tài chính" in client.get(reverse("news:feed")).text
        assert "VN-COA-1234567" in client.get("/data/iati/activities.xml").text
        security = client.get("/.well-known/security.txt").text
        assert security.startswith("Contact: mailto:stc@example.gov.vn\n")
        desk = signed_in("tacgia").get("/admin/").content.decode()
        assert desk.count("Bàn làm việc Sở Tài chính") >= 2

    def test_the_province_is_not_said_to_belong_to_itself(self, client):
        page = plain_case(client.get(reverse("pci:overview")))
        assert SiteIdentity.objects.get().province_vi == "Tỉnh Hưng Yên"
        assert "Hưng Yên" in page
        assert "nay thuộc" not in page


def plain_case(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.text))
