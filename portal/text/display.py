"""Dates, numbers and sizes as readers of a language expect them."""

import re
from datetime import datetime, time
from decimal import ROUND_HALF_UP, Decimal

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from django.utils import timezone
from markupsafe import Markup

_DATE = {"vi": "dd/MM/yyyy", "en": "d MMMM yyyy"}
_DATETIME = {"vi": "HH:mm dd/MM/yyyy", "en": "d MMMM yyyy, HH:mm"}
_KILOBYTE, _MEGABYTE = 2**10, 2**20


def date(value, lang):
    """A date, or the local day of a datetime: 30/11/2022, 30 November 2022."""
    return format_date(_local(value), format=_DATE[lang], locale=lang)


def datetime_(value, lang):
    """A datetime in the current time zone: 14:05 30/11/2022, 30 November 2022, 14:05."""
    return format_datetime(_local(value), format=_DATETIME[lang], locale=lang)


def is_whole_day(value):
    """Whether a datetime is the end of its local day, the day included."""
    return _local(value).time() == time.max


def moment(value, lang):
    """A datetime; the day alone where it is the end of one."""
    return date(value, lang) if is_whole_day(value) else datetime_(value, lang)


def iso(value):
    """A date, or a datetime with the local offset: who cuts it after the day has the right one."""
    return _local(value).isoformat()


#: Words that headings break apart where names and numbers do not show what belongs together.
_WORDS = (
    "đứng đầu", "dẫn đầu", "dự án", "đầu tư", "đăng ký", "điều chỉnh", "đồng bằng", "sông Hồng",
    "lũy kế", "thấp nhất", "cao nhất", "triệu USD", "triệu đồng", "trở lại", "vị trí", "hồ sơ",
    "viện trợ", "phê duyệt", "gấp đôi", "thế nào", "cổ phần", "quốc gia", "giải ngân", "kế hoạch",
)  # fmt: skip
_WORD = re.compile(rf"\b(?:{'|'.join(_WORDS)})\b")
_SYLLABLE = re.compile(r"\b([^\W\d_]{1,7}) (?=([^\W\d_]))")


def joined(text, lang):
    """A heading whose Vietnamese words of two syllables, and names, stay on one line each."""
    if lang != "vi":
        return text
    kept = _WORD.sub(lambda found: _kept(found[0]), str(text))
    kept = _SYLLABLE.sub(
        lambda found: _kept(found[0]) if found[1].istitle() and found[2].isupper() else found[0],
        kept,
    )
    return Markup(kept) if hasattr(text, "__html__") else kept  # noqa: S704  it was


def _kept(words):
    return words.replace(" ", "\N{NO-BREAK SPACE}")


def _local(value):
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


def number(value, lang, decimals=None):
    """An int or Decimal of at most 28 digits, exact: 1.628,89 or 1,628.89; below zero with a
    minus sign, not a hyphen: −10.

    With `decimals`, that many places, halves rounded away from zero; without, those it has.
    """
    if decimals is not None:
        value = Decimal(value).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)
    places = max(0, -Decimal(value).as_tuple().exponent)
    pattern = "#,##0" + ("." + "0" * places if places else "")
    return format_decimal(value, format=pattern, locale=lang).replace("-", "−")


def file_size(size, lang):
    """A size in bytes as B, KB or MB of 1,024: "412 KB", "1,1 MB"."""
    if size < _KILOBYTE:
        return f"{size} B"
    if size < _MEGABYTE:
        return f"{number(min(Decimal(size) / _KILOBYTE, Decimal(1023)), lang, 0)} KB"
    return f"{number(Decimal(size) / _MEGABYTE, lang, 1)} MB"
