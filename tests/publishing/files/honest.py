"""Small real documents, built by hand."""

import io
import zipfile
import zlib

OOXML = "application/vnd.openxmlformats-officedocument"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def zipped(entries, *, compression=zipfile.ZIP_DEFLATED):
    """A ZIP of {name: content}; a first entry called "mimetype" is stored, as ODF wants."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in entries.items():
            stored = zipfile.ZIP_STORED if name == "mimetype" else None
            archive.writestr(name, content, compress_type=stored)
    return buffer.getvalue()


def content_types(**main):
    """[Content_Types].xml with Override entries {part name: content type}."""
    overrides = "".join(f'<Override PartName="/{k}" ContentType="{v}"/>' for k, v in main.items())
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def relations(*entries):
    """A .rels part of (type, target) or (type, target, mode)."""
    rows = "".join(
        f'<Relationship Id="r{i}" Type="{RELATION}/{kind}" Target="{target}"'
        + "".join(f' TargetMode="{m}"' for m in mode)
        + "/>"
        for i, (kind, target, *mode) in enumerate(entries)
    )
    return f'<Relationships xmlns="{PACKAGE}/relationships">{rows}</Relationships>'


def docx_entries(extra=None, *, main=f"{OOXML}.wordprocessingml.document.main+xml"):
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return {
        "[Content_Types].xml": content_types(**{"word/document.xml": main}),
        "_rels/.rels": relations(("officeDocument", "word/document.xml")),
        "word/document.xml": f'<w:document xmlns:w="{word}"><w:body><w:p><w:r>'
        "<w:t>Quyết định số 12</w:t></w:r></w:p></w:body></w:document>",
        **(extra or {}),
    }


def xlsx_entries(extra=None, *, main=f"{OOXML}.spreadsheetml.sheet.main+xml"):
    sheet = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return {
        "[Content_Types].xml": content_types(**{"xl/workbook.xml": main}),
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{sheet}" xmlns:r="{RELATION}"><sheets>'
        '<sheet name="Bảng" sheetId="1" r:id="r0"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(("worksheet", "worksheets/sheet1.xml")),
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{sheet}"><sheetData><row r="1">'
        '<c r="A1"><v>12</v></c></row></sheetData></worksheet>',
        **(extra or {}),
    }


def odf_entries(kind="text", extra=None, *, body=""):
    office = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
    mimetype = f"application/vnd.oasis.opendocument.{kind}"
    manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    return {
        "mimetype": mimetype,
        "content.xml": f'<office:document-content xmlns:office="{office}"><office:body>{body}'
        "</office:body></office:document-content>",
        "Configurations2/statusbar/": "",
        **(extra or {}),
        "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{manifest}">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{mimetype}"/>'
        "</manifest:manifest>",
    }


def docx(extra=None, **options):
    return zipped(docx_entries(extra, **options))


def xlsx(extra=None, **options):
    return zipped(xlsx_entries(extra, **options))


def odt(extra=None, **options):
    return zipped(odf_entries("text", extra, **options))


def ods(extra=None, **options):
    return zipped(odf_entries("spreadsheet", extra, **options))


def pdf(*objects, catalogue=b"", trailer=b"", head=b""):
    """A one-page PDF; `objects` are whole further ones, the rest goes into dictionaries."""
    bodies = [
        b"1 0 obj\n<< /Type /Catalog /Pages 2 0 R " + catalogue + b" >>\nendobj\n",
        b"2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n",
        b"3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>\n"
        b"endobj\n",
        b"4 0 obj\n" + stream(b"BT 0 0 Td (12) Tj ET"),
        *objects,
    ]
    data, offsets = b"%PDF-1.7\n" + head, []
    for body in bodies:
        offsets.append(len(data))
        data += body
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(bodies) + 1
    return (
        data
        + b"xref\n0 %d\n0000000000 65535 f \n" % size
        + table
        + b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n"
        % (size, trailer, len(data))
    )


def stream(content, dictionary=b"/Filter /FlateDecode", *, packed=None):
    packed = zlib.compress(content) if packed is None else packed
    return b"<< /Length %d %s >>\nstream\n%s\nendstream\nendobj\n" % (
        len(packed),
        dictionary,
        packed,
    )


def object_stream(body, dictionary=b"/Filter /FlateDecode", **options):
    """Object 9, an object stream that holds object 5."""
    head = b"5 0 "
    names = b"/Type /ObjStm /N 1 /First %d " % len(head)
    return b"9 0 obj\n" + stream(head + body, names + dictionary, **options)
