"""XLSX files built by hand, honest and hostile."""

import io
import zipfile
from xml.sax.saxutils import escape

import xlsxwriter

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
HEADER = '<row r="1"><c r="A1" t="str"><v>Tên</v></c><c r="B1" t="str"><v>Vốn</v></c></row>'


def written(*sheets):
    """An XLSX of sheets, each a function that is given the worksheet and the workbook."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"default_date_format": "dd/mm/yyyy"}) as workbook:
        for fill in sheets:
            fill(workbook.add_worksheet(), workbook)
    file.seek(0)
    return file


def parts(sheet, *, content_type=WORKBOOK_TYPE, workbook=""):
    """{part: content} of a workbook whose sheet has `sheet` between the worksheet tags."""
    return {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        f'<Override PartName="/xl/workbook.xml" ContentType="{content_type}"/></Types>',
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATION}">{workbook}<sheets>'
        '<sheet name="Bảng" sheetId="1" r:id="r0"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(("worksheet", "worksheets/sheet1.xml")),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{MAIN}">{sheet}</worksheet>',
    }


def relations(*entries):
    rows = "".join(
        f'<Relationship Id="r{i}" Type="{RELATION}/{kind}" Target="{target}"/>'
        for i, (kind, target) in enumerate(entries)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{rows}</Relationships>'


def packed(entries, compression=zipfile.ZIP_DEFLATED):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    file.seek(0)
    return file


def sheet(rows, *, after="", **options):
    """An XLSX with these <row> elements below the headings Tên and Vốn."""
    return packed(parts(f"<sheetData>{HEADER}{rows}</sheetData>{after}", **options))


def row(number, *cells):
    """A <row> of (attributes, inside) cells in columns A, B, …"""
    inside = "".join(
        f'<c r="{chr(65 + i)}{number}" {attributes}>{content}</c>'
        for i, (attributes, content) in enumerate(cells)
    )
    return f'<row r="{number}">{inside}</row>'


def text(value):
    return 't="inlineStr"', f"<is><t>{escape(value)}</t></is>"


def number(value):
    return "", f"<v>{value}</v>"
