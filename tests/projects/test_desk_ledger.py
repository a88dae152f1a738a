"""Entries at the desk: nothing typed is lost, and nobody decides alone."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import override

from portal.delivery.models import PublicVersion
from portal.publishing import workflow
from portal.publishing.admin import questions
from portal.publishing.admin.site import admin_url
from portal.publishing.models import Notice
from projects import ledger
from projects.models import EntryState, FdiEvent, FdiProject, NgoYear, OdaYear
from tests import registers
from tests.projects.test_pages import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(people):
    project = registers.fdi_project(people, title_vi="Nhà máy Á Đông")
    registers.happened(people, project, "new", "2020-03-01", 100)
    return project


@pytest.fixture
def officer(people, desk):
    return desk(people["data officer"])


@pytest.fixture
def waiting(people, project):
    return registers.event(people, project, "capital_increase", "2021-01-01", 5, number="ĐC-1")


@pytest.fixture
def colleague(people):
    """Another data officer."""
    other = people["other author"]
    other.groups.set(people["data officer"].groups.all())
    return other


def add_url(model, project=None):
    address = reverse(f"admin:projects_{model._meta.model_name}_add")
    return f"{address}?project={project.pk}" if project else address


def increase(**values):
    return {
        "type": "capital_increase",
        "effective_on": "05/11/2021",
        "number": "ĐC-2",
        "amount": "1.500.000,50",
        "currency": "USD",
        "usd": "",
        "source_vi": "Giấy chứng nhận điều chỉnh",
        "source_en": "Adjusted certificate",
        "note": "Theo bản gốc",
        "sure": "on",  # these amounts are small
        **values,
    }


def chosen(entry, version=None):
    return f"{entry._meta.model_name}:{entry.pk}:{version or entry.version}"


def fresh(entry):
    return type(entry).objects.get(pk=entry.pk)


def hidden(response, name):
    return re.search(f'type="hidden" name="{name}" value="([^"]*)"', text(response))[1]


def text(response):
    return response.content.decode()


# --- entering --------------------------------------------------------------------------


def test_the_first_page_asks_what_happened(officer, people, project):
    types = officer.get(add_url(FdiEvent, project)).context_data["types"]
    assert "new" not in types
    assert len(types) == 10
    empty = registers.fdi_project(people)
    assert [*officer.get(add_url(FdiEvent, empty)).context_data["types"]] == ["new"]


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("suspension", "effective_on number source_vi source_en document note"),
        (
            "capital_increase",
            "effective_on number amount currency usd source_vi source_en document note",
        ),
        ("transfer", "effective_on number partner source_vi source_en document note"),
        ("other_adjustment", "effective_on number term_ends_on source_vi source_en document note"),
    ],
)
def test_each_type_shows_the_fields_it_needs(officer, project, kind, fields):
    response = officer.get(add_url(FdiEvent, project) + f"&type={kind}")
    assert [*response.context_data["form"].fields] == fields.split()


def test_an_entry_is_typed_the_vietnamese_way_and_waits(officer, people, project):
    response = officer.post(add_url(FdiEvent, project), increase())
    entry = FdiEvent.objects.get(number="ĐC-2")
    assert response.headers["Location"] == admin_url(entry, "record")
    assert (entry.amount, entry.usd, entry.effective_on, entry.status, entry.entered_by) == (
        Decimal("1500000.50"),
        Decimal("1500000.50"),
        date(2021, 11, 5),
        EntryState.PENDING,
        people["data officer"],
    )


@pytest.mark.parametrize(
    ("field", "typed"),
    [("amount", "sáu mươi"), ("amount", ""), ("effective_on", "31/02/2021"), ("number", "")],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(officer, project, field, typed):
    response = officer.post(
        add_url(FdiEvent, project), increase(note="Gõ cả buổi", **{field: typed})
    )
    form = response.context_data["form"]
    assert [*form.errors] == [field]
    assert form["note"].value() == "Gõ cả buổi"
    assert "Gõ cả buổi" in text(response)
    assert f'name="{field}"' in text(response)
    assert FdiEvent.objects.count() == 1


@pytest.mark.parametrize(
    ("typed", "scale", "usd"),
    [
        ("67,81", "6", "67810000"),
        ("67.812", "0", "67812"),  # as the portal shows it; money has two decimals
        ("1,5", "9", "1500000000"),
        ("118", "6", "118000000"),
    ],
)
def test_an_amount_is_typed_in_the_scale_of_its_document(officer, project, typed, scale, usd):
    officer.post(add_url(FdiEvent, project), increase(amount=typed, amount_scale=scale))
    assert FdiEvent.objects.get(number="ĐC-2").usd == Decimal(usd)


def test_an_amount_that_reads_two_ways_in_its_scale_is_refused(officer, project):
    response = officer.post(add_url(FdiEvent, project), increase(amount="67.812", amount_scale="6"))
    [message] = response.context_data["form"].errors["amount"]
    assert "67,8120" in message
    assert "67812" in message
    assert '<option value="6" selected>' in text(response)


def test_what_was_typed_is_read_aloud_beside_it(officer, project):
    data = increase(amount="67,81", amount_scale="6", effective_on="")
    page = text(officer.post(add_url(FdiEvent, project), data))
    assert "67,81 triệu: sáu mươi bảy triệu tám trăm mười nghìn" in page
    data = increase(amount="67.812", amount_scale="6", usd="")
    page = text(officer.post(add_url(FdiEvent, project), data))
    assert re.findall(r'amount__said"[^>]*?( hidden)?>(.*?)</p>', page) == [(" hidden", "")] * 2


@pytest.mark.parametrize(
    ("typed", "scale", "kept"),
    [
        ("146.422", "0", "146422"),  # as the portal shows it, in the unit of the field
        ("1.146.422,5", "0", "1146422.5"),
        ("146,4220", "0", "146.422"),
        ("139,8", "3", "139800"),
    ],
)
def test_million_vnd_are_typed_as_they_are_shown(officer, people, typed, scale, kept):
    project = registers.oda_project(people)
    data = {
        "measure": "planned", "year": "2022", "effective_on": "17/01/2022", "source_vi": "QĐ",
        "number": "12/QĐ-UBND", "foreign": typed, "foreign_scale": scale,
    }  # fmt: skip
    officer.post(add_url(OdaYear, project), data)
    assert OdaYear.objects.get().foreign == Decimal(kept)


@pytest.mark.parametrize(("typed", "scale"), [("146,422", "0"), ("146.422", "3")])
def test_million_vnd_that_are_two_numbers_are_refused(officer, people, typed, scale):
    project = registers.oda_project(people)
    data = {
        "measure": "planned", "year": "2022", "effective_on": "17/01/2022", "source_vi": "QĐ",
        "number": "12/QĐ-UBND", "foreign": typed, "foreign_scale": scale,
    }  # fmt: skip
    form = officer.post(add_url(OdaYear, project), data).context_data["form"]
    assert [error.code for error in form.errors.as_data()["foreign"]] == ["ambiguous"]
    assert not OdaYear.objects.exists()


def test_million_vnd_are_read_aloud_beside_the_field(officer, people):
    project = registers.oda_project(people)
    data = {"foreign": "146.422", "counterpart": "1,5", "counterpart_scale": "3"}
    page = text(officer.post(add_url(OdaYear, project), data))
    assert "146.422 triệu đồng: một trăm bốn mươi sáu tỷ bốn trăm hai mươi hai triệu" in page
    assert "1.500 triệu đồng: một tỷ năm trăm triệu" in page


def test_an_amount_without_its_equivalent_is_told_at_both_fields(officer, project):
    response = officer.post(add_url(FdiEvent, project), increase(currency="EUR", usd=""))
    said = "Số tiền ghi bằng EUR mà ô quy đổi ra USD để trống: nhập số quy đổi, hoặc sửa loại tiền."
    assert response.context_data["form"].errors == {"amount": [said], "usd": [said]}
    assert FdiEvent.objects.count() == 1


def test_an_unlikely_amount_is_asked_about_once(officer, project):
    data = increase(amount="67,81", sure="")
    response = officer.post(add_url(FdiEvent, project), data)
    assert response.context_data["form"].errors == {
        "sure": ["67,81 đô la Mỹ: đơn vị có đúng không?"]
    }
    assert "Đúng, văn bản ghi như vậy" in text(response)
    officer.post(add_url(FdiEvent, project), data | {"sure": "on"})
    assert FdiEvent.objects.get(number="ĐC-2").usd == Decimal("67.81")


def ticks(response):
    """(whether the form asks, what its tick is about, whether it is ticked)."""
    form = response.context_data["form"]
    return form.asks_whether_sure, form["sure_of"].value(), bool(form["sure"].value())


def test_a_tick_is_about_the_amount_that_was_asked_about(officer, people):
    project = registers.fdi_project(people)
    registers.happened(people, project, "new", "2020-03-01", 20_000_000)
    asked = officer.post(add_url(FdiEvent, project), increase(amount="67,81", sure=""))
    assert ticks(asked) == (True, "67.81", False)
    sure = {"sure": "on", "sure_of": "67.81"}
    same = officer.post(
        add_url(FdiEvent, project), increase(amount="67,81", effective_on="") | sure
    )
    assert ticks(same) == (True, "67.81", True)
    assert "67,81 đô la Mỹ: đơn vị có đúng không?" in text(same)
    other = officer.post(add_url(FdiEvent, project), increase(amount="68,81") | sure)
    assert ticks(other) == (True, "68.81", False)
    assert "68,81 đô la Mỹ: đơn vị có đúng không?" in text(other)
    mended = officer.post(
        add_url(FdiEvent, project), increase(amount="67.810.000", effective_on="") | sure
    )
    assert ticks(mended) == (False, "", False)
    assert "Đúng, văn bản ghi như vậy" not in text(mended)
    assert FdiEvent.objects.count() == 1
    officer.post(add_url(FdiEvent, project), increase(amount="67.810.000") | sure)
    assert FdiEvent.objects.get(number="ĐC-2").usd == 67_810_000


def test_an_entry_is_read_back_in_words_and_millions(officer, people, project):
    officer.post(add_url(FdiEvent, project), increase(amount="67,81", amount_scale="6"))
    page = text(officer.get(admin_url(FdiEvent.objects.get(number="ĐC-2"), "record")))
    assert "67,81 triệu USD: sáu mươi bảy triệu tám trăm mười nghìn" in page


@pytest.mark.parametrize(
    ("power", "typed", "scale", "said"),
    [
        (0, "3.500.000", "0", "3,5 triệu: ba triệu năm trăm nghìn"),
        (0, "3,5", "6", "3,5 triệu: ba triệu năm trăm nghìn"),
        (0, "900", "0", "chín trăm"),
        (0, "250,5", "0", "hai trăm năm mươi phẩy năm"),
        (0, "7,35", "0", "bảy phẩy ba năm"),
        (
            0,
            "250.000",
            "6",
            "“250.000” có thể là 250 (số thập phân) hoặc 250000 (số nguyên): "
            "hãy viết theo một trong hai cách này.",
        ),
        (
            0,
            "ba triệu",
            "0",
            "“ba triệu” không phải là số: chỉ viết chữ số, ví dụ 1.628,89 hoặc 1,628.89.",
        ),
        (0, "", "0", ""),
        (0, "9" * 60, "9", f"“{50 * '9'}” có quá nhiều chữ số: tối đa 28 chữ số."),
        (0, "1", "x", "một"),
        (6, "9.000", "0", "9.000 triệu đồng: chín tỷ"),
    ],
)
def test_an_amount_is_read_aloud_while_it_is_typed(officer, power, typed, scale, said):
    address = reverse("admin:projects_said", args=[power])
    response = officer.get(address, {"text": typed, "scale": scale})
    assert (response.status_code, text(response)) == (200, said)
    assert response.headers["Content-Type"] == "text/plain; charset=utf-8"


def test_an_amount_is_read_aloud_to_staff_alone_and_of_known_columns(client, officer, project):
    assert officer.get("/admin/projects/fdievent/said/3/").status_code == 404
    form = text(officer.get(add_url(FdiEvent, project) + "&type=capital_increase"))
    assert form.count('data-said="/admin/projects/fdievent/said/0/" hidden></p>') == 2
    assert form.count("projects/amounts.js") == 1
    client.logout()
    refused = client.get("/admin/projects/fdievent/said/0/", {"text": "1", "scale": "0"})
    assert refused.headers["Location"].startswith("/admin/login/")


def test_million_vnd_are_read_aloud_as_dong(people, officer):
    year = registers.year(
        people, registers.oda_project(people), "planned", 2022, "2022-01-17", foreign=9000
    )
    page = text(officer.get(admin_url(year, "record")))
    assert "9.000 triệu đồng: chín tỷ" in page
    assert "VND" not in page


def test_a_change_shows_what_the_capital_is_today(officer, project):
    form = officer.get(add_url(FdiEvent, project) + "&type=capital_increase").context_data["form"]
    assert form.fields["amount"].help_text == (
        "Chỉ ghi phần chênh lệch. Vốn đăng ký hiện nay: 100 USD."
    )


def test_a_partner_from_elsewhere_than_the_investors_is_remarked(officer, people):
    project = registers.fdi_project(people)
    project.investors.create(name="Công ty B", country=registers.country("JP", "Nhật Bản"))
    entry = registers.event(people, project, "new", "2020-01-01", 100)
    page = text(officer.get(admin_url(entry, "record")))
    assert "Đối tác thống kê là Hàn Quốc, còn nhà đầu tư đến từ: Nhật Bản." in page
    project.investors.create(name="Công ty C", country=registers.country())
    assert "Đối tác thống kê là" not in text(officer.get(admin_url(entry, "record")))


def test_what_the_ledger_refuses_is_said_and_nothing_is_lost(officer, project):
    early = increase(effective_on="28/02/2020", note="Gõ cả buổi")
    response = officer.post(add_url(FdiEvent, project), early)
    [message] = response.context_data["form"].non_field_errors()
    assert "28/02/2020" in message
    assert "Gõ cả buổi" in text(response)
    wrong = officer.post(add_url(FdiEvent, project), increase(usd="7", note="Gõ cả buổi"))
    assert [*wrong.context_data["form"].errors] == ["usd"]
    assert FdiEvent.objects.count() == 1


def test_another_type_keeps_what_was_typed(officer, project):
    response = officer.post(
        add_url(FdiEvent, project), increase(type="other_adjustment", _retype="1", note="Ghi chú")
    )
    form = response.context_data["form"]
    assert "term_ends_on" in form.fields
    assert "amount" not in form.fields
    assert (form["number"].value(), form["note"].value()) == ("ĐC-2", "Ghi chú")
    assert not form.errors
    assert FdiEvent.objects.count() == 1


def test_a_form_that_is_sent_twice_enters_once(officer, project):
    officer.post(add_url(FdiEvent, project), increase())
    again = officer.post(add_url(FdiEvent, project), increase())
    assert len(again.context_data["form"].non_field_errors()) == 1
    assert FdiEvent.objects.filter(number="ĐC-2").count() == 1


def test_an_uploaded_document_is_for_staff_only(officer, client, people, project, document):
    type(document).objects.update(uploaded_by=people["data officer"])
    officer.post(add_url(FdiEvent, project), increase(document=document.pk))
    entry = FdiEvent.objects.get(number="ĐC-2")
    assert entry.document == document
    assert officer.get(document.url()).status_code == 200
    type(document).objects.update(uploaded_by=None)
    assert officer.get(document.url()).status_code == 200  # who reads the ledger reads its papers
    client.logout()
    assert client.get(document.url()).status_code == 404


def test_a_notice_that_stands_alone_names_company_industry_and_place(officer):
    data = increase(type="share_purchase", partner=registers.country().pk)
    refused = officer.post(add_url(FdiEvent), data)
    assert {*refused.context_data["form"].errors} == {"company", "industry", "unit"}
    data |= {
        "company": "Công ty A",
        "industry": registers.industry().pk,
        "unit": registers.unit().pk,
    }
    assert officer.post(add_url(FdiEvent), data).status_code == 302
    entry = FdiEvent.objects.get()
    assert (entry.project, entry.company, entry.type) == (None, "Công ty A", "share_purchase")
    assert text(officer.get(admin_url(entry, "record"))).count("Công ty A") >= 1


def test_only_a_share_purchase_stands_alone(officer):
    response = officer.post(add_url(FdiEvent), increase())
    assert [*response.context_data["types"]] == ["share_purchase"]
    assert FdiEvent.objects.count() == 0


def test_what_is_hardly_so_of_a_year_is_asked_about(officer, people):
    project = registers.oda_project(people, ends_on="2031-12-31")

    def answer(**typed):
        data = {"year": "2023", "source_vi": "QĐ", "number": "KH-2023", "measure": "planned",
                "effective_on": "05/01/2023", **typed}  # fmt: skip
        response = officer.post(add_url(OdaYear, project), data)
        return response.context_data["form"].errors if response.status_code == 200 else {}

    assert answer(foreign="18750000000") == {
        "sure": ["18.750.000.000 triệu đồng: đơn vị có đúng không?"]
    }
    assert answer(foreign="18750", counterpart="0") == {}
    assert answer(foreign="18000", year="2027", number="KH", effective_on="10/01/2025") == {
        "sure": ["Năm 2027 trong văn bản ngày 10/01/2025: năm có đúng không?"]
    }
    assert answer(foreign="18000", year="2032", number="KH", effective_on="10/01/2032") == {
        "sure": [
            "Năm 2032, trong khi thời gian thực hiện dự án là … – 31/12/2031: năm có đúng không?"
        ]
    }
    assert answer(foreign="19000", effective_on="06/06/2023") == {
        "sure": [
            "“KH-2023” đã ghi số của năm này, trong mục ghi ngày 05/01/2023: nếu cùng một văn "
            "bản, hãy đính chính mục ghi đó."
        ]
    }
    result = {"measure": "disbursed", "number": "BC-1", "foreign": "25000"}
    assert answer(**result, effective_on="31/12/2022", sure="on") == {
        "effective_on": [
            "Văn bản có ngày trước năm 2023 không thể ghi số đã giải ngân trong năm đó."
        ]
    }
    assert answer(**result, effective_on="31/12/2023") == {
        "sure": ["Giải ngân 25.000, kế hoạch 18.750: có đúng là vượt kế hoạch năm không?"]
    }
    assert answer(**result, effective_on="31/12/2023", sure="on") == {}
    assert OdaYear.objects.count() == 2


def test_more_disbursed_than_was_promised_to_an_item_of_aid_is_asked_about(officer, people):
    aid = registers.ngo_aid(people, usd=54_000, amount=54_000, ends_on="2026-12-31")
    registers.year(people, aid, "committed", 2023, "2023-01-05", usd=10_000, amount=10_000)

    def answer(amount):
        data = {"year": "2023", "source_vi": "QĐ", "measure": "disbursed", "amount": amount,
                "currency": "USD", "effective_on": "31/12/2023"}  # fmt: skip
        return officer.post(add_url(NgoYear, aid), data).context_data["form"].errors["sure"]

    assert answer("11.000,5") == [
        "Giải ngân 11.000,5, cam kết 10.000: có đúng là vượt cam kết của năm không?"
    ]
    assert answer("90000000") == [
        "90.000.000 đô la Mỹ: đơn vị có đúng không?",
        "Giải ngân 90.000.000, cam kết 10.000: có đúng là vượt cam kết của năm không?",
        "90.000.000 đô la Mỹ, trong khi tổng cam kết là 54.000: có đúng không?",
    ]


def test_a_certificate_entered_twice_and_capital_disbursed_above_all_are_asked_about(
    officer, people, project
):
    registers.happened(people, project, "capital_increase", "2022-10-10", 400_000, number="DC1")

    def answer(**typed):
        return officer.post(add_url(FdiEvent, project), increase(sure="", **typed))

    again = answer(number="dc1", effective_on="11/10/2022").context_data["form"].errors["sure"]
    assert again == [
        "“dc1” đã được nhập, ngày 10/10/2022: nếu cùng một văn bản, hãy đính chính mục ghi đó."
    ]
    paid = {"type": "disbursement", "number": "BC", "effective_on": "31/12/2022"}
    [said] = answer(**paid, amount="90000000").context_data["form"].errors["sure"]
    assert said.startswith("Vốn thực hiện 90.000.000, vốn đăng ký ")
    assert answer(**paid, amount="1000").status_code == 302


def test_a_day_before_the_first_law_on_foreign_investment_is_asked_about(officer, project):
    typed = increase(effective_on="10/03/1922", sure="")
    form = officer.post(add_url(FdiEvent, project), typed).context_data["form"]
    assert form.errors["sure"] == ["Văn bản ngày 10/03/1922: năm có đúng không?"]


def test_years_of_oda_and_ngo(officer, people):
    oda, aid = registers.oda_project(people), registers.ngo_aid(people)
    year = {"year": "2022", "effective_on": "15/01/2022", "source_vi": "Báo cáo"}
    officer.post(add_url(OdaYear, oda), {**year, "measure": "planned", "foreign": "146.422,5"})
    officer.post(
        add_url(NgoYear, aid),
        {
            **year,
            "measure": "committed",
            "amount": "83888",
            "currency": "USD",
            "is_floor": "on",
            "sure": "on",
        },
    )
    assert OdaYear.objects.get().foreign == Decimal("146422.5")
    entry = NgoYear.objects.get()
    assert (entry.usd, entry.is_floor) == (Decimal(83888), True)
    assert "83.888 USD" in text(officer.get(admin_url(aid, "record")))


def test_a_document_is_named_in_vietnamese_and_may_be_in_english(officer, project):
    alone = increase(source_vi="", source_en="Adjusted certificate")
    response = officer.post(add_url(FdiEvent, project), alone)
    assert set(response.context_data["form"].errors) == {"source_vi"}
    officer.post(add_url(FdiEvent, project), increase())
    entry = FdiEvent.objects.latest("pk")
    told = (entry.source_vi, entry.source_en)
    assert told == ("Giấy chứng nhận điều chỉnh", "Adjusted certificate")
    page = text(officer.get(add_url(FdiEvent, project) + "&type=capital_increase"))
    assert "Văn bản nguồn bằng tiếng Anh" in page


def test_the_ledger_is_open_while_the_record_is_published(officer, project):
    page = text(officer.get(admin_url(project)))
    assert add_url(FdiEvent, project).replace("&", "&amp;") in page


def test_a_working_copy_shows_the_ledger_of_its_record_to_read(officer, people, project, waiting):
    copy = workflow.open_copy(project, by=people["data officer"])
    response = officer.get(admin_url(copy))
    shown = response.context_data["ledger"]
    assert (len(shown.entries), shown.add) == (2, "")
    assert admin_url(project, "record") in text(response)
    assert officer.get(add_url(FdiEvent, copy)).status_code == 404
    assert officer.post(add_url(FdiEvent, copy), increase()).status_code == 404


def test_the_ledger_itself_takes_no_entry_for_a_working_copy(people, project):
    copy = workflow.open_copy(project, by=people["data officer"])
    with pytest.raises(ValidationError):
        registers.event(people, copy, "new", "2020-01-01", 5)
    assert FdiEvent.objects.filter(project=copy.pk).count() == 0


# --- one's own entry -------------------------------------------------------------------


def test_ones_own_entry_is_changed_while_it_waits(officer, waiting):
    form = officer.get(admin_url(waiting)).context_data["form"]
    assert form["amount"].value() == "5"
    officer.post(admin_url(waiting), increase(amount="6", version=waiting.version))
    assert (fresh(waiting).usd, fresh(waiting).version) == (Decimal(6), waiting.version + 1)


def test_a_change_from_an_older_window_is_refused_and_kept(officer, waiting):
    officer.post(admin_url(waiting), increase(amount="6", version=waiting.version))
    late = officer.post(
        admin_url(waiting), increase(amount="7", version=waiting.version, note="Sau")
    )
    assert len(late.context_data["form"].non_field_errors()) == 1
    assert "Sau" in text(late)
    assert fresh(waiting).usd == Decimal(6)


def test_a_change_that_comes_after_the_approval_is_given_back(officer, people, waiting):
    registers.approved(people, waiting)
    late = officer.post(admin_url(waiting), increase(amount="7", version=1, note="Gõ cả buổi"))
    assert len(late.context_data["form"].non_field_errors()) == 1
    assert "Gõ cả buổi" in text(late)
    assert fresh(waiting).usd == Decimal(5)


def test_taking_back_is_for_its_author_alone(desk, people, colleague, waiting):
    address = admin_url(waiting, "take_back")
    for person in (colleague, people["publisher"]):
        assert desk(person).post(address).status_code == 403
    officer = desk(people["data officer"])
    assert officer.get(address).status_code == 405
    assert officer.post(address, {"confirmed": "1"}).status_code == 302
    assert not FdiEvent.objects.filter(pk=waiting.pk).exists()
    assert officer.post(address, {"confirmed": "1"}).status_code == 404


def test_taking_back_asks_first_and_names_what_is_lost(officer, waiting):
    address = admin_url(waiting, "take_back")
    asked = text(officer.post(address))
    assert FdiEvent.objects.filter(pk=waiting.pk).exists()
    for said in ("không gì khôi phục được", str(waiting.project), "ĐC-1", ": 5</li>"):
        assert said in asked
    assert f'action="{address}"' in asked


def test_what_was_decided_meanwhile_is_not_asked_about(officer, people, waiting):
    registers.approved(people, waiting)
    response = officer.post(admin_url(waiting, "take_back"))
    assert response["Location"] == admin_url(waiting, "record")
    assert FdiEvent.objects.filter(pk=waiting.pk).exists()


def test_taking_a_correction_back_says_what_goes_on(officer, people, waiting):
    counted = registers.approved(people, waiting)
    correction = ledger.correct(counted, by=people["data officer"], amount=8, usd=8, note="Sai")
    asked = text(officer.post(admin_url(correction, "take_back")))
    assert "Mục được đính chính vẫn tiếp tục được tính." in asked


# --- rejected --------------------------------------------------------------------------


def test_a_rejected_entry_is_entered_again_with_what_was_typed(officer, people, waiting):
    rejected = ledger.reject(
        waiting, by=people["publisher"], version=waiting.version, reason="Sai số quyết định"
    )
    assert admin_url(rejected, "again") in text(officer.get(admin_url(rejected, "record")))
    response = officer.get(admin_url(rejected, "again"))
    assert response.context_data["form"]["number"].value() == "ĐC-1"
    assert "Sai số quyết định" in text(response)
    officer.post(admin_url(rejected, "again"), increase(number="ĐC-1A", version=1))
    entry = FdiEvent.objects.get(number="ĐC-1A")
    assert (entry.is_pending, entry.project) == (True, waiting.project)
    assert fresh(rejected).status == EntryState.REJECTED


def test_only_ones_own_rejected_entry_is_entered_again(desk, people, colleague, waiting):
    officer = desk(people["data officer"])
    assert officer.get(admin_url(waiting, "again")).status_code == 403
    rejected = ledger.reject(waiting, by=people["publisher"], version=waiting.version, reason="Sai")
    assert desk(colleague).get(admin_url(rejected, "again")).status_code == 403


# --- corrections -----------------------------------------------------------------------


def test_a_correction_starts_from_the_old_entry(officer, people, project, waiting):
    old = registers.approved(people, waiting)
    form = officer.get(admin_url(old, "correct")).context_data["form"]
    assert (form["amount"].value(), form["number"].value()) == ("5", "ĐC-1")
    officer.post(
        admin_url(old, "correct"),
        increase(effective_on="01/01/2021", number="ĐC-1", amount="7", version=1),
    )
    correction = FdiEvent.objects.get(supersedes=old)
    assert (correction.usd, correction.status) == (Decimal(7), EntryState.PENDING)
    page = officer.get(admin_url(correction, "record"))
    assert ("5", "7") in [pair[1:] for pair in page.context_data["differences"]]
    registers.approved(people, correction)
    listed = text(officer.get(admin_url(project, "record")))
    assert "entry--superseded" in listed


def test_a_correction_can_take_the_entry_back(officer, people, waiting):
    old = registers.approved(people, waiting)
    officer.post(
        admin_url(old, "correct"),
        {
            "type": old.type,
            "void": "on",
            "version": 1,
            "effective_on": "01/01/2021",
            "note": "Trùng",
        },
    )
    correction = FdiEvent.objects.get(supersedes=old)
    assert (correction.void, correction.effective_on) == (True, old.effective_on)


def test_a_correction_needs_its_reason(officer, people, waiting):
    old = registers.approved(people, waiting)
    response = officer.post(admin_url(old, "correct"), increase(version=1, note=""))
    assert [*response.context_data["form"].errors] == ["note"]


def test_a_second_correction_says_that_one_waits(officer, people, waiting):
    old = registers.approved(people, waiting)
    ledger.correct(old, by=people["data officer"], amount=7, usd=7)
    response = officer.post(admin_url(old, "correct"), increase(version=1, note="Gõ"))
    assert len(response.context_data["form"].non_field_errors()) == 1
    assert "Gõ" in text(response)


def test_what_waits_or_was_superseded_is_not_corrected(officer, waiting):
    assert officer.get(admin_url(waiting, "correct")).status_code == 302
    response = officer.post(admin_url(waiting, "correct"), increase(version=1))
    assert len(response.context_data["form"].non_field_errors()) == 1
    assert FdiEvent.objects.filter(supersedes=waiting).count() == 0


# --- deciding --------------------------------------------------------------------------


def approve(client, *values, confirmed=True, **data):
    data |= {"chosen": list(values)} | ({"confirmed": "1"} if confirmed else {})
    return client.post(reverse("admin:projects_approve"), data)


def test_the_effect_is_shown_before_anything_counts(desk, people, project, waiting):
    version = PublicVersion.current().number
    response = approve(desk(people["publisher"]), chosen(waiting), confirmed=False)
    [(_name, changes)] = response.context_data["registers"]
    assert ("100 USD", "105 USD") in [change.public for change in changes]
    assert "105 USD" in text(response)
    assert f'value="{chosen(waiting)}"' in text(response)
    assert fresh(waiting).is_pending
    assert PublicVersion.current().number == version


def changes_of(response):
    """(period, in public) of each total that an approval would change, without those of today."""
    [(_name, changes)] = response.context_data["registers"]
    return [(change.period, change.public) for change in changes if len(change.period) == 4]


def test_a_correction_into_another_year_shows_the_year_that_it_leaves(
    desk, people, project, waiting
):
    old = registers.approved(people, waiting)
    moved = ledger.correct(
        old, by=people["data officer"], effective_on=date(2020, 6, 1), note="Sai"
    )
    shown = approve(desk(people["publisher"]), chosen(moved), confirmed=False)
    assert ("2020", ("0 USD", "5 USD")) in changes_of(shown)
    assert ("2021", ("5 USD", "0 USD")) in changes_of(shown)


def test_a_year_of_aid_that_was_mistaken_shows_both_years(desk, people):
    aid = registers.ngo_aid(people, stages=[("approved", "2021-01-04")])
    said = registers.year(people, aid, "committed", 2021, "2022-01-15", usd=9)
    moved = ledger.correct(
        registers.approved(people, said), by=people["data officer"], year=2022, note="Sai"
    )
    shown = approve(desk(people["publisher"]), chosen(moved), confirmed=False)
    assert changes_of(shown) == [("2021", ("9 USD", "–")), ("2022", ("–", "9 USD"))]


def shown_of(desk, people, correction):
    """The words about a correction in the inbox, the queue and the page that approves it."""
    client = desk(people["publisher"])
    inbox, queue = (client.get(reverse(f"admin:{name}")) for name in ("index", "projects_waiting"))
    pages = inbox, queue, approve(client, chosen(correction), confirmed=False)
    return [words(text(response)) for response in pages]


def test_a_correction_shows_what_it_changes_before_it_counts(desk, people, waiting):
    correction = ledger.correct(
        registers.approved(people, waiting),
        by=people["data officer"],
        effective_on=date(2021, 2, 3), amount=7, usd=7, note="Sai",
    )  # fmt: skip
    for shown in shown_of(desk, people, correction):
        assert "01/01/2021 → 03/02/2021" in shown
        assert "+5 USD → +7 USD" in shown
    listed = desk(people["publisher"]).get(reverse("admin:projects_fdievent_changelist"))
    assert "+5 USD → +7 USD" in words(text(listed))


def test_a_correction_shows_what_stays_after_what_changes(desk, people, project):
    there = registers.happened(
        people, project, "capital_increase", "2021-01-01", 5, term_ends_on=None, note=""
    )
    correction = ledger.correct(there, by=people["data officer"], amount=900, currency="VND")
    for shown in shown_of(desk, people, correction):
        assert "– → 900 VND +5 USD" in shown


def test_a_correction_of_the_year_shows_both(desk, people):
    aid = registers.ngo_aid(people)
    said = registers.year(people, aid, "committed", 2021, "2022-01-15", usd=9)
    correction = ledger.correct(
        registers.approved(people, said), by=people["data officer"], year=2022, note="Sai"
    )
    for shown in shown_of(desk, people, correction):
        assert "Cam kết 2021 → Cam kết 2022" in shown


def test_what_a_correction_takes_back_is_shown(desk, people, waiting):
    old = registers.approved(people, waiting)
    void = ledger.correct(old, by=people["data officer"], void=True, note="Trùng")
    for shown in shown_of(desk, people, void):
        assert "+5 USD → –" in shown
    registers.approved(people, void)
    record = words(text(desk(people["publisher"]).get(admin_url(waiting.project, "record"))))
    assert "+5 USD → –" not in record


def test_an_entry_that_is_taken_back_shows_its_year(desk, people, waiting):
    old = registers.approved(people, waiting)
    void = ledger.correct(old, by=people["data officer"], void=True, note="Trùng")
    shown = approve(desk(people["publisher"]), chosen(void), confirmed=False)
    assert ("2021", ("5 USD", "0 USD")) in changes_of(shown)


def test_entries_of_a_hidden_record_leave_the_public_totals(desk, people):
    hidden = registers.fdi_project(people, public=False)
    entry = registers.event(people, hidden, "new", "2020-01-01", 9)
    response = approve(desk(people["publisher"]), chosen(entry), confirmed=False)
    [(_name, changes)] = response.context_data["registers"]
    assert {change.public for change in changes} == {None}
    assert ("0 USD", "9 USD") in [change.registered for change in changes]


def test_many_are_approved_over_all_registers(desk, people, project, waiting):
    oda, aid = registers.oda_project(people), registers.ngo_aid(people)
    plan = registers.year(people, oda, "planned", 2022, "2022-01-15", foreign=7)
    gift = registers.year(people, aid, "committed", 2022, "2022-01-15", usd=9)
    client = desk(people["publisher"])
    entries = [waiting, plan, gift]
    values = [chosen(entry) for entry in entries]
    shown = approve(client, *values, confirmed=False)
    assert len(shown.context_data["registers"]) in (1, 3)
    assert approve(client, *values).status_code == 302
    assert [fresh(entry).status for entry in entries] == [EntryState.APPROVED] * 3
    assert fresh(plan).decided_by == people["publisher"]
    replay = approve(client, *values)
    assert replay.context_data["blocked"]


def test_an_amount_in_doubt_is_marked_for_whoever_approves_it(desk, people, project):
    entry = registers.event(people, project, "capital_increase", "2021-01-01", 7_350_000_000_000)
    usual = registers.event(people, project, "capital_increase", "2021-02-01", 7_350_000)
    said = "7.350.000.000.000 đô la Mỹ: đơn vị có đúng không?"
    client = desk(people["publisher"])
    shown = text(approve(client, chosen(entry), chosen(usual), confirmed=False))
    assert shown.count(said) == 1
    assert shown.count("đơn vị có đúng không?") == 2  # in itself, and beside the capital
    assert said in text(client.get(admin_url(entry, "record")))


def test_all_or_none(desk, people, project, waiting):
    other = registers.fdi_project(people)
    early = FdiEvent(
        project=other,
        type="suspension",
        effective_on=date(2021, 1, 1),
        entered_by=people["data officer"],
    )
    early.save()
    response = approve(desk(people["publisher"]), chosen(waiting), chosen(early))
    assert response.context_data["problems"]
    assert "01/01/2021" in text(response)
    assert {fresh(entry).status for entry in (waiting, early)} == {EntryState.PENDING}


def test_what_changed_meanwhile_is_shown_again(desk, people, officer, waiting):
    officer.post(admin_url(waiting), increase(amount="6", version=waiting.version))
    client = desk(people["publisher"])
    response = approve(client, chosen(waiting))
    assert len(response.context_data["problems"]) == 1
    assert fresh(waiting).is_pending
    assert f'value="{chosen(waiting, 2)}"' in text(response)
    assert approve(client, chosen(waiting, 2)).status_code == 302


def test_totals_that_moved_since_they_were_shown_are_shown_again(desk, people, project, waiting):
    client = desk(people["publisher"])
    told = hidden(approve(client, chosen(waiting), confirmed=False), "told")
    registers.happened(people, project, "capital_increase", "2021-02-01", 7)
    again = approve(client, chosen(waiting), told=told)
    assert again.context_data["problems"] == [questions.MOVED]
    [(_name, changes)] = again.context_data["registers"]
    assert ("107 USD", "112 USD") in [change.public for change in changes]
    assert fresh(waiting).is_pending
    assert approve(client, chosen(waiting), told=hidden(again, "told")).status_code == 302
    assert fresh(waiting).status == EntryState.APPROVED


def test_nobody_approves_what_they_entered(desk, people, waiting):
    both = people["data officer"]
    both.groups.add(*people["publisher"].groups.all())
    response = approve(desk(both), chosen(waiting))
    assert response.context_data["blocked"]
    assert fresh(waiting).is_pending


@pytest.mark.parametrize("name", ["author", "translator", "data officer", "administrator"])
def test_others_decide_on_nothing(desk, people, waiting, name):
    client = desk(people[name])
    assert approve(client, chosen(waiting)).status_code == 403
    rejected = client.post(
        admin_url(waiting, "reject"), {"version": waiting.version, "reason": "Sai"}
    )
    assert rejected.status_code == 403
    assert fresh(waiting).is_pending


def test_the_right_for_one_register_is_no_right_for_another(
    desk, people, django_user_model, waiting
):
    person = django_user_model.objects.create_user("kiem-tra", is_staff=True)
    person.user_permissions.set(
        Permission.objects.filter(codename__in=["view_odayear", "approve_odayear"])
    )
    plan = registers.year(
        people, registers.oda_project(people), "planned", 2022, "2022-01-15", foreign=7
    )
    client = desk(person)
    assert approve(client, chosen(plan), chosen(waiting)).status_code == 403
    assert (fresh(plan).status, fresh(waiting).status) == (EntryState.PENDING,) * 2
    assert client.get(admin_url(waiting, "record")).status_code == 403
    queue = client.get(reverse("admin:projects_waiting"))
    assert [entry for _n, entries, _c in queue.context_data["groups"] for entry in entries] == [
        plan
    ]
    assert approve(client, chosen(plan)).status_code == 302


@pytest.mark.parametrize(
    "value", ["fdievent:x:1", "fdiproject:1:1", "auth.user:1:1", "", "fdievent:-1:1", ":::"]
)
def test_forged_choices_are_no_entries(desk, people, value):
    assert approve(desk(people["publisher"]), value).status_code == 404


def test_what_is_gone_is_said(desk, people, officer, waiting):
    ledger.take_back(waiting, by=people["data officer"])
    response = approve(desk(people["publisher"]), chosen(waiting))
    assert response.status_code == 302


def test_a_get_approves_nothing(desk, people, waiting):
    client = desk(people["publisher"])
    address = reverse("admin:projects_approve")
    assert client.get(address, {"chosen": chosen(waiting), "confirmed": "1"}).status_code == 405
    assert fresh(waiting).is_pending


def test_a_rejection_tells_its_author_why(desk, people, waiting):
    client = desk(people["publisher"])
    address = admin_url(waiting, "reject")
    empty = client.post(address, {"version": waiting.version, "reason": " "})
    assert len(empty.context_data["refused"]) == 1
    stale = client.post(address, {"version": 9, "reason": "Sai số tiền"})
    assert "Sai số tiền" in text(stale)
    assert fresh(waiting).is_pending
    client.post(address, {"version": waiting.version, "reason": "Sai số tiền"})
    assert (fresh(waiting).status, fresh(waiting).decision) == (
        EntryState.REJECTED,
        "Sai số tiền",
    )
    notice = Notice.objects.get(recipient=people["data officer"], reason=Notice.Kind.SENT_BACK)
    assert notice.note == "Sai số tiền"
    assert notice.title == "Điều chỉnh tăng vốn 01/01/2021: Nhà máy Á Đông"
    officer = desk(people["data officer"])
    home = words(text(officer.get(reverse("admin:index"))))
    assert "Sai số tiền Hãy mở mục ghi rồi chọn “Nhập lại”" in home
    with override("en"):
        assert Notice.objects.get(pk=notice.pk).to_do.startswith("Open it and choose “Enter again”")
    led = officer.get(reverse("admin:notice", args=[notice.pk]))
    assert led.headers["Location"] == admin_url(waiting, "record")


# --- attackers -------------------------------------------------------------------------


def test_a_forged_project_is_no_project(officer, people, project):
    oda = registers.oda_project(people)
    for key in ("999999", "x", "1" * 30, "-1"):
        address = reverse("admin:projects_fdievent_add") + f"?project={key}&type=suspension"
        assert officer.post(address, increase()).status_code == 404
    posted = increase(project=oda.pk, entered_by=people["author"].pk, status="approved",
                      supersedes=1, known_at="2020-01-01")  # fmt: skip
    officer.post(add_url(FdiEvent, project), posted)
    entry = FdiEvent.objects.get(number="ĐC-2")
    assert (entry.project, entry.entered_by, entry.status, entry.supersedes, entry.known_at) == (
        project,
        people["data officer"],
        EntryState.PENDING,
        None,
        None,
    )


def test_a_foreign_entry_is_not_changed(desk, colleague, people, waiting):
    client = desk(colleague)
    assert client.get(admin_url(waiting)).status_code == 403
    assert client.post(admin_url(waiting), increase(version=1)).status_code == 403
    assert fresh(waiting).usd == Decimal(5)


@pytest.mark.parametrize("name", ["author", "translator", "reviewer", "publisher", "administrator"])
def test_only_data_officers_enter(desk, people, project, name):
    client = desk(people[name])
    assert client.get(add_url(FdiEvent, project)).status_code == 403
    assert client.post(add_url(FdiEvent, project), increase()).status_code == 403
    first = project.events.get()
    assert client.post(admin_url(first, "correct"), increase(version=1)).status_code == 403
    assert FdiEvent.objects.count() == 1


def test_an_entry_of_another_ledger_is_not_found_here(officer, people):
    plan = registers.year(
        people, registers.oda_project(people), "planned", 2022, "2022-01-15", foreign=7
    )
    address = reverse("admin:projects_ngoyear_take_back", args=[plan.pk])
    assert officer.post(address).status_code == 404
    assert OdaYear.objects.filter(pk=plan.pk).exists()


# --- queue, home, panel ----------------------------------------------------------------


def test_the_queue_filters_by_text_register_and_person(desk, people, project, waiting, colleague):
    other = registers.fdi_project(people, title_vi="Khu đô thị")
    second = FdiEvent(project=other, type="new", effective_on=date(2022, 1, 1), number="GCN-9",
                      partner=registers.country(), amount=5, usd=5)  # fmt: skip
    ledger.enter(second, by=colleague)
    plan = registers.year(
        people, registers.oda_project(people), "planned", 2022, "2022-01-15", foreign=7
    )
    client = desk(people["publisher"])

    def shown(**query):
        groups = client.get(reverse("admin:projects_waiting"), query).context_data["groups"]
        return [entry for _name, entries, _cut in groups for entry in entries]

    assert shown() == [waiting, second, plan]
    assert shown(q="a dong") == [waiting]
    assert shown(q="gcn-9") == [second]
    assert shown(register="odayear") == [plan]
    assert shown(by=colleague.pk) == [second]
    assert shown(by="x") == [waiting, second, plan]
    page = text(client.get(reverse("admin:projects_waiting"), {"all": "1"}))
    assert page.count(" checked") == 3


def test_the_home_names_what_is_past_its_period_without_a_completion(desk, people):
    period = {"starts_on": date(2018, 1, 1), "ends_on": date(2020, 12, 31)}
    running = registers.oda_project(
        people, stages=[("implementation", "2018-01-01")], title_vi="Trạm bơm", **period
    )
    registers.oda_project(
        people,
        stages=[("implementation", "2018-01-01"), ("completed", "2020-11-01")],
        title_vi="Đã xong",
        **period,
    )
    aid = registers.ngo_aid(people, stages=[("implementing", "2018-01-01")], **period)
    home = desk(people["data officer"]).get(reverse("admin:index"))
    [box] = [box for box in home.context_data["inbox"]["boxes"] if box.key == "lapsed"]
    assert (box.rows, box.total) == ([running, aid], 2)
    assert "thời gian thực hiện đến 31/12/2020" in text(home)
    home = desk(people["author"]).get(reverse("admin:index"))
    assert "lapsed" not in [box.key for box in home.context_data["inbox"]["boxes"]]


def test_the_home_shows_what_waits_for_whom(desk, people, waiting):
    def box(person, key):
        boxes = desk(person).get(reverse("admin:index")).context_data["inbox"]["boxes"]
        return [box.rows for box in boxes if box.key == key]

    assert box(people["publisher"], "approve") == [[waiting]]
    assert box(people["data officer"], "approve") == []
    assert box(people["data officer"], "entered") == [[waiting]]
    assert box(people["author"], "approve") == box(people["author"], "entered") == []
    assert "ĐC-1" not in text(desk(people["author"]).get(reverse("admin:index")))


def test_the_bulk_action_of_a_list_leads_to_the_same_confirmation(desk, people, waiting):
    client = desk(people["publisher"])
    address = reverse("admin:projects_fdievent_changelist")
    data = {"action": "approve_selected", "_selected_action": [waiting.pk]}
    response = client.post(address, data)
    assert f'value="{chosen(waiting)}"' in text(response)
    assert fresh(waiting).is_pending


def test_the_as_of_panel_tells_what_was(desk, people, project):
    registers.happened(people, project, "capital_increase", "2021-01-01", 50)
    registers.happened(people, project, "disbursement", "2021-06-01", 30)
    japan = registers.country("JP", "Nhật Bản", "Japan")
    registers.happened(people, project, "transfer", "2022-01-01", partner=japan)
    registers.event(people, project, "capital_increase", "2021-02-01", 999)
    client = desk(people["author"])

    def facts(**query):
        context = client.get(admin_url(project, "record"), query).context_data
        values = [value for _label, value in context["standing"].facts]
        return values[1:4], len(context["standing"].entries)

    assert facts(as_of="31/12/2021") == (["150 USD", "30 USD", "Hàn Quốc"], 3)
    assert facts(as_of="31/12/2020") == (["100 USD", "–", "Hàn Quốc"], 1)
    assert facts() == (["150 USD", "30 USD", "Nhật Bản"], 4)
    assert facts(as_of="31/12/2021", known_at="01/01/2020") == (["–", "–", "–"], 0)
    assert facts(as_of="nonsense")[1] == 4


@pytest.mark.parametrize("register", ["fdi", "domestic"])
def test_the_capital_of_a_certificate_that_waits_is_no_zero(desk, people, register):
    project = getattr(registers, f"{register}_project")(people)
    client = desk(people["author"])

    def capital(**query):
        response = client.get(admin_url(project, "record"), query)
        return dict(response.context_data["standing"].facts)["Vốn đăng ký"]

    assert capital() == "–"
    registers.event(people, project, "new", "2020-03-01", 100)
    assert capital() == "– (chờ duyệt cùng giấy chứng nhận)"
    assert capital(as_of="29/02/2020") == "–"
    client.post(reverse("admin:language"), {"language": "en"})
    page = text(client.get(admin_url(project, "record")))
    assert "– (waits for approval with the certificate)" in page


@pytest.mark.parametrize(("code", "said"), [("vi", "Lý do *"), ("en", "Reason *")])
def test_the_reason_of_a_rejection_is_starred(desk, people, waiting, code, said):
    client = desk(people["publisher"])
    client.post(reverse("admin:language"), {"language": code})
    assert f'<label for="id_reason">{said}</label>' in text(
        client.get(admin_url(waiting, "record"))
    )


def test_a_record_page_costs_the_same_for_a_long_ledger(desk, people, project):
    client = desk(people["author"])

    def cost():
        with CaptureQueriesContext(connection) as queries:
            client.get(admin_url(project, "record"))
        return len(queries)

    registers.happened(people, project, "capital_increase", "2021-01-01", 1)
    cost()
    few = cost()
    for month in range(2, 12):
        registers.happened(people, project, "capital_increase", f"2021-{month:02}-01", 1)
    assert cost() == few
    assert FdiProject.objects.count() == 1


def test_the_list_tells_the_day_of_entering_as_it_was_here(desk, people, waiting):
    FdiEvent.objects.filter(pk=waiting.pk).update(
        entered_at=datetime(2022, 11, 28, 20, tzinfo=UTC)  # three in the morning here
    )
    shown = text(desk(people["author"]).get(reverse("admin:projects_fdievent_changelist")))
    assert "<small>29/11/2022</small>" in shown
