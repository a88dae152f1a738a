"""Official FDI tables at the desk: a file is read whole or refused, two people let it count."""

import re
from datetime import date, timedelta
from decimal import Decimal
from html import unescape
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font

from investment.official import questions as official
from investment.official import reading as fia
from investment.official.models import Breakdown, Indicator, OfficialFigure, SourceTable
from portal.delivery.models import PublicVersion
from portal.pages.models import SiteIdentity
from portal.publishing.admin.site import admin_url
from projects import ledger
from projects.models import AdministrativeUnit, Country, CountryAlias, EntryState, Industry
from tests.projects.test_pages import words

pytestmark = pytest.mark.django_db

URL = "/admin/official/sourcetable/import/"
DAY = date(2024, 12, 20)
DAY_AFTER_MERGERS = date(2025, 12, 20)
FLOW_HEADINGS = [
    "TT",
    "Địa phương",
    "Số dự án cấp mới",
    "Vốn đăng ký cấp mới (triệu USD)",
    "Số lượt dự án điều chỉnh",
    "Vốn đăng ký điều chỉnh (triệu USD)",
    "Số lượt góp vốn mua cổ phần",
    "Giá trị góp vốn, mua cổ phần (triệu USD)",
    "Tổng vốn đăng ký (triệu USD)",
]
FLOW = [
    ["Phụ lục II"],
    FLOW_HEADINGS,
    [1, "Hà Nội", 10, 100.5, 3, -20.25, 2, 1.125, 81.375],
    [2, "Thái Bình", 5, 67.81, None, None, None, None, 67.81],
    [3, "TT Huế", None, None, 1, 0, None, None, 0],
    [4, "Dầu khí", None, None, None, None, 1, 12, 12],
    [None, "Tổng số", 15, 168.31, 4, -20.25, 3, 13.125, 161.185],
    ["Nguồn: Cục Đầu tư nước ngoài"],
]
SECTORS = [
    ["TT", "Chuyên ngành", "Số dự án", "Tổng vốn đầu tư đăng ký (Triệu USD)"],
    [1, "Công nghiệp chế biến, chế tạo", 17000, "301.234,5"],
    [2, "Xây dựng", 1800, 11000],
]
PARTNERS = [
    ["TT", "Đối tác", "Số dự án", "Tổng vốn đầu tư đăng ký (Triệu USD)"],
    [1, "Hàn Quốc", 10000, 92000.7],
    [2, "Xinh-ga-po", 3900, 84000],
]


@pytest.fixture
def reference(db):
    for code, name in [("01", "Hà Nội"), ("34", "Thái Bình"), ("46", "Thừa Thiên Huế")]:
        AdministrativeUnit.objects.create(
            code=code, level="province", name_vi=name, valid_to=date(2025, 6, 30)
        )
    for code, name in [("C", "Công nghiệp chế biến, chế tạo"), ("F", "Xây dựng")]:
        Industry.objects.create(version="2018", code=code, name_vi=name)
    Country.objects.create(code="KR", name_vi="Hàn Quốc", name_en="South Korea")
    singapore = Country.objects.create(code="SG", name_vi="Singapore", name_en="Singapore")
    CountryAlias.objects.create(country=singapore, name="Xinh-ga-po")


def workbook(**sheets):
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    file = BytesIO()
    book.save(file)
    return SimpleUploadedFile("fia.xlsx", file.getvalue())


def read(*, day=DAY, **sheets):
    return fia.read(workbook(**sheets), day)


def values(part):
    return {
        line.label: (line.name, {i.value: str(v) for i, v in line.values.items()})
        for line in part.lines
    }


def changed(rows, at, column, value):
    return [
        [*row[:column], value, *row[column + 1 :]] if n == at else row for n, row in enumerate(rows)
    ]


# --- the file --------------------------------------------------------------------------


def test_names_of_the_old_fonts_are_converted_with_a_note(reference):
    rows = changed(changed(FLOW, 2, 1, "Haø Noäi"), 3, 1, "Thaùi Bình")
    reading = read(flow=rows)
    assert reading.problems == []
    assert [line.label for line in reading.parts[0].lines][:2] == ["Hà Nội", "Thái Bình"]
    assert (
        "flow: “Hà Nội”, “Thái Bình”: chữ gõ bằng phông TCVN3 hoặc VNI, đã chuyển sang Unicode."
        in reading.notes
    )


def test_headings_of_the_old_fonts_are_converted_with_a_note(reference):
    heads = ["TT", "§Þa ph\xad¬ng", "Sè dù ¸n cÊp míi", *FLOW_HEADINGS[3:]]
    reading = read(flow=[FLOW[0], heads, *FLOW[2:]])
    assert reading.problems == []
    assert (
        "flow: “Địa phương”, “Số dự án cấp mới”: chữ gõ bằng phông TCVN3 hoặc VNI, "
        "đã chuyển sang Unicode." in reading.notes
    )


def test_the_annexes_are_read_as_they_are_printed(reference):
    reading = read(flow=FLOW, nganh=SECTORS, doitac=PARTNERS)
    assert reading.problems == []
    flow, sectors, partners = reading.parts
    assert values(flow) == {
        "Hà Nội": (
            "Hà Nội",
            {"new_projects": "10", "new_capital": "100.500", "adjusted_turns": "3",
             "adjusted_capital": "-20.250", "share_turns": "2", "share_value": "1.125",
             "total_capital": "81.375"},
        ),
        "Thái Bình": (
            "Thái Bình",
            {"new_projects": "5", "new_capital": "67.810", "total_capital": "67.810"},
        ),
        "TT Huế": (
            "Thừa Thiên Huế",
            {"adjusted_turns": "1", "adjusted_capital": "0.000", "total_capital": "0.000"},
        ),
        "Dầu khí": ("", {"share_turns": "1", "share_value": "12.000", "total_capital": "12.000"}),
    }  # fmt: skip
    assert (sectors.breakdown, values(sectors)) == (
        Breakdown.SECTOR,
        {
            "Công nghiệp chế biến, chế tạo": (
                "Công nghiệp chế biến, chế tạo",
                {"stock_projects": "17000", "stock_capital": "301234.500"},
            ),
            "Xây dựng": ("Xây dựng", {"stock_projects": "1800", "stock_capital": "11000.000"}),
        },
    )
    assert (partners.breakdown, values(partners)["Xinh-ga-po"]) == (
        Breakdown.PARTNER,
        ("Singapore", {"stock_projects": "3900", "stock_capital": "84000.000"}),
    )


def test_headings_in_two_rows_and_another_unit_are_the_same_figures(reference):
    rows = [
        ["Địa phương", "Cấp mới", None, "Điều chỉnh", None],
        [None, "Số dự án", "Vốn (USD)", "Số lượt", "Vốn tăng thêm (tỷ USD)"],
        ["Thái Bình", 5, 67810000, 2, "0,118"],
        ["Hà Nội", 7, 1, None, None],
    ]
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for cells in ("A1:A2", "B1:C1", "D1:E1"):
        book.active.merge_cells(cells)
    file = BytesIO()
    book.save(file)
    reading = fia.read(BytesIO(file.getvalue()), DAY)
    assert reading.problems == []
    assert values(reading.parts[0]) == {
        "Thái Bình": (
            "Thái Bình",
            {"new_projects": "5", "new_capital": "67.810", "adjusted_turns": "2",
             "adjusted_capital": "118.000"},
        ),
        "Hà Nội": ("Hà Nội", {"new_projects": "7", "new_capital": "0.000"}),
    }  # fmt: skip
    assert reading.notes == [
        "Sheet: Có 1 số tiền nhiều hơn ba chữ số thập phân, đã làm tròn đến ba chữ số."
    ]


@pytest.mark.parametrize(
    ("at", "column", "value", "sentence"),
    [
        (3, 1, "Thai Binhh", "flow: B4: “Thai Binhh” không phải là tỉnh, thành phố nào vào ngày "
                             "20/12/2024. Có phải là một trong các tên sau không: “Thái Bình”?"),
        (3, 1, "Hà Nội", "flow: B4: “Hà Nội” xuất hiện hai lần."),
        (3, 3, "6.625", "flow: D4: “6.625” có thể là 6,6250 (số thập phân) hoặc 6625 (số "
            "nguyên): hãy viết theo một trong hai cách này."),
        (3, 2, 2.5, "flow: C4: “2,5” có quá nhiều chữ số thập phân: ở đây tối đa 0 chữ số."),
        (3, 2, -5, "flow: C4: “-5” nhỏ hơn 0."),
        (3, 3, 67810000, "flow: D4: “67810000” lớn hơn mức có thể có: hãy kiểm tra đơn "
                         "vị của cột."),
        (1, 3, "Vốn đăng ký cấp mới (tỷ đồng)",
         "flow: “Vốn đăng ký cấp mới (tỷ đồng)” không tính bằng USD."),
        (1, 3, "Vốn đăng ký điều chỉnh",
         "flow: “Vốn đăng ký điều chỉnh”: có hai cột cùng nội dung."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_with_its_cell(reference, at, column, value, sentence):
    assert sentence in read(flow=changed(FLOW, at, column, value)).problems


def test_what_a_person_should_know_is_told(reference):
    rows = changed(FLOW, 6, 3, 170)  # the printed total
    rows = changed(rows, 2, 8, 90)  # the total of a row
    rows[1] = [heading.replace(" (triệu USD)", "") for heading in rows[1]]
    reading = read(flow=rows, **{"Ghi chú": [["Chỉ là ghi chú"]]})
    assert reading.problems == []
    assert reading.notes == [
        "Các trang tính không có bảng như vậy: “Ghi chú”.",
        *(
            f"flow: “{heading}” không ghi đơn vị: được hiểu là triệu USD."
            for heading in rows[1]
            if "ốn đăng" in heading or "Giá trị" in heading
        ),
        "flow: Các dòng không lấy: 1 (nằm trên tiêu đề cột); 7 (dòng tổng cộng); "
        "8 (“Nguồn: Cục Đầu tư nước ngoài”).",
        "flow: Tổng ghi trong “Vốn đăng ký cấp mới” là 170, còn các dòng cộng lại là 168,31.",
        "flow: Tổng ghi trong “Tổng vốn đăng ký” là 161,185, còn các dòng cộng lại là 169,81.",
        "flow: Tổng vốn không bằng tổng các phần: Hà Nội.",
    ]


def test_a_printed_count_is_told_as_documents_write_it(reference):
    total = [None, "Tổng số", 40743, None]
    assert (
        "t11: Tổng ghi trong “Số dự án” là 40.743, còn các dòng cộng lại là 18.800."
        in read(t11=[*SECTORS, total]).notes
    )


@pytest.mark.parametrize(
    ("title", "warns"),
    [
        ("Tính đến ngày 20/12/2024", False),
        ("Từ 01/01/2024 đến 20.12.2024", False),
        ("(Lũy kế đến ngày 20 tháng 12 năm 2024)", False),
        ("Tính đến ngày 31/13/2024", False),
        ("Phụ lục II, năm 2024", False),
        ("Tính đến ngày 20/11/2024", True),
        ("(Lũy kế đến ngày 20 tháng 11 năm 2024)", True),
    ],
)
def test_another_day_above_the_table_is_warned_of(reference, title, warns):
    notes = read(flow=[[title], *FLOW[1:]], t11=SECTORS).notes
    said = (
        "Phía trên bảng, tệp ghi 20/11/2024, còn số liệu sắp nhập là tính đến 20/12/2024. "
        "Hãy đối chiếu văn bản: nếu ngày kia mới đúng, hãy chọn lại tệp và gõ ngày ấy."
    )
    assert (notes[0] == said) == warns
    assert any("Phía trên bảng" in note for note in notes) == warns


def test_hidden_and_struck_out_rows_are_named(reference):
    book = load_workbook(workbook(flow=FLOW))
    sheet = book["flow"]
    sheet.row_dimensions[3].hidden = True
    for row in (5, 7):  # the last is a total, which is no row to read
        for cell in sheet[row]:
            cell.font = Font(strike=True)
    file = BytesIO()
    book.save(file)
    reading = fia.read(SimpleUploadedFile("fia.xlsx", file.getvalue()), DAY)
    assert len(reading.parts[0].lines) == 4
    said = "flow: Các dòng 3, 5 bị ẩn hoặc bị gạch ngang trong tệp, và vẫn được đọc."
    assert [note for note in reading.notes if "bị ẩn" in note] == [said]
    assert not any("bị ẩn" in note for note in read(flow=FLOW).notes)


def test_two_sheets_that_say_the_same_are_refused(reference):
    reading = read(t11=SECTORS, t12=SECTORS)
    assert reading.problems[0] == (
        "Các trang tính “t11” và “t12” cùng có: số dự án còn hiệu lực, lũy kế. "
        "Hãy ghi tên trang cần đọc."
    )


def test_a_province_that_was_merged_before_the_day_is_told_as_merged(reference):
    into = AdministrativeUnit.objects.create(
        code="33", level="province", name_vi="Hưng Yên", valid_from=date(2025, 7, 1)
    )
    AdministrativeUnit.objects.get(code="34").successors.add(into)
    reading = read(
        day=DAY_AFTER_MERGERS,
        flow=[FLOW_HEADINGS, [1, "Hưng Yên", 1, 2], [2, "Thái Bình", 5, 67.81]],
    )
    assert [problem for problem in reading.problems if "Thái Bình" in problem] == [
        "flow: B3: “Thái Bình” không phải là tỉnh, thành phố nào vào ngày 20/12/2025. Tỉnh này "
        "đã sáp nhập vào Hưng Yên từ ngày 01/07/2025: ngày chốt số liệu có đúng không?"
    ]


# --- the desk --------------------------------------------------------------------------


def previewed(client, day="20/12/2024", **sheets):
    sheets = sheets or {"flow": FLOW}
    response = client.post(URL, {"file": workbook(**sheets), "as_of": day})
    page = response.content.decode()
    token = re.search(r'name="data" value="([^"]*)"', page)
    return page, unescape(token[1]) if token else ""


def source(token, **values):
    return {
        "title_vi": "Thu hút đầu tư nước ngoài năm 2024",
        "publisher_vi": "Cục Đầu tư nước ngoài",
        "effective_on": "31/12/2024",
        "number": "BC-2024",
        "source_vi": "Phụ lục II",
        "data": token,
        **values,
    }


@pytest.fixture
def entered(desk, people, reference):
    client = desk(people["data officer"])
    client.post(URL, source(previewed(client)[1]))
    return SourceTable.objects.get()


def test_a_stock_ten_times_the_one_before_is_warned_of_up_to_its_approval(desk, people, reference):
    head = ["TT", "Địa phương", "Số dự án", "Tổng vốn đầu tư đăng ký (triệu USD)"]

    def stock(capital):
        return [head, [1, "Hà Nội", 7000, 42000], [2, "Thái Bình", 167, capital]]

    officer = desk(people["data officer"])
    first = previewed(officer, "20/06/2024", stock=stock("5.122,656"))[1]
    officer.post(URL, source(first, effective_on="25/06/2024", number="BC-6"))
    approve(desk(people["reviewer"]), SourceTable.objects.get())
    said = (
        "Thái Bình, vốn đăng ký lũy kế của dự án còn hiệu lực: 52.251,09, trong khi tính đến "
        "20/06/2024 là 5.122,656. Đơn vị và dấu thập phân có đúng không?"
    )
    officer = desk(people["data officer"])
    assert said not in previewed(officer, stock=stock("5.225,11"))[0]
    page, token = previewed(officer, stock=stock("52.251,09"))
    assert said in page
    officer.post(URL, source(token))
    table = SourceTable.objects.latest("pk")
    assert table.warned == [said]
    assert said in desk(people["reviewer"]).get(admin_url(table, "record")).content.decode()


def approve(client, table, **more):
    url = reverse("admin:official_sourcetable_approve", args=[table.pk])
    return client.post(url, {"version": table.version} | more)


def home():
    return official.series(AdministrativeUnit.objects.get(code="34"))


def test_a_preview_shows_every_value_and_writes_nothing(desk, people, reference):
    page, token = previewed(desk(people["data officer"]))
    told = words(page)
    assert "Hà Nội 10 100,5 3 −20,25 2 1,125 81,375" in told
    assert "Thái Bình 5 67,81 – – – – 67,81" in told
    assert "TT Huế Thừa Thiên Huế – – 1 0 – – 0" in told
    assert "Dầu khí – – – – 1 12 12" in told
    assert token
    assert 'value="Thu hút đầu tư nước ngoài từ 01/01 đến 20/12/2024"' in page
    assert not SourceTable.objects.exists()


def test_what_was_shown_counts_when_another_person_approves(desk, people, entered):
    assert (entered.status, entered.effective_on) == (EntryState.PENDING, date(2024, 12, 31))
    assert OfficialFigure.objects.count() == 16
    assert home()[Indicator.NEW_CAPITAL] == []
    before = PublicVersion.current().number
    assert approve(desk(people["reviewer"]), entered).status_code == 302
    (figure,) = home()[Indicator.NEW_CAPITAL]
    assert (figure.value, figure.unit, figure.since, figure.as_of, figure.label) == (
        Decimal("67.81"), "million USD", date(2024, 1, 1), DAY, "Thái Bình",
    )  # fmt: skip
    assert PublicVersion.current().number > before


def test_a_document_without_english_is_named_in_vietnamese(client, desk, people, entered):
    SiteIdentity.objects.create(pk=1, name_vi="Sở", name_en="D", province_vi="Tỉnh Thái Bình")
    approve(desk(people["reviewer"]), entered)
    figure = home()[Indicator.NEW_CAPITAL][0]
    pages = [f"/en/statistics/official-figures/{figure.pk}/", "/en/statistics/official-fdi/"]
    for url in pages:
        told = words(client.get(url).content.decode())
        assert "Thu hút đầu tư nước ngoài năm 2024 (Cục Đầu tư nước ngoài)" in told


def test_the_page_of_a_table_shows_all_its_figures(desk, people, entered):
    url = reverse("admin:official_sourcetable_record", args=[entered.pk])
    told = words(desk(people["reviewer"]).get(url).content.decode())
    assert "Hà Nội 10 100,5 3 −20,25 2 1,125 81,375" in told
    assert "Dầu khí – – – – 1 12 12" in told


def test_who_entered_a_table_does_not_approve_it(desk, people, entered):
    people["data officer"].groups.add(*people["publisher"].groups.all())
    assert approve(desk(people["data officer"]), entered).status_code == 200
    assert home()[Indicator.NEW_CAPITAL] == []


def test_a_file_with_one_wrong_row_enters_nothing(desk, people, reference):
    page, token = previewed(desk(people["data officer"]), flow=[*FLOW[:4], [9, "Atlantis", 1]])
    assert "Atlantis" in page
    assert (token, SourceTable.objects.exists()) == ("", False)


def test_a_day_to_come_and_a_file_without_a_table_are_refused(desk, people, reference):
    client = desk(people["data officer"])
    assert (
        "Ngày này chưa tới."
        in previewed(client, day=f"{timezone.localdate() + timedelta(1):%d/%m/%Y}")[0]
    )
    page, token = previewed(client, ghichu=[["Xin chào", "Các bạn"], ["a", "b"]])
    assert (token, "Không tìm thấy tiêu đề cột" in page) == ("", True)


def test_the_source_is_asked_for_and_what_was_read_stays(desk, people, reference):
    client = desk(people["data officer"])
    page = client.post(URL, source(previewed(client)[1], source_vi="")).content.decode()
    assert "Hà Nội 10 100,5 3 −20,25 2 1,125 81,375" in words(page)
    assert not SourceTable.objects.exists()


WRONG_TOTAL = "flow: Tổng ghi trong “Số dự án cấp mới” là 40.743, còn các dòng cộng lại là 15."


def test_what_was_warned_of_stays_after_an_error_and_is_told_who_approves(desk, people, reference):
    client = desk(people["data officer"])
    shown, token = previewed(client, flow=changed(FLOW, 6, 2, 40743))
    assert WRONG_TOTAL in words(shown)
    again = client.post(URL, source(token, source_vi="")).content.decode()
    assert words(again).count(WRONG_TOTAL) == 1
    client.post(URL, source(token))
    table = SourceTable.objects.get()
    publisher = desk(people["publisher"])
    assert WRONG_TOTAL in words(publisher.get(admin_url(table, "record")).content.decode())
    approve(publisher, table)
    assert WRONG_TOTAL not in words(publisher.get(admin_url(table, "record")).content.decode())


def test_the_question_before_a_revision_tells_what_was_warned_of(desk, people, entered):
    approve(desk(people["publisher"]), entered)
    client = desk(people["data officer"])
    client.post(URL, source(previewed(client, flow=changed(FLOW, 6, 2, 40743))[1]))
    later = SourceTable.objects.latest("pk")
    asked = words(approve(desk(people["publisher"]), later).content.decode())
    assert asked.count(WRONG_TOTAL) == 1


def test_a_table_entered_again_keeps_what_was_warned_of(desk, people, reference):
    client = desk(people["data officer"])
    client.post(URL, source(previewed(client, flow=changed(FLOW, 6, 2, 40743))[1]))
    table = SourceTable.objects.get()
    ledger.reject(table, by=people["publisher"], version=table.version, reason="Sai")
    page = client.get(URL, {"again": table.pk}).content.decode()
    assert WRONG_TOTAL in words(page)
    token = unescape(re.search(r'name="data" value="([^"]*)"', page)[1])
    client.post(f"{URL}?again={table.pk}", source(token))
    assert WRONG_TOTAL in SourceTable.objects.latest("pk").warned


def test_no_number_of_the_document_is_made_up(desk, people, reference):
    client = desk(people["data officer"])
    shown = client.post(URL, {"file": workbook(flow=FLOW), "as_of": "20/12/2024"})
    assert shown.context_data["source"]["number"].value() is None


def test_a_token_of_another_person_or_a_changed_one_enters_nothing(desk, people, reference):
    _page, token = previewed(desk(people["data officer"]))
    colleague = people["other author"]
    colleague.groups.set(people["data officer"].groups.all())
    desk(colleague).post(URL, source(token))
    desk(people["data officer"]).post(URL, source(token[:-3] + "xyz"))
    assert not SourceTable.objects.exists()


def test_whoever_may_not_enter_sees_no_import(desk, people, reference):
    for name in ("author", "translator", "reviewer", "publisher", "administrator"):
        client = desk(people[name])
        assert client.get(URL).status_code == 403
        assert URL not in client.get("/admin/official/sourcetable/").content.decode()
    assert URL in desk(people["data officer"]).get("/admin/official/sourcetable/").content.decode()


# --- a later document about the same day ----------------------------------------------


def test_a_later_document_revises_the_figures_of_the_same_day(desk, people, entered):
    approve(desk(people["reviewer"]), entered)
    client = desk(people["data officer"])
    page, token = previewed(client, flow=changed(FLOW, 3, 3, 70))
    told = words(page)
    assert "Thái Bình 5 70 trước là 67,81 – – – – 67,81" in told
    assert "1 số khác, 15 số giữ nguyên" in told
    client.post(URL, source(token, number="BC-2024b"))
    revision = SourceTable.objects.get(number="BC-2024b")
    asked = words(approve(desk(people["reviewer"]), revision).content.decode())
    assert "1 số khác, 15 số giữ nguyên" in asked
    assert "Thái Bình, vốn đăng ký cấp mới: 67,81 → 70" in asked
    approve(desk(people["reviewer"]), revision, confirmed=1)
    (figure,) = home()[Indicator.NEW_CAPITAL]
    assert (figure.value, figure.table, figure.revises.value) == (
        Decimal("70"), revision, Decimal("67.81"),
    )  # fmt: skip


def test_two_documents_about_the_same_day_never_count_together(desk, people, entered):
    client = desk(people["data officer"])
    client.post(URL, source(previewed(client)[1], number="BC-2024b"))
    other = SourceTable.objects.get(number="BC-2024b")
    approve(desk(people["reviewer"]), entered)
    page = approve(desk(people["reviewer"]), other).content.decode()
    assert "Một bảng có số liệu cùng ngày đã được duyệt sau khi bảng này được nhập" in page
    other.refresh_from_db()
    assert other.status == EntryState.PENDING
    assert len(home()[Indicator.NEW_CAPITAL]) == 1


def test_a_country_of_two_rows_keeps_them(desk, people, reference):
    both = [*PARTNERS, [3, "Singapore", 1, 2]]
    client = desk(people["data officer"])
    client.post(URL, source(previewed(client, doitac=both)[1]))
    approve(desk(people["reviewer"]), SourceTable.objects.get())
    page, token = previewed(desk(people["data officer"]), doitac=PARTNERS)
    assert "Singapore; Xinh-ga-po" in page
    assert token == ""


# --- templates -------------------------------------------------------------------------


def template(client, kind):
    response = client.get(f"/admin/official/sourcetable/template/{kind}/")
    assert response.status_code == 200
    return BytesIO(b"".join(response.streaming_content))


def test_a_template_has_the_rows_of_the_last_table_and_can_be_filled_in(desk, people, entered):
    approve(desk(people["reviewer"]), entered)
    AdministrativeUnit.objects.create(
        code="33", level="province", name_vi="Hưng Yên", valid_from=date(2025, 7, 1)
    )
    file = template(desk(people["data officer"]), "flow")
    book = load_workbook(file)
    sheet = book["Theo địa bàn"]
    assert [cell.value for cell in sheet["A"]] == ["Tên trong văn bản", "Hưng Yên", "Dầu khí"]
    assert [cell.value for cell in sheet[2]][1:] == [None] * 7
    sheet["B2"], sheet["C2"] = 4, 12.5
    book["Theo đối tác"]["A2"], book["Theo đối tác"]["B2"] = "Hàn Quốc", 3
    filled = BytesIO()
    book.save(filled)
    reading = fia.read(filled, date(2025, 12, 20))
    assert reading.problems == []
    assert [values(part) for part in reading.parts[:2]] == [
        {"Hưng Yên": ("Hưng Yên", {"new_projects": "4", "new_capital": "12.500"})},
        {"Hàn Quốc": ("Hàn Quốc", {"new_projects": "3"})},
    ]


def test_rows_of_a_template_that_nobody_filled_in_are_counted(desk, people, reference):
    for number in range(7):
        AdministrativeUnit.objects.create(
            code=f"9{number}", level="province", name_vi=f"Tỉnh {number}"
        )
    file = template(desk(people["data officer"]), "flow")
    assert fia.read(file, DAY_AFTER_MERGERS).problems == ["Chưa điền số liệu nào."]
    book = load_workbook(file)
    book["Theo địa bàn"]["B3"] = 5
    filled = BytesIO()
    book.save(filled)
    reading = fia.read(filled, DAY_AFTER_MERGERS)
    (line,) = reading.parts[0].lines
    assert (reading.problems, line.values) == ([], {Indicator.NEW_PROJECTS: 5})
    assert reading.notes[1:] == ["Theo địa bàn: 6 dòng không có số liệu và không được lấy."]


def test_a_sheet_without_figures_is_left_out_and_said(reference):
    reading = read(flow=FLOW, nganh=[SECTORS[0], [1, "Xây dựng", None, None]])
    assert (reading.problems, [part.sheet for part in reading.parts]) == ([], ["flow"])
    assert "nganh: Ở đây không có số liệu: trang tính này bị bỏ qua." in reading.notes


def test_a_template_of_stocks_asks_for_stocks(desk, people, reference):
    book = load_workbook(template(desk(people["data officer"]), "stock"))
    assert [cell.value for cell in book["Theo ngành"][1]] == [
        "Tên trong văn bản",
        "Số dự án còn hiệu lực, lũy kế",
        "Vốn đăng ký lũy kế của dự án còn hiệu lực (triệu USD)",
    ]
    client = desk(people["data officer"])
    assert client.get("/admin/official/sourcetable/template/other/").status_code == 404


def test_taking_back_asks_first_and_names_what_is_lost(desk, people, entered):
    client = desk(people["data officer"])
    address = reverse("admin:official_sourcetable_take_back", args=[entered.pk])
    asked = client.post(address).content.decode()
    assert "Số liệu bị mất theo: 16" in asked
    assert "Phụ lục II" in asked
    assert OfficialFigure.objects.count() == 16
    client.post(address, {"confirmed": "1"})
    assert not SourceTable.objects.exists()


# --- rejected --------------------------------------------------------------------------


def figures_of(table):
    return sorted(
        OfficialFigure.objects.filter(table=table).values_list(
            "breakdown", "label", "indicator", "value", "province", "since", "as_of", "unit"
        ),
        key=str,
    )


def test_a_rejected_table_is_entered_again_with_what_was_entered(desk, people, entered):
    ledger.reject(entered, by=people["reviewer"], version=entered.version, reason="Thiếu số hiệu")
    client = desk(people["data officer"])
    address = f"{URL}?again={entered.pk}"
    assert f'href="{address}"' in client.get(admin_url(entered, "record")).content.decode()
    response = client.get(address)
    page = response.content.decode()
    assert "Thiếu số hiệu" in page
    assert 'value="Thu hút đầu tư nước ngoài năm 2024"' in page
    assert "Hà Nội 10 100,5 3 −20,25 2 1,125 81,375" in words(page)
    token = response.context_data["source"]["data"].value()
    client.post(address, source(token, number="BC-2024-1"))
    table = SourceTable.objects.get(status=EntryState.PENDING)
    assert table.number == "BC-2024-1"
    assert len(figures_of(table)) == 16
    assert figures_of(table) == figures_of(entered)
    response = client.get(f"{address}&file=")
    assert response.context_data["form"]["as_of"].value() == "20/12/2024"
