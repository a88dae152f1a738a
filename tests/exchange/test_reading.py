import io
import struct
import unicodedata
import zipfile
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import translation

from portal.exchange.errors import TableError
from portal.exchange.reading import LIMITS, read_table
from tests.exchange import workbooks
from tests.exchange.workbooks import MAIN, number, packed, parts, row, sheet, text, written

pytestmark = [pytest.mark.usefixtures("english"), pytest.mark.one_database]

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def refusal(file, **options):
    """(code, sentence) of the refusal of a file."""
    with translation.override("en"), pytest.raises(TableError) as caught:
        read_table(file, **options)
    return caught.value.code, str(caught.value)


def values(file, **options):
    return [row.values for row in read_table(file, **options).rows]


# --- Excel -------------------------------------------------------------------------


def test_it_reads_a_workbook_with_the_places_of_its_cells():
    def fill(worksheet, _workbook):
        worksheet.write_row(0, 0, ["Tên", "Vốn", "Ngày", "Giờ"])
        worksheet.write_row(2, 0, ["Nhà máy A", 1628.89, date(2022, 11, 30)])
        worksheet.write_datetime(2, 3, datetime(2022, 11, 30, 14, 5))

    table = read_table(written(fill))
    assert table.sheet == "Sheet1"
    assert table.header_rows == (1,)
    assert [(h.letters, h.text) for h in table.headings] == [
        ("A", "Tên"),
        ("B", "Vốn"),
        ("C", "Ngày"),
        ("D", "Giờ"),
    ]
    [only] = table.rows
    assert only.values == (
        "Nhà máy A",
        Decimal("1628.89"),
        date(2022, 11, 30),
        datetime(2022, 11, 30, 14, 5),
    )
    assert [table.address(only, index) for index in range(4)] == ["A3", "B3", "C3", "D3"]


@pytest.mark.parametrize(
    ("written_", "value"),
    [
        ("67812", "67812"),
        ("1628.8900000000001", "1628.89"),
        ("0.30000000000000004", "0.3"),
        ("12345678901234567", "12345678901234567"),
        ("-0.125", "-0.125"),
        ("1E-3", "0.001"),
    ],
)
def test_numbers_are_those_that_excel_shows(written_, value):
    [[_name, found]] = values(sheet(row(2, text("A"), number(written_))))
    assert found == Decimal(value)


def test_a_computed_cell_gives_its_value():
    formula = ("", "<f>SUM(B3:B9)</f><v>12.5</v>")
    joined = ('t="str"', "<f>A3</f><v>B</v>")
    nothing = ('t="str"', "<f>A4</f><v></v>")
    rows = row(2, text("A"), formula) + row(3, joined, number(1)) + row(4, nothing, number(2))
    assert values(sheet(rows)) == [
        ("A", Decimal("12.5")),
        ("B", Decimal(1)),
        (None, Decimal(2)),
    ]


def test_a_formula_never_computed_is_named():
    rows = row(2, text("A"), ("", "<f>1+1</f>")) + row(3, text("B"), ("", "<f>1+1</f><v/>"))
    assert refusal(sheet(rows)) == (
        "formulas",
        "Formulas have no value in B2, B3: open the file in Excel and save it.",
    )


def test_error_values_are_named():
    broken = ('t="e"', "<f>X1</f><v>#REF!</v>")
    rows = "".join(row(n, text("A"), broken) for n in range(2, 9))
    assert refusal(sheet(rows)) == (
        "errors",
        "There is an error instead of a value in B2, B3, B4, B5, B6…: correct it.",
    )


def test_texts_are_composed_and_lose_what_does_not_show():
    name = unicodedata.normalize("NFD", "Thái\u00a0Bình\u200b") + "\u202e  x_x000D_\ny "
    [[found, _capital]] = values(sheet(row(2, text(name), number(1))))
    assert found == "Thái Bình x\ny"


def test_shared_texts_leave_out_how_they_are_pronounced():
    strings = (
        f'<sst xmlns="{MAIN}"><si><r><t>Nhà </t></r><r><t>máy</t></r>'
        "<rPh><t>nope</t></rPh></si></sst>"
    )
    shared = ('t="s"', "<v>0</v>")
    entries = parts(f"<sheetData>{workbooks.HEADER}{row(2, shared, number(1))}</sheetData>")
    entries["xl/sharedStrings.xml"] = strings
    entries["xl/_rels/workbook.xml.rels"] = workbooks.relations(
        ("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "/xl/sharedStrings.xml")
    )
    assert values(packed(entries)) == [("Nhà máy", Decimal(1))]


@pytest.mark.parametrize(
    ("code", "is_date"),
    [
        ("dd/mm/yyyy", True),
        ("[$-42A]d mmmm yyyy", True),
        ("yyyy\\-mm\\-dd;@", True),
        ('#,##0 "đồng"', False),
        ('0.00 "yd"', False),
        ("[Red]0.0", False),
        ("[h]:mm", False),
        ("0.00E+00", False),
        ("General", False),
    ],
)
def test_dates_are_told_by_their_format(code, is_date):
    def fill(worksheet, workbook):
        worksheet.write_row(0, 0, ["Tên", "Vốn"])
        worksheet.write(1, 0, "A")
        worksheet.write_number(1, 1, 44895, workbook.add_format({"num_format": code}))

    [[_name, found]] = values(written(fill))
    assert found == (date(2022, 11, 30) if is_date else Decimal(44895))


def test_dates_may_count_from_1904():
    styles = (
        f'<styleSheet xmlns="{MAIN}"><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
        "</styleSheet>"
    )
    dated = row(2, text("A"), ('s="1"', "<v>43433</v>"))
    entries = parts(
        f"<sheetData>{workbooks.HEADER}{dated}</sheetData>",
        workbook='<workbookPr date1904="1"/>',
    )
    entries["xl/styles.xml"] = styles
    entries["xl/_rels/workbook.xml.rels"] = workbooks.relations(
        ("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml")
    )
    assert values(packed(entries)) == [("A", date(2022, 11, 30))]


def test_a_day_that_never_was_is_named():
    def fill(worksheet, workbook):
        worksheet.write_row(0, 0, ["Tên", "Vốn"])
        worksheet.write_number(1, 1, 60, workbook.add_format({"num_format": "dd/mm/yyyy"}))

    assert refusal(written(fill))[0] == "errors"


def test_hidden_sheets_are_not_read_and_other_visible_ones_are_named():
    def stale(worksheet, _workbook):
        worksheet.write_column(0, 0, ["Cũ", "x"])
        worksheet.write_column(0, 1, ["Vốn", 1])
        worksheet.hide()

    def fresh(worksheet, workbook):
        worksheet.write_column(0, 0, ["Tên", "A"])
        worksheet.write_column(0, 1, ["Vốn", 2])
        worksheet.activate()
        worksheet.set_first_sheet()

    def very_hidden(worksheet, _workbook):
        worksheet.very_hidden()

    table = read_table(written(stale, fresh, fresh, very_hidden))
    assert (table.sheet, table.other_sheets) == ("Sheet2", ("Sheet3",))
    assert [row.values for row in table.rows] == [("A", Decimal(2))]
    assert read_table(written(stale, fresh, fresh), sheet="Sheet3").sheet == "Sheet3"
    assert refusal(written(stale, fresh), sheet="Sheet1") == (
        "sheet",
        "The workbook has no visible sheet “Sheet1”.",
    )


def test_a_workbook_may_be_hidden_wholly():
    entries = parts(GOOD)
    entries["xl/workbook.xml"] = entries["xl/workbook.xml"].replace(
        'name="Bảng"', 'name="Bảng" state="veryHidden"'
    )
    assert refusal(packed(entries))[0] == "hidden"


# --- CSV ---------------------------------------------------------------------------

CSV = 'Tên;Vốn\r\n"Nhà máy; ""A""";1.628,89\r\n\r\nB;2\r\n'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_it_reads_csv_in_every_unicode_encoding(encoding):
    table = read_table(io.BytesIO(CSV.encode(encoding)))
    assert table.sheet == ""
    assert [(row.number, row.values) for row in table.rows] == [
        (2, ('Nhà máy; "A"', "1.628,89")),
        (4, ("B", "2")),
    ]


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_it_finds_out_what_separates_the_columns(delimiter):
    lines = [["Tên", "Vốn", "Năm"], ["A", '"1,5; 2\t3"', "2022"]]
    data = "\n".join(delimiter.join(line) for line in lines).encode()
    assert values(io.BytesIO(data)) == [("A", "1,5; 2 3", "2022")]


def test_it_takes_the_apostrophe_of_our_own_exports_away():
    assert values(io.BytesIO(b"a,b\n'=1+1,'x\n")) == [("=1+1", "'x")]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ("Tên,Vốn\nThái Bình,1\n".encode("cp1258", errors="replace") + b"\xea", "encoding"),
        ("Tên,Vốn\nA,1\n".encode("utf-16-le"), "encoding"),
        (b"a,b\n\0,1\n", "encoding"),
        (b"a\n1\n", "delimiter"),
        (b"a;b,c\n1;2,3\n", "delimiter"),
        (b'a,b\n"x"y,1\n', "quotes"),
        (b"a,b\n" + b"c,d\n" * 25 + b'"x"y,1\n', "quotes"),
        (b"", "empty"),
        (b" \n\n", "empty"),
        (b"<html><table><tr><td>a,b</td></tr></table>", "not_table"),
        (b"\xef\xbb\xbf\n <?xml version='1.0'?>", "not_table"),
    ],
)
def test_csv_that_cannot_be_read_surely_is_refused(data, code):
    assert refusal(io.BytesIO(data))[0] == code


# --- Hostile and wrong files -------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (OLE + bytes(600) + "Workbook".encode("utf-16-le"), "old_excel"),
        (OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (b"%PDF-1.7\n", "not_table"),
        (b"\x89PNG\r\n\x1a\n\0\0", "not_table"),
        (b"\xff\xd8\xff\xe0", "not_table"),
        (b"PK\x03\x04 and nothing more", "damaged"),
        (b"PK\x05\x06" + bytes(18), "not_table"),
    ],
)
def test_other_files_are_refused_by_their_bytes(data, code):
    assert refusal(io.BytesIO(data))[0] == code


def test_an_old_file_is_told_what_to_do():
    assert refusal(io.BytesIO(OLE + bytes(600)))[1] == (
        "This is an old Excel file (.xls): open it and save it as .xlsx."
    )


GOOD = f"<sheetData>{workbooks.HEADER}{row(2, text('A'), number(1))}</sheetData>"
BOMB = "".join(f'<!ENTITY a{i + 1} "{f"&a{i};" * 10}">' for i in range(9))
ENTITIES = f'<!DOCTYPE worksheet [<!ENTITY a0 "aaaaaaaaaa">{BOMB}]>'
OUTSIDE = '<!DOCTYPE worksheet [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
XLSM = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
XLSB = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"


def changed(part, content, **options):
    return packed({**parts(GOOD, **options), part: content})


def with_entity(declaration, name):
    good = parts(GOOD)["xl/worksheets/sheet1.xml"]
    return changed("xl/worksheets/sheet1.xml", declaration + good.replace(">Tên<", f">&{name};<"))


def test_the_file_that_the_hostile_ones_are_made_of_is_good():
    assert values(packed(parts(GOOD))) == [("A", Decimal(1))]


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (with_entity(ENTITIES, "a9"), "damaged"),
        (with_entity(OUTSIDE, "x"), "damaged"),
        (changed("xl/worksheets/sheet1.xml", f"{ENTITIES}<a/>".encode("utf-16")), "damaged"),
        (changed("xl/workbook.xml", f"{OUTSIDE}<workbook>&x;</workbook>"), "damaged"),
        (changed("xl/worksheets/sheet1.xml", "<worksheet>"), "damaged"),
        (changed("xl/_rels/workbook.xml.rels", workbooks.relations()), "damaged"),
        (
            changed(
                "xl/_rels/workbook.xml.rels",
                workbooks.relations(("worksheet", "../../../../etc/passwd")),
            ),
            "damaged",
        ),
        (changed("xl/vbaProject.bin", "x"), "macros"),
        (changed("xl/macrosheets/sheet1.xml", "x"), "macros"),
        (packed(parts(GOOD, content_type=XLSM)), "macros"),
        (packed(parts(GOOD, content_type=XLSB)), "macros"),
        (packed(parts(GOOD, content_type=DOCX)), "not_table"),
        (packed({"a.txt": "a"}), "not_table"),
        (packed({f"{i}.xml": "" for i in range(1001)}), "unpacked"),
        (sheet(row(3, text("A")) + row(2, text("B"))), "damaged"),
        (sheet('<row r="2"><c r="B2"><v>1</v></c><c r="A2"><v>1</v></c></row>'), "damaged"),
        (sheet('<row r="2"><c r="A3"><v>1</v></c></row>'), "damaged"),
        (sheet('<row r="2"><c r="AAAA2"><v>1</v></c></row>'), "damaged"),
        (sheet(row(2, text("A"), number("NaN"))), "damaged"),
        (sheet(row(2, text("A"), number("1e9999"))), "damaged"),
        (sheet(row(2, text("A"), ('t="s"', "<v>7</v>"))), "damaged"),
        (sheet(row(2, text("A"), ('t="d"', "<v>soon</v>"))), "damaged"),
    ],
)
def test_hostile_workbooks_are_refused(file, code):
    assert refusal(file)[0] == code


def test_one_cell_in_the_last_corner_is_named_not_counted_up_to():
    corner = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    assert refusal(sheet(corner)) == (
        "outside",
        "Cell XFD1048576 lies beyond the 20100 rows and 200 columns that are read: remove what "
        "stands there, or split the table.",
    )


def test_formats_without_values_reach_as_far_as_they_like():
    empty = '<row r="1048576"><c r="XFD1048576" s="1"/></row>'
    rows = row(2, text("A"), number(1)) + empty
    assert values(sheet(rows)) == [("A", Decimal(1))]
    claimed = parts(f'<dimension ref="A1:XFD1048576"/>{GOOD}')
    assert values(packed(claimed)) == [("A", Decimal(1))]


def zeros(name, mebibytes):
    """A good workbook with one more part that unpacks to that many MiB of zeros."""
    file = packed(parts(GOOD))
    with (
        zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive,
        archive.open(name, "w") as part,
    ):
        for _ in range(mebibytes):
            part.write(bytes(2**20))
    file.seek(0)
    return file


def test_what_unpacks_to_more_than_the_limit_is_not_unpacked():
    assert refusal(zeros("xl/media/image1.png", 101))[0] == "unpacked"
    assert values(zeros("xl/media/image1.png", 3)) == [("A", Decimal(1))]


def test_a_directory_that_lies_about_the_size_gains_nothing():
    good = parts(GOOD)["xl/worksheets/sheet1.xml"].encode()
    data = changed("xl/worksheets/sheet1.xml", good + b" " * 5_000_000).getvalue()
    true_size = struct.pack("<I", len(good) + 5_000_000)
    assert data.count(true_size) == 2
    assert refusal(io.BytesIO(data.replace(true_size, struct.pack("<I", 10))))[0] == "damaged"


def test_entries_that_share_their_bytes_or_their_name_are_refused():
    data = packed(parts(GOOD) | {"xl/workbook.xmm": "<workbook/>"}).getvalue()
    twice = data.replace(b"xl/workbook.xmm", b"xl/workbook.xml")
    assert refusal(io.BytesIO(twice))[0] == "damaged"
    # The sheet's entry in the directory now begins where the first part does.
    good = packed(parts(GOOD)).getvalue()
    with zipfile.ZipFile(io.BytesIO(good)) as archive:
        sheet_at = archive.getinfo("xl/worksheets/sheet1.xml").header_offset
    place = struct.pack("<I", sheet_at) + b"xl/worksheets"
    assert good.count(place) == 1
    shared = good.replace(place, struct.pack("<I", 0) + b"xl/worksheets")
    assert refusal(io.BytesIO(shared))[0] == "damaged"


def test_an_encrypted_entry_is_told_apart():
    data = bytearray(packed(parts(GOOD)).getvalue())
    at = data.find(b"PK\1\2")
    data[at + 8] |= 1
    assert refusal(io.BytesIO(bytes(data)))[0] == "encrypted"


def test_a_file_over_the_size_is_not_handed_on():
    file = io.BytesIO(b"a,b\n" + b"1,2\n" * 100)
    small = replace(LIMITS, file_size=2**8)
    assert refusal(file, limits=small)[0] == "too_large"


def test_rows_columns_cells_and_letters_are_counted():
    table = b"a,b,c\n" + b"1,2,xxxxxxxxxx\n" * 50
    for limit, code in (
        ({"rows": 20}, "outside"),
        ({"columns": 2}, "outside"),
        ({"cells": 100}, "too_much"),
        ({"characters": 300}, "too_much"),
    ):
        assert refusal(io.BytesIO(table), limits=replace(LIMITS, **limit))[0] == code
    assert len(values(io.BytesIO(table))) == 50


def test_one_long_text_in_many_cells_is_counted_as_often():
    long = "x" * 1000
    entries = parts(
        f"<sheetData>{workbooks.HEADER}"
        + "".join(row(n, ('t="s"', "<v>0</v>"), number(1)) for n in range(2, 60))
        + "</sheetData>"
    )
    entries["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}"><si><t>{long}</t></si></sst>'
    entries["xl/_rels/workbook.xml.rels"] = workbooks.relations(
        ("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "sharedStrings.xml")
    )
    assert refusal(packed(entries), limits=replace(LIMITS, characters=50_000))[0] == "too_much"
    assert len(values(packed(entries))) == 58


def costly():
    """A small file whose 60 MB of empty cells take many seconds or hundreds of MB."""
    return packed(parts("<sheetData>" + "<row><c/></row>" * 4_000_000 + "</sheetData>"))


def children():
    """The processes of this one, ended ones that nobody waited for included."""
    tasks = Path("/proc/self/task").iterdir()
    return sorted(pid for task in tasks for pid in (task / "children").read_text().split())


@pytest.fixture(scope="module")
def costly_file():
    return costly().getvalue()


@pytest.mark.parametrize(
    "limit",
    [{"cpu_seconds": 1, "seconds": 100}, {"memory": 150 * 2**20}, {"seconds": 0.05}],
    ids=["processor", "memory", "time"],
)
def test_what_costs_more_than_a_limit_is_refused_and_leaves_no_process(costly_file, limit):
    assert len(costly_file) < 300_000
    limits = replace(LIMITS, **{"cpu_seconds": 100, "seconds": 100, "memory": 2**30, **limit})
    others = children()
    assert refusal(io.BytesIO(costly_file), limits=limits)[0] == "costly"
    assert children() == others
    assert values(packed(parts(GOOD))) == [("A", Decimal(1))]


def test_the_limits_of_a_request_are_under_five_seconds():
    assert LIMITS.cpu_seconds <= 4
    assert LIMITS.seconds < 5
    assert LIMITS.memory <= 2**29


def test_the_child_knows_no_secret(monkeypatch):
    seen = {}

    def run(command, **options):
        seen.update(options, command=command)
        raise AssertionError

    monkeypatch.setattr("portal.exchange.reading.subprocess.run", run)
    with pytest.raises(AssertionError):
        read_table(io.BytesIO(CSV.encode()))
    assert seen["env"] == {}
    assert seen["command"][1:3] == ["-m", "portal.exchange.child"]


@pytest.mark.parametrize("code", ["#,##0.00,,", "#,##0,", '0.0,," triệu"'])
def test_a_number_format_that_scales_is_refused(code):
    def fill(worksheet, workbook):
        worksheet.write_row(0, 0, ["Tên", "Vốn"])
        worksheet.write_string(1, 0, "A")
        worksheet.write_number(1, 1, 67_810_000, workbook.add_format({"num_format": code}))

    assert refusal(written(fill)) == (
        "scaled",
        "The number format of B2 shows another number than the cell holds (in thousands or "
        "millions): choose the format “General” and check the amounts.",
    )


def test_number_formats_of_zeros_and_groups_show_what_they_show():
    def fill(worksheet, workbook):
        zeros, groups = (workbook.add_format({"num_format": c}) for c in ("0" * 12, "#,##0.00"))
        worksheet.write_row(0, 0, ["Mã", "Vốn"])
        worksheet.write_number(1, 0, 81022000053, zeros)
        worksheet.write_number(1, 1, 1628.89, groups)

    assert values(written(fill)) == [("081022000053", Decimal("1628.89"))]
