"""What a table means: new, changed, same or wrong, and what becomes of it."""

import unicodedata
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.publishing import workflow
from portal.publishing.admin.site import admin_url
from portal.publishing.models import SlugClaim, State
from portal.text import display
from projects import ledger
from projects.exchange import batches, shelf, work, writing
from projects.models import (
    CountryAlias,
    FdiEvent,
    FdiProject,
    ImportBatch,
    Investor,
    NgoAid,
    NgoYear,
    OdaFund,
    OdaProject,
    OdaStage,
    OdaYear,
    Zone,
)
from projects.registers.domestic.workbook import WORKBOOK as DOMESTIC
from projects.registers.fdi.workbook import WORKBOOK as FDI
from projects.registers.ngo.workbook import WORKBOOK as NGO
from projects.registers.oda.workbook import WORKBOOK as ODA
from projects.when import When
from tests import articles, registers
from tests.projects.tables import (
    book,
    filled,
    heading,
    imported,
    lines,
    problems,
    table,
    uploaded,
    verdicts,
)

Type = FdiEvent.Type


@pytest.fixture
def officer(people):
    return people["data officer"]


@pytest.fixture(autouse=True)
def _reference(db):
    registers.country()
    registers.industry()
    registers.unit()


def row(**values):
    """A row of the sheet of FDI projects."""
    return {
        "certificate_number": "1032345678",
        "title_vi": "Nhà máy linh kiện điện tử",
        "effective_on": "15/03/2022",
        "usd": Decimal("1500000.50"),
        "partner_id": "Hàn Quốc",
        **values,
    }


def event(**values):
    return {
        "number_of_record": "1032345678",
        "type": str(Type.INCREASE.label),
        "effective_on": date(2022, 9, 1),
        "number": "DC-01",
        "usd": 250_000,
        **values,
    }


# --- new rows --------------------------------------------------------------------------


def test_a_new_row_becomes_a_draft_and_an_entry_that_waits(officer):
    data = filled(
        FDI,
        [
            row(
                title_en="Electronics factory",
                unit_id="Thái Bình",
                industry_id="C",
                land_area=Decimal("3.25"),
                investors="Công ty A (Hàn Quốc); Công ty B",
                address_vi="Lô 1",
            )
        ],
    )
    batch = imported(data, FDI, officer)
    project = FdiProject.rows.get()
    assert (project.status, project.version, project.created_by) == (State.DRAFT, 1, officer)
    assert (project.title_vi, project.title_en) == (
        "Nhà máy linh kiện điện tử",
        "Electronics factory",
    )
    assert (project.slug_vi, project.slug_en) == (
        "nha-may-linh-kien-dien-tu",
        "electronics-factory",
    )
    assert (project.unit, project.industry) == (registers.unit(), registers.industry())
    assert (project.land_area, project.address_vi) == (Decimal("3.25"), "Lô 1")
    assert list(project.investors.values_list("name", "country__code", "folded")) == [
        ("Công ty A", "KR", " cong ty a công ty a "),
        ("Công ty B", None, " cong ty b công ty b "),
    ]
    entry = FdiEvent.objects.get()
    assert (entry.project, entry.type, entry.status) == (project, Type.NEW, "pending")
    assert (entry.effective_on, entry.number) == (date(2022, 3, 15), "1032345678")
    assert (entry.usd, entry.amount, entry.currency) == (
        Decimal("1500000.50"), Decimal("1500000.50"), "USD",
    )  # fmt: skip
    assert (entry.partner, entry.entered_by, entry.batch) == (registers.country(), officer, batch)


def test_what_is_imported_counts_nowhere(officer):
    imported(filled(FDI, [row()], [event()]), FDI, officer)
    assert not FdiProject.objects.public().exists()
    assert not FdiProject.objects.registered(When.today()).exists()


def test_a_repeated_import_changes_nothing(officer):
    data = filled(FDI, [row(investors="A (Hàn Quốc)")], [event()])
    imported(data, FDI, officer)
    again = uploaded(data, FDI, officer)
    assert verdicts(again) == ["same", "same"]
    with pytest.raises(ValidationError):
        batches.write(again, by=officer)
    assert (FdiProject.rows.count(), FdiEvent.objects.count()) == (1, 2)


def test_events_find_their_project_in_the_table_or_in_the_register(officer):
    imported(filled(FDI, [row()], [event()]), FDI, officer)
    imported(filled(FDI, entries=[event(number="DC-02", effective_on="01/10/2022")]), FDI, officer)
    assert list(FdiEvent.objects.values_list("type", "number")) == [
        ("new", "1032345678"),
        ("capital_increase", "DC-01"),
        ("capital_increase", "DC-02"),
    ]


def test_a_share_purchase_notice_may_stand_alone(officer):
    notice = event(
        number_of_record=None,
        type=str(Type.SHARES.label),
        number="GVMCP-1",
        partner_id="KR",
        company="Công ty C",
        industry_id="C",
        unit_id="Thái Bình",
    )
    data = filled(FDI, entries=[notice])
    imported(data, FDI, officer)
    assert FdiEvent.objects.get().company == "Công ty C"
    assert verdicts(uploaded(data, FDI, officer)) == ["same"]


def test_dong_in_a_column_of_million_dong_are_asked_about(officer):
    row = {"number_of_record": "12/QĐ", "year": 2022,
           "measure": str(OdaYear.Measure.PLANNED.label), "effective_on": "30/11/2022",
           "foreign": 18_750_000_000, "source_vi": "Báo cáo"}  # fmt: skip
    data = filled(ODA, [{"code": "12/QĐ", "title_vi": "Đê Trà Lý"}], [row])
    batch = uploaded(data, ODA, officer)
    [doubt] = shelf.preview(batch).doubted
    assert (doubt["value"], doubt["currency"], doubt["why"]) == (
        "18750000000000000", "VND", "18.750.000.000 triệu đồng: đơn vị có đúng không?",
    )  # fmt: skip
    assert not batch.may_be_written


def test_oda_rows_bring_funds_stages_places_and_years(officer):
    adb = registers.organisation("ADB", "multilateral", "US")
    data = filled(
        ODA,
        [{"code": "12/QĐ", "title_vi": "Đê Trà Lý", "places": "Thái Bình"}],
        [
            {"number_of_record": "12/QĐ", "year": 2022,
             "measure": str(OdaYear.Measure.PLANNED.label),
             "effective_on": "30/11/2022", "foreign": Decimal("146422.125"),
             "source_vi": "Báo cáo", "source_en": "Report"},
        ],
        funds=[
            {"number_of_record": "12/QĐ", "kind": str(OdaFund.Kind.LOAN.label), "donor_id": "ADB",
             "usd": 45_000_000},
        ],
        stages=[
            {"number_of_record": "12/QĐ", "stage": str(OdaStage.Stage.MOBILISATION.label),
             "reached_on": "01/02/2022"},
        ],
    )  # fmt: skip
    imported(data, ODA, officer)
    project = OdaProject.rows.get()
    assert list(project.places.all()) == [registers.unit()]
    assert project.funds.get().donor == adb
    assert project.stages.get().reached_on == date(2022, 2, 1)
    entry = OdaYear.objects.get()
    assert (entry.foreign, entry.source_vi, entry.source_en) == (
        Decimal("146422.125"), "Báo cáo", "Report"
    )  # fmt: skip
    assert verdicts(uploaded(data, ODA, officer)) == ["same"] * 4


def test_statements_on_a_year_are_doubted_as_at_the_desk(officer, people):
    project = registers.oda_project(people, code="12/QĐ", ends_on="2026-12-31")
    registers.approved(
        people,
        registers.year(people, project, "planned", 2023, "2023-01-05", number="KH-1", foreign=900),
    )
    planned, disbursed = (str(getattr(OdaYear.Measure, n).label) for n in ("PLANNED", "DISBURSED"))
    known = {"number_of_record": "12/QĐ", "source_vi": "Báo cáo"}
    rows = [
        {"year": 2023, "measure": planned, "effective_on": "06/06/2023", "number": "KH-1",
         "foreign": 950, "counterpart": 0},
        {"year": 2023, "measure": disbursed, "effective_on": "31/12/2023", "foreign": 951},
        {"year": 2032, "measure": planned, "effective_on": "10/01/2025", "foreign": 950},
        {"year": 2024, "measure": planned, "effective_on": "10/01/2024", "foreign": 950},
    ]  # fmt: skip
    batch = uploaded(filled(ODA, entries=[known | one for one in rows]), ODA, officer)
    assert [(doubt["row"], doubt["why"]) for doubt in shelf.preview(batch).doubted] == [
        (2, "“KH-1” đã ghi số của năm này, trong mục ghi ngày 05/01/2023: nếu cùng một văn bản, "
            "hãy đính chính mục ghi đó."),
        (3, "Giải ngân 951, kế hoạch 950: có đúng là vượt kế hoạch năm không?"),
        (4, "Năm 2032 trong văn bản ngày 10/01/2025: năm có đúng không?"),
        (4, "Năm 2032, trong khi thời gian thực hiện dự án là … – 31/12/2026: năm có đúng không?"),
    ]  # fmt: skip


def test_a_statement_on_a_year_that_is_stated_says_so(officer, people):
    project = registers.oda_project(people, code="12/QĐ")
    first = registers.year(
        people, project, "planned", 2023, "2023-01-05", foreign=900, counterpart=90
    )
    registers.approved(people, first)
    row = {"number_of_record": "12/QĐ", "source_vi": "QĐ", "year": 2023, "foreign": 950,
           "measure": str(OdaYear.Measure.PLANNED.label), "effective_on": "06/06/2023"}  # fmt: skip
    [line] = lines(uploaded(filled(ODA, entries=[row]), ODA, officer))
    said = "Năm này đã có số: 900; 90 (văn bản ngày 05/01/2023); văn bản có ngày sau được tính."
    assert said in [sentence for _cell, sentence in line.notes]


def test_aid_of_a_year_above_the_whole_of_an_item_is_doubted(officer, people):
    aid = registers.ngo_aid(people, usd=54_000, amount=54_000, ends_on="2026-12-31")
    row = {"record": aid.pk, "year": 2023, "effective_on": "31/12/2023", "usd": 90_000_000,
           "measure": str(NgoYear.Measure.DISBURSED.label), "source_vi": "Báo cáo"}  # fmt: skip
    batch = uploaded(filled(NGO, entries=[row]), NGO, officer)
    assert [doubt["why"] for doubt in shelf.preview(batch).doubted] == [
        "90.000.000 đô la Mỹ: đơn vị có đúng không?",
        "90.000.000 đô la Mỹ, trong khi tổng cam kết là 54.000: có đúng không?",
    ]


def test_the_number_of_aid_with_a_name_all_its_own_is_asked_about(officer, people):
    registers.oda_project(people, code="MAU-13", title_vi="Chiếu sáng tiết kiệm năng lượng")
    rows = [{"code": "MAU-13", "title_vi": "Bệnh viện đa khoa huyện Vũ Thư"}]
    [doubt] = shelf.preview(uploaded(filled(ODA, rows), ODA, officer)).asked
    assert (
        "Danh mục đã ghi số này cho “MAU-13 – Chiếu sáng tiết kiệm năng lượng”, tên có ít từ "
        "chung" in str(doubt["why"])
    )
    rows = [{"code": "MAU-13", "title_vi": "Chiếu sáng tiết kiệm"}]
    assert shelf.preview(uploaded(filled(ODA, rows), ODA, officer)).asked == []


def test_a_file_older_than_a_correction_is_asked_about(officer, people):
    imported(filled(FDI, [row(usd=1_500_000)]), FDI, officer)
    first = registers.approved(people, FdiEvent.objects.get())
    right = {"amount": 1_550_000, "usd": 1_550_000}
    registers.approved(people, ledger.correct(first, by=officer, **right))
    batch = uploaded(filled(FDI, [row(usd=1_500_000)]), FDI, officer)
    day = f"{timezone.localdate():%d/%m/%Y}"
    assert [doubt["why"] for doubt in shelf.preview(batch).doubted] == [
        f"Đã đính chính ngày {day}: có phải tệp cũ hơn lần đính chính đó không?"
    ]
    batch = uploaded(filled(FDI, [row(usd=1_600_000)]), FDI, officer)
    assert shelf.preview(batch).doubted == []


def test_a_period_that_ends_before_it_begins_is_refused(officer):
    rows = [
        {"code": "12/QĐ", "title_vi": "Đê", "starts_on": "01/02/2022", "ends_on": "31/01/2022"},
        {"code": "13/QĐ", "title_vi": "Kè", "starts_on": "01/02/2022", "ends_on": "01/02/2022"},
    ]
    batch = uploaded(filled(ODA, rows), ODA, officer)
    assert problems(batch) == [("D2", "Thời gian kết thúc trước khi bắt đầu.")]
    imported(filled(ODA, rows[1:]), ODA, officer)
    later = {"code": "13/QĐ", "starts_on": "02/02/2022"}
    batch = uploaded(filled(ODA, [later]), ODA, officer)
    assert problems(batch) == [("B2", "Thời gian kết thúc trước khi bắt đầu.")]


def test_ngo_rows_are_told_apart_by_the_year_of_their_decision(officer):
    aid = {"decision_number": "33/QĐ-UBND", "title_vi": "Phòng học", "decision_on": "01/02/2021"}
    imported(filled(NGO, [aid]), NGO, officer)
    other = {**aid, "title_vi": "Thư viện", "decision_on": "05/06/2022"}
    batch = uploaded(filled(NGO, [aid, other]), NGO, officer)
    assert verdicts(batch) == ["same", "new"]
    batches.write(batch, by=officer)
    committed = {"number_of_record": "33/QĐ-UBND", "year": 2022,
                 "measure": str(NgoYear.Measure.COMMITTED.label), "effective_on": "30/11/2022",
                 "usd": 83_888, "source_vi": "Báo cáo", "source_en": "Report"}  # fmt: skip
    batch = uploaded(filled(NGO, entries=[committed]), NGO, officer)
    assert [cell for cell, _sentence in problems(batch)] == ["A2"]
    key = NgoAid.objects.get(title_vi="Thư viện").pk
    imported(filled(NGO, entries=[{**committed, "record": key, "is_floor": "x"}]), NGO, officer)
    assert NgoYear.objects.get().project.title_vi == "Thư viện"
    assert NgoYear.objects.get().is_floor


# --- changed rows ----------------------------------------------------------------------


def test_a_draft_of_ones_own_is_changed_and_the_preview_says_what(officer):
    imported(filled(FDI, [row(address_vi="Lô 1")]), FDI, officer)
    batch = uploaded(filled(FDI, [row(address_vi="Lô 2")]), FDI, officer)
    assert verdicts(batch) == ["changed"]
    assert [(cell, "Lô 1" in text and "Lô 2" in text) for cell, text in lines(batch)[0].notes] == [
        ("F2", True)
    ]
    batches.write(batch, by=officer)
    project = FdiProject.rows.get()
    assert (project.address_vi, project.version) == ("Lô 2", 2)
    assert project.history.first().address_vi == "Lô 2"


def test_a_published_project_is_changed_in_its_working_copy(people, officer):
    project = registers.fdi_project(people, certificate_number="77", address_vi="Lô 1")
    imported(
        filled(
            FDI,
            [
                {
                    "certificate_number": "77",
                    "title_vi": project.title_vi,
                    "address_vi": "Lô 2",
                    "investors": "A (KR)",
                }
            ],
        ),
        FDI,
        officer,
    )
    copy = FdiProject.rows.open_copies().get()
    assert (copy.replaces, copy.address_vi) == (project, "Lô 2")
    assert [investor.name for investor in copy.investors.all()] == ["A"]
    project.refresh_from_db()
    assert (project.address_vi, project.status, project.investors.count()) == (
        "Lô 1",
        "published",
        0,
    )


def test_the_open_working_copy_keeps_what_the_table_does_not_change(people, officer):
    project = registers.fdi_project(people, certificate_number="77", address_vi="Lô 1")
    copy = workflow.open_copy(project, by=officer)
    articles.edit(copy, officer, address_vi="Lô 9")
    unchanged = {"certificate_number": "77", "title_vi": project.title_vi, "address_vi": "Lô 1"}
    assert verdicts(uploaded(filled(FDI, [unchanged]), FDI, officer)) == ["same"]
    imported(filled(FDI, [{**unchanged, "land_area": 5}]), FDI, officer)
    copy.refresh_from_db()
    assert (copy.address_vi, copy.land_area) == ("Lô 9", 5)


@pytest.mark.parametrize("step", ["submit", "draft of another", "archived", "copy in review"])
def test_what_this_person_cannot_change_now_is_wrong(people, officer, step):
    by = people["author"] if step == "draft of another" else officer
    project = registers.draft(FdiProject, by, certificate_number="77", address_vi="Lô 1")
    if step != "draft of another":
        people["publisher"].groups.add(*officer.groups.all())
        registers.articles.step(project, "submit", people["publisher"])
    if step in ("archived", "copy in review"):
        project.refresh_from_db()
        project = articles.step(project, "publish", people["publisher"])
    if step == "archived":
        articles.step(project, "withdraw", people["publisher"], note="Sai")
    if step == "copy in review":
        copy = articles.edit(workflow.open_copy(project, by=officer), officer, address_vi="Lô 3")
        articles.step(copy, "submit", people["publisher"])
    data = filled(FDI, [{"certificate_number": "77", "title_vi": project.title_vi,
                         "address_vi": "Lô 2"}])  # fmt: skip
    batch = uploaded(data, FDI, officer)
    assert [cell for cell, _sentence in problems(batch)] == ["A2"]
    with pytest.raises(ValidationError):
        batches.write(batch, by=officer)


def test_an_approved_entry_gets_a_correction_that_waits(people, officer):
    imported(filled(FDI, [row()]), FDI, officer)
    approved = registers.approved(people, FdiEvent.objects.get())
    imported(filled(FDI, [row(usd=2_000_000)]), FDI, officer)
    approved.refresh_from_db()
    assert (approved.status, approved.usd) == ("approved", Decimal("1500000.50"))
    correction = FdiEvent.objects.get(supersedes=approved)
    assert (correction.status, correction.usd, correction.number) == (
        "pending", 2_000_000, "1032345678",
    )  # fmt: skip
    assert verdicts(uploaded(filled(FDI, [row(usd=2_000_000)]), FDI, officer)) == ["same"]
    assert verdicts(uploaded(filled(FDI, [row()]), FDI, officer)) == ["same"]


def test_an_entry_that_waits_with_another_value_is_never_overwritten(officer):
    imported(filled(FDI, [row()], [event()]), FDI, officer)
    batch = uploaded(filled(FDI, [row()], [event(usd=1)]), FDI, officer)
    assert [cell for cell, _sentence in problems(batch)] == ["E2"]


def test_the_number_of_a_record_is_corrected_by_its_key(officer):
    imported(filled(FDI, [row()]), FDI, officer)
    key = FdiProject.rows.get().pk
    renumbered = {"certificate_number": "99", "title_vi": row()["title_vi"], "record": key}
    imported(filled(FDI, [renumbered]), FDI, officer)
    assert FdiProject.rows.get().certificate_number == "99"


# --- cells that are understood ---------------------------------------------------------


def test_headings_name_the_unit_of_money(officer):
    base = str(FDI.first[1].heading)
    head = [heading(FDI.records, n) for n in ("certificate_number", "title_vi", "effective_on")]
    head += [f"{base} (triệu USD)", heading(FDI.records, "partner_id")]
    data = book({"Bảng": [head, ["1", "Nhà máy", date(2022, 3, 15), 67.81, "Hàn Quốc"]]})
    imported(data, FDI, officer)
    assert FdiEvent.objects.get().usd == 67_810_000


@pytest.mark.parametrize(
    ("unit", "cell", "held"),
    [
        ("triệu USD", "12,5 triệu USD", 12_500_000),
        ("triệu USD", "12,5 tr. USD", 12_500_000),
        ("USD", "1.500.000 USD", 1_500_000),
        ("USD", "1500000usd", 1_500_000),
    ],
)
def test_an_amount_may_repeat_the_unit_of_its_column(officer, unit, cell, held):
    imported(_capital(unit, cell), FDI, officer)
    assert FdiEvent.objects.get().usd == held


@pytest.mark.parametrize(
    ("unit", "cell", "held", "read"),
    [
        ("triệu USD", "1.500.000,5 triệu", 1_500_000_500_000, None),
        ("USD", "12,5 triệu USD", 12_500_000, "12.500.000 USD"),
        ("triệu USD", "12.500.000 USD", 12_500_000, "12,5 triệu USD"),
        ("triệu USD", "0,0125 tỷ USD", 12_500_000, "12,5 triệu USD"),
        ("USD", "67,81 triệu", 67_810_000, "67.810.000 USD"),
        ("USD", "USD 3.000.000,50", "3000000.5", None),
    ],
)
def test_an_amount_that_names_its_unit_is_read_in_it(officer, unit, cell, held, read):
    batch = uploaded(_capital(unit, cell), FDI, officer)
    told = [sentence for at, sentence in lines(batch)[0].notes if at == "D2"]
    assert (f"“{cell}” được hiểu là {read}." in told) is bool(read)
    [line] = lines(batch)
    shown = display.number(Decimal(held), "vi")
    assert shown in [value for _cell, _heading, value in line.read]


@pytest.mark.parametrize(
    ("unit", "cell", "said"),
    [
        ("triệu USD", "300 tỷ đồng",
         "còn cột này tính bằng triệu USD: hãy quy đổi rồi chỉ ghi chữ số."),
        ("tỷ USD", "1.250 triệu",
         "còn cột tính bằng tỷ USD: hãy chỉ viết chữ số, 0,00125 hoặc 1,25."),
    ],
)  # fmt: skip
def test_what_cannot_be_converted_is_refused_with_what_to_write(officer, unit, cell, said):
    batch = uploaded(_capital(unit, cell), FDI, officer)
    assert problems(batch) == [("D2", f"Ô ghi “{cell}”, {said}")]


@pytest.mark.parametrize(
    ("unit", "cell", "held"),
    [("m2", "5,2 ha", "5.2"), ("ha", "52.000,0 m²", "5.2"), ("ha", "5,2 ha", "5.2")],
)
def test_an_area_that_names_its_unit_is_read_in_it(officer, unit, cell, held):
    head = [
        heading(FDI.records, name) for name in ("certificate_number", "title_vi", "effective_on")
    ]
    head += [heading(FDI.records, "usd"), heading(FDI.records, "partner_id")]
    head += [f"Diện tích đất ({unit})"]
    values = ["1", "May", "01/05/2019", 1_500_000, "Hàn Quốc", cell]
    imported(book({"Dự án": [head, values]}), FDI, officer)
    assert FdiProject.rows.get().land_area == Decimal(held)


def test_an_area_that_is_hardly_one_is_remarked(officer):
    batch = uploaded(filled(FDI, [row(land_area=Decimal("0.00052"))]), FDI, officer)
    [line] = lines(batch)
    assert any("0,00052 ha" in sentence for _cell, sentence in line.notes)
    [doubt] = shelf.preview(batch).doubted
    assert (doubt["value"], doubt["why"], batch.may_be_written) == (
        "0,00052", "Diện tích 0,00052 ha: đơn vị đã đúng chưa?", False,
    )  # fmt: skip


def test_a_day_of_long_ago_is_asked_about(officer):
    batch = uploaded(filled(FDI, [row(effective_on="10/03/1922")]), FDI, officer)
    [doubt] = shelf.preview(batch).doubted
    assert doubt["why"] == "Văn bản ngày 10/03/1922: năm có đúng không?"
    assert batch.counts["unsure"] == 1


# --- numbers that are the same -----------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "stored"),
    [("1 045 678 902", "1045678902"), ("1.045.678.902", "1045678902"), ("12/QĐ", "12/QĐ"),
     ("3344/Q§-UBND", "3344/QĐ-UBND"), ("O3O4678014", "0304678014"),
     ("1045678902 (ĐC1)", "1045678902"), ("1045678902/Thay đổi lần thứ 2", "1045678902")],
)  # fmt: skip
def test_a_code_is_kept_without_the_marks_that_group_it(officer, written, stored):
    imported(filled(FDI, [row(certificate_number=written)]), FDI, officer)
    assert FdiProject.rows.get().certificate_number == stored


@pytest.mark.parametrize(
    "written",
    ["GCN số 1045678902 (thay đổi lần 2)", "1045678902; 1045678907", "01045678902"],
)
def test_a_number_that_may_be_of_a_project_is_asked_about(officer, written):
    _is_asked_about(officer, "1045678902", written)


@pytest.mark.parametrize("written", ["MAU-109/ĐC1", "MAU109", "MAU-0109", "Số MAU-109"])
def test_a_code_with_letters_is_known_however_it_is_written(officer, written):
    _is_asked_about(officer, "MAU-109", written)


def _is_asked_about(officer, there, written):
    imported(filled(FDI, [row(certificate_number=there, title_vi="Nhuộm")]), FDI, officer)
    other = row(certificate_number=written, title_vi="May", effective_on="01/02/2023")
    batch = uploaded(filled(FDI, [other]), FDI, officer)
    [question] = shelf.preview(batch).asked
    project = FdiProject.rows.get()
    assert question["options"][0][0] == str(project.pk)
    assert "mang số giống hoặc gần giống" in question["why"][0]


@pytest.mark.parametrize(
    ("changed", "others"),
    [
        ({"title_vi": "May", "effective_on": "01/02/2023"}, "ngày"),
        (
            {"title_vi": "May", "effective_on": "01/02/2023", "partner_id": "Nhật Bản"},
            "ngày, đối tác",
        ),
        ({"title_vi": "May"}, None),
        ({"title_vi": "Nhuộm và may", "effective_on": "01/02/2023"}, ""),
        ({"title_vi": "Nhà máy Nhuộm", "effective_on": "01/02/2023"}, ""),
    ],
)
def test_a_number_of_a_project_that_is_told_otherwise_is_asked_about(officer, changed, others):
    registers.country("JP", "Nhật Bản", "Japan")
    imported(filled(FDI, [row(certificate_number="1045678902", title_vi="Nhuộm")]), FDI, officer)
    batch = uploaded(filled(FDI, [row(certificate_number="1045678902", **changed)]), FDI, officer)
    pk = FdiProject.rows.get().pk
    is_asked = others != ""
    what = f"; tên và cả {others} đều khác" if others else ", tên có ít từ chung"
    assert [
        (question["why"], [answer for answer, _words in question["options"]])
        for question in shelf.preview(batch).asked
    ] == [
        (
            [
                f"Danh mục đã ghi số này cho “1045678902 – Nhuộm”{what}: số ghi trong tệp có đúng "
                "không?"
            ],
            [str(pk), "skip"],
        )
    ] * is_asked
    assert batch.counts["undecided"] == is_asked


@pytest.mark.parametrize(
    ("named", "asked"),
    [
        ("Nâng cấp kè biển", "và tên này cho “MAU-09 – Nâng cấp kè biển”"),
        ("nang cap KE BIEN", "và tên này cho “MAU-09 – Nâng cấp kè biển”"),
        ("Nâng cao năng lực y tế", "tên có ít từ chung"),
        ("Chiếu sáng tiết kiệm", ""),
        ("Dự án chiếu sáng, tiết kiệm năng lượng", ""),
    ],
)
def test_a_number_and_a_name_of_different_records_are_asked_about(officer, people, named, asked):
    registers.oda_project(people, code="MAU-09", title_vi="Nâng cấp kè biển")
    registers.oda_project(people, code="MAU-13", title_vi="Chiếu sáng tiết kiệm năng lượng")
    batch = uploaded(filled(ODA, [{"code": "MAU-13", "title_vi": named}]), ODA, officer)
    why = [question["why"] for question in shelf.preview(batch).asked]
    said = "Danh mục đã ghi số này cho “MAU-13 – Chiếu sáng tiết kiệm năng lượng”, "
    assert why == ([[f"{said}{asked}: số ghi trong tệp có đúng không?"]] if asked else [])
    assert batch.counts["undecided"] == bool(asked)


@pytest.mark.parametrize(
    ("named", "asked"),
    [
        ("Nhà máy sản xuất khuôn nhựa (dự án mẫu 119)", True),
        ("Nhà máy sản xuất, chế biến gạo", True),
        ("Dự án sản xuất bao bì bằng giấy", False),
        ("Nhà máy bao bì", False),
        ("Mở rộng nhà máy sản xuất", True),
    ],
)
def test_the_kind_of_a_work_does_not_make_names_alike(officer, people, named, asked):
    title = "Nhà máy sản xuất bao bì giấy (dự án mẫu 118)"
    registers.fdi_project(people, certificate_number="MAU-118", title_vi=title)
    row = {"certificate_number": "MAU-118", "title_vi": named}
    batch = uploaded(filled(FDI, [row]), FDI, officer)
    assert [question["why"] for question in shelf.preview(batch).asked] == [
        [
            f"Danh mục đã ghi số này cho “MAU-118 – {title}”, tên có ít từ chung: số ghi trong tệp "
            "có đúng không?"
        ]
    ] * asked


@pytest.mark.parametrize(("number", "asked"), [("MAU-NGO-09", True), ("0567/QĐ-UBND", False)])
def test_a_number_that_does_not_come_back_is_asked_about_in_another_year(
    officer, people, number, asked
):
    registers.ngo_aid(
        people, decision_number=number, decision_on=date(2021, 5, 5), title_vi="Nước sạch"
    )
    row = {"decision_number": number, "decision_on": "05/05/2023", "title_vi": "Máy thở",
           "type": str(NgoAid.Type.PROJECT.label), "usd": Decimal(99_000)}  # fmt: skip
    batch = uploaded(filled(NGO, [row]), NGO, officer)
    assert [question["why"] for question in shelf.preview(batch).asked] == [
        [f"Danh mục có “{number} – Nước sạch” mang số giống hoặc gần giống: có phải là một không?"]
    ] * asked


def test_names_that_differ_by_a_number_alone_are_told_apart(officer, people):
    for number in ("121", "124"):
        title = f"Nhà máy sản xuất khăn bông (dự án mẫu {number})"
        registers.fdi_project(people, certificate_number=f"MAU-{number}", title_vi=title)
    rows = [{"certificate_number": "MAU-124",
             "title_vi": "Nhà máy sản xuất khăn bông (dự án mẫu 121)"}]  # fmt: skip
    [question] = shelf.preview(uploaded(filled(FDI, rows), FDI, officer)).asked
    assert question["why"] == [
        "Danh mục đã ghi số này cho “MAU-124 – Nhà máy sản xuất khăn bông (dự án mẫu 124)”, và tên "
        "này cho “MAU-121 – Nhà máy sản xuất khăn bông (dự án mẫu 121)”: số ghi trong tệp có đúng "
        "không?"
    ]


def test_a_row_of_the_same_day_partner_and_capital_is_asked_about(officer):
    imported(filled(FDI, [row(certificate_number="1045678902", title_vi="Nhuộm")]), FDI, officer)
    for changed, asked in (({}, 1), ({"effective_on": "01/02/2023"}, 0)):
        other = row(certificate_number="2", title_vi="May", **changed)
        batch = uploaded(filled(FDI, [other]), FDI, officer)
        assert len(shelf.preview(batch).asked) == asked


def test_a_code_that_may_lack_a_zero_is_asked_about(officer):
    batch = uploaded(filled(FDI, [row(certificate_number=Decimal(345678904))]), FDI, officer)
    [question] = shelf.preview(batch).asked
    assert "“345678904” có 9 chữ số" in question["why"][0]
    assert [answer for answer, _words in question["options"]] == ["new", "skip"]


def test_a_number_that_comes_back_in_another_year_is_asked_about(officer):
    first = {"certificate_number": "0567/QĐ-UBND", "title_vi": "Trung tâm thương mại",
             "effective_on": "15/04/2022", "amount": Decimal(1_250_000_000_000)}  # fmt: skip
    imported(filled(DOMESTIC, [first]), DOMESTIC, officer)
    again = {**first, "title_vi": "Bệnh viện", "effective_on": "15/04/2023",
             "amount": Decimal(300_000_000_000)}  # fmt: skip
    batch = uploaded(filled(DOMESTIC, [again]), DOMESTIC, officer)
    [line] = lines(batch)
    [question] = shelf.preview(batch).asked
    assert (line.verdict, question["answer"]) == ("new", "")
    # Within the year it is the same project.
    [line] = lines(uploaded(filled(DOMESTIC, [first]), DOMESTIC, officer))
    assert line.verdict == "same"


# --- today's capital and the first certificate's -----------------------------------------


@pytest.mark.parametrize(
    ("stated", "verdict", "asked"), [(15, "same", 0), (12, "same", 0), (20, "changed", 1)]
)
def test_todays_capital_does_not_correct_the_first_certificate(
    people, officer, stated, verdict, asked
):
    project = registers.fdi_project(people, certificate_number="1045678902", title_vi="May")
    partner = registers.country()
    registers.happened(people, project, "new", "2019-05-01", "12000000", partner=partner)
    registers.happened(people, project, "capital_increase", "2021-05-01", "3000000")
    head = [heading(FDI.records, name) for name in ("certificate_number", "usd")]
    rows = [head, ["1045678902", stated * 1_000_000]]
    batch = uploaded(book({"Dự án": rows}), FDI, officer)
    [line] = lines(batch)
    assert (line.verdict, len(shelf.preview(batch).doubted)) == (verdict, asked)
    told = [sentence for _cell, sentence in line.notes]
    today = "Đây là vốn hiện nay, 15.000.000; vốn theo giấy chứng nhận lần đầu vẫn là 12.000.000."
    assert (today in told) is (stated == 15)


def _capital(unit, cell):
    """A table of one project whose capital stands in a column of a unit."""
    head = [
        heading(FDI.records, name) for name in ("certificate_number", "title_vi", "effective_on")
    ]
    head += [f"Vốn theo Giấy chứng nhận lần đầu ({unit})", heading(FDI.records, "partner_id")]
    return book({"Dự án": [head, ["1", "May", "01/05/2019", cell, "Hàn Quốc"]]})


@pytest.mark.parametrize(
    ("title", "area", "held"),
    [
        ("Diện tích đất (m2)", 12345, Decimal("1.2345")),
        ("Diện tích đất (m²)", 50_000, Decimal(5)),
        ("Diện tích đất (m²)", "42.500,5", Decimal("4.25005")),
        ("Diện tích đất (m²)", Decimal("42500.55"), Decimal("4.250055")),
        ("Diện tích đất (ha)", Decimal("3.25"), Decimal("3.25")),
        ("Diện tích đất (km²)", Decimal("0.5"), Decimal(50)),
    ],
)
def test_headings_name_the_unit_of_area(officer, title, area, held):
    head, cells = table(FDI.records, [row()])
    imported(book({"Bảng": [[*head, title], [*cells, area]]}), FDI, officer)
    assert FdiProject.rows.get().land_area == held


def test_an_area_that_the_register_cannot_hold_is_refused_by_name(officer):
    head, cells = table(FDI.records, [row()])
    data = book({"Bảng": [[*head, "Diện tích đất (m2)"], [*cells, Decimal("12345.678")]]})
    assert problems(uploaded(data, FDI, officer)) == [
        ("F2", "1,2345678 ha: danh mục chỉ giữ tối đa 6 chữ số thập phân của đơn vị này.")
    ]


def test_the_project_code_is_known_by_the_name_it_has_in_public(officer):
    head, cells = table(FDI.records, [row()])
    imported(book({"Bảng": [["Mã số dự án", *head[1:]], cells]}), FDI, officer)
    assert FdiProject.rows.get().certificate_number == "1032345678"


def test_titles_merged_headings_numbering_and_totals_are_left_out(officer):
    head = table(FDI.records, [row(), row(certificate_number="2")])
    numbered = [["STT", *head[0]], [1, *head[1]], [2, *head[2]]]
    data = book(
        {"Bảng": [["Danh sách dự án"], [], *numbered, ["Tổng cộng", None, None, None, 3000001]]}
    )
    batch = uploaded(data, FDI, officer)
    assert (verdicts(batch), [line.number for line in lines(batch)]) == (["new", "new"], [4, 5])


def test_nfd_text_and_the_other_name_of_a_country_are_understood(officer):
    CountryAlias.objects.create(country=registers.country(), name="CHND Hàn")
    nfd = unicodedata.normalize("NFD", "Nhà máy điện")
    data = filled(FDI, [row(title_vi=nfd, partner_id=unicodedata.normalize("NFD", "CHND Hàn"))])
    imported(data, FDI, officer)
    assert FdiProject.rows.get().title_vi == "Nhà máy điện"
    assert FdiEvent.objects.get().partner == registers.country()


def test_places_are_found_by_the_way_up(officer):
    city = registers.unit(
        "336",
        "Thái Bình",
        "district",
        registers.unit(),
        full_name_vi="Thành phố Thái Bình",
        valid_to=date(2025, 6, 30),
    )
    ward = registers.unit("12450", "Vũ Đông", "commune", city, full_name_vi="Xã Vũ Đông",
                          valid_to=date(2025, 6, 30))  # fmt: skip
    zone = Zone.objects.create(kind="industrial_park", name_vi="KCN Phúc Khánh")
    data = filled(FDI, [row(unit_id="xã Vũ Đông, TP. Thái Bình", zone_id="Phúc Khánh")])
    imported(data, FDI, officer)
    assert (FdiProject.rows.get().unit, FdiProject.rows.get().zone) == (ward, zone)


def test_a_csv_file_is_a_table_of_projects(officer):
    head, cells = table(FDI.records, [row(usd="1.500.000,50")])
    data = "\n".join(";".join(str(cell) for cell in line) for line in (head, cells)).encode()
    batch = uploaded(data, FDI, officer, name="bang.csv")
    batches.write(batch, by=officer)
    assert FdiEvent.objects.get().usd == Decimal("1500000.50")


# --- cells that are refused ------------------------------------------------------------


def test_wrong_cells_are_named_and_nothing_is_written(officer):
    good = [row(certificate_number=str(number), title_vi=f"Dự án {number}") for number in range(5)]
    good[1]["effective_on"] = "31/02/2022"
    good[2]["usd"] = "67.812"
    good[4]["partner_id"] = "Hàn Quốk"
    batch = uploaded(filled(FDI, good), FDI, officer)
    assert verdicts(batch) == ["new", "wrong", "wrong", "new", "wrong"]
    assert [cell for cell, _sentence in problems(batch)] == ["C3", "D4", "E6"]
    sentences = [sentence for _cell, sentence in problems(batch)]
    assert "67,812" in sentences[1]
    assert "67812" in sentences[1]
    assert "Hàn Quốc" in sentences[2]
    with pytest.raises(ValidationError):
        batches.write(batch, by=officer)
    assert not FdiProject.rows.exists()
    assert not FdiEvent.objects.exists()


@pytest.mark.parametrize(
    ("values", "cells"),
    [
        ({"title_vi": None}, ["B2"]),
        ({"title_vi": "x" * 401}, ["B2"]),
        ({"title_vi": date(2022, 1, 1)}, ["B2"]),
        ({"usd": -5}, ["D2"]),
        ({"usd": Decimal("0.001")}, ["D2"]),
        ({"effective_on": None}, ["C2"]),
        ({"effective_on": date(2999, 1, 1)}, ["C2"]),
        ({"partner_id": None}, ["E2"]),
        ({"capital_currency": "XXX"}, ["F2"]),
        ({"capital_currency": "JPY", "amount": None}, ["G2", "D2"]),
        ({"investors": "A (Nước Lạ)"}, ["F2"]),
        ({"land_area": "ba"}, ["F2"]),
        ({"unit_id": "Nơi khác"}, ["F2"]),
        ({"term_ends_on": "01/01/2000"}, ["F2"]),
        ({"certificate_number": None}, ["A2"]),
        ({"record": 123456}, ["F2"]),
    ],
)
def test_a_row_is_refused_where_it_is_wrong(officer, values, cells):
    batch = uploaded(filled(FDI, [row(**values)]), FDI, officer)
    assert [cell for cell, _sentence in problems(batch)] == cells


@pytest.mark.parametrize(
    ("values", "cells"),
    [
        ({"effective_on": "01/01/2020"}, ["C2"]),
        ({"type": "decrease", "usd": 9_000_000}, ["B2"]),
        ({"type": str(Type.DECREASE.label), "usd": 9_000_000}, ["C2"]),
        ({"type": str(Type.NEW.label)}, ["B2"]),
        ({"number": None}, ["D2"]),
        ({"number_of_record": "khác"}, ["A2"]),
        ({"number_of_record": None}, ["A2"]),
        ({"company": "Công ty"}, ["F2"]),
    ],
)
def test_an_event_that_does_not_fit_its_ledger_is_refused(officer, values, cells):
    batch = uploaded(filled(FDI, [row()], [event(**values)]), FDI, officer)
    assert [cell for cell, _sentence in problems(batch)] == cells


@pytest.mark.parametrize(("without", "cell"), [(["amount"], "E2"), (["usd"], "E2"), ([], "E2")])
def test_that_no_amount_is_given_is_said_once_in_the_column_of_an_amount(officer, without, cell):
    values = event(usd=None, amount=None)
    data = filled(FDI, [row()], [{n: v for n, v in values.items() if n not in without}])
    said = (cell, "Loại biến động này phải có số tiền.")
    assert problems(uploaded(data, FDI, officer)) == [said]


def test_an_amount_without_its_equivalent_is_said_at_both_cells(officer):
    given = event(usd=None, amount=2_000_000, currency="EUR")
    said = "Số tiền ghi bằng EUR mà ô quy đổi ra USD để trống: nhập số quy đổi, hoặc sửa loại tiền."
    found = problems(uploaded(filled(FDI, [row()], [given]), FDI, officer))
    columns = [*given]
    cells = [f"{chr(ord('A') + columns.index(name))}2" for name in ("usd", "amount")]
    assert sorted(found) == sorted((cell, said) for cell in cells)


def test_rows_about_the_same_thing_are_refused(officer):
    batch = uploaded(filled(FDI, [row(), row(title_vi="Khác")]), FDI, officer)
    assert verdicts(batch) == ["wrong", "wrong"]
    batch = uploaded(filled(FDI, [row()], [event(), event(usd=1)]), FDI, officer)
    assert verdicts(batch) == ["new", "wrong", "wrong"]


def test_namesakes_among_places_are_refused_with_their_full_names(officer):
    for code, district in (("338", "Kiến Xương"), ("339", "Tiền Hải")):
        above = registers.unit(code, district, "district", registers.unit())
        registers.unit(f"12{code}", "An Bình", "commune", above)
    [(cell, sentence)] = problems(uploaded(filled(FDI, [row(unit_id="An Bình")]), FDI, officer))
    assert cell == "F2"
    assert "Kiến Xương" in sentence
    assert "Tiền Hải" in sentence


def _tien_hai():
    """A district until 2025-06-30 and a commune since, under one name."""
    last, first = date(2025, 6, 30), date(2025, 7, 1)
    above = registers.unit()
    old = registers.unit("342", "Tiền Hải", "district", above, full_name_vi="Huyện Tiền Hải",
                         valid_to=last)  # fmt: skip
    new = registers.unit("13021", "Tiền Hải", "commune", above, full_name_vi="Xã Tiền Hải",
                         valid_from=first)  # fmt: skip
    return old, new


@pytest.mark.parametrize(("on", "at"), [("30/06/2025", 0), ("01/07/2025", 1)])
def test_of_namesakes_the_one_in_force_on_the_day_is_taken_and_shown(officer, on, at):
    unit = _tien_hai()[at]
    batch = uploaded(filled(FDI, [row(unit_id="Tiền Hải", effective_on=on)]), FDI, officer)
    label = ["Huyện Tiền Hải, Thái Bình (đến 30/06/2025)", "Xã Tiền Hải, Thái Bình"][at]
    (line,) = lines(batch)
    assert ["F2", f"“Tiền Hải” được hiểu là “{label}”, có hiệu lực ngày {on}."] in line.notes
    batches.write(batch, by=officer)
    assert FdiProject.rows.get().unit == unit


def test_the_day_of_a_notice_and_of_a_decision_tell_namesakes_apart(officer):
    old, new = _tien_hai()
    notice = event(number_of_record=None, type=str(Type.SHARES.label), partner_id="Hàn Quốc",
                   company="Công ty B", industry_id="C", unit_id="Tiền Hải")  # fmt: skip
    imported(filled(FDI, entries=[notice]), FDI, officer)
    assert FdiEvent.objects.get().unit == old
    aid = {"decision_number": "5/QĐ", "decision_on": "05/08/2025", "title_vi": "Viện trợ",
           "places": "Tiền Hải"}  # fmt: skip
    imported(filled(NGO, [aid]), NGO, officer)
    assert list(NgoAid.rows.get().places.all()) == [new]


def test_without_a_day_or_with_two_of_that_day_namesakes_are_refused(officer):
    old, _new = _tien_hai()
    registers.unit("12001", "Tiền Hải", "commune", old, full_name_vi="Thị trấn Tiền Hải",
                   valid_to=old.valid_to)  # fmt: skip
    for on, is_named in (("15/03/2022", False), ("31/02/2022", True)):
        data = filled(FDI, [row(unit_id="Tiền Hải", effective_on=on)])
        said = dict(problems(uploaded(data, FDI, officer)))["F2"]
        assert "Huyện Tiền Hải" in said
        assert "Thị trấn Tiền Hải" in said
        assert ("Xã Tiền Hải" in said) is is_named


# --- all or nothing --------------------------------------------------------------------


def test_what_fails_in_the_middle_leaves_nothing_and_can_be_repeated(officer, monkeypatch):
    batch = uploaded(filled(FDI, [row()], [event()]), FDI, officer)

    def broken(entries, **options):
        assert FdiProject.rows.count() == 1
        raise RuntimeError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(ledger, "enter_many", broken)
        batches.write(batch, by=officer)
    batch.refresh_from_db()
    assert (batch.state, bool(batch.problem)) == ("failed", True)
    assert (FdiProject.rows.count(), FdiEvent.objects.count()) == (0, 0)
    assert not SlugClaim.objects.exists()
    batches.write(batch, by=officer)
    batch.refresh_from_db()
    assert (batch.state, batch.problem, FdiEvent.objects.count()) == ("done", "", 2)


def test_nothing_else_is_written_than_the_preview_showed(people, officer):
    batch = uploaded(filled(FDI, [row()]), FDI, officer)
    registers.draft(FdiProject, officer, certificate_number="1032345678", title_vi="Khác")
    batches.write(batch, by=officer)
    batch.refresh_from_db()
    assert (batch.state, bool(batch.problem), FdiEvent.objects.count()) == ("read", True, 0)
    assert verdicts(batch) == ["changed"]


def test_a_change_between_planning_and_writing_is_seen(officer, monkeypatch):
    batch = uploaded(filled(FDI, [row()]), FDI, officer)
    drafts = writing.drafts

    def meanwhile(plan, *, by):
        registers.draft(FdiProject, officer, certificate_number="1032345678")
        return drafts(plan, by=by)

    monkeypatch.setattr(work.writing, "drafts", meanwhile)
    batches.write(batch, by=officer)
    batch.refresh_from_db()
    assert (batch.state, FdiProject.rows.count(), FdiEvent.objects.count()) == ("failed", 1, 0)


def test_whoever_was_overtaken_leaves_no_trace(officer, monkeypatch):
    batch = uploaded(filled(FDI, [row()]), FDI, officer)
    write = writing.write

    def overtaken(plan, new, **options):
        write(plan, new, **options)
        ImportBatch.objects.filter(pk=batch.pk).update(attempt=99)

    monkeypatch.setattr(work.writing, "write", overtaken)
    batches.write(batch, by=officer)
    assert not FdiProject.rows.exists()
    assert not FdiEvent.objects.exists()


def test_who_was_killed_is_found_dead_and_resumed(officer):
    batch = uploaded(filled(FDI, [row()]), FDI, officer)
    ImportBatch.objects.filter(pk=batch.pk).update(state="running", started_at=timezone.now())
    batch.refresh_from_db()
    with pytest.raises(ValidationError):
        batches.resume(batch, by=officer)
    long_ago = timezone.now() - timedelta(minutes=5)
    ImportBatch.objects.filter(pk=batch.pk).update(started_at=long_ago)
    batch.refresh_from_db()
    shelf.forget(batch, shelf.PROGRESS)
    assert batches.is_dead(batch)
    batches.resume(batch, by=officer)
    batch.refresh_from_db()
    assert (batch.state, FdiProject.rows.count()) == ("done", 1)


def test_old_uploads_are_swept_with_their_files(officer):
    batch = uploaded(filled(FDI, [row()]), FDI, officer)
    place = f"imports/{batch.key}/table"
    assert default_storage.exists(place)
    ImportBatch.objects.update(at=timezone.now() - timedelta(days=3))
    batches.sweep()
    assert (ImportBatch.objects.count(), default_storage.exists(place)) == (0, False)


def test_the_database_counts_its_rows_after_an_import(officer):
    data = filled(FDI, [{"certificate_number": "1", "title_vi": "A"}])
    with CaptureQueriesContext(connection) as asked:
        imported(data, FDI, officer)
    sent = [query["sql"] for query in asked if query["sql"].startswith("ANALYZE")]
    assert sent == ['ANALYZE "projects_fdiproject"', 'ANALYZE "projects_fdievent"']


def test_the_file_is_gone_once_it_is_written(officer):
    batch = imported(filled(FDI, [row()]), FDI, officer)
    assert sorted(default_storage.listdir(f"imports/{batch.key}")[1]) == [
        "columns.json",
        "preview.json",
    ]


# --- undoing ---------------------------------------------------------------------------


def undone(batch, by):
    batches.undo(batch, by=by)
    batch.refresh_from_db()
    return batch.state, batch.problem


def test_undoing_removes_new_drafts_and_entries_and_frees_their_addresses(officer):
    data = filled(FDI, [row(investors="A (KR)")], [event()])
    batch = imported(data, FDI, officer)
    assert undone(batch, officer) == ("undone", "")
    assert (FdiProject.rows.count(), FdiEvent.objects.count(), Investor.objects.count()) == (
        0,
        0,
        0,
    )
    assert not SlugClaim.objects.exists()
    imported(data, FDI, officer)
    assert FdiProject.rows.get().slug_vi == "nha-may-linh-kien-dien-tu"


def test_undoing_brings_changed_drafts_back(officer):
    old = row(address_vi="Lô 1", investors="A (KR); B", land_area=Decimal("1.5"))
    imported(filled(FDI, [old]), FDI, officer)
    batch = imported(filled(FDI, [{**old, "address_vi": "Lô 2", "investors": "B (KR)",
                                   "land_area": 2}]), FDI, officer)  # fmt: skip
    assert undone(batch, officer) == ("undone", "")
    project = FdiProject.rows.get()
    assert (project.address_vi, project.land_area, project.version) == ("Lô 1", Decimal("1.5"), 3)
    assert list(project.investors.values_list("name", "country__code")) == [
        ("A", "KR"),
        ("B", None),
    ]
    assert verdicts(uploaded(filled(FDI, [old]), FDI, officer)) == ["same"]


def test_undoing_discards_the_working_copies_it_opened(people, officer):
    project = registers.fdi_project(people, certificate_number="77", address_vi="Lô 1")
    batch = imported(filled(FDI, [{"certificate_number": "77", "title_vi": project.title_vi,
                                   "address_vi": "Lô 2"}]), FDI, officer)  # fmt: skip
    assert undone(batch, officer) == ("undone", "")
    assert not FdiProject.rows.open_copies().exists()
    project.refresh_from_db()
    assert project.address_vi == "Lô 1"


def test_undoing_is_refused_by_name_once_something_was_approved(people, officer):
    batch = imported(filled(FDI, [row()], [event()]), FDI, officer)
    registers.approved(people, FdiEvent.objects.get(type="new"))
    state, problem = undone(batch, officer)
    assert state == "done"
    assert "Nhà máy linh kiện điện tử" in problem
    assert (FdiProject.rows.count(), FdiEvent.objects.count()) == (1, 2)


@pytest.mark.parametrize("meanwhile", ["edited", "submitted", "entered"])
def test_undoing_is_refused_by_name_once_a_draft_moved_on(people, officer, meanwhile):
    batch = imported(filled(FDI, [row()]), FDI, officer)
    project = FdiProject.rows.get()
    if meanwhile == "edited":
        articles.edit(project, officer, title_vi="Tên khác")
    elif meanwhile == "submitted":
        articles.step(project, "submit", officer)
    else:
        registers.event(people, project, Type.SUSPENSION, "2022-05-01")
    state, problem = undone(batch, officer)
    assert (state, str(FdiProject.rows.get()) in problem) == ("done", True)


def test_only_who_imported_may_write_undo_or_discard(people, officer):
    batch = imported(filled(FDI, [row()]), FDI, officer)
    other = people["author"]
    other.groups.set(officer.groups.all())
    for verb in (batches.write, batches.undo, batches.discard, batches.resume):
        with pytest.raises(PermissionDenied):
            verb(batch, by=other)


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_beside_texts_of_an_old_font_others_that_are_no_vietnamese_are_converted(officer, kind):
    names = ["certificate_number", "title_vi", "effective_on", "usd", "partner_id", "address_vi"]
    day, money = "15/03/2022", "1.500.000,5"
    rows = [
        [heading(FDI.records, name) for name in names],
        ["1", "Nhµ m¸y s¶n xuÊt", day, money, "Hàn Quốc", "tæng kho Quèc lé"],
        ["2", "tæng kho", day, money, "Hàn Quốc", "Hà Nam"],
        ["3", "São Paulo", day, money, "Hàn Quốc", "Thái Bình"],
    ]
    text = "\n".join(";".join(cells) for cells in rows)
    data = book({"Bảng": rows}) if kind == "xlsx" else text.encode()
    batch = imported(data, FDI, officer)
    assert list(FdiProject.rows.order_by("pk").values_list("title_vi", "address_vi")) == [
        ("Nhà máy sản xuất", "tổng kho Quốc lộ"),
        ("tổng kho", "Hà Nam"),
        ("São Paulo", "Thái Bình"),
    ]
    said = "“tổng kho”: chữ gõ bằng phông TCVN3 hoặc VNI, đã chuyển sang Unicode."
    assert ["B3", said] in lines(batch)[1].notes


@pytest.mark.parametrize(
    "typed", ["Nhµ m¸y s¶n xuÊt §Çu t\xad", "Nhaø maùy saûn xuaát Ñaàu tö"], ids=["TCVN3", "VNI"]
)
def test_texts_of_the_old_fonts_are_converted_with_a_note(officer, typed):
    batch = uploaded(filled(FDI, [row(title_vi=typed)]), FDI, officer)
    [line] = lines(batch)
    assert line.name == "1032345678 – Nhà máy sản xuất Đầu tư"
    assert [
        "B2",
        "“Nhà máy sản xuất Đầu tư”: chữ gõ bằng phông TCVN3 hoặc VNI, đã chuyển sang Unicode.",
    ] in line.notes


def test_the_preview_shows_what_was_read_of_every_cell_of_a_new_row(officer):
    batch = uploaded(filled(FDI, [row(usd="1.500.000 USD", land_area=Decimal(5000))]), FDI, officer)
    [line] = lines(batch)
    names = ["certificate_number", "title_vi", "effective_on", "usd", "partner_id", "land_area"]
    assert sorted(line.read) == [
        [f"{letter}2", heading(FDI.records, name), value]
        for letter, name, value in zip(
            "ABCDEF",
            names,
            [
                "1032345678",
                "Nhà máy linh kiện điện tử",
                "15/03/2022",
                "1.500.000",
                "Hàn Quốc",
                "5.000",
            ],
            strict=True,
        )
    ]
    assert ["F2", "Diện tích 5.000 ha: đơn vị đã đúng chưa?"] in line.notes


@pytest.mark.parametrize(
    ("usd", "said"),
    [(Decimal("67.81"), "67,81 đô la Mỹ"), (67_810_000_000_000, "67.810.000.000.000 đô la Mỹ")],
)
def test_an_implausible_capital_is_remarked(officer, usd, said):
    batch = uploaded(filled(FDI, [row(usd=usd)]), FDI, officer)
    assert ["D2", f"{said}: đơn vị có đúng không?"] in lines(batch)[0].notes


def test_a_place_in_another_district_than_the_zone_is_remarked(desk, officer, people):
    province = registers.unit()
    east, south = (
        registers.unit(code, name, "district", province, full_name_vi=f"Huyện {name}")
        for code, name in (("340", "Đông Hưng"), ("343", "Kiến Xương"))
    )
    registers.unit("13093", "Vũ Ninh", "commune", south)
    registers.unit("12730", "Đông Xuân", "commune", east)
    zone = Zone.objects.create(kind="industrial_park", name_vi="KCN Gia Lễ", unit=east)
    project = registers.fdi_project(
        people, public=False, unit=east, zone=zone, certificate_number="1032345678"
    )
    said = (
        "“KCN Gia Lễ” thuộc “Huyện Đông Hưng”, nhưng địa điểm ghi là thuộc “Huyện Kiến Xương”: có "
        "đúng không?"
    )
    for place, is_doubted in [
        ("Vũ Ninh", True), ("Kiến Xương", True), ("Đông Xuân", False), ("Thái Bình", False),
    ]:  # fmt: skip
        batch = uploaded(filled(FDI, [row(unit_id=place)]), FDI, officer)
        [line] = lines(batch)
        assert line.verdict == "changed"
        assert [cell for cell, sentence in line.notes if sentence == said] == ["F2"] * is_doubted
        batches.discard(batch, by=officer)
    batch = uploaded(filled(FDI, [row(certificate_number="2", title_vi="Kho", unit_id="Vũ Ninh",
                                      zone_id="KCN Gia Lễ")]), FDI, officer)  # fmt: skip
    assert said in dict(lines(batch)[0].notes).values()
    form = admin_url(project, "change")
    assert said not in desk(officer).get(form).content.decode()
    FdiProject.rows.update(unit=south)
    assert said in desk(officer).get(form).content.decode()


def test_a_code_that_lost_its_zeros_is_named(officer):
    imported(filled(FDI, [row(certificate_number="081022000053")]), FDI, officer)
    batch = uploaded(filled(FDI, [row(certificate_number=Decimal(81022000053))]), FDI, officer)
    [line] = lines(batch)
    assert line.verdict == "new"
    assert any(
        cell == "A2" and "“081022000053 – " in said and "số giống hoặc gần giống" in said
        for cell, said in line.notes
    )


def test_a_code_in_scientific_form_is_refused(officer):
    batch = uploaded(filled(FDI, [row(certificate_number="8,1022E+10")]), FDI, officer)
    said = "“8,1022E+10”: Excel đã rút gọn số này: hãy định dạng ô là văn bản (Text) rồi gõ lại."
    assert problems(batch) == [("A2", said)]
