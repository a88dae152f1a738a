"""Two people have a form open that has no versions: nobody is overwritten unseen."""

from io import BytesIO

import pytest
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from lxml import html
from PIL import Image

from news.models import Category, Tag
from portal.pages.models import MenuItem, SiteIdentity
from portal.publishing.files.store import store
from projects.models import (
    AdministrativeUnit,
    Agency,
    Country,
    FdiProject,
    Industry,
    Organisation,
    Sector,
    Zone,
)
from tests import registers

pytestmark = pytest.mark.django_db


def typed(response):
    """What a browser would send of the form of a page."""
    page = html.fromstring(response.content.decode())
    form = next(one for one in page.forms if "id_" in html.tostring(one).decode())
    found = {}
    for name, value in form.form_values():
        if not name.startswith("_"):
            found.setdefault(name, []).append(value.removeprefix("\n"))
    empty = {field.name for field in form.inputs if field.get("type") == "hidden"} - found.keys()
    return found | {name: "" for name in empty if name}


def opened(client, url):
    return typed(client.get(url))


def change_url(obj):
    meta = obj._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[obj.pk])


@pytest.fixture
def site(db):
    return SiteIdentity.objects.create(
        name_vi="Sở", province_vi="Tỉnh Thái Bình", phone="0227 000 0000", email="so@example.gov.vn"
    )


@pytest.fixture
def administrator(people, desk):
    return desk(people["administrator"])


def test_each_keeps_what_the_other_changed(administrator, site):
    url = change_url(site)
    mine, theirs = opened(administrator, url), opened(administrator, url)
    administrator.post(url, {**theirs, "phone": "0227 111 2222"})
    response = administrator.post(url, {**mine, "email": "moi@example.gov.vn"})
    assert response.status_code == 302
    site.refresh_from_db()
    assert (site.phone, site.email) == ("0227 111 2222", "moi@example.gov.vn")


def logged(client, obj):
    """What the history says of each change: its sentence and its lines."""
    page = html.fromstring(
        client.get(change_url(obj).replace("/change/", "/history/")).content.decode()
    )
    return [
        (entry.findtext("b"), [line.text_content() for line in entry.findall("ul/li")])
        for entry in page.xpath("//ul[@class='log']/li")
    ]


def test_the_history_says_what_each_value_was(administrator, site):
    url = change_url(site)
    administrator.post(
        url, {**opened(administrator, url), "phone": "0227 111 2222", "footer_note_vi": "Giờ mở"}
    )
    administrator.post(url, {**opened(administrator, url), "email": ""})
    assert logged(administrator, site) == [
        (
            "Đã sửa:",
            [
                "Ghi chú ở chân trang (Tiếng Việt): – → Giờ mở",
                "Điện thoại: 0227 000 0000 → 0227 111 2222",
            ],
        ),
        ("Đã sửa:", ["Thư điện tử: so@example.gov.vn → –"]),
    ]


def test_the_history_of_an_account_names_its_fields_in_vietnamese(administrator, people):
    account = people["author"]
    User.objects.filter(pk=account.pk).update(email="ngo@example.gov.vn", first_name="Tác")
    url = change_url(account)
    administrator.post(url, {**opened(administrator, url), "last_name": "Ngô Thị"})
    assert logged(administrator, account) == [("Đã sửa họ và tên đệm.", [])]


def test_the_history_says_what_was_chosen(administrator):
    first, second = (Category.objects.create(name_vi=name) for name in ("Cũ", "Mới"))
    category = Category.objects.create(name_vi="Con", parent=first)
    url = change_url(category)
    administrator.post(url, {**opened(administrator, url), "parent": second.pk})
    assert logged(administrator, category) == [("Đã sửa:", ["Chuyên mục cha: Cũ → Mới"])]


def test_what_both_changed_is_asked_once_more(administrator, site, people):
    url = change_url(site)
    mine, theirs = opened(administrator, url), opened(administrator, url)
    administrator.post(url, {**theirs, "phone": "0227 111 2222", "email": "ho@example.gov.vn"})
    response = administrator.post(url, {**mine, "phone": "0227 333 4444"})
    page = response.content.decode()
    assert "Trong lúc đó administrator đã lưu “0227 111 2222” ở đây." in page
    site.refresh_from_db()
    assert site.phone == "0227 111 2222"
    sent = typed(response)
    assert (sent["phone"], sent["email"]) == (["0227 333 4444"], ["ho@example.gov.vn"])
    assert administrator.post(url, sent).status_code == 302
    site.refresh_from_db()
    assert (site.phone, site.email) == ("0227 333 4444", "ho@example.gov.vn")


def test_a_closed_account_stays_closed_and_a_role_taken_away_stays_away(administrator, people):
    account = people["translator"]
    account.groups.add(Group.objects.get(name="Author"))
    url = change_url(account)
    mine, theirs = opened(administrator, url), opened(administrator, url)
    author = str(Group.objects.get(name="Author").pk)
    closed = {**theirs, "groups": [author], "last_name": "Lê", "first_name": "Ba"}
    del closed["is_active"]
    mine |= {"last_name": "Trần", "first_name": "Tư"}
    assert administrator.post(url, closed).status_code == 302
    response = administrator.post(url, mine)
    account.refresh_from_db()
    assert response.status_code == 200  # both typed a name
    assert (account.is_active, account.last_name) == (False, "Lê")
    assert administrator.post(url, typed(response)).status_code == 302
    account.refresh_from_db()
    assert (account.is_active, account.last_name) == (False, "Trần")
    assert [group.name for group in account.groups.all()] == ["Author"]


def png(colour):
    buffer = BytesIO()
    Image.new("RGB", (900, 600), colour).save(buffer, "PNG")
    return buffer.getvalue()


def columns(obj):
    return {field.attname: getattr(obj, field.attname) for field in obj._meta.concrete_fields}


def plain_objects():
    site = SiteIdentity.objects.create(name_vi="Sở", province_vi="Tỉnh")
    unit = AdministrativeUnit.objects.create(
        code="33", level="province", name_vi="Hưng Yên", valid_from="2025-07-01"
    )
    older = AdministrativeUnit.objects.create(
        code="34", level="province", name_vi="Thái Bình", valid_to="2025-06-30"
    )
    older.successors.add(unit)
    country = Country.objects.create(code="KR", name_vi="Hàn Quốc")
    country.aliases.create(name="Nam Hàn")
    return [
        site,
        MenuItem.objects.create(site=site, label_vi="Tin", section="news:list"),
        Category.objects.create(name_vi="Tin", name_en="News"),
        Tag.objects.create(name_vi="FDI", name_en="FDI"),
        unit,
        older,
        Zone.objects.create(kind="economic_zone", name_vi="Khu kinh tế"),
        Industry.objects.create(version="2018", code="C", name_vi="Chế biến"),
        Sector.objects.create(code="122", name_vi="Y tế"),
        country,
        Organisation.objects.create(kind="ngo", name_vi="Quỹ"),
        Agency.objects.create(name_vi="Sở Y tế"),
    ]


def test_a_form_that_nobody_changed_changes_nothing_and_names_no_clash(people, desk):
    people["administrator"].is_superuser = True
    people["administrator"].save()
    client = desk(people["administrator"])
    for obj in plain_objects():
        url = change_url(obj)
        obj.refresh_from_db()
        before = columns(obj)
        sent = opened(client, url)
        name = next(name for name in ("name_vi", "label_vi") if name in sent)
        type(obj).objects.filter(pk=obj.pk).update(**{name: "Tên khác"})
        response = client.post(url, sent)
        assert response.status_code == 302, (url, typed(response))
        obj.refresh_from_db()
        after = columns(obj)
        assert after[name] == "Tên khác", url
        ignored = {name, name.removesuffix("_vi"), "folded", "sort_vi", "sort_en"}
        changed = {key for key in after if after[key] != before[key]} - ignored
        assert not changed, url


def test_a_waiting_entry_in_two_windows_keeps_both_changes(people, desk):
    project = registers.publish(registers.draft(FdiProject, people["data officer"]), people)
    registers.happened(people, project, "new", "2020-01-01", 10_000_000)
    entry = registers.event(people, project, "capital_increase", "2021-02-01", 5)
    client, url = desk(people["data officer"]), change_url(entry)
    mine, theirs = opened(client, url), opened(client, url)
    assert client.post(url, {**theirs, "amount": "5700000", "usd": "5700000"}).status_code == 302
    client.post(url, {**mine, "note": "Xem lại"})
    response = client.post(url, {**mine, "note": "Xem lại"})
    sent = typed(response)
    assert sent["amount"] == ["5.700.000"]
    assert client.post(url, sent).status_code == 302
    entry.refresh_from_db()
    assert (entry.amount, entry.note) == (5700000, "Xem lại")


def test_a_picture_that_one_chose_stays_as_the_other_saved_it(administrator, site, people):
    picture, other = (
        store(SimpleUploadedFile(f"{colour}.png", png(colour)), by=people["administrator"])
        for colour in ("teal", "red")
    )
    url = change_url(site)
    mine, theirs = opened(administrator, url), opened(administrator, url)
    assert administrator.post(url, {**theirs, "logo": picture.pk}).status_code == 302
    assert administrator.post(url, {**mine, "phone": "0227 111 2222"}).status_code == 302
    site.refresh_from_db()
    assert (site.logo, site.phone) == (picture, "0227 111 2222")
    mine, theirs = opened(administrator, url), opened(administrator, url)
    administrator.post(url, {**theirs, "logo": other.pk})
    refused = administrator.post(url, {**mine, "logo": ""})
    assert f"Trong lúc đó administrator đã lưu “{other}” ở đây." in refused.content.decode()
    site.refresh_from_db()
    assert site.logo == other


def test_a_waiting_entry_keeps_its_document(people, desk, document):
    project = registers.publish(registers.draft(FdiProject, people["data officer"]), people)
    registers.happened(people, project, "new", "2020-01-01", 1_000_000)
    entry = registers.event(
        people, project, "capital_increase", "2021-02-01", 9_000, document=document
    )
    client, url = desk(people["data officer"]), change_url(entry)
    assert client.post(url, {**opened(client, url), "note": "Xem lại"}).status_code == 302
    entry.refresh_from_db()
    assert (entry.document, entry.note) == (document, "Xem lại")


@pytest.mark.parametrize("forged", ["9" * 30, "x", "\0", "-1", ""])
def test_what_it_was_cannot_break_the_form(administrator, people, desk, forged):
    account = people["translator"]
    url = change_url(account)
    sent = opened(administrator, url)
    hidden = {name: forged for name in sent if name.startswith("initial-")}
    assert administrator.post(url, {**sent, **hidden}).status_code in (200, 302, 400)
    unit = AdministrativeUnit.objects.create(code="34", level="province", name_vi="Thái Bình")
    client, url = desk(people["data officer"]), change_url(unit)
    sent = opened(client, url)
    hidden = {name: forged for name in [*sent, "initial-successors"] if name.startswith("initial-")}
    assert client.post(url, {**sent, **hidden}).status_code in (200, 302, 400)
