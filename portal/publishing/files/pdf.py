"""PDF files that only show pages: no scripts, actions, attachments or second nature."""

import re
import zlib

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# What looking into compressed streams may cost, in bytes read and inflated.
MAX_STREAM_WORK = 160 * 2**20
_WORK_PER_STREAM = 1024
_WORK_PER_DAMAGE = 64 * 1024
_CHUNK = 4 * 1024
# Each costs memory; 20 MB of compressed pictures have about 80,000 by chance.
_MAX_ESCAPES = 500_000
# Incremental updates repeat the catalogue a few times.
_MAX_OPEN_ACTIONS = 8

# Bounded, so that no repetition in a hostile file makes the search quadratic.
_GAP = rb"(?:[\s\0]|%[^\r\n]{0,50}[\r\n]){0,20}"
_REFERENCE = rb"\d{1,10}" + _GAP + rb"\d{1,5}" + _GAP + rb"R"
_DICTIONARY = _GAP + rb"(?:<<|" + _REFERENCE + rb")"
_END = rb"(?![^\s\0()<>\[\]{}/%])"

_MARKUP = re.compile(rb"<(?:script|html|iframe|svg|!doctype)[\s>]", re.IGNORECASE)
_ENCRYPTED = re.compile(rb"/Encrypt" + _END)
_EMBEDDED = re.compile(
    rb"/(?:EmbeddedFiles?|FileAttachment)" + _END + rb"|/EF" + _DICTIONARY,
)
_ACTIVE = re.compile(
    # Within a URL these words follow a letter or a dot, as names they do not.
    rb"/(?:(?:(?<=[\s\0<>()\[\]{}\d]/)|(?<=/S/)|(?<=obj/))"
    rb"(?:JavaScript|Launch|SubmitForm|ImportData|GoToE|Rendition)" + _END
    # Short names occur by chance in compressed data: only their values make them keys.
    + rb"|JS" + _GAP + rb"(?:\((?:[\x20-\x7e\s]{4}|\xfe\xff)|<[0-9A-Fa-f]{4}|" + _REFERENCE + rb")"
    + rb"|AA" + _DICTIONARY
    + rb"|XFA" + _GAP + rb"(?:\[|" + _REFERENCE + rb"))"
)  # fmt: skip
_OPEN_REFERENCE = re.compile(
    rb"/OpenAction" + _GAP + rb"(\d{1,10})" + _GAP + rb"\d{1,5}" + _GAP + rb"R"
)
# What else an /OpenAction can start has a name that is refused wherever it stands.
_LEAVING = rb"<<[^>]{0,200}?/S" + _GAP + rb"/(?:URI|GoToR)" + _END

# Readers skip to the end of the line after the keyword.
_STREAM = re.compile(rb"(?<!end)stream[^\r\n]{0,64}(?:\r\n|\n|\r)")
_OBJECT = re.compile(rb"\d[\s\0]+\d+[\s\0]+obj" + _END)
_OBJECT_STREAM = re.compile(rb"/ObjStm" + _END)
_FILTER = re.compile(rb"/Filter" + _END)
_FLATE = rb"/FlateDecode" + _END
_FLATE_ALONE = re.compile(
    rb"/Filter" + _GAP + rb"(?:" + _FLATE + rb"|\[" + _GAP + _FLATE + _GAP + rb"\])"
)
_PREDICTOR = re.compile(rb"/Predictor" + _GAP + rb"(?!1" + _END + rb")")


def check(data: bytes) -> None:
    """Raise ValidationError unless `data` is a whole, open and passive PDF file.

    Encrypted files are refused, also those that open without a password: what they hold
    cannot be checked here, and their restrictions shut out screen readers.
    """
    _check_frame(data)
    plain = _decoded_names(data)
    if _ENCRYPTED.search(plain):
        raise ValidationError(
            _("The PDF is protected or encrypted: save it without protection."), code="encrypted"
        )
    if _MARKUP.search(plain):
        raise ValidationError(_("The PDF contains a web page."), code="polyglot")
    _check_text(plain)
    _check_open_action(plain)
    for text in _object_streams(data):
        _check_text(_decoded_names(text))


def _check_frame(data):
    """It begins and ends as a PDF, with nothing behind that makes it a ZIP file too."""
    end = data.rfind(b"%%EOF", max(0, len(data) - 1024))
    if not re.match(rb"%PDF-[12]\.\d", data) or end < 0:
        raise _damaged()
    if data[end + 5 :].strip(b" \t\r\n\0") or b"PK\x05\x06" in data[-66_000:]:
        raise ValidationError(_("The PDF has other data attached to its end."), code="polyglot")
    if b"startxref" not in data[max(0, end - 1024) : end] or not _OBJECT.search(data):
        raise _damaged()


def _check_text(text):
    if _EMBEDDED.search(text):
        raise ValidationError(
            _("The PDF has other files embedded: remove the attachments."), code="embedded"
        )
    if _ACTIVE.search(text):
        raise _active()


def _check_open_action(text):
    numbers = {int(number) for number in _OPEN_REFERENCE.findall(text)}
    begins = [rb"/OpenAction", *(rb"(?<!\d)0*%d\s+\d+\s+obj" % number for number in numbers)]
    if len(begins) > _MAX_OPEN_ACTIONS:
        raise _active()
    if any(re.search(begin + _GAP + _LEAVING, text) for begin in begins):
        raise _active()


def _object_streams(data):
    """The inflated streams that may hold objects.

    Such a stream begins with numbers, whatever its dictionary says; of all others only the
    first bytes are inflated.
    """
    left, previous = MAX_STREAM_WORK, 0
    for stream in _STREAM.finditer(data):
        _check_readable(_decoded_names(_dictionary(data, previous, stream.start())))
        previous = stream.end()
        text, consumed = _inflated(data, stream.end(), left)
        left -= len(text) + consumed + _WORK_PER_STREAM
        if left <= 0:
            raise ValidationError(_("The PDF unpacks to too much data to be checked."), code="bomb")
        yield text


def _dictionary(data, start, end):
    """What stands before a stream since its object began."""
    before = data[max(start, end - 4096) : end]
    begins = [found.end() for found in _OBJECT.finditer(before)]
    return before[begins[-1] :] if begins else before


def _check_readable(dictionary):
    """An object stream must be one that `_inflated` can read."""
    if not _OBJECT_STREAM.search(dictionary):
        return
    packed_otherwise = _FILTER.search(dictionary) and not _FLATE_ALONE.search(dictionary)
    if packed_otherwise or _PREDICTOR.search(dictionary):
        raise _unreadable()


def _inflated(data, start, limit):
    """(text, work done) of a zlib stream that begins with numbers; at most `limit` bytes."""
    header = data[start : start + 2]
    if len(header) < 2 or header[0] & 15 != 8 or int.from_bytes(header) % 31:
        return b"", 0
    inflater, text, position = zlib.decompressobj(), bytearray(), start
    while not inflater.eof and len(text) < limit:
        chunk = inflater.unconsumed_tail or data[position : position + _CHUNK]
        if not chunk:
            break
        position += 0 if inflater.unconsumed_tail else len(chunk)
        before = inflater.copy()
        try:
            # The first step only shows whether there are numbers.
            text += inflater.decompress(chunk, limit - len(text) if text else 64)
        except zlib.error:
            text += _inflated_before_damage(before, chunk)
            return bytes(text), position - start + _WORK_PER_DAMAGE
        if not re.match(rb"[\s\0]*(?:[\d%+-]|$)", text[:64]):
            return b"", _CHUNK
    return bytes(text), position - start


def _inflated_before_damage(inflater, chunk):
    """What readers show all the same; zlib gives it only byte by byte."""
    text = bytearray()
    try:
        for at in range(len(chunk)):
            text += inflater.decompress(chunk[at : at + 1])
    except zlib.error:
        pass
    return text


def _decoded_names(text):
    """The same with #4A written as J: names may be spelt with hexadecimal digits."""
    if text.count(b"#") > _MAX_ESCAPES:
        raise _unreadable()
    return re.sub(rb"#([0-9A-Fa-f]{2})", lambda found: bytes([int(found[1], 16)]), text)


def _damaged():
    return ValidationError(_("The PDF is damaged or incomplete."), code="damaged")


def _active():
    return ValidationError(
        _("The PDF contains scripts, actions or a dynamic form: print it as PDF and try again."),
        code="active",
    )


def _unreadable():
    return ValidationError(
        _("The PDF is packed in a way that cannot be checked: print it as PDF and try again."),
        code="unreadable",
    )
