"""The menus as they stand on the pages."""

import re

import pytest
from django.urls import reverse

from news.models import Category
from portal.pages.models import MenuItem, SiteIdentity
from tests import articles, registers

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture(autouse=True)
def menus():
    site = SiteIdentity.objects.create(pk=1, name_vi="Sở Mẫu", name_en="Sample Department")
    for place in ("main", "footer"):
        for label, section in (("Trang đầu", "home"), ("Tin", "news:list")):
            MenuItem.objects.create(site=site, place=place, label_vi=label, section=section)
        MenuItem.objects.create(site=site, place=place, label_vi="Thư", link_vi="/vi/thu/")


def marked(client, url):
    """The labels of the marked links, first of the main menu, then of the footer."""
    page = client.get(url).content.decode()
    menu = page[page.index('<nav class="nav"') : page.index("</header>")]
    footer = page[page.index('<footer class="foot"') :]
    return [re.findall(r' aria-current="page">([^<]+)<', part) for part in (menu, footer)]


def test_the_home_page_is_marked_on_itself_alone(client, people):
    article = articles.published(people)
    assert marked(client, "/vi/") == [["Trang đầu"]] * 2
    assert marked(client, "/vi/tin-tuc/") == [["Tin"]] * 2
    assert marked(client, article.url("vi")) == [["Tin"]] * 2


def test_what_one_page_marks_is_not_marked_on_the_next(client, people):
    articles.published(people)
    values = {}
    for url, labels in (("/vi/", ["Trang đầu"]), ("/vi/tin-tuc/", ["Tin"])):
        client.defaults["portal.shared"] = values
        assert marked(client, url) == [labels] * 2


# --- what a menu may lead to -----------------------------------------------------------


def links(client, url="/vi/"):
    """(address, label) of the main menu, in order."""
    page = client.get(url).content.decode()
    menu = page[page.index('<nav class="nav"') : page.index("</header>")]
    return re.findall(r'<a href="([^"]+)"[^>]*>([^<]+?) ?<', menu)


def post_item(client, **values):
    data = {"label_vi": "Mục", "place": "main", "position": 9, **values}
    return client.post(reverse("admin:pages_menuitem_add"), data)


def errors(response):
    return response.context["adminform"].form.errors


def test_a_menu_leads_to_no_list_without_an_article(client, people):
    assert ("/vi/tin-tuc/", "Tin") not in links(client)
    empty = Category.objects.create(name_vi="Thông cáo", name_en="Releases")
    MenuItem.objects.create(label_vi="Thông cáo", link_vi=empty.url("vi"), link_en=empty.url("en"))
    article = articles.published(people, english=False)
    used = article.category
    MenuItem.objects.create(label_vi="Có bài", link_vi=used.url("vi"), link_en=used.url("en"))
    shown = links(client)
    assert ("/vi/tin-tuc/", "Tin") in shown
    assert (used.url("vi"), "Có bài") in shown
    assert empty.url("vi") not in [url for url, _label in shown]
    in_english = [url for url, _label in links(client, "/en/")]
    assert used.url("en") not in in_english
    for page in ("/vi/tin-tuc/", "/sitemap.xml"):
        text = client.get(page).content.decode()
        assert empty.url("vi") not in text
        assert used.url("vi") in text


def test_a_menu_leads_outside(client, people, desk):
    signed_in = desk(people["administrator"])
    response = post_item(signed_in, label_vi="Cổng tỉnh", link_vi="https://hungyen.gov.vn/a?b=1")
    assert response.status_code == 302
    assert ("https://hungyen.gov.vn/a?b=1", "Cổng tỉnh") in links(client)
    assert "(trang khác)" in client.get("/vi/").content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "//evil.example/",
        "ftp://example.gov.vn/",
        "hungyen.gov.vn",
        "https://",
        "/vi/khong-co/",
        "/vi/tin-tuc/khong-co/",
        "/admin/",
        "/x",
    ],
)
def test_dead_and_odd_addresses_are_refused(people, desk, address):
    response = post_item(desk(people["administrator"]), link_vi=address)
    assert set(errors(response)) == {"link_vi"}
    assert not MenuItem.objects.filter(label_vi="Mục").exists()


def test_a_living_address_is_taken(people, desk):
    article = articles.published(people)
    response = post_item(desk(people["administrator"]), link_vi=f"{article.url('vi')}?x=1#a")
    assert response.status_code == 302


def test_the_second_level_opens_and_marks_its_parent(client, people):
    articles.published(people)
    oda = registers.oda_project(people, stages=[("implementation", "2021-01-01")])
    parent = MenuItem.objects.create(label_vi="Số liệu", section="figures:overview")
    MenuItem.objects.create(label_vi="ODA", section="projects:oda", parent=parent)
    page = client.get("/vi/").content.decode()
    opened = page[page.index("<summary>Số liệu") :]
    opened = opened[: opened.index("</details>")]
    assert re.findall(r'<a href="([^"]+)"', opened) == ["/vi/thong-ke/", "/vi/du-an/oda/"]
    here = client.get(oda.url("vi")).content.decode()
    assert 'class="is-current"><summary>Số liệu' in here


@pytest.mark.parametrize("place", ["footer", "task"])
def test_only_the_main_menu_has_levels(people, desk, place):
    parent = MenuItem.objects.create(label_vi="Số liệu", section="figures:overview")
    client = desk(people["administrator"])
    values = {"section": "pci:overview", "parent": parent.pk}
    assert set(errors(post_item(client, place=place, **values))) == {"parent"}
    assert post_item(client, **values).status_code == 302
    child = MenuItem.objects.get(parent=parent)
    deeper = {"section": "opendata:index", "parent": child.pk}
    assert set(errors(post_item(client, **deeper))) == {"parent"}


def test_what_does_not_fit_in_a_row_stands_in_the_last(client, people):
    articles.published(people)
    MenuItem.objects.filter(place="main").delete()
    for number in range(11):
        MenuItem.objects.create(
            label_vi=f"Mục {number}", link_vi=f"https://example.gov.vn/{number}", position=number
        )
    page = client.get("/vi/").content.decode()
    assert [label for _url, label in links(client)] == [f"Mục {n}" for n in range(11)]
    rest = page[page.index("<summary>Xem thêm") :]
    rest = rest[: rest.index("</details>")]
    assert re.findall(r">(Mục \d+)", rest) == [f"Mục {n}" for n in range(6, 11)]


def test_the_boxes_of_the_list_are_named_by_their_rows(people, desk):
    shown = desk(people["administrator"]).get(reverse("admin:pages_menuitem_changelist"))
    boxes = re.findall(r'<input type="number"[^>]*>', shown.content.decode())
    names = [re.search('aria-label="([^"]*)"', box)[1] for box in boxes]
    labels = ("Trang đầu", "Tin", "Thư")
    where = [
        f"{label}, {menu}, 0" for menu in ("trình đơn chính", "chân trang") for label in labels
    ]
    assert sorted(names) == sorted(f"Thứ tự: {name}" for name in where)
    ticked = re.findall(r'<input type="checkbox" name="_selected[^>]*>', shown.content.decode())
    names = [re.search('aria-label="([^"]*)"', box)[1] for box in ticked]
    assert sorted(names) == sorted(f"Chọn mục này để thao tác - {name}" for name in where)
