import csv
import io
import json
import tracemalloc
import zipfile
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.exchange.cells import escape, unescape
from portal.exchange.reading import read_table
from portal.exchange.workbooks import Sheet, form_file, metadata_sheet, xlsx_file
from portal.exchange.writing import Column, csv_rows, json_rows

COLUMNS = [
    Column("name", "Tên"),
    Column("capital", "Vốn", "number", "triệu USD"),
    Column("turns", "Lượt", "integer"),
    Column("day", "Ngày", "date"),
]
ROWS = [
    {"name": 'Nhà máy "A", B', "capital": Decimal("1628.890"), "turns": 2, "day": None},
    {"name": "=1+1", "capital": Decimal("-0.1"), "turns": -3, "day": date(2022, 11, 30)},
    {"name": None, "capital": Decimal("1E+3"), "turns": None, "day": date(1899, 1, 2)},
]
LIVE = ["=1+1", "+84 1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "'=1"]


def as_xlsx(*sheets):
    file = io.BytesIO()
    xlsx_file(file, sheets)
    file.seek(0)
    return file


# --- CSV ---------------------------------------------------------------------------


def test_csv_is_what_excel_opens_right():
    assert (
        b"".join(csv_rows(COLUMNS, ROWS))
        == (
            "\ufeffTên,Vốn (triệu USD),Lượt,Ngày\r\n"
            '"Nhà máy ""A"", B",1628.89,2,\r\n'
            "'=1+1,-0.1,-3,2022-11-30\r\n"
            ",1000,,1899-01-02\r\n"
        ).encode()
    )


def test_yes_and_no_are_written_for_programs():
    column = Column("above", "Trên", "boolean")
    rows = [{"above": True}, {"above": False}, {"above": None}]
    assert b"".join(csv_rows([column], rows)).decode("utf-8-sig") == (
        'Trên\r\ntrue\r\nfalse\r\n""\r\n'
    )
    assert json.loads(b"".join(json_rows({}, [column], rows)))["rows"] == rows
    sheet = openpyxl.load_workbook(as_xlsx(Sheet("Bảng", [column], rows))).active
    assert [cell.value for cell in sheet["A"]] == ["Trên", True, False]
    for wrong in ("có", 1):
        with pytest.raises(ValueError, match="boolean"):
            b"".join(csv_rows([column], [{"above": wrong}]))


@pytest.mark.parametrize(
    ("value", "written"),
    [("76.820", "76.82"), ("2.000", "2"), ("15000000.0", "15000000"), ("-0.50", "-0.5"),
     ("1E+3", "1000"), ("100", "100"), ("0.000", "0")],
)  # fmt: skip
def test_no_number_ends_with_zeros_that_say_nothing(value, written):
    columns, rows = [Column("a", "A", "number")], [{"a": Decimal(value)}]
    assert b"".join(csv_rows(columns, rows)).decode().splitlines()[1] == written
    assert f'{{"a": {written}}}' in b"".join(json_rows({}, columns, rows)).decode()
    places = len(written.partition(".")[2])
    cell = openpyxl.load_workbook(as_xlsx(Sheet("A", columns, rows))).active["A2"]
    assert cell.number_format == "#,##0" + ("." + "0" * places if places else "")


def test_csv_without_rows_has_its_heading():
    assert b"".join(csv_rows(COLUMNS[:1], [])) == "\ufeffTên\r\n".encode()


@pytest.mark.parametrize("text", LIVE)
def test_texts_that_would_run_are_made_harmless(text):
    data = b"".join(csv_rows(COLUMNS[:1], [{"name": text}])).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(data, newline=""))) == [["Tên"], [f"'{text}"]]


def test_headings_are_made_harmless_too():
    assert b"".join(csv_rows([Column("a", "=1")], [])) == "\ufeff'=1\r\n".encode()


@given(st.text())
def test_escaping_is_undone_exactly(text):
    assert unescape(escape(text)) == text


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("number", 0.1),
        ("number", Decimal("NaN")),
        ("number", "5"),
        ("number", True),
        ("integer", Decimal("1.5")),
        ("date", "2022-11-30"),
        ("date", 5),
    ],
)
def test_a_value_of_another_kind_is_an_error(kind, value):
    columns = [Column("a", "A", kind)]
    with pytest.raises(ValueError, match="does not belong"):
        list(csv_rows(columns, [{"a": value}]))
    with pytest.raises(ValueError, match="does not belong"):
        list(json_rows({}, columns, [{"a": value}]))
    with pytest.raises(ValueError, match="does not belong"):
        as_xlsx(Sheet("A", columns, [{"a": value}]))


def test_our_csv_reads_back():
    table = read_table(io.BytesIO(b"".join(csv_rows(COLUMNS, ROWS[:2]))))
    assert [row.values for row in table.rows] == [
        ('Nhà máy "A", B', "1628.89", "2", None),
        ("=1+1", "-0.1", "-3", "2022-11-30"),
    ]


# --- JSON --------------------------------------------------------------------------


def test_json_keeps_every_digit():
    meta = {"source": "Sở", "as_of": date(2022, 11, 30)}
    data = json.loads(b"".join(json_rows(meta, COLUMNS, ROWS)), parse_float=Decimal)
    assert data["meta"] == {"source": "Sở", "as_of": "2022-11-30"}
    assert data["columns"][1] == {
        "key": "capital",
        "heading": "Vốn",
        "kind": "number",
        "unit": "triệu USD",
    }
    assert data["rows"] == [
        {"name": 'Nhà máy "A", B', "capital": Decimal("1628.890"), "turns": 2, "day": None},
        {"name": "=1+1", "capital": Decimal("-0.1"), "turns": -3, "day": "2022-11-30"},
        {"name": None, "capital": 1000, "turns": None, "day": "1899-01-02"},
    ]


def test_json_without_rows_is_whole():
    assert json.loads(b"".join(json_rows({}, [], []))) == {"meta": {}, "columns": [], "rows": []}


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20))
def test_decimals_never_pass_through_a_float(value):
    columns = [Column("a", "A", "number")]
    data = json.loads(b"".join(json_rows({}, columns, [{"a": value}])), parse_float=Decimal)
    assert Decimal(data["rows"][0]["a"]) == value
    line = b"".join(csv_rows(columns, [{"a": value}])).decode().splitlines()[1]
    assert Decimal(line) == value


@pytest.mark.parametrize(
    "write",
    [lambda rows: csv_rows(COLUMNS, rows), lambda rows: json_rows({}, COLUMNS, rows)],
    ids=["csv", "json"],
)
def test_more_rows_need_no_more_memory(write):
    def peak(count):
        tracemalloc.start()
        for _piece in write(ROWS[0] for _ in range(count)):
            pass
        _now, highest = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return highest

    peak(10)
    assert peak(20_000) < peak(2_000) * 1.5


# --- Excel -------------------------------------------------------------------------


def test_a_workbook_reads_back_exactly():
    sheet = Sheet("Dự án", COLUMNS, ROWS)
    about = metadata_sheet({"Nguồn": "Sở", "Giấy phép": "CC BY 4.0"}, COLUMNS)
    book = openpyxl.load_workbook(as_xlsx(sheet, about))
    assert [tuple(row) for row in book["Dự án"].iter_rows(values_only=True)] == [
        ("Tên", "Vốn (triệu USD)", "Lượt", "Ngày"),
        ('Nhà máy "A", B', 1628.89, 2, None),
        ("=1+1", -0.1, -3, datetime(2022, 11, 30)),
        (None, 1000, None, "1899-01-02"),
    ]
    assert book["Dự án"].freeze_panes == "A2"
    assert book["Dự án"]["B2"].number_format == "#,##0.00"
    assert [tuple(row) for row in book.worksheets[1].iter_rows(values_only=True)][1:] == [
        ("Nguồn", "Sở"),
        ("Giấy phép", "CC BY 4.0"),
        ("Vốn", "triệu USD"),
    ]


def test_a_year_is_not_grouped_like_an_amount():
    columns = [Column("year", "Năm", "year"), Column("turns", "Lượt", "integer")]
    row = {"year": 2025, "turns": 2025}
    cells = openpyxl.load_workbook(as_xlsx(Sheet("A", columns, [row]))).active[2]
    assert [(cell.value, cell.number_format) for cell in cells] == [(2025, "0"), (2025, "#,##0")]
    assert b"".join(csv_rows(columns, [row])).decode().splitlines()[1] == "2025,2025"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("FDI capital registered in a year", "FDI capital registered in a…"),
        ("Vốn FDI đăng ký trong một năm", "Vốn FDI đăng ký trong một năm"),
        ("Cấp mới/điều chỉnh [2022]: số dự án?", "Cấp mới điều chỉnh 2022 số dự…"),
    ],
)
def test_the_name_of_a_sheet_fits_and_is_cut_between_words(title, name):
    assert openpyxl.load_workbook(as_xlsx(Sheet(title, COLUMNS, ROWS))).sheetnames == [name]


def test_a_workbook_has_no_formula_and_no_link():
    texts = [*LIVE, "https://evil.example/", "mailto:a@b.vn", "{=1}", "5"]
    rows = [{"name": text} for text in texts]
    file = as_xlsx(Sheet("A", [Column("name", "=HEADING")], rows))
    cells = [cell for (cell,) in openpyxl.load_workbook(file).active.iter_rows()]
    assert cells[0].value == "=HEADING"
    assert len(cells) == len(texts) + 1
    assert {(cell.data_type, cell.hyperlink) for cell in cells} == {("s", None)}
    sheet = zipfile.ZipFile(file).read("xl/worksheets/sheet1.xml")
    assert b"<f" not in sheet
    assert b"hyperlink" not in sheet


NUMBERS = st.decimals(min_value=-(10**9), max_value=10**9, places=5) | st.decimals(
    min_value=-(10**18), max_value=10**18, places=10
)


@settings(max_examples=20, deadline=None)
@given(st.lists(NUMBERS, min_size=1, max_size=100))
def test_every_number_in_a_workbook_is_exact(numbers):
    file = as_xlsx(Sheet("A", [Column("a", "A", "number")], [{"a": n} for n in numbers]))
    cells = openpyxl.load_workbook(file).active["A"][1:]
    assert [Decimal(str(cell.value)) for cell in cells] == numbers


def test_texts_longer_than_a_cell_are_cut_visibly():
    file = as_xlsx(Sheet("A", [Column("a", "A")], [{"a": "x" * 40_000}]))
    assert openpyxl.load_workbook(file).active["A2"].value == "x" * 32_766 + "…"


def test_the_same_table_gives_the_same_bytes():
    sheets = [Sheet("Dự án", COLUMNS, ROWS)]
    assert as_xlsx(*sheets).getvalue() == as_xlsx(*sheets).getvalue()


# --- Templates ---------------------------------------------------------------------

FORM = [
    Column("number", "Số giấy chứng nhận", note="Mười chữ số"),
    Column("event", "Loại", choices=["Cấp mới", "Điều chỉnh"]),
    Column("capital", "Vốn", "number", "triệu USD"),
    Column("day", "Ngày", "date"),
]


def template():
    file = io.BytesIO()
    form_file(file, [Sheet("Dự án FDI", FORM, [])])
    file.seek(0)
    return file


def test_a_template_shows_headings_notes_and_allowed_values():
    book = openpyxl.load_workbook(template())
    table, notes, allowed = book.worksheets
    assert [cell.value for cell in table[1]] == [
        "Số giấy chứng nhận",
        "Loại",
        "Vốn (triệu USD)",
        "Ngày",
    ]
    assert table["A1"].comment.text == "Mười chữ số"
    assert [tuple(row) for row in notes.iter_rows(values_only=True)][1] == (
        "Dự án FDI",
        "Số giấy chứng nhận",
        "Mười chữ số",
    )
    assert [cell.value for cell in allowed["A"]] == ["Loại", "Cấp mới", "Điều chỉnh"]
    [validation] = table.data_validations.dataValidation
    assert str(validation.sqref) == "B2:B1001"
    assert validation.formula1 == f"'{allowed.title}'!$A$2:$A$3"
    assert table.column_dimensions["A"].number_format == "@"


def test_rows_stand_in_the_form_and_below_them_is_room_for_more():
    file, rows = (
        io.BytesIO(),
        [dict.fromkeys(["capital", "day"]) | {"number": "=1", "event": "Mới"}],
    )
    form_file(file, [Sheet("A", FORM, rows), Sheet("B", FORM[1:2], [])], empty_rows=10)
    first, second, _notes, allowed = openpyxl.load_workbook(file).worksheets
    assert [cell.value for cell in first[2]] == ["=1", "Mới", None, None]
    assert first["A2"].data_type == "s"
    [validation], [other] = (s.data_validations.dataValidation for s in (first, second))
    assert (str(validation.sqref), str(other.sqref)) == ("B2:B12", "A2:A11")
    assert validation.formula1 == other.formula1
    assert allowed.max_column == 1


def test_a_filled_in_template_reads_back():
    book = openpyxl.load_workbook(template())
    book.worksheets[0].append(["0123456789", "Cấp mới", 12.5, date(2022, 11, 30)])
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    found = read_table(file, headings=[column.title for column in FORM])
    assert found.sheet == "Dự án FDI"
    assert [row.values for row in found.rows] == [
        ("0123456789", "Cấp mới", Decimal("12.5"), date(2022, 11, 30))
    ]
    assert [heading.text for heading in found.headings] == [column.title for column in FORM]
