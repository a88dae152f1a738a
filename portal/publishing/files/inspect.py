"""What an uploaded file really is, by its bytes alone, and whether we take it."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from portal.publishing.files import images, office, pdf

MAX_DOCUMENT_BYTES = 20 * 2**20
MAX_IMAGE_BYTES = 15 * 2**20

_IMAGE = re.compile(rb"\xff\xd8\xff|\x89PNG\r\n\x1a\n|GIF8[79]a|RIFF....WEBP", re.DOTALL)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_OOXML = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True, slots=True)
class Inspected:
    """An accepted upload: `content` is what to store; width and height (pixels) are an image's."""

    kind: str  # "image" or "document"
    mime: str
    extension: str
    content: bytes
    width: int | None = None
    height: int | None = None

    @property
    def size(self) -> int:
        return len(self.content)

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def inspect(upload: UploadedFile, kind: str | None = None) -> Inspected:
    """The upload as we may store it: images re-encoded, documents unchanged.

    kind: "image" or "document" where only that is taken.
    Raises ValidationError with a message for the person who uploads.
    """
    upload.seek(0)
    head = upload.read(16)
    if not head:
        raise ValidationError(_("The file is empty."), code="empty")
    is_image = _IMAGE.match(head) is not None
    if kind == ("document" if is_image else "image"):
        raise wrong_kind(kind)
    data = _read(upload, MAX_IMAGE_BYTES if is_image else MAX_DOCUMENT_BYTES)
    return _inspect_image(data) if is_image else _inspect_document(data, kind)


def limits(kind: str) -> str:
    """What is taken, in a sentence for whoever chooses a file: "image" or "document"."""
    if kind == "document":
        return _("PDF, DOCX, XLSX, ODT or ODS, at most %(megabytes)s MB.") % {
            "megabytes": MAX_DOCUMENT_BYTES // 2**20
        }
    return _("JPEG, PNG, WebP or GIF, at most %(megabytes)s MB and %(pixels)s million pixels.") % {
        "megabytes": MAX_IMAGE_BYTES // 2**20,
        "pixels": images.MAX_PIXELS // 1_000_000,
    }


def wrong_kind(kind: str) -> ValidationError:
    """Why a file that is not of the kind is refused where one of it is asked for."""
    if kind == "image":
        text = _("This is not a picture. Accepted here: %(limits)s")
    else:
        text = _("This is not a document. Accepted here: %(limits)s")
    return ValidationError(text, code="wrong_kind", params={"limits": limits(kind)})


def display_name(original: str, extension: str) -> str:
    """A name to download a file by: at most 100 characters and one dot, before `extension`.

    It is neither a path nor a disguise: no control or direction characters, none that a
    file system refuses.
    """
    base = re.split(r"[/\\]", unicodedata.normalize("NFC", original))[-1]
    stem = re.sub(r"\.[A-Za-z][A-Za-z0-9]{0,4}$", "", base.strip())
    visible = "".join(c for c in stem if c.isspace() or unicodedata.category(c)[0] != "C")
    plain = " ".join(re.sub(r'[.<>:"|?*]+', "-", visible).split())
    # File systems count 255 bytes, not characters.
    short = plain[: 99 - len(extension)].encode()[:240].decode(errors="ignore")
    return f"{short.strip(' -') or 'file'}.{extension}"


def _read(upload, limit):
    upload.seek(0)
    data = upload.read(limit + 1)
    if len(data) > limit:
        raise ValidationError(
            _("The file is too large: at most %(limit)s MB are accepted."),
            code="too_large",
            params={"limit": limit // 2**20},
        )
    return data


def _inspect_image(data):
    image = images.load(data)
    content, mime, extension = images.original(image)
    return Inspected("image", mime, extension, content, *image.size)


def _inspect_document(data, kind):
    if data.startswith(b"%PDF-"):
        pdf.check(data)
        return Inspected("document", "application/pdf", "pdf", data)
    if data.startswith(b"PK\x03\x04"):
        mime, extension = office.check(data)
        return Inspected("document", mime, extension, data)
    if data.startswith(_OLE):
        raise _old_office(data)
    if kind:
        raise wrong_kind(kind)
    raise ValidationError(
        _(
            "This type of file is not accepted. Accepted are pictures (JPEG, PNG, WebP, GIF) "
            "and documents (PDF, DOCX, XLSX, ODT, ODS)."
        ),
        code="unknown_type",
    )


def _old_office(data):
    if _ENCRYPTED_OOXML in data:
        return office.encrypted()
    return ValidationError(
        _("Old Office files (DOC, XLS, PPT) are not accepted: save it as DOCX or XLSX."),
        code="old_office",
    )
