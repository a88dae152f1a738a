"""DOCX, XLSX, ODT and ODS: real ones, whole, and without macros, objects or outside data."""

import io
import re
import zipfile
import zlib
from xml.parsers import expat

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MAX_ENTRIES = 3000
MAX_UNPACKED_BYTES = 100 * 2**20
MAX_RATIO = 100
MAX_NESTED = 50
MAX_NESTED_UNPACKED_BYTES = 10 * 2**20
MAX_PARSED_BYTES = 2 * 2**20
# Small files may well consist of repetition.
_RATIO_COUNTS_FROM = 10 * 2**20

_OOXML = "application/vnd.openxmlformats-officedocument."
_DOCX, _XLSX = _OOXML + "wordprocessingml.document", _OOXML + "spreadsheetml.sheet"
_OOXML_MAIN = {f"{_DOCX}.main+xml": (_DOCX, "docx"), f"{_XLSX}.main+xml": (_XLSX, "xlsx")}
_ODF = "application/vnd.oasis.opendocument."
_ODF_MIMETYPES = {
    f"{_ODF}text".encode(): (f"{_ODF}text", "odt"),
    f"{_ODF}spreadsheet".encode(): (f"{_ODF}spreadsheet", "ods"),
}
_HYPERLINK = "/relationships/hyperlink"
_TEMPLATE = "/relationships/attachedTemplate"

_PICTURE = r"(?:png|jpe?g|jfif|gif|bmp|tiff?|emf|wmf|wdp)"
_OOXML_NAME = re.compile(
    rf".+\.(?:xml|rels|vml|{_PICTURE}|odttf|fntdata|sigs)"
    r"|xl/printerSettings/[^/]+\.bin"
    r"|(?:word|xl)/embeddings/[^/]+\.xlsx|.+/",
    re.IGNORECASE,
)
_ODF_NAME = re.compile(
    rf"mimetype|layout-cache|.+\.(?:xml|rdf|{_PICTURE}|ttf|otf)|ObjectReplacements/Object \d+"
    r"|.+/",
    re.IGNORECASE,
)
_UNSAFE_NAME = re.compile(r"[\0-\x1f\\:]|^/|(?:^|/)\.\.?(?:/|$)")
_MACRO_NAME = re.compile(
    r"vbaProject|vbaData|macrosheets|^(?:Basic|Scripts|Dialogs)/", re.IGNORECASE
)
_OBJECT_NAME = re.compile(
    r"/activeX|/embeddings/(?!.*\.xlsx$)|oleObject|^Object \d+$", re.IGNORECASE
)

_XML_NAME = re.compile(r"\.(?:xml|rels|vml|rdf)$", re.IGNORECASE)
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)")
_DDE = re.compile(
    rb"<(?:\w+:)?(?:ddeLink|oleLink|dde-source|dde-connection)|\bDDEAUTO\b"
    rb"|instrText[^<>]{0,200}>\s{0,50}DDE\b"
)
_ODF_SCRIPT = re.compile(
    rb"<script:event-listener|vnd\.sun\.star\.script:|<office:script\s[^>]{0,2000}?language"
)
_ODF_OUTSIDE = re.compile(
    rb"<(?:draw:(?:image|object|object-ole|plugin|applet|floating-frame)|text:section-source"
    rb"|table:table-source|table:cell-range-source)\b[^>]{0,2000}?xlink:href\s*=\s*[\"'](?:[a-zA-Z]{2,}:|/|\.\./)"
)


def check(data: bytes, *, nested: bool = False) -> tuple[str, str]:
    """(mime, extension) of an office document. Raises ValidationError for anything else.

    A spreadsheet behind a chart may be nested in it, and nothing in that again.
    """
    try:
        with _archive(data, MAX_NESTED_UNPACKED_BYTES if nested else MAX_UNPACKED_BYTES) as archive:
            kind = _kind(archive)
            parts = _parts(archive, kind[1], nested=nested)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        OSError,
        ValueError,
        NotImplementedError,
    ) as error:
        raise _damaged() from error
    _check_parts(parts, kind[1])
    return kind


def encrypted() -> ValidationError:
    return ValidationError(
        _("The document is protected by a password: save it without one."), code="encrypted"
    )


def _archive(data, limit):
    """The opened ZIP, after what its directory says has been found modest.

    Nothing stands before its first entry or behind its directory.
    """
    if data[-22:-18] != b"PK\x05\x06":
        raise _damaged()
    if data.count(b"PK\x01\x02") > MAX_ENTRIES:
        raise _bomb()
    archive = zipfile.ZipFile(io.BytesIO(data))
    entries = archive.infolist()
    if not entries or min(entry.header_offset for entry in entries) != 0:
        raise _damaged()
    unpacked = sum(entry.file_size for entry in entries)
    is_dense = unpacked > max(_RATIO_COUNTS_FROM, MAX_RATIO * len(data))
    if unpacked > limit or is_dense:
        raise _bomb()
    return archive


def _kind(archive):
    """By the part that makes it one: a DOCX's or XLSX's content types, an ODF's first entry."""
    first = archive.infolist()[0]
    names = set(archive.namelist())
    if "[Content_Types].xml" in names:
        return _ooxml_kind(_read(archive, archive.getinfo("[Content_Types].xml")), names)
    if (
        first.orig_filename == "mimetype"
        and first.compress_type == zipfile.ZIP_STORED
        and {"content.xml", "META-INF/manifest.xml"} <= names
    ):
        mimetype = _read(archive, first)
        if mimetype in _ODF_MIMETYPES:
            return _ODF_MIMETYPES[mimetype]
    if "encrypted-package" in names:
        raise encrypted()
    raise ValidationError(
        _("Archives (ZIP) and other packed files are not accepted: upload the documents singly."),
        code="archive",
    )


def _ooxml_kind(content_types, names):
    overrides = {}
    for tag, attributes in _elements(content_types):
        content_type = attributes.get("ContentType", "")
        if re.search("macro|vba", content_type, re.IGNORECASE):
            raise _macros()
        if tag == "Override":
            overrides[attributes.get("PartName", "").lstrip("/")] = content_type
    mains = [name for name, known in overrides.items() if known in _OOXML_MAIN and name in names]
    if len(mains) != 1 or "_rels/.rels" not in names:
        raise ValidationError(
            _("This Office file is neither a document (DOCX) nor a workbook (XLSX)."),
            code="unknown_type",
        )
    return _OOXML_MAIN[overrides[mains[0]]]


def _parts(archive, extension, *, nested):
    """Name to content of all XML entries; every entry has been read and is expected there."""
    expected = _OOXML_NAME if extension in {"docx", "xlsx"} else _ODF_NAME
    seen, parts, workbooks = set(), {}, 0
    for entry in archive.infolist():
        name = entry.orig_filename
        _check_entry(entry, expected)
        if name.lower() in seen:
            raise _unexpected(name)
        seen.add(name.lower())
        content = _read(archive, entry)
        if name.lower().endswith(".xlsx"):
            workbooks += 1
            if nested or workbooks > MAX_NESTED:
                raise _objects()
            check(content, nested=True)
        if _XML_NAME.search(name):
            parts[name] = content
    return parts


def _check_entry(entry, expected):
    name = entry.orig_filename
    if _MACRO_NAME.search(name):
        raise _macros()
    if _OBJECT_NAME.search(name):
        raise _objects()
    is_full_directory = name.endswith("/") and entry.file_size
    if _UNSAFE_NAME.search(name) or not expected.fullmatch(name) or is_full_directory:
        raise _unexpected(name)


def _read(archive, entry):
    """The content of an entry, never more than the directory promised; its CRC is checked."""
    if entry.flag_bits & 1:
        raise encrypted()
    if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise _damaged()
    with archive.open(entry) as file:
        content = file.read(entry.file_size + 1)
    if len(content) != entry.file_size:
        raise _damaged()
    return content


def _check_parts(parts, extension):
    if b"encryption-data" in parts.get("META-INF/manifest.xml", b""):
        raise encrypted()
    for name, content in parts.items():
        # In UTF-16 the searches below would find nothing; no office program writes it.
        if b"\0" in content[:64] or _DECLARATION.search(content):
            raise _unexpected(name)
        if _DDE.search(content):
            raise _outside()
        if name.lower().endswith(".rels"):
            _check_relations(content)
        if extension in {"odt", "ods"}:
            _check_odf_part(content)


def _check_relations(content):
    for _tag, attributes in _elements(content):
        kind, target = attributes.get("Type", ""), attributes.get("Target", "")
        if kind.endswith("/vbaProject"):
            raise _macros()
        if kind.endswith(("/oleObject", "/control")):
            raise _objects()
        if kind.endswith("/connections"):
            raise _outside()
        is_outside = attributes.get("TargetMode") == "External" and not kind.endswith(_HYPERLINK)
        # Word notes the path of the template on the author's own disk: nobody can load it.
        is_local = kind.endswith(_TEMPLATE) and re.match(r"file:///[A-Za-z]:", target)
        if is_outside and not is_local:
            raise _outside()


def _check_odf_part(content):
    if _ODF_SCRIPT.search(content):
        raise _macros()
    if _ODF_OUTSIDE.search(content):
        raise _outside()


def _elements(content):
    """[(local name, attributes)] of a small XML part."""
    if len(content) > MAX_PARSED_BYTES:
        raise _bomb()
    found = []
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = lambda tag, attributes: found.append(
        (tag.rpartition(" ")[2], attributes)
    )
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise _damaged() from error
    return found


def _refuse_doctype(*_args):
    raise _damaged()


def _damaged():
    return ValidationError(_("The document is damaged or incomplete."), code="damaged")


def _bomb():
    return ValidationError(
        _("The document unpacks to too much data: remove large pictures or empty rows."),
        code="bomb",
    )


def _macros():
    return ValidationError(
        _("The document contains macros: save it without macros as DOCX, XLSX, ODT or ODS."),
        code="macros",
    )


def _objects():
    return ValidationError(
        _("The document has another file or a control embedded: remove it or save as PDF."),
        code="embedded",
    )


def _outside():
    return ValidationError(
        _("The document loads data from other files or addresses: break these links first."),
        code="outside",
    )


def _unexpected(name):
    return ValidationError(
        _("The document contains something that does not belong in it: %(name)s"),
        code="unexpected",
        params={"name": "".join(c if c.isprintable() else "?" for c in name[:100])},
    )
