"""Templates and exports: what the desk hands out, and that it comes back as it left."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.exchange.writing import Column
from portal.publishing import workflow
from projects import ledger
from projects.exchange import workbooks
from projects.exchange.names import Names
from projects.models import (
    Agency,
    Country,
    FdiEvent,
    FdiProject,
    Industry,
    Investor,
    NgoAid,
    OdaFund,
    OdaProject,
    Sector,
    Zone,
)
from projects.registers import WORKBOOKS
from projects.registers.fdi.workbook import WORKBOOK as FDI
from projects.registers.ngo.workbook import WORKBOOK as NGO
from projects.registers.oda.workbook import WORKBOOK as ODA
from tests import articles, registers
from tests.projects.tables import imported, uploaded, verdicts

Type = FdiEvent.Type


def exported(register, records=None):
    file = io.BytesIO()
    records = register.model.objects.order_by("pk") if records is None else records
    workbooks.export(file, register, records)
    return file.getvalue()


def opened(data):
    return openpyxl.load_workbook(io.BytesIO(data))


def rich_fdi(people):
    """Projects in many shapes."""
    officer = people["data officer"]
    old = registers.unit(
        "336", "Thái Bình", "district", registers.unit(), valid_to=date(2025, 6, 30)
    )
    project = registers.fdi_project(
        people,
        certificate_number="1032345678",
        unit=old,
        zone=Zone.objects.create(kind="industrial_park", name_vi="KCN Phúc Khánh"),
        land_area=Decimal("3.2500"),
        capital_currency="JPY",
        objectives_vi="Sản xuất.\nKinh doanh  hai  lần.",
        scale_vi="=1+1",
    )
    Investor.objects.create(project=project, name="A (Holdings)", position=0)
    Investor.objects.create(project=project, name="B", country=registers.country(), position=1)
    registers.happened(people, project, Type.NEW, "2020-01-05", Decimal("123456789.12"),
                       amount=Decimal("1234567890123456.78"), currency="JPY",
                       term_ends_on=date(2070, 1, 4))  # fmt: skip
    raised = registers.happened(people, project, Type.INCREASE, "2021-01-05", Decimal("67.81"))
    registers.happened(people, project, Type.DISBURSEMENT, "2021-02-05", 5, number="")
    registers.happened(people, project, Type.DISBURSEMENT, "2021-02-05", 6, number="")
    registers.event(people, project, Type.OTHER, "2022-01-01", note="chờ")
    ledger.correct(raised, by=officer, usd=Decimal(70), amount=Decimal(70))
    articles.edit(workflow.open_copy(project, by=officer), officer, address_vi="Đang sửa")
    registers.draft(FdiProject, officer, title_en="")
    archived = registers.fdi_project(people, certificate_number="3")
    articles.step(archived, "withdraw", people["publisher"], note="Sai")
    registers.event(people, archived, Type.NEW, "2022-01-01", 7)


def rich_oda(people):
    agency = Agency.objects.create(name_vi="Ủy ban nhân dân tỉnh", valid_to=date(2025, 6, 30))
    Agency.objects.create(name_vi="Ủy ban nhân dân tỉnh", valid_from=date(2025, 7, 1))
    project = registers.oda_project(
        people,
        stages=[("mobilisation", "2020-01-01"), ("agreement", "2021-01-01")],
        code="12/QĐ",
        managing_agency=agency,
        sector=Sector.objects.create(code="43060", name_vi="Phòng chống thiên tai"),
        mechanism="on_lent",
    )
    project.places.set([registers.unit(), registers.unit("33", "Hưng Yên")])
    OdaFund.objects.create(project=project, kind="loan", donor=registers.organisation("ADB"),
                           amount=5, currency="EUR", usd=6)  # fmt: skip
    OdaFund.objects.create(project=project, kind="counterpart", amount=7, currency="VND")
    entry = registers.year(people, project, "planned", 2022, "2022-11-30",
                           foreign=Decimal("146422.125"))  # fmt: skip
    registers.approved(people, entry)
    registers.year(people, project, "disbursed", 2022, "2022-11-30", counterpart=3)
    registers.oda_project(people, public=False, stages=[("mobilisation", "2022-01-01")])


def rich_ngo(people):
    for year in (2021, 2022):
        aid = registers.ngo_aid(
            people,
            stages=[("approved", f"{year}-03-01")],
            decision_number="33/QĐ-UBND",
            decision_on=date(year, 3, 1),
            usd=Decimal(180_000),
            usd_is_floor=True,
            type="programme",
            field="health",
        )
        registers.year(people, aid, "committed", year, f"{year}-11-30", usd=83_888, is_floor=True)


@pytest.mark.parametrize(
    ("register", "make", "rows"), [(FDI, rich_fdi, 7), (ODA, rich_oda, 9), (NGO, rich_ngo, 6)]
)
def test_an_unchanged_export_changes_nothing(people, register, make, rows):
    make(people)
    batch = uploaded(exported(register), register, people["data officer"])
    assert verdicts(batch) == ["same"] * rows


def test_an_edited_export_changes_exactly_what_was_edited(people):
    registers.draft(FdiProject, people["data officer"], certificate_number="1", title_vi="Một")
    registers.draft(FdiProject, people["data officer"], certificate_number="2", title_vi="Hai")
    book = opened(exported(FDI))
    sheet = book.worksheets[0]
    sheet["B3"] = "Hai, đã sửa"
    file = io.BytesIO()
    book.save(file)
    imported(file.getvalue(), FDI, people["data officer"])
    assert list(FdiProject.rows.order_by("pk").values_list("title_vi", "version")) == [
        ("Một", 1),
        ("Hai, đã sửa", 2),
    ]


def test_the_present_capital_stands_beside_the_first_and_is_never_read(people):
    project = registers.fdi_project(people, certificate_number="1")
    registers.happened(people, project, Type.NEW, "2020-01-05", 1_000_000)
    registers.happened(people, project, Type.INCREASE, "2021-01-05", 250_000)
    registers.event(people, project, Type.INCREASE, "2022-01-05", 7)
    registers.fdi_project(people, certificate_number="2")
    book = opened(exported(FDI))
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    first, present = (
        heads.index("Vốn theo Giấy chứng nhận lần đầu (USD)"),
        heads.index("Vốn đăng ký hiện nay, chỉ để xem (USD)"),
    )
    assert [[row[at].value for at in (first, present)] for row in sheet.iter_rows(2, 3)] == [
        [1_000_000, 1_250_000],
        [None, None],
    ]
    sheet.cell(2, present + 1).value = 99
    file = io.BytesIO()
    book.save(file)
    assert set(verdicts(uploaded(file.getvalue(), FDI, people["data officer"]))) == {"same"}


def test_texts_that_look_like_formulas_leave_as_texts(people):
    registers.draft(FdiProject, people["data officer"], title_vi="=1+1", certificate_number="1")
    assert opened(exported(FDI)).worksheets[0]["B2"].data_type == "s"


@pytest.mark.parametrize("register", WORKBOOKS.values(), ids=WORKBOOKS)
def test_a_template_has_every_sheet_with_notes_and_allowed_values(db, register):
    registers.country()
    registers.unit()
    file = io.BytesIO()
    workbooks.template(file, register)
    book = openpyxl.load_workbook(file)
    assert book.sheetnames[: len(register.sheets)] == [str(sheet.name) for sheet in register.sheets]
    for sheet in register.sheets:
        titles = [
            Column("", field.heading, unit=str(field.unit)).title
            for field in sheet.fields
            if not field.told and field.name != "record"
        ]
        assert [cell.value for cell in book[str(sheet.name)][1]] == titles
        lists = book[str(sheet.name)].data_validations.dataValidation
        assert len(lists) == sum(bool(field.choices) for field in sheet.fields) - sum(
            not field.choices(Names()) for field in sheet.fields if field.choices
        )


@pytest.mark.parametrize("register", WORKBOOKS.values(), ids=WORKBOOKS)
def test_no_two_headings_of_a_sheet_are_alike(register):
    for sheet in register.sheets:
        titles = [title for field in sheet.fields for title in field.titles()]
        assert len(titles) == len(set(titles))


def test_a_template_lists_the_last_edition_of_a_classification_that_has_run_out(db):
    last = date(2025, 11, 14)
    for version, name, end in (
        ("2007", "Xưa", date(2018, 8, 19)), ("2018", "Nay", last), ("2018", "Khác", last),
    ):  # fmt: skip
        Industry.objects.create(version=version, code=name[0], name_vi=name, valid_to=end)
    file = io.BytesIO()
    workbooks.template(file, FDI)
    book = openpyxl.load_workbook(file)
    sheet = book[str(FDI.records.name)]
    at = next(cell.column_letter for cell in sheet[1] if cell.value == "Ngành (VSIC)")
    (listed,) = [one for one in sheet.data_validations.dataValidation if f"{at}2" in str(one.sqref)]
    name, cells = listed.formula1.replace("'", "").lstrip("=").split("!")
    values = [cell.value for (cell,) in book[name][cells.replace("$", "")]]
    assert values == ["K Khác", "N Nay"]


def test_names_that_are_alike_are_told_apart(db):
    old = Industry.objects.create(version="2018", code="26", name_vi="Điện tử",
                                  valid_to=date(2025, 11, 14))  # fmt: skip
    new = Industry.objects.create(version="2025", code="26", name_vi="Điện tử")
    names = Names()
    assert (names.label(Industry, old.pk), names.label(Industry, new.pk)) == (
        "26 Điện tử (VSIC 2018)",
        "26 Điện tử (VSIC 2025)",
    )
    assert names.find(Industry, "26 điện tử (VSIC 2018)") == old.pk
    assert names.find(Industry, "26") == new.pk


def test_withdrawn_sectors_and_unknown_names_are_refused(db):
    Sector.objects.create(code="41050", name_vi="Phòng lụt", withdrawn=True)
    registers.country()
    with pytest.raises(ValidationError):
        Names().find(Sector, "41050")
    with pytest.raises(ValidationError) as refused:
        Names().find(Country, "Hàn Quốk")
    assert "Hàn Quốc" in refused.value.messages[0]


def test_an_export_asks_no_more_queries_for_more_records(people):
    counts = []
    for number in (1, 3):
        for _more in range(number):
            project = registers.fdi_project(people)
            registers.event(people, project, Type.NEW, "2022-01-01", 7)
        with CaptureQueriesContext(connection) as queries:
            exported(FDI)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_ngo_and_oda_records_export_only_originals(people):
    aid = registers.ngo_aid(people, decision_number="1")
    workflow.open_copy(aid, by=people["data officer"])
    assert opened(exported(NGO)).worksheets[0].max_row == 2
    assert (NgoAid.rows.count(), OdaProject.rows.count()) == (2, 0)
