"""A province's own tables at the desk: its columns are asked about once, its doubts each time."""

import io
import re
from datetime import date
from decimal import Decimal

import pytest
import xlsxwriter
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from portal.exchange.tables import Heading, Row, Table
from projects.exchange import lines as row_kinds
from projects.exchange import mapping, shelf
from projects.models import ColumnMapping, FdiEvent, FdiProject, ImportBatch, Industry, NgoAid, Zone
from projects.registers import WORKBOOKS
from projects.registers.fdi.workbook import WORKBOOK as FDI
from projects.registers.ngo.workbook import WORKBOOK as NGO
from projects.registers.oda.workbook import WORKBOOK as ODA
from tests import registers
from tests.projects.tables import book, filled, imported, lines, problems, write
from tests.projects.test_import import row

pytestmark = pytest.mark.one_database

ADD = "/admin/projects/importbatch/add/"
HEADS = ["STT", "Tên dự án", "Nhà đầu tư", "Quốc tịch", "Số GCNĐKĐT", "Ngày cấp",
         "Vốn đăng ký (triệu USD)", "Địa điểm", "Diện tích đất (m2)", "Khu công nghiệp",
         "Điện thoại", "Ghi chú"]  # fmt: skip


@pytest.fixture
def officer(people):
    registers.country()
    registers.country("JP", "Nhật Bản", "Japan")
    registers.industry(), registers.unit()
    Zone.objects.create(kind="industrial_park", name_vi="KCN Phúc Khánh")
    return people["data officer"]


@pytest.fixture
def colleague(people):
    other = people["other author"]
    other.groups.set([Group.objects.get(name="Data officer")])
    return other


def project(number, name, code, **values):
    """A row of a province's own table."""
    cells = {
        "STT": number, "Tên dự án": name, "Nhà đầu tư": f"Công ty {name}", "Quốc tịch": "Hàn Quốc",
        "Số GCNĐKĐT": code, "Ngày cấp": date(2019, 5, number), "Vốn đăng ký (triệu USD)": 1.5,
        "Địa điểm": f"Lô {number}", "Diện tích đất (m2)": 25_000, "Khu công nghiệp": "Phúc Khánh",
        "Điện thoại": "0227 123", **values,
    }  # fmt: skip
    return [cells.get(head) for head in HEADS]


PROVINCE = [
    ["ỦY BAN NHÂN DÂN TỈNH", None, None, None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
    ["DANH SÁCH DỰ ÁN ĐẦU TƯ NƯỚC NGOÀI"],
    [],
    HEADS,
    [f"({number})" for number in range(1, 13)],
    ["I. Khu công nghiệp Phúc Khánh"],
    project(1, "May Phúc An", "1032000001"),
    project(2, "Gốm sứ Tiền Hải", "1032000002", Quốc=None),
    ["II", "Ngoài khu công nghiệp", None, None, None, None, 7.25],
    project(3, "Linh kiện Vũ Thư", "1032000003", **{"Quốc tịch": "Nhật Bản"}),
    [None, "Cộng", None, None, None, None, 4.5],
    ["Tổng cộng (I + II)", None, None, None, None, None, 11.75],
    ["Ghi chú: số liệu đến hết ngày 30/11/2022"],
    [None, "NGƯỜI LẬP BIỂU", None, None, None, None, None, "GIÁM ĐỐC"],
]


def send(client, data, name="bảng.xlsx", register="fdiproject"):
    file = SimpleUploadedFile(name, data)
    return client.post(ADD, {"register": register, "file": file})


def url(batch, page):
    return reverse(f"admin:projects_importbatch_{page}", args=[batch.pk])


def form(client, batch):
    """{name: value} that the page of the columns would send as it stands."""
    text = client.get(url(batch, "columns")).content.decode()
    found = {}
    for name, options in re.findall(r'<select name="([^"]+)".*?>(.*?)</select>', text, re.DOTALL):
        found[name] = re.search(r'value="([^"]*)" selected', options)[1]
    return found


def confirm(client, batch, *, lacking=False, **changes):
    """Send the page of the columns with changes by letters; lacking: though fields are missing."""
    sent = form(client, batch) | {f"records-{at}": value for at, value in changes.items()}
    return client.post(url(batch, "columns"), sent | ({"lacking": "on"} if lacking else {}))


def read(client, data, **changes):
    """The batch of a table that was uploaded and whose columns were confirmed."""
    send(client, data)
    batch = ImportBatch.objects.latest("pk")
    confirm(client, batch, **changes)
    batch.refresh_from_db()
    return batch


def answer(client, batch, **posted):
    client.post(url(batch, "answer"), posted)
    batch.refresh_from_db()
    return batch


def written(client, batch):
    client.post(url(batch, "write"), {"digest": batch.digest})
    batch.refresh_from_db()
    return batch.state


# --- the mapping -----------------------------------------------------------------------


def test_a_province_s_own_register_comes_in_by_one_step(desk, officer):
    client = desk(officer)
    response = send(client, book({"Sheet1": PROVINCE}))
    batch = ImportBatch.objects.get()
    assert (batch.state, response.headers["Location"]) == ("mapping", url(batch, "columns"))
    assert form(client, batch) == {
        "records-A": "",
        "records-B": "title_vi",
        "records-C": "investors",
        "records-D": "nationality_id",
        "records-E": "certificate_number",
        "records-F": "effective_on",
        "records-G": "usd*1000000",
        "records-H": "address_vi",
        "records-I": "land_area*0.0001",
        "records-J": "zone_id",
        "records-K": "",
        "records-L": "",
    }
    text = client.get(url(batch, "columns")).content.decode()
    for shown in (*HEADS, "May Phúc An", "Gốm sứ Tiền Hải", "01/05/2019", "0227 123"):
        assert shown in text
    confirm(client, batch)
    batch.refresh_from_db()
    assert (batch.state, problems(batch), batch.counts["new"]) == ("read", [], 3)
    assert [line.number for line in lines(batch)] == [7, 8, 10]
    assert [(at, said) for _sheet, at, said in shelf.preview(batch).skipped] == [
        (1, "nằm trên tiêu đề cột: “CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM”"),
        (2, "nằm trên tiêu đề cột: “DANH SÁCH DỰ ÁN ĐẦU TƯ NƯỚC NGOÀI”"),
        (5, "dòng đánh số cột: “(10)”"),
        (6, "dòng nhóm: “I. Khu công nghiệp Phúc Khánh”"),
        (9, "dòng nhóm: “Ngoài khu công nghiệp”"),
        (11, "dòng cộng: “Cộng”"),
        (12, "dòng cộng: “Tổng cộng (I + II)”"),
        (13, "ghi chú: “Ghi chú: số liệu đến hết ngày 30/11/2022”"),
        (14, "ghi chú: “NGƯỜI LẬP BIỂU”"),
    ]
    shown = client.get(url(batch, "record")).content.decode()
    for said in (
        "K: Điện thoại",
        "L: Ghi chú",
        "I. Khu công nghiệp Phúc Khánh",
        "1.500.000",
        "2,5",
    ):
        assert said in shown
    assert written(client, batch) == "done"
    made = FdiProject.rows.get(certificate_number="1032000003")
    assert (made.title_vi, made.address_vi, made.land_area) == (
        "Linh kiện Vũ Thư", "Lô 3", Decimal("2.5"),
    )  # fmt: skip
    assert made.zone.name_vi == "KCN Phúc Khánh"
    assert list(made.investors.values_list("name", "country__code")) == [
        ("Công ty Linh kiện Vũ Thư", "JP")
    ]
    first = FdiEvent.objects.get(project=made)
    assert (first.usd, first.partner.code, first.effective_on) == (
        1_500_000, "JP", date(2019, 5, 3),
    )  # fmt: skip
    client.post(url(batch, "undo"), {"confirmed": "1"})
    assert (FdiProject.rows.count(), FdiEvent.objects.count()) == (0, 0)


def test_a_column_that_counts_the_rows_is_none_of_the_template(desk, officer):
    client = desk(officer)
    send(client, book({"Sheet1": PROVINCE}))
    text = client.get(url(ImportBatch.objects.get(), "columns")).content.decode()
    hows = re.findall(r'chip--column-(\w+)">([^<]+)<', text)
    assert hows[0] == ("counts", "số thứ tự: bỏ qua")
    assert hows[1] == ("known", "như tệp mẫu")


OLD_HEADS = {
    "TCVN3": ["Tªn nhµ ®Çu t\xad", "Sè giÊy chøng nhËn", "§Þa chØ"],
    "VNI": ["Teân nhaø ñaàu tö", "Soá giaáy chöùng nhaän", "Ñòa chæ"],
}


@pytest.mark.parametrize("font", OLD_HEADS)
def test_headings_of_the_old_fonts_are_converted_with_a_note(desk, officer, font):
    investor, *others = OLD_HEADS[font]
    rows = [
        ["Tên dự án", investor, *others],
        ["May Phúc An", "Công ty Phúc An", "1032000001", "Lô 3"],
    ]
    said = (
        "“Tên nhà đầu tư”, “Số giấy chứng nhận”, “Địa chỉ”: "
        "chữ gõ bằng phông TCVN3 hoặc VNI, đã chuyển sang Unicode."
    )
    client = desk(officer)
    send(client, book({"Sheet1": rows}))
    batch = ImportBatch.objects.get()
    assert form(client, batch) == {
        "records-A": "title_vi", "records-B": "investors", "records-C": "certificate_number",
        "records-D": "address_vi",
    }  # fmt: skip
    assert client.get(url(batch, "columns")).content.decode().count(f"<li>{said}</li>") == 1
    confirm(client, batch)
    assert f"<li>{said}</li>" in client.get(url(batch, "record")).content.decode()


def test_headings_in_unicode_have_no_note(desk, officer):
    client = desk(officer)
    batch = read(client, book({"Sheet1": [HEADS, project(1, "May Phúc An", "1032000001")]}))
    for page in ("columns", "record"):
        assert "chuyển sang Unicode" not in client.get(url(batch, page)).content.decode()


def test_what_was_confirmed_is_remembered_for_colleagues(desk, officer, colleague):
    table = [HEADS, project(1, "May Phúc An", "1032000001")]
    read(desk(officer), book({"Sheet1": table}), K="scale_vi")
    client = desk(colleague)
    send(client, book({"2023": [HEADS, project(2, "Gốm sứ Tiền Hải", "1032000002")]}))
    batch = ImportBatch.objects.latest("pk")
    assert (batch.by, batch.state) == (colleague, "read")
    written(client, batch)
    assert FdiProject.rows.get().scale_vi == "0227 123"
    more = [[*HEADS, "Tình trạng"], [*project(3, "Linh kiện", "1032000003"), "Đang chạy"]]
    send(client, book({"Sheet1": more}))
    batch = ImportBatch.objects.latest("pk")
    assert batch.state == "mapping"
    assert form(client, batch)["records-K"] == "scale_vi"
    assert ColumnMapping.objects.count() == 1


def test_columns_are_confirmed_anew_where_the_line_above_names_another_unit(desk, officer):
    heads = ["Tên dự án", "Mã số dự án", "Ngày cấp", "Tổng vốn", "Quốc tịch"]

    def sent(unit):
        above = [[unit]] if unit else []
        row = ["May", "1032000001", date(2022, 1, 1), 95, "Hàn Quốc"]
        send(client, book({"Sheet1": [*above, heads, row]}))
        return ImportBatch.objects.latest("pk")

    client = desk(officer)
    batch = sent("Đơn vị: triệu USD")
    assert "Ngoài bảng có ghi “Đơn vị: triệu USD”." in (
        client.get(url(batch, "columns")).content.decode()
    )
    confirm(client, batch, D="usd*1000000")
    assert sent("Đơn vị: triệu USD").state == "read"
    batch = sent("Đơn vị: nghìn USD")
    assert (batch.state, form(client, batch)["records-D"]) == ("mapping", "usd*1000")
    assert sent("").state == "mapping"
    assert sent("Đơn vị: Sở Tài chính").state == "mapping"
    batch = sent("(1.000 đô la)")
    assert (batch.state, form(client, batch)["records-D"]) == ("mapping", "usd*1000")
    for line in ("ĐVT: nghìn USD, m2", "Đơn vị: nghìn USD; m2", "ĐVT: nghìn USD và m2",
                 "Tiền: nghìn USD; diện tích: ha"):  # fmt: skip
        batch = sent(line)
        assert (batch.state, form(client, batch)["records-D"]) == ("mapping", "usd*1000"), line
    below = "Ghi chú: Đơn vị tính vốn: nghìn USD"
    row = ["May", "1032000001", date(2022, 1, 1), 95, "Hàn Quốc"]
    send(client, book({"Sheet1": [["Đơn vị: triệu USD"], heads, row, [below]]}))
    batch = ImportBatch.objects.latest("pk")
    assert batch.state == "mapping"
    assert f"Ngoài bảng có ghi “{below}”." in client.get(url(batch, "columns")).content.decode()


HEADS_OF_MONEY = ["Tên dự án", "Mã số dự án", "Ngày cấp", "Tổng vốn", "Quốc tịch"]


@pytest.mark.parametrize(
    ("above", "proposed"),
    [
        (["Đơn vị tính", "nghìn USD"], "usd*1000"),
        ([None] * 7 + ["nghìn USD"], "usd*1000"),
        (["Vốn tính bằng nghìn đô-la Mỹ"], "usd*1000"),
        (["Unit: thousand USD"], "usd*1000"),
        (["ĐVT: 1000$"], "?"),
        (["(triệu)"], "?"),
        (["Đơn vị: Triệu"], "?"),
        (["Số liệu tính theo triệu đồng"], "?"),
        (["Đơn vị: triệu USD", None, "(vốn: nghìn USD)"], "?"),
        (["Người lập: Triệu Văn An"], None),
        (["Tỷ lệ góp vốn theo Hội đồng thành viên"], None),
    ],
)
@pytest.mark.parametrize("below", [False, True])
def test_columns_confirmed_without_a_unit_are_confirmed_anew(desk, officer, above, proposed, below):
    client = desk(officer)
    rows = [HEADS_OF_MONEY, ["May", "1032000001", date(2022, 1, 1), 95, "Hàn Quốc"]]
    send(client, book({"Sheet1": rows}))
    confirm(client, ImportBatch.objects.get(), D="usd*1000000")
    said = [above] if len(above) < 3 or not below else [[text] for text in above if text]
    send(client, book({"Sheet1": [*rows, *said] if below else [*said, *rows]}))
    batch = ImportBatch.objects.latest("pk")
    assert batch.state == ("mapping" if proposed else "read")
    if proposed:
        assert form(client, batch)["records-D"] == proposed


def test_a_unit_in_the_row_of_a_group_is_seen(desk, officer):
    client = desk(officer)
    row = ["May", "1032000001", date(2022, 1, 1), 95, "Hàn Quốc", "Xã A", "Xã A", "Ghi chú"]
    heads = [*HEADS_OF_MONEY, "Địa điểm", "Xã", "Ghi chú"]
    group = ["I", "KCN GIA LỄ", None, None, None, None, None, None]
    send(client, book({"Sheet1": [heads, group, row]}))
    confirm(client, ImportBatch.objects.get(), D="usd*1000000")
    send(client, book({"Sheet1": [heads, group, row]}))
    assert ImportBatch.objects.latest("pk").state == "read"
    group[3] = "nghìn USD"
    send(client, book({"Sheet1": [heads, group, row]}))
    batch = ImportBatch.objects.latest("pk")
    assert (batch.state, form(client, batch)["records-D"]) == ("mapping", "usd*1000")


def test_what_was_left_out_of_one_table_is_proposed_in_another(desk, officer):
    client = desk(officer)
    row = ["May", "1032000001", date(2022, 1, 1), 95, "Hàn Quốc"]
    heads = [*HEADS_OF_MONEY[:3], "Tổng vốn (USD)", "Quốc tịch"]
    send(client, book({"Sheet1": [heads, row]}))
    confirm(client, ImportBatch.objects.get(), D="")
    send(client, book({"Sheet1": [[*heads, "Ghi chú"], [*row, "x"]]}))
    assert form(client, ImportBatch.objects.latest("pk"))["records-D"] == "usd*1"


@pytest.mark.parametrize(
    ("heading", "proposed"),
    [
        ("Tổng vốn (tỷ đồng)", "amount*1000000000"),
        ("Tổng vốn (tỷ VND)", "amount*1000000000"),
        ("Tổng mức ĐT (triệu đồng)", "amount*1000000"),
        ("Tổng vốn", "?"),
        ("Ngày cấp QĐ", "effective_on"),
    ],
)
def test_headings_of_decisions_in_dong_are_known(desk, officer, heading, proposed):
    client = desk(officer)
    heads = ["Tên dự án", "Số quyết định", heading]
    data = book({"Sheet1": [heads, ["May", "12/QĐ-UBND", 42]]})
    send(client, data, register="domesticproject")
    assert form(client, ImportBatch.objects.get())["records-C"] == proposed


def test_units_told_in_other_words_are_the_same(desk, officer):
    client = desk(officer)
    row = ["May", "1032000001", date(2022, 1, 1), 95, "Hàn Quốc"]
    for line, state in (
        ("Đơn vị: triệu USD", "mapping"),
        ("Số liệu đến 30/6/2024 (ĐVT: triệu USD)", "read"),
        ("Đơn vị: triệu USD, ha", "mapping"),
        ("(triệu)", "mapping"),
        ("(tỷ)", "mapping"),
    ):
        send(client, book({"Sheet1": [[line], HEADS_OF_MONEY, row]}))
        batch = ImportBatch.objects.latest("pk")
        assert batch.state == state, line
        if state == "mapping":
            confirm(client, batch, D="usd*1000000")


def test_sheets_that_are_not_read_are_named_where_columns_are_remembered(desk, officer):
    client = desk(officer)
    inside = [HEADS, project(1, "May Phúc An", "1032000001")]
    outside = [HEADS, project(2, "Gốm sứ Tiền Hải", "1032000002")]
    read(client, book({"Trong KCN": inside}))
    send(client, book({"Trong KCN": inside, "Ngoài KCN": outside}))
    batch = ImportBatch.objects.latest("pk")
    text = client.get(url(batch, "record")).content.decode()
    assert batch.state == "read"
    assert "Các trang tính khác của tệp, không được đọc:" in text
    client.post(url(batch, "columns"), {"sheet": "Ngoài KCN"})
    batch.refresh_from_db()
    assert [line.name for line in lines(batch)] == ["1032000002 – Gốm sứ Tiền Hải"]
    assert written(client, batch) == "done"
    text = client.get(url(batch, "record")).content.decode()
    assert "<span>Trong KCN</span>" in text


def test_a_later_choice_of_a_colleague_changes_no_import_under_way(desk, officer, colleague):
    table = [HEADS, project(1, "May Phúc An", "1032000001")]
    batch = read(desk(officer), book({"Sheet1": table}))
    read(desk(colleague), book({"Sheet1": table}), K="scale_vi")
    assert written(desk(officer), batch) == "done"
    assert FdiProject.rows.get().scale_vi is None


def test_all_that_is_wrong_with_the_columns_is_told_at_once(desk, officer):
    heads = ["Tên dự án", "Vốn đăng ký", "Diện tích", "Cột lạ"]
    client = desk(officer)
    send(client, book({"Sheet1": [heads, ["May", 1, 2, "x"]]}))
    batch = ImportBatch.objects.get()
    shown = confirm(client, batch, D="title_vi").content.decode()
    for said in (
        "Cột B “Vốn đăng ký”: hãy chọn một trường, hoặc chọn không nhập.",
        "Cột C “Diện tích”: hãy chọn một trường, hoặc chọn không nhập.",
        "Cột A và cột D cùng là một trường: hãy chọn một cột.",
        "Chưa có cột nào là “Mã số dự án (số Giấy chứng nhận)”",
    ):
        assert said in shown
    batch.refresh_from_db()
    assert (batch.state, ColumnMapping.objects.count()) == ("mapping", 0)
    confirm(client, batch, lacking=True,
            A="title_vi", B="usd*1000000", C="land_area*1", D="certificate_number")  # fmt: skip
    batch.refresh_from_db()
    assert batch.state == "read"


@pytest.mark.parametrize(
    ("heading", "above", "proposed"),
    [
        ("Vốn đăng ký", [], "?"),
        ("Vốn đăng ký", ["Đơn vị tính: triệu USD"], "usd*1000000"),
        ("Vốn đăng ký", ["ĐVT: nghìn USD"], "usd*1000"),
        ("Tổng vốn đầu tư đăng ký (nghìn USD)", [], "usd*1000"),
        ("Vốn đăng ký (tỷ đồng)", [], "?"),
        ("VỐN ĐẦU TƯ (USD)", [], "usd*1"),
        ("Vốn ĐK (tr. USD)", [], "usd*1000000"),
        ("Tổng vốn ĐT (USD)", [], "usd*1"),
        ("Diện tích sử dụng đất (ha)", [], "land_area*1"),
        ("Vốn đăng ký hiện nay, chỉ để xem (USD)", [], ""),
        ("Số lao động", [], ""),
        (None, [], ""),
    ],
)
def test_proposals_read_the_unit_of_the_heading(desk, officer, heading, above, proposed):
    heads = ["Tên dự án", "Mã số dự án", "Cột lạ", heading]
    client = desk(officer)
    send(client, book({"Sheet1": [above, heads, ["May", "1", "x", 2]]}))
    assert form(client, ImportBatch.objects.get())["records-D"] == proposed


@pytest.mark.parametrize(
    ("heading", "proposed", "remark"),
    [
        ("Tên doanh nghiệp/ dự án", "title_vi", ""),
        ("Tên doanh nghiệp /dự án", "title_vi", ""),
        ("Quốc gia/vùng lãnh thổ", "nationality_id", ""),
        ("Huyện/TP", "unit_id", ""),
        ("Huyện, TP, TX", "unit_id", ""),
        ("Tên DA", "title_vi", ""),
        ("Tổng VĐT (USD)", "usd*1", ""),
        ("DT đất (m2)", "land_area*0.0001", ""),
        ("Khu, cụm CN", "zone_id", ""),
        ("Nhà đầu tư/Tên dự án", "?", "Tiêu đề nêu nhiều trường: “Nhà đầu tư”, “Tên dự án”."),
        ("Khu công nghiệp/ Huyện", "?",
         "Tiêu đề nêu nhiều trường: “Khu, cụm”, “Địa bàn khi ghi nhận”."),
    ],
)  # fmt: skip
def test_a_heading_of_two_names_is_proposed_or_asked_about(
    desk, officer, heading, proposed, remark
):
    client = desk(officer)
    send(client, book({"Sheet1": [["Mã số dự án", "Cột lạ", heading], ["1", "x", "May"]]}))
    batch = ImportBatch.objects.get()
    assert form(client, batch)["records-C"] == proposed
    assert remark in client.get(url(batch, "columns")).content.decode()


YEARS = (
    "không nhập</span> Cổng giữ ngày cuối của thời hạn như ghi trên giấy chứng nhận, ở trường "
    "“Ngày cuối của thời hạn”. Số năm thì không nhập."
)


@pytest.mark.parametrize(
    "heading", ["Thời hạn (năm)", "Thời hạn hoạt động", "Thời hạn dự án (năm)", "THỜI HẠN"]
)
@pytest.mark.parametrize(
    ("values", "proposed", "is_told"),
    [
        ([50, 30], "", True),
        (["50 năm", None], "", True),
        ([date(2069, 3, 15), None], "term_ends_on", False),
        (["15/03/2069", "1/4/2049"], "term_ends_on", False),
    ],
)
def test_a_term_in_years_is_told_why_it_is_not_imported(
    desk, officer, heading, values, proposed, is_told
):
    rows = [[str(number), "x", value] for number, value in enumerate(values, start=1)]
    client = desk(officer)
    send(client, book({"Sheet1": [["Mã số dự án", "Cột lạ", heading], *rows]}))
    batch = ImportBatch.objects.get()
    assert form(client, batch)["records-C"] == proposed
    shown = client.get(url(batch, "columns")).content.decode()
    assert (YEARS in shown) is is_told


def test_a_register_without_terms_says_nothing_of_them(desk, officer):
    client = desk(officer)
    table = [["Số quyết định", "Cột lạ", "Thời hạn (năm)"], ["1/QĐ", "x", 3]]
    send(client, book({"Sheet1": table}), register="ngoaid")
    shown = client.get(url(ImportBatch.objects.get(), "columns")).content.decode()
    assert "Ngày cuối của thời hạn" not in shown


@pytest.mark.parametrize(
    ("register", "group"),
    [
        ("fdiproject", "Giấy chứng nhận ĐKĐT"),
        ("fdiproject", "GCN ĐKĐT"),
        ("fdiproject", "GCNĐKĐT"),
        ("domesticproject", "Quyết định chủ trương"),
        ("domesticproject", "Quyết định chủ trương đầu tư"),
    ],
)
@pytest.mark.parametrize("day", ["Ngày cấp", "Ngày"])
def test_number_and_day_below_one_heading_of_the_certificate_are_proposed(
    desk, officer, register, group, day
):
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, ["Tên dự án", None, None, "Cột lạ"])
        sheet.merge_range(0, 1, 0, 2, group)
        sheet.write_row(1, 1, ["Số", day])
        sheet.write_row(2, 0, ["May", "1", "15/03/2022", "x"])
    client = desk(officer)
    send(client, file.getvalue(), register=register)
    proposed = form(client, ImportBatch.objects.get())
    assert (proposed["records-B"], proposed["records-C"]) == ("certificate_number", "effective_on")


@pytest.mark.parametrize(
    ("heading", "at"),
    [("Huyện/TP", 0), ("Huyện, thị xã", 0), ("Xã/phường", 1), ("Huyện, xã", None),
     ("Địa bàn", None)],
)  # fmt: skip
def test_of_a_district_and_its_town_of_one_name_the_heading_proposes_one(
    desk, officer, heading, at
):
    above = registers.unit()
    district = registers.unit("340", "Đông Hưng", "district", above, full_name_vi="Huyện Đông Hưng")
    town = registers.unit("12688", "Đông Hưng", "commune", district,
                          full_name_vi="Thị trấn Đông Hưng")  # fmt: skip
    heads = ["Mã số dự án", "Tên dự án", "Ngày cấp", "Vốn đăng ký (USD)", "Quốc tịch", heading]
    values = ["1", "May", "15/03/2022", 1_500_000, "Hàn Quốc", "Đông Hưng"]
    client = desk(officer)
    batch = read(client, book({"Sheet1": [heads, values]}), F="unit_id")
    shown = client.get(url(batch, "record")).content.decode()
    units = (district, town)
    chosen = re.findall(r'<option value="(\d+)" selected>', shown)
    assert chosen == ([] if at is None else [str(units[at].pk)])
    assert batch.counts["unnamed"] == 1
    (question,) = shelf.preview(batch).named
    answer(client, batch, **{f"named-{question['key']}": str(units[1].pk)})
    shown = client.get(url(batch, "record")).content.decode()
    assert re.findall(r'<option value="(\d+)" selected>', shown) == [str(town.pk)]
    assert written(client, batch) == "done"
    assert FdiProject.rows.get().unit == town


@pytest.mark.parametrize(("heading", "asked"), [("Huyện/TP", True), ("Xã", False)])
def test_a_district_that_has_ended_is_not_read_as_the_commune_of_its_name(
    desk, officer, heading, asked
):
    above = registers.unit()
    registers.unit("340", "Đông Hưng", "district", above, full_name_vi="Huyện Đông Hưng",
                   valid_to=date(2025, 6, 30))  # fmt: skip
    registers.unit("12688", "Đông Hưng", "commune", above, full_name_vi="Xã Đông Hưng",
                   valid_from=date(2025, 7, 1))  # fmt: skip
    heads = ["Mã số dự án", "Tên dự án", "Ngày cấp", "Vốn đăng ký (USD)", "Quốc tịch", heading]
    values = ["1", "May", "15/03/2026", 1_500_000, "Hàn Quốc", "Đông Hưng"]
    batch = read(desk(officer), book({"Sheet1": [heads, values]}), F="unit_id")
    assert bool(shelf.preview(batch).named) is asked


def test_ditto_marks_stand_for_the_row_above(desk, officer):
    heads = ["Mã số dự án", "Tên dự án", "Ngày cấp", "Vốn đăng ký (USD)", "Quốc tịch", "Nhà đầu tư"]
    rows = [
        ["1", "May", "15/03/2022", 1_500_000, "Hàn Quốc", "Hansol"],
        ["2", "Nhuộm", "-nt-", 2_500_000, "-nt-", "Kumho"],
        ["3", "Giày", '"', 3_500_000, "như trên", "Taekwang"],
        ["4", "Gốm", '-"-', 4_500_000, "//", "Viglacera"],
    ]
    client = desk(officer)
    batch = read(client, book({"Sheet1": [heads, *rows]}))
    told = [note for line in lines(batch) for note in line.notes]
    assert ["C3", "“-nt-” được hiểu là như ô ngay trên: 15/03/2022."] in told
    assert written(client, batch) == "done"
    found = FdiProject.rows.order_by("certificate_number")
    assert [str(one.events.get().effective_on) for one in found] == ["2022-03-15"] * 4
    assert {one.events.get().partner.name_vi for one in found} == {"Hàn Quốc"}


def test_a_ditto_mark_stands_for_no_amount_and_no_hidden_row(desk, officer):
    registers.country("LA", "Lào", "Laos")
    heads = ["Mã số dự án", "Tên dự án", "Ngày cấp", "Vốn đăng ký (USD)", "Quốc tịch"]
    rows = [
        ["1", "May", "15/03/2022", 1_500_000, "Hàn Quốc"],
        ["2", "Nhuộm", "16/03/2022", 2_500_000, "Lào"],
        ["3", "Giày", "17/03/2022", 3_500_000, "-nt-"],
        ["4", "Gốm", "18/03/2022", "-nt-", "-nt-"],
    ]
    sheet = load_workbook(io.BytesIO(book({"Sheet1": [heads, *rows]})))
    sheet["Sheet1"].row_dimensions[3].hidden = True
    file = io.BytesIO()
    sheet.save(file)
    batch = read(desk(officer), file.getvalue())
    told = {line.number: line.notes for line in lines(batch)}
    assert ["E4", "“-nt-” được hiểu là như ô ngay trên: Hàn Quốc."] in told[4]
    assert [cell for cell, _sentence in told[5]] == ["D5"]


NO_NAME = "Chưa có cột nào là “Tên dự án”, trường bắt buộc của bản ghi mới."
NO_DAY = "Chưa có cột nào là “Ngày cấp Giấy chứng nhận lần đầu”, trường bắt buộc của bản ghi mới."


def test_what_new_records_need_is_asked_for_before_their_values(desk, officer):
    client = desk(officer)
    rows = [["Mã số dự án", "Vốn đăng ký (USD)", "Cột lạ"], ["1032000001", 5, "May"]]
    send(client, book({"Sheet1": rows}))
    batch = ImportBatch.objects.get()
    page = client.get(url(batch, "columns")).content.decode()
    assert (NO_NAME in page, NO_DAY in page) == (True, True)
    shown = confirm(client, batch).content.decode()
    batch.refresh_from_db()
    assert (batch.state, NO_NAME in shown) == ("mapping", True)
    shown = confirm(client, batch, C="title_vi").content.decode()
    assert (NO_NAME in shown, NO_DAY in shown) == (False, True)
    confirm(client, batch, lacking=True)
    batch.refresh_from_db()
    assert (batch.state, batch.counts["wrong"]) == ("read", 1)


def test_our_own_workbook_without_names_is_asked_about_too(desk, officer):
    client = desk(officer)
    data = book({str(FDI.records.name): [["Mã số dự án", "Địa chỉ"], ["1032000001", "Lô 1"]]})
    send(client, data)
    batch = ImportBatch.objects.get()
    assert (batch.state, NO_NAME in client.get(url(batch, "columns")).content.decode()) == (
        "mapping", True,
    )  # fmt: skip


def test_records_that_are_there_need_no_column_of_names(desk, people, officer):
    registers.fdi_project(people, certificate_number="1032000001")
    client = desk(officer)
    data = book({str(FDI.records.name): [["Mã số dự án", "Địa chỉ"], ["1032000001", "Lô 1"]]})
    send(client, data)
    batch = ImportBatch.objects.get()
    assert (batch.state, batch.counts["changed"]) == ("read", 1)


ZONED = (
    "“KCN Phúc Khánh” là khu, cụm công nghiệp hoặc khu kinh tế, không phải đơn vị hành chính: hãy "
    "ghi tên này vào cột “Khu, cụm”, còn ở cột này ghi xã, huyện hoặc tỉnh nơi có khu, cụm đó."
)


@pytest.mark.parametrize("name", ["KCN Phúc Khánh", "KCN Nơi Lạ", "Phúc Khánh"])
def test_a_zone_among_the_places_is_sent_to_its_own_column(desk, officer, name):
    registers.unit("12511", "Phúc Khánh A", "commune", registers.unit())
    batch = read(desk(officer), filled(FDI, [row(unit_id=name)]))
    assert problems(batch) == [("F2", ZONED.replace("KCN Phúc Khánh", name))]


@pytest.mark.parametrize("others", [0, 1])
def test_a_zone_is_found_without_what_stands_in_brackets(desk, officer, others):
    for number in range(others + 1):
        Zone.objects.create(kind="industrial_park", name_vi=f"KCN Liên Hà (Green iP-{number})")
    batch = read(desk(officer), filled(FDI, [row(zone_id="KCN Liên Hà")]))
    assert [len(question["options"]) for question in shelf.preview(batch).named] == [2] * others
    assert len(problems(batch)) == others


def test_where_no_column_has_zones_the_place_is_asked_for(desk, officer):
    aid = {"decision_number": "5/QĐ", "title_vi": "Viện trợ", "places": "KCN Phúc Khánh"}
    send(desk(officer), filled(NGO, [aid]), register="ngoaid")
    [(_cell, said)] = problems(ImportBatch.objects.get())
    assert said == (
        "“KCN Phúc Khánh” là khu, cụm công nghiệp hoặc khu kinh tế, không phải đơn vị hành chính: "
        "hãy ghi xã, huyện hoặc tỉnh nơi có khu, cụm đó."
    )


def test_a_name_that_is_nearly_known_is_chosen_once_for_all_its_rows(desk, officer):
    place = registers.unit("12511", "Tân Lễ", "commune", registers.unit())
    rows = [row(certificate_number=str(n), title_vi=f"Kho {n}", unit_id="Tân Lễn") for n in (1, 2)]
    client = desk(officer)
    batch = read(client, filled(FDI, rows))
    (question,) = shelf.preview(batch).named
    assert (question["rows"], question["options"]) == (
        2, [[str(place.pk), "Tân Lễ, Thái Bình"]],
    )  # fmt: skip
    assert (batch.counts["wrong"], batch.counts["unnamed"]) == (2, 1)
    assert f'name="named-{question["key"]}"' in client.get(url(batch, "record")).content.decode()
    answer(client, batch, **{f"named-{question['key']}": str(place.pk)})
    assert (problems(batch), batch.counts["new"]) == ([], 2)
    said = "“Tân Lễn” được hiểu là “Tân Lễ, Thái Bình”, theo lựa chọn của người nhập."
    assert [["F2", said] in line.notes for line in lines(batch)] == [True, False]
    assert ["F3", said] in lines(batch)[1].notes
    assert written(client, batch) == "done"
    assert {made.unit for made in FdiProject.rows.all()} == {place}


def test_a_name_that_nothing_resembles_is_chosen_among_all_in_force(desk, officer):
    registers.country("AL", "Albania", "Albania")
    korea = registers.country("KR", "Hàn Quốc", "Korea")
    gone = registers.industry("14", "Sản xuất giày")
    Industry.objects.filter(pk=gone.pk).update(valid_to=date(2020, 1, 1))
    sewing = registers.industry("15", "Sản xuất trang phục")
    rows = [row(certificate_number=str(n), title_vi=f"Kho {n}", industry_id="May mặc",
                partner_id="Alban") for n in (1, 2)]  # fmt: skip
    client = desk(officer)
    batch = read(client, filled(FDI, rows))
    assert batch.counts["unnamed"] == 2
    shown = client.get(url(batch, "record")).content.decode()
    lists = dict(re.findall(r'<select name="named-([a-z]+) .*?>(.*?)</select>', shown))
    assert re.findall(r'\d">(.*?)<', lists["industry"]) == [
        "15 Sản xuất trang phục", "C Công nghiệp chế biến, chế tạo",
    ]  # fmt: skip
    assert "Tên gần giống" not in lists["industry"]
    assert gone.name_vi not in shown
    near, others = re.findall(r'<optgroup label="(.*?)">(.*?)</optgroup>', lists["country"])
    assert near[0] == "Tên gần giống"
    assert re.findall(r"\d\">(.*?)<", near[1]) == ["Albania", "Nhật Bản"]
    assert others[0] == "Các tên khác"
    assert "Albania" not in others[1]
    assert f'<option value="{korea.pk}">Hàn Quốc</option>' in others[1]
    sent = {question["key"]: question for question in shelf.preview(batch).named}
    chosen = {"May mặc": sewing.pk, "Alban": korea.pk}
    answers = {f"named-{key}": str(chosen[one["text"]]) for key, one in sent.items()}
    answer(client, batch, **answers)
    assert problems(batch) == []
    assert f'<option value="{korea.pk}" selected>' in (
        client.get(url(batch, "record")).content.decode()
    )
    assert written(client, batch) == "done"
    assert {made.industry for made in FdiProject.rows.all()} == {sewing}


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("May mặc", ["14 Trang phục"]),
        ("MAY MAC XUAT KHAU", ["14 Trang phục"]),
        ("Dệt may", ["13 Dệt", "14 Trang phục"]),
        ("Bao bì nhựa", ["22 Cao su và plastic"]),
        ("Bao bì", ["17 Giấy", "22 Cao su và plastic"]),
        ("Thức ăn chăn nuôi", ["10 Thực phẩm"]),
        ("Sản xuất máy thêu", []),
    ],
)
def test_a_common_word_proposes_the_industries_it_may_mean_and_chooses_none(
    desk, officer, text, near
):
    """Of the editions the one in force; a person says which of several, or of one."""
    divisions = {"01": "Nông nghiệp", "10": "Thực phẩm", "13": "Dệt", "14": "Trang phục",
                 "17": "Giấy", "22": "Cao su và plastic"}  # fmt: skip
    for code, name in divisions.items():
        registers.industry(code, name, "")
    old = {"valid_from": date(2007, 1, 1), "valid_to": date(2018, 8, 19)}
    Industry.objects.create(version="2007", code="14", name_vi="May trang phục", **old)
    client = desk(officer)
    batch = read(client, filled(FDI, [row(industry_id=text)]))
    (question,) = shelf.preview(batch).named
    options = [words for _pk, words in question["options"]]
    assert options[: len(near)] == near
    assert (question["answer"], question["proposed"], batch.counts["wrong"]) == ("", "", 1)
    if not near:
        assert "14 Trang phục" not in options
    answer(client, batch, **{f"named-{question['key']}": str(registers.industry("14").pk)})
    assert written(client, batch) == "done"
    assert FdiProject.rows.get().industry == registers.industry("14")


def test_of_a_classification_that_has_run_out_the_last_edition_is_offered(desk, officer):
    registers.industry("17", "Sản xuất giấy và sản phẩm từ giấy", "Manufacture of paper")
    registers.industry("24", "Sản xuất kim loại", "Manufacture of metals")
    Industry.objects.update(valid_from=date(2018, 8, 20), valid_to=date(2025, 11, 14))
    Industry.objects.create(version="2007", code="D", name_vi="Nghề cũ", valid_to=date(2018, 8, 19))
    rows = [row(certificate_number=str(n), title_vi=f"Kho {n}", industry_id=name)
            for n, name in enumerate(("May mặc", "Sản xuất giấy"))]  # fmt: skip
    client = desk(officer)
    batch = read(client, filled(FDI, rows))
    shown = client.get(url(batch, "record")).content.decode()
    sewing, paper = [
        [(heading, re.findall(r'\d">(.*?)<', options))
         for heading, options in re.findall(r'<optgroup label="(.*?)">(.*?)</optgroup>', one)]
        for one in re.findall(r'<select name="named-industry .*?>(.*?)</select>', shown)
    ]  # fmt: skip
    assert sewing == [
        ("Các tên khác", ["17 Sản xuất giấy và sản phẩm từ giấy", "24 Sản xuất kim loại",
                          "C Công nghiệp chế biến, chế tạo"]),
    ]  # fmt: skip
    assert paper[0] == (
        "Tên gần giống", ["17 Sản xuất giấy và sản phẩm từ giấy", "24 Sản xuất kim loại"],
    )  # fmt: skip
    answers = {f"named-{one['key']}": str(registers.industry("24").pk)
               for one in shelf.preview(batch).named}  # fmt: skip
    answer(client, batch, **answers)
    assert problems(batch) == []
    assert written(client, batch) == "done"
    assert {made.industry.code for made in FdiProject.rows.all()} == {"24"}


def test_a_name_that_begins_with_the_words_of_the_file_is_the_first_of_the_near_ones(desk, officer):
    for code, name in (("11", "Sản xuất giầy"), ("12", "Sản xuất giá"), ("13", "Sản xuất giỏ"),
                       ("14", "Sản xuất giường"), ("17", "Sản xuất giấy in và bìa"),
                       ("18", "Sản xuất giấy và sản phẩm từ giấy")):  # fmt: skip
        registers.industry(code, name, "")
    batch = read(desk(officer), filled(FDI, [row(industry_id="Sản xuất giấy in")]))
    (question,) = shelf.preview(batch).named
    assert [words for _pk, words in question["options"]] == [
        "17 Sản xuất giấy in và bìa", "11 Sản xuất giầy", "12 Sản xuất giá",
    ]  # fmt: skip


def test_a_column_beside_our_own_workbook_refuses_nothing(desk, officer):
    data = filled(FDI, [row()])
    head = book({str(FDI.records.name): [["Mã số dự án", "Tên dự án", "Ghi chú riêng"],
                                   ["1032345678", "Nhà máy", "x"]]})  # fmt: skip
    client = desk(officer)
    assert written(client, read(client, head)) == "done"
    send(client, data)
    assert ImportBatch.objects.latest("pk").state == "read"


def test_headings_of_two_lines_are_read_merged_or_not(desk, officer):
    heads = ["Tên dự án", "Giấy chứng nhận ĐKĐT", None, "Vốn đăng ký", "Địa điểm"]
    below = [None, "Số", "Ngày cấp", "(triệu USD)", None]
    cells = ["May", "1032000001", date(2019, 5, 1), 2, "Lô 1"]
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"default_date_format": "dd/mm/yyyy"}) as workbook:
        sheet = workbook.add_worksheet()
        sheet.merge_range(0, 1, 0, 2, heads[1])
        for number, values in enumerate([heads, below, cells]):
            for index, value in enumerate(values):
                if (number, index) not in ((0, 1), (0, 2)):
                    write(sheet, number, index, value)
    client = desk(officer)
    for data in (file.getvalue(), book({"Sheet1": [heads, below, cells]})):
        send(client, data)
        batch = ImportBatch.objects.latest("pk")
        sent = form(client, batch)
        assert [sent[f"records-{letter}"] for letter in "ABCDE"] == [
            "title_vi", "certificate_number", "effective_on", "usd*1000000", "address_vi",
        ]  # fmt: skip
        confirm(client, batch, lacking=True)
        batch.refresh_from_db()
        assert (batch.state, [line.number for line in lines(batch)]) == ("read", [3])
        ColumnMapping.objects.all().delete()


def test_another_sheet_of_the_file_can_be_read_instead(desk, officer):
    data = book({"Bìa": [["Tên", "Ngày"], ["Báo cáo", "x"]],
                 "Dự án 2022": [HEADS, project(1, "May", "1032000001")]})  # fmt: skip
    client = desk(officer)
    send(client, data)
    batch = ImportBatch.objects.get()
    assert "Dự án 2022" in client.get(url(batch, "columns")).content.decode()
    client.post(url(batch, "columns"), {"sheet": "Dự án 2022"})
    confirm(client, batch)
    batch.refresh_from_db()
    assert [line.name for line in lines(batch)] == ["1032000001 – May"]
    client.post(url(batch, "columns"), {"sheet": "Không có"})
    batch.refresh_from_db()
    assert batch.choices["sheet"] == "Dự án 2022"


def test_a_sheet_that_is_no_table_leaves_nothing_to_write(desk, officer):
    data = book({"Danh sách": [HEADS, project(1, "May", "1032000001")], "Bìa": [["x"]]})
    client = desk(officer)
    batch = read(client, data)
    assert batch.counts["new"] == 1
    client.post(url(batch, "columns"), {"sheet": "Bìa"})
    batch.refresh_from_db()
    assert (batch.state, batch.counts) == ("failed", {})
    shown = client.get(url(batch, "record")).content.decode()
    assert batch.problem in shown
    assert url(batch, "write") not in shown
    confirm(client, batch)
    batch.refresh_from_db()
    assert (batch.state, batch.counts["new"]) == ("read", 1)


def test_cells_that_cannot_be_read_are_told_together_and_only_where_imported(desk, officer):
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"default_date_format": "dd/mm/yyyy"}) as workbook:
        sheet = workbook.add_worksheet()
        rows = [HEADS, *(project(n, f"Kho {n}", f"103200000{n}") for n in (1, 2, 3, 4))]
        for number, values in enumerate(rows):
            for index, value in enumerate(values):
                write(sheet, number, index, value)
        sheet.write_formula(1, 6, "=1/0", None, "#DIV/0!")
        sheet.write_number(2, 6, 67_810_000, workbook.add_format({"num_format": "#,##0.00,,"}))
        sheet.write_formula(3, 10, "=1/0", None, "#DIV/0!")
        sheet.write_string(3, 5, "31/02/2022")
        sheet.merge_range(4, 7, 5, 7, "Lô chung")
    batch = read(desk(officer), file.getvalue())
    assert [cell for cell, _sentence in problems(batch)] == ["G2", "G3", "F4", "H5"]
    said = [sentence for _cell, sentence in problems(batch)]
    assert "lỗi" in said[0]
    assert "Định dạng số" in said[1]
    assert said[3] == "Các ô H5:H6 bị gộp: hãy bỏ gộp và điền đủ từng dòng."


def test_another_officer_sees_the_columns_and_cannot_confirm_them(desk, officer, colleague):
    client = desk(officer)
    send(client, book({"Sheet1": [HEADS, project(1, "May", "1032000001")]}))
    batch = ImportBatch.objects.get()
    other = desk(colleague)
    assert "disabled" in other.get(url(batch, "columns")).content.decode()
    assert confirm(other, batch).status_code == 403
    assert answer(other, batch).state == "mapping"
    assert not ColumnMapping.objects.exists()


# --- doubles ---------------------------------------------------------------------------


def ours(people, **values):
    """A project of the register with its first certificate of 2019 by a Korean."""
    number = values.pop("number", "1032000009")
    made = registers.fdi_project(people, certificate_number=number, **values)
    registers.happened(people, made, FdiEvent.Type.NEW, "2019-05-01", 1_200_000, number=number)
    return made


def test_of_a_table_without_names_alike_facts_are_asked_about(desk, people, officer):
    there = ours(people, title_vi="Gốm sứ Tiền Hải")
    heads = ["Mã số dự án", "Ngày cấp", "Vốn đăng ký (USD)", "Quốc tịch"]
    client = desk(officer)
    send(client, book({"Sheet1": [heads, ["55", "01/05/2019", 1_200_000, "Hàn Quốc"]]}))
    batch = ImportBatch.objects.get()
    confirm(client, batch)
    confirm(client, batch, lacking=True)
    batch.refresh_from_db()
    [question] = shelf.preview(batch).asked
    assert question["options"][0][0] == str(there.pk)
    assert "cùng ngày, cùng đối tác và cùng số vốn" in question["why"][0]


@pytest.mark.parametrize(
    ("name", "code", "values", "is_asked"),
    [
        ("Dự án gốm sứ Tiền Hải", "55", {}, True),
        ("GOM SU TIEN HAI", "55", {}, True),
        ("Gốm sứ Tiền Hải", "55", {"Quốc tịch": "Nhật Bản"}, True),
        ("Gốm sứ Tiền Hải", "55", {"Quốc tịch": "Nhật Bản", "Ngày cấp": date(2021, 1, 1)}, False),
        ("Gốm sứ Tiền Hưng", "55", {}, False),
        ("Khác hẳn", "0001032000009", {}, True),
        ("Khác hẳn", "1032000090", {}, False),
    ],
)
def test_near_doubles_are_asked_about(desk, people, officer, name, code, values, is_asked):
    there = ours(people, title_vi="Gốm sứ Tiền Hải")
    client = desk(officer)
    batch = read(client, book({"Sheet1": [HEADS, project(1, name, code, **values)]}))
    asked = shelf.preview(batch).asked
    assert [[value for value, _words in question["options"]] for question in asked] == [
        [str(there.pk), f"{there.pk}+", "new", "skip"]
    ] * is_asked
    assert batch.counts["undecided"] == is_asked
    assert written(client, batch) == ("read" if is_asked else "done")


def test_the_importer_says_what_a_near_double_is(desk, people, officer):
    there = ours(people, title_vi="Gốm sứ Tiền Hải")
    table = [HEADS, *(project(n, "Gốm sứ Tiền Hải", f"5{n}") for n in (1, 2, 3))]
    client = desk(officer)
    batch = read(client, book({"Sheet1": table}))
    assert f'<option value="{there.pk}">' in client.get(url(batch, "record")).content.decode()
    answer(client, batch, **{"row-2": str(there.pk), "row-3": "skip"})
    assert batch.counts["undecided"] == 1
    answer(client, batch, **{"row-2": str(there.pk), "row-3": "skip", "others": "new"})
    assert [(line.number, line.verdict) for line in lines(batch)] == [(2, "changed"), (4, "new")]
    assert {line.sheet for line in lines(batch)} == {"Sheet1"}
    assert ("Sheet1", 3, "bỏ qua theo lựa chọn của người nhập: “Gốm sứ Tiền Hải”") in [
        tuple(one) for one in shelf.preview(batch).skipped
    ]
    assert written(client, batch) == "done"
    copy = FdiProject.rows.open_copies().get()
    assert (copy.replaces, copy.address_vi, copy.certificate_number) == (
        there, "Lô 1", "1032000009",
    )  # fmt: skip
    assert FdiProject.objects.filter(certificate_number="53").exists()
    assert not FdiProject.objects.filter(certificate_number="52").exists()
    assert FdiEvent.objects.filter(project=there, supersedes__isnull=False).get().usd == 1_500_000


def test_a_near_double_may_bring_the_right_number(desk, people, officer):
    there = ours(people, title_vi="Gốm sứ Tiền Hải")
    client = desk(officer)
    table = [HEADS, project(1, "Gốm sứ Tiền Hải", "0001032000009")]
    batch = read(client, book({"Sheet1": table}))
    answer(client, batch, **{"row-2": f"{there.pk}+"})
    assert written(client, batch) == "done"
    copy = FdiProject.rows.open_copies().get()
    assert (copy.replaces, copy.certificate_number) == (there, "0001032000009")
    assert there.certificate_number == "1032000009"


def test_a_project_told_otherwise_is_changed_only_if_the_importer_says_so(desk, people, officer):
    there = ours(people, title_vi="Gốm sứ Tiền Hải")
    client = desk(officer)
    values = {"Quốc tịch": "Nhật Bản", "Ngày cấp": date(2021, 1, 1)}
    table = [HEADS, project(1, "Kính Minh Quang", "1032000009", **values)]
    batch = read(client, book({"Sheet1": table}))
    answer(client, batch, others="new")
    assert (written(client, batch), batch.counts["undecided"]) == ("read", 1)
    answer(client, batch, **{"row-2": "skip"})
    assert [tuple(one)[2] for one in shelf.preview(batch).skipped] == [
        "bỏ qua theo lựa chọn của người nhập: “Kính Minh Quang”"
    ]
    for _once_more in range(2):  # Of the first certificate it is asked once the project is known.
        answer(client, batch, **{"row-2": str(there.pk)}, sure="on")
    assert written(client, batch) == "done"
    assert FdiProject.rows.open_copies().get().title_vi == "Kính Minh Quang"


def test_rows_of_one_file_that_are_near_are_asked_about(desk, officer):
    table = [HEADS, *(project(n, "Gốm sứ Tiền Hải", code) for n, code in ((1, "051"), (2, "51")))]
    client = desk(officer)
    batch = read(client, book({"Sheet1": table}))
    assert [question["row"] for question in shelf.preview(batch).asked] == [3]
    assert "Dòng 2 có số hoặc tên gần giống" in client.get(url(batch, "record")).content.decode()
    (question,) = shelf.preview(batch).asked
    assert question["why"] == ["Dòng 2 có số hoặc tên gần giống: có trùng nhau không?"]
    answer(client, batch, **{"row-3": "new"})
    assert written(client, batch) == "done"


def test_a_wrong_row_that_is_near_another_is_asked_about_with_its_reason(desk, officer):
    table = [HEADS, project(1, "Gốm sứ Tiền Hải", "051"),
             project(2, "Gốm sứ Tiền Hải", "51", **{"Vốn đăng ký (triệu USD)": None})]  # fmt: skip
    client = desk(officer)
    batch = read(client, book({"Sheet1": table}))
    assert (batch.counts["wrong"], batch.counts["undecided"]) == (1, 1)
    text = client.get(url(batch, "record")).content.decode()
    assert "Dòng 2 có số hoặc tên gần giống" in text
    assert "Trước khi sửa tệp, hãy trả lời các câu hỏi bên dưới" in text
    answer(client, batch, **{"row-3": "skip"})
    assert written(client, batch) == "done"


# --- empty cells -----------------------------------------------------------------------


def test_an_empty_cell_empties_nothing_unless_its_column_was_ticked(desk, officer):
    old = row(address_vi="Lô 1", scale_vi="Lớn", land_area=2, investors="A (Hàn Quốc)")
    imported(filled(FDI, [old, row(certificate_number="2", title_vi="Kho", scale_vi="Nhỏ")]),
             FDI, officer)  # fmt: skip
    partly = [
        {
            **row(),
            "address_vi": None,
            "scale_vi": None,
            "land_area": 3,
            "effective_on": None,
            "partner_id": None,
            "amount": None,
        },
        {**row(certificate_number="2", title_vi="Kho"), "scale_vi": None},
    ]
    client = desk(officer)
    send(client, filled(FDI, partly))
    batch = ImportBatch.objects.latest("pk")
    assert [(loss["name"], loss["rows"]) for loss in shelf.preview(batch).losses] == [
        ("records.address_vi", 1),
        ("records.scale_vi", 2),
    ]
    shown = client.get(url(batch, "record")).content.decode()
    assert "Dự án, “Quy mô”: xóa giá trị đang có ở 2 dòng" in shown
    assert [line.verdict for line in lines(batch)] == ["changed", "same"]
    answer(client, batch, clear=["records.scale_vi", "records.title_vi", "records.partner_id"])
    assert [line.verdict for line in lines(batch)] == ["changed", "changed"]
    assert written(client, batch) == "done"
    first = FdiProject.rows.get(certificate_number="1032345678")
    assert (first.address_vi, first.scale_vi, first.land_area) == ("Lô 1", None, 3)
    assert FdiEvent.objects.count() == 2
    client.post(url(batch, "undo"), {"confirmed": "1"})
    first.refresh_from_db()
    assert (first.scale_vi, first.land_area) == ("Lớn", 2)


@pytest.mark.parametrize("name", ["usd", "amount"])
def test_one_amount_of_the_workbook_can_be_changed_alone(people, officer, name):
    ours(people, title_vi="May", number="77")
    stated = {"certificate_number": "77", "title_vi": "May", "usd": 1_200_000, "amount": 1_200_000}
    batch = imported(filled(FDI, [{**stated, name: 1_300_000}]), FDI, officer)
    entry = FdiEvent.objects.get(batch=batch)
    assert (entry.usd, entry.amount, entry.effective_on) == (1_300_000, 1_300_000, date(2019, 5, 1))


def test_an_amount_in_another_currency_is_asked_about(people, officer):
    made = registers.fdi_project(people, certificate_number="77", capital_currency="JPY")
    registers.happened(people, made, FdiEvent.Type.NEW, "2019-05-01", 9, amount=900,
                       currency="JPY")  # fmt: skip
    stated = {"certificate_number": "77", "title_vi": made.title_vi, "usd": 9, "amount": 950}
    batch = imported(filled(FDI, [stated]), FDI, officer)
    said = "Vốn theo Giấy chứng nhận lần đầu giữ nguyên 9: có còn đúng không?"
    assert said not in [sentence for _cell, sentence in lines(batch)[0].notes]
    assert "Số tiền giữ nguyên 9: có còn đúng không?" in [
        sentence for _cell, sentence in lines(batch)[0].notes
    ]
    entry = FdiEvent.objects.get(batch=batch)
    assert (entry.usd, entry.amount, entry.currency) == (9, 950, "JPY")


def test_both_amounts_of_an_aid_stay_the_same_dollars(people, officer):
    aid = registers.ngo_aid(people, public=False, decision_number="33/QĐ", usd=5, amount=5)
    stated = {"decision_number": "33/QĐ", "title_vi": aid.title_vi, "usd": 7, "amount": 5}
    imported(filled(WORKBOOKS["ngoaid"], [stated]), WORKBOOKS["ngoaid"], officer)
    aid = NgoAid.rows.get()
    assert (aid.usd, aid.amount) == (7, 7)


# --- hidden and struck out -------------------------------------------------------------


def marked():
    """A table whose second row is hidden, whose third is struck out, and of whose fourth a cell."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"default_date_format": "dd/mm/yyyy"}) as workbook:
        sheet = workbook.add_worksheet()
        struck = workbook.add_format({"font_strikeout": True})
        rows = [HEADS, *(project(n, f"Kho số {n}", f"103200000{n}") for n in (1, 2, 3, 4))]
        for number, values in enumerate(rows):
            for index, value in enumerate(values):
                write(sheet, number, index, value)
        sheet.set_row(2, None, None, {"hidden": True})
        for index in range(10):
            sheet.write_string(3, index, str(rows[3][index]), struck)
        sheet.write_datetime(3, 5, rows[3][5], struck)
        sheet.write_string(4, 7, "Lô cũ", struck)
    return file.getvalue()


def test_hidden_and_struck_out_rows_are_named_and_come_in_only_when_asked(desk, officer):
    client = desk(officer)
    batch = read(client, marked())
    assert [line.number for line in lines(batch)] == [2, 5]
    assert [(at, said) for _sheet, at, said in shelf.preview(batch).skipped] == [
        (3, "bị ẩn trong tệp (chẳng hạn do bộ lọc): “Công ty Kho số 2”"),
        (4, "bị gạch ngang trong tệp: “Công ty Kho số 3”"),
    ]
    struck = "Ô bị gạch ngang trong tệp: giá trị còn đúng không?"
    assert ["H5", struck] in lines(batch)[1].notes
    shown = client.get(url(batch, "record")).content.decode()
    assert "Nhập cả 1 dòng bị ẩn trong tệp" in shown
    answer(client, batch, hidden="on")
    assert [line.number for line in lines(batch)] == [2, 3, 5]
    assert ["E3", "bị ẩn trong tệp (chẳng hạn do bộ lọc)"] in lines(batch)[1].notes
    assert written(client, batch) == "done"
    assert not FdiProject.rows.filter(title_vi="Kho số 3").exists()
    assert FdiProject.rows.filter(title_vi="Kho số 2").exists()


# --- whatever a table says -------------------------------------------------------------

TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=30)
HEADINGS = st.one_of(
    TEXTS,
    st.sampled_from([*HEADS, "Vốn đăng ký", "Vốn đăng ký / triệu USD", "Diện tích", ""]),
    st.builds("{} ({})".format, st.sampled_from(HEADS), TEXTS),
)


@pytest.mark.django_db
@settings(deadline=None)
@given(headings=st.lists(HEADINGS, max_size=6))
def test_every_heading_gets_a_proposal_that_can_be_sent(headings):
    table = Table(
        "Sheet1",
        (),
        (1,),
        tuple(Heading(letter, text) for letter, text in zip("ABCDEF", headings, strict=False)),
        (Row(2, ("x",) * len(headings)),),
        (),
    )
    for register in (FDI, ODA):
        known = {None, mapping.LEFT_OUT, *mapping.targets(register, register.records)}
        found = mapping.layout(register, register.records, table)
        assert set(found.chosen.values()) <= known
        assert found.is_settled <= (not found.problems)
        confirmed = dict.fromkeys("ABCDEF", mapping.LEFT_OUT)
        again = mapping.layout(register, register.records, table, confirmed)
        assert set(again.chosen.values()) <= {mapping.LEFT_OUT}


WORDS = st.sampled_from(["I", "II.", "Tổng cộng", "Ghi chú", "1.1"])
NUMBERS = st.decimals(allow_nan=False, places=2)
CELLS = st.one_of(st.none(), TEXTS.filter(bool), NUMBERS, st.dates(), WORDS)


@given(rows=st.lists(st.lists(CELLS, min_size=4, max_size=4), max_size=8))
def test_every_row_is_data_or_named_and_a_code_is_always_data(rows):
    rows = [
        Row(n, tuple(values)) for n, values in enumerate(rows) if any(v is not None for v in values)
    ]
    coded = [Row(100 + n, ("1", "May", f"10320{n}", "Hàn Quốc")) for n in range(2)]
    data, others = row_kinds.told_apart([*coded, *rows], 2, None)
    assert sorted(row.number for row in [*data, *(row for row, _why in others)]) == sorted(
        row.number for row in [*coded, *rows]
    )
    assert set(map(id, coded)) <= set(map(id, data))
