"""The register beside official figures of the same day: differences, reasons, explanations."""

import re
from datetime import date
from decimal import Decimal
from html import unescape

import pytest

from investment.official.models import (
    Breakdown,
    Explanation,
    Indicator,
    OfficialFigure,
    SourceTable,
)
from portal.pages.models import SiteIdentity
from projects import ledger
from projects.models import FdiEvent
from tests import registers
from tests.projects.test_pages import words

pytestmark = pytest.mark.django_db

Type = FdiEvent.Type
URL = "/admin/official/sourcetable/reconciliation/"
DAY = date(2022, 12, 20)
#: (name, value) of what the page sends along unseen.
HIDDEN = r'<input type="hidden" name="([^"]*)"(?: value="([^"]*)")?'
COUNT, MILLION = OfficialFigure.Unit.COUNT, OfficialFigure.Unit.MILLION_USD


def table(people, number="FIA-2022", **values):
    values = {
        "title_vi": "Đầu tư nước ngoài năm 2022",
        "publisher_vi": "Cục Đầu tư nước ngoài",
        "vintage": "bản tải ngày 03/01/2023",
        "source_vi": "Phụ lục III",
        "effective_on": DAY,
        "number": number,
        **values,
    }
    return ledger.enter(SourceTable(**values), by=people["data officer"])


def figure(of, indicator, value, unit=MILLION, **values):
    values = {
        "label": "Thái Bình",
        "province": registers.unit(),
        "since": None if indicator.startswith("stock") else date(2022, 1, 1),
        "as_of": DAY,
        **values,
    }
    return OfficialFigure.objects.create(
        table=of,
        indicator=indicator,
        breakdown=Breakdown.PROVINCE,
        value=Decimal(value),
        unit=unit,
        **values,
    )


@pytest.fixture
def project(people):
    SiteIdentity.objects.create(pk=1, name_vi="Sở", name_en="D", province_vi="Tỉnh Thái Bình")
    project = registers.fdi_project(people)
    registers.happened(people, project, Type.NEW, "2022-03-01", Decimal("12345678.91"))
    return project


@pytest.fixture
def official(people, project):
    """New capital and projects of 2022, as the agency counted them up to the 20th of December."""
    of = table(people)
    found = {
        indicator: figure(of, indicator, value, unit)
        for indicator, value, unit in [
            (Indicator.NEW_PROJECTS, 2, COUNT),
            (Indicator.NEW_CAPITAL, "20.5", MILLION),
            (Indicator.STOCK_CAPITAL, "112.346", MILLION),
        ]
    }
    registers.approved(people, of)
    return found


def page(client, query=""):
    response = client.get(URL + query)
    assert response.status_code == 200
    return response.content.decode()


def row(html, official):
    """The words of one row of the table."""
    return words(re.search(rf'<tr id="figure-{official.pk}".*?</tr>', html, re.DOTALL)[0])


def explain(client, official, text, seen=None, query=""):
    html = page(client, query)
    cells = re.search(rf'<tr id="figure-{official.pk}".*?</tr>', html, re.DOTALL)[0]
    data = {name: unescape(value) for name, value in re.findall(HIDDEN, cells)}
    data |= {"figure": official.pk, f"figure-{official.pk}-text": text}
    if seen is not None:
        data[f"figure-{official.pk}-seen"] = seen
    return client.post(URL + query, data)


# --- figures and differences --------------------------------------------------------------


def test_it_sets_the_register_beside_the_document(desk, people, official):
    html = page(desk(people["reviewer"]))
    assert "Thái Bình, 20/12/2022" in html
    assert row(html, official[Indicator.NEW_CAPITAL]).startswith(
        "Vốn đăng ký cấp mới triệu USD 20,5 FIA-2022 12,34567891 −8,15432109 "
    )
    assert row(html, official[Indicator.NEW_PROJECTS]).split(" FIA-2022 ")[1].startswith("1 −1 ")
    assert "Cục Đầu tư nước ngoài, Phụ lục III. bản tải ngày 03/01/2023" in words(html)


def test_it_reads_the_register_up_to_the_day_and_no_further(desk, people, project, official):
    registers.happened(people, project, Type.INCREASE, "2022-12-25", Decimal(1_000_000))
    text = row(page(desk(people["reviewer"])), official[Indicator.STOCK_CAPITAL])
    assert " FIA-2022 12,34567891 −100,00032109 " in text
    assert "đến hết 31/12/2022 danh mục ghi 13,34567891" in text


def test_any_day_with_official_figures_can_be_chosen(desk, people, official):
    of = table(people, "FIA-2021", effective_on="2021-12-20")
    earlier = figure(of, Indicator.STOCK_CAPITAL, 77, as_of=date(2021, 12, 20))
    registers.approved(people, of)
    html = page(desk(people["reviewer"]), "?as_of=2021-12-20")
    assert "Thái Bình, 20/12/2021" in html
    assert row(html, earlier).split(" FIA-2021 ")[1].startswith("0 −77 ")
    assert "figure-" not in page(desk(people["reviewer"]), "?as_of=2020-12-20")


def test_without_official_figures_it_says_so(desk, people):
    assert "Không có số liệu chính thức của tỉnh cho ngày này." in words(
        page(desk(people["reviewer"]))
    )


# --- possible reasons ---------------------------------------------------------------------


def test_entries_that_wait_are_counted_with_their_amount(desk, people, project, official):
    registers.event(people, project, Type.INCREASE, "2022-05-01", Decimal(2_000_000))
    registers.event(people, project, Type.DECREASE, "2022-06-01", Decimal(500_000))
    registers.event(people, project, Type.INCREASE, "2022-12-21", Decimal(9_000_000))
    html = page(desk(people["reviewer"]))
    text = row(html, official[Indicator.STOCK_CAPITAL])
    assert "2 mục ghi chờ duyệt. Nếu được duyệt: +1,5 triệu USD." in text
    assert "chờ duyệt" not in row(html, official[Indicator.NEW_CAPITAL])


def test_a_correction_that_waits_tells_what_it_adds(desk, people, project, official):
    first = project.events.get()
    correction = FdiEvent(
        project=project,
        type=Type.NEW,
        effective_on=first.effective_on,
        number=first.number,
        partner=first.partner,
        amount=Decimal(10_000_000),
        usd=Decimal(10_000_000),
        supersedes=first,
    )
    ledger.enter(correction, by=people["data officer"])
    text = row(page(desk(people["reviewer"])), official[Indicator.NEW_CAPITAL])
    assert "1 mục ghi chờ duyệt. Nếu được duyệt: −2,34567891 triệu USD." in text


def test_what_staff_have_not_published_or_entered_is_counted(desk, people, official):
    secret = registers.fdi_project(people, public=False)
    registers.happened(people, secret, Type.NEW, "2022-04-01", Decimal(8_000_000))
    registers.fdi_project(people)
    html = words(page(desk(people["reviewer"])))
    assert "1 hồ sơ có mục ghi đến ngày này chưa công khai" in html
    assert "1 hồ sơ công khai chưa có mục ghi nào được duyệt" in html
    assert "0 hồ sơ mẫu" in html
    assert "20,34567891" not in html


def test_offshore_oil_and_gas_and_revisions_are_named(desk, people, official):
    of = table(people, "FIA-2022-sua", title_vi="Số liệu sửa")
    first = official[Indicator.NEW_CAPITAL]
    figure(of, Indicator.NEW_CAPITAL, "31.5", province=None, label="Dầu khí")
    second = figure(of, Indicator.NEW_CAPITAL, "21.25", revises=first)
    html = page(desk(people["reviewer"]))
    assert "31,5" not in html
    registers.approved(people, of)
    html = page(desk(people["reviewer"]))
    assert f'id="figure-{first.pk}"' not in html
    text = row(html, second)
    assert " 21,25 FIA-2022-sua 12,34567891 −8,90432109 " in text
    assert "trước đó: 20,5 (Đầu tư nước ngoài năm 2022)" in text
    assert "Dầu khí ngoài khơi (31,5)" in text


# --- explanations -------------------------------------------------------------------------


def test_an_explanation_is_kept_with_who_gave_it(desk, people, official):
    first = official[Indicator.NEW_CAPITAL]
    response = explain(desk(people["data officer"]), first, "Một dự án cấp ngày 21/12.")
    assert (response.status_code, response.url) == (
        302,
        f"{URL}?as_of=2022-12-20#figure-{first.pk}",
    )
    kept = Explanation.objects.get()
    assert (kept.figure, kept.text, kept.by, kept.register_value) == (
        first,
        "Một dự án cấp ngày 21/12.",
        people["data officer"],
        Decimal("12.34567891"),
    )
    html = page(desk(people["reviewer"]))
    assert "Một dự án cấp ngày 21/12. data-officer" in row(html, first)
    assert "chênh lệch khác" not in row(html, first)


def test_it_holds_for_the_difference_that_it_was_given_for(desk, people, project, official):
    first = official[Indicator.STOCK_CAPITAL]
    explain(desk(people["data officer"]), first, "Dự án chuyển địa bàn.")
    registers.happened(people, project, Type.INCREASE, "2022-05-01", Decimal(1))
    text = row(page(desk(people["reviewer"])), first)
    assert "giải thích cho chênh lệch khác" in text
    assert "12,34567891" in text
    assert "Dự án chuyển địa bàn." in text


@pytest.mark.parametrize(
    ("typed", "problem"),
    [("  ", "Hãy ghi lý do của chênh lệch."), ("dài " * 501, "2000")],
)
def test_nothing_typed_is_lost_when_it_is_refused(desk, people, official, typed, problem):
    explain(desk(people["publisher"]), official[Indicator.NEW_CAPITAL], "Lời đầu.")
    response = explain(desk(people["publisher"]), official[Indicator.NEW_CAPITAL], typed)
    assert response.status_code == 200
    text = row(response.content.decode(), official[Indicator.NEW_CAPITAL])
    assert problem in text
    assert typed.strip() in response.content.decode()
    assert "Chưa lưu. Nội dung đã nhập vẫn còn dưới đây" in words(response.content.decode())
    assert Explanation.objects.get().text == "Lời đầu."


def test_saving_one_row_keeps_what_is_typed_in_the_others(client, desk, people, official):
    first, second = official[Indicator.NEW_CAPITAL], official[Indicator.STOCK_CAPITAL]
    desk(people["data officer"])
    data = {name: unescape(value) for name, value in re.findall(HIDDEN, page(client))}
    data |= {
        "figure": first.pk,
        f"figure-{first.pk}-text": "Cấp ngày 21/12.",
        f"figure-{second.pk}-text": "Chuyển địa bàn.",
    }
    response = client.post(URL, data)
    assert response.url == f"{URL}?as_of=2022-12-20#figure-{first.pk}"
    assert dict(Explanation.objects.values_list("figure", "text")) == {
        first.pk: "Cấp ngày 21/12.",
        second.pk: "Chuyển địa bàn.",
    }
    assert "Đã lưu 2 giải thích." in words(page(client))


def test_one_refused_row_keeps_all_from_being_saved_and_lost(client, desk, people, official):
    first, second = official[Indicator.NEW_CAPITAL], official[Indicator.STOCK_CAPITAL]
    desk(people["data officer"])
    data = {name: unescape(value) for name, value in re.findall(HIDDEN, page(client))}
    data |= {f"figure-{first.pk}-text": "dài " * 501, f"figure-{second.pk}-text": "Chuyển địa bàn."}
    html = client.post(URL, data).content.decode()
    assert "2000" in row(html, first)
    assert "Chuyển địa bàn." in row(html, second)
    assert "2000" not in row(html, second)
    assert not Explanation.objects.exists()


def test_what_another_explained_meanwhile_does_not_refuse_ones_own_row(
    client, desk, people, official
):
    first, second = official[Indicator.NEW_CAPITAL], official[Indicator.STOCK_CAPITAL]
    desk(people["publisher"])
    data = {name: unescape(value) for name, value in re.findall(HIDDEN, page(client))}
    data |= {f"figure-{first.pk}-text": "", f"figure-{second.pk}-text": "Chuyển địa bàn."}
    explain(desk(people["data officer"]), first, "Lời của người khác.")
    desk(people["publisher"])
    assert client.post(URL, data).status_code == 302
    assert dict(Explanation.objects.values_list("figure", "text")) == {
        first.pk: "Lời của người khác.",
        second.pk: "Chuyển địa bàn.",
    }


def test_the_browser_learns_that_its_copy_is_saved(client, desk, people, official):
    first = official[Indicator.NEW_CAPITAL]
    desk(people["data officer"])
    data = {name: unescape(value) for name, value in re.findall(HIDDEN, page(client))}
    data |= {f"figure-{first.pk}-text": "dài " * 501, "_kept": "m1abc"}
    assert "desk-saved-m1abc" not in client.post(URL, data).cookies
    data[f"figure-{first.pk}-text"] = "Cấp ngày 21/12."
    assert "desk-saved-m1abc" in client.post(URL, data).cookies


def test_who_saw_something_else_looks_again_and_then_decides(desk, people, project, official):
    first = official[Indicator.NEW_CAPITAL]
    html = page(desk(people["publisher"]))
    stale = re.search(rf'name="figure-{first.pk}-seen" value="([^"]*)"', html)[1]
    explain(desk(people["data officer"]), first, "Lời của người thứ nhất.")
    response = explain(desk(people["publisher"]), first, "Lời của tôi.", seen=stale)
    html = response.content.decode()
    assert "đã thay đổi" in row(html, first)
    assert "Lời của tôi." in html
    assert Explanation.objects.get().text == "Lời của người thứ nhất."
    cells = re.search(rf'<tr id="figure-{first.pk}".*?</tr>', html, re.DOTALL)[0]
    now = re.search(r'-seen" value="([^"]*)"', cells)[1]
    explain(desk(people["publisher"]), first, "Lời của tôi.", seen=now)
    assert Explanation.objects.get().text == "Lời của tôi."


def test_those_who_only_look_have_no_form_and_cannot_write(client, desk, people, official):
    html = page(desk(people["reviewer"]))
    assert '-text"' not in html
    first = official[Indicator.NEW_CAPITAL].pk
    data = {f"figure-{first}-text": "Tôi", f"figure-{first}-seen": "12.34567891/"}
    assert client.post(URL, data).status_code == 403
    assert not Explanation.objects.exists()


@pytest.mark.parametrize("typed", ["", "abc", "9" * 30, "0"])
def test_an_unknown_figure_is_left_alone(client, desk, people, official, typed):
    desk(people["publisher"])
    data = {"figure": typed, f"figure-{typed}-text": "Tôi", f"figure-{typed}-seen": "x"}
    assert client.post(URL, data).url == f"{URL}?as_of=2022-12-20"
    assert not Explanation.objects.exists()


def test_explanations_are_no_business_of_visitors(client, desk, people, official):
    explain(desk(people["data officer"]), official[Indicator.NEW_CAPITAL], "Chuyện nội bộ.")
    client.logout()
    assert client.get(URL).url == f"/admin/login/?next={URL}"
    for path in ("/vi/thong-ke/", "/vi/thong-ke/von-fdi-dang-ky-chinh-thuc/"):
        assert "Chuyện nội bộ" not in client.get(path).content.decode()


def test_the_list_of_tables_leads_to_it(client, desk, people, official):
    desk(people["reviewer"])
    assert f'href="{URL}"' in client.get("/admin/official/sourcetable/").content.decode()


@pytest.mark.one_database
def test_the_number_of_queries_does_not_grow(
    client, desk, people, official, django_assert_num_queries
):
    desk(people["publisher"])
    client.get(URL)
    with django_assert_num_queries(21):
        client.get(URL)
    figure(official[Indicator.NEW_CAPITAL].table, Indicator.STOCK_PROJECTS, 9, COUNT)
    with django_assert_num_queries(21):
        client.get(URL)
