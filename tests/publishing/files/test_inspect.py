import hashlib
import io
import subprocess
import sys
import time
import unicodedata

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from portal.publishing.files.inspect import Inspected, display_name, inspect
from tests.publishing.files import honest
from tests.publishing.files.hostile import EXPECTED, HARMLESS, hostile, picture, picture_of

pytestmark = pytest.mark.filterwarnings("ignore::PIL.Image.DecompressionBombWarning")

HOSTILE = list(hostile())
PLANTS = [b"<script", b"<html", b"planted", b"PK\3\4", b"%PDF", b"/JavaScript", b"GPS", b"Exif"]
MAGIC = {"image/jpeg": b"\xff\xd8\xff", "image/png": b"\x89PNG\r\n\x1a\n"}


def upload(data, name="tệp.bin"):
    file = SimpleUploadedFile("x", data, content_type="text/html")
    file.name = name
    return file


def outcome(filename, data):
    try:
        return inspect(upload(data, filename))
    except ValidationError as error:
        return error.code if error.messages[0].strip() else "no message"


def assert_harmless(found):
    assert found.kind == "image"
    assert found.content.startswith(MAGIC[found.mime])
    assert found.extension == {"image/jpeg": "jpg", "image/png": "png"}[found.mime]
    assert [plant for plant in PLANTS if plant in found.content] == []
    with Image.open(io.BytesIO(found.content)) as image:
        image.load()
        assert getattr(image, "n_frames", 1) == 1
        assert dict(image.getexif()) == {}
        assert image.info.keys() <= {"jfif", "jfif_version", "jfif_unit", "jfif_density",
                                     "progressive", "progression"}  # fmt: skip
        assert image.size == (found.width, found.height)


def test_there_are_at_least_sixty_hostile_uploads_of_twelve_kinds():
    assert len(HOSTILE) >= 60
    assert {kind for kind, _filename, _data in HOSTILE} == set(EXPECTED)
    assert len(EXPECTED) >= 12


@pytest.mark.parametrize(
    ("kind", "filename", "data"),
    HOSTILE,
    ids=[f"{i}-{kind.replace(' ', '-')}" for i, (kind, _name, _data) in enumerate(HOSTILE)],
)
def test_a_hostile_upload_is_refused_or_comes_out_harmless(kind, filename, data):
    started = time.process_time()
    found = outcome(filename, data)
    if EXPECTED[kind] == HARMLESS:
        assert_harmless(found)
    else:
        assert found == EXPECTED[kind]
    assert time.process_time() - started < 5


BOMBS = [upload for upload in HOSTILE if upload[0] in {"pixel bomb", "archive bomb"}]
BOMBS += [upload for upload in HOSTILE if upload[0] == "office bomb"][:2]
# A process of its own: the peak of this one has long been reached.
PEAK = """
import resource, sys
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from portal.publishing.files.inspect import ValidationError, inspect
settings.configure()
upload = SimpleUploadedFile("x", sys.stdin.buffer.read())
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    inspect(upload)
except ValidationError as error:
    print(error.code, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


@pytest.mark.parametrize(("kind", "filename", "data"), BOMBS)
def test_a_bomb_costs_no_memory(kind, filename, data):
    child = [sys.executable, "-W", "ignore", "-c", PEAK]
    printed = subprocess.run(child, input=data, capture_output=True, check=True).stdout.split()

    assert printed[0].decode() == EXPECTED[kind]
    assert int(printed[1]) < 20 * 1024  # KiB


WORD, EXCEL = "wordprocessingml.document", "spreadsheetml.sheet"
LOCAL_TEMPLATE = honest.relations(
    ("attachedTemplate", "file:///C:\\Users\\an\\Templates\\mau.dotx", "External")
)
LINK = honest.relations(("hyperlink", "https://quangtri.gov.vn/", "External"))
SIGNED = b"/AcroForm << /SigFlags 3 /Fields [5 0 R] >>"
SIGNATURE = b"5 0 obj\n<< /FT /Sig /V << /Type /Sig /ByteRange [0 1 2 3] >> >>\nendobj\n"
TO_PAGE = b"<< /S /GoTo /D [3 0 R /Fit] >>"
DOCUMENTS = {
    "a DOCX": (honest.docx(), f"{honest.OOXML}.{WORD}", "docx"),
    "a DOCX with pictures, links and its author's template": (
        honest.docx({
            "word/media/image1.png": picture(),
            "word/media/image2.emf": b"emf",
            "word/_rels/document.xml.rels": LINK,
            "word/_rels/settings.xml.rels": LOCAL_TEMPLATE,
            "customXml/item1.xml": "<a/>",
        }),
        f"{honest.OOXML}.{WORD}",
        "docx",
    ),
    "a DOCX with a chart and its numbers": (
        honest.docx({"word/embeddings/Microsoft_Excel_Sheet1.xlsx": honest.xlsx()}),
        f"{honest.OOXML}.{WORD}",
        "docx",
    ),
    "an XLSX": (honest.xlsx(), f"{honest.OOXML}.{EXCEL}", "xlsx"),
    "an XLSX with printer settings and comments": (
        honest.xlsx({
            "xl/printerSettings/printerSettings1.bin": b"\0\1",
            "xl/drawings/vmlDrawing1.vml": "<xml/>",
        }),
        f"{honest.OOXML}.{EXCEL}",
        "xlsx",
    ),
    "an ODT": (honest.odt(), "application/vnd.oasis.opendocument.text", "odt"),
    "an ODT with a chart": (
        honest.odt({
            "Object 1/content.xml": "<a/>",
            "ObjectReplacements/Object 1": b"gdi",
            "Pictures/a.png": picture(),
            "layout-cache": b"\0",
            "manifest.rdf": "<a/>",
        }, body='<draw:object xlink:href="./Object 1"/><text:a xlink:href="https://a.vn/"/>'),
        "application/vnd.oasis.opendocument.text",
        "odt",
    ),
    "an ODS": (honest.ods(), "application/vnd.oasis.opendocument.spreadsheet", "ods"),
    "a PDF": (honest.pdf(), "application/pdf", "pdf"),
    "a PDF with object streams": (
        honest.pdf(honest.object_stream(b"<< /Type /Font >>")), "application/pdf", "pdf"
    ),
    "a signed PDF": (honest.pdf(SIGNATURE, catalogue=SIGNED), "application/pdf", "pdf"),
    "a PDF that opens on a page": (
        honest.pdf(catalogue=b"/OpenAction [3 0 R /Fit]"), "application/pdf", "pdf"
    ),
    "a PDF that goes to a page": (
        honest.pdf(b"5 0 obj\n" + TO_PAGE + b"\nendobj\n", catalogue=b"/OpenAction 5 0 R"),
        "application/pdf",
        "pdf",
    ),
    "a PDF with links": (
        honest.pdf(b"5 0 obj<</S/URI/URI(https://a.vn/JavaScript)>>endobj\n"),
        "application/pdf",
        "pdf",
    ),
    "a PDF updated twice": (honest.pdf() + honest.pdf()[9:], "application/pdf", "pdf"),
}  # fmt: skip


@pytest.mark.parametrize(("data", "mime", "extension"), DOCUMENTS.values(), ids=DOCUMENTS)
def test_it_accepts_an_honest_document_unchanged(data, mime, extension):
    found = inspect(upload(data, "whatever.exe"))

    assert found == Inspected("document", mime, extension, data)
    assert found.size == len(data)
    assert found.sha256 == hashlib.sha256(data).hexdigest()


@pytest.mark.parametrize(
    ("data", "mime", "extension"),
    [
        (picture("JPEG"), "image/jpeg", "jpg"),
        (picture("PNG"), "image/jpeg", "jpg"),
        (picture("PNG", mode="RGBA"), "image/png", "png"),
        (picture("WEBP"), "image/jpeg", "jpg"),
        (picture("GIF", mode="L"), "image/jpeg", "jpg"),
    ],
)
def test_it_accepts_an_honest_picture_and_writes_it_again(data, mime, extension):
    found = inspect(upload(data))

    assert (found.kind, found.mime, found.extension) == ("image", mime, extension)
    assert (found.width, found.height) == (40, 30)
    assert_harmless(found)


@pytest.mark.parametrize("format", ["GIF", "WEBP", "PNG"])
def test_it_keeps_the_first_frame_of_an_animation(format):
    frames = [Image.new("RGB", (40, 30), colour) for colour in ("red", "blue")]
    found = inspect(upload(picture_of(frames, format)))

    red, _green, blue = Image.open(io.BytesIO(found.content)).getpixel((20, 15))
    assert red > 240
    assert blue < 15


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from([
        honest.docx(), honest.xlsx(), honest.odt(),
        honest.pdf(honest.object_stream(b"<< /Type /Font >>")),
        picture("JPEG"), picture("PNG"), picture("GIF", mode="L"), picture("WEBP"),
    ]),
    st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.binary(max_size=6)), max_size=4),
)  # fmt: skip
def test_damage_anywhere_is_accepted_or_refused_but_never_an_error(data, changes):
    changed = bytearray(data)
    for where, content in changes:
        at = int(where * len(changed))
        changed[at : at + len(content)] = content
    outcome("x", bytes(changed))


@pytest.mark.parametrize(
    ("original", "extension", "expected"),
    [
        ("Báo cáo quý 3.docx", "docx", "Báo cáo quý 3.docx"),
        ("x.php.png", "png", "x-php.png"),
        ("x.PDF.html", "pdf", "x-PDF.pdf"),
        ("Báo cáo 1.2.docx", "docx", "Báo cáo 1-2.docx"),
        ("QĐ 12.2019", "pdf", "QĐ 12-2019.pdf"),
        ("../../etc/passwd", "png", "passwd.png"),
        ("C:\\Users\\an\\ảnh.JPG", "jpg", "ảnh.jpg"),
        ("a\0.php", "png", "a.png"),
        ("ảnh\u202egnp.exe", "png", "ảnhgnp.png"),
        ("a\r\nSet-Cookie: b.png", "png", "a Set-Cookie- b.png"),
        (unicodedata.normalize("NFD", "Quyết định.pdf"), "pdf", "Quyết định.pdf"),
        ('a"b<c>|d?*.png', "png", "a-b-c-d.png"),
        ("n" * 300 + ".png", "png", "n" * 96 + ".png"),
        (".htaccess", "png", "htaccess.png"),
        ("..", "png", "file.png"),
        ("", "png", "file.png"),
        ("\ud800.png", "png", "file.png"),
    ],
)
def test_it_makes_a_display_name(original, extension, expected):
    assert display_name(original, extension) == expected


@given(st.text(), st.sampled_from(["pdf", "docx", "png"]))
def test_a_display_name_is_always_safe(original, extension):
    name = display_name(original, extension)

    assert len(name) <= 100
    assert len(name.encode()) <= 255
    assert name.count(".") == 1
    assert name.endswith(f".{extension}")
    assert not set(name) & set('/\\<>:"|?*')
    assert all(unicodedata.category(c)[0] != "C" for c in name)
    assert name == name.strip()
    assert display_name(name, extension) == name
