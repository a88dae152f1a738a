"""What is more likely a slip: the same question by hand, in an import, and to who approves."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.publishing.admin.site import admin_url
from projects import ledger
from projects.exchange import shelf
from projects.models import FdiEvent, NgoYear, OdaFund, OdaYear
from projects.registers.fdi.workbook import WORKBOOK as FDI
from projects.registers.ngo.workbook import WORKBOOK as NGO
from projects.registers.oda.workbook import WORKBOOK as ODA
from tests import registers
from tests.projects.tables import filled, uploaded
from tests.projects.test_pages import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(people):
    return people["data officer"]


@pytest.fixture
def project(people):
    project = registers.fdi_project(people, certificate_number="1032345678")
    registers.happened(
        people, project, "new", "2020-03-01", 3_000_000, number=project.certificate_number
    )
    return project


@pytest.fixture
def by_hand(desk, officer):
    """What asks about an entry as it is typed: the sentences."""

    def sentences(address, **typed):
        response = desk(officer).post(address, {"source_vi": "QĐ", "note": "Sai số", **typed})
        if response.status_code == 302:
            return []
        errors = response.context_data["form"].errors
        assert [*errors] == ["sure"]
        return errors["sure"]

    return sentences


def add_url(model, project):
    return reverse(f"admin:projects_{model._meta.model_name}_add") + f"?project={project.pk}"


def asked(register, officer, records=(), entries=()):
    """What the import of some rows asks: the sentences."""
    batch = uploaded(filled(register, records, entries), register, officer)
    return [doubt["why"] for doubt in shelf.preview(batch).doubted]


def told(desk, people, *entries):
    """The words of the pages about entries that wait: each one's own, the queue, the approval."""
    client = desk(people["publisher"])
    chosen = [f"{entry._meta.model_name}:{entry.pk}:{entry.version}" for entry in entries]
    pages = [
        *(client.get(admin_url(entry, "record")) for entry in entries),
        client.get(reverse("admin:projects_waiting")),
        client.post(reverse("admin:projects_approve"), {"chosen": chosen}),
    ]
    return [words(page.content.decode()) for page in pages]


# --- capital ---------------------------------------------------------------------------

TENFOLD = "Đính chính từ 3.000.000 thành 30.000.000: đơn vị có đúng không?"
MOVED = "Đính chính từ 01/03/2020 thành 01/03/2010: năm có đúng không?"


def test_a_correction_that_is_far_from_what_stands_is_asked_about(
    desk, people, officer, project, by_hand
):
    first = FdiEvent.objects.get()
    same = {"type": "new", "version": 1, "currency": "USD", "partner": first.partner_id}
    typed = {**same, "effective_on": "01/03/2010", "amount": "30.000.000"}
    assert by_hand(admin_url(first, "correct"), **typed) == [MOVED, TENFOLD]
    row = {"certificate_number": "1032345678", "title_vi": project.title_vi}
    far = {**row, "effective_on": "01/03/2010", "usd": 30_000_000}
    assert asked(FDI, officer, [far]) == [MOVED, TENFOLD]
    assert asked(FDI, officer, [{**row, "effective_on": "01/03/2020", "usd": 300_001}]) == []
    assert asked(FDI, officer, [{**row, "effective_on": "01/03/2020", "usd": 300_000}]) == [
        "Đính chính từ 3.000.000 thành 300.000: đơn vị có đúng không?"
    ]
    entry = ledger.correct(
        first, by=officer, effective_on=date(2010, 3, 1), usd=30_000_000, amount=30_000_000
    )
    for page in told(desk, people, entry):
        assert TENFOLD in page
        assert MOVED in page


def test_a_certificate_corrected_to_a_later_one_may_be_an_adjustment(
    desk, people, officer, project, by_hand
):
    first = FdiEvent.objects.get()
    said = "Ngày muộn hơn và vốn khác: đây có phải là một lần điều chỉnh, phải ghi riêng không?"
    typed = {"type": "new", "version": 1, "currency": "USD", "partner": first.partner_id}
    later = {**typed, "effective_on": "01/02/2021"}
    assert by_hand(admin_url(first, "correct"), **later, amount="3500000") == [said]
    row = {"certificate_number": "1032345678", "title_vi": project.title_vi}
    assert asked(FDI, officer, [{**row, "effective_on": "01/02/2021", "usd": 3_500_000}]) == [said]
    assert asked(FDI, officer, [{**row, "effective_on": "01/02/2021", "usd": 3_000_000}]) == []
    assert asked(FDI, officer, [{**row, "effective_on": "01/02/2020", "usd": 3_500_000}]) == []
    entry = ledger.correct(first, by=officer, effective_on=date(2021, 2, 1), usd=3_500_000,
                           amount=3_500_000)  # fmt: skip
    for page in told(desk, people, entry):
        assert said in page


def test_an_increase_of_four_times_the_capital_is_asked_about(
    desk, people, officer, project, by_hand
):
    said = "Vốn tăng thêm 12.000.000, trong khi vốn đăng ký là 3.000.000: đơn vị có đúng không?"
    typed = {"type": "capital_increase", "number": "DC1", "effective_on": "10/10/2022",
             "currency": "USD"}  # fmt: skip
    assert by_hand(add_url(FdiEvent, project), **typed, amount="12000000") == [said]
    row = {"number_of_record": "1032345678", "type": str(FdiEvent.Type.INCREASE.label),
           "effective_on": "10/10/2022", "number": "DC1"}  # fmt: skip
    assert asked(FDI, officer, entries=[{**row, "usd": 12_000_000}]) == [said]
    assert asked(FDI, officer, entries=[{**row, "usd": 11_999_999}]) == []
    entry = registers.event(people, project, "capital_increase", "2022-10-10", 12_000_000)
    for page in told(desk, people, entry):
        assert said in page


def test_a_decrease_by_nearly_all_of_the_capital_is_asked_about(people, officer, project):
    row = {"number_of_record": "1032345678", "type": str(FdiEvent.Type.DECREASE.label),
           "effective_on": "10/10/2022", "number": "DC1"}  # fmt: skip
    assert asked(FDI, officer, entries=[{**row, "usd": 2_700_000}]) == [
        "Vốn giảm 2.700.000, trong khi vốn đăng ký là 3.000.000: đơn vị có đúng không?"
    ]
    assert asked(FDI, officer, entries=[{**row, "usd": 2_699_999}]) == []


@pytest.mark.parametrize(
    ("amount", "currency", "usd", "shown"),
    [
        (240_000_000, "VND", 100, "240.000.000 VND và 100"),
        (480_000_000, "VND", 200_000, "480.000.000 VND và 200.000"),
        (20_000, "EUR", 2_000, "20.000 EUR và 2.000"),
        (480_000_000, "VND", 20_000, ""),
        (20_000, "EUR", 22_000, ""),
        (20_000, "XDR", 5_000, ""),
    ],
)
def test_dollars_far_from_the_rate_of_their_currency_are_asked_about(
    desk, people, officer, by_hand, amount, currency, usd, shown
):
    aid = registers.ngo_aid(people, usd=540_000, amount=540_000)
    said = [f"{shown} đô la Mỹ: hai số có khớp nhau không?"] if shown else []
    typed = {"measure": "committed", "year": "2023", "effective_on": "31/12/2022"}
    row = {"record": aid.pk, "year": 2023, "effective_on": "31/12/2022", "source_vi": "QĐ",
           "measure": str(NgoYear.Measure.COMMITTED.label), "amount": amount,
           "currency": currency, "usd": usd}  # fmt: skip
    assert asked(NGO, officer, entries=[row]) == said
    amounts = {"amount": amount, "currency": currency, "usd": usd}
    assert by_hand(add_url(NgoYear, aid), **typed, **amounts) == said
    entry = registers.year(people, aid, "committed", 2022, "2022-12-31", usd=usd, amount=amount,
                           currency=currency)  # fmt: skip
    for page in told(desk, people, entry):
        assert ("hai số có khớp nhau không" in page) is bool(shown)


def test_disbursements_that_are_too_much_together_are_asked_about(
    desk, people, officer, project, by_hand
):
    paid = registers.happened(people, project, "disbursement", "2022-12-31", 2_500_000)
    said = (
        "Vốn thực hiện 2.600.000, cộng với các lần trước là 5.100.000, vượt vốn đăng ký 3.000.000: "
        "có đúng không?"
    )
    typed = {"type": "disbursement", "number": "BC", "effective_on": "30/06/2022",
             "currency": "USD"}  # fmt: skip
    assert by_hand(add_url(FdiEvent, project), **typed, amount="2600000") == [said]
    row = {"number_of_record": "1032345678", "type": str(FdiEvent.Type.DISBURSEMENT.label),
           "effective_on": "31/12/2023"}  # fmt: skip
    assert asked(FDI, officer, entries=[{**row, "usd": 2_600_000}]) == [said]
    assert asked(FDI, officer, entries=[{**row, "usd": 500_000}]) == []
    # What a correction replaces counts once.
    ledger.correct(paid, by=officer, usd=2_400_000, amount=2_400_000)
    assert asked(FDI, officer, entries=[{**row, "usd": 600_000}]) == []
    entry = registers.event(people, project, "disbursement", "2023-12-31", 2_600_000)
    for page in told(desk, people, entry):
        assert "cộng với các lần trước là 5.000.000, vượt vốn đăng ký 3.000.000" in page


@pytest.mark.parametrize(
    ("there", "typed"),
    [
        ("DC1", "dc 1"),
        ("ĐC 9", "ĐC9"),
        ("15/KH-UBND", "Số 15/KH-UBND"),
        ("DC.1", "No. DC-1"),
        ("15/KH-UBND", "Kế hoạch số 15/KH-UBND"),
    ],
)
def test_a_number_is_known_however_it_is_written(people, project, by_hand, there, typed):
    registers.happened(people, project, "capital_increase", "2022-10-10", 400_000, number=there)
    said = (
        f"“{typed}” đã được nhập, ngày 10/10/2022: nếu cùng một văn bản, hãy đính chính mục ghi đó."
    )
    data = {"type": "capital_increase", "effective_on": "11/10/2022", "currency": "USD"}
    assert by_hand(add_url(FdiEvent, project), **data, number=typed, amount="400000") == [said]


def test_a_number_is_known_in_an_import_however_it_is_written(people, officer, oda):
    registers.year(people, oda, "planned", 2023, "2023-01-05", foreign=900, number="15/KH-UBND")
    row = planned(effective_on="06/06/2023", foreign=950)
    assert asked(ODA, officer, entries=[{**row, "number": "Số 15/KH-UBND"}]) == [
        "“Số 15/KH-UBND” đã ghi số của năm này, trong mục ghi ngày 05/01/2023: nếu cùng một văn "
        "bản, hãy đính chính mục ghi đó."
    ]
    assert asked(ODA, officer, entries=[{**row, "number": "16/KH-UBND"}]) == []
    rows = [{**row, "year": 2024, "number": number, "effective_on": f"0{day}/01/2024"}
            for day, number in enumerate(("ĐC 9", "dc9"), 1)]  # fmt: skip
    [said] = asked(ODA, officer, entries=rows)
    assert said.startswith("“dc9” đã ghi số của năm này, trong mục ghi ngày 01/01/2024")


def test_numbers_of_other_digits_are_others(people, project, by_hand):
    registers.happened(people, project, "capital_increase", "2022-10-10", 400_000, number="1/23")
    data = {"type": "capital_increase", "effective_on": "11/10/2022", "currency": "USD"}
    assert by_hand(add_url(FdiEvent, project), **data, number="12/3", amount="400000") == []


# --- statements on a year --------------------------------------------------------------


def planned(**values):
    return {"number_of_record": "MAU-1", "measure": str(OdaYear.Measure.PLANNED.label),
            "year": 2023, "effective_on": "20/12/2022", "source_vi": "QĐ", **values}  # fmt: skip


@pytest.fixture
def oda(people):
    project = registers.oda_project(people, code="MAU-1")
    kinds = OdaFund.Kind
    OdaFund.objects.create(project=project, kind=kinds.LOAN, usd=10_000_000, amount=10_000_000,
                           currency="USD")  # fmt: skip
    OdaFund.objects.create(project=project, kind=kinds.COUNTERPART, amount=30_000_000_000,
                           currency="VND")  # fmt: skip
    return project


def test_a_plan_far_from_the_one_that_stands_is_asked_about(desk, people, officer, oda, by_hand):
    plan = registers.year(people, oda, "planned", 2023, "2022-12-20", foreign=18_760)
    registers.approved(people, plan)
    typed = {"measure": "planned", "year": "2023", "effective_on": "10/06/2023"}
    said = (
        "187.600, trong khi số đã ghi của năm này là 18.760 (văn bản ngày 20/12/2022): đơn vị có "
        "đúng không?"
    )
    assert by_hand(add_url(OdaYear, oda), **typed, foreign="187600") == [said]
    later = planned(effective_on="10/06/2023")
    assert asked(ODA, officer, entries=[{**later, "foreign": 187_600}]) == [said]
    assert asked(ODA, officer, entries=[{**later, "foreign": 1_876}]) == [
        said.replace("187.600", "1.876")
    ]
    assert asked(ODA, officer, entries=[{**later, "foreign": 30_000}]) == []
    corrected = "Đính chính từ 18.760 thành 187.600: đơn vị có đúng không?"
    assert asked(ODA, officer, entries=[planned(foreign=187_600)]) == [corrected]
    assert by_hand(admin_url(plan, "correct"), **{**typed, "effective_on": "20/12/2022"},
                   foreign="187600", version=1) == [corrected]  # fmt: skip
    entry = registers.year(people, oda, "planned", 2023, "2023-06-10", foreign=187_600)
    for page in told(desk, people, entry):
        assert said in page


def test_a_year_far_above_all_others_is_asked_about(desk, people, officer, oda, by_hand):
    for year, foreign in ((2021, 15_402), (2022, 9_000)):
        plan = registers.year(
            people, oda, "planned", year, f"{year}-01-20", foreign=foreign, counterpart=0
        )
    registers.approved(people, plan)
    typed = {"measure": "planned", "year": "2023", "effective_on": "20/12/2022"}
    said = "187.600, trong khi năm khác cao nhất chỉ 15.402 (năm 2021): đơn vị có đúng không?"
    assert by_hand(add_url(OdaYear, oda), **typed, foreign="187600") == [said]
    assert asked(ODA, officer, entries=[planned(foreign=187_600)]) == [said]
    assert asked(ODA, officer, entries=[planned(foreign=61_607, counterpart=900)]) == []
    entry = registers.year(people, oda, "planned", 2023, "2022-12-20", foreign=187_600)
    for page in told(desk, people, entry):
        assert said in page


def test_a_year_above_all_funds_of_a_project_is_asked_about(desk, people, officer, oda, by_hand):
    foreign = (
        "300.001 triệu đồng, nhiều hơn toàn bộ vốn của dự án (không quá 300.000 triệu đồng): đơn "
        "vị có đúng không?"
    )
    own = foreign.replace("300.001", "30.001").replace("300.000", "30.000")
    typed = {"measure": "planned", "year": "2023", "effective_on": "10/06/2023"}
    amounts = {"foreign": "300001", "counterpart": "30001"}
    assert by_hand(add_url(OdaYear, oda), **typed, **amounts) == [foreign, own]
    row = planned(foreign=300_001, counterpart=30_001)
    assert asked(ODA, officer, entries=[row]) == [foreign, own]
    assert asked(ODA, officer, entries=[planned(foreign=300_000, counterpart=30_000)]) == []
    entry = registers.year(people, oda, "planned", 2023, "2023-06-10", foreign=300_001)
    for page in told(desk, people, entry):
        assert foreign in page
    OdaFund.objects.filter(kind="counterpart").delete()
    assert asked(ODA, officer, entries=[planned(counterpart=2_400_000)]) == [
        foreign.replace("300.001", "2.400.000")
    ]
    OdaFund.objects.update(usd=None)
    assert asked(ODA, officer, entries=[planned(counterpart=2_400_000)]) == []


def test_a_year_long_before_its_document_is_asked_about(desk, people, officer, oda, by_hand):
    said = "Năm 2012 trong văn bản ngày 10/01/2022: năm có đúng không?"
    typed = {"measure": "planned", "year": "2012", "effective_on": "10/01/2022"}
    assert by_hand(add_url(OdaYear, oda), **typed, foreign="18000") == [said]
    row = planned(effective_on="10/01/2022", foreign=18_000)
    assert asked(ODA, officer, entries=[{**row, "year": 2012}]) == [said]
    assert asked(ODA, officer, entries=[{**row, "year": 2020}]) == []
    entry = registers.year(people, oda, "planned", 2012, "2022-01-10", foreign=18_000)
    for page in told(desk, people, entry):
        assert said in page


def test_aid_disbursed_above_the_commitment_over_the_years_is_asked_about(
    desk, people, officer, by_hand
):
    aid = registers.ngo_aid(people, usd=54_000, amount=54_000)
    for on, usd in (("2021-06-30", 9_000), ("2021-12-31", 14_400)):  # The later one counts.
        registers.year(people, aid, "disbursed", 2021, on, usd=usd, amount=usd)
    said = (
        "50.000 đô la Mỹ, cộng với các năm khác là 64.400, vượt tổng cam kết 54.000: có đúng không?"
    )
    typed = {"measure": "disbursed", "year": "2023", "effective_on": "31/12/2023",
             "currency": "USD"}  # fmt: skip
    assert by_hand(add_url(NgoYear, aid), **typed, amount="50000") == [said]
    row = {"record": aid.pk, "year": 2023, "effective_on": "31/12/2023", "source_vi": "Báo cáo",
           "measure": str(NgoYear.Measure.DISBURSED.label)}  # fmt: skip
    assert asked(NGO, officer, entries=[{**row, "usd": 50_000}]) == [said]
    assert asked(NGO, officer, entries=[{**row, "usd": 39_600}]) == []
    entry = registers.year(people, aid, "disbursed", 2023, "2023-12-31", usd=50_000, amount=50_000)
    for page in told(desk, people, entry):
        assert said in page


def test_what_a_waiting_correction_replaces_is_not_asked_about(desk, people, officer, oda):
    plan = registers.year(
        people, oda, "planned", 2023, "2022-12-20", foreign=9_700, number="KH-2023"
    )
    plan = registers.approved(people, plan)
    ledger.correct(plan, by=officer, foreign=9_800)
    typed = {"measure": "planned", "year": "2023", "number": "KH-2023", "foreign": "9900",
             "effective_on": "21/12/2022", "version": 1, "note": "Sai"}  # fmt: skip
    form = desk(officer).post(admin_url(plan, "correct"), typed).context_data["form"]
    assert [*form.errors] == ["__all__"]  # that a correction waits


# --- who approves ----------------------------------------------------------------------


def test_all_that_was_asked_is_told_to_who_approves_several(desk, people, project, oda):
    """Above the plan, above the capital, the same number: on every page, of its own entry."""
    registers.happened(people, project, "capital_increase", "2022-10-10", 400_000, number="DC1")
    registers.year(people, oda, "planned", 2023, "2023-01-05", foreign=18_750)
    entries = [
        registers.event(people, project, "capital_increase", "2022-10-11", 400_000, number="dc 1"),
        registers.event(people, project, "disbursement", "2022-12-31", 90_000_000),
        registers.year(people, oda, "disbursed", 2023, "2023-12-31", foreign=25_000),
    ]
    *own, queue, approval = told(desk, people, *entries)
    for page in (queue, approval):
        assert "“dc 1” đã được nhập, ngày 10/10/2022" in page
        assert "Vốn thực hiện 90.000.000, vốn đăng ký 3.800.000: đơn vị có đúng không?" in page
        assert "Giải ngân 25.000, kế hoạch 18.750: có đúng là vượt kế hoạch năm không?" in page
    for page, said in zip(own, ("đã được nhập", "vốn đăng ký", "kế hoạch 18.750"), strict=True):
        assert said in page


def test_the_queue_costs_the_same_for_many_entries(desk, people):
    client = desk(people["publisher"])

    def cost(count):
        for _n in range(count):
            project = registers.fdi_project(people)
            registers.event(people, project, "new", "2020-03-01", Decimal(3_000_000))
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("admin:projects_waiting"))
        return len(queries)

    cost(1)
    assert cost(1) == cost(3)
